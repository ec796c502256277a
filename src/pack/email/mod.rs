//! One message as an `.eml` file (RFC 5322): text, HTML and the documents attached, from plain data.
//!
//! The same data gives the same bytes: the date is the caller's, identifier and boundaries are hashes of what identifies the
//! message. What it is given is data: names, subjects and file names of any kind become text of their header and nothing
//! else, and an address that is not one is refused. Nothing is sent here, and sizes are the caller's to check.

mod body;
mod header;
mod heading;
mod message;
mod record;

use crate::diagnostic::Diagnostic;

use heading::Heading;

pub use message::{Attachment, Mailbox, Message};
pub use record::{AttachmentRecord, EmailRecord, EmailRecords, RECORDS_FORMAT};

/// Writes a message as the bytes of an `.eml` file; mail programs open it as a draft (`X-Unsent`).
///
/// # Errors
///
/// There is no recipient, an address is not one, the language is not a tag, or the date cannot be written.
///
/// ```
/// use convoke::pack::email::{Mailbox, Message, write};
///
/// let message = Message {
///     from: Mailbox { name: Some("Secretariat".to_owned()), address: "office@wsis.example".to_owned() },
///     to: vec![Mailbox { name: None, address: "protocol@mfa.example".to_owned() }],
///     cc: Vec::new(),
///     reply_to: None,
///     subject: "Invitation\r\nBcc: everyone@mfa.example".to_owned(),
///     text: "Sir,\n".to_owned(),
///     html: None,
///     language: "en".to_owned(),
///     attachments: Vec::new(),
///     date: "2004-05-10T09:00:00+02:00[+02:00]".parse().unwrap(),
///     ident: "DM-1132/001".to_owned(),
/// };
/// let written = String::from_utf8(write(&message).unwrap()).unwrap();
/// assert!(written.contains("\r\nSubject: Invitation Bcc: everyone@mfa.example\r\n"));
/// ```
pub fn write(message: &Message) -> Result<Vec<u8>, Diagnostic> {
    let heading = Heading::new(message)?;
    let [mixed, alternative] = heading.boundaries();
    let attached: usize =
        message.attachments.iter().map(|attachment| attachment.bytes.len() / 2 * 3 + 512).sum();
    let mut out = String::with_capacity(message.text.len() * 4 + attached + 4096);
    heading.write(&mut out);
    body::multipart(&mut out, "mixed", &mixed);
    body::begin_part(&mut out, &mixed);
    match &message.html {
        Some(html) => {
            body::multipart(&mut out, "alternative", &alternative);
            for (kind, text) in [("plain", &message.text), ("html", html)] {
                body::begin_part(&mut out, &alternative);
                body::text(&mut out, kind, text);
            }
            body::end(&mut out, &alternative);
        }
        None => body::text(&mut out, "plain", &message.text),
    }
    for (attachment, name) in message.attachments.iter().zip(&heading.attachments) {
        body::begin_part(&mut out, &mixed);
        body::pdf(&mut out, name, &attachment.bytes);
    }
    body::end(&mut out, &mixed);
    Ok(out.into_bytes())
}

#[cfg(test)]
mod tests;
