//! Whether what goes on paper has an address that post can deliver: with a city, and with the State as its last line.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Problems, Severity, codes};
use crate::locale::{CountryNames, LocalePack, StateLines};
use crate::mailing::Mailing;
use crate::recipient::{Carrier, Channel, Recipient};

/// What addresses are checked with.
#[derive(Debug)]
pub(super) struct Postal<'a> {
    packs: &'a BTreeMap<String, LocalePack>,
    /// The day whose names of States count.
    as_of: Date,
    /// The last line of the address that the mailing is sent from.
    home: &'a str,
    /// The names of all States in all languages, which few mailings need.
    states: OnceLock<StateLines>,
}

impl<'a> Postal<'a> {
    /// Addresses of a mailing are checked with its packs.
    pub(super) fn new(mailing: &'a Mailing, packs: &'a BTreeMap<String, LocalePack>) -> Self {
        let last = mailing.return_address.lines.iter().rfind(|line| !line.trim().is_empty());
        let as_of = mailing.issued_at.local.date();
        Self { packs, as_of, home: last.map_or("", String::as_str), states: OnceLock::new() }
    }

    /// The States that a line names.
    fn find(&self, line: &str) -> Vec<&'static str> {
        self.states().find(line)
    }

    fn states(&self) -> &StateLines {
        self.states.get_or_init(StateLines::new)
    }

    /// Checks the address of a recipient that its channels print.
    pub(super) fn check(&self, recipient: &Recipient) -> Problems {
        // What is handed over is taken to a mission, whose address is another.
        let goes = |channel: &&Channel| channel.carrier() == Carrier::Paper && **channel != Channel::ByHand;
        let Some(channel) = recipient.channels.iter().find(goes) else { return Problems::new() };
        let told = |code, message: String, field: &str, hint: String| {
            let problem = Diagnostic::new(code, message).with_location(recipient.location.clone());
            problem.about(recipient.id.value.as_str()).with_field(field).with_hint(hint)
        };
        let lines: Vec<&str> =
            recipient.address.iter().map(String::as_str).filter(|line| !line.trim().is_empty()).collect();
        let Some(last) = lines.last() else {
            let message = format!("sent by {} without an address", channel.name());
            let hint = "add the address, or another channel".to_owned();
            return told(codes::ADDRESS_MISSING, message, "address", hint).into();
        };
        let mut problems = Problems::new();
        let is_country_alone = lines.len() == 1 && self.states().is_name(last);
        if recipient.city.is_blank() && (*channel == Channel::Pouch || is_country_alone) {
            let message = format!("sent by {} without a city", channel.name());
            problems.push(told(codes::CITY_MISSING, message, "city", "add the city".to_owned()));
        }
        problems.extend(
            self.check_country(recipient, last)
                .map(|(message, hint)| told(codes::ADDRESS_COUNTRY, message, "address", hint)),
        );
        problems
    }

    /// What is wrong with the last line of an address, and what to write.
    fn check_country(&self, recipient: &Recipient, last: &str) -> Option<(String, String)> {
        let iso = recipient.iso.as_ref()?;
        let is_its_name =
            |pack: &LocalePack| pack.country(iso, self.as_of).is_some_and(|names| is_name(last, names));
        if self.packs.values().any(is_its_name) {
            return None;
        }
        let found = self.find(last);
        if found.contains(&iso.as_str()) || self.find(self.home).contains(&iso.as_str()) {
            return None;
        }
        let line = StateLines::line(iso)?;
        let what = if found.is_empty() { "not the State" } else { "another State" };
        let message = format!("`{last}` ends the address, and is {what}");
        let hint = if found.is_empty() {
            format!("write `{line}` as its last line")
        } else {
            format!("write `{line}`, unless the letter goes to a mission there")
        };
        Some((message, hint))
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

/// Whether a line is a State's name of the day and nothing else, in any case and without an article.
fn is_name(line: &str, names: CountryNames<'_>) -> bool {
    let line = line.trim().to_uppercase();
    let short = names.short.split(" (").next().unwrap_or(names.short);
    let formal = names.formal.split_once(' ').map_or("", |(_, rest)| rest);
    [names.short, short, formal].iter().any(|name| name.to_uppercase() == line)
}
