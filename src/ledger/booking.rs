//! What people book by hand.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::append::Ledger;
use super::entry::{LedgerEntry, Sent};
use super::event::LedgerEvent;
use super::scope::LedgerScope;
use super::standing::{SendingState, standings};
use crate::archive::{Entry as Document, Manifest};
use crate::diagnostic::{Diagnostic, Location, Problems, codes, did_you_mean};
use crate::pack::{Sending, sendings};
use crate::recipient::Channel;

/// Something to be booked, as a person gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Booking {
    /// The event, by its name.
    pub event: String,
    /// The recipient: its id, its number such as `DM-1132/045`, or its name as in the register.
    pub recipient: String,
    /// Which of its copies, from one; the original where left out.
    pub copy: Option<u32>,
    /// The channel, by its name; that of the archive where left out.
    pub channel: Option<String>,
    /// When it happened; when it is booked where left out.
    pub happened: Option<Timestamp>,
    /// Who says so.
    pub by: Option<String>,
    /// The number of a registered letter or a waybill.
    pub number: Option<String>,
    /// The address it went to.
    pub to: Option<String>,
    /// What else there is to say.
    pub text: Option<String>,
    /// Where it was written.
    pub location: Option<Location>,
}

/// What was booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// The entries.
    pub entries: Vec<LedgerEntry>,
}

/// Books some things about sendings of an archive, whose manifest has this SHA-256: all of them, or none.
///
/// # Errors
///
/// Everything that is wrong with one of them, or the ledger cannot be written.
pub fn book(
    ledger: &mut Ledger,
    manifest: &Manifest,
    manifest_sha256: &str,
    bookings: &[Booking],
    at: Timestamp,
) -> Result<Booked, Problems> {
    let known = Known::of(manifest);
    let mut problems = Problems::new();
    let mut entries = Vec::with_capacity(bookings.len());
    let standings = standings(ledger.entries(), &LedgerScope::new(manifest, manifest_sha256));
    let mut states: BTreeMap<Sent, SendingState> =
        standings.into_iter().map(|(sent, standing)| (sent.clone(), standing.state)).collect();
    for booking in bookings {
        let read = read(booking, &known, manifest_sha256, at).and_then(|entry| {
            check_channel(&entry, booking, &states)?;
            check_twice(&entry, &mut states)?;
            Ok(entry)
        });
        match (read, &booking.location) {
            (Ok(entry), _) => entries.push(entry),
            (Err(problem), Some(location)) => problems.push(problem.with_location(location.clone())),
            (Err(problem), None) => problems.push(problem),
        }
    }
    if problems.has_errors() {
        return Err(problems);
    }
    for entry in &entries {
        ledger.append(entry.clone())?;
    }
    Ok(Booked { entries })
}

/// The sendings of an archive, by what people call them.
pub(super) struct Known<'a> {
    sendings: Vec<Sending<'a>>,
}

impl<'a> Known<'a> {
    pub(super) fn of(manifest: &'a Manifest) -> Self {
        Self { sendings: sendings(manifest) }
    }

    pub(super) fn find(&self, name: &str, copy: Option<u32>) -> Result<&Sending<'a>, Diagnostic> {
        let name = name.trim();
        let fits = |letter: &Document| {
            [&letter.recipient, &letter.serial, &letter.entity]
                .into_iter()
                .flatten()
                .any(|known| known.to_lowercase() == name.to_lowercase())
        };
        let of_copy =
            |sending: &&Sending<'a>| sending.letter().is_some_and(|letter| letter.copy_number == copy);
        let by_id = |sending: &&Sending<'a>| sending.recipient() == name;
        let by_name = |sending: &&Sending<'a>| sending.letter().is_some_and(fits);
        let own = || self.sendings.iter().filter(of_copy);
        let wrong = |message: String, hint: String| {
            Diagnostic::new(codes::LEDGER_ENTRY, message).with_field("recipient").with_hint(hint)
        };
        if let Some(found) = own().find(by_id) {
            return Ok(found);
        }
        let found: Vec<_> = own().filter(by_name).collect();
        match found[..] {
            [found] => Ok(found),
            [] => Err(wrong(
                format!("the archive has nothing for `{name}`"),
                did_you_mean(name, self.sendings.iter().map(Sending::recipient)),
            )),
            [..] => {
                let ids: Vec<&str> = found.iter().map(|sending| sending.recipient()).collect();
                Err(wrong(format!("`{name}` may be {}", ids.join(" or ")), "write its id".to_owned()))
            }
        }
    }
}

