//! Postcodes: whether a spreadsheet has taken the zeros before one, and where it stands beside the city.

use crate::diagnostic::{Diagnostic, codes};
use crate::locale::state_name;

/// States whose postcodes are of so many figures, and begin with a zero in some places (Universal Postal Union, addressing by country).
const LENGTHS: [(usize, &str); 4] = [
    (4, "ARM AUS GEO NOR NZL PAN ZAF"),
    (5, "DEU DZA ESP FIN FRA GTM ITA KEN KOR LAO LKA MEX MYS PER SVK TUR UKR USA"),
    (6, "COL ECU KAZ ROU SGP"),
    (7, "JPN"),
];

/// States where the postcode stands behind the city.
const BEHIND: &str = "AUS BGD CAN GBR IDN IND IRL KHM LKA MMR NGA NPL NZL PAK SAU SGP THA USA";

/// Whether the postcode stands behind the city in a State, given by its ISO code.
#[must_use]
pub fn follows_city(state: &str) -> bool {
    BEHIND.split(' ').any(|other| other == state)
}

/// A warning of a postcode that is too short, as a cell of numbers has it.
pub(super) fn report_short(postcode: &str, state: &str) -> Option<Diagnostic> {
    let postcode = postcode.trim();
    let (length, _) = LENGTHS.iter().find(|(_, states)| states.split(' ').any(|other| other == state))?;
    let is_number = !postcode.is_empty() && postcode.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number || postcode.len() >= *length || postcode.len() + 2 < *length {
        return None;
    }
    let message = format!(
        "the postcode `{postcode}` has {} figures, and those of {} have {length}",
        postcode.len(),
        state_name(state).unwrap_or(state)
    );
    let zeros = "0".repeat(length - postcode.len());
    let hint = format!(
        "write `{zeros}{postcode}` in a cell of the format Text: spreadsheets drop zeros before numbers"
    );
    Some(Diagnostic::new(codes::POSTCODE_SHORT, message).with_hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_without_its_zeros_is_told() {
        let told =
            |state: &str, postcode: &str| report_short(postcode, state).map(|problem| problem.hints.concat());
        for (country, postcode, whole) in [
            ("FRA", "7500", "07500"),
            ("NOR", "150", "0150"),
            ("USA", "2138", "02138"),
            ("KEN", "100", "00100"),
            ("DEU", "1067", "01067"),
        ] {
            assert!(told(country, postcode).is_some_and(|hint| hint.contains(whole)), "{country} {postcode}");
        }
        for (country, postcode) in [
            ("FRA", "75007"),
            ("FRA", "75"),
            ("CHE", "123"),
            ("NOR", "N-150"),
            ("COD", "150"),
            ("", "150"),
            ("FRA", ""),
        ] {
            assert_eq!(told(country, postcode), None, "{country} {postcode}");
        }
    }
}
