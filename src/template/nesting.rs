//! Guards the parser, which recurses: how deep blocks and parentheses of a template may nest.

/// The most levels of blocks and of parentheses; people use three or four.
pub(super) const MOST: usize = 60;

/// The line and column where blocks or parentheses nest deeper than [`MOST`] levels.
pub(super) fn too_deep(text: &str) -> Option<(u32, u32)> {
    let mut blocks = 0_usize;
    for (at, _) in text.match_indices("{{") {
        let tag =
            text.get(at + 2..).unwrap_or_default().trim_start_matches(['{', '~', ' ', '\t', '\n', '\r']);
        match tag.chars().next() {
            Some('#') => blocks += 1,
            Some('/') => blocks = blocks.saturating_sub(1),
            _ => {}
        }
        let (mut level, mut deepest) = (0_usize, 0_usize);
        let end = tag.find("}}").unwrap_or(tag.len());
        for c in tag.get(..end).unwrap_or_default().chars() {
            match c {
                '(' | '[' => level += 1,
                ')' | ']' => level = level.saturating_sub(1),
                _ => {}
            }
            deepest = deepest.max(level);
        }
        if blocks > MOST || deepest > MOST {
            return Some(super::check::line_column(text, at));
        }
    }
    None
}
