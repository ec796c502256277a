//! Modules import only from those before them.

use std::fs;
use std::path::Path;

/// The modules, each importing only from those before it.
const ORDER: [&str; 23] = [
    "diagnostic",
    "digest",
    "names",
    "input",
    "locale",
    "recipient",
    "mailing",
    "register",
    "template",
    "translate",
    "fonts",
    "typeset",
    "pdf",
    "worker",
    "archive",
    "sheets",
    "plan",
    "batch",
    "pack",
    "collect",
    "schema",
    "starter",
    "cli",
];

/// Imports against the order that are types of the data model only.
const ALLOWED: [(&str, &str); 1] = [("locale", "recipient")];

#[test]
fn every_module_imports_only_from_those_before_it() {
    let mut wrong = Vec::new();
    for (position, module) in ORDER.iter().enumerate() {
        let folder = Path::new("src").join(module);
        let mut files = vec![Path::new("src").join(format!("{module}.rs"))];
        collect(&folder, &mut files);
        for file in files.iter().filter(|file| file.is_file()) {
            let text = fs::read_to_string(file).expect("source");
            for later in &ORDER[position + 1..] {
                let imports =
                    text.contains(&format!("crate::{later}::")) || text.contains(&format!("crate::{later};"));
                if imports && !ALLOWED.contains(&(module, later)) {
                    wrong.push(format!("{} imports {later}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("entry").path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