fn read(
    booking: &Booking,
    known: &Known<'_>,
    archive: &str,
    at: Timestamp,
) -> Result<LedgerEntry, Diagnostic> {
    let event = read_event(&booking.event)?;
    let sending = known.find(&booking.recipient, booking.copy)?;
    let own = || {
        sending.channel().ok_or_else(|| {
            Diagnostic::new(codes::LEDGER_ENTRY, "the archive does not say how it is sent")
                .with_field("channel")
                .with_hint("name the channel")
        })
    };
    let channel = booking.channel.as_deref().map_or_else(own, read_channel)?;
    let happened = booking.happened.filter(|happened| !is_today(*happened, at));
    if happened.is_some_and(|happened| happened > at) {
        return Err(Diagnostic::new(codes::LEDGER_ENTRY, "it lies in the future")
            .with_field("happened")
            .about(sending.recipient())
            .with_hint("correct the date"));
    }
    let sent = Sent { recipient: sending.recipient().to_owned(), copy: booking.copy, channel };
    let letter = sending.letter().map(|letter| letter.sha256.as_str());
    let text = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    Ok(LedgerEntry {
        happened,
        by: text(&booking.by),
        number: text(&booking.number),
        to: text(&booking.to),
        text: text(&booking.text),
        ..LedgerEntry::new(event, archive, at).about(sent).with_letter(letter)
    })
}

/// Whether a moment that is still to come is noon of a day that has begun where people are: a day that is given alone is its noon in UTC,
/// and a day begins at most 14 hours before it does there.
fn is_today(happened: Timestamp, at: Timestamp) -> bool {
    const HOURS: i64 = 12 + 14;
    let is_noon =
        happened.as_second().rem_euclid(24 * 3600) == 12 * 3600 && happened.subsec_nanosecond() == 0;
    is_noon && happened > at && happened.as_second() - at.as_second() <= HOURS * 3600
}

fn read_event(name: &str) -> Result<LedgerEvent, Diagnostic> {
    let name = name.trim().to_lowercase();
    let for_people =
        || LedgerEvent::ALL.into_iter().filter(|event| event.is_for_people()).map(LedgerEvent::name);
    let found = LedgerEvent::ALL.into_iter().find(|event| event.name() == name);
    found.filter(|event| event.is_for_people()).ok_or_else(|| {
        let message = match found {
            Some(_) => format!("`{name}` is not booked by hand"),
            None => format!("`{name}` is no event of the ledger"),
        };
        let hint = format!("known are {}", for_people().collect::<Vec<_>>().join(", "));
        Diagnostic::new(codes::LEDGER_ENTRY, message).with_field("event").with_hint(hint)
    })
}

fn read_channel(name: &str) -> Result<Channel, Diagnostic> {
    let name = name.trim().to_lowercase();
    Channel::ALL.into_iter().find(|channel| channel.name() == name).ok_or_else(|| {
        let known: Vec<&str> = Channel::ALL.into_iter().map(Channel::name).collect();
        Diagnostic::new(codes::LEDGER_ENTRY, format!("`{name}` is no channel"))
            .with_field("channel")
            .with_hint(format!("known are {}", known.join(", ")))
    })
}

/// Refuses to guess the channel of what was posted after its e-mail failed: it is not that of the archive.
fn check_channel(
    entry: &LedgerEntry,
    booking: &Booking,
    states: &BTreeMap<Sent, SendingState>,
) -> Result<(), Diagnostic> {
    let Some(sent) = &entry.sent else { return Ok(()) };
    let has_failed = states.get(sent).is_some_and(|state| state.has_failed());
    let is_guessed = booking.channel.is_none() && sent.channel.carrier().is_message();
    if entry.event != LedgerEvent::Posted || !has_failed || !is_guessed {
        return Ok(());
    }
    let message = format!("its {} failed, and it is not said how it went then", sent.channel.name());
    Err(Diagnostic::new(codes::LEDGER_ENTRY, message)
        .about(sent.recipient.as_str())
        .with_field("channel")
        .with_hint("name the channel, such as post"))
}

/// Refuses what would say that something was sent that is on its way already; notes what an entry leads to.
fn check_twice(entry: &LedgerEntry, states: &mut BTreeMap<Sent, SendingState>) -> Result<(), Diagnostic> {
    let Some(sent) = &entry.sent else { return Ok(()) };
    let state = states.entry(sent.clone()).or_default();
    let is_out = state.is_out() || *state == SendingState::Unknown;
    if entry.event == LedgerEvent::Posted && is_out {
        let message = format!("it is {} by {} already", state.name(), sent.channel.name());
        return Err(Diagnostic::new(codes::LEDGER_TWICE, message)
            .about(sent.recipient.as_str())
            .with_field("event")
            .with_hint("name another `channel`, or book `cleared` first if it did not go out"));
    }
    if let Some(next) = SendingState::after(entry.event) {
        *state = next;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_has_begun_somewhere_is_not_in_the_future() {
        let is_today = |happened: &str, at: &str| {
            is_today(happened.parse().expect("a moment"), at.parse().expect("a moment"))
        };
        for (at, expected) in [
            ("2027-01-15T08:00:00Z", true),
            ("2027-01-14T10:00:00Z", true),
            ("2027-01-14T09:59:59Z", false),
            ("2027-01-15T13:00:00Z", false),
        ] {
            assert_eq!(is_today("2027-01-15T12:00:00Z", at), expected, "{at}");
        }
        assert!(!is_today("2027-01-15T12:00:01Z", "2027-01-15T08:00:00Z"), "an exact moment is what it says");
    }
}
