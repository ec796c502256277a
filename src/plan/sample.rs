//! Recipients that break layouts: whom the contact sheet of a language shows.
//!
//! They are put together from the names of the locale pack and the recipients of the mailing. A named addressee
//! bears the form's own labels for a name, so that nobody is invented.

use std::collections::BTreeMap;

use crate::diagnostic::Location;
use crate::input::{At, Words};
use crate::locale::{Addressee, CountryNames, Gender, LocalLines, LocalText, LocalePack};
use crate::mailing::Mailing;
use crate::recipient::{Channel, Copy, Kind, Recipient};

/// The recipients of a language's sample; their ids say what each is there for.
pub(super) fn recipients(pack: &LocalePack, mailing: &Mailing, listed: &[Recipient]) -> Vec<Recipient> {
    let sample = Sample { pack, mailing, listed };
    let longest = sample.state_by(|names| Some(length(names.formal_of)));
    let inverted = sample.state_by(|names| names.short.ends_with(')').then(|| length(names.short)));
    // Without an article, and with as little as possible between the short name and the one after "of".
    let bare = sample.state_by(|names| {
        let bare = names.in_text == names.short && !names.short.ends_with(')');
        bare.then(|| usize::MAX - length(names.of).abs_diff(length(names.short)) - length(names.short))
    });
    let mut recipients = Vec::new();
    let mut add = |id: &str, recipient: Option<Recipient>| {
        recipients.extend(
            recipient
                .map(|recipient| Recipient { id: At::from(id.to_owned()), ..sample.with_serial(recipient) }),
        );
    };
    add("longest-name", sample.state(longest));
    add("longest-address", sample.longest_address());
    add("feminine", sample.named(longest, Some(Gender::Feminine)));
    add("masculine", sample.named(bare.or(longest), Some(Gender::Masculine)));
    add("gender-unknown", sample.named(longest, None));
    add("no-article", sample.state(bare));
    add("inverted-name", sample.state(inverted));
    for rank in pack.file().address.ranks.keys() {
        add(&format!("rank-{rank}"), sample.ranked(longest, rank));
    }
    add("everything-filled", sample.everything(longest));
    add("nothing-optional", Some(sample.organisation()));
    recipients
}

struct Sample<'a> {
    pack: &'a LocalePack,
    mailing: &'a Mailing,
    listed: &'a [Recipient],
}

