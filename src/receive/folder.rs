//! Messages in files: mailboxes, maildirs, single messages, and folders of them.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::mbox::{self, Piece};
use super::source::{FoundMessage, MOST_BYTES, MailSource, too_large};
use crate::beneath::{FileKind, Folder, open_regular};
use crate::diagnostic::{Diagnostic, Location, Problems, codes, io_text, path_text, visible};

/// How many folders deep messages are looked for.
const MAX_DEPTH: usize = 32;

/// What mailboxes begin with (RFC 4155).
const MAILBOX: &[u8] = b"From ";

/// The folders of a maildir that hold messages; what is in `tmp` is not there yet.
const MAILDIR: [&str; 2] = ["cur", "new"];

/// Finds the messages in files and folders: mailboxes (mbox), maildirs, single messages (`.eml`, `.msg`).
///
/// # Errors
///
/// All that cannot be read of what was named.
pub fn find_messages(paths: &[PathBuf]) -> Result<impl MailSource + use<>, Problems> {
    let mut files = Files { messages: VecDeque::new() };
    let mut problems = Problems::new();
    for path in paths {
        problems.extend(files.add(path).err());
    }
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}

/// Finds the messages in files that were given by name and bytes: mailboxes and single messages.
///
/// # Errors
///
/// A mailbox cannot be kept while it is read.
pub fn find_in_files(given: Vec<(String, Vec<u8>)>) -> Result<impl MailSource + use<>, Diagnostic> {
    let mut files = Files { messages: VecDeque::new() };
    for (name, bytes) in given {
        let place = visible(&name).into_owned();
        files.add_bytes(bytes, place).map_err(|error| unreadable(Path::new(&name), &error))?;
    }
    Ok(files)
}

struct Files {
    messages: VecDeque<FiledMessage>,
}

struct FiledMessage {
    place: String,
    at: At,
}

enum At {
    /// A file by itself, in a folder that is held open.
    File(Arc<Folder>, String),
    /// A file that was named.
    Named(PathBuf),
    /// At hand.
    Given(Vec<u8>),
    /// A part of a mailbox.
    Mailbox(Arc<File>, Piece),
    /// Nowhere, for this reason.
    Nowhere(String),
}

impl Files {
    fn add(&mut self, path: &Path) -> Result<(), Diagnostic> {
        let failed = |error: io::Error| unreadable(path, &error);
        if std::fs::metadata(path).map_err(failed)?.is_dir() {
            let folder = Folder::open(path).map_err(failed)?;
            return self.add_folder(Arc::new(folder), &shown(path), 0).map_err(failed);
        }
        let (file, _) = open_regular(path).map_err(failed)?;
        self.add_file(file, shown(path), At::Named(path.to_owned())).map_err(failed)
    }

    fn add_folder(&mut self, folder: Arc<Folder>, shown: &str, depth: usize) -> io::Result<()> {
        let found = folder.list()?;
        let is_maildir = MAILDIR
            .iter()
            .all(|name| found.iter().any(|found| found.name == *name && found.kind == FileKind::Folder));
        for found in found {
            let place = format!("{shown}/{}", visible(&found.name));
            match found.kind {
                FileKind::Folder if is_maildir && !MAILDIR.contains(&found.name.as_str()) => {}
                FileKind::Folder if depth >= MAX_DEPTH => {
                    self.add_nowhere(place, "it lies too deep in other folders")
                }
                FileKind::Folder => {
                    let below = folder.folder(&found.name)?;
                    self.add_folder(Arc::new(below), &place, depth + 1)?;
                }
                // Lists that mail programs keep beside the messages.
                FileKind::File if is_maildir || found.name.starts_with('.') => {}
                FileKind::File => match folder.open_file(&found.name) {
                    Ok((file, _)) => self.add_file(file, place, At::File(Arc::clone(&folder), found.name))?,
                    Err(error) => self.add_nowhere(place, &io_text(&error)),
                },
                FileKind::Link => self.add_nowhere(place, "it is a link, which is not followed"),
                FileKind::Special => self.add_nowhere(place, "it is not a regular file"),
            }
        }
        Ok(())
    }

    fn add_bytes(&mut self, bytes: Vec<u8>, place: String) -> io::Result<()> {
        if !bytes.starts_with(MAILBOX) {
            self.messages.push_back(FiledMessage { place, at: At::Given(bytes) });
            return Ok(());
        }
        let mut file = tempfile::tempfile()?;
        file.write_all(&bytes)?;
        file.rewind()?;
        self.add_file(file, place, At::Given(bytes))
    }

    fn add_file(&mut self, mut file: File, place: String, at: At) -> io::Result<()> {
        let mut begin = [0; 5];
        let length = (&mut file).take(5).read(&mut begin)?;
        if begin.get(..length) != Some(MAILBOX) {
            self.messages.push_back(FiledMessage { place, at });
            return Ok(());
        }
        file.rewind()?;
        let pieces = mbox::index(&file)?;
        let file = Arc::new(file);
        let pieces = pieces.into_iter().enumerate().map(|(number, piece)| FiledMessage {
            place: format!("{place}, message {}", number + 1),
            at: At::Mailbox(Arc::clone(&file), piece),
        });
        self.messages.extend(pieces);
        Ok(())
    }

    fn add_nowhere(&mut self, place: String, why: &str) {
        self.messages.push_back(FiledMessage { place, at: At::Nowhere(why.to_owned()) });
    }
}

impl MailSource for Files {
    fn left(&self) -> usize {
        self.messages.len()
    }

    fn next_message(&mut self) -> Option<Result<FoundMessage, Diagnostic>> {
        let FiledMessage { place, at } = self.messages.pop_front()?;
        Some(Ok(FoundMessage { place, bytes: at.read() }))
    }
}

impl At {
    fn read(self) -> Result<Vec<u8>, String> {
        let failed = |error: io::Error| io_text(&error);
        match self {
            Self::Nowhere(why) => Err(why),
            Self::Given(bytes) if bytes.len() as u64 > MOST_BYTES => Err(too_large(bytes.len() as u64)),
            Self::Given(bytes) => Ok(bytes),
            Self::Mailbox(_, piece) if piece.length > MOST_BYTES => Err(too_large(piece.length)),
            Self::Mailbox(file, piece) => mbox::read(&file, piece).map_err(failed),
            Self::File(folder, name) => folder.open_file(&name).map_err(failed).and_then(read_whole),
            Self::Named(path) => open_regular(&path).map_err(failed).and_then(read_whole),
        }
    }
}

fn read_whole((file, length): (File, u64)) -> Result<Vec<u8>, String> {
    if length > MOST_BYTES {
        return Err(too_large(length));
    }
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| io_text(&error))?;
    if bytes.len() as u64 > MOST_BYTES { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
}

fn shown(path: &Path) -> String {
    let shown = visible(&path_text(path).replace('\\', "/")).into_owned();
    shown.strip_prefix("./").unwrap_or(&shown).trim_end_matches('/').to_owned()
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(codes::RECEIVE_SOURCE, format!("the messages cannot be read ({})", io_text(error)))
        .with_location(Location::file(path_text(path)))
        .with_hint("give a mailbox file, a maildir, or messages saved as .eml or .msg")
}
