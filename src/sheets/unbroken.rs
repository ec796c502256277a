//! Where no line of an address ends though the text could break: the rule of `unbroken` in `layout.typ`, for lines that are broken
//! here.

/// Whether the place after a dash or hyphen is inside a range of numbers, or beside a part of a word of one or two letters.
pub(super) fn is_inside(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return false };
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
    use super::is_inside;

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
    }
}
