//! The headers of a message: its data checked and cleaned, and written.

use super::header;
use super::message::{Mailbox, Message};
use crate::diagnostic::{Diagnostic, codes};
use crate::digest::hash_bytes;
use crate::input::clean;
use crate::names::safe_file_name;
use crate::recipient::is_email;

/// Longest language tag taken.
const LONGEST_TAG: usize = 35;

/// How many hexadecimal digits of a hash name a message.
const HASH_LENGTH: usize = 32;

/// The headers of a message, with values that are what a reader of the message gets.
#[derive(Debug)]
pub(super) struct Heading {
    pub(super) from: Mailbox,
    pub(super) to: Vec<Mailbox>,
    pub(super) cc: Vec<Mailbox>,
    pub(super) reply_to: Option<Mailbox>,
    pub(super) subject: String,
    pub(super) language: String,
    /// As RFC 5322 writes it.
    pub(super) date: String,
    /// Without angle brackets.
    pub(super) message_id: String,
    /// The attachments' file names.
    pub(super) attachments: Vec<String>,
    /// Names the message within its boundaries.
    hash: String,
}

impl Heading {
    /// Checks and cleans the data of a message.
    pub(super) fn new(message: &Message) -> Result<Self, Diagnostic> {
        let all = |mailboxes: &[Mailbox], field: &str| -> Result<Vec<Mailbox>, Diagnostic> {
            mailboxes.iter().map(|it| mailbox(it, field)).collect()
        };
        let from = mailbox(&message.from, "from")?;
        let to = all(&message.to, "to")?;
        if to.is_empty() {
            return Err(Diagnostic::new(codes::EMAIL_RECIPIENT, "the e-mail has no recipient")
                .with_field("to")
                .with_hint("give the recipient an e-mail address, or another channel"));
        }
        let domain = from.address.rsplit('@').next().unwrap_or_default();
        let mut hash = hash_bytes(message.ident.as_bytes());
        hash.truncate(HASH_LENGTH);
        Ok(Self {
            to,
            cc: all(&message.cc, "cc")?,
            reply_to: message.reply_to.as_ref().map(|it| mailbox(it, "reply_to")).transpose()?,
            subject: subject(&message.subject),
            language: language(&message.language)?,
            date: date(message)?,
            message_id: format!("{hash}@{domain}"),
            attachments: message.attachments.iter().map(|it| safe_file_name(&it.name)).collect(),
            from,
            hash,
        })
    }

    /// The boundaries of the message's parts and of its two texts. Neither text nor documents, being encoded, can hold `=_`.
    pub(super) fn boundaries(&self) -> [String; 2] {
        ["message", "text"].map(|part| format!("=_{}_{part}", self.hash))
    }

    /// Writes the headers, but for the type of the content.
    pub(super) fn write(&self, out: &mut String) {
        header::plain(out, "Date", &self.date);
        header::mailboxes(out, "From", [&self.from]);
        header::mailboxes(out, "To", &self.to);
        header::mailboxes(out, "Cc", &self.cc);
        header::mailboxes(out, "Reply-To", &self.reply_to);
        header::text(out, "Subject", &self.subject);
        header::plain(out, "Message-ID", &format!("<{}>", self.message_id));
        header::plain(out, "MIME-Version", "1.0");
        header::plain(out, "Content-Language", &self.language);
        header::plain(out, "X-Unsent", "1");
    }
}

/// Checks a mailbox: a name of one line, if it is not empty, and an address in ASCII.
fn mailbox(mailbox: &Mailbox, field: &str) -> Result<Mailbox, Diagnostic> {
    let name = mailbox.name.as_deref().map(one_line).filter(|name| !name.is_empty());
    Ok(Mailbox { name, address: address(&mailbox.address, field)? })
}

/// An address whose domain is as DNS has it (RFC 5890).
fn address(address: &str, field: &str) -> Result<String, Diagnostic> {
    let wrong = |what: &str| {
        Diagnostic::new(codes::EMAIL_ADDRESS, format!("`{}` is not {what}", one_line(address)))
            .with_field(field)
            .with_hint("write one address, such as name@ministry.example")
    };
    // What looks like an encoded word is read as one by some programs, and is then another address.
    if !is_email(address) || address.contains("=?") {
        return Err(wrong("an e-mail address"));
    }
    let (local, domain) = address.split_once('@').unwrap_or_default();
    if domain.is_ascii() {
        return Ok(address.to_owned());
    }
    // Strictly: some letters and digits are mapped to brackets and full stops.
    let ascii = idna::domain_to_ascii_strict(domain).map(|domain| format!("{local}@{domain}"));
    ascii
        .ok()
        .filter(|ascii| ascii.is_ascii() && is_email(ascii))
        .ok_or_else(|| wrong("in a domain there can be"))
}

fn language(tag: &str) -> Result<String, Diagnostic> {
    let is_tag = (1..=LONGEST_TAG).contains(&tag.len())
        && tag.starts_with(|c: char| c.is_ascii_alphabetic())
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_tag.then(|| tag.to_owned()).ok_or_else(|| {
        Diagnostic::new(codes::EMAIL_LANGUAGE, format!("`{}` is not a language tag", one_line(tag)))
            .with_field("language")
            .with_hint("write a BCP 47 tag, such as fr")
    })
}

fn date(message: &Message) -> Result<String, Diagnostic> {
    jiff::fmt::rfc2822::to_string(&message.date).map_err(|error| {
        Diagnostic::new(codes::EMAIL_DATE, format!("the date cannot be written in an e-mail ({error})"))
            .with_field("date")
            .with_hint("write a date such as 2004-05-10T09:00:00+02:00")
    })
}

/// A subject of one line. Isolates, which keep a number in its direction, stay where each is closed.
fn subject(text: &str) -> String {
    let mut open = 0_usize;
    let balanced = text.chars().all(|c| match c {
        '\u{2066}'..='\u{2068}' => {
            open += 1;
            true
        }
        '\u{2069}' => {
            let was_open = open > 0;
            open = open.saturating_sub(1);
            was_open
        }
        _ => true,
    });
    if !balanced || open > 0 {
        return one_line(text);
    }
    let mut cleaned = String::new();
    for part in text.split_inclusive(is_isolate) {
        cleaned.push_str(&clean(part.trim_end_matches(is_isolate)).0);
        cleaned.extend(part.chars().next_back().filter(|c| is_isolate(*c)));
    }
    spaced(&cleaned)
}

fn is_isolate(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2069}')
}

/// A value without what acts, in one line, without spaces around it and with one between its words.
fn one_line(text: &str) -> String {
    spaced(&clean(text).0)
}

fn spaced(text: &str) -> String {
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
