//! What a locale pack must hold beyond the right types: complete lists and known placeholders.
//!
//! The model is taken apart without `..`: a new key does not compile until it is checked or left out on purpose.

use super::direction::direction_of;
use super::model::{
    AddressWords, Dates, Direction, Forms, Genders, Lines, LocaleFile, MonthPairs, Prepositions, Ranges,
};
use super::pack::LocalePack;
use super::pattern::unknown;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, counted, did_you_mean};
use crate::input::At;

const DATE: &[&str] = &["day", "month", "year"];
const DATELINE: &[&str] = &["day", "month", "year", "place"];
const RANGE: &[&str] = &["day1", "month1", "year1", "day2", "month2", "year2"];
const MONTHS: &[&str] = &["month1", "year1", "month2", "year2"];
const LINES: &[&str] = &["honorific", "name", "title"];
const WORDS: &[&str] = &["short", "in_text", "of", "formal", "formal_of", "entity"];

/// Finds what is wrong with the pack of a language; `folder` is the path of its folder.
pub(super) fn check(pack: &LocalePack, folder: &str, language: &str) -> Problems {
    let (of_locale, of_countries) = (format!("{folder}/locale.yaml"), format!("{folder}/countries.yaml"));
    let LocaleFile {
        format: _,
        locale,
        name: _,
        direction,
        typography: _,
        labels: _,
        dates,
        prepositions,
        address,
    } = &pack.file;
    let mut problems = check_dates(dates, &of_locale);
    problems.extend(check_prepositions(prepositions.as_ref(), &of_locale));
    problems.extend(check_forms(address, &of_locale));
    problems.extend(check_direction(*direction, language, &of_locale));
    for (tag, file, name) in
        [(locale, &of_locale, "locale.yaml"), (&pack.countries.locale, &of_countries, "countries.yaml")]
    {
        if tag.value != language {
            problems.push(
                Diagnostic::new(codes::LOCALE_TAG, format!("{name} says it is for `{}`", tag.value))
                    .with_location(tag.location(file))
                    .with_field("locale")
                    .with_hint(format!("write `locale: {language}`, the name of the folder")),
            );
        }
    }
    problems
}

/// A language whose script runs the other way would be set mirrored.
fn check_direction(direction: Direction, language: &str, file: &str) -> Option<Diagnostic> {
    let expected = direction_of(language);
    let name = |direction| match direction {
        Direction::Ltr => ("ltr", "left to right"),
        Direction::Rtl => ("rtl", "right to left"),
    };
    let ((given, _), (key, way)) = (name(direction), name(expected));
    let other = if expected == Direction::Rtl { "Latn" } else { "Arab" };
    (direction != expected).then(|| {
        let message = format!("`{language}` is written from {way}, and its direction is `{given}`");
        Diagnostic::new(codes::LOCALE_DIRECTION, message)
            .with_location(Location::file(file))
            .with_field("direction")
            .with_hint(format!(
                "write `direction: {key}`, or name the script in the tag, such as `{language}-{other}`"
            ))
    })
}

fn check_dates(dates: &Dates, file: &str) -> Problems {
    let Dates {
        months,
        months_in,
        month_pairs,
        contractions: _,
        first_day: _,
        date,
        dateline,
        range,
        range_plain,
    } = dates;
    let mut problems = check_pattern("dates.date", date, DATE, file);
    problems.extend(check_pattern("dates.dateline", dateline, DATELINE, file));
    for (field, ranges) in [("dates.range", range), ("dates.range_plain", range_plain)] {
        let Ranges { day, month, year, years } = ranges;
        problems.extend(check_pattern(field, day, DATE, file));
        for text in [month, year, years] {
            problems.extend(check_pattern(field, text, RANGE, file));
        }
    }
    if let Some(MonthPairs { year, years }) = month_pairs {
        for pattern in [year, years] {
            problems.extend(check_pattern("dates.month_pairs", pattern, MONTHS, file));
        }
    }
    let months = [("dates.months", Some(months)), ("dates.months_in", months_in.as_ref())];
    for (field, months) in months.into_iter().filter_map(|(field, months)| Some((field, months?))) {
        if months.len() != 12 {
            problems.push(
                Diagnostic::new(
                    codes::MONTHS_INCOMPLETE,
                    format!("{} listed", counted(months.len(), "month")),
                )
                .with_location(months.location(file))
                .with_field(field)
                .with_hint("list all twelve, January first"),
            );
        }
    }
    problems
}

fn check_prepositions(prepositions: Option<&Prepositions>, file: &str) -> Problems {
    let Some(Prepositions { in_place, in_month, of_month, inflects_place: _, changes: _ }) = prepositions
    else {
        return Problems::new();
    };
    let mut problems = check_pattern("prepositions.in_place", in_place, &["place"], file);
    problems.extend(check_pattern("prepositions.in_month", in_month, &["month"], file));
    problems.extend(check_pattern("prepositions.of_month", of_month, &["month"], file));
    problems
}

fn check_forms(forms: &Forms, file: &str) -> Problems {
    let Forms { lines: Lines { named, unnamed }, close, offices, ranks } = forms;
    let mut problems = check_pattern("address.close", close, &["vocative"], file);
    for line in named.iter().chain(unnamed) {
        problems.extend(check_pattern("address.lines", line, LINES, file));
    }
    for Genders { masculine, feminine, unknown } in offices.values().chain(ranks.values()) {
        for AddressWords { honorific, title, salutation, vocative } in [masculine, feminine, unknown] {
            for text in [honorific, title, salutation, vocative].into_iter().flatten() {
                problems.extend(check_pattern("address.offices", text, WORDS, file));
            }
        }
    }
    problems
}

/// Finds placeholders of a pattern that are not among the known ones.
fn check_pattern(field: &str, pattern: &At<String>, known: &[&str], file: &str) -> Problems {
    unknown(pattern, known)
        .into_iter()
        .map(|name| {
            Diagnostic::new(codes::PATTERN_UNKNOWN, format!("unknown placeholder `{{{name}}}`"))
                .with_location(pattern.location(file))
                .with_field(field)
                .with_hint(did_you_mean(name, known.iter().copied()))
        })
        .collect()
}
