//! What text takes of a line, and where lines break.
//!
//! Text is shaped once, in ems, with the faces and by the rules Typst goes by; what it takes in any size follows. Widths
//! are those of Typst, but for Chinese punctuation, which Typst sets closer at the ends of lines.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;
use std::str::FromStr as _;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use rustybuzz::{Direction, Language, ShapePlan, UnicodeBuffer};
use typst::layout::Abs;
use typst::text::{FontInstance, FontVariant, FontVariations};
use unicode_segmentation::UnicodeSegmentation as _;

use super::unbroken::is_inside;
use crate::fonts::{EMBEDDED_FAMILY, Fonts};
use crate::locale::Script;

pub(super) const POINTS_PER_MILLIMETRE: f64 = 72.0 / 25.4;

/// Faces after the Latin one; in Chinese the latter goes first.
const OTHER_FAMILIES: [&str; 2] = ["Noto Naskh Arabic", "Noto Serif CJK SC"];

/// What Typst puts between Chinese and a letter or digit of another script, in ems.
const BETWEEN_SCRIPTS: f64 = 0.25;

/// What sums of widths may differ by, in ems.
const TOLERANCE: f64 = 1e-6;

/// Measures text in one language.
pub(super) struct Ruler {
    /// In the order in which they are asked for a character.
    faces: Vec<FontInstance>,
    /// Which of them is the Latin one where it gives no punctuation, in Chinese, Japanese and Korean.
    latin_alone: Option<usize>,
    language: Option<Language>,
    segmenter: LineSegmenterBorrowed<'static>,
    plans: Vec<(usize, Direction, rustybuzz::Script, ShapePlan)>,
    /// Lines are often those of other addresses too.
    known: HashMap<String, Rc<Measured>>,
}

/// A stretch of text in which no line breaks, without the spaces after it.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// Its width in ems.
    pub(super) width: f64,
    /// What the spaces after it take, in ems.
    pub(super) gap: f64,
}

/// A text that has been measured.
pub(super) struct Measured {
    /// What each character takes, at its first byte.
    advances: Vec<f64>,
    /// Where it breaks.
    pub(super) pieces: Vec<Piece>,
}

impl Ruler {
    /// A ruler for a language that names some families to be tried first, with commas between them.
    pub(super) fn new(fonts: &Fonts, language: &str, named: &str) -> Self {
        let primary = language.split('-').next().unwrap_or_default();
        let [arabic, chinese] = OTHER_FAMILIES;
        let others = if primary == "zh" { [chinese, arabic] } else { [arabic, chinese] };
        let own: Vec<&str> = named.split(',').map(str::trim).filter(|family| !family.is_empty()).collect();
        let usual =
            [EMBEDDED_FAMILY].into_iter().chain(others).chain(fonts.added().iter().map(String::as_str));
        let families = own.iter().copied().chain(usual.filter(|family| !own.contains(family)));
        let variant = FontVariant::default();
        let faces: Vec<(&str, FontInstance)> = families
            .filter_map(|family| {
                let face = fonts.face(fonts.book().select(&family.to_lowercase(), variant)?)?;
                Some((family, face.instantiate(variant, Abs::pt(10.0), &FontVariations::default())))
            })
            .collect();
        let is_east_asian = ["zh", "ja", "ko"].contains(&primary);
        let latin = faces.iter().position(|(family, _)| *family == EMBEDDED_FAMILY);
        Self {
            faces: faces.into_iter().map(|(_, face)| face).collect(),
            latin_alone: latin.filter(|_| is_east_asian),
            language: Language::from_str(language).ok(),
            segmenter: LineSegmenter::new_lstm(LineBreakOptions::default()),
            plans: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// How high capitals of the first face are, in ems.
    pub(super) fn cap_height(&self) -> f64 {
        self.faces.first().map_or(0.0, |face| face.metrics().cap_height.get())
    }

    pub(super) fn measure(&mut self, text: &str) -> Rc<Measured> {
        if let Some(known) = self.known.get(text) {
            return Rc::clone(known);
        }
        let measured = Rc::new(self.measure_anew(text));
        self.known.insert(text.to_owned(), Rc::clone(&measured));
        measured
    }

    fn measure_anew(&mut self, text: &str) -> Measured {
        let mut advances = vec![0.0; text.len()];
        let mut run = 0..0;
        let mut face = None;
        for (at, character) in text.char_indices() {
            let own = self.face_of(character, face, is_in_latin_word(text, at));
            if own != face {
                self.shape(text, run.start..at, face, &mut advances);
                (run, face) = (at..at, own);
            }
        }
        self.shape(text, run.start..text.len(), face, &mut advances);
        space_out(text, &mut advances);
        let ends: Vec<usize> =
            self.segmenter.segment_str(text).filter(|end| *end > 0 && !is_inside(text, *end)).collect();
        let mut from = 0;
        let pieces = ends.into_iter().map(|end| {
            let piece = piece(text, &advances, from..end);
            from = end;
            piece
        });
        Measured { pieces: pieces.collect(), advances }
    }

    /// The face a character is set in; what belongs to the character before it stays in its face, and an apostrophe in a word of
    /// Latin letters in that of the word.
    fn face_of(&self, character: char, before: Option<usize>, is_in_latin: bool) -> Option<usize> {
        let joins = |character| matches!(character, '\u{300}'..='\u{36F}' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}');
        if before.is_some() && joins(character) {
            return before;
        }
        let has = |(index, face): &(usize, &FontInstance)| {
            let is_left_to_others =
                self.latin_alone == Some(*index) && is_east_asian_punctuation(character) && !is_in_latin;
            !is_left_to_others && face.rusty().glyph_index(character).is_some()
        };
        self.faces.iter().enumerate().find(has).map(|(index, _)| index)
    }

    fn shape(&mut self, text: &str, run: Range<usize>, face: Option<usize>, advances: &mut [f64]) {
        let Some((index, face)) = face.and_then(|index| Some((index, self.faces.get(index)?))) else {
            return;
        };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text.get(run.clone()).unwrap_or_default());
        if let Some(language) = &self.language {
            buffer.set_language(language.clone());
        }
        buffer.guess_segment_properties();
        let (direction, script) = (buffer.direction(), buffer.script());
        let known = self.plans.iter().position(|plan| (plan.0, plan.1, plan.2) == (index, direction, script));
        let known = known.unwrap_or_else(|| {
            let plan = ShapePlan::new(face.rusty(), direction, Some(script), self.language.as_ref(), &[]);
            self.plans.push((index, direction, script, plan));
            self.plans.len() - 1
        });
        let Some((.., plan)) = self.plans.get(known) else { return };
        let shaped = rustybuzz::shape_with_plan(face.rusty(), plan, buffer);
        for (glyph, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            if let Some(advance) = advances.get_mut(run.start + glyph.cluster as usize) {
                *advance += f64::from(position.x_advance) / face.units_per_em();
            }
        }
    }
}

impl Measured {
    /// The width of the whole on one line, in ems.
    pub(super) fn width(&self) -> f64 {
        let taken = self.pieces.iter().map(|piece| piece.width + piece.gap).sum::<f64>();
        taken - self.pieces.last().map_or(0.0, |piece| piece.gap)
    }

