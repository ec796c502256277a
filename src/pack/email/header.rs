//! Header lines: folded, in ASCII, and whatever a value says, one header of it (RFC 5322, 2047, 2231).
//!
//! A value that could be read in any other way than as its very text is written as encoded words: those that hold anything
//! but printable ASCII, and those that look like an encoded word.

use std::fmt::Write as _;

use email_encoding::headers::writer::EmailWriter;
use email_encoding::headers::{rfc2047, rfc2231};

use super::message::Mailbox;

/// Longest line, in characters (RFC 5322, 2.1.1).
const LINE: usize = 78;

/// Longest word written as it is; longer ones cannot be folded and are encoded.
const WORD: usize = 60;

/// Writes a header whose value is made of safe parts only: ours, and not data.
pub(super) fn plain(out: &mut String, name: &str, value: &str) {
    line(out, name, |w| w.folding().write_str(value));
}

/// Writes a header of free text, such as the subject.
pub(super) fn text(out: &mut String, name: &str, value: &str) {
    let is_plain = is_printable(value) && value.split(' ').all(|word| (1..=WORD).contains(&word.len()));
    line(out, name, |w| if is_plain { w.folding().write_str(value) } else { rfc2047::encode(value, w) });
}

/// Writes a header of addresses; nothing if there are no addresses.
pub(super) fn mailboxes<'a>(out: &mut String, name: &str, mailboxes: impl IntoIterator<Item = &'a Mailbox>) {
    let mut mailboxes = mailboxes.into_iter().peekable();
    if mailboxes.peek().is_none() {
        return;
    }
    line(out, name, |w| {
        let mut is_first = true;
        for mailbox in mailboxes {
            if !is_first {
                w.write_char(',')?;
                w.space();
            }
            match &mailbox.name {
                Some(name) => {
                    phrase(w, name, is_first)?;
                    w.space();
                    w.folding().write_str(&format!("<{}>", mailbox.address))?;
                }
                None => w.folding().write_str(&mailbox.address)?,
            }
            is_first = false;
        }
        Ok(())
    });
}

/// Writes the header that says a part is an attachment of this name.
///
/// A name beyond ASCII has no second one in ASCII beside it: of two names some programs take the wrong one.
pub(super) fn attachment(out: &mut String, file: &str) {
    line(out, "Content-Disposition", |w| {
        w.write_str("attachment;")?;
        w.space();
        rfc2231::encode("filename", file, w)
    });
}

/// Writes a name: in quotation marks, or as encoded words.
fn phrase(w: &mut EmailWriter<'_>, name: &str, is_first: bool) -> std::fmt::Result {
    if !is_printable(name) || name.len() > WORD || name.contains(['"', '\\', '<', '>', '@']) {
        return rfc2047::encode(name, w);
    }
    let quoted = format!("\"{name}\"");
    if !is_first && w.projected_line_len() + quoted.len() > LINE {
        w.new_line()?;
    }
    w.write_str(&quoted)
}

/// Whether a value needs no encoding.
fn is_printable(value: &str) -> bool {
    value.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !value.contains("=?")
}

fn line(out: &mut String, name: &str, write: impl FnOnce(&mut EmailWriter<'_>) -> std::fmt::Result) {
    out.push_str(name);
    out.push_str(": ");
    let mut writer = EmailWriter::new(out, name.len() + 2, 0, false);
    // Writing to a string cannot fail.
    let _ = write(&mut writer);
    drop(writer);
    out.push_str("\r\n");
}
