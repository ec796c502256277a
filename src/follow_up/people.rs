//! Those whose registration is confirmed, as recipients: delegations as they were written to, and participants each for oneself.

use std::collections::BTreeMap;

use super::confirm_options::Confirming;
use super::values::FIRST_SERIAL;
use crate::collect::{Delegation, Participant};
use crate::input::At;
use crate::locale::{Addressee, FREE_OFFICE, Gender, LocalText, LocalePack};
use crate::recipient::{Channel, Kind, Recipient, is_email};

/// The group of delegations.
pub(super) const DELEGATIONS: &str = "delegations";

/// The group of participants.
const PARTICIPANTS: &str = "participants";

/// What the field `visa` says of those who get a letter for the visa.
pub(super) const YES: &str = "yes";

/// The fields of the form that letters name, each with its column in the table of registrations.
const FROM_FORM: [(&str, &str); 9] = [
    ("function", "function"),
    ("arrival", "arrival"),
    ("departure", "departure"),
    ("birth_date", "visa.birth_date"),
    ("birth_place", "visa.birth_place"),
    ("passport_number", "visa.passport_number"),
    ("passport_issued", "visa.issue_date"),
    ("passport_expires", "visa.expiry_date"),
    ("passport_country", "visa.issuing_country"),
];

/// The extra fields of the list.
pub(super) const FIELDS: [&str; 17] = [
    FIRST_SERIAL,
    "number",
    "participant",
    "participants",
    "delegation",
    "capacity",
    "visa",
    "passport_name",
    "function",
    "arrival",
    "departure",
    "birth_date",
    "birth_place",
    "passport_number",
    "passport_issued",
    "passport_expires",
    "passport_country",
];

/// The list, and how many of each kind are in it.
#[derive(Debug, Default)]
pub(super) struct People {
    pub(super) recipients: Vec<Recipient>,
    pub(super) delegations: usize,
    pub(super) participants: usize,
    pub(super) visas: usize,
    /// Ids of those who share an address within a delegation, a list for each.
    pub(super) sharing: Vec<Vec<String>>,
}

/// Lists delegations, each before its participants; `known` are the recipients of the first mailing.
pub(super) fn list(
    delegations: &[Delegation<'_>],
    known: &BTreeMap<String, Recipient>,
    packs: &BTreeMap<String, LocalePack>,
    confirming: Confirming,
) -> People {
    let mut people = People::default();
    for delegation in delegations {
        let form = delegation.form;
        let recipient = form.recipient.as_ref().and_then(|id| known.get(id));
        let pack = form.locale.as_ref().and_then(|locale| packs.get(locale));
        let (Some(recipient), Some(pack)) = (recipient, pack) else { continue };
        let whose = Whose {
            recipient,
            pack,
            serial: form.serial.as_deref().unwrap_or_default(),
            entity: form.entity.as_deref().unwrap_or_default(),
        };
        let before = people.recipients.len();
        if confirming != Confirming::Participants {
            people.delegations += 1;
            people.recipients.push(whose.delegation(&delegation.participants));
        }
        if confirming != Confirming::Delegations {
            people.participants += delegation.participants.len();
            people.visas += delegation.participants.iter().filter(|one| one.gets_visa).count();
            people.recipients.extend(delegation.participants.iter().map(|one| whose.participant(one)));
        }
        people.sharing.extend(find_sharing(people.recipients.get(before..).unwrap_or_default()));
    }
    people
}

/// The ids of those of a delegation one of whose addresses another has too; `None` where there are none.
fn find_sharing(recipients: &[Recipient]) -> Option<Vec<String>> {
    let has = |one: &Recipient, email: &String| one.emails.iter().any(|own| own.eq_ignore_ascii_case(email));
    let shares = |one: &&Recipient| {
        let others = recipients.iter().filter(|other| other.id.value != one.id.value);
        others.into_iter().any(|other| one.emails.iter().any(|email| has(other, email)))
    };
    let sharing: Vec<String> = recipients.iter().filter(shares).map(|one| one.id.value.clone()).collect();
    Some(sharing).filter(|sharing| !sharing.is_empty())
}

/// The delegation that somebody is of.
struct Whose<'a> {
    recipient: &'a Recipient,
    pack: &'a LocalePack,
    /// Its serial in the first mailing.
    serial: &'a str,
    /// Its name as in a list.
    entity: &'a str,
}

