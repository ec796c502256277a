//! Letters with marks, made whole again.
//!
//! Typst begins another run of text wherever glyphs stand higher or lower, and gives each run the text of its whole clusters: a
//! letter and its mark then both say “ọ́”, and what is copied or read aloud has it twice. Here all glyphs of a cluster
//! become one run with its text once, placed as they were.

use std::ops::Range;

use typst::layout::{Em, Frame, FrameItem, Point};
use typst::model::Document as _;
use typst::text::{Glyph, TextItem};
use typst_layout::{Page, PagedDocument};

/// How far apart two runs may be that follow each other, in points.
const NEAR: f64 = 1e-3;

/// A run of text and where it begins.
type Run = (Point, TextItem);

/// A document in which each cluster is in one run.
pub(super) fn whole(document: PagedDocument) -> PagedDocument {
    if !document.pages().iter().any(|page| has_divided(&page.frame)) {
        return document;
    }
    let page = |page: &Page| Page { frame: whole_frame(&page.frame), ..page.clone() };
    PagedDocument::new(document.pages().iter().map(page).collect(), document.info().clone())
}

fn has_divided(frame: &Frame) -> bool {
    let items = frame.items().as_slice();
    let is_divided = |pair: &[(Point, FrameItem)]| match pair {
        [(at, FrameItem::Text(before)), (next, FrameItem::Text(after))] => is_one(*at, before, *next, after),
        _ => false,
    };
    let is_within = |(_, item): &(Point, FrameItem)| match item {
        FrameItem::Group(group) => has_divided(&group.frame),
        _ => false,
    };
    items.windows(2).any(is_divided) || items.iter().any(is_within)
}

fn whole_frame(frame: &Frame) -> Frame {
    let mut items: Vec<(Point, FrameItem)> = Vec::with_capacity(frame.items().len());
    for (at, item) in frame.items() {
        match item {
            FrameItem::Group(group) if has_divided(&group.frame) => {
                let mut group = group.clone();
                group.frame = whole_frame(&group.frame);
                items.push((*at, FrameItem::Group(group)));
            }
            FrameItem::Text(after) => match items.pop() {
                Some((before_at, FrameItem::Text(before))) if is_one(before_at, &before, *at, after) => {
                    let runs = join(&(before_at, before), &(*at, after.clone()));
                    items.extend(runs.map(|(at, run)| (at, FrameItem::Text(run))));
                }
                other => {
                    items.extend(other);
                    items.push((*at, item.clone()));
                }
            },
            _ => items.push((*at, item.clone())),
        }
    }
    let mut made = frame.clone();
    made.clear();
    made.push_multiple(items);
    made
}

/// Whether a run ends and the next begins with glyphs of one cluster: both say its text, and at most one has the letter, as marks
/// take no room.
fn is_one(at: Point, before: &TextItem, next: Point, after: &TextItem) -> bool {
    let (last, first) = (last_cluster(before), first_cluster(after));
    let (Some(one), Some(other)) = (last.first(), first.first()) else { return false };
    text(before, one) == text(after, other)
        && !(has_letter(last) && has_letter(first))
        && (at.x + before.width() - next.x).to_pt().abs() < NEAR
        && before.font == after.font
        && before.size == after.size
        && before.fill == after.fill
        && before.stroke == after.stroke
        && (before.lang, before.region) == (after.lang, after.region)
}

fn first_cluster(run: &TextItem) -> &[Glyph] {
    run.glyphs.chunk_by(|one, other| one.range == other.range).next().unwrap_or_default()
}

fn last_cluster(run: &TextItem) -> &[Glyph] {
    run.glyphs.chunk_by(|one, other| one.range == other.range).next_back().unwrap_or_default()
}

fn has_letter(glyphs: &[Glyph]) -> bool {
    glyphs.iter().any(|glyph| glyph.x_advance != Em::zero())
}

fn text<'a>(run: &'a TextItem, glyph: &Glyph) -> &'a str {
    run.text.get(glyph.range()).unwrap_or_default()
}

