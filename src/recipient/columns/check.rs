//! What a columns file must hold beyond the right types.

use std::collections::BTreeSet;

use super::model::{ColumnsFile, IdSource};
use crate::diagnostic::{Diagnostic, Problems, codes, did_you_mean};
use crate::input::At;
use crate::locale::{find_language, is_language, name_states};
use crate::recipient::channel::Channel;
use crate::recipient::headings::find_path;
use crate::recipient::words::{find_gender, find_kind};

/// What columns can be besides those of recipient lists.
const OWN: [&str; 4] = ["country", "postcode", "title", "left-out"];

/// Columns that several of a spreadsheet may be.
const SEVERAL: [&str; 7] =
    ["address", "addressee.name", "channels", "emails", "languages", "left-out", "title"];

/// Finds what is wrong with the columns file `file`.
pub(super) fn check(columns: &ColumnsFile, file: &str) -> Problems {
    let part = Part { columns, file };
    let checks = [
        part.check_format(),
        part.check_columns(),
        part.check_ids(),
        part.check_words(),
        part.check_otherwise(),
    ];
    checks.into_iter().flatten().collect()
}

/// What a column may be, besides extra fields and texts of one language.
pub fn column_names() -> impl Iterator<Item = &'static str> {
    // `iso` is another word for `country`.
    let columns = crate::recipient::headings::COLUMNS.into_iter().filter(|name| *name != "iso");
    let (own, left_out) = (OWN.into_iter().take(OWN.len() - 1), OWN.into_iter().skip(OWN.len() - 1));
    own.chain(columns).chain(left_out)
}

/// Whether a column may be `is`; names of extra fields are the mailing's to know.
pub(super) fn is_known(is: &str) -> bool {
    let is_field = is.strip_prefix("fields.").is_some_and(is_field_name);
    OWN.contains(&is) || is_field || matches!(find_path(is, &[]), Some((path, true)) if path == is)
}

fn is_field_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(plain)
}

struct Part<'a> {
    columns: &'a ColumnsFile,
    file: &'a str,
}

impl Part<'_> {
    fn wrong<T>(&self, field: &str, value: &At<T>, message: String, hint: impl Into<String>) -> Diagnostic {
        Diagnostic::new(codes::COLUMNS_VALUE, message)
            .with_location(value.location(self.file))
            .with_field(field)
            .with_hint(hint)
    }

    fn check_format(&self) -> Problems {
        let format = &self.columns.format;
        let wrong = format.value != 1;
        let hint = "write `format: 1`, or use a newer convoke";
        let problem =
            wrong.then(|| self.wrong("format", format, format!("unknown format {}", format.value), hint));
        problem.into()
    }

    fn check_columns(&self) -> Problems {
        let mut problems = Problems::new();
        let mut single = BTreeSet::new();
        for entry in &self.columns.columns {
            let is = entry.is.as_str();
            if !is_known(is) {
                let known = OWN.into_iter().chain(crate::recipient::headings::COLUMNS);
                let message = format!("no column is `{is}`");
                problems.push(self.wrong("is", &entry.is, message, did_you_mean(is, known)));
            } else if !SEVERAL.contains(&is) && !single.insert(if is == "iso" { "country" } else { is }) {
                let message = format!("two columns are `{is}`");
                problems.push(self.wrong(
                    "is",
                    &entry.is,
                    message,
                    "let one of them be `left-out`, or `fields.NAME`",
                ));
            }
            match &entry.language {
                Some(language) if language.value != "own" && !is_language(language) => {
                    let message = format!("`{}` is not a language tag", language.value);
                    let hint = "write a BCP 47 tag, such as fr, or own";
                    problems.push(self.wrong("language", language, message, hint));
                }
                None if is == "title" => {
                    let message = format!("the titles of `{}` are in no language", entry.heading.value);
                    let hint = "add `language:` with the tag of the language they are in, or own";
                    problems.push(self.wrong("language", &entry.heading, message, hint));
                }
                _ => {}
            }
        }
        problems
    }

    fn check_ids(&self) -> Problems {
        let ColumnsFile { columns, ids, given_ids, header_row, .. } = self.columns;
        let has = |is: &str| columns.iter().any(|entry| entry.is.value == is);
        let (is_there, hint) = match ids {
            IdSource::Column => (has("id"), "let a column be `id`, or write `ids: country` or `ids: given`"),
            IdSource::Country => (has("country") || has("iso"), "let a column be `country`"),
            IdSource::Given => (given_ids.is_some(), "let `convoke import` give ids, or write `ids: column`"),
        };
        let message = "no column gives the ids".to_owned();
        (!is_there).then(|| self.wrong("ids", header_row, message, hint)).into()
    }

    fn check_words(&self) -> Problems {
        let mut problems = Problems::new();
        for (column, words) in &self.columns.words {
            for value in words.values().filter(|value| !is_value(column, value)) {
                let message = format!("`{}` is no value of `{column}`", value.value);
                problems.push(self.wrong(&format!("words.{column}"), value, message, values_hint(column)));
            }
        }
        problems
    }

    fn check_otherwise(&self) -> Problems {
        let otherwise = &self.columns.otherwise;
        let kind = otherwise.kind.iter().map(|value| ("kind", value));
        let channels = otherwise.channels.iter().map(|value| ("channels", value));
        let languages = otherwise.languages.iter().map(|value| ("languages", value));
        let wrong = kind.chain(channels).chain(languages).filter(|(column, value)| !is_value(column, value));
        wrong
            .map(|(column, value)| {
                let message = format!("`{}` is no value of `{column}`", value.value);
                self.wrong(&format!("otherwise.{column}"), value, message, values_hint(column))
            })
            .collect()
    }
}

/// Whether a word is a documented value of a column; nothing is one of all.
fn is_value(column: &str, value: &str) -> bool {
    value.is_empty()
        || match column {
            "country" => matches!(name_states(value), [state] if *state == value),
            "kind" => find_kind(value).is_some_and(|kind| kind.name() == value),
            "gender" => {
                find_gender(value).is_some_and(|gender| gender.name() == value)
                    || ["masculine", "feminine"].contains(&value)
            }
            "channels" => Channel::ALL.iter().any(|channel| channel.name() == value),
            "languages" => find_language(value).is_some(),
            "office" | "rank" => true,
            _ => false,
        }
}

fn values_hint(column: &str) -> String {
    match column {
        "country" => "write an ISO alpha-3 code, such as NOR".to_owned(),
        "kind" => "write state or organisation".to_owned(),
        "gender" => "write masculine or feminine".to_owned(),
        "languages" => "write a BCP 47 tag, such as fr".to_owned(),
        "channels" => format!("write one of {}", Channel::ALL.map(Channel::name).join(", ")),
        _ => "name one of country, kind, gender, office, rank, channels, languages".to_owned(),
    }
}
