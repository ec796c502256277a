//! Files that a person gives to a page: read within bounds, and put into the mailing by a safe name, never over another.

use std::io;
use std::path::Path;

use axum::extract::Multipart;
use axum::http::StatusCode;

use crate::beneath::{Folder, read_within};
use crate::diagnostic::{Diagnostic, Location, codes, io_text};
use crate::names::{ArchivePath, safe_file_name};

/// Most bytes of what is given at once.
pub(super) const MOST: usize = 65 << 20;

/// How many names are tried.
const NAMES: usize = 100;

/// What a form with files posts.
#[derive(Debug, Default)]
pub(super) struct Posted {
    /// Fields that are texts, by name.
    pub(super) texts: Vec<(String, String)>,
    /// Files, each with the name of its field.
    pub(super) files: Vec<(String, Given)>,
}

/// A file that a person gives.
#[derive(Debug)]
pub(super) struct Given {
    /// Its name, as the browser says.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// Reads what a form with files posts; a field in which no file was chosen is left out.
pub(super) async fn read(mut parts: Multipart) -> Result<Posted, StatusCode> {
    let mut posted = Posted::default();
    while let Some(part) = parts.next_field().await.map_err(|error| error.status())? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|error| error.status())?;
        match file {
            Some(file) if file.is_empty() && bytes.is_empty() => {}
            Some(file) => posted.files.push((name, Given { name: file, bytes: bytes.into() })),
            None => posted.texts.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
    }
    Ok(posted)
}

/// The folder of the mailing that lists are put into.
pub(super) const LISTS: &str = "recipients";

/// Endings of spreadsheets.
pub(super) const SPREADSHEETS: [&str; 7] = ["xlsx", "xlsm", "xls", "ods", "csv", "tsv", "txt"];

/// Whether a file is read as a spreadsheet, by its ending.
pub(super) fn is_spreadsheet(file: &str) -> bool {
    let ending = Path::new(file).extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
    ending.is_some_and(|ending| SPREADSHEETS.contains(&ending.as_str()))
}

/// Puts a spreadsheet into the mailing; its path there.
pub(super) fn put_list(root: &Path, file: &Given) -> Result<String, Diagnostic> {
    if !is_spreadsheet(&file.name) {
        let message = "this is no file that recipients can be read from";
        return Err(Diagnostic::new(codes::RECIPIENTS_FORMAT, message)
            .with_location(Location::file(&file.name))
            .with_hint(format!("save it as one of .{}", SPREADSHEETS.join(", ."))));
    }
    put(root, LISTS, &file.name, &file.bytes)
}

/// Puts a file into a folder of the mailing and returns its path there; where it is there already, it stays.
pub(super) fn put(root: &Path, folder: &str, name: &str, bytes: &[u8]) -> Result<String, Diagnostic> {
    // Some browsers give a path.
    let name = safe_file_name(name.rsplit(['/', '\\']).next().unwrap_or_default());
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) => (stem, format!(".{ending}")),
        None => (name.as_str(), String::new()),
    };
    let others = (2..NAMES).map(|number| format!("{folder}/{stem}-{number}{ending}"));
    for path in std::iter::once(format!("{folder}/{name}")).chain(others) {
        if read_within(root, &path).is_ok_and(|there| there == bytes) {
            return Ok(path);
        }
        if is_written(root, &path, bytes).map_err(|error| unwritable(&path, &error))? {
            return Ok(path);
        }
    }
    Err(unwritable(folder, &io::Error::other("there are too many files of this name")))
}

/// Writes a file where there is none.
fn is_written(root: &Path, path: &str, bytes: &[u8]) -> io::Result<bool> {
    let folder = Folder::create(root)?;
    let path: ArchivePath = path.parse().map_err(io::Error::other)?;
    if !folder.is_free(&path)? {
        return Ok(false);
    }
    folder.write_atomically(&path, bytes)?;
    Ok(true)
}

fn unwritable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::new(codes::WRITE, format!("cannot be written ({})", io_text(error)))
        .with_location(Location::file(path))
        .with_hint("check that the folder is one you may write to")
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests arrange files as they need them")]
mod tests {

    #[test]
    fn a_file_is_put_by_a_safe_name_and_never_over_another() {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |name: &str, bytes: &str| super::put(folder.path(), "recipients", name, bytes.as_bytes());
        for (name, bytes, path) in [
            ("list.xlsx", "1", "recipients/list.xlsx"),
            ("list.xlsx", "2", "recipients/list-2.xlsx"),
            ("list.xlsx", "1", "recipients/list.xlsx"),
            ("list.xlsx", "2", "recipients/list-2.xlsx"),
            ("../../mailing.yaml", "3", "recipients/mailing.yaml"),
            ("C:\\Users\\me\\list.csv", "4", "recipients/list.csv"),
            ("/etc/passwd", "5", "recipients/passwd"),
            (".hidden", "6", "recipients/hidden"),
            ("", "7", "recipients/_"),
            ("con.csv", "8", "recipients/con_.csv"),
        ] {
            assert_eq!(put(name, bytes).as_deref(), Ok(path), "{name}");
            assert_eq!(std::fs::read_to_string(folder.path().join(path)).expect("a file"), bytes, "{name}");
        }
    }
}
