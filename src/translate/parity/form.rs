//! The form fields of a template: the calls of `field`.

use std::collections::BTreeMap;

use typst::syntax::{LinkedNode, SyntaxKind, parse};

use crate::diagnostic::{Diagnostic, Problems, codes, nearest};
use crate::template::{Branches, Kind, Source};

/// A form field: its kind as written, and where it is in bytes.
struct Field {
    kind: String,
    offset: usize,
}

/// The form fields of a template by what names them in its code.
type Fields = BTreeMap<String, Field>;

/// Form fields that are missing, extra, renamed or of another kind.
pub(super) fn check(original: &Source, text: &Source) -> Problems {
    if original.kind() != Kind::Typst {
        return Problems::new();
    }
    let (left, right) = (fields(original), fields(text));
    let mut missing: BTreeMap<&String, &Field> =
        left.iter().filter(|(name, _)| !right.contains_key(*name)).collect();
    let mut problems = Problems::new();
    for (name, field) in &right {
        match left.get(name) {
            Some(known) if known.kind != field.kind => {
                let message =
                    format!("the form field {name} is of kind {}, in the source {}", field.kind, known.kind);
                problems.push(
                    Diagnostic::new(codes::TRANSLATION_FORM_FIELD, message)
                        .with_location(text.locate(field.offset))
                        .with_hint(format!("write {}, as in {}", known.kind, original.locate(known.offset))),
                );
            }
            Some(_) => {}
            None => {
                let near = nearest(name, missing.keys().map(|name| name.as_str())).map(str::to_owned);
                let known = near.and_then(|near| missing.remove_entry(&near));
                problems.push(report_extra(name, field, known, original, text));
            }
        }
    }
    problems.extend(report_missing(&missing, &left, &right, original, text));
    problems
}

/// Reports a form field the source does not have; `known` is the one it may have been there.
fn report_extra(
    name: &str,
    field: &Field,
    known: Option<(&String, &Field)>,
    original: &Source,
    text: &Source,
) -> Diagnostic {
    let (message, hint) = match known {
        Some((near, known)) => (
            format!("the form field {name} is {near} in the source"),
            format!(
                "write {near}, as in {}: answers are collected by this name",
                original.locate(known.offset)
            ),
        ),
        None => (
            format!("the source has no form field {name}"),
            "remove it, or add it to the source too".to_owned(),
        ),
    };
    Diagnostic::new(codes::TRANSLATION_FORM_FIELD, message)
        .with_location(text.locate(field.offset))
        .with_hint(hint)
}

/// Reports missing form fields after the nearest ones before them that the translation has.
fn report_missing(
    missing: &BTreeMap<&String, &Field>,
    left: &Fields,
    right: &Fields,
    original: &Source,
    text: &Source,
) -> Problems {
    let common = left.iter().filter_map(|(name, known)| Some((known.offset, right.get(name)?.offset)));
    let places: BTreeMap<usize, usize> = common.collect();
    let report = |(name, field): (&&String, &&Field)| {
        let before = places.range(..field.offset).next_back().map_or(0, |(_, offset)| *offset);
        let message = format!("the form field {name} of the source is missing");
        Diagnostic::new(codes::TRANSLATION_FORM_FIELD, message)
            .with_location(text.locate(before))
            .with_hint(format!("add it after this one, as in {}", original.locate(field.offset)))
    };
    missing.iter().map(report).collect()
}

/// The form fields of a template by the first argument as written.
fn fields(source: &Source) -> Fields {
    let mut fields = Fields::new();
    for branch in Branches::new(source.text(), source.tags()).shown() {
        let parsed = parse(&branch.text);
        collect(&LinkedNode::new(&parsed), source.text(), &mut fields);
    }
    fields
}

fn collect(node: &LinkedNode<'_>, text: &str, fields: &mut Fields) {
    if node.kind() == SyntaxKind::FuncCall {
        let mut children = node.children();
        let callee = children.next().filter(|callee| callee.kind() == SyntaxKind::Ident);
        if callee.is_some_and(|callee| callee.leaf_text() == "field") {
            let arguments = node.children().find(|child| child.kind() == SyntaxKind::Args);
            let plain = |kind: SyntaxKind| {
                !kind.is_trivia()
                    && !matches!(kind, SyntaxKind::LeftParen | SyntaxKind::RightParen | SyntaxKind::Comma)
            };
            let mut values =
                arguments.iter().flat_map(LinkedNode::children).filter(|child| plain(child.kind()));
            let mut written =
                || Some(text.get(values.next()?.range())?.split_whitespace().collect::<String>());
            if let (Some(name), Some(kind)) = (written(), written()) {
                fields.entry(name).or_insert(Field { kind, offset: node.offset() });
            }
        }
    }
    node.children().for_each(|child| collect(&child, text, fields));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_of_field_are_found_with_name_and_kind() {
        let text = "#field(\"a.b\", \"text\", \"{{labels.x}}\")\n#f(field(name(\"c\"), \"date\", [x]), {{#if a}}field(\"d\", \"check\", [y]){{/if}})";
        let found: Vec<String> = fields(&Source::new("form.typ.hbs", text))
            .into_iter()
            .map(|(name, field)| format!("{name} {}", field.kind))
            .collect();
        assert_eq!(found, ["\"a.b\" \"text\"", "\"d\" \"check\"", "name(\"c\") \"date\""]);
    }
}
