//! What people book by hand.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::append::Ledger;
use super::entry::{LedgerEntry, Sent};
use super::event::LedgerEvent;
use super::known::{Known, read_channel, read_event};
use super::scope::LedgerScope;
use super::standing::{SendingState, standings};
use crate::archive::Manifest;
use crate::diagnostic::{Diagnostic, Location, Problems, codes};
use crate::pack::Sending;
use crate::recipient::{Carrier, Channel};

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

/// Where each sending stands that something is booked of.
type States = BTreeMap<Sent, SendingState>;

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
    let mut states: States =
        standings.into_iter().map(|(sent, standing)| (sent.clone(), standing.state)).collect();
    for booking in bookings {
        let read = read(booking, (&known, &states), manifest_sha256, at).and_then(|entry| {
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

fn read(
    booking: &Booking,
    (known, states): (&Known<'_>, &States),
    archive: &str,
    at: Timestamp,
) -> Result<LedgerEntry, Diagnostic> {
    let event = read_event(&booking.event)?;
    let sending = known.find(&booking.recipient, booking.copy)?;
    let own = || find_channel(event, sending, states);
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

/// The channel that an event is about where it is not said: the archive's, unless what happened there cannot be meant, and what went out by
/// another channel can.
fn find_channel(event: LedgerEvent, sending: &Sending<'_>, states: &States) -> Result<Channel, Diagnostic> {
    let unsaid = |message: String, hint: String| {
        Diagnostic::new(codes::LEDGER_ENTRY, message)
            .about(sending.recipient())
            .with_field("channel")
            .with_hint(hint)
    };
    let own = sending.channel().ok_or_else(|| {
        unsaid("the archive does not say how it is sent".to_owned(), "name the channel".to_owned())
    })?;
    let is_of_sending =
        |sent: &Sent| sent.recipient == sending.recipient() && sent.copy == sending.copy_number();
    let under_way = states.iter().filter(|(sent, state)| is_of_sending(sent) && state.is_under_way());
    let meant: Vec<Channel> =
        under_way.map(|(sent, _)| sent.channel).filter(|channel| may_happen(event, *channel)).collect();
    match meant.as_slice() {
        _ if !is_outcome(event) || meant.contains(&own) => Ok(own),
        [one] => Ok(*one),
        [] if may_happen(event, own) => Ok(own),
        [] => {
            let message = format!("what goes by {} is not {}", own.name(), event.name());
            let instead = match (event, own.carrier()) {
                (LedgerEvent::Bounced, Carrier::Paper) => ", or book `returned`",
                (LedgerEvent::Returned, Carrier::EMail) => ", or book `bounced`",
                (LedgerEvent::Bounced | LedgerEvent::Returned, Carrier::Fax) => ", or book `refused`",
                _ => "",
            };
            Err(unsaid(
                message,
                format!("name the `channel` that it is about, such as {}{instead}", usual(event)),
            ))
        }
        several => {
            let names: Vec<&str> = several.iter().map(|channel| channel.name()).collect();
            Err(unsaid(
                "it went out in several ways".to_owned(),
                format!("name the channel: {}", names.join(" or ")),
            ))
        }
    }
}

/// Whether an event is what came of a sending.
fn is_outcome(event: LedgerEvent) -> bool {
    matches!(
        event,
        LedgerEvent::Refused
            | LedgerEvent::Bounced
            | LedgerEvent::Delivered
            | LedgerEvent::Read
            | LedgerEvent::Collected
            | LedgerEvent::Returned
            | LedgerEvent::Cleared
    )
}

/// Whether an event may happen to what goes by a channel: messages bounce and say that they were read, and paper is collected and comes
/// back.
fn may_happen(event: LedgerEvent, channel: Channel) -> bool {
    match event {
        LedgerEvent::Bounced | LedgerEvent::Read => channel.carrier().is_message(),
        LedgerEvent::Collected | LedgerEvent::Returned => channel.carrier() == Carrier::Paper,
        _ => true,
    }
}

/// A channel that an event happens to.
fn usual(event: LedgerEvent) -> &'static str {
    if may_happen(event, Channel::EMail) { Channel::EMail.name() } else { Channel::Post.name() }
}

/// Whether a moment that is still to come is noon of a day that has begun where people are: a day that is given alone is its noon in UTC,
/// and a day begins at most 14 hours before it does there.
fn is_today(happened: Timestamp, at: Timestamp) -> bool {
    const HOURS: i64 = 12 + 14;
    let is_noon =
        happened.as_second().rem_euclid(24 * 3600) == 12 * 3600 && happened.subsec_nanosecond() == 0;
    is_noon && happened > at && happened.as_second() - at.as_second() <= HOURS * 3600
}

/// Refuses to guess the channel of what was posted after its e-mail failed: it is not that of the archive.
fn check_channel(entry: &LedgerEntry, booking: &Booking, states: &States) -> Result<(), Diagnostic> {
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
fn check_twice(entry: &LedgerEntry, states: &mut States) -> Result<(), Diagnostic> {
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
