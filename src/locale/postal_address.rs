//! The postal address in a letter: the lines that are given, with the city and the State where these do not say them, and on what
//! travels by post also as post reads it.
//!
//! The country stands last and in capitals, in a language known where it is posted, and an address in another script is there in Latin
//! letters too (Universal Postal Union, Convention Manual, articles 17-107; Swiss Post, "Addressing items correctly"). No line is left
//! out because it is like another: `Djibouti` is a city and a State.

use unicode_normalization::char::is_combining_mark;

use super::cldr::is_name_of;
use super::local_lines::LocalLines;
use super::local_text::LocalText;
use super::posting::Posting;
use super::script::{Script, is_latin};
use super::state_lines::StateLines;
use super::states::{name_states, postal_name_in};
use crate::names::fold_words;

/// Where somebody is, as a list says it.
#[derive(Debug, Clone, Copy)]
pub struct PostalPlace<'a> {
    /// The lines of the address.
    pub lines: &'a LocalLines,
    /// The city.
    pub city: &'a LocalText,
    /// The State, as its ISO alpha-3 code.
    pub state: Option<&'a str>,
}

/// An address in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostalAddress {
    /// Its lines above that of the country.
    lines: Vec<String>,
    /// The line of the country.
    country: Option<String>,
    /// The State it is in, where that is known.
    state: Option<String>,
}

/// An address as post reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostedAddress {
    /// Its lines in the language it is asked for, the country last.
    pub lines: Vec<String>,
    /// Its lines in Latin letters, where the others have some that are not, beginning with the name of who is there.
    pub latin: Vec<String>,
}

impl PostedAddress {
    /// The form in Latin letters on two lines, the country by itself.
    pub fn latin_in_short(&self) -> impl Iterator<Item = String> {
        let (country, rest) =
            self.latin.split_last().map_or((None, &[][..]), |(last, rest)| (Some(last), rest));
        Some(rest.join(", ")).filter(|line| !line.is_empty()).into_iter().chain(country.cloned())
    }
}

impl PostalAddress {
    /// All lines, the country last.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.lines.iter().chain(&self.country).cloned().collect()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.country.is_none()
    }

    /// Whether it has nothing above the line of the country.
    #[must_use]
    pub fn is_country_alone(&self) -> bool {
        self.lines.is_empty()
    }
}