impl<'a> Sample<'a> {
    /// The State of the pack with the greatest measure; the first of equals.
    fn state_by(&self, measure: impl Fn(CountryNames<'a>) -> Option<usize>) -> Option<&'a str> {
        let day = self.mailing.names_as_of.unwrap_or_else(|| self.mailing.issued_at.date());
        let measured = self.pack.country_codes().filter_map(|iso| {
            let names = self.pack.country(iso, day)?;
            Some((measure(names)?, iso))
        });
        let greatest =
            |best: (usize, &'a str), next: (usize, &'a str)| if next.0 > best.0 { next } else { best };
        measured.reduce(greatest).map(|(_, iso)| iso)
    }

    /// A State as the mailing lists it, addressed by office; made up of its code alone where it is not listed.
    fn state(&self, iso: Option<&str>) -> Option<Recipient> {
        let iso = iso?;
        let own = self.listed.iter().find(|listed| listed.iso.as_ref().is_some_and(|own| own.value == iso));
        let state = || Recipient { kind: Kind::State, iso: Some(At::from(iso.to_owned())), ..self.empty() };
        let recipient = own.cloned().unwrap_or_else(state);
        Some(Recipient { addressee: self.addressee(Kind::State), copies: Vec::new(), ..recipient })
    }

    fn named(&self, iso: Option<&str>, gender: Option<Gender>) -> Option<Recipient> {
        let label = |key: &str| self.pack.file().labels.get(key).map_or("", String::as_str);
        let name = format!("{} {}", label("first_name"), label("family_name").to_uppercase());
        let mut recipient = self.state(iso)?;
        recipient.addressee.name = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
        recipient.addressee.gender = gender;
        Some(recipient)
    }

    fn ranked(&self, iso: Option<&str>, rank: &str) -> Option<Recipient> {
        let mut recipient = self.named(iso, Some(Gender::Feminine))?;
        recipient.addressee.rank = Some(At::from(rank.to_owned()));
        Some(recipient)
    }

    /// The listed recipient with most to print above the letter.
    fn longest_address(&self) -> Option<Recipient> {
        let size = |listed: &&Recipient| {
            let ministry = length(listed.ministry.get_or_first(self.pack.tag()));
            let address = listed.address.get_or_first(self.pack.tag());
            ministry + address.iter().map(|line| length(line)).sum::<usize>()
        };
        let longest = self.listed.iter().rev().max_by_key(size)?;
        Some(Recipient { addressee: self.addressee(longest.kind), copies: Vec::new(), ..longest.clone() })
    }

    /// Every optional value at once: a name, a long address, a copy, and all extra fields.
    fn everything(&self, iso: Option<&str>) -> Option<Recipient> {
        let mut recipient = self.named(iso, Some(Gender::Feminine))?;
        if let Some(longest) = self.longest_address() {
            recipient.ministry = longest.ministry;
            recipient.address = longest.address;
            recipient.city = longest.city;
        }
        recipient.copies = vec![Copy {
            to: self.mailing.sender.organisation.clone(),
            address: LocalLines::default(),
            city: LocalText::default(),
            iso: None,
            channel: Channel::Post,
            email: None,
            fax: None,
            telephone: None,
        }];
        let extra = self.mailing.extra_fields.iter();
        recipient.fields = extra.map(|field| (field.clone(), field.clone())).collect();
        Some(recipient)
    }

    /// An organisation with nothing but a name, which is the sender's.
    fn organisation(&self) -> Recipient {
        let name = self.mailing.sender.organisation.get_or_first(self.pack.tag());
        let addressee = self.addressee(Kind::Organisation);
        Recipient { addressee, ministry: LocalText::Same(name.to_owned()), ..self.empty() }
    }

    /// The office that the mailing's recipients of a kind have, else one of the pack.
    fn addressee(&self, kind: Kind) -> Addressee {
        let offices = &self.pack.file().address.offices;
        let listed = self.listed.iter().filter(|listed| listed.kind == kind);
        let office = listed
            .map(|listed| listed.addressee.office.value.as_str())
            .find(|key| offices.contains_key(*key));
        let usual = match kind {
            Kind::State => "foreign-minister",
            Kind::Organisation => "head-of-organisation",
        };
        let usual = offices.contains_key(usual).then_some(usual);
        let office = office.or(usual).or(offices.keys().next().map(String::as_str)).unwrap_or_default();
        Addressee { office: At::from(office.to_owned()), ..Addressee::default() }
    }

    /// A recipient with a serial of the mailing that is followed.
    fn with_serial(&self, mut recipient: Recipient) -> Recipient {
        if let Some(follows) = &self.mailing.follows {
            let serial = format!("{}/001", follows.reference.value);
            recipient.fields.insert(follows.serial.value.clone(), serial);
        }
        recipient
    }

    fn empty(&self) -> Recipient {
        Recipient {
            id: At::from(String::new()),
            kind: Kind::Organisation,
            iso: None,
            addressee: Addressee::default(),
            ministry: LocalText::default(),
            address: LocalLines::default(),
            city: LocalText::default(),
            emails: Vec::new(),
            fax: None,
            telephone: None,
            channels: vec![Channel::Post],
            languages: Vec::new(),
            second_language: None,
            group: Words::default(),
            copies: Vec::new(),
            fields: self
                .mailing
                .extra_fields
                .iter()
                .map(|field| (field.clone(), String::new()))
                .collect::<BTreeMap<_, _>>(),
            location: Location::file("sample"),
        }
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}
