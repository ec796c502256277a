//! The order of modules, and no circle of files: the imports of `src/` are parsed and held to both rules.
//!
//! An import is a private `use` or an inline path that names an item; it leads to the file that *defines* the item, through
//! any number of re-exports. `mod x;` lines, `pub use` re-exports and test code are not imports.
//!
//! A failure lists
//!
//! - `archive imports plan`: a module of [`ORDER`] that uses a later one, with the files and the names;
//! - `circle of 2 files`: files that import each other, directly or through others. Each line below reads
//!   `FILE -> FILE: names` and says which names the first file takes from the second. Moving the items of one such line to
//!   a file of their own, below both, is mostly enough.

mod graph;
mod imports;
mod picture;
mod scope;
mod seeded;
mod tokens;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use self::graph::{circles, misorders};
use self::imports::Imports;

/// The modules, each importing only from those before it.
const ORDER: [&str; 46] = [
    "system",
    "diagnostic",
    "digest",
    "names",
    "beneath",
    "input",
    "edit",
    "locale",
    "workbook",
    "tables",
    "objects",
    "recipient",
    "import",
    "mailing",
    "register",
    "template",
    "translate",
    "fonts",
    "barcode",
    "typeset",
    "pdf",
    "returned",
    "notice",
    "worker",
    "seal",
    "archive",
    "export",
    "sheets",
    "plan",
    "batch",
    "session",
    "pack",
    "ledger",
    "wire",
    "mailbox",
    "send",
    "receive",
    "collect",
    "schema",
    "starter",
    "follow_up",
    "participants",
    "web",
    "desk",
    "service",
    "cli",
];

#[test]
fn every_module_imports_only_from_those_before_it() {
    let wrong: String = misorders(&IMPORTS, &ORDER).into_values().collect();
    assert!(wrong.is_empty(), "imports against the order of modules:\n{wrong}");
}

#[test]
fn no_files_import_each_other() {
    let found: Vec<String> = circles(&IMPORTS).iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "files that import each other:\n{}", found.concat());
}

#[test]
fn every_module_stands_in_the_order() {
    let modules: BTreeSet<String> = sources()
        .keys()
        .filter(|path| !matches!(path.as_str(), "lib.rs" | "main.rs"))
        .filter_map(|path| Some(path.split(['/', '.']).next()?.to_owned()))
        .collect();
    let ordered: BTreeSet<String> = ORDER.iter().map(ToString::to_string).collect();
    assert_eq!(modules, ordered, "ORDER differs from the modules of src/");
}

#[test]
fn every_path_of_the_crate_is_understood() {
    let imports = &IMPORTS;
    assert!(imports.unresolved.is_empty(), "paths that lead to no item:\n{:#?}", imports.unresolved);
    assert!(imports.between.len() > 300, "only {} imports were found", imports.between.len());
}

#[test]
fn public_types_have_names_of_their_own() {
    let shared = types::shared_names(&sources());
    assert!(shared.is_empty(), "names of more than one public type:\n{}", shared.join("\n"));
}

#[test]
fn unit_tests_have_one_arrangement() {
    let strays: Vec<String> = sources()
        .into_keys()
        .filter(|path| path.ends_with("_tests.rs") || path.ends_with("_test.rs"))
        .collect();
    assert!(strays.is_empty(), "unit tests go into `mod tests` or into tests.rs: {strays:#?}");
}

/// The imports of the crate, read once for all tests.
static IMPORTS: LazyLock<Imports> = LazyLock::new(|| imports::read(&sources()));

/// The text of every file of `src/`, by its path inside of it.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeMap::new();
    collect(&root, &root, &mut found);
    found
}

fn collect(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder of src") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            collect(root, &path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let inside =
                path.strip_prefix(root).expect("a path below src").to_string_lossy().replace('\\', "/");
            found.insert(inside, fs::read_to_string(&path).expect("source"));
        }
    }
}
