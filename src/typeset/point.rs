//! What of the rendered text is printed at a point of a page.

use typst::WorldExt;
use typst::layout::Abs;
use typst::layout::{Frame, FrameItem, Point};
use typst::text::TextItem;

use super::document::Typeset;

/// How far from a run of text a point may be to be taken for one on it, in points: about a line.
const NEAR: f64 = 14.0;

/// How far glyphs go below their line, as a part of their size.
const DESCENT: f64 = 0.3;

/// What is printed at a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// What stands at a byte offset of the rendered text.
    Text(usize),
    /// Words that a layout printed, which it may have been given as a value: a whole run of them.
    Words(String),
}

/// The run of text that is nearest to a point.
struct Nearest<'a> {
    distance: f64,
    run: &'a TextItem,
    /// How far into the run the point is.
    across: Abs,
}

impl Typeset {
    /// What is printed at a point of a page, counted from zero: in points, from the top left. `None` where nothing is near.
    ///
    /// Offsets are known of a text that was set by [`set_plainly`](super::Typesetter::set_plainly) alone.
    #[must_use]
    pub fn at(&self, page: usize, (x, y): (f64, f64)) -> Option<Spot> {
        let page = self.document.pages().get(page)?;
        let mut nearest = None;
        search(&page.frame, Point::new(Abs::pt(x), Abs::pt(y)), &mut nearest);
        let Nearest { run, across, .. } = nearest.filter(|nearest| nearest.distance <= NEAR)?;
        Some(self.offset(run, across).map_or_else(|| Spot::Words(run.text.to_string()), Spot::Text))
    }

    /// Where in the rendered text the glyph is from that is so far into a run.
    fn offset(&self, run: &TextItem, across: Abs) -> Option<usize> {
        let mut end = Abs::zero();
        let passed = run.glyphs.iter().find(|glyph| {
            end += glyph.x_advance.at(run.size);
            across < end
        });
        let (span, within) = passed.or(run.glyphs.last())?.span;
        let range =
            span.id().filter(|id| self.world.is_rendered(*id)).and_then(|_| self.world.range(span))?;
        Some((range.start + usize::from(within)).min(range.end.saturating_sub(1)).max(range.start))
    }
}

fn search<'a>(frame: &'a Frame, point: Point, nearest: &mut Option<Nearest<'a>>) {
    for (at, item) in frame.items() {
        let inside = point - *at;
        match item {
            FrameItem::Group(group) => {
                if let Some(inverse) = group.transform.invert() {
                    search(&group.frame, inside.transform(inverse), nearest);
                }
            }
            FrameItem::Text(run) => {
                let distance = distance(run, inside);
                if nearest.as_ref().is_none_or(|nearest| distance < nearest.distance) {
                    *nearest = Some(Nearest { distance, run, across: inside.x });
                }
            }
            _ => {}
        }
    }
}

/// How far a point is from a run that begins at the origin, in points.
fn distance(run: &TextItem, point: Point) -> f64 {
    let (width, size) = (run.width().to_pt(), run.size.to_pt());
    let (x, y) = (point.x.to_pt(), point.y.to_pt());
    let beside = (-x).max(x - width).max(0.0);
    let above = (-size - y).max(y - size * DESCENT).max(0.0);
    beside.hypot(above)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::fonts::Fonts;
    use crate::typeset::{Facts, Typesetter};

    #[test]
    fn a_glyph_leads_to_its_place_in_the_text_and_a_value_to_its_words() {
        let text = "#set page(width: 200pt, height: 100pt, margin: 10pt)\n#set text(size: 10pt, top-edge: 8pt)\n\
                    #let value = \"given words\"\n#let show-it(it) = block(it)\nabcd\\\n#rotate(0deg)[efgh]\n\n#show-it(value)";
        let typesetter = Typesetter::new(Arc::new(Fonts::embedded()), Arc::default()).expect("fonts");
        let set = typesetter.set_plainly(text, &Facts::default()).expect("pages");
        let at = |x: f64, y: f64| set.at(0, (x, y));
        let begins = |what: &str| Some(Spot::Text(text.find(what).expect("it is in the text")));
        assert_eq!(at(12.0, 15.0), begins("abcd"));
        let Some(Spot::Text(last)) = at(10.0 + 17.0, 15.0) else { panic!("it is far off") };
        assert_eq!(text.get(last..=last), Some("d"), "each glyph has its own place");
        assert_eq!(at(190.0, 90.0), None, "nothing is near");
        assert_eq!(at(12.0, 15.0 + 13.0), begins("efgh"), "in a group too");
        let value = [30.0, 40.0, 50.0, 60.0].into_iter().filter_map(|y| at(12.0, y));
        assert!(value.into_iter().any(|spot| matches!(&spot, Spot::Words(words) if words == "given words")
            || matches!(spot, Spot::Text(place) if text[place..].starts_with("value)"))));
    }
}
