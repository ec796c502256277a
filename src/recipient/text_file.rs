//! Text files of any size, read piece by piece and never held.
//!
//! Opening scans the file once: its encoding is detected, its text checked, its bytes hashed. Every later reading yields the
//! same text, or an error that the file has changed.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use encoding_rs::{Decoder, DecoderResult, Encoding};

use crate::beneath::open_regular;
use crate::diagnostic::{Diagnostic, Location, codes, io_text};
use crate::digest::Sha256;
use crate::input::encoding::{Detection, Guess, mixed, named, not_text};

/// Bytes read at a time.
const PIECE: usize = 1 << 16;

/// A text file that has been scanned.
#[derive(Debug, Clone)]
pub(super) struct TextFile {
    path: PathBuf,
    file: String,
    encoding: &'static Encoding,
    guessed: bool,
    sha256: [u8; 32],
    /// How many bytes of text are before the marks that some programs end a file with.
    length: usize,
}

impl TextFile {
    /// Scans a file; `file` is its name in messages, `label` names its encoding if that is known.
    ///
    /// # Errors
    ///
    /// The file cannot be read, the label names no encoding, or the bytes are not text in the encoding.
    pub(super) fn open(path: &Path, file: &str, label: Option<&str>) -> Result<Self, Diagnostic> {
        let given = label.map(named).transpose()?;
        let mut detection = Detection::default();
        let mut hash = Sha256::new();
        each_piece(path, |piece, _| {
            hash.update(piece);
            detection.feed(piece);
            true
        })
        .map_err(|error| unreadable(file, &error))?;
        let (encoding, guessed) = match given {
            Some(encoding) => (encoding, false),
            None => match detection.certain() {
                Some((encoding, guessed)) => (encoding, guessed),
                None => (guess(path).map_err(|error| unreadable(file, &error))?, true),
            },
        };
        let strays = (given.is_none() && detection.is_mixed()).then(|| detection.strays());
        let mut found = Self {
            path: path.to_owned(),
            file: file.to_owned(),
            encoding,
            guessed,
            sha256: hash.finalize(),
            length: 0,
        };
        found.length = found.check(strays)?;
        Ok(found)
    }

    /// Name of the encoding, such as `UTF-8`.
    pub(super) fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// Whether the encoding is a guess by letter frequencies.
    pub(super) fn is_guessed(&self) -> bool {
        self.guessed
    }

    /// Begins to read the text.
    ///
    /// # Errors
    ///
    /// The file cannot be opened.
    pub(super) fn pieces(&self) -> Result<Pieces<'_>, Diagnostic> {
        let (reader, _) = open_regular(&self.path).map_err(|error| unreadable(&self.file, &error))?;
        let decoder = self.encoding.new_decoder_with_bom_removal();
        Ok(Pieces { of: self, reader, decoder, hash: Sha256::new(), left: self.length, ended: false })
    }

    /// Decodes the whole file, to find the first place that is not text; returns the length of the text. `strays` counts what
    /// is not UTF-8 in a file that is else.
    fn check(&self, strays: Option<u64>) -> Result<usize, Diagnostic> {
        let mut decoder = self.encoding.new_decoder_with_bom_removal();
        let mut text = String::new();
        let mut scan = Scan::default();
        let mut sound = true;
        each_piece(&self.path, |piece, last| {
            text.clear();
            sound = decode(&mut decoder, piece, last, &mut text);
            sound &= scan.feed(&text);
            sound
        })
        .map_err(|error| unreadable(&self.file, &error))?;
        if sound {
            return Ok(scan.end.unwrap_or(scan.at).length);
        }
        let at = scan.end.filter(|_| scan.has_nul).unwrap_or(scan.at);
        let at = Location::text(&self.file, at.line, at.column);
        Err(match strays {
            Some(strays) if !scan.has_nul => mixed(strays, at),
            _ => not_text(self.encoding, at),
        })
    }
}

