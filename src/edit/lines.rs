//! The ends of lines: browsers send one kind, and files have theirs.

/// A text with the ends of lines that a former one had, and with one at its end if that had one.
///
/// ```
/// use convoke::edit::with_line_ends_of;
///
/// assert_eq!(with_line_ends_of("a\r\nb", "x\ny\n"), "a\nb\n");
/// assert_eq!(with_line_ends_of("a\nb\n", "x\r\ny\r\n"), "a\r\nb\r\n");
/// ```
#[must_use]
pub fn with_line_ends_of(text: &str, former: &str) -> String {
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    if former.ends_with('\n') && !text.ends_with('\n') && !text.is_empty() {
        text.push('\n');
    }
    if former.contains("\r\n") { text.replace('\n', "\r\n") } else { text }
}
