//! Messages to an address of the office's own, to be looked at.

use std::collections::BTreeSet;

use super::connection::{Connection, Outcome};
use super::envelope::{parse, sender};
use super::goods::Goods;
use super::outgoing::Outgoing;
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::mailing::Account;

impl Goods {
    /// Keeps the first message in each language, as a sample.
    pub fn keep_samples(&mut self) {
        let mut languages = BTreeSet::new();
        self.ready.retain(|message| languages.insert(message.language.clone()));
    }
}

/// Sends messages to one address of the office's own, to be looked at; nothing is booked.
///
/// # Errors
///
/// The address is none, or the server does not take a message.
pub fn send_to(goods: &Goods, account: &Account, address: &str, most: usize) -> Result<usize, Problems> {
    let smtp = goods.smtp()?;
    let to = [parse(address)?];
    let refused = |cause: String| {
        Diagnostic::new(codes::SEND_SERVER, format!("the mail server did not take it ({cause})"))
            .with_hint("check `dispatch.e_mail.smtp` of mailing.yaml")
    };
    let mut connection = Connection::open(smtp, account).map_err(|unreachable| refused(unreachable.cause))?;
    let mut count = 0;
    for letter in goods.ready.iter().take(most) {
        let (from, message) = (sender(smtp, letter)?, Outgoing::of(&goods.shelf.read(letter)?));
        if let Some(cause) = connection.refuses(letter, &to) {
            return Err(refused(cause).into());
        }
        match connection.hand_over(letter, (&from, &to), &message, || Ok(())) {
            Outcome::Accepted(_) => count += 1,
            Outcome::Deferred(said)
            | Outcome::Refused(said)
            | Outcome::Unknown(said)
            | Outcome::NotBegun(said) => {
                return Err(refused(said).into());
            }
        }
    }
    connection.close();
    Ok(count)
}
