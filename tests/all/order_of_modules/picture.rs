//! The picture of the modules in `docs/architecture.md`.
//!
//! An arrow leads from a module to one that imports from it; arrows that follow from others are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::graph::{module, reachable};
use super::imports::Imports;
use super::{IMPORTS, ORDER};
use crate::golden;

const PAGE: &str = "docs/architecture.md";

#[test]
fn architecture_shows_the_modules_as_they_import() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE)).expect("the page");
    let (before, rest) = page.split_once("```mermaid\n").expect("a picture");
    let (_, after) = rest.split_once("```\n").expect("the end of the picture");
    let picture = draw(&IMPORTS, &ORDER);
    golden::assert(PAGE, &format!("{before}```mermaid\n{picture}```\n{after}"));
}

#[test]
fn the_table_of_architecture_has_all_modules_in_order() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE)).expect("the page");
    let table = page.split_once("| module |").expect("a table").1.split("\n\n").next().unwrap_or_default();
    let rows = table.lines().filter_map(|row| row.strip_prefix("| `")?.split_once("` |"));
    let mut modules: Vec<&str> = rows.map(|(name, _)| name.split("::").next().unwrap_or(name)).collect();
    modules.dedup();
    assert_eq!(modules, ORDER);
}

#[test]
fn an_arrow_that_follows_from_others_is_left_out() {
    let tie = |from: &str, to: &str| ((format!("{from}/mod.rs"), format!("{to}.rs")), BTreeSet::new());
    let between = [tie("c", "a"), tie("c", "b"), tie("b", "a"), tie("b", "b")].into();
    let picture = draw(&Imports { between, ..Imports::default() }, &["a", "b", "c"]);
    assert_eq!(picture, "flowchart TD\n    a --> b\n    b --> c\n");
}

/// Draws the arrows between modules as a Mermaid flowchart.
fn draw(imports: &Imports, order: &[&str]) -> String {
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in imports.between.keys() {
        let (from, to) = (module(from), module(to));
        if from != to && order.contains(&from) && order.contains(&to) {
            next.entry(from).or_default().insert(to);
        }
    }
    let mut picture = String::from("flowchart TD\n");
    for importer in order {
        let Some(imported) = next.get(importer) else { continue };
        let follows = |to: &str| imported.iter().any(|other| reachable(other, &next).contains(to));
        for to in order.iter().filter(|to| imported.contains(*to) && !follows(to)) {
            let _ = writeln!(picture, "    {to} --> {importer}");
        }
    }
    picture
}
