//! What a locale pack must hold beyond the right types: complete lists and known placeholders.
//!
//! The model is taken apart without `..`: a new key does not compile until it is checked or left out on purpose.

use super::countries::NameForms;
use super::direction::direction_of;
use super::forms::{
    AddressWords, Forms, Genders, InSentence, Lines, MinistryName, OfficeForms, SentenceGenders,
};
use super::model::{Dates, Direction, LocaleFile, MonthPairs, Prepositions, Ranges};
use super::note::NoteForms;
use super::pack::LocalePack;
use super::pattern::unknown;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, counted, did_you_mean};
use crate::input::At;

const DATE: &[&str] = &["day", "month", "year"];
const DATELINE: &[&str] = &["day", "month", "year", "place"];
const RANGE: &[&str] = &["day1", "month1", "year1", "day2", "month2", "year2"];
const MONTHS: &[&str] = &["month1", "year1", "month2", "year2"];
const LINES: &[&str] = &["honorific", "name", "title"];
const WORDS: &[&str] = &["short", "in_text", "of", "formal", "formal_of", "entity", "portfolio"];
const MINISTRY: &[&str] = &["short", "in_text", "of", "formal", "formal_of", "rest"];
const BODY: &[&str] = &["ministry_name", "ministry_to", "ministry_pronoun"];
const CLOSE: [&str; 1] = ["vocative"];
const NOTE: &[&str] = &["sender", "to", "addressee"];

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
        note,
        persons: _,
    } = &pack.file;
    let mut problems = check_dates(dates, &of_locale);
    problems.extend(check_prepositions(prepositions.as_ref(), &of_locale));
    problems.extend(check_forms(address, &of_locale));
    problems.extend(check_names(&pack.countries.forms, &of_countries));
    problems.extend(note.iter().flat_map(|note| check_note(note, &of_locale)));
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
        digits,
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
    if let Some(digits) = digits.as_ref().filter(|digits| digits.chars().count() != 10) {
        problems.push(
            Diagnostic::new(
                codes::DIGITS_INCOMPLETE,
                format!("{} given", counted(digits.chars().count(), "digit")),
            )
            .with_location(digits.location(file))
            .with_field("dates.digits")
            .with_hint("write all ten in one word, zero first, such as \"০১২৩৪৫৬৭৮৯\""),
        );
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
/// Patterns of the names of States.
fn check_names(forms: &NameForms, file: &str) -> Problems {
    let NameForms { in_text, of, formal, formal_of } = forms;
    let from_short = [("forms.in_text", in_text), ("forms.of", of), ("forms.formal", formal)];
    let all = from_short.map(|(field, pattern)| (field, pattern, ["short"].as_slice()));
    let all = all.into_iter().chain([("forms.formal_of", formal_of, ["short", "formal"].as_slice())]);
    let given = all.filter_map(|(field, pattern, known)| Some((field, pattern.as_ref()?, known)));
    given.flat_map(|(field, pattern, known)| check_pattern(field, pattern, known, file)).collect()
}

fn check_forms(forms: &Forms, file: &str) -> Problems {
    let Forms {
        lines: Lines { named, unnamed },
        close,
        greeting,
        in_sentence,
        ministries,
        inflects_titles: _,
        offices,
        ranks,
    } = forms;
    let mut problems = check_pattern("address.close", close, &CLOSE, file);
    problems.extend(greeting.iter().flat_map(|text| check_pattern("address.greeting", text, &[], file)));
    for line in named.iter().chain(unnamed) {
        problems.extend(check_pattern("address.lines", line, LINES, file));
    }
    for MinistryName { name, portfolio, in_sentence } in ministries {
        for text in [name, portfolio].into_iter().chain(in_sentence.patterns()) {
            problems.extend(check_pattern("address.ministries", text, MINISTRY, file));
        }
    }
    let SentenceGenders { masculine, feminine, unknown } = in_sentence;
    for text in [masculine, feminine, unknown].into_iter().flat_map(InSentence::patterns) {
        problems.extend(check_pattern("address.in_sentence", text, &[WORDS, LINES].concat(), file));
    }
    let all = offices.values().flat_map(|office| {
        let OfficeForms { portfolio: _, close: _, masculine, feminine, unknown, unnamed, ranks } = office;
        let words = [masculine, feminine, unknown].into_iter().chain(unnamed.all());
        words.chain(ranks.values().flat_map(Genders::all))
    });
    for words in all.chain(ranks.values().flat_map(Genders::all)) {
        problems.extend(check_words(words, file));
    }
    for OfficeForms { portfolio, close, .. } in offices.values() {
        problems.extend(portfolio.iter().flat_map(|text| check_pattern("address.offices", text, &[], file)));
        problems.extend(close.iter().flat_map(|text| check_pattern("address.offices", text, &CLOSE, file)));
    }
    problems
}

fn check_words(words: &AddressWords, file: &str) -> Problems {
    let AddressWords { honorific, title, lines, salutation, vocative, close, in_sentence } = words;
    let with = |more: &[&'static str]| [WORDS, more].concat();
    let patterns = [
        (honorific.iter().collect(), WORDS.to_vec()),
        (title.iter().collect(), WORDS.to_vec()),
        (lines.iter().flatten().collect(), with(LINES)),
        (salutation.iter().chain(vocative).collect(), with(&["name"])),
        (close.iter().collect(), CLOSE.to_vec()),
        (in_sentence.patterns().collect::<Vec<_>>(), with(&[LINES, BODY].concat())),
    ];
    let check = |(patterns, known): (Vec<&At<String>>, Vec<&str>)| -> Problems {
        patterns
            .into_iter()
            .flat_map(|pattern| check_pattern("address.offices", pattern, &known, file))
            .collect()
    };
    patterns.into_iter().flat_map(check).collect()
}

fn check_note(note: &NoteForms, file: &str) -> Problems {
    let NoteForms { opening, renewal, contractions: _, institutions } = note;
    let mut problems = Problems::new();
    for (field, formula) in [("note.opening", opening), ("note.renewal", renewal)] {
        for text in formula.iter() {
            problems.extend(check_pattern(field, text, NOTE, file));
        }
    }
    for text in institutions.values().flat_map(InSentence::patterns) {
        problems.extend(check_pattern("note.institutions", text, WORDS, file));
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
