//! What a person enters to be booked, word by word, and the bookings that it is.

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::ledger::{self, Booking};

/// What a person enters, word by word.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::desk::places::dispatch) struct Entered {
    pub(super) event: String,
    /// Recipients, one a line.
    pub(super) recipient: String,
    pub(super) copy: String,
    pub(super) channel: String,
    pub(super) happened: String,
    pub(super) by: String,
    pub(super) number: String,
    pub(super) to: String,
    pub(super) text: String,
}

impl Entered {
    /// Reads it; `None` where it holds what no form asks.
    pub(super) fn read(form: &[u8]) -> Option<Self> {
        let mut entered = Self::default();
        for (name, value) in form_urlencoded::parse(form) {
            let field = match &*name {
                "event" => &mut entered.event,
                "recipient" => &mut entered.recipient,
                "copy" => &mut entered.copy,
                "channel" => &mut entered.channel,
                "happened" => &mut entered.happened,
                "by" => &mut entered.by,
                "number" => &mut entered.number,
                "to" => &mut entered.to,
                "text" => &mut entered.text,
                _ => return None,
            };
            value.trim().clone_into(field);
        }
        Some(entered)
    }

    /// A booking for each recipient.
    pub(super) fn bookings(&self) -> Result<Vec<Booking>, Problems> {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let wrong = |field: &str, message: String, hint: &str| {
            Diagnostic::new(codes::LEDGER_ENTRY, message).with_field(field).with_hint(hint)
        };
        let mut problems = Problems::new();
        let mut copy = None;
        if !self.copy.is_empty() {
            copy = self.copy.parse().ok();
            if copy.is_none() {
                let message = format!("`{}` is no number of a copy", self.copy);
                problems.push(wrong("copy", message, "write 1, 2 …, or nothing for the original"));
            }
        }
        let mut happened = None;
        if !self.happened.is_empty() {
            happened = ledger::parse_moment(&self.happened);
            if happened.is_none() {
                let message = format!("`{}` is no date", self.happened);
                problems.push(wrong("happened", message, "write it as 2027-01-15"));
            }
        }
        let recipients: Vec<&str> =
            self.recipient.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if recipients.is_empty() {
            let message = "no recipient is named".to_owned();
            problems.push(wrong("recipient", message, "write its id, its number or its name"));
        }
        if problems.has_errors() {
            return Err(problems);
        }
        let booking = |recipient: &str| Booking {
            event: self.event.clone(),
            recipient: recipient.to_owned(),
            copy,
            channel: some(&self.channel),
            happened,
            by: some(&self.by),
            number: some(&self.number),
            to: some(&self.to),
            text: some(&self.text),
            location: None,
        };
        Ok(recipients.into_iter().map(booking).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_recipient_and_what_no_form_asks_is_refused() {
        let read = |form: &str| Entered::read(form.as_bytes());
        let entered = read("event=posted&recipient=FRA%0D%0A+KEN+%0A%0A&number=RR+1&happened=2027-01-15")
            .expect("a form");
        let bookings = entered.bookings().expect("bookings");
        let recipients: Vec<&str> = bookings.iter().map(|booking| booking.recipient.as_str()).collect();
        assert_eq!(recipients, ["FRA", "KEN"]);
        assert!(bookings.iter().all(|booking| booking.happened.is_some() && booking.by.is_none()));
        let wrong = read("event=posted&recipient=+&copy=x&happened=yesterday").expect("a form").bookings();
        assert_eq!(wrong.expect_err("problems").len(), 3, "told together");
        assert!(read("event=posted&recipient=FRA&at=2001-01-01T00:00:00Z").is_none());
    }
}
