//! Having a connection: a server that cannot be reached is asked again, one that says no for good is not.

use std::time::Duration;

use super::books::Books;
use super::connection::Connection;
use super::conversation::Unreachable;
use crate::diagnostic::{Diagnostic, codes};
use crate::mailing::{Account, Smtp};

/// How long after each failure a connection is tried again.
const RECONNECT: [Duration; 3] = [Duration::from_secs(5), Duration::from_secs(20), Duration::from_secs(60)];

/// The way to a server.
pub(super) struct Reach<'a> {
    smtp: &'a Smtp,
    account: &'a Account,
    connection: Option<Connection>,
}

impl<'a> Reach<'a> {
    /// That to a server, with no connection yet.
    pub(super) fn new(smtp: &'a Smtp, account: &'a Account) -> Self {
        Self { smtp, account, connection: None }
    }

    /// The present connection.
    pub(super) fn connection(&mut self) -> Option<&mut Connection> {
        self.connection.as_mut()
    }

    /// Ends the present connection.
    pub(super) fn close(&mut self) {
        if let Some(connection) = self.connection.take() {
            connection.close();
        }
    }

    /// Has a connection that takes a message; `false` where a person stopped it.
    pub(super) fn connect(&mut self, books: &mut Books<'_>) -> Result<bool, Diagnostic> {
        let most = self.smtp.pace.per_connection.unwrap_or(u32::MAX);
        if let Some(connection) =
            self.connection.take_if(|connection| connection.is_gone() || connection.count >= most)
            && !connection.is_gone()
        {
            connection.close();
        }
        if self.connection.is_some() {
            return Ok(true);
        }
        let mut pauses = RECONNECT.iter();
        loop {
            let Unreachable { cause, is_for_good } = match Connection::open(self.smtp, self.account) {
                Ok(connection) => {
                    self.connection = Some(connection);
                    return Ok(true);
                }
                Err(unreachable) => unreachable,
            };
            // An account that is tried with a wrong secret again and again may be closed.
            let Some(pause) = pauses.next().filter(|_| !is_for_good) else {
                let message = format!("the mail server cannot be asked ({cause})");
                return Err(Diagnostic::new(codes::SEND_SERVER, message)
                    .with_field("dispatch.e_mail.smtp")
                    .with_hint("check the settings and the secret; what was sent is booked, and the same command goes on"));
            };
            if !books.wait(*pause, &cause)? {
                return Ok(false);
            }
        }
    }
}
