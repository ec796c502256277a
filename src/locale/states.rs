//! States by what people call them in the languages that come with the program: names, short names, codes.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::state_codes::{CODES, LOCAL, UNCLEAR, USUAL};
use crate::names::fold_words;

/// The names of States in each language.
const NAMES: [(&str, &str); 6] = [
    ("en", include_str!("../../templates/en/countries.yaml")),
    ("fr", include_str!("../../templates/fr/countries.yaml")),
    ("es", include_str!("../../templates/es/countries.yaml")),
    ("ru", include_str!("../../templates/ru/countries.yaml")),
    ("zh", include_str!("../../templates/zh/countries.yaml")),
    ("ar", include_str!("../../templates/ar/countries.yaml")),
];

/// Articles before names of States.
pub(super) const ARTICLES: [&str; 8] = ["the", "la", "le", "les", "el", "los", "las", "l"];

/// The States that each name, short name and code may mean, by its plain form: made of constants when it is first asked for.
static MEANT: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(list_meant);

/// Today's short names of States by language and code.
static SHORT: LazyLock<HashMap<(&str, &str), &str>> = LazyLock::new(|| {
    let mut short = HashMap::new();
    names_by_language().for_each(|(language, code, name)| {
        short.entry((language, code)).or_insert(name);
    });
    short
});

/// What post calls the countries of States that it does not call by their short names, by language and code.
static POSTAL: LazyLock<HashMap<(&str, &str), &str>> = LazyLock::new(|| {
    values_by_language(&["postal"]).map(|(language, code, name)| ((language, code), name)).collect()
});

/// The ISO alpha-3 codes of all States that somebody may mean by a name, a usual short name, an ISO code of two or three letters or
/// a number of M49: one for most, none for what is no State, several for a word such as `Congo`.
///
/// ```
/// use convoke::locale::name_states;
///
/// assert_eq!(name_states("Russia"), ["RUS"]);
/// assert_eq!(name_states("fr"), ["FRA"]);
/// assert_eq!(name_states("Congo"), ["COD", "COG"]);
/// assert_eq!(name_states("Suisse / Switzerland"), ["CHE"]);
/// assert!(name_states("Ruritania").is_empty());
/// ```
#[must_use]
pub fn name_states(text: &str) -> &'static [&'static str] {
    let find = |text: &str| MEANT.get(&plain(text)).map(Vec::as_slice);
    // `Iran, Islamic Republic of` and `Iran (Islamic Republic of)`.
    let turned = || {
        let (name, rest) = text.trim_end_matches([')', ' ', '*']).split_once([',', '('])?;
        let name = format!("{} {}", rest.trim(), name.trim());
        find(&name).or_else(|| find(&spell_out(&name)))
    };
    let spelt_out = || find(&spell_out(text));
    // Its name in two languages.
    let twice = || {
        let (one, other) = text.split_once('/')?;
        let (one, other) = (find(one)?, find(other)?);
        (one == other).then_some(one)
    };
    find(text).or_else(turned).or_else(twice).or_else(spelt_out).unwrap_or_default()
}

/// A name with its usual abbreviations spelt out, and without the mark of a note.
fn spell_out(text: &str) -> String {
    const SHORT: [(&str, &str); 9] = [
        ("rep", "Republic"),
        ("rép", "République"),
        ("dem", "Democratic"),
        ("fed", "Federal"),
        ("st", "Saint"),
        ("sts", "Saint"),
        ("is", "Islands"),
        ("isl", "Islamic"),
        ("&", "and"),
    ];
    let word = |word: &str| {
        let plain = word.trim_end_matches(|c: char| "*.¹²³⁴⁵⁶⁷⁸⁹".contains(c));
        let spelt = SHORT.iter().find(|(short, _)| *short == plain.to_lowercase());
        spelt.map_or(plain, |(_, long)| long).to_owned()
    };
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// The short name of a State in English, by its ISO alpha-3 code.
#[must_use]
pub fn state_name(code: &str) -> Option<&'static str> {
    state_name_in("en", code)
}

/// The short name of a State in a language that comes with the program, by its ISO alpha-3 code.
#[must_use]
pub fn state_name_in(language: &str, code: &str) -> Option<&'static str> {
    SHORT.get(&(language, code)).copied()
}

