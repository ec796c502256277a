//! Lines of a text around a place in it.

use super::{Location, Place};

/// Lines shown before and after the line of a problem.
const CONTEXT: usize = 1;

/// Characters of a line an excerpt shows.
const WIDTH: usize = 100;

/// The line of a location with its neighbours, numbered, and a caret under the column; `None` where the location is no line of a
/// text. Lines and columns are those of `text`.
#[must_use]
pub fn cut_excerpt(text: &str, location: &Location) -> Option<String> {
    let Some(Place::Text { line, column }) = location.place else { return None };
    let [line, column] = [line, column].map(|count| usize::try_from(count).unwrap_or(usize::MAX).max(1));
    let first = line.saturating_sub(CONTEXT).max(1);
    let last = line.saturating_add(CONTEXT);
    let digits = last.to_string().len();
    // A long line is shown from a little before the column on.
    let skip = if column <= WIDTH { 0 } else { column - WIDTH / 2 };
    let mut lines = Vec::new();
    for (index, shown) in text.lines().enumerate().skip(first - 1).take(last + 1 - first) {
        let number = index + 1;
        let part: String = shown.chars().skip(skip).take(WIDTH).collect();
        lines.push(format!("{number:digits$} | {part}").trim_end().to_owned());
        if number == line {
            lines.push(format!("{:digits$} | {}^", "", " ".repeat(column - 1 - skip)));
        }
    }
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, line: u32, column: u32) -> Option<String> {
        cut_excerpt(text, &Location::text("a.typ", line, column))
    }

    #[test]
    fn shows_the_line_with_its_neighbours() {
        let text = "one\ntwo\nthree\nfour\nfive";
        assert_eq!(cut(text, 3, 2).as_deref(), Some("2 | two\n3 | three\n  |  ^\n4 | four"));
        assert_eq!(cut(text, 1, 1).as_deref(), Some("1 | one\n  | ^\n2 | two"));
        assert_eq!(cut_excerpt(text, &Location::file("a.typ")), None);
    }

    #[test]
    fn cuts_long_lines_around_the_column() {
        let text = format!("{}!{}", "a".repeat(300), "b".repeat(300));
        let shown = format!("1 | {}!{}\n  | {}^", "a".repeat(49), "b".repeat(50), " ".repeat(49));
        assert_eq!(cut(&text, 1, 301), Some(shown));
    }
}
