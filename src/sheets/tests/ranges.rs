//! The order of numbers on sheets that run from right to left, by where their digits are on the page.

use jiff::civil::date;
use typst::layout::{Abs, Point};

use super::*;

/// A digit, or what stands between numbers, by its line and its place on it.
type Glyphs = BTreeMap<i64, Vec<(Abs, char)>>;

fn collect(glyphs: &mut Glyphs, frame: &Frame, at: Point) {
    for (place, item) in frame.items() {
        let place = at + *place;
        match item {
            FrameItem::Group(group) => collect(glyphs, &group.frame, place),
            FrameItem::Text(text) => {
                let mut x = place.x;
                for glyph in &text.glyphs {
                    let letters = text.text.get(glyph.range()).unwrap_or_default();
                    let line = (place.y.to_pt() * 10.0).round() as i64;
                    glyphs.entry(line).or_default().push((x, letters.chars().next().unwrap_or(' ')));
                    x += glyph.x_advance.at(text.size);
                }
            }
            _ => {}
        }
    }
}

/// The numbers of each line as somebody reads them who begins at the right.
fn numbers_from_the_right(order: data::Order) -> Vec<Vec<String>> {
    let typeset = sheets().press.typeset(order).unwrap().value;
    let mut glyphs = Glyphs::new();
    let pages = typeset.document().pages();
    pages.iter().for_each(|page| collect(&mut glyphs, &page.frame, Point::zero()));
    let read = |mut line: Vec<(Abs, char)>| -> Vec<String> {
        line.sort_by_key(|(x, _)| *x);
        let text: String = line.into_iter().map(|(_, letter)| letter).collect();
        let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
        numbers.map(str::to_owned).rev().collect()
    };
    glyphs.into_values().map(read).collect()
}

#[test]
fn a_range_runs_from_right_to_left_in_arabic() {
    let (pack, words) = (pack("ar"), words("ar"));
    for (start, end, expected) in [
        (date(2004, 6, 24), date(2004, 6, 26), &["24", "26", "2004"][..]),
        (date(2004, 6, 29), date(2004, 7, 2), &["29", "2", "2004"]),
        (date(2004, 12, 29), date(2005, 1, 2), &["29", "2004", "2", "2005"]),
        (date(2004, 6, 24), date(2004, 6, 24), &["24", "2004"]),
    ] {
        let dates = pack.range_plain(start, end);
        for event in [format!("الاجتماع · {dates}"), format!("قمة WSIS, {dates}")] {
            let readme = Readme { event: event.clone(), ..Readme::default() };
            let order = data::readme(Paper::A4, &readme, &words, &meta("x"));
            let lines = numbers_from_the_right(order);
            assert!(lines.iter().any(|line| line == expected), "{event}: {lines:?}");
        }
    }
}
