//! Whom a person may have meant who asks for somebody that no recipient is called.

use std::collections::BTreeSet;

use super::known_by::KnownBy;
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::locale::{name_states, near_states};
use crate::names::fold_words;

/// Most recipients that are proposed.
const MOST: usize = 3;

/// Recipients, by what may be proposed of them.
#[derive(Debug, Default)]
pub(super) struct Met(Vec<One>);

#[derive(Debug)]
struct One {
    id: String,
    iso: Option<String>,
    names: Vec<String>,
}

/// How near a recipient is to what was asked for, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Near {
    Id,
    PartOfName,
    State,
    Name,
}

impl Met {
    /// Remembers a recipient.
    pub(super) fn add(&mut self, recipient: &KnownBy<'_>) {
        self.0.push(One {
            id: recipient.id.to_owned(),
            iso: recipient.iso.map(str::to_owned),
            names: recipient.names.iter().map(|&name| name.to_owned()).collect(),
        });
    }

    /// The problem that nobody is called so, with those who may be meant.
    pub(super) fn report(&self, text: &str) -> Diagnostic {
        let problem = Diagnostic::new(codes::RECIPIENT_UNKNOWN, format!("no recipient is called `{text}`"));
        // Which of several States is meant is never guessed.
        let states = name_states(text);
        if states.len() > 1 {
            return problem.with_hint(format!("it may be {}: write which", states.join(" or ")));
        }
        problem.with_hint(self.propose(text))
    }

    /// The hint that names those who may be meant.
    fn propose(&self, text: &str) -> String {
        let states = near_states(text);
        let mut near: Vec<_> =
            self.0.iter().filter_map(|one| Some((near(text, &states, one)?, one))).collect();
        // The sort is stable: those that are equally near stay in the order of the lists.
        near.sort_by_key(|((near, _), _)| *near);
        // The copies of a recipient are met too.
        let mut named = BTreeSet::new();
        near.retain(|(_, one)| named.insert(one.id.as_str()));
        let shown = near.iter().take(MOST).map(|((_, name), one)| match name {
            Some(name) => format!("`{}` ({name})", one.id),
            None => format!("`{}`", one.id),
        });
        let shown: Vec<String> = shown.collect();
        match shown.as_slice() {
            [] => "use an id of the recipient lists, a name, or a group".to_owned(),
            shown => format!("did you mean {}?", shown.join(" or ")),
        }
    }
}

/// How near a recipient is, and the name that says so.
fn near<'a>(text: &str, states: &[&str], one: &'a One) -> Option<(Near, Option<&'a str>)> {
    let part = || one.names.iter().find(|name| has_words(name, text));
    let alike = || one.names.iter().find(|name| is_alike(name, text));
    if nearest(text, [one.id.as_str()]).is_some() {
        Some((Near::Id, None))
    } else if let Some(name) = part() {
        Some((Near::PartOfName, Some(name)))
    } else if one.iso.as_deref().is_some_and(|iso| states.contains(&iso)) {
        Some((Near::State, None))
    } else {
        alike().map(|name| (Near::Name, Some(name.as_str())))
    }
}

/// Shortest text, in letters, that is looked for within names.
const SHORTEST: usize = 3;

/// Whether a text is some of the words of a name, one after the other.
fn has_words(name: &str, text: &str) -> bool {
    let wanted = fold_words(text);
    if wanted.chars().count() < SHORTEST {
        return false;
    }
    let words: Vec<String> = name.split_whitespace().map(fold_words).collect();
    (0..words.len()).any(|first| {
        let mut joined = String::new();
        words.iter().skip(first).any(|word| {
            joined.push_str(word);
            joined == wanted
        })
    })
}

/// Whether a text is nearly a name, or nearly a long word of it.
fn is_alike(name: &str, text: &str) -> bool {
    let long = name.split_whitespace().filter(|word| word.chars().count() > SHORTEST);
    text.chars().count() > SHORTEST && nearest(text, long.chain([name])).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(text: &str) -> String {
        let mut met = Met::default();
        for (id, iso, names) in [
            ("FRA", Some("FRA"), ["Ministère des affaires étrangères", "Jean-Noël BARROT"].as_slice()),
            ("7", Some("NOR"), &["Ministry of Foreign Affairs", "Espen BARTH EIDE"]),
            ("WHO", None, &["World Health Organization"]),
            ("brazil-un", Some("BRA"), &["Mission"]),
        ] {
            met.add(&KnownBy { id, iso, groups: &[], names });
        }
        met.report(text).hints.concat()
    }

    #[test]
    fn those_near_to_what_was_asked_for_are_proposed() {
        for (asked, proposed) in [
            ("FRX", "did you mean `FRA`?"),
            ("Barrot", "did you mean `FRA` (Jean-Noël BARROT)?"),
            ("Barth Eide", "did you mean `7` (Espen BARTH EIDE)?"),
            ("Jean-Noel Barrot", "did you mean `FRA` (Jean-Noël BARROT)?"),
            ("Frence", "did you mean `FRA`?"),
            ("Norwai", "did you mean `7`?"),
            ("Brazl", "did you mean `brazil-un`?"),
            ("World Heath Organisation", "did you mean `WHO` (World Health Organization)?"),
            ("foreign affairs", "did you mean `7` (Ministry of Foreign Affairs)?"),
            ("Congo", "it may be COD or COG: write which"),
            ("Atlantis", "use an id of the recipient lists, a name, or a group"),
            ("of", "use an id of the recipient lists, a name, or a group"),
        ] {
            assert_eq!(hint(asked), proposed, "{asked}");
        }
    }
}
