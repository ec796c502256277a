//! Headings of a table: which column each names, exactly or in another usual way of writing it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::cell::{Cell, Row};
use crate::diagnostic::{Diagnostic, Location, Problems, codes};
use crate::input::clean;
use crate::locale::{StyleParts, is_language};
use crate::names::fold_words;

/// Columns, named like the keys of the YAML form.
pub(super) const COLUMNS: [&str; 17] = [
    "id",
    "kind",
    "iso",
    "addressee.office",
    "addressee.name",
    "addressee.gender",
    "addressee.rank",
    "ministry",
    "city",
    "address",
    "emails",
    "fax",
    "telephone",
    "channels",
    "languages",
    "second_language",
    "group",
];
/// Columns that may be there for each language.
const BY_LANGUAGE: [&str; 3] = ["ministry", "city", "address"];
const GENDERS: [&str; 3] = ["masculine", "feminine", "unknown"];
/// Parts of a copy that may be there for each language.
const COPIES_BY_LANGUAGE: [&str; 3] = ["to", "address", "city"];
const COPIES: [&str; 8] = ["to", "address", "city", "iso", "channel", "email", "fax", "telephone"];

/// Columns that lists had as extra fields before there were columns of these names: a field that is declared goes first.
const ONCE_EXTRA: [&str; 1] = ["telephone"];

/// Other usual headings in English, letters and digits only.
const SYNONYMS: [(&str, &[&str]); 15] = [
    ("group", &["groups", "recipientgroup"]),
    ("id", &["identifier", "recipientid"]),
    ("kind", &["recipientkind", "kindofrecipient", "recipienttype"]),
    ("iso", &["isocode", "iso3", "isoalpha3", "alpha3", "countrycode", "isocountrycode"]),
    ("addressee.name", &["nameofaddressee", "nameoftheaddressee"]),
    ("addressee.gender", &["gender", "sex"]),
    ("addressee.rank", &["rank"]),
    ("ministry", &["ministries", "nameofministry", "organisation", "organization"]),
    ("city", &["town"]),
    ("address", &["postaladdress", "mailingaddress", "addresslines"]),
    ("emails", &["email", "mail", "emailaddress", "emailaddresses"]),
    ("fax", &["faxnumber", "faxno", "telefax"]),
    ("telephone", &["tel", "telno", "telephonenumber", "phone", "phonenumber", "phoneno"]),
    ("channels", &["channel", "dispatchchannel", "dispatchchannels"]),
    ("languages", &["language", "languageofcorrespondence", "languagesofcorrespondence"]),
];

/// How many filled rows the headings may be among.
pub(super) const ROWS_LOOKED_AT: usize = 30;

/// The row with the headings among the first filled ones: the first in which half of the cells are headings and at least two
/// are, or else that with the most of them. `None` if no row has two headings.
pub(super) fn find_header(rows: &[Row], extra_fields: &[String]) -> Option<usize> {
    let known = |row: &Row| {
        row.iter().filter(|(_, cell)| find_path(&name_of(cell).0, extra_fields).is_some()).count()
    };
    let counts: Vec<(usize, usize)> =
        rows.iter().take(ROWS_LOOKED_AT).map(|row| (known(row), row.len())).collect();
    let clear = counts.iter().position(|(known, cells)| *known >= 2 && 2 * known >= *cells);
    let most = counts.iter().map(|(known, _)| *known).max().filter(|most| *most >= 2);
    clear.or_else(|| counts.iter().position(|(known, _)| Some(*known) == most))
}

/// Whether one of the first filled rows has at least three headings.
pub(super) fn is_list(rows: &[Row], extra_fields: &[String]) -> bool {
    let known = |row: &Row| {
        row.iter().filter(|(_, cell)| find_path(&name_of(cell).0, extra_fields).is_some()).count()
    };
    rows.iter().take(ROWS_LOOKED_AT).any(|row| known(row) >= 3)
}

/// The text of a heading on one line, without what cannot be seen, and the characters that were removed.
pub(super) fn name_of(cell: &Cell) -> (String, Vec<char>) {
    let (mut name, mut removed) = clean(&cell.text);
    for hidden in ['\u{200b}', '\u{ad}'] {
        if name.contains(hidden) {
            name = name.replace(hidden, "");
            removed.push(hidden);
        }
    }
    (name.split_whitespace().collect::<Vec<_>>().join(" "), removed)
}

/// A note of headings that are read as columns of another name.
pub(super) fn report_read_as(read_as: &[(String, String)], at: Option<Location>) -> Problems {
    let Some(at) = at.filter(|_| !read_as.is_empty()) else { return Problems::new() };
    let pairs: Vec<String> = read_as.iter().map(|(name, path)| format!("`{name}` as `{path}`")).collect();
    Diagnostic::new(codes::COLUMN_READ_AS, format!("columns are read by other names: {}", pairs.join(", ")))
        .with_location(at)
        .into()
}