/// Two runs as up to three: what is before the cluster they share, the cluster, and what is after it.
fn join(before: &Run, after: &Run) -> impl Iterator<Item = Run> + use<> {
    let counts = (before.1.glyphs.len(), after.1.glyphs.len());
    let from = counts.0 - last_cluster(&before.1).len();
    let to = first_cluster(&after.1).len();
    let cluster = merge(part(before, from..counts.0), part(after, 0..to));
    let parts = [part(before, 0..from), cluster, part(after, to..counts.1)];
    parts.into_iter().filter(|(_, run)| !run.glyphs.is_empty())
}

/// Some glyphs of a run, with their text.
fn part((at, run): &Run, glyphs: Range<usize>) -> Run {
    let room: Em = run.glyphs[..glyphs.start].iter().map(|glyph| glyph.x_advance).sum();
    let mut chosen = run.glyphs[glyphs].to_vec();
    let start = chosen.iter().map(|glyph| glyph.range.start).min().unwrap_or_default();
    let end = chosen.iter().map(|glyph| glyph.range.end).max().unwrap_or_default();
    for glyph in &mut chosen {
        glyph.range = glyph.range.start - start..glyph.range.end - start;
    }
    let words = run.text.get(start.into()..end.into()).unwrap_or_default().into();
    (*at + Point::with_x(room.at(run.size)), TextItem { text: words, glyphs: chosen, ..run.clone() })
}

/// The glyphs of a cluster in one run, on the line of the letter.
fn merge((at, mut run): Run, (other_at, other): Run) -> Run {
    let line = if has_letter(&run.glyphs) { at.y } else { other_at.y };
    let raised = |glyph: Glyph, from: Point| {
        let y_offset = glyph.y_offset + Em::from_abs(line - from.y, other.size);
        Glyph { y_offset, ..glyph }
    };
    let own = run.glyphs.into_iter().map(|glyph| raised(glyph, at));
    let others = other.glyphs.iter().cloned().map(|glyph| raised(glyph, other_at));
    run.glyphs = own.chain(others).collect();
    (Point::new(at.x, line), run)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::fonts::Fonts;
    use crate::typeset::Typesetter;

    fn texts(frame: &Frame, found: &mut Vec<(String, f64)>) {
        for (at, item) in frame.items() {
            match item {
                FrameItem::Text(run) => found.push((run.text.to_string(), at.y.to_pt())),
                FrameItem::Group(group) => texts(&group.frame, found),
                _ => {}
            }
        }
    }

    /// The runs of one line, each with its text, and whether they begin on one height.
    fn runs(words: &str) -> (Vec<String>, bool) {
        let typesetter = Typesetter::new(Arc::new(Fonts::embedded()), Arc::default()).expect("fonts");
        let set = typesetter.set(&format!("#set page(width: auto)\n{words}")).expect("pages");
        let mut found = Vec::new();
        texts(&set.document().pages()[0].frame, &mut found);
        let is_level = found.windows(2).all(|pair| (pair[0].1 - pair[1].1).abs() < NEAR);
        (found.into_iter().map(|(text, _)| text).collect(), is_level)
    }

    #[test]
    fn no_text_is_there_twice() {
        for words in [
            "M̧ajeļ",
            "Ọlọ́run",
            "Nguyễn",
            "G̃uarani G̃",
            "M̧M̧",
            "x̣̂́ y",
            "*M̧ajeļ*",
            "R̥̄ṣi",
            "A\u{30b}\u{323}B",
            "#strong(\"M̧M̧ ọ́ọ́\")",
        ] {
            let (runs, is_level) = runs(words);
            let plain = words.replace(['*', '#', '"', '(', ')'], "").replace("strong", "");
            assert_eq!(runs.concat(), plain, "{runs:?}");
            assert!(is_level, "{words}: {runs:?}");
        }
    }

    #[test]
    fn marks_of_a_script_from_right_to_left_are_with_their_letters() {
        for words in ["شكرًا", "مُحَمَّدٌ", "وزيرًا مفوضًا"] {
            let (runs, is_level) = runs(&format!("#set text(dir: rtl, lang: \"ar\")\n{words}"));
            let count = runs.iter().map(|run| run.chars().count()).sum::<usize>();
            assert_eq!(count, words.chars().count(), "{runs:?}");
            assert!(is_level, "{words}: {runs:?}");
        }
    }
}