impl Whose<'_> {
    /// The recipient of the first mailing, with whom it has registered.
    fn delegation(&self, participants: &[Participant<'_>]) -> Recipient {
        let line = |one: &Participant<'_>| {
            let parts = [one.name.as_str(), &self.capacity(one), &self.number(one)].map(one_line);
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            // The letter divides the list at semicolons.
            parts.join(" · ").replace(';', ",")
        };
        let lines: Vec<String> = participants.iter().map(line).collect();
        let mut recipient = self.based_on(DELEGATIONS, &[("participants", lines.join("; "))]);
        recipient.copies.clear();
        recipient
    }

    /// A participant, written to by e-mail; by the delegation's address where none was given.
    fn participant(&self, one: &Participant<'_>) -> Recipient {
        let mut fields = vec![
            ("number", self.number(one)),
            ("participant", one_line(&one.name)),
            ("capacity", self.capacity(one)),
        ];
        let passport_name = match one_line(one.value("visa.passport_name")) {
            name if name.is_empty() => one_line(&one.name),
            name => name,
        };
        if one.gets_visa {
            fields.extend([("visa", YES.to_owned()), ("passport_name", passport_name)]);
        }
        // What a passport says is in the list of those alone whose letter names it.
        let wanted = FROM_FORM.iter().filter(|(_, column)| one.gets_visa || !column.starts_with("visa."));
        fields.extend(wanted.map(|(field, column)| (*field, one_line(one.value(column)))));
        let mut recipient = self.based_on(PARTICIPANTS, &fields);
        recipient.id = At::from(format!("{}-{}", self.recipient.id.value, one.code));
        recipient.kind = Kind::Organisation;
        recipient.iso = None;
        recipient.ministry = LocalText::Same(self.entity.to_owned());
        recipient.copies.clear();
        recipient.addressee = self.addressee(one);
        let email = one.value("e_mail").trim();
        if is_email(email) {
            recipient.emails = vec![email.to_owned()];
            recipient.channels = vec![Channel::EMail];
        }
        recipient
    }

    /// The recipient of the first mailing in the language of its form, with these fields and in one group.
    fn based_on(&self, group: &str, fields: &[(&str, String)]) -> Recipient {
        let mut recipient = self.recipient.clone();
        let locale = self.pack.tag();
        recipient.languages = vec![At::from(locale.to_owned())];
        recipient.second_language = None;
        recipient.group = [group].into_iter().collect();
        recipient.fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        recipient.fields.insert(FIRST_SERIAL.to_owned(), self.serial.to_owned());
        recipient.fields.insert("delegation".to_owned(), one_line(self.entity));
        recipient
    }

    /// A participant as an addressee: by name, with the delegation below it.
    fn addressee(&self, one: &Participant<'_>) -> Addressee {
        let gender = match one.value("title") {
            "mr" => Some(Gender::Masculine),
            "ms" => Some(Gender::Feminine),
            _ => None,
        };
        // Packs of earlier versions have no office without a title.
        let has = |office: &str| self.pack.file().address.offices.contains_key(office);
        let office = if has(FREE_OFFICE) { FREE_OFFICE } else { "head-of-organisation" };
        Addressee {
            name: Some(one_line(&one.name)),
            gender,
            office: At::from(office.to_owned()),
            ..Addressee::default()
        }
    }

    /// The registration number: the delegation's serial and the participant's own part.
    fn number(&self, one: &Participant<'_>) -> String {
        format!("{}-{}", self.serial, one.code)
    }

    /// In which capacity somebody takes part, in the language of the form; as it was written where that is no choice of the form.
    fn capacity(&self, one: &Participant<'_>) -> String {
        let role = one.value("role");
        let label = self.pack.file().labels.get(&format!("role_{role}"));
        label.cloned().unwrap_or_else(|| one_line(role))
    }
}

/// A text on one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