/// What post calls the country of a State in a language that comes with the program, by its ISO alpha-3 code.
pub(super) fn postal_name_in(language: &str, code: &str) -> Option<&'static str> {
    POSTAL.get(&(language, code)).copied().or_else(|| state_name_in(language, code))
}

/// The codes and today's short names of all States in a language that comes with the program, by their codes.
pub(super) fn state_names(language: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let codes = CODES.split(", ").filter_map(|codes| codes.split(' ').nth(1));
    codes.filter_map(move |code| Some((code, state_name_in(language, code)?)))
}

/// Whether a text is the ISO alpha-3 code of a State.
#[must_use]
pub fn is_state(code: &str) -> bool {
    CODES.split(", ").any(|codes| codes.split(' ').nth(1) == Some(code))
}

fn list_meant() -> HashMap<String, Vec<&'static str>> {
    let mut meant: HashMap<String, Vec<&'static str>> = HashMap::new();
    let mut note = |name: &str, code: &'static str| {
        let codes = meant.entry(plain(name)).or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    };
    names().for_each(|(code, name)| note(name, code));
    for (code, usual) in USUAL {
        usual.split("; ").for_each(|name| note(name, code));
    }
    LOCAL.into_iter().for_each(|(name, code)| note(name, code));
    for codes in CODES.split(", ") {
        let mut codes = codes.split(' ');
        if let (Some(two), Some(three), Some(number)) = (codes.next(), codes.next(), codes.next()) {
            [two, three, number, number.trim_start_matches('0')].iter().for_each(|code| note(code, three));
        }
    }
    for (words, codes) in UNCLEAR {
        let codes: Vec<&str> = codes.split("; ").collect();
        meant.extend(words.split("; ").map(|word| (plain(word), codes.clone())));
    }
    meant
}

/// The form under which names of States are compared: without accents, signs and an article before it.
fn plain(name: &str) -> String {
    let words = name.trim().replace(['’', '\''], " ");
    let rest = match words.split_once(char::is_whitespace) {
        Some((first, rest)) if ARTICLES.contains(&first.to_lowercase().as_str()) => rest,
        _ => words.as_str(),
    };
    if rest.is_ascii() {
        return fold_words(rest);
    }
    let without_marks: String = rest.nfd().filter(|c| !is_combining_mark(*c)).collect();
    fold_words(&without_marks)
}

/// Codes and names of all States, earlier names too.
pub(super) fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    names_by_language().map(|(_, code, name)| (code, name))
}

/// Languages, codes and names of all States, earlier names too; today's short name of a State comes first.
pub(super) fn names_by_language() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    values_by_language(&["short", "in_text", "formal", "postal"])
}

/// Languages, codes and the values of some keys of all States, in the order of the keys on each line.
fn values_by_language(
    keys: &'static [&'static str],
) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    NAMES.into_iter().flat_map(move |(language, text)| {
        let with_codes = text.lines().scan("", |code, line| {
            let (key, rest) = line.trim_start().split_once(':').unwrap_or_default();
            if key.len() == 3 && key.bytes().all(|byte| byte.is_ascii_uppercase()) {
                *code = key;
            }
            Some((*code, if *code == key { rest } else { line }))
        });
        with_codes.flat_map(move |(code, line)| {
            let values = keys.iter().filter_map(|key| value(line, key));
            values.map(move |name| (language, code, name))
        })
    })
}

