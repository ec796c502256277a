//! A list of recipients put into the text of a `mailing.yaml`, which otherwise stays as it is.

use std::path::Path;

use crate::beneath::read_text_within;
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::input::{At, Node, Value, decode_node, parse, quoted};
use crate::recipient::{Database, Query, RecipientSource};

/// The text of the mailing `file` with a list added to `recipients`, or in the place of the same list.
///
/// # Errors
///
/// It is written in a way that is not changed here.
pub fn add_list(text: &str, source: &RecipientSource, file: &str) -> Result<String, Diagnostic> {
    add_recipients(text, source).ok_or_else(|| {
        Diagnostic::new(codes::COLUMNS_NOT_ADDED, "the list could not be named in the mailing")
            .with_location(Location::file(file))
            .with_hint(format!("write under `recipients:` the line `- {}`", entry(source)))
    })
}

/// The text with a list added to `recipients`, or in the place of the same list; `None` where it is written in a way that is not
/// changed here.
fn add_recipients(text: &str, source: &RecipientSource) -> Option<String> {
    let before = read_recipients(text)?;
    let same = before.iter().position(|known| is_same(&known.value, source));
    let entries: Vec<String> = before.iter().map(|known| entry(&known.value)).collect();
    let changed =
        insert(text, same, &entry(source)).or_else(|| replace_line(text, entries, same, entry(source)))?;
    let after = read_recipients(&changed)?;
    let mut expected: Vec<&RecipientSource> = before.iter().map(|known| &known.value).collect();
    match same.and_then(|same| expected.get_mut(same)) {
        Some(same) => *same = source,
        None => expected.push(source),
    }
    (after.iter().map(|known| &known.value).collect::<Vec<_>>() == expected).then_some(changed)
}

/// Whether two entries are of the same list: a workbook may have one on each of its sheets, each with a columns file of its own.
fn is_same(known: &RecipientSource, source: &RecipientSource) -> bool {
    let is_of_file = |source: &RecipientSource| source.columns.is_none();
    known.file == source.file && (known.columns == source.columns || is_of_file(known) || is_of_file(source))
}

/// The lists that a mailing names, whatever else is still to be filled in; none where its file cannot be read.
#[must_use]
pub fn lists(root: &Path, file: &str) -> Vec<RecipientSource> {
    let text = read_text_within(root, file).unwrap_or_default();
    read_recipients(&text).into_iter().flatten().map(|source| source.value).collect()
}

fn read_recipients(text: &str) -> Option<Vec<At<RecipientSource>>> {
    let node = parse(text, "").ok()?;
    match node.get("recipients")? {
        Node { value: Value::Null(_), .. } => Some(Vec::new()),
        list => decode_node(list, "").value,
    }
}

/// The entry of a list, as `recipients` has it.
#[must_use]
pub fn entry(source: &RecipientSource) -> String {
    let plain = |text: &str| {
        let is_plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
        match text.chars().all(is_plain) && text.starts_with(char::is_alphanumeric) {
            true => text.to_owned(),
            false => quoted(text),
        }
    };
    let columns = source.columns.iter().map(|columns| format!(", columns: {}", plain(columns)));
    let columns: String = columns.collect();
    match &source.query {
        Some(query) => format!("{{ sql: {}{columns} }}", entry_of_query(query)),
        None if columns.is_empty() => plain(&source.file),
        None => format!("{{ file: {}{columns} }}", plain(&source.file)),
    }
}

fn entry_of_query(query: &Query) -> String {
    let Database { file, env, service } = &query.database;
    let database = [("file", file), ("env", env), ("service", service)];
    let database =
        database.into_iter().filter_map(|(key, value)| Some(format!("{key}: {}", quoted(value.as_deref()?))));
    let database = database.collect::<Vec<_>>().join(", ");
    format!("{{ database: {{ {database} }}, query: {}, seconds: {} }}", quoted(&query.query), query.seconds)
}