impl PostalPlace<'_> {
    /// The address in a language; `name` gives the short name of a State in it.
    #[must_use]
    pub fn address<'n>(&self, language: &str, name: impl Fn(&str) -> Option<&'n str>) -> PostalAddress {
        let given = self.lines.get_or_first(language).iter().map(|line| line.trim());
        let mut lines: Vec<String> = given.filter(|line| !line.is_empty()).map(str::to_owned).collect();
        let found = find_country(&lines, self.state);
        let is_within = matches!(found, Country::Within(_));
        let (state, line) = match found {
            Country::Line(state) => (Some(state), lines.pop()),
            Country::Word(state) => {
                lines.pop();
                (Some(state), None)
            }
            Country::Within(state) => (Some(state), None),
            Country::None => (self.state.map(str::to_owned), None),
            Country::Unclear => (None, None),
        };
        self.put_city(&mut lines, language);
        let country = match (&state, line) {
            (Some(state), Some(line)) => Some(in_language(line, state, language, name(state))),
            (Some(state), None) if !is_within && !lines.is_empty() => name(state).map(str::to_uppercase),
            (_, line) => line,
        };
        PostalAddress { lines, country, state }
    }

    /// The address as post reads it: `address` with its country in the language `posting` chooses of some, and below it the
    /// form in Latin letters where it is in others, beginning with the name of who is there.
    #[must_use]
    pub fn posted(
        &self,
        address: &PostalAddress,
        who: &LocalText,
        posting: &Posting,
        wished: &[&str],
    ) -> PostedAddress {
        if address.is_empty() {
            return PostedAddress::default();
        }
        let read = posting.choose(wished);
        let country = address.state.as_deref().and_then(|state| {
            let is_read = |line: &&String| {
                let languages = StateLines::known().languages_of(line, state);
                posting.languages().any(|language| languages.contains(&language))
            };
            let own = address.country.as_ref().filter(is_read).map(|line| line.to_uppercase());
            own.or_else(|| postal_name_in(read, state).map(str::to_uppercase))
        });
        if address.lines.iter().chain(&address.country).all(|line| is_latin(line)) {
            let country = country.as_ref().or(address.country.as_ref());
            let lines = address.lines.iter().chain(country).cloned().collect();
            return PostedAddress { lines, latin: Vec::new() };
        }
        let latin = self.latin_lines(posting, read);
        let who = latin_text(who, posting, read).filter(|_| !latin.is_empty());
        let latin = who.into_iter().chain(latin).chain(country).collect();
        PostedAddress { lines: address.lines(), latin }
    }

    /// Whether an address in another script has a form in Latin letters.
    #[must_use]
    pub fn has_latin(&self) -> bool {
        let posting = Posting::from_state(None);
        !self.latin_lines(&posting, posting.choose(&[])).is_empty()
    }

    /// The lines above the country in Latin letters; none where neither an address nor a city is given in them.
    fn latin_lines(&self, posting: &Posting, read: &str) -> Vec<String> {
        let languages = std::iter::once(read).chain(posting.languages()).chain(self.lines.languages());
        let known =
            languages.filter(|language| self.lines.get(language).is_some_and(|lines| !lines.is_empty()));
        let addresses = known.map(|language| self.address(language, |state| postal_name_in(read, state)));
        let latin = addresses
            .map(|address| address.lines)
            .find(|lines| !lines.is_empty() && lines.iter().all(|line| is_latin(line)));
        latin.unwrap_or_else(|| latin_text(self.city, posting, read).into_iter().collect())
    }

    /// Names the city in the language, where a line is its name in another, and puts it last where no line says it.
    fn put_city(&self, lines: &mut Vec<String>, language: &str) {
        let names: Vec<String> = self.city.texts().map(fold_words).filter(|name| !name.is_empty()).collect();
        let city = self.city.get_or_first(language).trim();
        if names.is_empty() || city.is_empty() {
            return;
        }
        if self.city.get(language).is_some() {
            for line in lines.iter_mut().filter(|line| names.contains(&fold_words(line))) {
                city.clone_into(line);
            }
        }
        let says = |line: &String| {
            let line = fold_words(line);
            names.iter().any(|name| line.contains(name))
        };
        // A city in one script does not show that an address in another lacks it.
        let script = lines.iter().find_map(|line| Script::of_text(line));
        let is_comparable = script.is_none() || script == Script::of_text(city);
        if is_comparable && !lines.iter().any(says) {
            lines.push(city.to_owned());
        }
    }
}

/// What the last line of an address says of the country.
enum Country {
    /// It is the name of this State and nothing else.
    Line(String),
    /// It is another word for this State, such as its code or a name in two languages.
    Word(String),
    /// It names this State beside a city or a postcode.
    Within(String),
    /// It names none.
    None,
    /// It may name another State, or several.
    Unclear,
}

fn find_country(lines: &[String], state: Option<&str>) -> Country {
    let Some(last) = lines.last() else { return Country::None };
    let states = StateLines::known();
    match (states.exact(last).as_slice(), state) {
        ([], _) => {}
        (exact, Some(state)) if exact.contains(&state) && is_plain(last) => {
            return Country::Line(state.to_owned());
        }
        (exact, Some(state)) if exact.contains(&state) => return Country::Word(state.to_owned()),
        ([only], _) => return Country::Line((*only).to_owned()),
        _ => return Country::Unclear,
    }
    if let Some(state) = state.filter(|state| means(last, state)) {
        return Country::Word(state.to_owned());
    }
    match (states.find(last).as_slice(), state) {
        ([], Some(state)) if is_in_other_language(last, state) => Country::Word(state.to_owned()),
        ([], _) => Country::None,
        (found, Some(state)) if found.contains(&state) => Country::Within(state.to_owned()),
        _ => Country::Unclear,
    }
}

