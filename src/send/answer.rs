//! A server's answer: reading one, and how it is told.

use std::io::{self, BufRead, Read as _};

use lettre::transport::smtp::response::Response;

use crate::diagnostic::io_text;

/// How much of a server's words is kept.
const MOST_SAID: usize = 1000;

/// The longest line of an answer (RFC 5321, section 4.5.3.1.5, allows 512).
const LONGEST_LINE: u64 = 8 << 10;

/// The longest answer.
const LONGEST_ANSWER: usize = 100 << 10;

/// Reads an answer: lines that begin with the same code, the last one with no hyphen behind it.
pub(super) fn read_answer(from: &mut impl BufRead) -> io::Result<Response> {
    let no_answer = |why: &str| io::Error::other(format!("what the server says is no answer ({why})"));
    let mut text = String::new();
    loop {
        let mut line = Vec::new();
        (&mut *from).take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if !line.ends_with(b"\n") {
            return Err(match line.len() as u64 {
                0 => io::Error::other("the server ended the connection"),
                LONGEST_LINE.. => no_answer("a line is too long"),
                _ => io::Error::other("the server ended the connection within an answer"),
            });
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches(['\r', '\n']);
        let (code, said) = line.split_at_checked(3).ok_or_else(|| no_answer("a line has no code"))?;
        text += code;
        text += if said.is_empty() { " " } else { said };
        text += "\r\n";
        if text.len() > LONGEST_ANSWER {
            return Err(no_answer("it is too long"));
        }
        if !said.starts_with('-') {
            return text.parse().map_err(|_| no_answer("it does not begin with a code"));
        }
    }
}

/// An answer in the words of the server.
pub(super) fn words(answer: &Response) -> String {
    let said = answer.message().collect::<Vec<_>>().join(" ");
    cut(&format!("{} {said}", answer.code()))
}

/// An error of the connection in words.
pub(super) fn io_words(error: &io::Error) -> String {
    match error.kind() {
        // What a socket says whose time ran out differs from system to system.
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => "the server did not answer in time".to_owned(),
        _ => cut(&io_text(error)),
    }
}

/// The beginning of what was said, as much as is kept.
pub(super) fn cut(said: &str) -> String {
    said.trim().chars().take(MOST_SAID).collect()
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_LINE, read_answer, words};

    fn told(text: &[u8]) -> String {
        read_answer(&mut &*text).map_or_else(|error| error.to_string(), |answer| words(&answer))
    }

    #[test]
    fn answers_of_one_line_and_of_several_are_read_to_their_end_and_no_further() {
        for (text, expected) in [
            ("250 2.0.0 queued\r\n", "250 2.0.0 queued"),
            ("250 one\r\n250 two\r\n", "250 one"),
            ("250-one\r\n250-two\r\n250 three\r\n", "250 one two three"),
            ("354\r\n", "354"),
            ("250 of a server that ends lines wrongly\n", "250 of a server that ends lines wrongly"),
            ("550-5.1.1 no\r\n550\r\n", "550 5.1.1 no"),
        ] {
            assert_eq!(told(text.as_bytes()), expected);
        }
        assert_eq!(told(b"550 caf\xe9\r\n"), "550 caf\u{fffd}");
    }

    #[test]
    fn what_is_no_answer_is_told() {
        let long = [&b"250 "[..], &vec![b'x'; LONGEST_LINE as usize]].concat();
        let endless = b"250-x\r\n".repeat(20_000);
        for (text, expected) in [
            (&b""[..], "the server ended the connection"),
            (b"250", "the server ended the connection within an answer"),
            (b"250-one\r\n", "the server ended the connection"),
            (b"no\r\n", "what the server says is no answer (a line has no code)"),
            ("éé\r\n".as_bytes(), "what the server says is no answer (a line has no code)"),
            (b"hello\r\n", "what the server says is no answer (it does not begin with a code)"),
            (b"250-one\r\n550 two\r\n", "what the server says is no answer (it does not begin with a code)"),
            (&long, "what the server says is no answer (a line is too long)"),
            (&endless, "what the server says is no answer (it is too long)"),
        ] {
            assert_eq!(told(text), expected);
        }
    }
}
