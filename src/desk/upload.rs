//! Files that a person gives to a page: taken within bounds, and put into the mailing by a safe name, never over another.

use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Multipart;
use axum::extract::multipart::Field;
use axum::http::StatusCode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::words::Words;
use crate::beneath::{Folder, read_within};
use crate::diagnostic::{Diagnostic, Location, codes, io_text};
use crate::digest::hash_bytes;
use crate::names::{ArchivePath, safe_file_name};
use crate::system::make_private;

/// Most bytes of what is given at once, where it is kept until all of it is there.
pub(super) const MOST: usize = 65 << 20;

/// How many forms with files are taken at a time, by all pages together.
const TOGETHER: usize = 2;

/// How long another waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many names are tried.
const NAMES: usize = 100;

/// How many digits of a hash tell files of one name apart.
const DIGITS: usize = 8;

/// Where files are taken: so many forms at a time that memory holds them.
#[derive(Debug)]
pub(super) struct Uploads(Arc<Semaphore>);

impl Default for Uploads {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(TOGETHER)))
    }
}

/// Why files are not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Untaken {
    /// Too many are being taken from other pages.
    Busy,
    /// There are too many bytes.
    Large,
    /// They did not arrive whole, or not as a form has them.
    Broken(StatusCode),
}

impl Untaken {
    /// What it is answered with.
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Large => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Broken(status) => status,
        }
    }

    /// The same in words, with what to do.
    pub(super) fn told(self, words: &Words) -> &str {
        match self {
            Self::Busy => &words.upload.busy,
            Self::Large => &words.upload.too_large,
            Self::Broken(_) => &words.upload.broken,
        }
    }
}

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

/// A part of a form with files.
#[derive(Debug)]
pub(super) enum Part {
    Text(String, String),
    /// A file, with the name of its field.
    File(String, Given),
    /// The name of a file that is larger than each may be, or one too many; it was passed over.
    Left(String),
}

/// A form with files that is being taken, part by part; it holds one of the places until it is dropped.
#[derive(Debug)]
pub(super) struct Taking {
    parts: Multipart,
    /// Most bytes of a file.
    each: usize,
    /// How many more files are taken.
    files: usize,
    _place: OwnedSemaphorePermit,
}

impl Taking {
    /// Waits for a place.
    pub(super) async fn begin(
        uploads: &Uploads,
        parts: Multipart,
        each: usize,
        files: usize,
    ) -> Result<Self, Untaken> {
        let place = tokio::time::timeout(PATIENCE, Arc::clone(&uploads.0).acquire_owned()).await;
        match place {
            Ok(Ok(place)) => Ok(Self { parts, each, files, _place: place }),
            _ => Err(Untaken::Busy),
        }
    }

    /// The next part; a field in which no file was chosen is left out.
    pub(super) async fn next(&mut self) -> Result<Option<Part>, Untaken> {
        while let Some(mut part) = self.parts.next_field().await.map_err(untaken)? {
            let field = part.name().unwrap_or_default().to_owned();
            let Some(name) = part.file_name().map(str::to_owned) else {
                let bytes = part.bytes().await.map_err(untaken)?;
                return Ok(Some(Part::Text(field, String::from_utf8_lossy(&bytes).into_owned())));
            };
            let is_wanted = self.files > 0;
            match whole(&mut part, if is_wanted { self.each } else { 0 }).await? {
                Some(bytes) if bytes.is_empty() && name.is_empty() => {}
                Some(bytes) if is_wanted => {
                    self.files -= 1;
                    return Ok(Some(Part::File(field, Given { name, bytes })));
                }
                _ => return Ok(Some(Part::Left(name))),
            }
        }
        Ok(None)
    }
}

/// The bytes of a file, unless there are more of them than it may have; what is too much is passed over.
async fn whole(part: &mut Field<'_>, most: usize) -> Result<Option<Vec<u8>>, Untaken> {
    let (mut bytes, mut is_large) = (Vec::new(), false);
    while let Some(piece) = part.chunk().await.map_err(untaken)? {
        is_large |= bytes.len() + piece.len() > most;
        if is_large {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&piece);
        }
    }
    Ok((!is_large).then_some(bytes))
}

