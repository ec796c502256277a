//! What people call sendings, events and channels.

use super::event::LedgerEvent;
use crate::archive::Manifest;
use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::pack::{Sending, sendings};
use crate::recipient::words::find_channel;
use crate::recipient::{Asked, Channel};

/// The sendings of an archive, by what people call them.
pub(super) struct Known<'a> {
    sendings: Vec<Sending<'a>>,
}

impl<'a> Known<'a> {
    pub(super) fn of(manifest: &'a Manifest) -> Self {
        Self { sendings: sendings(manifest) }
    }

    /// The sending of a recipient that is called so, or one of its copies.
    pub(super) fn find(&self, name: &str, copy: Option<u32>) -> Result<&Sending<'a>, Diagnostic> {
        let name = name.trim();
        let wrong = |field: &str, message: String, hints: Vec<String>| {
            let problem = Diagnostic::new(codes::LEDGER_ENTRY, message).with_field(field);
            Diagnostic { hints, ..problem }
        };
        let mut asked = Asked::new(&[name.to_owned()]);
        self.sendings.iter().for_each(|sending| sending.meet(&mut asked));
        let Checked { value: ids, problems } = asked.ids();
        let ids = Vec::from_iter(ids);
        let [id] = ids.as_slice() else {
            return Err(if ids.is_empty() {
                let hints = problems.into_iter().flat_map(|problem| problem.hints).collect();
                wrong("recipient", format!("the archive has nothing for `{name}`"), hints)
            } else {
                let message = format!("`{name}` may be {}", ids.join(" or "));
                wrong("recipient", message, vec!["write its id".to_owned()])
            });
        };
        let own = || self.sendings.iter().filter(|sending| sending.recipient() == id);
        own().find(|sending| sending.copy_number() == copy).ok_or_else(|| {
            let copies: Vec<String> =
                own().filter_map(Sending::copy_number).map(|copy| copy.to_string()).collect();
            let hint = match copies.as_slice() {
                [] => format!("`{id}` has no copies"),
                copies => format!("those of `{id}` are {}", copies.join(", ")),
            };
            wrong("copy", "there is no such copy".to_owned(), vec![hint])
        })
    }
}

/// The event of a name.
pub(super) fn read_event(name: &str) -> Result<LedgerEvent, Diagnostic> {
    let name = name.trim().to_lowercase();
    let for_people =
        || LedgerEvent::ALL.into_iter().filter(|event| event.is_for_people()).map(LedgerEvent::name);
    let found = LedgerEvent::ALL.into_iter().find(|event| event.name() == name);
    found.filter(|event| event.is_for_people()).ok_or_else(|| {
        let message = match found {
            Some(_) => format!("`{name}` is not booked by hand"),
            None => format!("`{name}` is no event of the ledger"),
        };
        let known = format!("known are {}", for_people().collect::<Vec<_>>().join(", "));
        let problem = Diagnostic::new(codes::LEDGER_ENTRY, message).with_field("event");
        match meant(&name) {
            Some(event) => problem.with_hint(format!("write `{}`", event.name())),
            None => problem,
        }
        .with_hint(known)
    })
}

/// The event that another word is meant for.
fn meant(word: &str) -> Option<LedgerEvent> {
    let words = |event: LedgerEvent| match event {
        LedgerEvent::Posted => {
            "faxed mailed sent dispatched shipped couriered handed delivered-by-hand handed-over post fax"
        }
        LedgerEvent::Bounced => "bounce undeliverable undelivered failed",
        LedgerEvent::Delivered => "received arrived",
        LedgerEvent::Returned => "return came-back",
        LedgerEvent::Answered => "answer registered declined regrets",
        LedgerEvent::Replied => "reply",
        LedgerEvent::Collected => "picked-up pickup",
        LedgerEvent::Refused => "rejected",
        LedgerEvent::Note => "remark comment",
        _ => "",
    };
    let word = word.replace([' ', '_'], "-");
    LedgerEvent::ALL.into_iter().find(|event| words(*event).split(' ').any(|known| known == word))
}

/// The channel of a name, or of another word for it.
pub(super) fn read_channel(name: &str) -> Result<Channel, Diagnostic> {
    find_channel(name).ok_or_else(|| {
        let known: Vec<&str> = Channel::ALL.into_iter().map(Channel::name).collect();
        Diagnostic::new(codes::LEDGER_ENTRY, format!("`{}` is no channel", name.trim()))
            .with_field("channel")
            .with_hint(format!("known are {}", known.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_events_are_answered_by_their_names() {
        for (word, hint) in [
            ("faxed", "write `posted`"),
            ("Handed over", "write `posted`"),
            ("received", "write `delivered`"),
            ("accepted", "known are refused"),
            ("flown", "known are refused"),
        ] {
            let problem = read_event(word).expect_err(word);
            assert!(problem.hints[0].starts_with(hint), "{word}: {problem:?}");
        }
        assert_eq!(read_event(" Posted "), Ok(LedgerEvent::Posted));
        assert_eq!(read_channel("registered mail").ok(), Some(Channel::RegisteredPost));
        assert!(read_channel("mail").is_err(), "post, or e-mail");
    }
}
