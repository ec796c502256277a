//! One language's pack, and what it answers without a rule of its own.

use jiff::civil::Date;

use super::countries::{Country, CountryFile, CountryNames};
use super::model::LocaleFile;

/// One language, read and checked.
#[derive(Debug, Clone)]
pub struct LocalePack {
    pub(super) file: LocaleFile,
    pub(super) countries: CountryFile,
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

    /// Names of a State, by ISO alpha-3 code, on a given day; `None` where the pack lacks any of them.
    #[must_use]
    pub fn country(&self, iso: &str, as_of: Date) -> Option<CountryNames<'_>> {
        self.countries.countries.get(iso).and_then(|country| country.names(as_of))
    }

    /// What post calls the country of a State, on a given day.
    #[must_use]
    pub fn postal_name(&self, iso: &str, as_of: Date) -> Option<&str> {
        let own = self.countries.countries.get(iso)?.postal.as_deref();
        own.or_else(|| self.country(iso, as_of).map(|names| names.short))
    }

    /// The names that the pack lacks of a State, by their keys; `None` where it has not even the short one.
    #[must_use]
    pub fn missing_names(&self, iso: &str) -> Option<Vec<&'static str>> {
        self.countries.countries.get(iso).map(Country::missing)
    }

    /// ISO codes of the States the pack has names for.
    pub fn country_codes(&self) -> impl Iterator<Item = &str> {
        self.countries.countries.keys().map(String::as_str)
    }
}
