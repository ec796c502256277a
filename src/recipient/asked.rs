//! Which recipients a person asks for, by ids, names or groups.

use std::collections::BTreeSet;

use super::asked_near::Met;
use super::known_by::KnownBy;
use crate::diagnostic::{Checked, Problems};
use crate::locale::name_states;
use crate::names::fold_words;

/// What a person asks for, held against one recipient after the other.
#[derive(Debug)]
pub struct Asked {
    wanted: Vec<Wanted>,
    /// All recipients, of whom those near to what nobody is called are proposed.
    met: Met,
}

/// One text of those asked for, which may be several parts with commas between.
#[derive(Debug)]
struct Wanted {
    text: String,
    whole: Found,
    parts: Vec<(String, Found)>,
}

/// The recipients that fit best so far.
#[derive(Debug, Default)]
struct Found {
    /// The States that the text may mean.
    states: &'static [&'static str],
    fit: Option<Fit>,
    ids: Vec<String>,
}

/// How a text fits a recipient, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Id,
    IdInAnyCase,
    Group,
    State,
    Name,
}

impl Asked {
    /// What these texts ask for; each is one, or several with commas between.
    #[must_use]
    pub fn new(texts: &[String]) -> Self {
        // What begins with a sign, as a path may, is no name of a State.
        let states = |text: &str| {
            if text.trim_start().starts_with(char::is_alphanumeric) { name_states(text) } else { &[] }
        };
        let found = |text: &str| Found { states: states(text), ..Found::default() };
        let wanted = texts.iter().map(|text| {
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            let parts = parts.map(|part| (part.to_owned(), found(part))).collect();
            Wanted { text: text.trim().to_owned(), whole: found(text), parts }
        });
        Self { wanted: wanted.collect(), met: Met::default() }
    }

    /// Holds a recipient against all that is asked for.
    pub fn meet(&mut self, recipient: &KnownBy<'_>) {
        for wanted in &mut self.wanted {
            wanted.whole.meet(&wanted.text, recipient);
            wanted.parts.iter_mut().for_each(|(part, found)| found.meet(part, recipient));
        }
        if !self.wanted.is_empty() {
            self.met.add(recipient);
        }
    }

    /// The ids of the recipients asked for; a problem for each text that asks for nobody.
    pub fn ids(self) -> Checked<BTreeSet<String>> {
        let (mut found, mut problems) = (BTreeSet::new(), Problems::new());
        for wanted in self.wanted {
            if wanted.whole.fit.is_some() {
                found.extend(wanted.whole.ids);
                continue;
            }
            for (part, of_part) in wanted.parts {
                match of_part.fit {
                    Some(_) => found.extend(of_part.ids),
                    None => problems.push(self.met.report(&part)),
                }
            }
        }
        Checked::new(found, problems)
    }
}

impl Found {
    fn meet(&mut self, text: &str, recipient: &KnownBy<'_>) {
        let Some(fit) = fit(text, self.states, recipient) else { return };
        if self.fit.is_none_or(|known| fit < known) {
            self.fit = Some(fit);
            self.ids.clear();
        }
        if self.fit == Some(fit) {
            self.ids.push(recipient.id.to_owned());
        }
    }
}

fn fit(text: &str, states: &[&str], recipient: &KnownBy<'_>) -> Option<Fit> {
    let same = |one: &str| one.trim().to_lowercase() == text.to_lowercase();
    let folded = fold_words(text);
    if recipient.id == text {
        Some(Fit::Id)
    } else if same(recipient.id) {
        Some(Fit::IdInAnyCase)
    } else if recipient.groups.iter().any(|group| same(group)) {
        Some(Fit::Group)
    } else if recipient.iso.is_some_and(|iso| states == [iso] || same(iso)) {
        Some(Fit::State)
    } else if !folded.is_empty() && recipient.names.iter().any(|name| fold_words(name) == folded) {
        Some(Fit::Name)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [KnownBy<'_>; 5] = [
        KnownBy { id: "FRA", iso: Some("FRA"), groups: &["host"], names: &["Quai d’Orsay"] },
        KnownBy { id: "7", iso: Some("BRA"), groups: &[], names: &["Ministry of Trade, Industry"] },
        KnownBy { id: "brazil-un", iso: Some("BRA"), groups: &["missions"], names: &["Mission"] },
        KnownBy {
            id: "WHO",
            iso: None,
            groups: &["observers", "missions"],
            names: &["World Health Organization"],
        },
        KnownBy { id: "host", iso: None, groups: &[], names: &[] },
    ];

    fn found(asked: &[&str]) -> (String, String) {
        let asked: Vec<String> = asked.iter().map(|&text| text.to_owned()).collect();
        let mut asked = Asked::new(&asked);
        ALL.iter().for_each(|recipient| asked.meet(recipient));
        let Checked { value, problems } = asked.ids();
        let told: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        (Vec::from_iter(value).join(" "), told.join("; "))
    }

    #[test]
    fn recipients_are_found_by_what_people_know_them_by() {
        for (asked, ids) in [
            ("FRA", "FRA"),
            ("fra", "FRA"),
            ("France", "FRA"),
            ("la France", "FRA"),
            ("FR", "FRA"),
            ("250", "FRA"),
            ("7,WHO", "7 WHO"),
            (" 7 , who ", "7 WHO"),
            ("Brazil", "7 brazil-un"),
            ("Brésil", "7 brazil-un"),
            ("бразилия", "7 brazil-un"),
            ("missions", "WHO brazil-un"),
            ("Observers", "WHO"),
            ("ministry of trade, industry", "7"),
            ("world  health organization", "WHO"),
            // The closest fit counts: an id before a group.
            ("host", "host"),
        ] {
            assert_eq!(found(&[asked]).0, ids, "{asked}");
        }
        assert_eq!(found(&["Congo"]), (String::new(), "no recipient is called `Congo`".to_owned()));
        assert_eq!(found(&["../../FRA"]).0, "");
        assert_eq!(found(&["7", "Observers"]), ("7 WHO".to_owned(), String::new()));
        assert_eq!(
            found(&["FRAN", "7, nobody"]),
            ("7".to_owned(), "no recipient is called `FRAN`; no recipient is called `nobody`".to_owned())
        );
    }
}
