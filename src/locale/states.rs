//! Codes of States by their names in the languages that come with the program.

use crate::names::fold_words;

/// The names of States in each language.
const NAMES: [&str; 6] = [
    include_str!("../../templates/en/countries.yaml"),
    include_str!("../../templates/fr/countries.yaml"),
    include_str!("../../templates/es/countries.yaml"),
    include_str!("../../templates/ru/countries.yaml"),
    include_str!("../../templates/zh/countries.yaml"),
    include_str!("../../templates/ar/countries.yaml"),
];

/// The ISO alpha-3 code of the State of this name, short or formal; `None` for a name that is no State's or that of several.
#[must_use]
pub fn find_state(name: &str) -> Option<&'static str> {
    let wanted = fold_words(name);
    let mut found = names().filter(|(_, name)| fold_words(name) == wanted).map(|(code, _)| code);
    let code = found.next().filter(|_| !wanted.is_empty())?;
    found.all(|other| other == code).then_some(code)
}

/// Codes and names of all States, earlier names too.
pub(super) fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = NAMES.into_iter().flat_map(str::lines);
    let with_codes = lines.scan("", |code, line| {
        let (key, rest) = line.trim_start().split_once(':').unwrap_or_default();
        if key.len() == 3 && key.bytes().all(|byte| byte.is_ascii_uppercase()) {
            *code = key;
        }
        Some((*code, if *code == key { rest } else { line }))
    });
    with_codes.flat_map(|(code, line)| {
        let values = ["short", "in_text", "formal"].into_iter().filter_map(|key| value(line, key));
        values.map(move |name| (code, name))
    })
}

/// The value of a key on a line, which may have several in braces.
fn value(line: &'static str, key: &str) -> Option<&'static str> {
    let before = |start: &str| start.is_empty() || start.ends_with([' ', '{', '-', '[']);
    let (start, after) = line.split_once(&format!("{key}: "))?;
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
    fn states_are_found_by_their_names() {
        for (name, code) in [
            ("France", "FRA"),
            ("brazil", "BRA"),
            ("Côte d'Ivoire", "CIV"),
            ("Allemagne", "DEU"),
            ("Российская Федерация", "RUS"),
            ("中国", "CHN"),
            ("the French Republic", "FRA"),
            ("Türkiye", "TUR"),
            ("Bahrain", "BHR"),
        ] {
            assert_eq!(find_state(name), Some(code), "{name}");
        }
        for name in ["", "Ruritania", "NOR", "of"] {
            assert_eq!(find_state(name), None, "{name}");
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
