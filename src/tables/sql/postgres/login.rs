//! Who asks: the account, and the proof of its password.

use fallible_iterator::FallibleIterator as _;
use postgres_protocol::authentication::md5_hash;
use postgres_protocol::authentication::sasl::{ChannelBinding, SCRAM_SHA_256, ScramSha256};
use postgres_protocol::message::backend::Message;
use postgres_protocol::message::frontend;

use super::super::told::unreachable;
use super::server::{Host, Security, Target};
use super::talk::Talk;
use crate::diagnostic::Diagnostic;

/// Most rounds of hashing for a proof: a second or two, and 200 times what PostgreSQL asks for.
const MOST_ROUNDS: u64 = 1_000_000;

/// Logs in.
///
/// # Errors
///
/// The server does not let the account in, or asks for what is not known.
pub(super) fn log_in(talk: &mut Talk, target: &Target) -> Result<(), Diagnostic> {
    let settings = [
        ("user", target.user.as_str()),
        ("database", &target.database),
        ("application_name", "convoke"),
        ("client_encoding", "UTF8"),
    ];
    frontend::startup_message(settings, &mut talk.said)
        .map_err(|_| odd("its account has a name that is none"))?;
    talk.send()?;
    loop {
        match talk.hear()? {
            Message::AuthenticationOk => {}
            Message::AuthenticationCleartextPassword => {
                let is_open = target.security == Security::Plain && !matches!(target.host, Host::Socket(_));
                if is_open {
                    return Err(odd(
                        "it asks for the password itself, which everybody on the way could read",
                    ));
                }
                let password = password(target)?;
                frontend::password_message(password.as_bytes(), &mut talk.said)
                    .map_err(|_| odd("the password is none"))?;
                talk.send()?;
            }
            Message::AuthenticationMd5Password(asked) => {
                let hash = md5_hash(target.user.as_bytes(), password(target)?.as_bytes(), asked.salt());
                frontend::password_message(hash.as_bytes(), &mut talk.said)
                    .map_err(|_| odd("the password is none"))?;
                talk.send()?;
            }
            Message::AuthenticationSasl(asked) => {
                let mut mechanisms = asked.mechanisms();
                let mut is_known = false;
                while let Ok(Some(mechanism)) = mechanisms.next() {
                    is_known |= mechanism == SCRAM_SHA_256;
                }
                if !is_known {
                    return Err(odd("it asks for a proof that is not known"));
                }
                prove(talk, target)?;
            }
            Message::ReadyForQuery(_) => return Ok(()),
            Message::BackendKeyData(_) => {}
            _ => return Err(odd("it asks for a proof that is not known, such as Kerberos")),
        }
    }
}

/// Proves to know the password without saying it (SCRAM), and lets the server prove that it knows it too.
fn prove(talk: &mut Talk, target: &Target) -> Result<(), Diagnostic> {
    let mut scram = ScramSha256::new(password(target)?.as_bytes(), ChannelBinding::unsupported());
    let wrong = || odd("it does not prove to know the password");
    frontend::sasl_initial_response(SCRAM_SHA_256, scram.message(), &mut talk.said).map_err(|_| wrong())?;
    talk.send()?;
    let Message::AuthenticationSaslContinue(asked) = talk.hear()? else { return Err(wrong()) };
    if rounds(asked.data()).is_some_and(|rounds| rounds > MOST_ROUNDS) {
        return Err(odd("it asks for a proof that takes too long"));
    }
    scram.update(asked.data()).map_err(|_| wrong())?;
    frontend::sasl_response(scram.message(), &mut talk.said).map_err(|_| wrong())?;
    talk.send()?;
    let Message::AuthenticationSaslFinal(last) = talk.hear()? else { return Err(wrong()) };
    scram.finish(last.data()).map_err(|_| wrong())
}

/// The rounds of hashing that a server asks for, `i=` of its first message (RFC 5802, section 5.1).
fn rounds(message: &[u8]) -> Option<u64> {
    let message = std::str::from_utf8(message).ok()?;
    let count = message.split(',').find_map(|part| part.strip_prefix("i="))?;
    Some(count.parse().unwrap_or(u64::MAX))
}

fn password(target: &Target) -> Result<&str, Diagnostic> {
    target.password.as_deref().ok_or_else(|| {
        unreachable(format!("the server asks for a password of `{}`", target.user))
            .with_hint("write it into ~/.pgpass (chmod 600): HOST:PORT:DATABASE:USER:PASSWORD, or into the URL in the variable")
    })
}

fn odd(what: &str) -> Diagnostic {
    unreachable(format!("the server cannot be logged in to ({what})"))
        .with_hint("let it ask for scram-sha-256, over a connection that is encrypted")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_does_not_choose_how_long_a_proof_takes() {
        for (message, expected) in [
            ("r=nonce,s=c2FsdA==,i=4096", Some(4096)),
            ("r=nonce,s=c2FsdA==,i=4294967295", Some(4_294_967_295)),
            ("r=nonce,s=c2FsdA==,i=99999999999999999999", Some(u64::MAX)),
            ("r=nonce", None),
        ] {
            assert_eq!(rounds(message.as_bytes()), expected, "{message}");
        }
        assert!(rounds(b"r=n,s=s,i=4294967295").is_some_and(|rounds| rounds > MOST_ROUNDS));
    }
}
