//! Characters that enter a font subset together.
//!
//! A subset that holds exactly the glyphs of one document, in the order of their first use, is hardly ever that of the
//! next document. One that takes a whole group of characters as soon as one of them is used is: the subset font, its
//! bounding box and its compressed stream are then computed once for a batch of documents and come from the cache
//! for all others. What is embedded still depends on nothing but the document itself.

use std::ops::RangeInclusive;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use skrifa::MetadataProvider;

use super::Font;

/// The groups, each as ranges of characters. A glyph of several belongs to the first.
const GROUPS: [&[RangeInclusive<char>]; 4] = [
    // Basic Latin.
    &[' '..='~'],
    // Letters of Western European languages.
    &['À'..='ÿ', 'Œ'..='œ'],
    // Punctuation of typeset text.
    &['\u{A0}'..='\u{A0}', '«'..='«', '°'..='°', '·'..='·', '»'..='»', '–'..='—', '‘'..='’', '“'..='”', '…'..='…'],
    // Letters of Russian.
    &['Ё'..='Ё', 'А'..='я', 'ё'..='ё'],
];

/// The glyphs a font has for each group.
#[derive(Debug)]
pub(crate) struct Repertoire {
    groups: [Vec<u16>; GROUPS.len()],
    /// The group and the character of each glyph above.
    glyphs: FxHashMap<u16, (usize, char)>,
}

impl Repertoire {
    /// The glyphs that enter a subset with the given one, in the order they do.
    pub(crate) fn companions(&self, glyph: u16) -> &[u16] {
        self.glyphs.get(&glyph).map_or(&[], |&(group, _)| &self.groups[group])
    }

    /// The character a glyph stands for.
    pub(crate) fn character(&self, glyph: u16) -> Option<char> {
        self.glyphs.get(&glyph).map(|&(_, character)| character)
    }
}

/// The repertoire of a font.
#[cfg_attr(feature = "comemo", comemo::memoize)]
pub(crate) fn repertoire(font: &Font) -> Arc<Repertoire> {
    let charmap = font.font_ref().charmap();
    let mut repertoire = Repertoire { groups: Default::default(), glyphs: FxHashMap::default() };
    for (number, ranges) in GROUPS.iter().enumerate() {
        for character in ranges.iter().cloned().flatten() {
            let glyph = charmap.map(character).and_then(|glyph| u16::try_from(glyph.to_u32()).ok());
            let Some(glyph) = glyph.filter(|&glyph| glyph != 0) else { continue };
            if let std::collections::hash_map::Entry::Vacant(entry) = repertoire.glyphs.entry(glyph) {
                entry.insert((number, character));
                repertoire.groups[number].push(glyph);
            }
        }
    }
    Arc::new(repertoire)
}
