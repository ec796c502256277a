//! How much there is to translate, by which translation is quoted.

use unicode_segmentation::UnicodeSegmentation as _;

use super::model::{ExportFile, ExportUnit};
use super::piece::Piece;
use crate::translate::track::Standing;

/// Texts and the words in them; fields and codes are no words, and of scripts without spaces each character is one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amount {
    /// How many texts.
    pub texts: usize,
    /// How many words their sources have.
    pub words: usize,
}

/// How much of a language's texts is to be translated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quotation {
    /// Not translated yet.
    pub to_do: Amount,
    /// Translated, with a source that has changed since.
    pub changed: Amount,
    /// Translated.
    pub done: Amount,
}

impl Quotation {
    pub(in crate::translate) fn of(files: &[ExportFile]) -> Self {
        let mut quotation = Self::default();
        let units = files.iter().flat_map(|file| &file.units);
        for unit in units.filter(|unit| !unit.is_empty()) {
            let amount = match unit.standing {
                Standing::ToDo => &mut quotation.to_do,
                Standing::Stale(_) => &mut quotation.changed,
                Standing::Done => &mut quotation.done,
            };
            amount.texts += 1;
            amount.words += words(unit);
        }
        quotation
    }
}

fn words(unit: &ExportUnit) -> usize {
    let pieces = unit.segments.iter().flat_map(|segment| &segment.source);
    let words = pieces.map(|numbered| match &numbered.piece {
        Piece::Text(text) => text.unicode_words().count(),
        Piece::Code { .. } => 0,
    });
    words.sum()
}
