//! Texts of records: of one or two bytes a character, and broken where records are continued ([MS-XLS], 2.5.293 and 2.5.294).

use super::records::Record;
use crate::diagnostic::Diagnostic;
use crate::workbook::problem::{damaged, too_large};
use crate::workbook::sheet::{MAX_TEXT, check_length};

/// Two bytes a character.
const IS_WIDE: u8 = 1;
/// Something for other languages is behind the text.
const IS_EXTENDED: u8 = 4;
/// Runs of other letters are behind the text.
const IS_RICH: u8 = 8;

/// Reads the data of a record and of those that continue it.
pub(super) struct Reader<'r, 'a> {
    pieces: &'r [&'a [u8]],
    piece: usize,
    at: usize,
}

impl<'r, 'a> Reader<'r, 'a> {
    /// Begins at a byte of a record's own data.
    pub(super) fn new(record: &'r Record<'a>, at: usize) -> Self {
        Self { pieces: &record.pieces, piece: 0, at }
    }

    fn left(&self) -> &'a [u8] {
        self.pieces.get(self.piece).and_then(|piece| piece.get(self.at..)).unwrap_or_default()
    }

    fn turn(&mut self) -> Option<()> {
        self.pieces.get(self.piece + 1)?;
        (self.piece, self.at) = (self.piece + 1, 0);
        Some(())
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        while self.left().is_empty() {
            self.turn()?;
        }
        let byte = self.left().first().copied();
        self.at += 1;
        byte
    }

    pub(super) fn short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn long(&mut self) -> Option<u32> {
        Some(u32::from(self.short()?) | u32::from(self.short()?) << 16)
    }

    fn skip(&mut self, count: usize) -> Option<()> {
        let mut count = count;
        while count > 0 {
            let here = self.left().len().min(count);
            self.at += here;
            count -= here;
            if count > 0 {
                self.turn()?;
            }
        }
        Some(())
    }

    /// Characters of a text; where it is broken, a byte says anew how many bytes each has.
    fn characters(&mut self, count: usize, flags: u8) -> Option<String> {
        let mut is_wide = flags & IS_WIDE != 0;
        let mut units = Vec::new();
        while units.len() < count {
            if self.left().is_empty() {
                self.turn()?;
                is_wide = self.byte()? & IS_WIDE != 0;
            }
            units.push(if is_wide { self.short()? } else { u16::from(self.byte()?) });
        }
        Some(String::from_utf16_lossy(&units))
    }

    /// A text with its number of characters in two bytes before it.
    pub(super) fn text(&mut self) -> Option<String> {
        let count = usize::from(self.short()?);
        let flags = self.byte()?;
        let runs = if flags & IS_RICH != 0 { usize::from(self.short()?) * 4 } else { 0 };
        let more = if flags & IS_EXTENDED != 0 { usize::try_from(self.long()?).ok()? } else { 0 };
        let text = self.characters(count, flags)?;
        self.skip(runs.checked_add(more)?)?;
        Some(text)
    }

    /// A text with its number of characters in one byte before it.
    pub(super) fn short_text(&mut self) -> Option<String> {
        let count = usize::from(self.byte()?);
        let flags = self.byte()?;
        self.characters(count, flags)
    }
}

/// The texts that cells share.
pub(super) fn read_shared(record: &Record<'_>) -> Result<Vec<String>, Diagnostic> {
    let wanted = record.long(4).unwrap_or_default();
    let mut reader = Reader::new(record, 8);
    let (mut texts, mut bytes) = (Vec::new(), 0);
    for number in 1..=wanted {
        let text = reader.text().ok_or_else(|| damaged(format!("the shared text {number} is missing")))?;
        check_length(&text, || format!("the shared text {number}"))?;
        bytes += text.len();
        if bytes > MAX_TEXT {
            return Err(too_large(format!("its cells have more than {} MiB of text", MAX_TEXT >> 20)));
        }
        texts.push(text);
    }
    Ok(texts)
}
