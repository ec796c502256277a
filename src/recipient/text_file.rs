//! Text files of any size, read piece by piece and never held.
//!
//! Opening scans the file once: its encoding is detected, its text checked, its bytes hashed. Every later reading yields the
//! same text, or an error that the file has changed.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use encoding_rs::{Decoder, DecoderResult, Encoding};

use crate::beneath::open_regular;
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::digest::Sha256;
use crate::input::encoding::{Detection, Guess, named, not_text};

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
        let found =
            Self { path: path.to_owned(), file: file.to_owned(), encoding, guessed, sha256: hash.finalize() };
        found.check()?;
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
        Ok(Pieces { of: self, reader, decoder, hash: Sha256::new(), ended: false })
    }

    /// Decodes the whole file, to find the first place that is not text.
    fn check(&self) -> Result<(), Diagnostic> {
        let mut decoder = self.encoding.new_decoder_with_bom_removal();
        let (mut text, mut line, mut column) = (String::new(), 1, 1);
        let mut sound = true;
        each_piece(&self.path, |piece, last| {
            text.clear();
            sound = decode(&mut decoder, piece, last, &mut text);
            let nul = text.find('\0');
            sound &= nul.is_none();
            let before = text.get(..nul.unwrap_or(text.len())).unwrap_or_default();
            line += u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX);
            let (start, rest) = before.rsplit_once('\n').map_or((column, before), |(_, rest)| (1, rest));
            column = start + u32::try_from(rest.chars().count()).unwrap_or(u32::MAX);
            sound
        })
        .map_err(|error| unreadable(&self.file, &error))?;
        if sound { Ok(()) } else { Err(not_text(self.encoding, Location::text(&self.file, line, column))) }
    }
}

/// Reads the text of a file piece by piece.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    of: &'a TextFile,
    reader: File,
    decoder: Decoder,
    hash: Sha256,
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
        let sound = decode(&mut self.decoder, piece, self.ended, text);
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
    Diagnostic::new(codes::RECIPIENTS_UNREADABLE, format!("cannot read the recipients ({error})"))
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
        bytes.push(0);
        let problem = read(&bytes).unwrap_err();
        assert_eq!(problem.to_string(), "r.csv:65538:3: error[encoding-invalid]: this is not text in UTF-8");
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
