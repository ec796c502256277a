//! Locale packs: what a language needs besides prose, as data, and the few rules that use it.
//!
//! A pack is `locale.yaml` (labels, dates, forms of address) and `countries.yaml` in the language's
//! folder. A new language is a new folder; nothing here knows any language by name.

mod address;
mod check;
mod dates;
mod model;
mod pattern;
mod texts;

use std::path::Path;

use jiff::civil::Date;
use serde::de::DeserializeOwned;

pub use address::Address;
pub use model::*;

use crate::diagnostic::{Diagnostic, Location, codes};
use crate::input::decode;

/// One language, read and checked.
#[derive(Debug, Clone)]
pub struct LocalePack {
    file: LocaleFile,
    countries: CountryFile,
}

impl LocalePack {
    /// BCP 47 tag.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.file.locale.value
    }

    /// What `locale.yaml` holds.
    #[must_use]
    pub fn file(&self) -> &LocaleFile {
        &self.file
    }

    /// The names of the twelve months, in each form the language has.
    #[must_use]
    pub fn months(&self) -> Vec<Vec<String>> {
        let dates = &self.file.dates;
        std::iter::once(&dates.months).chain(&dates.months_in).map(|months| months.value.clone()).collect()
    }

    /// Names of a State, by ISO alpha-3 code, on a given day.
    #[must_use]
    pub fn country(&self, iso: &str, as_of: Date) -> Option<CountryNames<'_>> {
        self.countries.countries.get(iso).map(|country| country.names(as_of))
    }

    /// ISO codes of the States the pack has names for.
    pub fn country_codes(&self) -> impl Iterator<Item = &str> {
        self.countries.countries.keys().map(String::as_str)
    }
}

/// Reads the pack of a language; `templates` is the folder's path below `root`, as messages name it.
#[must_use]
pub fn read(root: &Path, templates: &str, language: &str) -> (Option<LocalePack>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let file: Option<LocaleFile> =
        read_file(root, &format!("{templates}/{language}/locale.yaml"), &mut problems);
    let countries: Option<CountryFile> =
        read_file(root, &format!("{templates}/{language}/countries.yaml"), &mut problems);
    let pack = file.zip(countries).map(|(file, countries)| LocalePack { file, countries });
    if let Some(pack) = &pack {
        problems.extend(check::check(pack, &format!("{templates}/{language}"), language));
    }
    (pack, problems)
}

fn read_file<T: DeserializeOwned>(root: &Path, file: &str, problems: &mut Vec<Diagnostic>) -> Option<T> {
    match std::fs::read_to_string(root.join(file)) {
        Ok(text) => {
            let (value, found) = decode(&text, file);
            problems.extend(found);
            value
        }
        Err(error) => {
            problems.push(
                Diagnostic::new(codes::LOCALE_UNREADABLE, format!("cannot read the locale pack ({error})"))
                    .with_location(Location::file(file))
                    .with_hint("copy the file from another language's folder and edit it"),
            );
            None
        }
    }
}

#[cfg(test)]
mod tests;
