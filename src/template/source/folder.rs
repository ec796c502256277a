//! Reads the texts of templates from a mailing's folder.

use std::collections::BTreeMap;
use std::path::Path;

use crate::beneath::{FileKind, list_within, look_within, read_within};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, io_text};

/// The text of every `*.hbs` file by language and file name, the language being empty for files in the templates
/// folder itself.
pub(crate) fn read_texts(root: &Path, folder: &str) -> Checked<BTreeMap<(String, String), String>> {
    let mut texts = BTreeMap::new();
    let mut problems = Problems::new();
    let mut add = |language: &str, file: String, problems: &mut Problems| match read_file(
        root,
        &join(&[folder, language, &file]),
    ) {
        Ok(text) => drop(texts.insert((language.to_owned(), file), text)),
        Err(problem) => problems.push(problem),
    };
    for (name, is_folder) in list(root, folder).report_to(&mut problems) {
        if is_folder {
            for (file, is_folder) in list(root, &join(&[folder, &name])).report_to(&mut problems) {
                if !is_folder && file.ends_with(".hbs") {
                    add(&name, file, &mut problems);
                }
            }
        } else if name.ends_with(".hbs") {
            add("", name, &mut problems);
        }
    }
    Checked::new(texts, problems)
}

/// A path of parts, of which empty ones are left out.
pub(in crate::template) fn join(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

fn read_file(root: &Path, path: &str) -> Result<String, Diagnostic> {
    let failed = |cause: String| {
        Diagnostic::new(codes::TEMPLATE_UNREADABLE, format!("the template cannot be read ({cause})"))
            .with_location(Location::file(path))
            .with_hint("save the file as UTF-8 and make it readable")
    };
    let bytes = read_within(root, path).map_err(|error| failed(io_text(&error)))?;
    String::from_utf8(bytes)
        .map_err(|error| failed(format!("byte {} is not UTF-8", error.utf8_error().valid_up_to())))
}

/// The names in a folder, in order, and whether each is a folder; hidden ones are left out.
fn list(root: &Path, folder: &str) -> Checked<Vec<(String, bool)>> {
    let names = match list_within(root, folder) {
        Ok(names) => names,
        Err(error) => {
            let problem = Diagnostic::new(
                codes::TEMPLATES_UNREADABLE,
                format!("the folder cannot be read ({})", io_text(&error)),
            )
            .with_location(Location::file(folder))
            .with_hint("correct `templates` in the mailing, or make the folder readable");
            return Checked::new(Vec::new(), problem);
        }
    };
    let is_folder =
        |name: &str| matches!(look_within(root, &join(&[folder, name])), Ok(Some(FileKind::Folder)));
    let shown = names.into_iter().filter(|name| !name.starts_with('.'));
    Checked::sound(shown.map(|name| (name.clone(), is_folder(&name))).collect())
}
