//! The postal address of a row: the lines of its columns, then postcode and city, then the country, as far as they are not there.

use super::model::AddressEnd;
use super::postcode::follows_city;
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
        if ends_with.contains(&AddressEnd::Country) {
            self.strip_state();
        }
        for end in ends_with {
            match end {
                AddressEnd::City => self.lines.extend(self.city_line()),
                AddressEnd::Country => self.lines.extend(self.country_line()),
            }
        }
        self.lines
    }

    /// The State that the row names, if it is one.
    pub(super) fn state(&self) -> Option<&'static str> {
        match name_states(self.country.as_deref()?) {
            [state] => Some(state),
            _ => None,
        }
    }

    /// Takes the name of the State off what names it behind a comma: `Oslo, Norway`.
    pub(super) fn without_state<'a>(&self, text: &'a str) -> &'a str {
        let parts = text.rsplit_once([',', '،', '，']);
        let named = parts.filter(|(_, last)| self.state().is_some_and(|state| name_states(last) == [state]));
        named.map_or(text, |(rest, _)| rest.trim_end())
    }

    /// Takes the State off the last line, which another line names, where the line has the city still.
    fn strip_state(&mut self) {
        let Some(city) = self.city.as_deref().map(fold_words).filter(|city| !city.is_empty()) else { return };
        let Some(last) = self.lines.last() else { return };
        let rest = self.without_state(last);
        if rest.len() < last.len() && fold_words(rest).contains(&city) {
            let rest = rest.to_owned();
            self.lines.pop();
            self.lines.push(rest);
        }
    }

    /// Postcode and city in the order of the State, without what a line or the other has already.
    fn city_line(&self) -> Option<String> {
        let has = |text: &str, part: &str| !part.is_empty() && fold_words(text).contains(&fold_words(part));
        let is_new = |text: &&str| !text.trim().is_empty() && !self.lines.iter().any(|line| has(line, text));
        let postcode = self.postcode.as_deref().unwrap_or_default().trim();
        let city = self.city.as_deref().unwrap_or_default().trim();
        let is_in_other = |text: &str, other: &str| text != other && has(other, text);
        let parts = [postcode, city]
            .into_iter()
            .zip([city, postcode])
            .filter(|(text, other)| is_new(text) && !is_in_other(text, other));
        let mut parts: Vec<&str> = parts.map(|(text, _)| text).collect();
        if self.state().is_some_and(follows_city) {
            parts.reverse();
        }
        (!parts.is_empty()).then(|| parts.join(" "))
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
            (&["1 Road", "NORWAY"], "", "", "Norge", &["1 Road", "NORWAY"]),
            (&["1 Road, 0150 Oslo, Norway"], "", "Oslo", "NO", &["1 Road, 0150 Oslo", "NORWAY"]),
            (&["1 Road, Norway"], "", "Bergen", "NO", &["1 Road, Norway", "Bergen", "NORWAY"]),
            (&["1 Road, Singapore"], "", "Singapore", "SGP", &["1 Road, Singapore", "SINGAPORE"]),
            (&["1 Road"], "1000-001 Lisboa", "Lisboa", "PRT", &["1 Road", "1000-001 Lisboa", "PORTUGAL"]),
            (
                &["17 Smith Square"],
                "SW1P 3JR",
                "London",
                "GBR",
                &[
                    "17 Smith Square",
                    "London SW1P 3JR",
                    "UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND",
                ],
            ),
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
