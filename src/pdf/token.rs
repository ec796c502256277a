//! Cuts text in PDF syntax into tokens (ISO 32000-1, 7.2): content streams, and objects as they stand in a file.
//!
//! What tokens mean is for others to say.

/// The tokens of a text, as ranges; strings and dictionaries' brackets are tokens of their own.
pub(super) struct Tokens<'a> {
    pub(super) content: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn next(&mut self) -> Option<(usize, usize)> {
        let start = self.start();
        let rest = self.content.get(start..).filter(|rest| !rest.is_empty())?;
        let length = match rest[0] {
            b'(' => string(rest),
            b'<' if rest.get(1) != Some(&b'<') => {
                rest.iter().position(|byte| *byte == b'>').map_or(rest.len(), |end| end + 1)
            }
            b'<' | b'>' => rest.len().min(2),
            b'[' | b']' | b'{' | b'}' | b')' => 1,
            _ => {
                let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"()<>[]{}/%\0".contains(byte);
                1 + rest[1..].iter().position(is_end).unwrap_or(rest.len() - 1)
            }
        };
        self.at = start + length;
        Some((start, self.at))
    }

    /// The text of the next token.
    pub(super) fn word(&mut self) -> Option<&'a [u8]> {
        let (start, end) = self.next()?;
        self.content.get(start..end)
    }

    /// Where the next token begins, behind white space and comments.
    fn start(&self) -> usize {
        let mut at = self.at;
        while let Some(byte) = self.content.get(at) {
            match byte {
                b'%' => {
                    let comment = self.content.get(at..).unwrap_or_default();
                    let end = comment.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
                    at += end.unwrap_or(comment.len());
                }
                byte if byte.is_ascii_whitespace() || *byte == 0 => at += 1,
                _ => break,
            }
        }
        at
    }
}

/// The length of a literal string, brackets included.
fn string(rest: &[u8]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while let Some(byte) = rest.get(at) {
        at += 1;
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
    }
    at.min(rest.len())
}
