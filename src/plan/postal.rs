//! Whether what goes on paper has an address that post can deliver: with a city, in the recipient's State, and in letters that post
//! reads.

use std::collections::BTreeMap;

use super::planned::PlannedRecipient;
use crate::diagnostic::{Diagnostic, Problems, Severity, codes};
use crate::locale::{LocalText, LocalePack, PostalPlace, StateLines, is_latin};
use crate::mailing::Mailing;
use crate::recipient::{Carrier, Channel};
use crate::template;

/// What addresses are checked with.
#[derive(Debug)]
pub(super) struct Postal<'a> {
    mailing: &'a Mailing,
    packs: &'a BTreeMap<String, LocalePack>,
}

/// An address that is printed, and for what.
struct Printed<'a> {
    channel: Channel,
    place: PostalPlace<'a>,
    city: &'a LocalText,
    /// The State of the recipient; a copy goes anywhere.
    state: Option<&'a str>,
    /// What its fields are below.
    key: &'static str,
}

impl<'a> Postal<'a> {
    /// Addresses of a mailing are checked with its packs.
    pub(super) fn new(mailing: &'a Mailing, packs: &'a BTreeMap<String, LocalePack>) -> Self {
        Self { mailing, packs }
    }

    /// Checks the addresses of a recipient and its copies that their channels print.
    pub(super) fn check(&self, planned: &PlannedRecipient) -> Problems {
        let recipient = &planned.recipient;
        // What is handed over is taken to a mission, whose address is another.
        let goes = |channel: &Channel| channel.carrier() == Carrier::Paper && *channel != Channel::ByHand;
        let own = recipient.channels.iter().copied().find(goes).map(|channel| Printed {
            channel,
            place: recipient.place(),
            city: &recipient.city,
            state: recipient.iso.as_ref().map(|iso| iso.value.as_str()),
            key: "",
        });
        let copies = recipient.copies.iter().filter(|copy| copy.channel.is_posted()).map(|copy| Printed {
            channel: copy.channel,
            place: copy.place(),
            city: &copy.city,
            state: None,
            key: "copies.",
        });
        let locale = planned.language.as_ref().map_or("", |choice| choice.locale.as_str());
        let Some(pack) = self.packs.get(locale) else { return Problems::new() };
        let told = own.into_iter().chain(copies).flat_map(|printed| self.check_one(&printed, pack));
        let located = told.map(|problem| {
            problem.with_location(recipient.location.clone()).about(recipient.id.value.as_str())
        });
        located.collect()
    }

    fn check_one(&self, printed: &Printed<'_>, pack: &LocalePack) -> Problems {
        let Printed { channel, place, city, key, .. } = printed;
        let told = |code, message: String, field: &str, hint: String| {
            Diagnostic::new(code, message).with_field(format!("{key}{field}")).with_hint(hint)
        };
        let address = template::postal_address(self.mailing, pack, *place);
        if address.is_empty() {
            let message = format!("sent by {} without an address", channel.name());
            let hint = "add the address, or another channel".to_owned();
            return told(codes::ADDRESS_MISSING, message, "address", hint).into();
        }
        let mut problems = Problems::new();
        if city.is_blank() && (*channel == Channel::Pouch || address.is_country_alone()) {
            let message = format!("sent by {} without a city", channel.name());
            problems.push(told(codes::CITY_MISSING, message, "city", "add the city".to_owned()));
        }
        problems.extend(
            self.check_country(printed, pack)
                .map(|(message, hint)| told(codes::ADDRESS_COUNTRY, message, "address", hint)),
        );
        let lines = address.lines();
        let strange = lines.iter().find(|line| !is_latin(line));
        if let Some(line) = strange.filter(|_| channel.is_posted() && !place.has_latin()) {
            let message = format!("`{line}` has no form in Latin letters, which post abroad reads");
            let hint = "give the address or the city by language, such as `city: { ar: الرياض, en: Riyadh }`";
            problems.push(told(codes::ADDRESS_SCRIPT, message, "address", hint.to_owned()));
        }
        problems
    }

    /// Whether the address ends with another State than the recipient's, and what to write.
    fn check_country(&self, printed: &Printed<'_>, pack: &LocalePack) -> Option<(String, String)> {
        let state = printed.state?;
        let lines = printed.place.lines.get_or_first(pack.tag());
        let last = lines.iter().rfind(|line| !line.trim().is_empty())?;
        let states = StateLines::known();
        let found = states.find(last);
        if found.is_empty() || found.contains(&state) || self.is_home(state) {
            return None;
        }
        let line = StateLines::line(state)?;
        let message = format!("`{last}` ends the address, and is another State");
        Some((message, format!("write `{line}`, unless the letter goes to a mission there")))
    }

    /// Whether a State is the one that the mailing is sent from.
    fn is_home(&self, state: &str) -> bool {
        let lines = self.mailing.return_address.lines.all();
        let last = lines.filter_map(|lines| lines.iter().rfind(|line| !line.trim().is_empty()));
        last.into_iter().any(|line| StateLines::known().find(line).contains(&state))
    }
}

/// Whether a problem of an address follows from another, by which the address could not be read.
pub(super) fn follows(problem: &Diagnostic, known: &[Diagnostic]) -> bool {
    let is_cause = |cause: &Diagnostic| {
        let field = cause.subject.field.as_deref().unwrap_or_default();
        cause.severity == Severity::Error
            && cause.subject.recipient == problem.subject.recipient
            && (field == "address" || field.starts_with("address."))
    };
    problem.code == codes::ADDRESS_MISSING && known.iter().any(is_cause)
}
