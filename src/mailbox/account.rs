//! How an account is proved to a server of mailboxes.

use imap::{Authenticator, Client, Session};

use super::stream::Stream;
use crate::mailing::{Account, Auth, Server};

/// Proves the account; the error says nothing of the secret.
pub(super) fn prove(
    client: Client<Stream>,
    server: Server<'_>,
    account: &Account,
) -> Result<Session<Stream>, imap::Error> {
    let user = server.user.unwrap_or_default();
    let secret = account.secret.as_deref().unwrap_or_default();
    let proved = match server.auth {
        Auth::Plain => client.authenticate("PLAIN", &Once(format!("\0{user}\0{secret}"))),
        Auth::Login => client.login(user, secret),
        Auth::XOauth2 => {
            client.authenticate("XOAUTH2", &Once(format!("user={user}\u{1}auth=Bearer {secret}\u{1}\u{1}")))
        }
    };
    proved.map_err(|(error, _)| error)
}

/// What is said to the first challenge, which is empty. A second one is an error that the server wants confirmed, as XOAUTH2 does.
struct Once(String);

impl Authenticator for Once {
    type Response = String;

    fn process(&self, challenge: &[u8]) -> String {
        if challenge.is_empty() { self.0.clone() } else { String::new() }
    }
}
