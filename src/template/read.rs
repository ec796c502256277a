//! Reads the texts of templates from a mailing's folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Location, codes};

/// The text of every `*.hbs` file by language and file name, the language being empty for files that
/// stand in the templates folder itself.
pub(super) fn sources(root: &Path, folder: &str) -> (BTreeMap<(String, String), String>, Vec<Diagnostic>) {
    let mut sources = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, is_folder) in list(root, folder, &mut problems) {
        if is_folder {
            for (file, is_folder) in list(root, &format!("{folder}/{name}"), &mut problems) {
                if !is_folder && file.ends_with(".hbs") {
                    add(root, folder, &name, file, &mut sources, &mut problems);
                }
            }
        } else if name.ends_with(".hbs") {
            add(root, folder, "", name, &mut sources, &mut problems);
        }
    }
    (sources, problems)
}

fn add(
    root: &Path,
    folder: &str,
    language: &str,
    file: String,
    sources: &mut BTreeMap<(String, String), String>,
    problems: &mut Vec<Diagnostic>,
) {
    let path =
        [folder, language, &file].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
    match fs::read(root.join(&path)).map_err(|error| error.to_string()).and_then(|bytes| {
        String::from_utf8(bytes)
            .map_err(|error| format!("byte {} is not UTF-8", error.utf8_error().valid_up_to()))
    }) {
        Ok(text) => {
            sources.insert((language.to_owned(), file), text);
        }
        Err(cause) => problems.push(
            Diagnostic::new(codes::TEMPLATE_UNREADABLE, format!("the template cannot be read ({cause})"))
                .with_location(Location::file(path))
                .with_hint("save the file as UTF-8 and make it readable"),
        ),
    }
}

/// The names in a folder, in order, and whether each is a folder; hidden ones are left out.
fn list(root: &Path, folder: &str, problems: &mut Vec<Diagnostic>) -> Vec<(String, bool)> {
    let entries = match fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) => {
            problems.push(
                Diagnostic::new(codes::TEMPLATES_UNREADABLE, format!("the folder cannot be read ({error})"))
                    .with_location(Location::file(folder))
                    .with_hint("correct `templates` in the mailing, or make the folder readable"),
            );
            return Vec::new();
        }
    };
    let mut names: Vec<(String, bool)> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path().is_dir())))
        .filter(|(name, _)| !name.starts_with('.'))
        .collect();
    names.sort();
    names
}
