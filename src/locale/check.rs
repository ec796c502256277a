//! What a locale pack must hold beyond the right types: complete lists and known placeholders.

use super::model::{Genders, Ranges};
use super::pack::LocalePack;
use super::pattern::unknown;
use crate::diagnostic::{Diagnostic, Problems, codes, counted, did_you_mean};
use crate::input::At;

const DATE: &[&str] = &["day", "month", "year"];
const DATELINE: &[&str] = &["day", "month", "year", "place"];
const RANGE: &[&str] = &["day1", "month1", "year1", "day2", "month2", "year2"];
const LINES: &[&str] = &["honorific", "name", "title"];
const WORDS: &[&str] = &["short", "in_text", "of", "formal", "formal_of", "entity"];

pub(super) fn check(pack: &LocalePack, folder: &str, language: &str) -> Problems {
    let file = format!("{folder}/locale.yaml");
    let mut problems = Problems::new();
    let mut pattern = |field: &str, text: &At<String>, known: &[&str]| {
        for name in unknown(text, known) {
            problems.push(
                Diagnostic::new(codes::PATTERN_UNKNOWN, format!("unknown placeholder `{{{name}}}`"))
                    .with_location(text.location(&file))
                    .with_field(field)
                    .with_hint(did_you_mean(name, known.iter().copied())),
            );
        }
    };
    let dates = &pack.file.dates;
    pattern("dates.date", &dates.date, DATE);
    pattern("dates.dateline", &dates.dateline, DATELINE);
    for (name, Ranges { day, month, year, years }) in
        [("dates.range", &dates.range), ("dates.range_plain", &dates.range_plain)]
    {
        pattern(name, day, DATE);
        for text in [month, year, years] {
            pattern(name, text, RANGE);
        }
    }
    let address = &pack.file.address;
    pattern("address.close", &address.close, &["vocative"]);
    for line in address.lines.named.iter().chain(&address.lines.unnamed) {
        pattern("address.lines", line, LINES);
    }
    for Genders { masculine, feminine, unknown } in address.offices.values().chain(address.ranks.values()) {
        for words in [masculine, feminine, unknown] {
            for text in
                [&words.honorific, &words.title, &words.salutation, &words.vocative].into_iter().flatten()
            {
                pattern("address.offices", text, WORDS);
            }
        }
    }
    let months_in = dates.months_in.as_ref().map(|months| ("dates.months_in", months));
    for (field, months) in [Some(("dates.months", &dates.months)), months_in].into_iter().flatten() {
        if months.len() != 12 {
            problems.push(
                Diagnostic::new(
                    codes::MONTHS_INCOMPLETE,
                    format!("{} listed", counted(months.len(), "month")),
                )
                .with_location(months.location(&file))
                .with_field(field)
                .with_hint("list all twelve, January first"),
            );
        }
    }
    for (name, tag, at) in [
        ("locale.yaml", &pack.file.locale, &file),
        ("countries.yaml", &pack.countries.locale, &format!("{folder}/countries.yaml")),
    ] {
        if tag.value != language {
            problems.push(
                Diagnostic::new(codes::LOCALE_TAG, format!("{name} says it is for `{}`", tag.value))
                    .with_location(tag.location(at))
                    .with_field("locale")
                    .with_hint(format!("write `locale: {language}`, the name of the folder")),
            );
        }
    }
    problems
}
