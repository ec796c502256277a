//! The text of a `mailing.yaml` with other values of some of its keys; all else stays as it is, comments too.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Location, Place, codes};
use crate::input::{Node, Value, parse};

/// What keys of the file become: lines of YAML, or nothing where the key is left out.
pub(super) type Changes = BTreeMap<&'static str, Option<String>>;

/// The text with changes of its keys, those that it has in their places and others at the end.
///
/// # Errors
///
/// The text is written in a way that is not changed here, such as all on one line.
pub(super) fn change(text: &str, file: &str, changes: &Changes) -> Result<String, Diagnostic> {
    rewrite(text, changes).filter(|changed| is_sound(text, changed, changes)).ok_or_else(|| {
        Diagnostic::new(
            codes::FOLLOW_UP_MAILING,
            "the mailing is written in a way that is not rewritten here",
        )
        .with_location(Location::file(file))
        .with_hint("write each key of the mailing at the beginning of a line, with what belongs to it below")
    })
}

fn rewrite(text: &str, changes: &Changes) -> Option<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let starts = key_lines(text)?;
    let mut out: String = lines.get(..starts.first()?.1)?.concat();
    for (position, (key, start)) in starts.iter().enumerate() {
        let end = starts.get(position + 1).map_or(lines.len(), |(_, next)| *next);
        let block = lines.get(*start..end)?;
        // What stands before the next key is about that one.
        let about_next = block.iter().rev().take_while(|line| is_aside(line)).count();
        let (own, next) = block.split_at(block.len() - about_next);
        match changes.get(key.as_str()) {
            None => out.push_str(&own.concat()),
            Some(Some(value)) => out.push_str(value),
            Some(None) => out.truncate(without_asides(&out)),
        }
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(&next.concat());
    }
    let known = |key: &&str| starts.iter().any(|(known, _)| known == key);
    for (key, value) in changes {
        if let (false, Some(value)) = (known(key), value) {
            if !out.ends_with('\n') {
                out.push('\n');
            }
            out.push_str(value);
        }
    }
    Some(out)
}

/// The keys of a file with the lines they begin on, counted from zero; `None` where one does not begin its line.
fn key_lines(text: &str) -> Option<Vec<(String, usize)>> {
    let Value::Map(entries) = parse(text, "").ok()?.value else { return None };
    let mut starts = Vec::new();
    for (key, place, _) in entries {
        let Place::Text { line, column: 1 } = place else { return None };
        starts.push((key, usize::try_from(line).ok()?.checked_sub(1)?));
    }
    starts.is_sorted_by(|(_, one), (_, other)| one < other).then_some(starts)
}

/// Whether a line is empty or a comment at the beginning of the line.
fn is_aside(line: &str) -> bool {
    line.trim().is_empty() || line.starts_with('#')
}

/// Where a text ends without the comment that is last in it.
fn without_asides(text: &str) -> usize {
    let lines = text.split_inclusive('\n').rev();
    let comment: usize = lines.take_while(|line| line.starts_with('#')).map(str::len).sum();
    text.len() - comment
}

/// Whether all keys but those to be changed are as they were, and those are as they are to be.
fn is_sound(before: &str, after: &str, changes: &Changes) -> bool {
    let tree = |text: &str| parse(text, "").ok().map(|node| entries(&node));
    let (Some(mut expected), Some(after)) = (tree(before), tree(after)) else { return false };
    for (key, value) in changes {
        expected.retain(|name, _| name != key);
        let Some(value) = value else { continue };
        let Some(new) = tree(value) else { return false };
        expected.extend(new);
    }
    expected == after
}

/// The values of a file by their keys, without their places.
fn entries(node: &Node) -> BTreeMap<String, String> {
    match &node.value {
        Value::Map(entries) => entries.iter().map(|(key, _, node)| (key.clone(), plain(node))).collect(),
        _ => BTreeMap::new(),
    }
}

/// A value as a text that is the same for equal values.
fn plain(node: &Node) -> String {
    match &node.value {
        Value::Null(text) => format!("null {text:?}"),
        Value::Scalar(text) => format!("{text:?}"),
        Value::List(items) => format!("{:?}", items.iter().map(plain).collect::<Vec<_>>()),
        Value::Map(entries) => {
            format!("{:?}", entries.iter().map(|(key, _, node)| (key, plain(node))).collect::<Vec<_>>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("../../mailing.yaml");

    #[test]
    fn what_is_changed_changes_and_all_else_stays() {
        let changes = Changes::from([
            ("reference", Some("reference: \"A: b\"\n".to_owned())),
            ("deadlines", None),
            ("follows", Some("follows: { reference: B }\n".to_owned())),
        ]);
        let changed = change(SAMPLE, "mailing.yaml", &changes).expect("changed");
        let back = changed
            .replace("reference: \"A: b\"\n", "reference: DM-1132\n")
            .replace("follows: { reference: B }\n", "")
            .replace(
                "return_address:\n",
                "deadlines:\n  contributions: 2004-05-28\n  registration: 2004-06-10\n\nreturn_address:\n",
            );
        assert_eq!(back.replace("\n\n\n", "\n\n"), SAMPLE);
    }

    #[test]
    fn a_comment_goes_with_the_key_below_it() {
        let text = "a: 1\n# about b\nb:\n  - 2\n\n# about c\nc: 3";
        let changes = Changes::from([("b", None), ("d", Some("d: 4\n".to_owned()))]);
        assert_eq!(change(text, "", &changes).expect("changed"), "a: 1\n\n# about c\nc: 3\nd: 4\n");
        assert!(change("{ a: 1, b: 2 }", "", &changes).is_err());
    }
}