/// A place in a text.
#[derive(Debug, Clone, Copy)]
struct Reached {
    length: usize,
    line: u32,
    column: u32,
}

impl Reached {
    fn step(&mut self, c: char) {
        self.length += c.len_utf8();
        if c == '\n' {
            (self.line, self.column) = (self.line.saturating_add(1), 1);
        } else {
            self.column = self.column.saturating_add(1);
        }
    }
}

/// Looks for what ends a text: NUL, or the end mark of old systems, U+001A, behind which nothing is.
#[derive(Debug)]
struct Scan {
    at: Reached,
    /// Where the marks begin that nothing was behind so far.
    end: Option<Reached>,
    /// Whether one of them is a NUL, which is nowhere else in a text.
    has_nul: bool,
}

impl Default for Scan {
    fn default() -> Self {
        Self { at: Reached { length: 0, line: 1, column: 1 }, end: None, has_nul: false }
    }
}

impl Scan {
    /// Looks at the next piece; returns false if text is behind a NUL.
    fn feed(&mut self, text: &str) -> bool {
        for c in text.chars() {
            match c {
                '\0' | '\u{1a}' => {
                    self.end.get_or_insert(self.at);
                    self.has_nul |= c == '\0';
                }
                c if c.is_whitespace() => {}
                _ if self.has_nul => return false,
                _ => self.end = None,
            }
            self.at.step(c);
        }
        true
    }
}

/// Reads the text of a file piece by piece.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    of: &'a TextFile,
    reader: File,
    decoder: Decoder,
    hash: Sha256,
    /// How many bytes of text are still to come.
    left: usize,
    ended: bool,
}

impl Pieces<'_> {
    /// Appends the next piece of the text; returns false at the end.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or has changed since it was scanned.
    pub(super) fn read(&mut self, text: &mut String) -> Result<bool, Diagnostic> {
        if self.ended {
            return Ok(false);
        }
        let mut piece = vec![0; PIECE];
        let length = fill(&mut self.reader, &mut piece).map_err(|error| unreadable(&self.of.file, &error))?;
        let piece = piece.get(..length).unwrap_or_default();
        self.ended = piece.len() < PIECE;
        self.hash.update(piece);
        let before = text.len();
        let sound = decode(&mut self.decoder, piece, self.ended, text);
        let read = text.len() - before;
        // Both are ends of characters.
        text.truncate(before + read.min(self.left));
        self.left = self.left.saturating_sub(read);
        if !sound || self.ended && self.hash.clone().finalize() != self.of.sha256 {
            return Err(changed(&self.of.file));
        }
        Ok(true)
    }
}

/// Decodes a piece; returns false if it is not text in the encoding.
fn decode(decoder: &mut Decoder, mut piece: &[u8], last: bool, text: &mut String) -> bool {
    loop {
        text.reserve(decoder.max_utf8_buffer_length_without_replacement(piece.len()).unwrap_or(4 * PIECE));
        let (result, read) = decoder.decode_to_string_without_replacement(piece, text, last);
        piece = piece.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return true,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => return false,
        }
    }
}

/// The encoding that letter frequencies suggest.
fn guess(path: &Path) -> io::Result<&'static Encoding> {
    let mut guess = Guess::default();
    each_piece(path, |piece, last| {
        guess.feed(piece, last);
        true
    })?;
    Ok(guess.encoding())
}

/// Passes a file on piece by piece, and whether a piece is the last, until `take` returns false.
fn each_piece(path: &Path, mut take: impl FnMut(&[u8], bool) -> bool) -> io::Result<()> {
    let (mut reader, _) = open_regular(path)?;
    let mut piece = vec![0; PIECE];
    loop {
        let length = fill(&mut reader, &mut piece)?;
        let last = length < PIECE;
        if !take(piece.get(..length).unwrap_or_default(), last) || last {
            return Ok(());
        }
    }
}

