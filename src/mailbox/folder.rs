//! Names of folders: how IMAP writes them, and which folder is for drafts.

use base64::Engine as _;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::{GeneralPurpose, general_purpose::NO_PAD};
use imap::types::Name;

/// The name of a folder in modified UTF-7 (RFC 3501, section 5.1.3).
pub(super) fn encode(name: &str) -> String {
    let base64 = GeneralPurpose::new(&IMAP_MUTF7, NO_PAD);
    let mut encoded = String::new();
    let mut beyond: Vec<u8> = Vec::new();
    let flush = |beyond: &mut Vec<u8>, encoded: &mut String| {
        if !beyond.is_empty() {
            *encoded += &format!("&{}-", base64.encode(&*beyond));
            beyond.clear();
        }
    };
    for c in name.chars() {
        if matches!(c, ' '..='~') {
            flush(&mut beyond, &mut encoded);
            encoded.push(c);
            if c == '&' {
                encoded.push('-');
            }
        } else {
            beyond.extend(c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_be_bytes()));
        }
    }
    flush(&mut beyond, &mut encoded);
    encoded
}

/// Whether the server says that a folder is for drafts (RFC 6154, section 2).
pub(super) fn is_for_drafts(folder: &Name<'_>) -> bool {
    // The type of an attribute is of a crate that `imap` does not hand on.
    folder.attributes().iter().any(|attribute| format!("{attribute:?}") == "Drafts")
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn names_are_written_in_modified_utf_7() {
        // The examples of RFC 3501, section 5.1.3, and one beyond the first plane.
        for (name, written) in [
            ("INBOX", "INBOX"),
            ("R&D", "R&-D"),
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("Entwürfe", "Entw&APw-rfe"),
            ("𝄞", "&2DTdHg-"),
        ] {
            assert_eq!(encode(name), written);
        }
    }
}
