//! The documents name only what exists: files of the repository, modules and items of `src/`, and targets of links.

use std::fs;
use std::path::{Path, PathBuf};

use convoke::diagnostic::codes;
use serde_json::Value;

/// Documents outside of `docs/`.
const PAGES: [&str; 6] = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "vendor/README.md",
    "templates/fonts/README.md",
];

/// Made from the codes of diagnostics; its examples show files of other mailings.
const GENERATED: &str = "diagnostics.md";

/// Folders whose files the documents name.
const FOLDERS: [&str; 8] = ["src", "tests", "templates", "docs", ".ci", "benches", "fuzz", "packaging"];

/// The language that examples begin.
const EXAMPLE: &str = "templates/pt/";

#[test]
fn documents_name_files_that_exist() {
    hold(|page, text| {
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "/._-*<>".contains(c)));
        let paths = words.map(|word| word.trim_end_matches(['.', ':'])).filter(|word| is_path(word));
        let missing =
            paths.filter(|path| *path != EXAMPLE && !root().join(before_placeholder(path)).exists());
        missing.map(|path| format!("{page}: {path}")).collect()
    });
}

#[test]
fn documents_name_modules_and_items_that_exist() {
    hold(|page, text| {
        let paths = code_spans(text).filter_map(module_path);
        paths.filter(|path| !is_defined(path)).map(|path| format!("{page}: {}", path.join("::"))).collect()
    });
}

#[test]
fn documents_name_codes_that_exist() {
    hold(|page, text| {
        let names = code_spans(text).filter(|span| span.starts_with("translation-"));
        names.filter(|name| codes::named(name).is_none()).map(|name| format!("{page}: {name}")).collect()
    });
}

#[test]
fn code_spans_of_documents_end_on_their_line() {
    hold(|page, text| {
        let open = prose(text).filter(|line| line.matches('`').count() % 2 == 1);
        open.map(|line| format!("{page}: {line}")).collect()
    });
}

#[test]
fn links_of_documents_lead_somewhere() {
    hold(|page, text| {
        let targets =
            text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
        let broken = targets.filter(|target| !target.contains("://") && !leads_somewhere(page, text, target));
        broken.map(|target| format!("{page}: {target}")).collect()
    });
}

#[test]
fn a_name_of_nothing_is_found() {
    assert!(is_path("src/plan/nothing.rs") && !root().join("src/plan/nothing.rs").exists());
    assert_eq!(before_placeholder("tests/all/broken/*/*.txt"), "tests/all/broken");
    assert_eq!(before_placeholder("src/cli/NAME.rs"), "src/cli");
    for (path, expected) in [
        ("plan::make", true),
        ("plan::no_such_item", false),
        ("pdf::fields::make_fillable", true),
        ("pdf::plain", false),
    ] {
        assert_eq!(is_defined(&module_path(path).expect("a path")), expected, "{path}");
    }
    assert!(module_path("clap::Args").is_none());
    assert!(leads_somewhere("README.md", "", "docs/glossary.md#documents"));
    assert!(!leads_somewhere("README.md", "", "docs/glossary.md#nothing"));
    assert!(!leads_somewhere("docs/returns.md", "", "docs/glossary.md"));
}

