//! The postal address of a row: the lines of its columns, then postcode and city, then the country, as far as they are not there.

use super::model::AddressEnd;
use crate::locale::{name_states, state_name};
use crate::names::fold_words;

/// What a row says of where its recipient is.
#[derive(Debug, Default)]
pub(super) struct Whereabouts {
    pub(super) lines: Vec<String>,
    pub(super) postcode: Option<String>,
    pub(super) city: Option<String>,
    /// The country as the row writes it.
    pub(super) country: Option<String>,
}

impl Whereabouts {
    /// The lines of the address; none where neither a line nor a city is given.
    pub(super) fn address(mut self, ends_with: &[AddressEnd]) -> Vec<String> {
        if self.lines.is_empty() && self.city.is_none() {
            return self.lines;
        }
        for end in ends_with {
            match end {
                AddressEnd::City => self.lines.extend(self.city_line()),
                AddressEnd::Country => self.lines.extend(self.country_line()),
            }
        }
        self.lines
    }

    /// Postcode and city, without what a line has already.
    fn city_line(&self) -> Option<String> {
        let is_there = |text: &&str| {
            let text = fold_words(text);
            self.lines.iter().any(|line| fold_words(line).contains(&text))
        };
        let parts = [self.postcode.as_deref(), self.city.as_deref()];
        let missing: Vec<&str> = parts.into_iter().flatten().filter(|text| !is_there(text)).collect();
        (!missing.is_empty()).then(|| missing.join(" "))
    }

    fn country_line(&self) -> Option<String> {
        let country = self.country.as_deref()?;
        let states = name_states(country);
        let is_code = country.chars().all(|c| c.is_ascii_alphanumeric()) && country.len() <= 3;
        let name = match states {
            [state] if is_code => state_name(state)?,
            _ => country,
        };
        let last = self.lines.last().map_or("", String::as_str);
        // Singapore and Tunis are cities of countries that have the same name.
        let is_city = self.city.as_deref().is_some_and(|city| fold_words(last).ends_with(&fold_words(city)));
        let is_there =
            fold_words(last) == fold_words(name) || !states.is_empty() && name_states(last) == states;
        (!is_there || is_city).then(|| name.to_uppercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_with_city_and_country_once() {
        let ends = [AddressEnd::City, AddressEnd::Country];
        for (lines, postcode, city, country, address) in [
            (
                &["Rue de la Loi 16"][..],
                "1040",
                "Bruxelles",
                "Belgique",
                &["Rue de la Loi 16", "1040 Bruxelles", "BELGIQUE"][..],
            ),
            (
                &["Rue 16, 1040 Bruxelles"],
                "1040",
                "Bruxelles",
                "Belgium",
                &["Rue 16, 1040 Bruxelles", "BELGIUM"],
            ),
            (&["Rue 16", "Bruxelles"], "1040", "Bruxelles", "", &["Rue 16", "Bruxelles", "1040"]),
            (&["1 Road", "NORWAY"], "", "", "Norge", &["1 Road", "NORWAY", "NORGE"]),
            (&["1 Road", "NORWAY"], "", "", "NO", &["1 Road", "NORWAY"]),
            (&["1 Road"], "", "", "NOR", &["1 Road", "NORWAY"]),
            (&["1 Road"], "", "Singapore", "Singapore", &["1 Road", "Singapore", "SINGAPORE"]),
            (&[], "", "Dakar", "Sénégal", &["Dakar", "SÉNÉGAL"]),
            (&[], "", "", "Sénégal", &[]),
            (&["شارع"], "", "القاهرة", "مصر", &["شارع", "القاهرة", "مصر"]),
        ] {
            let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let where_it_is = Whereabouts {
                lines: lines.iter().map(ToString::to_string).collect(),
                postcode: text(postcode),
                city: text(city),
                country: text(country),
            };
            assert_eq!(where_it_is.address(&ends), address, "{lines:?}");
        }
    }
}
