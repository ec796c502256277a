//! Small crates with one fault each: what the test of `src/` finds when somebody makes it.

use std::collections::BTreeMap;

use super::graph::{circles, misorders};
use super::imports::{self, Imports};
use super::types::shared_names;

fn imports_of(files: &[(&str, &str)]) -> Imports {
    let sources: BTreeMap<String, String> =
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let imports = imports::read(&sources);
    assert!(imports.unresolved.is_empty(), "{:?}", imports.unresolved);
    imports
}

fn circles_of(files: &[(&str, &str)]) -> Vec<String> {
    circles(&imports_of(files)).iter().map(ToString::to_string).collect()
}

#[test]
fn siblings_that_use_each_other_are_a_circle() {
    let found = circles_of(&[
        ("lib.rs", "mod m;"),
        ("m/mod.rs", "mod a; mod b;"),
        ("m/a.rs", "use super::b::X;\npub struct Y(X);"),
        ("m/b.rs", "pub struct X;\nfn f(y: super::a::Y) {}"),
    ]);
    assert_eq!(found, ["circle of 2 files:\n  m/a.rs -> m/b.rs: X\n  m/b.rs -> m/a.rs: Y\n"]);
}

#[test]
fn a_circle_through_groups_and_re_exports_is_found() {
    let found = circles_of(&[
        ("lib.rs", "pub mod m; pub mod n; pub mod o;"),
        ("m/mod.rs", "mod a;\npub use a::{A, make as build};"),
        ("m/a.rs", "use crate::{n::{self, inner::N}, o};\npub struct A(N, n::Other);\npub fn make() {}"),
        ("n/mod.rs", "pub mod inner;\npub struct Other;"),
        ("n/inner.rs", "use crate::o::{self, O as Renamed};\npub struct N(Renamed);"),
        ("o.rs", "use crate::{m, n as other};\npub struct O;\nfn f() { m::build() }"),
    ]);
    assert_eq!(
        found,
        ["circle of 3 files:\n  m/a.rs -> n/inner.rs: N\n  \
          n/inner.rs -> o.rs: O\n  o.rs -> m/a.rs: make\n"]
    );
}

#[test]
fn a_child_that_uses_its_parents_item_is_a_circle() {
    let found = circles_of(&[
        ("lib.rs", "mod m;"),
        ("m/mod.rs", "mod a;\npub use a::make;\npub struct Own;\npub fn entry() { make(&Own); }"),
        ("m/a.rs", "use super::*;\npub fn make(_: &Own) {}"),
    ]);
    assert_eq!(found, ["circle of 2 files:\n  m/a.rs -> m/mod.rs: Own\n  m/mod.rs -> m/a.rs: make\n"]);
}

#[test]
fn macros_attributes_and_functions_import_too() {
    let found = circles_of(&[
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "pub fn f() { println!(\"{}\", crate::b::value(1)); }"),
        (
            "b.rs",
            "#[derive(Serialize)]\npub struct B { #[serde(with = \"crate::c\")] x: u8, #[serde(default = \"crate::c::y\")] y: u8 }\npub fn value(_: u8) {}",
        ),
        ("c.rs", "pub fn y() -> u8 { use crate::d::*; Kind::One.into() }"),
        ("d.rs", "pub enum Kind { One }\nimpl Kind { fn f() { crate::a::f() } }"),
    ]);
    assert_eq!(
        found,
        ["circle of 4 files:\n  a.rs -> b.rs: value\n  b.rs -> c.rs: y\n  \
          c.rs -> d.rs: Kind\n  d.rs -> a.rs: f\n"]
    );
}

#[test]
fn re_exports_declarations_variables_and_tests_are_not_imports() {
    let found = circles_of(&[
        ("lib.rs", "mod m;\npub use m::Own;"),
        (
            "m/mod.rs",
            "mod a;\nmod leaf;\npub use a::make;\npub(crate) use leaf::Own;\n#[cfg(test)]\nmod tests;",
        ),
        (
            "m/a.rs",
            "use super::leaf::Own;\npub fn make(leaf: &Own) { let make = leaf; drop(make); }\n\
             #[cfg(test)]\nmod tests { use crate::m::make; }",
        ),
        ("m/leaf.rs", "pub struct Own;\n#[test]\nfn f() { super::a::make(&Own) }"),
        ("m/tests.rs", "use super::a::make;"),
    ]);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn an_import_against_the_order_is_found_where_the_item_is_defined() {
    let files = [
        ("lib.rs", "pub mod low; pub mod middle; pub mod high;"),
        ("low.rs", "use crate::{high::Kind};\npub struct Low(Kind);"),
        ("middle.rs", "pub use crate::high::Made;\npub struct Kind;"),
        ("high/mod.rs", "mod made;\npub use made::Made;\npub use crate::middle::Kind;"),
        ("high/made.rs", "pub struct Made;"),
    ];
    let order = ["low", "middle", "high"];
    let found = misorders(&imports_of(&files), &order);
    // `Kind` is defined in `middle`, through whatever it is named.
    assert_eq!(
        found.into_values().collect::<Vec<_>>(),
        ["low imports middle:\n  low.rs -> middle.rs: Kind\n"]
    );
}

#[test]
fn public_types_of_one_name_are_found() {
    let files = [
        ("a.rs", "pub struct Entry;\nstruct Row;"),
        ("b.rs", "pub enum Entry {}\npub(super) struct Row;"),
        ("c.rs", "pub type Row = u8;"),
    ];
    let sources = files.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
    assert_eq!(shared_names(&sources), ["Entry: a.rs, b.rs"]);
}
