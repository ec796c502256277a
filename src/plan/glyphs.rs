//! Whether the fonts have a glyph for every character of a rendered document.

use icu_properties::props::Script;
use icu_properties::{CodePointMapData, PropertyNamesLong, PropertyNamesShort};
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Location, Problems, codes};
use crate::fonts::Fonts;
use crate::locale::free_font;

/// The most characters of a script that are named.
const NAMED: usize = 3;

/// The problems of a document's rendered text: one for the characters of each script that no font has, and for each merge field
/// that brought them where one did; else they are where `place` finds them in the templates.
pub(super) fn check(
    fonts: &Fonts,
    rendered: &str,
    context: &Value,
    place: impl Fn(char) -> Option<Location>,
) -> Problems {
    let mut groups: Vec<Group> = Vec::new();
    for character in fonts.missing(&unescaped(rendered)) {
        let script = CodePointMapData::<Script>::new().get(character);
        let field = field_with(character, context, String::new());
        match groups.iter_mut().find(|group| group.script == script && group.field == field) {
            Some(group) => group.characters.push(character),
            None => {
                let location = if field.is_none() { place(character) } else { None };
                groups.push(Group { script, field, location, characters: vec![character] });
            }
        }
    }
    groups.into_iter().map(Group::report).collect()
}

/// Characters of one script from one place.
struct Group {
    script: Script,
    field: Option<String>,
    /// Where the first is written, if no field brought it.
    location: Option<Location>,
    characters: Vec<char>,
}

impl Group {
    fn report(self) -> Diagnostic {
        let named = |c: &char| format!("`{c}` (U+{:04X})", u32::from(*c));
        let named: Vec<String> = self.characters.iter().take(NAMED).map(named).collect();
        let more = match self.characters.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => {
                let name = PropertyNamesLong::<Script>::new().get(self.script).unwrap_or_default();
                format!(" and {more} more of the script {}", name.replace('_', " "))
            }
        };
        let message = format!("no font has a glyph for {}{more}", named.join(", "));
        let code = PropertyNamesShort::<Script>::new().get(self.script).unwrap_or_default();
        let such_as = free_font(code).map_or_else(String::new, |font| {
            format!(", such as {} (free, in Debian's package {})", font.family, font.package)
        });
        let them = if self.characters.len() == 1 { "it" } else { "them" };
        let problem = Diagnostic::new(codes::GLYPH_MISSING, message).with_hint(format!(
            "correct the text, or add a font that has {them} to the template folder's `fonts`{such_as}"
        ));
        let problem = match self.location {
            Some(location) => problem.with_location(location),
            None => problem,
        };
        match self.field {
            Some(field) => problem.with_field(field),
            None => problem,
        }
    }
}

/// Where a character is first written among the parts of a template, each with its path.
pub(super) fn find<'t>(
    character: char,
    parts: impl IntoIterator<Item = (&'t str, &'t str)>,
) -> Option<Location> {
    parts.into_iter().find_map(|(path, text)| {
        let (line, rest) = (1_u32..).zip(text.lines()).find(|(_, line)| line.contains(character))?;
        let column = (1_u32..).zip(rest.chars()).find(|(_, c)| *c == character)?.0;
        Some(Location::text(path, line, column))
    })
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
        let problems = check(&Fonts::embedded(), r"Bangkok \u{e44}", &context, |_| None);
        assert_eq!(problems.len(), 1);
        assert_eq!(
            problems[0].to_string(),
            "error[glyph-missing]: no font has a glyph for `ไ` (U+0E44) (recipient.address)"
        );
    }

    #[test]
    fn characters_of_one_script_are_told_together() {
        let context = serde_json::json!({ "recipient": { "city": "Georgia საქ" } });
        let problems = check(&Fonts::embedded(), "กขคงจ საქ", &context, |c| {
            find(c, [("a", "x"), ("b", "x\nყก")])
        });
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "b:2:2: error[glyph-missing]: no font has a glyph for `ก` (U+0E01), `ข` (U+0E02), `ค` (U+0E04) and 2 more of the script Thai",
                "error[glyph-missing]: no font has a glyph for `ს` (U+10E1), `ა` (U+10D0), `ქ` (U+10E5) (recipient.city)",
            ]
        );
        assert!(
            problems[1].hints[0].contains("such as Noto Serif Georgian (free"),
            "{:?}",
            problems[1].hints
        );
    }
}