/// States whose capital has the name of the State, in some languages at least: a line may be either.
const CITIES: [&str; 12] =
    ["DJI", "DZA", "GTM", "KWT", "LUX", "MCO", "MEX", "PAN", "SGP", "SMR", "TUN", "VAT"];

/// Whether a line is the name of this State in a language that does not come with the program, such as `Frankreich`.
fn is_in_other_language(line: &str, state: &str) -> bool {
    let has_digit = line.chars().any(char::is_numeric);
    !has_digit && !CITIES.contains(&state) && is_name_of(line, state)
}

/// Whether a line has nothing but what names have: `France*` and `🇫🇷 France` have more.
fn is_plain(line: &str) -> bool {
    let is_of_name = |c: char| {
        c.is_alphabetic() || c.is_whitespace() || is_combining_mark(c) || "'’-–.,()（）&/".contains(c)
    };
    line.chars().all(is_of_name)
}

/// Whether a line means this State by a word that no letter is printed with: a code, a short form, names in several languages, or a
/// word that means other States too.
fn means(line: &str, state: &str) -> bool {
    let is_meant = |word: &str| word.chars().any(char::is_alphabetic) && name_states(word).contains(&state);
    let words: Vec<&str> =
        line.split(['/', '(', ')']).map(str::trim).filter(|word| !word.is_empty()).collect();
    is_meant(line)
        || words.len() > 1
            && words.iter().all(|word| is_meant(word) || StateLines::known().exact(word) == [state])
}

/// A country's line in a language: as it is given, unless it is its name in other languages alone.
fn in_language(line: String, state: &str, language: &str, name: Option<&str>) -> String {
    let languages = StateLines::known().languages_of(&line, state);
    let primary = language.split('-').next().unwrap_or(language);
    match name {
        Some(name) if !languages.is_empty() && !languages.contains(&primary) => name.to_uppercase(),
        _ => line,
    }
}

