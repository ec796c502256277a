//! A text as YAML writes it: plain where it can be, otherwise in quotes, or in lines of its own.

use std::fmt::Write as _;

use granit_parser::ScalarStyle;

use crate::input::{Value, parse};

/// What stands around a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    /// Indentation.
    Block,
    /// Brackets.
    Flow,
}

/// A text on one line, in the style of what was there before if it can be.
pub(super) fn on_a_line(text: &str, around: Around, before: Option<(ScalarStyle, &str)>) -> String {
    let single = || format!("'{}'", text.replace('\'', "''"));
    let wanted = match before {
        Some((ScalarStyle::DoubleQuoted, _)) => None,
        Some((ScalarStyle::SingleQuoted, _)) => Some(single()),
        // A number that was written without quotes goes on being one.
        Some((_, before)) if !is_taken_for_another(before) && is_taken_for_another(text) => None,
        None if is_taken_for_another(text) => None,
        _ => Some(text.to_owned()),
    };
    let is_good = |written: &String| !text.chars().any(is_unprinted) && reads_as(written, text, around);
    wanted.filter(is_good).unwrap_or_else(|| in_quotes(text))
}

/// A key.
pub(super) fn key(text: &str, around: Around) -> String {
    on_a_line(text, around, None)
}

fn reads_as(written: &str, text: &str, around: Around) -> bool {
    // Readers differ in what may begin with these.
    if written.starts_with(['@', '`', '%', '?', '=', '<']) {
        return false;
    }
    let is_it = |value: &Value| matches!(value, Value::Scalar(read) if read == text);
    let (as_value, as_key) = match around {
        Around::Block => (format!("k: {written}\n"), format!("{written}: v\n")),
        Around::Flow => (format!("{{ k: {written}, l: [{written}, m] }}"), format!("{{ {written}: v }}")),
    };
    let value = parse(&as_value, "").ok().filter(|read| read.get("k").is_some_and(|k| is_it(&k.value)));
    let is_item = value.is_some_and(|read| match read.get("l").map(|list| &list.value) {
        Some(Value::List(items)) => items.len() == 2 && items.first().is_some_and(|item| is_it(&item.value)),
        _ => around == Around::Block,
    });
    is_item && parse(&as_key, "").is_ok_and(|read| read.get(text).is_some())
}

/// Whether a reader of YAML 1.1 or 1.2 could take a plain text for a number, a truth value or nothing.
fn is_taken_for_another(text: &str) -> bool {
    const WORDS: [&str; 12] = ["", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".nan"];
    let digits = text.trim_start_matches(['+', '-', '.']);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_hexdigit() || "+-._:xXoO".contains(c))
        || digits.eq_ignore_ascii_case("inf");
    // A date is one to every reader.
    let is_date = text.len() >= 10 && text.parse::<jiff::civil::Date>().is_ok();
    is_number && !is_date || WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn is_unprinted(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text in double quotes.
fn in_quotes(text: &str) -> String {
    let mut written = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            c if is_unprinted(c) => {
                let _ = write!(written, "\\u{:04X}", u32::from(c));
            }
            c => written.push(c),
        }
    }
    written.push('"');
    written
}

/// A text in lines of its own.
#[derive(Debug)]
pub(super) struct Lines {
    /// What stands before them: `|` or `>` with what it says of line breaks at the end.
    pub(super) head: String,
    /// The lines, indented, without the last line break.
    pub(super) body: String,
}

/// A text in lines of its own, indented by so many spaces; `None` where it cannot be.
pub(super) fn in_lines(text: &str, indent: usize, folded: Option<usize>, end: &str) -> Option<Lines> {
    let content = text.trim_end_matches('\n');
    let is_plain = |c: char| c == '\n' || c == '\t' || !is_unprinted(c);
    if content.is_empty() || content.starts_with([' ', '\t', '\n']) || !content.chars().all(is_plain) {
        return None;
    }
    let lines: Vec<String> = match folded {
        None => content.split('\n').map(str::to_owned).collect(),
        Some(width) => fold(content, width)?,
    };
    let indented = |line: &String| match line.is_empty() {
        true => String::new(),
        false => format!("{:indent$}{line}", ""),
    };
    let breaks = text.len() - content.len();
    let sign = ["-", "", "+"].get(breaks.min(2)).copied().unwrap_or_default();
    let mut body = lines.iter().map(indented).collect::<Vec<_>>().join(end);
    // Of what is kept, all line breaks but the last are lines without anything.
    body.extend(std::iter::repeat_n(end, breaks.saturating_sub(1)));
    let mark = if folded.is_some() { '>' } else { '|' };
    Some(Lines { head: format!("{mark}{sign}"), body })
}

/// Lines broken at a width, where a line break is a space; `None` where a line would mean something else.
fn fold(text: &str, width: usize) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    for (number, paragraph) in text.split('\n').enumerate() {
        // More spaces than one, and lines that begin with some, are not as they look.
        if paragraph.starts_with([' ', '\t']) || paragraph.contains("  ") || paragraph.ends_with(' ') {
            return None;
        }
        if number > 0 {
            lines.push(String::new());
        }
        let mut line = String::new();
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    Some(lines)
}
