//! Whether a page's content leaves graphics states as it found them (ISO 32000-1, 8.4.2).

use crate::pdf::syntax::token::Tokens;

/// What is known after reading some content.
#[derive(Debug, Default, PartialEq, Eq, Clone, Copy)]
pub(super) struct Balance {
    /// The number of open states; negative if more were closed than opened.
    open: i32,
    lowest: i32,
}

impl Balance {
    /// How many states have to be opened before the content, and closed after it, so that it touches no other.
    pub(super) fn around(self) -> (usize, usize) {
        let before = 1 - i64::from(self.lowest);
        let after = before + i64::from(self.open);
        (usize::try_from(before).unwrap_or(1), usize::try_from(after).unwrap_or(1))
    }

    /// Reads a piece of content.
    pub(super) fn read(&mut self, content: &[u8]) {
        let mut tokens = Tokens { content, at: 0 };
        while let Some(word) = tokens.word() {
            match word {
                b"q" => self.open = self.open.saturating_add(1),
                b"Q" => {
                    self.open = self.open.saturating_sub(1);
                    self.lowest = self.lowest.min(self.open);
                }
                b"ID" => tokens.at = after_image(content, tokens.at),
                _ => {}
            }
        }
    }
}

/// The end of an inline image.
fn after_image(content: &[u8], at: usize) -> usize {
    const END: &[u8] = b"EI";
    let rest = content.get(at..).unwrap_or_default();
    let is_apart = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
    let end = memchr::memmem::find_iter(rest, END).find(|end| {
        let before = end.checked_sub(1).and_then(|before| rest.get(before));
        is_apart(before) && is_apart(rest.get(end + END.len()))
    });
    end.map_or(content.len(), |end| at + end + END.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_counted() {
        let around = |content: &[u8]| {
            let mut balance = Balance::default();
            balance.read(content);
            balance.around()
        };
        assert_eq!(around(b"q (Q Q) Tj Q /q gs"), (1, 1));
        assert_eq!(around(b"q q 1 0 0 1 0 0 cm"), (1, 3));
        assert_eq!(around(b"Q Q q"), (3, 2));
        assert_eq!(around(b"BI /W 1 ID q Q Q EIx q EI q"), (1, 2));
        assert_eq!(around(b"BI ID"), (1, 1));
    }
}
