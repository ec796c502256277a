//! Forms in which people write names that letters cannot print as they are: behind a rank, stuck to a title, in the nominative of Russian.

use crate::locale::Gender;
use crate::names::fold_words;

/// Ranks and titles that forms of address do not bring, and do not stand before.
const RANKS: &str = "sir; dame; lord; lady; baron; baroness; prince; princess; princesse; sheikh; sheikha; shaikh; shaikha; shri; smt; dato; datuk; general; \
    colonel; captain; admiral; brigadier; lieutenant; commodore; général; capitaine; amiral; commandant; coronel; capitán; almirante; генерал; \
    полковник; адмирал; принц; шейх; father; sister; reverend; pastor; rabbi; imam; père; padre; frère; sœur; archbishop; cardinal; الشيخ; الشيخة; \
    الأمير; الأميرة; اللواء; العميد";

/// Titles that people write without the space behind them.
const STUCK: [&str; 5] = ["Mrs", "Mr", "Ms", "Dr", "Mme"];

/// Whether a name begins with a rank, or with a title that is none of the forms of address.
pub(super) fn has_rank(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let first = words.next().map(fold_words).unwrap_or_default();
    words.next().is_some() && RANKS.split("; ").any(|rank| fold_words(rank) == first)
}

/// Whether a title is stuck to the name, as in `MrJohn`.
pub(super) fn is_stuck(first: &str) -> bool {
    let rest = STUCK.iter().find_map(|title| first.strip_prefix(title));
    let mut letters = rest.unwrap_or_default().chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
}

/// Whether a Russian name has the endings of the nominative and none of the dative. Names without cases, such as short ones of other
/// languages, have neither.
pub(super) fn is_nominative(name: &str, gender: Option<Gender>) -> bool {
    const SHORT: usize = 3;
    let is_russian = |c: char| matches!(c, 'а'..='я' | 'ё' | '-');
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower
        .split_whitespace()
        .filter(|word| word.chars().count() > SHORT && word.chars().all(is_russian))
        .collect();
    let ends = |letters: &str| words.iter().any(|word| word.ends_with(|c| letters.contains(c)));
    match gender {
        Some(Gender::Masculine) => ends("бвгджзклмнпрстфхцчшщйь") && !ends("уюе"),
        Some(Gender::Feminine) => ends("ая") && !ends("еий"),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_no_form_of_address_brings_are_told() {
        for name in ["Sir John SMITH", "Dato' Seri Mohamad", "Père Jean", "الشيخ أحمد", "GENERAL Prayut"]
        {
            assert!(has_rank(name), "{name}");
        }
        for name in ["Sir", "Siri KARLSEN", "Generoso DIAZ", "Anna Prince"] {
            assert!(!has_rank(name), "{name}");
        }
    }

    #[test]
    fn a_nominative_is_told_from_a_dative_and_from_names_without_cases() {
        let (he, she) = (Some(Gender::Masculine), Some(Gender::Feminine));
        for (name, gender) in [
            ("Иван ИВАНОВ", he),
            ("Сергей Лавров", he),
            ("ИВАНОВ И. И.", he),
            ("Анна ИВАНОВА", she),
            ("Мария Захарова", she),
        ] {
            assert!(is_nominative(name, gender), "{name}");
        }
        for (name, gender) in [
            ("Ивану ИВАНОВУ", he),
            ("Сергею Лаврову", he),
            ("Анне ИВАНОВОЙ", she),
            ("Марии Захаровой", she),
            ("Ван И", he),
            ("Мухаммеду бен Салману", he),
            ("Тарасу Шевченко", he),
            ("Anna", she),
            ("Иван ИВАНОВ", None),
        ] {
            assert!(!is_nominative(name, gender), "{name}");
        }
    }
}
