//! A mailbox in one file, messages one after the other (RFC 4155): where each is, and its bytes as they were before it was stored.

use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom};

/// What begins the line before each message.
const BEGIN: &[u8] = b"From ";

/// A message in a mailbox: the line before it not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) start: u64,
    pub(super) length: u64,
}

/// Finds the messages of a mailbox. A line `From ` begins one where it is the first line or stands after an empty one, and looks
/// like what programs write there: a line of a text that was not quoted ends no message.
pub(super) fn index(file: &File) -> io::Result<Vec<Piece>> {
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut at, mut is_after_empty) = (0, true);
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = read_line(&mut reader, &mut line)?;
        if length == 0 {
            break;
        }
        let is_first = at == 0 && line.starts_with(BEGIN);
        if is_first || is_after_empty && is_begin(&line) {
            if let Some(last) = pieces.last_mut() {
                last.length = at - last.start;
            }
            pieces.push(Piece { start: at + length, length: 0 });
        }
        at += length;
        is_after_empty = matches!(line.as_slice(), b"\n" | b"\r\n");
    }
    if let Some(last) = pieces.last_mut() {
        last.length = at - last.start;
    }
    Ok(pieces)
}

/// Reads a line, of which only the beginning is kept; returns how long it is.
fn read_line(reader: &mut impl io::BufRead, line: &mut Vec<u8>) -> io::Result<u64> {
    const KEPT: usize = 200;
    let mut length = 0;
    loop {
        let piece = reader.fill_buf()?;
        if piece.is_empty() {
            return Ok(length);
        }
        let end = memchr::memchr(b'\n', piece).map(|end| end + 1);
        let taken = end.unwrap_or(piece.len());
        let kept = piece.get(..taken.min(KEPT - line.len())).unwrap_or_default();
        line.extend_from_slice(kept);
        reader.consume(taken);
        length += taken as u64;
        if end.is_some() {
            return Ok(length);
        }
    }
}

/// Whether a line is one that programs write before a message: who sent it, and a date with a time in it.
fn is_begin(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(BEGIN) else { return false };
    let mut words = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let has_sender = words.next().is_some();
    let is_time =
        |word: &[u8]| word.contains(&b':') && word.iter().all(|byte| byte.is_ascii_digit() || *byte == b':');
    has_sender && words.any(is_time)
}

/// Reads a message; lines that were quoted because they look like those between messages are as they were.
pub(super) fn read(file: &File, piece: Piece) -> io::Result<Vec<u8>> {
    let mut file = file;
    file.seek(SeekFrom::Start(piece.start))?;
    let mut bytes = Vec::new();
    file.take(piece.length).read_to_end(&mut bytes)?;
    Ok(unquote(&bytes))
}

fn unquote(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let quotes = line.iter().take_while(|byte| **byte == b'>').count();
        let is_quoted = quotes > 0 && line.get(quotes..).is_some_and(|rest| rest.starts_with(BEGIN));
        out.extend_from_slice(if is_quoted { line.get(1..).unwrap_or_default() } else { line });
    }
    // The empty line before the next message is none of this one's.
    if out.ends_with(b"\n\n") {
        out.pop();
    } else if out.ends_with(b"\r\n\r\n") {
        out.truncate(out.len() - 2);
    }
    out
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn messages(mailbox: &[u8]) -> Vec<String> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(mailbox).unwrap();
        file.rewind().unwrap();
        let pieces = index(&file).unwrap();
        pieces.into_iter().map(|piece| String::from_utf8(read(&file, piece).unwrap()).unwrap()).collect()
    }

    #[test]
    fn messages_are_told_apart_and_quoted_lines_are_as_they_were() {
        let mailbox = b"From a@x.example Tue May 11 09:00:00 2004\nSubject: a\n\nDear all,\n>From here on\n>>From\n\nFrom what I know\n\n\
                        From MAILER-DAEMON Tue May 11 09:00:00 2004\r\nSubject: b\r\n\r\nb\r\n";
        assert_eq!(
            messages(mailbox),
            [
                "Subject: a\n\nDear all,\nFrom here on\n>>From\n\nFrom what I know\n",
                "Subject: b\r\n\r\nb\r\n"
            ]
        );
        assert_eq!(messages(b"From nobody\nSubject: a\n\nb\n"), ["Subject: a\n\nb\n"]);
        assert_eq!(messages(b""), Vec::<String>::new());
        assert_eq!(messages(b"Subject: a\n\nb\n"), Vec::<String>::new());
    }

    #[test]
    fn a_line_without_end_takes_no_memory() {
        let mut mailbox = b"From a@x Tue May 11 09:00:00 2004\n".to_vec();
        mailbox.resize(mailbox.len() + (1 << 20), b'x');
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&mailbox).unwrap();
        file.rewind().unwrap();
        assert_eq!(index(&file).unwrap(), [Piece { start: 34, length: 1 << 20 }]);
    }
}
