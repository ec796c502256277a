//! `locale.yaml`: what a language needs besides prose and country names.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::forms::Forms;
use super::note::NoteForms;
use super::persons::PersonWords;
use crate::input::At;

/// `locale.yaml`: everything a language needs besides prose and country names.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LocaleFile {
    /// Version of this file's format; 1.
    pub format: At<u32>,
    /// BCP 47 tag, the name of the folder.
    pub locale: At<String>,
    /// The language's own name.
    pub name: String,
    /// Direction of writing.
    #[serde(default)]
    pub direction: Direction,
    /// Settings handed on to `layout.typ`.
    #[serde(default)]
    pub typography: BTreeMap<String, String>,
    /// Labels of letter and form.
    pub labels: BTreeMap<String, String>,
    /// Patterns of dates and ranges.
    pub dates: Dates,
    /// The event's place and month with the word before them.
    pub prepositions: Option<Prepositions>,
    /// Forms of address.
    pub address: Forms,
    /// How notes verbales are written, where the mailing's letters are such.
    pub note: Option<NoteForms>,
    /// Words of the first and second person, which letters in the third do without.
    #[serde(default)]
    pub persons: PersonWords,
}

/// Direction of writing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The name, as locale packs and HTML write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// Patterns of dates; `{day}`, `{month}`, `{year}`, `{place}`, and in ranges `{day1}` … `{year2}`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// The twelve months as in a date.
    pub months: At<Vec<String>>,
    /// The twelve months as they follow "in", where that differs.
    pub months_in: Option<At<Vec<String>>>,
    /// Two months that follow each other, as they follow "in".
    pub month_pairs: Option<MonthPairs>,
    /// Replacements for words that meet in a date or range, such as `со 2` for `с 2`.
    #[serde(default)]
    pub contractions: BTreeMap<String, String>,
    /// The ten digits, zero first, that days and years are written in; 0 to 9 where left out.
    pub digits: Option<At<String>>,
    /// How the first of a month is written, where it differs (`1er`).
    pub first_day: Option<String>,
    /// A date.
    pub date: At<String>,
    /// Place and date of a letter.
    pub dateline: At<String>,
    /// A range in running text.
    pub range: Ranges,
    /// A range in a heading or table.
    pub range_plain: Ranges,
}

/// Patterns of a range, by what its two days share.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ranges {
    /// One day only.
    pub day: At<String>,
    /// Two days of one month.
    pub month: At<String>,
    /// Two months of one year.
    pub year: At<String>,
    /// Two years.
    pub years: At<String>,
}

/// Patterns of two months that follow each other: `{month1}`, `{month2}`, `{year1}`, `{year2}`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MonthPairs {
    /// Months of one year.
    pub year: At<String>,
    /// December and January.
    pub years: At<String>,
}

/// Phrases of a preposition and what it governs: `{place}`, `{month}`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prepositions {
    /// The place of the event after "in".
    pub in_place: At<String>,
    /// The month of the event after "in".
    pub in_month: At<String>,
    /// The month of the event after "of".
    pub of_month: At<String>,
    /// Whether a place is inflected after "in", so that only the mailing can give its form, as `place_in` of `event.forms`.
    #[serde(default)]
    pub inflects_place: bool,
    /// Elisions and contractions: how such a phrase begins, and what stands instead, such as `au ` for `à Le `. Letters in
    /// square brackets at the end are those that may follow, and stay: `d’` for `de [aeiouh]`.
    #[serde(default)]
    pub changes: BTreeMap<String, String>,
}
