//! The form fields of a template: the calls of `field`.

use std::collections::BTreeMap;

use typst::syntax::{LinkedNode, SyntaxKind, parse};

use super::prose::Pair;
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::template;
use crate::translate::unit::{place, problem};

/// A form field: what names it in the template's code, its kind, and where it stands in bytes.
struct Field {
    kind: String,
    offset: usize,
}

/// Form fields that are missing, extra, renamed or of another kind.
pub(super) fn check(pair: &Pair<'_>) -> Vec<Diagnostic> {
    if pair.name.ends_with(".txt.hbs") {
        return Vec::new();
    }
    let (left, right) = (fields(pair.original), fields(pair.text));
    let at = |offset: usize| place(&pair.target.path(pair.name), pair.text, offset);
    let source = |offset: usize| place(&pair.source.path(pair.name), pair.original, offset);
    let mut missing: BTreeMap<&String, &Field> =
        left.iter().filter(|(name, _)| !right.contains_key(*name)).collect();
    let mut problems = Vec::new();
    for (name, field) in &right {
        match left.get(name) {
            Some(original) if original.kind != field.kind => problems.push(
                problem(
                    codes::TRANSLATION_FORM_FIELD,
                    format!(
                        "the form field {name} is of kind {}, in the source {}",
                        field.kind, original.kind
                    ),
                    at(field.offset),
                )
                .with_hint(format!(
                    "write {}, as in {}",
                    original.kind,
                    source(original.offset)
                )),
            ),
            Some(_) => {}
            None => {
                let near = nearest(name, missing.keys().map(|name| name.as_str())).map(str::to_owned);
                let original = near.as_ref().and_then(|near| missing.remove(near));
                let message = match &near {
                    Some(near) => format!("the form field {name} is {near} in the source"),
                    None => format!("the source has no form field {name}"),
                };
                let hint = match (&near, original) {
                    (Some(near), Some(original)) => {
                        format!(
                            "write {near}, as in {}: answers are collected by this name",
                            source(original.offset)
                        )
                    }
                    _ => "remove it, or add it to the source too".to_owned(),
                };
                problems
                    .push(problem(codes::TRANSLATION_FORM_FIELD, message, at(field.offset)).with_hint(hint));
            }
        }
    }
    for (name, field) in missing {
        let before = left
            .iter()
            .filter(|(known, original)| original.offset < field.offset && right.contains_key(*known))
            .max_by_key(|(_, original)| original.offset);
        let offset = before.and_then(|(known, _)| right.get(known)).map_or(0, |known| known.offset);
        problems.push(
            problem(
                codes::TRANSLATION_FORM_FIELD,
                format!("the form field {name} of the source is missing"),
                at(offset),
            )
            .with_hint(format!("add it after this one, as in {}", source(field.offset))),
        );
    }
    problems
}

/// The form fields of a template by the first argument as written.
fn fields(text: &str) -> BTreeMap<String, Field> {
    let mut fields = BTreeMap::new();
    for typst in template::branches(text) {
        let parsed = parse(&typst);
        collect(&LinkedNode::new(&parsed), text, &mut fields);
    }
    fields
}

fn collect(node: &LinkedNode<'_>, text: &str, fields: &mut BTreeMap<String, Field>) {
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
        let found: Vec<String> =
            fields(text).into_iter().map(|(name, field)| format!("{name} {}", field.kind)).collect();
        assert_eq!(found, ["\"a.b\" \"text\"", "\"d\" \"check\"", "name(\"c\") \"date\""]);
    }
}
