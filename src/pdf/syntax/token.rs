//! Splits text in PDF syntax into tokens (ISO 32000-1, 7.2): content streams, and objects as written in a file.

/// Characters that end a word (ISO 32000-1, 7.2.2).
static ENDS_WORD: [bool; 256] = table(b"\0\t\n\x0c\r ()<>[]{}/%");

/// Characters that begin or end dictionaries, arrays, strings and comments.
static BRACKETS: [bool; 256] = table(b"()<>[]%");

/// A set of characters as a table.
const fn table(characters: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < characters.len() {
        table[characters[at] as usize] = true;
        at += 1;
    }
    table
}

/// The tokens of a text, as ranges; strings and dictionaries' brackets are tokens of their own.
pub(in crate::pdf) struct Tokens<'a> {
    pub(in crate::pdf) content: &'a [u8],
    pub(in crate::pdf) at: usize,
}

impl<'a> Tokens<'a> {
    pub(in crate::pdf) fn next(&mut self) -> Option<(usize, usize)> {
        let start = self.start();
        let rest = self.content.get(start..).filter(|rest| !rest.is_empty())?;
        let length = match rest[0] {
            b'(' => string(rest),
            b'<' if rest.get(1) != Some(&b'<') => {
                memchr::memchr(b'>', rest).map_or(rest.len(), |end| end + 1)
            }
            b'<' | b'>' => rest.len().min(2),
            b'[' | b']' | b'{' | b'}' | b')' => 1,
            _ => {
                let is_end = |byte: &u8| ENDS_WORD[usize::from(*byte)];
                1 + rest[1..].iter().position(is_end).unwrap_or(rest.len() - 1)
            }
        };
        self.at = start + length;
        Some((start, self.at))
    }

    /// The text of the next token.
    pub(in crate::pdf) fn word(&mut self) -> Option<&'a [u8]> {
        let (start, end) = self.next()?;
        self.content.get(start..end)
    }

    /// Moves behind the closing bracket of the dictionary or array whose opening bracket has just been read; `None` if there
    /// is none.
    pub(in crate::pdf) fn close(&mut self) -> Option<()> {
        let mut depth = 1_usize;
        while depth > 0 {
            let rest = self.content.get(self.at..)?;
            self.at += rest.iter().position(|byte| BRACKETS[usize::from(*byte)])?;
            match self.word()? {
                b"<<" | b"[" => depth += 1,
                b">>" | b"]" => depth -= 1,
                _ => {}
            }
        }
        Some(())
    }

    /// The offset of the next token, after white space and comments.
    fn start(&self) -> usize {
        let mut at = self.at;
        while let Some(byte) = self.content.get(at) {
            match byte {
                b'%' => {
                    let comment = self.content.get(at..).unwrap_or_default();
                    at += memchr::memchr2(b'\r', b'\n', comment).unwrap_or(comment.len());
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
    while let Some(next) = rest.get(at..).and_then(|rest| memchr::memchr3(b'\\', b'(', b')', rest)) {
        at += next + 1;
        match rest[at - 1] {
            b'\\' => at += 1,
            b'(' => depth += 1,
            _ => {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            }
        }
    }
    rest.len()
}
