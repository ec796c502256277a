//! In which languages post reads the country of an address, by the State where it is posted.
//!
//! The Universal Postal Union writes it in French or in a language known in the country of posting. English is read everywhere too.

use super::states::{name_states, state_name_in};

/// States whose post reads another language of those that come with the program before English and French.
const FIRST: [(&str, &str); 2] = [
    ("es", "ARG BOL CHL COL CRI CUB DOM ECU ESP GNQ GTM HND MEX NIC PAN PER PRY SLV URY VEN"),
    (
        "fr",
        "BDI BEL BEN BFA CAF CHE CIV CMR COD COG COM DJI DZA FRA GAB GIN HTI LUX MAR MCO MDG MLI MRT NER SEN TCD TGO TUN",
    ),
];

/// The languages of the Universal Postal Union's addresses: its own, and the one read everywhere.
const EVERYWHERE: [&str; 2] = ["en", "fr"];

/// The languages in which post reads the country of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    languages: Vec<String>,
}

impl Posting {
    /// Posting in a State, given by its ISO alpha-3 code; the languages read everywhere where it is not known.
    #[must_use]
    pub fn from_state(state: Option<&str>) -> Self {
        let own = FIRST.iter().filter(|(_, states)| state.is_some_and(|state| states.contains(state)));
        let mut languages: Vec<String> = own.map(|(language, _)| (*language).to_owned()).collect();
        for language in EVERYWHERE {
            if !languages.iter().any(|known| known == language) {
                languages.push(language.to_owned());
            }
        }
        Self { languages }
    }

    /// Posting where the first of some languages is read best; those without names of States are left out.
    #[must_use]
    pub fn in_languages<'a>(languages: impl IntoIterator<Item = &'a str>) -> Self {
        let primary = languages.into_iter().map(|language| language.split('-').next().unwrap_or(language));
        Self { languages: primary.filter(|language| names_states(language)).map(str::to_owned).collect() }
    }

    /// The languages, the first of them read best.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.iter().map(String::as_str)
    }

    /// The language to write a country in: the first of those wished for that post reads, else the one read best.
    #[must_use]
    pub fn choose<'a>(&'a self, wished: &[&str]) -> &'a str {
        let reads = |language: &&str| {
            let primary = language.split('-').next().unwrap_or(language);
            self.languages.iter().find(|known| known.eq_ignore_ascii_case(primary))
        };
        wished.iter().find_map(reads).or(self.languages.first()).map_or("en", String::as_str)
    }
}

/// Whether there are names of States in a language, in Latin letters.
#[must_use]
pub fn names_states(language: &str) -> bool {
    let primary = language.split('-').next().unwrap_or(language);
    state_name_in(primary, "FRA").is_some_and(super::script::is_latin)
}

/// The ISO alpha-3 code of the one State that a code or a name means.
#[must_use]
pub fn find_state(text: &str) -> Option<&'static str> {
    match name_states(text) {
        [state] => Some(state),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_is_written_in_a_language_known_where_it_is_posted() {
        for (state, wished, language) in [
            (Some("CHE"), &["fr", "en"][..], "fr"),
            (Some("CHE"), &["es", "en"], "en"),
            (Some("CHE"), &["es", "ru"], "fr"),
            (Some("THA"), &["fr"], "fr"),
            (Some("THA"), &["ru"], "en"),
            (Some("MEX"), &["es-MX"], "es"),
            (Some("MEX"), &["zh"], "es"),
            (None, &["es"], "en"),
        ] {
            assert_eq!(Posting::from_state(state).choose(wished), language, "{state:?} {wished:?}");
        }
        assert_eq!(Posting::in_languages(["de-CH", "fr-CH"]).choose(&["en"]), "fr");
    }

    #[test]
    fn states_are_in_the_table_once() {
        for (_, states) in FIRST {
            for state in states.split(' ') {
                assert_eq!(find_state(state), Some(state));
                assert_eq!(FIRST.iter().filter(|(_, states)| states.contains(state)).count(), 1, "{state}");
            }
        }
        assert_eq!(
            ["CH", "Switzerland", "Congo", ""].map(find_state),
            [Some("CHE"), Some("CHE"), None, None]
        );
    }
}
