//! Where no line of an address ends though the text could break: the rule of `unbroken` in `layout.typ`, for lines that are broken
//! here, and of `address-block` there.

use crate::locale::Script;

/// How many characters at the end of a Chinese or Japanese line stay together: 先生阁下, 大臣閣下.
const LAST: usize = 4;

/// Whether the place after a dash or hyphen is inside a range of numbers, or beside a part of a word of one or two letters; and whether
/// a place is among the last characters of a Chinese or Japanese line, which are a form of address.
pub(super) fn is_inside(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return false };
    let is_east_asian = |c: char| Script::of(c) == Some(Script::EastAsian);
    if before.ends_with(is_east_asian)
        && after.chars().all(is_east_asian)
        && (1..LAST).contains(&after.chars().count())
    {
        return true;
    }
    if let Some(number) = before.strip_suffix('–') {
        return number.ends_with(|c: char| c.is_numeric()) && after.starts_with(|c: char| c.is_numeric());
    }
    let Some(part) = before.strip_suffix('-') else { return false };
    let is_short = |letters: usize| matches!(letters, 1 | 2);
    let (left, right) = (count_letters(part.chars().rev()), count_letters(after.chars()));
    left > 0 && right > 0 && (is_short(left) || is_short(right))
}

/// How many letters come first.
fn count_letters(text: impl Iterator<Item = char>) -> usize {
    text.take_while(|c| c.is_alphabetic()).count()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use typst::layout::{Abs, Frame, FrameItem, Point};

    use super::is_inside;
    use crate::fonts::Fonts;
    use crate::typeset::Typesetter;

    #[test]
    fn short_parts_and_ranges_are_kept_together() {
        for (text, kept) in [
            ("г-же", true),
            ("celle-ci", true),
            ("Al-Ahmad", true),
            ("vis-à-vis", true),
            ("24–26", true),
            ("Guinea-Bissau", false),
            ("A – B", false),
            ("12-14", false),
            ("two-\u{a0}three", false),
        ] {
            let at = text.find(['-', '–']).map(|at| at + text[at..].chars().next().map_or(0, char::len_utf8));
            assert_eq!(is_inside(text, at.unwrap()), kept, "{text}");
        }
        assert!(!is_inside("a b", 2));
        let title = "肯尼亚共和国外交部长先生阁下";
        let kept: Vec<usize> =
            title.char_indices().map(|(at, _)| at).filter(|at| *at > 0 && is_inside(title, *at)).collect();
        assert_eq!(kept.iter().map(|at| &title[*at..]).collect::<Vec<_>>(), ["生阁下", "阁下", "下"]);
        assert!(!is_inside("100701 北京", "100701 ".len()));
    }
    /// The text of each line, by how far down it is.
    fn read(frame: &Frame, at: Point, lines: &mut BTreeMap<i64, Vec<(Abs, String)>>) {
        for (place, item) in frame.items() {
            let place = at + *place;
            match item {
                FrameItem::Group(group) => read(&group.frame, place, lines),
                FrameItem::Text(run) => {
                    let line = lines.entry(place.y.to_pt().round() as i64).or_default();
                    line.push((place.x, run.text.to_string()));
                }
                _ => {}
            }
        }
    }

    #[test]
    fn letters_keep_a_form_of_address_together_too() {
        let layout = include_bytes!("../../templates/layout.typ").to_vec();
        let files = Arc::new([("/layout.typ".to_owned(), layout)].into());
        let typesetter = Typesetter::new(Arc::new(Fonts::embedded()), files).unwrap();
        for name in ["肯尼亚共和国外交部长先生阁下", "肯尼亚共和国外交部长Kofi N’Guessan先生阁下"]
        {
            for width in (60..240).step_by(6) {
                let text = format!(
                    "#import \"/layout.typ\": address-block, lines-of, text-in\n#set page(width: {width}pt, height: auto, margin: 0pt)\n\
                     #set text(..text-in(\"zh\", \"\", lines-of(\"zh\", \"letter\"), 10pt))\n#address-block((\"{name}\",), 0.5em)"
                );
                let typeset = typesetter.set(&text).unwrap();
                let mut lines = BTreeMap::new();
                typeset
                    .document()
                    .pages()
                    .iter()
                    .for_each(|page| read(&page.frame, Point::zero(), &mut lines));
                let lines: Vec<String> = lines
                    .into_values()
                    .map(|mut line| {
                        line.sort_by_key(|(x, _)| *x);
                        line.into_iter().map(|(_, text)| text).collect()
                    })
                    .collect();
                assert!(lines.iter().any(|line| line.contains("先生阁下")), "{width}: {lines:?}");
                assert_eq!(lines.concat().replace(' ', ""), name.replace(' ', ""), "{width}");
            }
        }
    }
}
