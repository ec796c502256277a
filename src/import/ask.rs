//! Questions about columns, with the first values of each.

use unicode_normalization::UnicodeNormalization as _;

use super::model::{ImportQuestion, ImportTopic, OfferedAnswer, ProposedColumn};

/// Asks what is in a column; nothing is usual where a guess would leave something out of letters, or put it into them.
pub(super) fn ask(column: &ProposedColumn, usual: Option<&str>) -> ImportQuestion {
    let choices = [
        ("country", "countries"),
        ("ministry", "ministries or organisations"),
        ("addressee.name", "names of persons"),
        ("addressee.gender", "Mr or Ms, M or F"),
        ("title", "functions, which become titles"),
        ("address", "lines of the address"),
        ("city", "cities"),
        ("emails", "e-mail addresses"),
        ("channels", "how letters are sent"),
        ("languages", "languages"),
        ("kind", "State or organisation"),
        ("left-out", "nothing for the letters"),
    ];
    let field = format!("fields.{}", field_name(&column.heading, column.index));
    let choices = choices
        .map(|(value, meaning)| OfferedAnswer { value: value.to_owned(), meaning: meaning.to_owned() });
    let keep = OfferedAnswer { value: field, meaning: "kept as an extra field".to_owned() };
    ImportQuestion {
        topic: ImportTopic::Column(column.index),
        text: format!("what is in the column `{}`, such as {}?", column.heading, quote(&column.examples)),
        choices: choices.into_iter().chain([keep]).collect(),
        usual: usual.map(str::to_owned),
    }
}

pub(super) fn quote(texts: &[String]) -> String {
    texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ")
}

pub(super) fn shorten(text: &str) -> String {
    const LONGEST: usize = 40;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// A name for an extra field that templates can write, of the letters of a heading that are in ASCII without their accents.
pub(super) fn field_name(heading: &str, column: usize) -> String {
    const LONGEST: usize = 40;
    let mut name = String::new();
    for c in heading.to_lowercase().nfd() {
        match c {
            'a'..='z' | '0'..='9' => name.push(c),
            c if c.is_alphanumeric() => return format!("column_{}", column + 1),
            c if unicode_normalization::char::is_combining_mark(c) => {}
            _ if name.is_empty() || name.ends_with('_') => {}
            _ => name.push('_'),
        }
    }
    let name: String = name.trim_matches('_').chars().take(LONGEST).collect();
    match name.chars().next() {
        Some('a'..='z') => name.trim_end_matches('_').to_owned(),
        _ => format!("column_{}", column + 1),
    }
}

/// Answers to choose from: the value of each, and what it means.
pub(super) fn choices<'a>(choices: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<OfferedAnswer> {
    let choice = |(value, meaning): (&str, &str)| OfferedAnswer {
        value: value.to_owned(),
        meaning: meaning.to_owned(),
    };
    choices.into_iter().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fields_are_safe() {
        for (heading, name) in [
            ("Remarks", "remarks"),
            ("Tel. (office)", "tel_office"),
            ("Numéro d’agrément", "numero_d_agrement"),
            ("2027 quota", "column_5"),
            ("Квота", "column_5"),
            ("{{x}}", "x"),
            ("", "column_5"),
            ("\u{202e}a\n#b", "a_b"),
        ] {
            assert_eq!(field_name(heading, 4), name, "{heading}");
        }
    }
}