/// The value of a key on a line, which may have several in braces.
fn value(line: &'static str, key: &str) -> Option<&'static str> {
    let before = |start: &str| start.is_empty() || start.ends_with([' ', '{', '-', '[']);
    let (start, after) = line.match_indices(key).find_map(|(at, _)| {
        let (start, after) = line.split_at(at);
        Some((start, after.strip_prefix(key)?.strip_prefix(": ")?))
    })?;
    let after = Some(after).filter(|_| before(start))?.trim_start();
    match after.strip_prefix(['"', '\'']) {
        Some(quoted) => quoted.split(['"', '\'']).next(),
        None if line.contains('{') => after.split([',', '}']).next().map(str::trim),
        None => Some(after.trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_meant_by_usual_names_and_codes() {
        for (text, code) in [
            ("Russia", "RUS"),
            ("UK", "GBR"),
            ("U.K.", "GBR"),
            ("DRC", "COD"),
            ("South Korea", "KOR"),
            ("Korea, Republic of", "KOR"),
            ("Korea, Democratic People's Republic of", "PRK"),
            ("Congo, Democratic Republic of the", "COD"),
            ("Iran (Islamic Republic of)", "IRN"),
            ("Iran, Islamic Republic of", "IRN"),
            ("FR", "FRA"),
            ("bra", "BRA"),
            ("250", "FRA"),
            ("004", "AFG"),
            ("4", "AFG"),
            ("Cote d'Ivoire", "CIV"),
            ("COTE D’IVOIRE", "CIV"),
            ("Gambia, The", "GMB"),
            ("The Bahamas", "BHS"),
            ("L’Espagne", "ESP"),
            ("Guinée-Bissau", "GNB"),
            ("Guinée équatoriale", "GNQ"),
            ("Niger", "NER"),
            ("Nigeria", "NGA"),
            ("مصر", "EGY"),
            ("الولايات المتحدة", "USA"),
            ("美国", "USA"),
            ("Vietnam", "VNM"),
            ("Deutschland", "DEU"),
            ("Norge", "NOR"),
            ("日本", "JPN"),
            ("Czech Rep.", "CZE"),
            ("Rép. tchèque", "CZE"),
            ("Iran (Islamic Rep. of)", "IRN"),
            ("Tanzania, United Rep. of", "TZA"),
            ("Gambia (The)", "GMB"),
            ("Ireland (Republic of)", "IRL"),
            ("Brazil¹", "BRA"),
            ("St. Kitts & Nevis", "KNA"),
            ("FRG", "DEU"),
            ("China (Taiwan)", ""),
            ("Ireland (Northern)", ""),
            ("France (host)", ""),
            ("Republic of France", ""),
            ("England", ""),
            ("", ""),
            ("0", ""),
        ] {
            let expected = Vec::from_iter((!code.is_empty()).then_some(code));
            assert_eq!(name_states(text), expected, "{text}");
        }
    }

    #[test]
    fn nobody_is_guessed_between_two() {
        for (text, codes) in [
            ("Congo", &["COD", "COG"][..]),
            ("the Congo", &["COD", "COG"]),
            ("Corea", &["KOR", "PRK"]),
            ("Guinea", &["GIN", "GNB", "GNQ", "PNG"]),
        ] {
            assert_eq!(name_states(text), codes, "{text}");
        }
        let unclear: Vec<String> =
            UNCLEAR.iter().flat_map(|(words, _)| words.split("; ")).map(plain).collect();
        for (name, codes) in MEANT.iter().filter(|(_, codes)| codes.len() > 1) {
            assert!(unclear.contains(name), "{name} means {codes:?}");
        }
    }

    #[test]
    fn post_has_names_of_its_own_for_some_countries() {
        for (language, code, name) in [
            ("en", "VAT", "Vatican City State"),
            ("fr", "VAT", "État de la Cité du Vatican"),
            ("en", "COG", "Republic of the Congo"),
            ("fr", "COG", "République du Congo"),
            ("en", "COD", "Democratic Republic of the Congo"),
            ("en", "KEN", "Kenya"),
        ] {
            assert_eq!(postal_name_in(language, code), Some(name), "{language} {code}");
            assert_eq!(name_states(name), [code]);
        }
        let own = |code: &&str| NAMES.iter().all(|(language, _)| POSTAL.contains_key(&(*language, *code)));
        let codes: std::collections::BTreeSet<&str> = POSTAL.keys().map(|(_, code)| *code).collect();
        assert!(codes.iter().all(own), "in all languages or in none: {codes:?}");
    }

    #[test]
    fn every_state_has_its_codes_and_a_name() {
        let codes: std::collections::BTreeSet<&str> = names().map(|(code, _)| code).collect();
        assert_eq!(CODES.split(", ").count(), codes.len());
        for code in codes {
            assert_eq!(name_states(code), [code]);
            assert!(state_name(code).is_some_and(|name| !name.is_empty()), "{code}");
        }
    }

    #[test]
    fn the_names_of_every_state_are_read() {
        let codes: std::collections::BTreeSet<&str> = names().map(|(code, _)| code).collect();
        assert_eq!(codes.len(), 195);
        assert!(
            names()
                .all(|(code, name)| code.len() == 3 && !name.is_empty() && !name.contains(['{', '}', ':']))
        );
    }
}