fn untaken(error: axum::extract::multipart::MultipartError) -> Untaken {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Untaken::Large,
        status => Untaken::Broken(status),
    }
}

/// Takes what a form with files posts, all of it.
pub(super) async fn read(uploads: &Uploads, parts: Multipart) -> Result<Posted, Untaken> {
    let mut taking = Taking::begin(uploads, parts, MOST, usize::MAX).await?;
    let mut posted = Posted::default();
    while let Some(part) = taking.next().await? {
        match part {
            Part::Text(field, text) => posted.texts.push((field, text)),
            Part::File(field, given) => posted.files.push((field, given)),
            Part::Left(_) => return Err(Untaken::Large),
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

/// The name of a file without the path that some browsers give with it: what is before its ending, and that.
fn safe_name(name: &str) -> (String, String) {
    let name = safe_file_name(name.rsplit(['/', '\\']).next().unwrap_or_default());
    match name.rsplit_once('.') {
        Some((stem, ending)) => (stem.to_owned(), format!(".{ending}")),
        None => (name, String::new()),
    }
}

/// Puts a file with personal data into a folder of the mailing, to be read by its owner alone. Many files have one name: one whose name
/// is taken is told by its hash. What is there already stays.
pub(super) fn put_privately(root: &Path, folder: &str, given: &Given) -> Result<(), Diagnostic> {
    let (stem, ending) = safe_name(&given.name);
    let hash = hash_bytes(&given.bytes);
    let short = hash.get(..DIGITS).unwrap_or(&hash);
    let names = ["".to_owned(), format!("-{short}"), format!("-{hash}")];
    for path in names.map(|number| format!("{folder}/{stem}{number}{ending}")) {
        let created = create_privately(root, &path, &given.bytes);
        match created {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if read_within(root, &path).is_ok_and(|there| there == given.bytes) {
                    return Ok(());
                }
            }
            Err(error) => return Err(unwritable(&path, &error)),
        }
    }
    Err(unwritable(folder, &io::Error::other("there are too many files of this name")))
}

/// Writes a file where there is none.
fn create_privately(root: &Path, path: &str, bytes: &[u8]) -> io::Result<()> {
    let path: ArchivePath = path.parse().map_err(io::Error::other)?;
    let mut file = Folder::create(root)?.create_new(&path)?;
    make_private(&file)?;
    file.write_all(bytes)
}

/// Puts a file into a folder of the mailing and returns its path there; where it is there already, it stays.
pub(super) fn put(root: &Path, folder: &str, name: &str, bytes: &[u8]) -> Result<String, Diagnostic> {
    let (stem, ending) = safe_name(name);
    let name = format!("{stem}{ending}");
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
    fn a_file_with_personal_data_is_told_by_its_hash_where_its_name_is_taken() {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |name: &str, bytes: &str| {
            let given = super::Given { name: name.to_owned(), bytes: bytes.into() };
            super::put_privately(folder.path(), "returns", &given).expect("a file");
        };
        for (name, bytes) in [
            ("form.pdf", "1"),
            ("form.pdf", "2"),
            ("form.pdf", "1"),
            ("form.pdf", "2"),
            ("../../mailing.yaml", "3"),
            ("C:\\scans\\con", "4"),
        ] {
            put(name, bytes);
        }
        let found = std::fs::read_dir(folder.path().join("returns")).expect("a folder");
        let mut names: Vec<String> =
            found.map(|found| found.expect("a file").file_name().into_string().expect("UTF-8")).collect();
        names.sort();
        // The first digits of the SHA-256 of `2`.
        assert_eq!(names, ["con_", "form-d4735e3a.pdf", "form.pdf", "mailing.yaml"]);
        #[cfg(unix)]
        for name in names {
            use std::os::unix::fs::PermissionsExt as _;
            let found = std::fs::metadata(folder.path().join("returns").join(name)).expect("a file");
            assert_eq!(found.permissions().mode() & 0o777, 0o600);
        }
    }

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
