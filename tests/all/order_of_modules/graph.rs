//! What the imports say: imports against an order, and circles.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::imports::Imports;

/// Files that import each other, directly or through others.
#[derive(Debug)]
pub(super) struct Circle {
    pub(super) files: Vec<String>,
    /// `FILE -> FILE: names`, for each import inside the circle.
    pub(super) ties: Vec<String>,
}

impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "circle of {} files:", self.files.len())?;
        self.ties.iter().try_for_each(|tie| writeln!(f, "  {tie}"))
    }
}

/// All circles, each as large as it is.
pub(super) fn circles(imports: &Imports) -> Vec<Circle> {
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in imports.between.keys() {
        next.entry(from).or_default().insert(to);
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        next.keys().map(|file| (*file, reachable(file, &next))).collect();
    let reaches = |from: &str, to: &str| reached.get(from).is_some_and(|files| files.contains(to));
    let mut done = BTreeSet::new();
    let mut found = Vec::new();
    for file in reached.keys().copied() {
        if !reaches(file, file) || !done.insert(file) {
            continue;
        }
        let inside: BTreeSet<&str> =
            reached[file].iter().copied().filter(|other| reaches(other, file)).collect();
        done.extend(&inside);
        let tied =
            |(from, to): &(String, String)| inside.contains(from.as_str()) && inside.contains(to.as_str());
        let ties = imports.between.iter().filter(|(files, _)| tied(files));
        found.push(Circle {
            files: inside.iter().map(ToString::to_string).collect(),
            ties: ties.map(|((from, to), names)| tell(from, to, names)).collect(),
        });
    }
    found
}

/// What a file imports, directly or through others.
pub(super) fn reachable<'a>(file: &'a str, next: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![file];
    while let Some(file) = open.pop() {
        open.extend(next.get(file).into_iter().flatten().filter(|to| reached.insert(**to)));
    }
    reached
}

/// Imports against the order: the two modules, and the imports as text.
pub(super) fn misorders(imports: &Imports, order: &[&str]) -> BTreeMap<(String, String), String> {
    let place = |module: &str| order.iter().position(|name| *name == module);
    let mut found: BTreeMap<(String, String), String> = BTreeMap::new();
    for ((from, to), names) in &imports.between {
        let modules = (module(from).to_owned(), module(to).to_owned());
        if let (Some(importer), Some(imported)) = (place(&modules.0), place(&modules.1))
            && importer < imported
        {
            let text =
                found.entry(modules).or_insert_with_key(|(from, to)| format!("{from} imports {to}:\n"));
            text.push_str(&format!("  {}\n", tell(from, to, names)));
        }
    }
    found
}

/// The module of a file.
pub(super) fn module(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or_default()
}

fn tell(from: &str, to: &str, names: &BTreeSet<String>) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    format!("{from} -> {to}: {}", names.join(", "))
}
