//! The envelope of a message: the addresses that servers go by.

use lettre::Address;

use super::ready::ReadyMessage;
use crate::diagnostic::{Diagnostic, codes};
use crate::ledger::token;
use crate::mailing::Smtp;

/// The sender of the envelope: with the message's token in it where the mailing asks for that (VERP).
pub(super) fn sender(smtp: &Smtp, letter: &ReadyMessage) -> Result<Address, Diagnostic> {
    let address = smtp.bounces_to.as_ref().map_or(letter.from.as_str(), |address| address.as_str());
    match address.split_once('@').filter(|_| smtp.verp) {
        Some((local, domain)) => parse(&format!("{local}+{}@{domain}", token(&letter.message_id))),
        None => parse(address),
    }
}

/// The addresses of the envelope.
pub(super) fn addresses(letter: &ReadyMessage) -> Result<Vec<Address>, Diagnostic> {
    letter.to.iter().chain(&letter.cc).map(|address| parse(address)).collect()
}

pub(super) fn parse(address: &str) -> Result<Address, Diagnostic> {
    address.parse().map_err(|_| {
        Diagnostic::new(codes::SEND_SETTINGS, format!("`{address}` is not an e-mail address"))
            .with_hint("write one address, such as name@office.example")
    })
}
