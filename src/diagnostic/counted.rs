//! Numbers of things in messages: `1 recipient`, `2 recipients`.

use std::fmt::Display;

/// A count with its noun, given in the singular: `1 recipient`, `2 recipients`, `2 copies`, `2 pieces of work`.
///
/// ```
/// use convoke::diagnostic::counted;
///
/// assert_eq!(counted(1, "recipient"), "1 recipient");
/// assert_eq!(counted(0, "copy"), "0 copies");
/// ```
pub fn counted<N: Display + PartialEq + From<u8>>(count: N, noun: &str) -> String {
    if count == N::from(1) {
        return format!("{count} {noun}");
    }
    let (head, rest) = noun.find(" of ").map_or((noun, ""), |at| noun.split_at(at));
    let before = |ending: &str| head.strip_suffix(ending);
    let plural = match before("y").filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u'])) {
        Some(stem) => format!("{stem}ies"),
        None if ["s", "x", "ch", "sh"].iter().any(|ending| head.ends_with(ending)) => format!("{head}es"),
        None => format!("{head}s"),
    };
    format!("{count} {plural}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular_and_every_other_number_plural() {
        for (count, noun, expected) in [
            (1, "participant", "1 participant"),
            (0, "participant", "0 participants"),
            (2, "copy", "2 copies"),
            (2, "day", "2 days"),
            (2, "address", "2 addresses"),
            (2, "piece of work", "2 pieces of work"),
        ] {
            assert_eq!(counted(count, noun), expected);
        }
    }
}