/// Holds that a search finds nothing in any document.
#[track_caller]
fn hold(search: impl Fn(&str, &str) -> Vec<String>) {
    let found: Vec<String> = pages().iter().flat_map(|page| search(page, &read(page))).collect();
    assert!(found.is_empty(), "named, and not there:\n{}", found.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(page: &str) -> String {
    fs::read_to_string(root().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
}

/// The paths of all documents that are written by hand.
fn pages() -> Vec<String> {
    let mut pages: Vec<String> = PAGES.iter().map(ToString::to_string).collect();
    for entry in fs::read_dir(root().join("docs")).expect("docs") {
        let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        if name.ends_with(".md") && name != GENERATED {
            pages.push(format!("docs/{name}"));
        }
    }
    pages
}

/// Whether a word is a path that begins at the root of the repository.
fn is_path(word: &str) -> bool {
    word.split_once('/').is_some_and(|(folder, _)| FOLDERS.contains(&folder))
}

/// The part of a path before its first component with a placeholder, such as `NAME`, `<language>` or `*`.
fn before_placeholder(path: &str) -> String {
    let is_placeholder = |part: &&str| {
        let stem = part.split('.').next().unwrap_or(part);
        part.contains(['*', '<']) || (stem.len() > 1 && stem.bytes().all(|b| b.is_ascii_uppercase()))
    };
    path.split('/').take_while(|part| !is_placeholder(part)).collect::<Vec<_>>().join("/")
}

/// The lines of a text, fenced and indented blocks left out.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut is_fenced = false;
    text.lines().filter(move |line| {
        let is_fence = line.starts_with("```");
        is_fenced ^= is_fence;
        !is_fence && !is_fenced && !line.starts_with("    ")
    })
}

/// The code spans of a text.
fn code_spans(text: &str) -> impl Iterator<Item = &str> {
    prose(text).flat_map(|line| line.split('`').skip(1).step_by(2))
}

/// The segments of a path that begins with a module of the crate; none for anything else.
fn module_path(span: &str) -> Option<Vec<&str>> {
    let path: Vec<&str> = span.trim_end_matches("()").split("::").collect();
    let is_name =
        |name: &&str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    (path.len() > 1 && path.iter().all(is_name) && file_of(&path[..1]).is_some()).then_some(path)
}

/// Whether a path is that of a module, or of an item that its module's files name.
fn is_defined(path: &[&str]) -> bool {
    let Some((item, module)) = path.split_last() else { return false };
    file_of(path).is_some()
        || file_of(module).is_some_and(|file| {
            let source = fs::read_to_string(file).expect("source");
            source.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).any(|word| word == *item)
        })
}

/// The file of a module.
fn file_of(module: &[&str]) -> Option<PathBuf> {
    let path = root().join("src").join(module.join("/"));
    [path.with_extension("rs"), path.join("mod.rs")].into_iter().find(|file| file.is_file())
}

/// Whether the target of a link exists: a file, and in Markdown the heading.
fn leads_somewhere(page: &str, text: &str, target: &str) -> bool {
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = root().join(page).with_file_name(file);
    if !file.is_empty() && !path.exists() {
        return false;
    }
    let linked = if file.is_empty() { Some(text.to_owned()) } else { fs::read_to_string(path).ok() };
    anchor.is_empty()
        || linked.is_some_and(|text| text.lines().any(|line| anchor_of(line) == Some(anchor.into())))
}

/// The anchor that renderers of Markdown give a heading.
fn anchor_of(line: &str) -> Option<String> {
    let heading = line.starts_with('#').then(|| line.trim_start_matches('#').trim().to_lowercase())?;
    Some(
        heading
            .chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
            .collect::<String>()
            .replace(' ', "-"),
    )
}

/// The keys of a schema, dotted; lists are passed through.
fn keys(schema: &Value, part: &Value, above: &str, found: &mut Vec<String>) {
    let part = match part["$ref"].as_str() {
        Some(name) => &schema["$defs"][name.rsplit('/').next().unwrap_or_default()],
        None => part,
    };
    let choices = ["anyOf", "allOf"].iter().flat_map(|name| part[name].as_array().into_iter().flatten());
    choices.chain(part.get("items")).for_each(|inner| keys(schema, inner, above, found));
    for (name, inner) in part["properties"].as_object().into_iter().flatten() {
        let key = format!("{above}{name}");
        found.push(key.clone());
        keys(schema, inner, &format!("{key}."), found);
    }
}

#[test]
fn every_key_of_a_mailing_is_explained() {
    let read = |name: &str| fs::read_to_string(root().join(name)).expect("a document");
    let schema: Value = serde_json::from_str(&read("docs/schemas/mailing.json")).expect("JSON");
    let mut found = Vec::new();
    keys(&schema, &schema, "", &mut found);
    assert!(found.len() > 60, "{found:?}");
    let page = read("docs/mailing.md");
    let explained: Vec<String> = page.lines().filter(|line| line.starts_with("| `")).flat_map(row).collect();
    let is_above = |key: &&String| found.iter().any(|other| other.starts_with(&format!("{key}.")));
    let missing: Vec<_> = found.iter().filter(|key| !explained.contains(key) && !is_above(key)).collect();
    // Enclosures are explained in one row.
    let missing: Vec<_> = missing.into_iter().filter(|key| !key.starts_with("enclosures.")).collect();
    assert_eq!(missing, Vec::<&String>::new(), "not in docs/mailing.md");
    let unknown: Vec<_> = explained.iter().filter(|key| !found.contains(key)).collect();
    assert_eq!(unknown, Vec::<&String>::new(), "not in the schema");
}

/// The keys that a row of a table explains: `a.b` `.c` stand for `a.b` and `a.c`.
fn row(line: &str) -> Vec<String> {
    let cell = line.trim_start_matches("| ").split(" |").next().unwrap_or_default();
    let names: Vec<&str> = cell.split('`').map(str::trim).filter(|name| !name.is_empty()).collect();
    let above = names.first().and_then(|first| first.rsplit_once('.')).map_or("", |(above, _)| above);
    let key = |name: &str| if name.starts_with('.') { format!("{above}{name}") } else { name.to_owned() };
    names.into_iter().map(key).collect()
}
