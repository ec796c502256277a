//! A new mailing from files embedded in the program, so that starting one needs nothing else.
//!
//! The templates and locale packs are those of the repository's own mailing. An existing file is never
//! overwritten.

use std::fs;
use std::io;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Location, codes, path_text};
use crate::input::write_atomically;
use crate::schema;

macro_rules! embedded {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../", $path)))),*]
    };
}

/// Files of the repository's own mailing, by path.
const SHARED: &[(&str, &[u8])] = embedded![
    "mailing.yaml",
    "templates/layout.typ",
    "templates/email.html.hbs",
    "templates/letterhead.typ.hbs",
    "templates/registration.typ.hbs",
    "templates/assets/emblem.svg",
    "templates/assets/signature.svg",
    "templates/ar/countries.yaml",
    "templates/ar/email.txt.hbs",
    "templates/ar/form.typ.hbs",
    "templates/ar/letter.typ.hbs",
    "templates/ar/locale.yaml",
    "templates/ar/translation.yaml",
    "templates/en/countries.yaml",
    "templates/en/email.txt.hbs",
    "templates/en/form.typ.hbs",
    "templates/en/letter.typ.hbs",
    "templates/en/locale.yaml",
    "templates/es/countries.yaml",
    "templates/es/email.txt.hbs",
    "templates/es/form.typ.hbs",
    "templates/es/letter.typ.hbs",
    "templates/es/locale.yaml",
    "templates/es/translation.yaml",
    "templates/fr/countries.yaml",
    "templates/fr/email.txt.hbs",
    "templates/fr/form.typ.hbs",
    "templates/fr/letter.typ.hbs",
    "templates/fr/locale.yaml",
    "templates/fr/translation.yaml",
    "templates/ru/countries.yaml",
    "templates/ru/email.txt.hbs",
    "templates/ru/form.typ.hbs",
    "templates/ru/letter.typ.hbs",
    "templates/ru/locale.yaml",
    "templates/ru/translation.yaml",
    "templates/zh/countries.yaml",
    "templates/zh/email.txt.hbs",
    "templates/zh/form.typ.hbs",
    "templates/zh/letter.typ.hbs",
    "templates/zh/locale.yaml",
    "templates/zh/translation.yaml",
];

/// Files only a new mailing has: three recipients to replace, and what git should not keep.
const OWN: &[(&str, &[u8])] = &[
    ("recipients/ministries.yaml", include_bytes!("recipients.yaml")),
    (".gitignore", b"/output/\n/register.key\n"),
];

/// The embedded files of a new mailing: path with forward slashes, and content.
pub fn files() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    SHARED.iter().chain(OWN).copied()
}

/// Writes a new mailing into a folder that is empty or does not exist yet; returns the paths written.
///
/// # Errors
///
/// The folder holds something already, or a file cannot be written.
pub fn write(root: &Path) -> Result<Vec<String>, Diagnostic> {
    if let Some(found) = first_entry(root).map_err(|error| unwritable(root, &error))? {
        let message = format!("{} is not empty: it holds `{found}`", path_text(root));
        let hint = "name another folder, as in `convoke init -C my-mailing`";
        return Err(Diagnostic::new(codes::FOLDER_NOT_EMPTY, message).with_hint(hint));
    }
    let mut written = Vec::new();
    let schemas = schema::ALL.map(|described| (described.path(), described.json().into_bytes()));
    let fixed = files().map(|(name, content)| (name.to_owned(), content.to_owned()));
    for (name, content) in fixed.chain(schemas) {
        let path = root.join(&name);
        write_atomically(&path, &content).map_err(|error| unwritable(&path, &error))?;
        written.push(name);
    }
    Ok(written)
}

/// The name of something in the folder; the `.git` of a fresh repository does not count.
fn first_entry(root: &Path) -> io::Result<Option<String>> {
    let entries = match fs::read_dir(root) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(path_text(entry?.file_name().as_ref()));
    }
    names.sort();
    Ok(names.into_iter().find(|name| name != ".git"))
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(codes::WRITE, format!("cannot be written ({error})"))
        .with_location(Location::file(path_text(path)))
        .with_hint("check that the folder is one you may write to")
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests arrange files as they need them")]
mod tests {
    use super::*;

    fn below(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("folder") {
            let path = entry.expect("entry").path();
            if path.is_dir() { below(&path, found) } else { found.push(path_text(&path)) }
        }
    }

    #[test]
    fn every_file_of_the_finished_locales_is_embedded() {
        let mut found = Vec::new();
        for language in ["ar", "en", "es", "fr", "ru", "zh"] {
            below(Path::new("templates").join(language).as_path(), &mut found);
        }
        let embedded: Vec<&str> = files().map(|(name, _)| name).collect();
        for name in found.iter().filter(|name| !name.contains("/enclosures/")) {
            assert!(embedded.contains(&name.as_str()), "{name} is not embedded in src/starter");
        }
    }

    #[test]
    fn refuses_a_folder_that_holds_something() {
        let folder = tempfile::tempdir().expect("folder");
        fs::create_dir(folder.path().join("letters")).expect("made");
        let problem = write(folder.path()).expect_err("not empty");
        assert_eq!(problem.code, "folder-not-empty");
        assert!(problem.message.ends_with("it holds `letters`"), "{}", problem.message);
    }
}
