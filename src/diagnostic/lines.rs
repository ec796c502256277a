//! Lines and columns of byte offsets in a text, and the offsets of lines and columns.

/// Bytes between two counts of characters; a look-up reads at most as many.
const STEP: usize = 256;

/// An index of a text's lines and characters: looking a place up does not read the text from its beginning.
///
/// ```
/// use convoke::diagnostic::LineIndex;
///
/// let text = "à\nçé#x";
/// let lines = LineIndex::new(text);
/// assert_eq!(lines.place(text, 7), (2, 3));
/// assert_eq!(lines.offset(text, 2, 3), 7);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineIndex {
    /// The offset of each line.
    starts: Vec<usize>,
    /// The characters that begin before each multiple of [`STEP`].
    counts: Vec<usize>,
}

impl LineIndex {
    /// Indexes a text, in one pass.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut counts = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            counts.push(count);
            count += characters(chunk);
        }
        Self { starts, counts }
    }

    /// The line and column of a byte offset of the indexed `text`, both from one, columns in characters.
    ///
    /// An offset beyond the end, or inside a character, is taken for the end of the text.
    #[must_use]
    pub fn place(&self, text: &str, offset: usize) -> (u32, u32) {
        let offset = if text.is_char_boundary(offset) { offset } else { text.len() };
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let column = self.characters_before(text, offset) - self.characters_before(text, start) + 1;
        (number(line), number(column))
    }

    /// The byte offset of a line and column of the indexed `text`, both from one.
    ///
    /// A line beyond the last is taken for the last, a column beyond the end for the end of the text.
    #[must_use]
    pub fn offset(&self, text: &str, line: usize, column: usize) -> usize {
        let start =
            self.starts.get(line.saturating_sub(1)).or(self.starts.last()).copied().unwrap_or_default();
        let wanted = self.characters_before(text, start) + column.saturating_sub(1);
        let chunk = self.counts.partition_point(|count| *count <= wanted).saturating_sub(1);
        let mut left = wanted - self.counts.get(chunk).copied().unwrap_or_default();
        let bytes = text.as_bytes().get(chunk * STEP..).unwrap_or_default();
        for (index, _) in bytes.iter().enumerate().filter(|(_, byte)| begins_character(**byte)) {
            if left == 0 {
                return chunk * STEP + index;
            }
            left -= 1;
        }
        text.len()
    }

    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let chunk = (offset / STEP).min(self.counts.len().saturating_sub(1));
        let rest = text.as_bytes().get(chunk * STEP..offset).unwrap_or_default();
        self.counts.get(chunk).copied().unwrap_or_default() + characters(rest)
    }
}

fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| begins_character(**byte)).count()
}

/// Whether a byte of UTF-8 is the first of a character.
fn begins_character(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_and_places_agree_everywhere() {
        for text in ["", "\n", "é{{a}}\nñ {{b}}", &"añ€😀\n".repeat(400), &"€".repeat(700)] {
            let lines = LineIndex::new(text);
            let (mut line, mut column) = (1, 1);
            for (at, c) in text.char_indices() {
                assert_eq!(lines.place(text, at), (line, column));
                assert_eq!(lines.offset(text, line as usize, column as usize), at);
                (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
            }
            assert_eq!(lines.place(text, text.len()), (line, column));
            assert_eq!(lines.place(text, text.len() + 9), (line, column));
            assert_eq!(lines.offset(text, line as usize, 9999), text.len());
        }
    }
}