/// A text in Latin letters, in the language that is read best.
fn latin_text(text: &LocalText, posting: &Posting, read: &str) -> Option<String> {
    let best = std::iter::once(read).chain(posting.languages()).filter_map(|language| text.get(language));
    best.chain(text.texts()).find(|text| !text.trim().is_empty() && is_latin(text)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json};

    use super::*;

    const FRANCE: &str = "FRA";

    /// The address of a place in a language, and its form for post from a State, the lines joined.
    fn set(lines: &Value, city: &Value, state: &str, language: &str, from: &str) -> [String; 3] {
        let lines: LocalLines = from_value(lines.clone()).unwrap();
        let city: LocalText = from_value(city.clone()).unwrap();
        let place =
            PostalPlace { lines: &lines, city: &city, state: Some(state).filter(|state| !state.is_empty()) };
        let address = place.address(language, |state| postal_name_in(language, state));
        let who = LocalText::Same("Office".to_owned());
        let posted = place.posted(&address, &who, &Posting::from_state(Some(from)), &[language, "en"]);
        [address.lines(), posted.lines, posted.latin].map(|lines| lines.join(" / "))
    }

    fn address(lines: &Value, city: &Value, state: &str, language: &str) -> String {
        let [address, ..] = set(lines, city, state, language, "CHE");
        address
    }

    #[test]
    fn city_and_country_are_those_of_the_language() {
        let bern = json!({ "de": "Bern", "en": "Bern", "fr": "Berne" });
        for (lines, city, state, language, expected) in [
            (json!([]), bern.clone(), "CHE", "fr", "Berne / SUISSE"),
            (json!([]), bern.clone(), "CHE", "ru", "Bern / ШВЕЙЦАРИЯ"),
            (json!(["Berne", "SUISSE"]), bern.clone(), "CHE", "en", "Bern / SWITZERLAND"),
            (json!(["3003 Bern"]), bern.clone(), "CHE", "fr", "3003 Bern / SUISSE"),
            (
                json!(["Bundesgasse 1", "CH-3003 Bern"]),
                bern.clone(),
                "CHE",
                "en",
                "Bundesgasse 1 / CH-3003 Bern / SWITZERLAND",
            ),
            (json!(["PO Box 1", "KENYA"]), json!("Nairobi"), "KEN", "en", "PO Box 1 / Nairobi / KENYA"),
            (json!(["75007 Paris, France"]), json!("Paris"), FRANCE, "es", "75007 Paris, France"),
            (
                json!({ "en": ["1 Street", "Paris"] }),
                json!("Paris"),
                FRANCE,
                "en",
                "1 Street / Paris / FRANCE",
            ),
            // The State's name in languages that do not come with the program, unless its capital may be meant.
            (json!(["Paris", "FRANKREICH"]), json!("Paris"), FRANCE, "en", "Paris / FRANCE"),
            (json!(["Bern", "Zwitserland"]), json!("Bern"), "CHE", "fr", "Bern / SUISSE"),
            (json!(["Rue 1", "Luksemburg"]), json!(""), "LUX", "en", "Rue 1 / Luksemburg / LUXEMBOURG"),
            (json!(["Bern", "Frankreich"]), json!("Bern"), "CHE", "en", "Bern / Frankreich / SWITZERLAND"),
            // Words that no letter is printed with give way to the name.
            (json!(["Yangon", "Burma"]), json!("Yangon"), "MMR", "en", "Yangon / MYANMAR"),
            (
                json!(["Kinshasa", "RDC"]),
                json!("Kinshasa"),
                "COD",
                "fr",
                "Kinshasa / RÉPUBLIQUE DÉMOCRATIQUE DU CONGO",
            ),
            (json!(["Seoul", "Korea"]), json!("Seoul"), "KOR", "en", "Seoul / REPUBLIC OF KOREA"),
            (json!(["Seoul", "S. Korea"]), json!("Seoul"), "KOR", "en", "Seoul / REPUBLIC OF KOREA"),
            (
                json!(["Washington", "America"]),
                json!("Washington"),
                "USA",
                "en",
                "Washington / UNITED STATES OF AMERICA",
            ),
            (json!(["Paris", "France*"]), json!("Paris"), FRANCE, "en", "Paris / FRANCE"),
            (json!(["Paris", "🇫🇷 France"]), json!("Paris"), FRANCE, "en", "Paris / FRANCE"),
            (json!(["0251 Oslo", "NO"]), json!("Oslo"), "NOR", "en", "0251 Oslo / NORWAY"),
            (json!(["3003 Bern", "Suisse/Schweiz"]), json!("Bern"), "CHE", "fr", "3003 Bern / SUISSE"),
            (
                json!(["Sacramento", "CA"]),
                json!("Sacramento"),
                "USA",
                "en",
                "Sacramento / CA / UNITED STATES OF AMERICA",
            ),
            (json!(["Geneva", "CH"]), json!("Geneva"), "NOR", "en", "Geneva / CH / NORWAY"),
            (
                json!(["Teheran"]),
                json!("Tehran"),
                "IRN",
                "en",
                "Teheran / Tehran / IRAN (ISLAMIC REPUBLIC OF)",
            ),
            (
                json!(["Tehran", "ISLAMIC REPUBLIC OF IRAN"]),
                json!("Tehran"),
                "IRN",
                "en",
                "Tehran / ISLAMIC REPUBLIC OF IRAN",
            ),
            (json!(["Brussels", "BELGIUM"]), json!(""), "", "fr", "Brussels / BELGIQUE"),
            (json!(["Brussels"]), json!(""), "", "fr", "Brussels"),
            (json!([]), json!(""), FRANCE, "fr", ""),
            (json!(["FRANCE"]), json!(""), FRANCE, "fr", "FRANCE"),
            (json!(["New York, NY 10017, USA"]), json!(""), "KEN", "en", "New York, NY 10017, USA"),
        ] {
            assert_eq!(address(&lines, &city, state, language), expected, "{lines} {city}");
        }
    }

    #[test]
    fn no_line_is_left_out_because_another_is_like_it() {
        for (city, state, language, expected) in [
            (json!({ "ar": "تونس", "fr": "Tunis" }), "TUN", "ar", "تونس / تونس"),
            (json!({ "ar": "جيبوتي", "fr": "Djibouti" }), "DJI", "fr", "Djibouti / DJIBOUTI"),
            (json!("Luxembourg"), "LUX", "fr", "Luxembourg / LUXEMBOURG"),
            (json!("Singapore"), "SGP", "en", "Singapore / SINGAPORE"),
        ] {
            assert_eq!(address(&json!([]), &city, state, language), expected);
            let both = json!([city.as_str().unwrap_or("Tunis"), expected.split(" / ").last()]);
            assert!(address(&both, &city, state, language).contains(" / "), "{both}");
        }
    }

    #[test]
    fn post_reads_the_country_last_and_in_capitals() {
        let paris = || json!({ "en": "Paris", "es": "París", "zh": "巴黎" });
        for (lines, city, state, language, from, expected) in [
            (json!([]), paris(), FRANCE, "es", "CHE", "París / FRANCE"),
            (json!([]), json!("Bern"), "CHE", "es", "CHE", "Bern / SWITZERLAND"),
            (json!([]), json!("Bern"), "CHE", "fr", "THA", "Bern / SUISSE"),
            (json!([]), json!("Bern"), "CHE", "es", "MEX", "Bern / SUIZA"),
            (json!(["Berlin", "DEUTSCHLAND"]), json!("Berlin"), "DEU", "en", "THA", "Berlin / GERMANY"),
            (json!(["75007 Paris, France"]), paris(), FRANCE, "en", "CHE", "75007 Paris, France / FRANCE"),
            (json!(["Paris", "France"]), json!("Paris"), FRANCE, "en", "CHE", "Paris / FRANCE"),
            (json!(["Brussels", "Belgium"]), json!(""), "", "en", "CHE", "Brussels / BELGIUM"),
            (json!(["Brussels"]), json!(""), "", "en", "CHE", "Brussels"),
        ] {
            let [_, posted, latin] = set(&lines, &city, state, language, from);
            assert_eq!((posted.as_str(), latin.as_str()), (expected, ""), "{lines} {city} from {from}");
        }
    }

    #[test]
    fn an_address_in_another_script_is_there_in_latin_letters_too() {
        let beijing = || json!({ "en": "Beijing", "fr": "Beijing", "zh": "北京" });
        for (lines, city, state, language, local, latin) in [
            (json!([]), beijing(), "CHN", "zh", "北京 / 中国", "Office / Beijing / CHINA"),
            (json!(["北京", "中国"]), beijing(), "CHN", "zh", "北京 / 中国", "Office / Beijing / CHINA"),
            (
                json!({ "zh": ["朝阳门南大街2号", "北京"], "en": ["2 Chaoyangmen Nandajie", "Beijing 100701"] }),
                beijing(),
                "CHN",
                "zh",
                "朝阳门南大街2号 / 北京 / 中国",
                "Office / 2 Chaoyangmen Nandajie / Beijing 100701 / CHINA",
            ),
            (json!(["北京"]), json!("北京"), "CHN", "zh", "北京 / 中国", "CHINA"),
            (
                json!(["Minsk", "BELARUS"]),
                json!({ "ru": "Минск" }),
                "BLR",
                "ru",
                "Minsk / БЕЛАРУСЬ",
                "Office / Minsk / BELARUS",
            ),
        ] {
            let [_, own, of_post] = set(&lines, &city, state, language, "CHE");
            assert_eq!((own.as_str(), of_post.as_str()), (local, latin), "{lines} {city}");
        }
    }
}
