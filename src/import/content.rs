//! What a column holds by its values: e-mail addresses, States, languages, words for gender, numbers.

use super::model::Meaning;
use crate::locale::{find_language, name_states};
use crate::recipient::words::{find_channel, find_gender, find_kind, is_neutral_title};
use crate::recipient::{NameOrder, is_email, is_number, split_turned};

/// How many values of a column are looked at.
pub(super) const MOST: usize = 400;

/// The share of values, from 0 to 1, by which a column is taken for something.
const MOSTLY: f64 = 0.7;

/// What all or most values of a column are, surely enough to be proposed.
pub(super) fn find(values: &[&str]) -> Option<Meaning> {
    if values.is_empty() {
        return None;
    }
    let share = |is: &dyn Fn(&str) -> bool| share(values, is);
    let is_language = |text: &str| find_language(text).is_some() && text.chars().count() > 1;
    let is_state = |text: &str| name_states(text).len() == 1 && text.chars().any(char::is_alphabetic);
    let candidates: [(Meaning, f64); 7] = [
        (Meaning::Emails, share(&has_email)),
        (Meaning::Telephone, share(&is_telephone)),
        (Meaning::Gender, share(&|text| find_gender(text).is_some() || is_neutral_title(text))),
        (Meaning::Kind, share(&|text| find_kind(text).is_some())),
        (Meaning::Channels, share(&is_channel)),
        (Meaning::Country, share(&is_state)),
        (Meaning::Languages, share(&is_language)),
    ];
    let best = candidates.into_iter().filter(|(_, share)| *share >= MOSTLY);
    let found: Vec<(Meaning, f64)> = best.collect();
    let most = found.iter().map(|(_, share)| *share).fold(0.0, f64::max);
    let mut likely = found.into_iter().filter(|(_, share)| *share >= most).map(|(meaning, _)| meaning);
    let first = likely.next()?;
    // Codes such as FR are of countries and languages alike: their headings have to tell.
    likely.next().is_none().then_some(first)
}

/// The share of values that are something.
pub(super) fn share(values: &[&str], is: &dyn Fn(&str) -> bool) -> f64 {
    let count = values.iter().filter(|value| is(value)).count();
    #[expect(clippy::cast_precision_loss, reason = "a few hundred values")]
    let share = count as f64 / values.len().max(1) as f64;
    share
}

/// Whether a cell holds e-mail addresses, perhaps among other words.
pub(super) fn has_email(text: &str) -> bool {
    let trim = |word: &str| is_email(word.trim_matches(|c: char| !c.is_ascii_alphanumeric()));
    text.split(|c: char| c.is_whitespace() || ";,/|<>".contains(c)).any(trim)
}

fn is_telephone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    text.split([';', '\n']).all(|number| is_number(number.trim()) && !is_date(number.trim())) && digits >= 7
}

/// Whether a text is a date in figures, perhaps with a time: a number has as many digits.
fn is_date(text: &str) -> bool {
    let date = text.split([' ', 'T']).next().unwrap_or(text);
    let lengths: Vec<usize> = date.split(['-', '.', '/']).map(str::len).collect();
    matches!(lengths[..], [4, 1..=2, 1..=2] | [1..=2, 1..=2, 2 | 4])
}

/// Whether most values look like names of persons: a few words that begin with capitals, and no figure.
pub(super) fn may_be_names(values: &[&str]) -> bool {
    let is_name = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let has_capitals = words.iter().filter(|word| word.chars().any(char::is_uppercase)).count();
        let is_plain = |c: char| c.is_alphabetic() || c.is_whitespace() || ".-’',".contains(c);
        (2..=5).contains(&words.len()) && has_capitals >= 2 && text.chars().all(is_plain)
    };
    values.len() > 1 && share(values, &is_name) >= MOSTLY
}

/// The order of names, where most of the values have a comma behind the family name.
pub(super) fn name_order(values: &[&str]) -> NameOrder {
    match share(values, &|text| split_turned(text).is_some()) {
        share if share >= MOSTLY => NameOrder::FamilyFirst,
        _ => NameOrder::AsWritten,
    }
}

/// Whether most values look like lines of addresses: several words, one of them a figure.
pub(super) fn may_be_streets(values: &[&str]) -> bool {
    let is_street = |text: &str| {
        let has_figure = text.chars().any(|c| c.is_ascii_digit());
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        has_figure && letters >= 3 && text.split_whitespace().count() > 1 && !has_email(text)
    };
    values.len() > 1 && share(values, &is_street) >= MOSTLY
}

fn is_channel(text: &str) -> bool {
    text.split([';', ',', '\n']).all(|word| find_channel(word).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_their_values() {
        for (values, meaning) in [
            (&["a@b.example", "c@d.example; e@f.example", ""][..2], Some(Meaning::Emails)),
            (&["France", "Kenya", "UK"], Some(Meaning::Country)),
            (&["English", "French", "Spanish"], Some(Meaning::Languages)),
            (&["M", "F", "M"], Some(Meaning::Gender)),
            (&["Mr", "H.E.", "Ms"], Some(Meaning::Gender)),
            (&["+41 22 730 6393", "004122 730 6393"], Some(Meaning::Telephone)),
            (&["post", "DHL", "e-mail"], Some(Meaning::Channels)),
            (&["FR", "ES", "RU"], None),
            (&["1", "2", "3"], None),
            (&["2004-05-02", "12.03.2004", "1/2/04", "2004-05-02 09:30"], None),
            (&["Director", "Minister"], None),
            (&[], None),
        ] {
            assert_eq!(find(values), meaning, "{values:?}");
        }
    }

    #[test]
    fn columns_that_letters_need_are_known_by_their_values() {
        for (values, are_names, are_streets) in [
            (&["Kari NORDMANN", "Jean-Noël O’Brien", "A. B. d'Arc"][..], true, false),
            (&["Harbour 1", "17 Smith Square", "BP 84, Rue 2"], false, true),
            (&["Norway", "France"], false, false),
            (&["12", "15"], false, false),
            (&["paid 12 May", "a@b.example"], false, false),
            (&["Kari NORDMANN"], false, false),
        ] {
            assert_eq!(
                (may_be_names(values), may_be_streets(values)),
                (are_names, are_streets),
                "{values:?}"
            );
        }
    }
}
