//! Codes of States by their names in the languages that come with the program.

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
    let wanted = plain(name);
    let mut found = NAMES.into_iter().flat_map(str::lines).filter_map(|line| {
        let (code, names) = line.trim_start().split_once(": {")?;
        let is_named = ["short", "in_text", "formal"]
            .iter()
            .any(|key| value(names, key).is_some_and(|name| plain(name) == wanted));
        (code.len() == 3 && is_named).then_some(code)
    });
    let code = found.next().filter(|_| !wanted.is_empty())?;
    found.all(|other| other == code).then_some(code)
}

/// The value of a key on the line of a State.
fn value<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let (_, after) = line.split_once(&format!("{key}: "))?;
    let after = after.trim_start();
    match after.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => after.split(", ").next().map(|value| value.trim_end_matches([' ', '}'])),
    }
}

/// A name without regard to case, apostrophes and hyphens.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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
        ] {
            assert_eq!(find_state(name), Some(code), "{name}");
        }
        for name in ["", "Ruritania", "NOR", "of"] {
            assert_eq!(find_state(name), None, "{name}");
        }
    }

    #[test]
    fn the_names_of_every_state_are_read() {
        let lines = NAMES[0].lines().filter(|line| line.contains(": { short: ")).count();
        assert_eq!(lines, 195);
    }
}
