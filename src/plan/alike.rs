//! Recipients that may be one and the same: with one e-mail address, one name in one ministry, or of one State.
//!
//! The first pass keeps a hash of each value; only where some are repeated are the lists read again, for who has them.

use std::collections::{BTreeMap, BTreeSet};

use super::doubles::Doubles;
use super::roll::Roll;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, list_places};
use crate::names::fold_words;
use crate::recipient::{Kind, Recipient};

/// What recipients may have in common, met so far.
#[derive(Debug, Default)]
pub(super) struct Alike(Doubles);

impl Alike {
    /// Notes a recipient.
    pub(super) fn add(&mut self, recipient: &Recipient) {
        traits(recipient).iter().for_each(|found| self.0.add(&found.key()));
    }

    /// Reports the recipients that have something in common, those of a group once.
    pub(super) fn report(self, roll: &Roll) -> Problems {
        let repeated = self.0.repeated();
        if repeated.is_empty() {
            return Problems::new();
        }
        let mut sharing: BTreeMap<Trait, BTreeMap<String, Location>> = BTreeMap::new();
        for recipient in roll.lists().rows().filter_map(|row| row.ok()?.value) {
            for found in traits(&recipient).into_iter().filter(|found| repeated.has(&found.key())) {
                let sharing = sharing.entry(found).or_default();
                sharing.entry(recipient.id.value.clone()).or_insert_with(|| recipient.location.clone());
            }
        }
        // What the same recipients have in common is told together.
        let mut groups: BTreeMap<Vec<(Location, String)>, Vec<Trait>> = BTreeMap::new();
        for (found, sharing) in sharing.into_iter().filter(|(_, sharing)| sharing.len() > 1) {
            if sharing.keys().any(|id| roll.wants(id)) {
                let mut places: Vec<_> = sharing.into_iter().map(|(id, location)| (location, id)).collect();
                places.sort();
                groups.entry(places).or_default().push(found);
            }
        }
        groups.iter().map(|(places, found)| warn(places, found)).collect()
    }
}

/// Something that two recipients seldom have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Trait {
    State(String),
    EMail(String),
    Person(String),
    Office(String),
}

impl Trait {
    fn key(&self) -> String {
        match self {
            Self::State(value) => format!("state {value}"),
            Self::EMail(value) => format!("e-mail {value}"),
            Self::Person(value) => format!("person {value}"),
            Self::Office(value) => format!("office {value}"),
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::State(code) => format!("the State {code}"),
            Self::EMail(address) => format!("the e-mail address {address}"),
            Self::Person(_) => "the name and the ministry".to_owned(),
            Self::Office(_) => "the organisation and its office".to_owned(),
        }
    }
}

fn traits(recipient: &Recipient) -> BTreeSet<Trait> {
    let mut found: BTreeSet<Trait> =
        recipient.emails.iter().map(|email| Trait::EMail(email.trim().to_lowercase())).collect();
    let entity = fold_words(recipient.ministry.get_or_first("en"));
    let office = &recipient.addressee.office.value;
    match (&recipient.addressee.name, recipient.kind, &recipient.iso) {
        (Some(name), ..) => drop(found.insert(Trait::Person(format!("{} {entity}", fold_words(name))))),
        (None, Kind::Organisation, _) => drop(found.insert(Trait::Office(format!("{office} {entity}")))),
        (None, Kind::State, _) => {}
    }
    if let (Kind::State, Some(iso)) = (recipient.kind, &recipient.iso) {
        found.insert(Trait::State(iso.value.clone()));
    }
    found
}

fn warn(places: &[(Location, String)], found: &[Trait]) -> Diagnostic {
    let ids: Vec<&str> = places.iter().map(|(_, id)| id.as_str()).collect();
    let common: Vec<String> = found.iter().map(Trait::describe).collect();
    let message = format!("{} may be the same: they share {}", ids.join(", "), common.join(", and "));
    let mut problem = Diagnostic::new(codes::RECIPIENT_ALIKE, message)
        .with_hint("remove those that are there twice, or correct what they share")
        .with_hint("where they are not the same, say so under `accepted` of mailing.yaml");
    problem.subject.recipients = ids.into_iter().map(str::to_owned).collect();
    match places.first() {
        Some((location, _)) => {
            let excerpt = list_places(&location.file, places);
            Diagnostic { excerpt: Some(excerpt), ..problem.with_location(location.clone()) }
        }
        None => problem,
    }
}
