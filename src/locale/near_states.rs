//! States that somebody may have meant by a word that is no name and no code of one.

use std::collections::BTreeSet;

use super::states::{is_state, name_states, names, state_name, state_names};
use crate::names::fold_words;

/// Most States that are proposed.
const MOST: usize = 3;
/// The shortest name that is told from others by its letters.
const SHORTEST: usize = 5;

/// Codes that people write for States in place of those of ISO 3166-1: of sports and of vehicles.
const OTHER_CODES: &str = "ALG DZA, ANG AGO, BAN BGD, BAR BRB, BOT BWA, BUL BGR, BUR BFA, CAM KHM, CGO COG, CHI CHL, CRC CRI, CRO HRV, \
DEN DNK, EIR IRL, ENG GBR, ESA SLV, FIJ FJI, GAM GMB, GER DEU, FRG DEU, BRD DEU, GRE GRC, GRN GRD, GUA GTM, GUI GIN, HAI HTI, HON HND, INA IDN, IRI IRN, \
ISV ISR, KSA SAU, KUW KWT, LAT LVA, LBA LBY, LES LSO, LIB LBN, MAD MDG, MAS MYS, MAW MWI, MGL MNG, MON MCO, MRI MUS, MTN MRT, MYA MMR, \
NCA NIC, NED NLD, NEP NPL, NIG NER, NGR NGA, OMA OMN, PAR PRY, PHI PHL, POR PRT, RSA ZAF, SCO GBR, SEY SYC, SIN SGP, SLO SVN, \
SOL SLB, SRI LKA, SUD SDN, SUI CHE, SWI CHE, TAN TZA, TOG TGO, TPE TLS, TRI TTO, URU URY, VAN VUT, VIE VNM, WAL GBR, ZAM ZMB, ZIM ZWE";

/// The States that may be meant by a word that means [none](name_states), the nearest first.
///
/// ```
/// use convoke::locale::near_states;
///
/// assert_eq!(near_states("GER"), ["DEU"]);
/// assert_eq!(near_states("Norwey"), ["NOR"]);
/// assert!(near_states("Ruritania").is_empty());
/// ```
#[must_use]
pub fn near_states(text: &str) -> Vec<&'static str> {
    let word = fold_words(text);
    if !name_states(text).is_empty() || word.chars().any(char::is_numeric) {
        return Vec::new();
    }
    let mut found = if word.len() == 3 && word.is_ascii() { by_code(&word) } else { by_name(&word) };
    found.truncate(MOST);
    found
}

/// What is written in place of a code, and the State in English, as hints say it: `DEU for Germany`.
#[must_use]
pub fn propose_states(codes: &[&str]) -> String {
    let named = |code: &&str| format!("{code} for {}", state_name(code).unwrap_or_default());
    codes.iter().map(named).collect::<Vec<_>>().join(", or ")
}

/// States that a code of three letters may be meant for: another list's, the beginning of a name, or one letter beside.
fn by_code(word: &str) -> Vec<&'static str> {
    let upper = word.to_ascii_uppercase();
    let mut other = OTHER_CODES.split(", ").filter_map(|pair| pair.split_once(' '));
    if let Some((_, code)) = other.find(|(other, _)| *other == upper) {
        return vec![code];
    }
    let begun =
        state_names("en").filter(|(_, name)| fold_words(name).starts_with(word)).map(|(code, _)| code);
    let codes = state_names("en").map(|(code, _)| code);
    let near = codes.filter(|code| strsim::damerau_levenshtein(code, &upper) == 1);
    let mut seen = BTreeSet::new();
    begun.chain(near).filter(|code| seen.insert(*code)).collect()
}

/// States one of whose names has almost the same letters.
fn by_name(word: &str) -> Vec<&'static str> {
    let letters = word.chars().count();
    if letters < SHORTEST {
        return Vec::new();
    }
    let most = most_apart(letters);
    let mut found: Vec<(usize, &str)> = Vec::new();
    for (code, name) in names().filter(|(code, _)| is_state(code)) {
        let name = fold_words(name);
        if name.chars().count().abs_diff(letters) > most {
            continue;
        }
        let apart = strsim::damerau_levenshtein(word, &name);
        let begins_alike = name.chars().next() == word.chars().next();
        if apart <= most && (apart < 2 || begins_alike) && !found.contains(&(apart, code)) {
            found.push((apart, code));
        }
    }
    found.sort_unstable();
    let mut seen = BTreeSet::new();
    found.into_iter().map(|(_, code)| code).filter(|code| seen.insert(*code)).collect()
}

/// In how many letters a misspelt name differs.
fn most_apart(letters: usize) -> usize {
    if letters < 8 { 1 } else { 2 }
}

/// Whether a text is almost the name of a State, as `Norwey` is of Norway.
#[must_use]
pub fn is_nearly(text: &str, code: &str) -> bool {
    near_states(text).contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_lead_to_the_states_that_were_meant() {
        for (text, codes) in [
            ("GER", &["DEU"][..]),
            ("SUI", &["CHE"]),
            ("RSA", &["ZAF"]),
            ("ned", &["NLD"]),
            ("UAE", &[]),
            ("FRX", &["FRA"]),
            ("NOW", &["NOR"]),
            ("BRA", &[]),
            ("Norwey", &["NOR"]),
            ("Belgum", &["BEL"]),
            ("Switzerlnad", &["CHE"]),
            ("Untied States of America", &["USA"]),
            ("Allemange", &["DEU"]),
            ("Фрaнция", &["FRA"]),
            ("Ruritania", &[]),
            ("Oslo", &[]),
            ("Berne", &[]),
            ("75007", &[]),
            ("", &[]),
        ] {
            assert_eq!(near_states(text), codes, "{text}");
        }
        assert!(near_states("AFX").contains(&"AFG"), "{:?}", near_states("AFX"));
        assert_eq!(propose_states(&["DEU", "FRA"]), "DEU for Germany, or FRA for France");
    }

    #[test]
    fn other_codes_are_of_states_and_no_codes_of_states() {
        for (other, code) in OTHER_CODES.split(", ").filter_map(|pair| pair.split_once(' ')) {
            assert!(is_state(code) && !is_state(other), "{other} {code}");
        }
    }
}
