//! Excerpts by which messages name a text.

/// The first words of a text, to recognise it by.
pub(in crate::translate) fn opening(text: &str) -> String {
    const LONGEST: usize = 60;
    // A character is as good as a word here: more than these are not shown.
    let words = text.split_whitespace().take(LONGEST + 1);
    let line = words.collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}