/// Reads until the buffer is full or the file ends.
fn fill(reader: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while let Some(rest) = buffer.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

/// Says that a file of recipients cannot be read.
pub(super) fn unreadable(file: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::new(codes::RECIPIENTS_UNREADABLE, format!("cannot read the recipients ({})", io_text(error)))
        .with_location(Location::file(file))
        .with_hint("check the path under `recipients:` of the mailing")
}

fn changed(file: &str) -> Diagnostic {
    Diagnostic::new(codes::RECIPIENTS_CHANGED, "the file has changed while it was being read")
        .with_location(Location::file(file))
        .with_hint("run the command again once nobody writes to the file")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::write_atomically;

    /// The whole text of a file, as pieces give it.
    fn read(bytes: &[u8]) -> Result<(String, &'static str), Diagnostic> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.csv");
        write_atomically(&path, bytes).unwrap();
        let file = TextFile::open(&path, "r.csv", None)?;
        let mut pieces = file.pieces()?;
        let mut text = String::new();
        while pieces.read(&mut text)? {}
        Ok((text, file.encoding()))
    }

    #[test]
    fn a_letter_may_lie_across_two_pieces() {
        for start in 0..4 {
            let text = "x".repeat(PIECE - start) + "é漢𝄞" + &"y".repeat(2 * PIECE);
            assert_eq!(read(text.as_bytes()), Ok((text.clone(), "UTF-8")));
            let utf16: Vec<u8> =
                "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
            assert_eq!(read(&utf16), Ok((text, "UTF-16LE")));
        }
    }

    #[test]
    fn a_text_as_long_as_a_piece_has_an_end() {
        let text = "x".repeat(PIECE);
        assert_eq!(read(text.as_bytes()), Ok((text, "UTF-8")));
        assert_eq!(read(b""), Ok((String::new(), "UTF-8")));
    }

    #[test]
    fn the_place_of_invalid_text_is_found_at_any_offset() {
        let mut bytes = format!("{}\nab", "x\n".repeat(PIECE)).into_bytes();
        bytes.extend(b"\0c");
        let problem = read(&bytes).unwrap_err();
        assert_eq!(problem.to_string(), "r.csv:65538:3: error[encoding-invalid]: this is not text in UTF-8");
    }

    #[test]
    fn marks_at_the_end_of_a_file_are_no_text() {
        for end in ["", "\0", "\u{1a}", "\u{1a}\0\0\n", "\0\r\n\u{1a}"] {
            assert_eq!(
                read(format!("id\nFRA\n{end}").as_bytes()),
                Ok(("id\nFRA\n".to_owned(), "UTF-8")),
                "{end:?}"
            );
        }
        let long = "x".repeat(PIECE - 1);
        assert_eq!(read(format!("{long}\0{}", "\0".repeat(PIECE)).as_bytes()), Ok((long, "UTF-8")));
        assert_eq!(read(b"a\x1ab\n"), Ok(("a\u{1a}b\n".to_owned(), "UTF-8")));
        let problem = read(b"a\nb\0\nccccccccccc").unwrap_err();
        assert_eq!(problem.to_string(), "r.csv:2:2: error[encoding-invalid]: this is not text in UTF-8");
    }

    #[test]
    fn a_byte_of_another_encoding_is_told_with_its_place() {
        let problem = read(b"\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\nab\xe8c\n").unwrap_err();
        assert_eq!(
            problem.to_string(),
            "r.csv:2:3: error[encoding-mixed]: the byte here is not UTF-8, as the rest of the file is (the only one of the file)"
        );
    }

    #[test]
    fn a_file_that_changes_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.csv");
        write_atomically(&path, b"id\nFRA\n").unwrap();
        let file = TextFile::open(&path, "r.csv", None).unwrap();
        write_atomically(&path, b"id\nGMB\n").unwrap();
        let problem = file.pieces().unwrap().read(&mut String::new()).unwrap_err();
        assert_eq!(problem.code, "recipients-changed");
    }
}
