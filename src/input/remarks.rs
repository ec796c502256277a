//! Text that YAML takes for a remark, though a person may have meant it: `Session #31` is `Session`.

use super::node::{Node, Value};
use crate::diagnostic::{Diagnostic, Location, Place, Problems, codes};

/// A warning for each value that ends before a number sign with a number behind it.
pub fn find_cut_texts(node: &Node, text: &str, file: &str) -> Problems {
    let lines: Vec<&str> = text.lines().collect();
    let mut problems = Problems::new();
    visit(node, &lines, file, &mut problems);
    problems
}

fn visit(node: &Node, lines: &[&str], file: &str, problems: &mut Problems) {
    match &node.value {
        Value::Map(entries) => entries.iter().for_each(|(_, _, below)| visit(below, lines, file, problems)),
        Value::List(items) => items.iter().for_each(|below| visit(below, lines, file, problems)),
        Value::Scalar(value) => problems.extend(find_cut(value, &node.place, lines).map(|cut| {
            let message = format!("`{cut}` is read as a remark, and is no part of the text `{value}`");
            Diagnostic::new(codes::YAML_REMARK, message)
                .with_location(Location::at(file, node.place.clone()))
                .with_hint(format!(
                    "put the text in quotation marks: `\"{value} {cut}\"`; a remark has a space after its `#`"
                ))
        })),
        Value::Null(_) => {}
    }
}

/// What follows a value on its line from a number sign on, if a number stands behind it.
fn find_cut<'a>(value: &str, place: &Place, lines: &[&'a str]) -> Option<&'a str> {
    let Place::Text { line, column } = place else { return None };
    let line = lines.get(usize::try_from(*line).ok()?.checked_sub(1)?)?;
    if !line.contains('#') {
        return None;
    }
    let before = usize::try_from(*column).ok()?.checked_sub(1)?;
    let (start, _) = line.char_indices().nth(before)?;
    let rest = line.get(start..)?.strip_prefix(value)?;
    let remark = rest.trim_start();
    let is_number =
        remark.strip_prefix('#').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    (is_number && remark.len() < rest.len()).then(|| remark.trim_end())
}

#[cfg(test)]
mod tests {
    use super::super::node::parse;
    use super::*;

    #[test]
    fn a_number_that_was_meant_is_told_from_a_remark() {
        let told = |text: &str| {
            let problems = find_cut_texts(&parse(text, "a.yaml").expect("YAML"), text, "a.yaml");
            problems.iter().map(|problem| problem.message.clone()).collect::<Vec<_>>().join("; ")
        };
        assert_eq!(
            told("name:\n  en: Session #31\n  fr: [Séance #31a\n    , x]\n"),
            "`#31` is read as a remark, and is no part of the text `Session`; `#31a` is read as a remark, and is no part of the text `Séance`"
        );
        for sound in [
            "a: Session 31 # the last",
            "a: Session#31",
            "a: \"Session #31\"",
            "a: 'Session #31' # 1",
            "a: |\n  Session #31\n",
            "a: #31",
            "a: b #see",
        ] {
            assert_eq!(told(sound), "", "{sound}");
        }
    }
}
