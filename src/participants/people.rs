//! Who is in the lists: the participants of each delegation, delegations by name, and people by family name.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::office::ListOffice;
use crate::collect::{Delegation, Participant};

/// The capacity of who leads a delegation.
const HEAD: &str = "head";

/// Those who are registered.
pub(super) struct People {
    /// The delegations, by their names.
    pub(super) delegations: Vec<PeopleOf>,
}

/// A delegation.
pub(super) struct PeopleOf {
    /// Id of the recipient.
    pub(super) recipient: String,
    /// Its name in the language of the lists, where it is a State.
    pub(super) name: String,
    /// Code of the State.
    pub(super) state: String,
    /// Language of its form.
    pub(super) locale: String,
    /// Those that it has registered, by family name; the head first.
    pub(super) people: Vec<Person>,
}

/// Somebody who is registered.
pub(super) struct Person {
    pub(super) number: String,
    pub(super) family_name: String,
    pub(super) first_name: String,
    /// The whole name, as it is written.
    pub(super) name: String,
    /// The name for the badge.
    pub(super) badge: String,
    pub(super) function: String,
    pub(super) capacity: String,
    pub(super) is_head: bool,
    pub(super) e_mail: String,
}

impl People {
    pub(super) fn new(delegations: &[Delegation<'_>], office: &ListOffice) -> Self {
        let of = |delegation: &Delegation<'_>| {
            let form = delegation.form;
            let state = form.iso.clone().unwrap_or_default();
            let entity = form.entity.clone().unwrap_or_default();
            let serial = form.serial.as_deref().unwrap_or_default();
            let mut people: Vec<Person> =
                delegation.participants.iter().map(|one| Person::new(one, serial, office)).collect();
            people.sort_by_key(|person| (!person.is_head, person.order()));
            PeopleOf {
                recipient: form.recipient.clone().unwrap_or_default(),
                name: office.state(&state).map_or(entity, str::to_owned),
                state,
                locale: form.locale.clone().unwrap_or_default(),
                people,
            }
        };
        let mut delegations: Vec<PeopleOf> = delegations.iter().map(of).collect();
        delegations.sort_by_key(|delegation| (fold(&delegation.name), delegation.recipient.clone()));
        Self { delegations }
    }

    /// How many they are.
    pub(super) fn count(&self) -> usize {
        self.delegations.iter().map(|delegation| delegation.people.len()).sum()
    }

    /// All of them by family name, each with the delegation.
    pub(super) fn by_name(&self) -> Vec<(&PeopleOf, &Person)> {
        let mut all: Vec<_> = self.delegations.iter().flat_map(PeopleOf::each).collect();
        all.sort_by_key(|(_, person)| person.order());
        all
    }

    /// How many there are in each capacity, by its name; an empty one where nothing is said.
    pub(super) fn by_capacity(&self) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for (_, person) in self.delegations.iter().flat_map(PeopleOf::each) {
            *counts.entry(person.capacity.as_str()).or_default() += 1;
        }
        counts
    }
}

impl PeopleOf {
    fn each(&self) -> impl Iterator<Item = (&Self, &Person)> {
        self.people.iter().map(move |person| (self, person))
    }

    /// Who leads it; several where the answer says so.
    pub(super) fn heads(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.is_head)
    }
}

impl Person {
    fn new(one: &Participant<'_>, serial: &str, office: &ListOffice) -> Self {
        let [family_name, first_name] =
            ["family_name", "first_name"].map(|column| on_one_line(one.value(column)));
        let name = whole_name(&first_name, &family_name);
        let badge = Some(on_one_line(one.value("badge"))).filter(|badge| !badge.is_empty());
        let role = one.value("role");
        Self {
            number: format!("{serial}-{}", one.code),
            badge: badge.unwrap_or_else(|| name.clone()),
            name,
            family_name,
            first_name,
            function: on_one_line(one.value("function")),
            capacity: office.capacity(role),
            is_head: role == HEAD,
            e_mail: on_one_line(one.value("e_mail")),
        }
    }

    /// What people are sorted by.
    fn order(&self) -> (String, String, String) {
        (fold(&self.family_name), fold(&self.first_name), self.number.clone())
    }
}

/// A whole name: in Chinese, Japanese and Korean the family name first, without a space.
#[must_use]
pub fn whole_name(first_name: &str, family_name: &str) -> String {
    let is_east_asian = |name: &str| !name.is_empty() && name.chars().all(is_east_asian_letter);
    if is_east_asian(first_name) && is_east_asian(family_name) {
        return format!("{family_name}{first_name}");
    }
    [first_name, family_name].into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ")
}

fn is_east_asian_letter(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{3ffff}')
}

/// A text as it is sorted: case, accents and marks between words say nothing.
fn fold(text: &str) -> String {
    let letters = text.nfd().filter(|c| !is_combining_mark(*c));
    letters.flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric() || *c == ' ').collect()
}

/// A text on one line.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::whole_name;

    #[test]
    fn a_name_is_written_as_its_language_does() {
        for (first, family, name) in [
            ("Zoë", "Ørsted", "Zoë Ørsted"),
            ("", "Aalto", "Aalto"),
            ("小明", "王", "王小明"),
            ("Xiaoming", "王", "Xiaoming 王"),
            ("ليلى", "حداد", "ليلى حداد"),
        ] {
            assert_eq!(whole_name(first, family), name);
        }
    }
}