    /// Breaks the text into lines, the first no wider than `first` ems, the others than `next`; `None` if a piece is
    /// wider.
    pub(super) fn lines(&self, first: f64, next: f64) -> Option<Vec<Range<usize>>> {
        filled(&self.pieces, first, next)
    }

    /// The same, pieces wider than a line broken between any two letters.
    pub(super) fn broken_lines(&self, text: &str, first: f64, next: f64) -> Option<Vec<Range<usize>>> {
        let mut pieces = Vec::new();
        for piece in &self.pieces {
            if piece.width <= next.min(first) {
                pieces.push(piece.clone());
                continue;
            }
            let letters = text.get(piece.range.clone()).unwrap_or_default().grapheme_indices(true);
            pieces.extend(letters.map(|(at, letter)| {
                let from = piece.range.start + at;
                self::piece(text, &self.advances, from..from + letter.len())
            }));
            if let Some(last) = pieces.last_mut() {
                last.gap = piece.gap;
            }
        }
        filled(&pieces, first, next)
    }
}

/// Fills lines with as many pieces as they hold.
pub(super) fn filled(pieces: &[Piece], first: f64, next: f64) -> Option<Vec<Range<usize>>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut taken = 0.0;
    for piece in pieces {
        let room = if lines.len() <= 1 { first } else { next };
        if let Some(line) = lines.last_mut().filter(|_| taken + piece.width <= room + TOLERANCE) {
            line.end = piece.range.end;
        } else {
            let room = if lines.is_empty() { first } else { next };
            if piece.width > room + TOLERANCE {
                return None;
            }
            lines.push(piece.range.clone());
            taken = 0.0;
        }
        taken += piece.width + piece.gap;
    }
    Some(lines)
}

fn piece(text: &str, advances: &[f64], range: Range<usize>) -> Piece {
    let width = |range: Range<usize>| advances.get(range).unwrap_or_default().iter().sum();
    let end = range.start + text.get(range.clone()).unwrap_or_default().trim_end().len();
    Piece { range: range.start..end, width: width(range.start..end), gap: width(end..range.end) }
}