fn insert(text: &str, same: Option<usize>, entry: &str) -> Option<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let key = lines.iter().position(|line| line.starts_with("recipients:"))?;
    let (_, value) = lines.get(key)?.split_once(':')?;
    if !value.split('#').next()?.trim().is_empty() {
        return None;
    }
    let is_item = |line: &&&str| line.trim_start().starts_with("- ");
    let below = lines.get(key + 1..)?;
    let items = below.iter().take_while(is_item).count();
    let indent = below
        .first()
        .filter(|line| is_item(line))
        .map_or("  ", |line| line.split('-').next().unwrap_or_default());
    let line = format!("{indent}- {entry}\n");
    let at = key + 1 + same.unwrap_or(items);
    let rest = at + usize::from(same.is_some());
    let before = lines.get(..at)?.concat();
    let end = if before.ends_with('\n') { "" } else { "\n" };
    Some(format!("{before}{end}{line}{}", lines.get(rest..)?.concat()))
}

/// Writes a list that is on one line as a line for each of its entries.
fn replace_line(text: &str, mut entries: Vec<String>, same: Option<usize>, entry: String) -> Option<String> {
    let line = text.split_inclusive('\n').find(|line| line.starts_with("recipients:"))?;
    let list = line.strip_prefix("recipients:")?.trim();
    if !list.starts_with('[') || !list.ends_with(']') || list.contains('#') {
        return None;
    }
    match same.and_then(|same| entries.get_mut(same)) {
        Some(same) => *same = entry,
        None => entries.push(entry),
    }
    let lines: String = entries.iter().map(|entry| format!("  - {entry}\n")).collect();
    Some(text.replacen(line, &format!("recipients:\n{lines}"), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("../../mailing.yaml");

    #[test]
    fn a_list_is_added_and_all_else_stays() {
        let source = |file: &str| RecipientSource {
            file: file.to_owned(),
            columns: Some("a b.yaml".to_owned()),
            query: None,
        };
        const LINE: &str = "recipients: [recipients/ministries.yaml]\n";
        let lines =
            "recipients:\n  - recipients/ministries.yaml\n  - { file: list.xlsx, columns: \"a b.yaml\" }\n";
        let once = add_recipients(SAMPLE, &source("list.xlsx")).expect("added");
        assert_eq!(once.replace(lines, LINE), SAMPLE);
        let twice = add_recipients(&once, &source("list.xlsx")).expect("there already");
        assert_eq!(twice, once);
        let more = add_recipients(&once, &source("l.ods")).expect("added");
        assert_eq!(more.replace("  - { file: l.ods, columns: \"a b.yaml\" }\n", ""), once);
        let other = add_recipients(&once, &source("recipients/ministries.yaml")).expect("replaced");
        let replaced = "  - { file: recipients/ministries.yaml, columns: \"a b.yaml\" }\n";
        assert_eq!(other.replace(replaced, "  - recipients/ministries.yaml\n"), once);
        let begun = "reference:\nrecipients: []\n";
        let added = "reference:\nrecipients:\n  - { file: list.xlsx, columns: \"a b.yaml\" }\n";
        assert_eq!(
            add_recipients(begun, &source("list.xlsx")).as_deref(),
            Some(added),
            "a mailing that is not filled in"
        );
        assert_eq!(add_recipients("reference:\nrecipients:\n", &source("list.xlsx")).as_deref(), Some(added));
        let sheet = RecipientSource { columns: Some("other.yaml".to_owned()), ..source("list.xlsx") };
        let sheets = add_recipients(&once, &sheet).expect("added");
        assert_eq!(sheets.replace("  - { file: list.xlsx, columns: other.yaml }\n", ""), once);
        let odd = SAMPLE.replace(LINE, "recipients: [recipients/ministries.yaml] # all of them\n");
        assert_ne!(odd, SAMPLE);
        assert_eq!(add_recipients(&odd, &source("list.xlsx")), None);
    }
}