/// The dotted key that a heading means, if any, and whether it is written as documented.
pub(crate) fn find_path(name: &str, extra_fields: &[String]) -> Option<(String, bool)> {
    if let Some(path) = exact(name, extra_fields) {
        return Some((path, true));
    }
    exact(&name.to_lowercase(), extra_fields)
        .or_else(|| synonym(name))
        .or_else(|| with_language(name))
        .or_else(|| {
            let folded = fold_words(name);
            let same = |extra: &&String| fold_words(extra) == folded;
            extra_fields.iter().find(same).map(|extra| format!("fields.{extra}"))
        })
        .map(|path| (path, false))
}

fn exact(name: &str, extra_fields: &[String]) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let declared = |field: &str| extra_fields.iter().any(|extra| extra == field);
    if COLUMNS.contains(&lower.as_str()) && !(ONCE_EXTRA.contains(&lower.as_str()) && declared(name)) {
        return Some(lower);
    }
    if declared(name) {
        return Some(format!("fields.{name}"));
    }
    let known = match name.split('.').collect::<Vec<_>>()[..] {
        ["ministry" | "city" | "address", language] => is_language(language),
        ["addressee", "title", language] => is_language(language),
        ["addressee", "title", language, gender] => is_language(language) && GENDERS.contains(&gender),
        ["addressee", "styles", language, part] => is_language(language) && StyleParts::NAMES.contains(&part),
        ["addressee", "styles", language, gender, part] => {
            is_language(language) && GENDERS.contains(&gender) && StyleParts::NAMES.contains(&part)
        }
        ["copies", number, part, language] => {
            number.parse().is_ok_and(|n: u8| n > 0)
                && COPIES_BY_LANGUAGE.contains(&part)
                && is_language(language)
        }
        ["copies", number, part] => number.parse().is_ok_and(|n: u8| n > 0) && COPIES.contains(&part),
        ["fields", field] => declared(field),
        _ => false,
    };
    known.then(|| name.to_owned())
}

fn synonym(name: &str) -> Option<String> {
    BY_NAME.get(&fold_words(name)).map(|column| (*column).to_owned())
}

/// The column of each usual heading, which has letters and digits only.
static BY_NAME: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
    let other =
        SYNONYMS.iter().flat_map(|(column, names)| names.iter().map(|name| (fold_words(name), *column)));
    other.chain(COLUMNS.map(|column| (fold_words(column), column))).collect()
});

/// A heading such as `Ministry (fr)` or `CITY_FR`.
fn with_language(name: &str) -> Option<String> {
    let name = name.trim_end_matches([')', ']']);
    let (base, tag) = name.rsplit_once([' ', '.', '_', '-', '(', '['])?;
    let tag = tag.to_lowercase();
    let column = synonym(base).filter(|column| BY_LANGUAGE.contains(&column.as_str()))?;
    ((2..=3).contains(&tag.len()) && is_language(&tag)).then(|| format!("{column}.{tag}"))
}

/// Names that a misspelt one may mean, with its own language or number.
pub(super) fn list_candidates(name: &str, extra_fields: &[String]) -> Vec<String> {
    let parts: Vec<&str> = name.split('.').collect();
    let mut known: Vec<String> = COLUMNS.iter().map(|&column| column.to_owned()).collect();
    match parts[..] {
        [_, language] if is_language(language) => {
            known.extend(BY_LANGUAGE.map(|key| format!("{key}.{language}")));
        }
        ["addressee", "title", language, _] => {
            known.extend(GENDERS.map(|gender| format!("addressee.title.{language}.{gender}")));
        }
        [_, _, language, _] => {
            known.extend(StyleParts::NAMES.map(|part| format!("addressee.styles.{language}.{part}")))
        }
        [_, _, language, gender, _] => {
            known
                .extend(StyleParts::NAMES.map(|part| format!("addressee.styles.{language}.{gender}.{part}")));
        }
        [_, number, _] => known.extend(COPIES.map(|part| format!("copies.{number}.{part}"))),
        _ => {}
    }
    known.extend(extra_fields.iter().cloned());
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_understood_as_offices_write_them() {
        let extra = ["desk".to_owned(), "File No".to_owned()];
        let cases = [
            ("emails", "emails", true),
            ("E-mail", "emails", false),
            ("E-MAIL ADDRESS(ES)", "emails", false),
            ("Language", "languages", false),
            ("Second language", "second_language", false),
            ("Ministry (FR)", "ministry.fr", false),
            ("ministry_fr", "ministry.fr", false),
            ("City.EN", "city.en", false),
            ("Town [ar]", "city.ar", false),
            ("Address (fr)", "address.fr", false),
            ("Sex", "addressee.gender", false),
            ("Addressee name", "addressee.name", false),
            ("ISO", "iso", true),
            ("ISO code", "iso", false),
            ("Desk", "fields.desk", false),
            ("file no.", "fields.File No", false),
            ("COPIES.1.TO", "copies.1.to", false),
            ("copies.1.address.fr", "copies.1.address.fr", true),
        ];
        for (name, path, is_exact) in cases {
            assert_eq!(find_path(name, &extra), Some((path.to_owned(), is_exact)), "{name}");
        }
        for unknown in
            ["", "Name", "Country", "Title", "izo", "ministry.english language", "emails (fr)", "fr"]
        {
            assert_eq!(find_path(unknown, &extra), None, "{unknown}");
        }
    }
}
