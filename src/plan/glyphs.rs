//! Whether the fonts have a glyph for every character of a rendered document.

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::fonts::Fonts;

/// The problems of a document's rendered text: one for each character no font has, naming the merge field
/// that brought it where one did.
pub(super) fn check(fonts: &Fonts, rendered: &str, context: &Value) -> Problems {
    let missing = fonts.missing(&unescaped(rendered));
    missing.into_iter().map(|character| problem(character, context)).collect()
}

fn problem(character: char, context: &Value) -> Diagnostic {
    let message = format!("no font has a glyph for `{character}` (U+{:04X})", u32::from(character));
    let problem = Diagnostic::new(codes::GLYPH_MISSING, message)
        .with_hint("correct the text, or add a font that has it to the template folder's `fonts`");
    match field_with(character, context, String::new()) {
        Some(field) => problem.with_field(field),
        None => problem,
    }
}

/// The first merge field whose value holds the character.
fn field_with(character: char, value: &Value, path: String) -> Option<String> {
    match value {
        Value::String(text) => text.contains(character).then_some(path),
        Value::Array(items) => items.iter().find_map(|item| field_with(character, item, path.clone())),
        Value::Object(entries) => entries.iter().find_map(|(key, value)| {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            field_with(character, value, path)
        }),
        _ => None,
    }
}

/// The text with its `\u{…}` escapes replaced by the characters they stand for.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("\\u{") {
        plain.push_str(&rest[..start]);
        let code = &rest[start + 3..];
        let character = code.find('}').and_then(|end| {
            let character = u32::from_str_radix(&code[..end], 16).ok().and_then(char::from_u32)?;
            Some((character, end))
        });
        match character {
            Some((character, end)) => {
                plain.push(character);
                rest = &code[end + 1..];
            }
            None => {
                plain.push_str("\\u{");
                rest = code;
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_become_characters_and_anything_else_stays() {
        assert_eq!(unescaped(r"a\u{2f}b\u{10FFFF1}\u{zz}\u{65e5"), "a/b\\u{10FFFF1}\\u{zz}\\u{65e5");
    }

    #[test]
    fn names_the_field_a_missing_character_came_from() {
        let context = serde_json::json!({ "recipient": { "address": ["Bangkok", "ไทย"] } });
        let problems = check(&Fonts::embedded(), r"Bangkok \u{e44}", &context);
        assert_eq!(problems.len(), 1);
        assert_eq!(
            problems[0].to_string(),
            "error[glyph-missing]: no font has a glyph for `ไ` (U+0E44) (recipient.address)"
        );
    }
}