/// Adds what Typst puts between Chinese and other letters.
fn space_out(text: &str, advances: &mut [f64]) {
    let is_chinese = |character: char| matches!(character, '\u{2E80}'..='\u{2FFF}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    let mut before: Option<(usize, char)> = None;
    for (at, character) in text.char_indices() {
        if let Some((place, earlier)) = before {
            let (one, other) = if is_chinese(earlier) { (earlier, character) } else { (character, earlier) };
            let is_between = is_chinese(one) && !is_chinese(other) && other.is_alphanumeric();
            if let Some(advance) = advances.get_mut(place).filter(|_| is_between) {
                *advance += BETWEEN_SCRIPTS;
            }
        }
        before = Some((at, character));
    }
}

/// Whether an apostrophe stands between Latin letters: the rule of `elided` in `layout.typ`.
fn is_in_latin_word(text: &str, at: usize) -> bool {
    let Some((before, rest)) = text.split_at_checked(at) else { return false };
    let mut rest = rest.chars();
    let is_apostrophe = matches!(rest.next(), Some('‘' | '’'));
    let is_letter = |c: Option<char>| {
        c.is_some_and(|c| Script::of(c) == Some(Script::Latin) || matches!(c, '\u{300}'..='\u{36F}'))
    };
    is_apostrophe && is_letter(before.chars().next_back()) && is_letter(rest.next())
}

/// What Typst takes from the Chinese face although the Latin one has it ("latin-in-cjk").
fn is_east_asian_punctuation(character: char) -> bool {
    matches!(character, '\u{B7}' | '–' | '—' | '‘' | '’' | '“' | '”' | '\u{2025}'..='\u{2027}' | '\u{2E3A}')
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::typeset::Typesetter;

    const SIZE: f64 = 10.0;

    /// What Typst takes for a text on one line, in ems.
    fn set(typesetter: &Typesetter, language: &str, text: &str) -> f64 {
        let text = format!(
            "#import \"/layout.typ\": latin-words, lines-of, text-in\n#set page(width: auto, height: auto, margin: 0pt)\n\
             #set text(..text-in(\"{language}\", \"\", lines-of(\"{language}\", \"form\"), {SIZE}pt), overhang: false)\n\
             #show: latin-words.with(\"{language}\", \"\")\n#\"{text}\""
        );
        let typeset = typesetter.set(&text).unwrap();
        typeset.document().pages()[0].frame.width().to_pt() / SIZE
    }

    #[test]
    fn text_takes_what_typst_takes_for_it() {
        let fonts = Arc::new(Fonts::embedded());
        let layout = include_bytes!("../../templates/layout.typ").to_vec();
        let files = Arc::new([("/layout.typ".to_owned(), layout)].into());
        let typesetter = Typesetter::new(Arc::clone(&fonts), files).unwrap();
        for (language, text) in [
            ("en", "To the Minister for Foreign Affairs, Office of AV Waffles (fjord) Type T. V. Å"),
            ("fr", "Au Ministre des affaires étrangères de la Co\u{302}te d’Ivoire – « Genève »"),
            ("ru", "Министру иностранных дел Российской Федерации, г. Москва"),
            ("ar", "معالي وزير خارجية الإمارات العربية المتحدة"),
            ("ar", "شارع King Faisal 12، أبوظبي"),
            ("zh", "中华人民共和国外交部长阁下"),
            ("zh", "北京市朝阳区2号A座 P.O. Box“使馆”区"),
            ("zh", "l’Europe à Côte d’Azur ‘使馆’区 N’Djamena"),
            ("en", "Ministry of Foreign Affairs 外交部 مصر"),
        ] {
            let width = Ruler::new(&fonts, language, "").measure(text).width();
            let expected = set(&typesetter, language, text);
            assert!((width - expected).abs() < 1e-3, "{text}: {width}, in Typst {expected}");
        }
    }

    #[test]
    fn lines_hold_as_much_as_they_can() {
        let (fonts, text) = (Fonts::embedded(), "one two-three four");
        let measured = Ruler::new(&fonts, "en", "").measure(text);
        let parts = |first, next| {
            let lines = measured.lines(first, next)?;
            Some(lines.into_iter().map(|line| &text[line]).collect::<Vec<_>>())
        };
        let all = measured.width();
        assert_eq!(parts(all, 0.0).unwrap(), [text]);
        assert_eq!(parts(all - 0.01, all).unwrap(), ["one two-three", "four"]);
        assert_eq!(parts(4.5, 4.5).unwrap(), ["one two-", "three four"]);
        assert_eq!(parts(4.5, 1.0), None);
        let (fonts, text) = (Fonts::embedded(), "Его Превосходительству г-ну Имярек");
        let measured = Ruler::new(&fonts, "ru", "").measure(text);
        let width = measured.lines(f64::MAX, f64::MAX).map(|_| measured.width()).unwrap();
        for tenths in 4..10 {
            let Some(lines) = measured.lines(width * f64::from(tenths) / 10.0, width) else { continue };
            assert!(lines.into_iter().all(|line| !text[line].ends_with('-')), "{tenths}");
        }
        let broken = measured.broken_lines(text, 1.2, 1.2).unwrap();
        let letters: String = broken.into_iter().map(|line| text[line].replace(' ', "")).collect();
        assert_eq!(letters, text.replace(' ', ""));
    }
}
