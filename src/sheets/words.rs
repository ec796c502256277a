//! What sheets say in one language: the labels of its locale pack, and English for those it lacks.
//!
//! Only labels whose keys begin with `dispatch_` are asked for; nothing here reads a pack.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::recipient::Channel;

/// What keys of a pack begin with before the names below.
const PREFIX: &str = "dispatch_";

/// Words of one language.
///
/// ```
/// use convoke::recipient::Channel;
/// use convoke::sheets::DispatchWords;
///
/// let mut words = DispatchWords { locale: "fr".into(), ..DispatchWords::default() };
/// words.labels.insert("dispatch_channel_pouch".into(), "Valise diplomatique".into());
/// assert_eq!(words.channel(Channel::Pouch), "Valise diplomatique");
/// assert_eq!(words.channel(Channel::ByHand), "By hand");
/// assert_eq!(words.copy_of("DM-1132/045"), "Copy of DM-1132/045");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DispatchWords {
    /// Language, as a BCP 47 tag.
    pub locale: String,
    /// Whether it runs from right to left.
    pub is_rtl: bool,
    /// The `dispatch_…` labels of its locale pack, with the pack's keys; other labels do no harm.
    pub labels: BTreeMap<String, String>,
    /// The families that languages of the sheet are set in before the embedded ones, by language, with commas between them.
    pub fonts: BTreeMap<String, String>,
}

impl DispatchWords {
    /// A label, by its key without `dispatch_`, such as `list_pouch_title`; empty where no language has it.
    #[must_use]
    pub fn get(&self, key: &str) -> &str {
        let own = self.labels.get(&format!("{PREFIX}{key}")).filter(|label| !label.is_empty());
        let english = || english().find(|(known, _)| *known == key).map_or("", |(_, label)| label);
        own.map_or_else(english, String::as_str)
    }

    /// The name of a channel.
    #[must_use]
    pub fn channel(&self, channel: Channel) -> &str {
        self.get(&channel.label())
    }

    /// The mark of a copy, which names the serial of the original.
    #[must_use]
    pub fn copy_of(&self, serial: &str) -> String {
        self.get("copy_of").replace("{serial}", serial)
    }

    /// All labels by their keys without `dispatch_`, as sheets read them.
    pub(super) fn to_json(&self) -> Value {
        let labels = english().map(|(key, _)| {
            let label = Value::from(self.get(&key));
            (key, label)
        });
        Value::Object(labels.collect::<Map<_, _>>())
    }
}

/// The name of a channel in English, and what the office does with its folder.
const fn describe(channel: Channel) -> (&'static str, &'static str) {
    match channel {
        Channel::Pouch => (
            "Diplomatic pouch",
            "Print each recipient’s documents, put them into an envelope with its label, and enter it in the pouch list. Whoever takes the pouch signs the list.",
        ),
        Channel::Post => (
            "Post",
            "Print each recipient’s documents, put them into an envelope with its label, and post it.",
        ),
        Channel::RegisteredPost => (
            "Registered post",
            "As for ordinary post, but by registered mail; keep every receipt with the recipient’s number.",
        ),
        Channel::Courier => (
            "Courier",
            "Print each recipient’s documents, put them into an envelope with its label, make out a waybill by the courier list, and enter its number there. Whoever takes the envelopes signs the list.",
        ),
        Channel::Fax => {
            ("Fax", "Send each recipient’s documents after its fax cover, and keep the transmission report.")
        }
        Channel::EMail => (
            "E-mail",
            "Review the messages; the documents are attached. Then send them with {command}, or open and send each.",
        ),
        Channel::ByHand => (
            "By hand",
            "Print each recipient’s documents, put them into an envelope with its label, and have it delivered against a signature in the delivery list.",
        ),
    }
}

/// What the English pack says, by keys without `dispatch_`.
fn english() -> impl Iterator<Item = (String, &'static str)> {
    let of_channels = Channel::ALL.into_iter().flat_map(|channel| {
        let (name, instruction) = describe(channel);
        [(channel.label(), name), (channel.instruction(), instruction)]
    });
    of_channels.chain(ENGLISH.iter().map(|(key, label)| ((*key).to_owned(), *label)))
}

/// What the English pack says besides that of channels, by keys without `dispatch_`.
const ENGLISH: [(&str, &str); 117] = [
    ("copy_of", "Copy of {serial}"),
    ("labels_title", "Address labels"),
    ("envelopes_title", "Envelopes"),
    ("overflow_title", "Addresses that do not fit"),
    (
        "overflow_note",
        "These addresses are too long for {sheet}. Shorten them, or take a larger label or envelope.",
    ),
    ("fax_title", "Fax"),
    ("to", "To:"),
    ("from", "From:"),
    ("fax", "Fax:"),
    ("tel", "Tel:"),
    ("e_mail", "E-mail:"),
    ("date", "Date:"),
    ("reference", "Ref:"),
    ("subject", "Subject:"),
    ("fax_pages", "Number of pages, including this one:"),
    ("fax_missing", "If pages are missing or cannot be read, please notify the sender: {contacts}."),
    ("list_pouch_title", "Pouch list"),
    ("list_by_hand_title", "Delivery list"),
    ("list_courier_title", "Courier list"),
    ("serial", "Number"),
    ("addressee", "State or organization"),
    ("handed_over", "Handed over on"),
    ("signature", "Signature"),
    ("waybill", "Waybill"),
    ("sendings", "Items"),
    ("total", "Total"),
    ("readme_title", "About this archive"),
    (
        "readme_intro",
        "This archive holds all that goes out under the reference {reference}, in folders by channel. Each channel is to be processed separately.",
    ),
    ("event", "Event:"),
    ("issued", "Issued:"),
    ("made_by", "Made with:"),
    ("made", "Recipients covered:"),
    ("made_of", "{made} of {expected}"),
    ("readme_contents", "What it holds"),
    ("channel", "Channel"),
    ("language", "Language"),
    ("recipients", "Recipients"),
    ("documents", "Documents"),
    ("pages", "Pages"),
    ("copies", "Copies"),
    ("enclosures", "Enclosures"),
    ("readme_steps", "What to do"),
    (
        "readme_pack",
        "Run {command} first: it makes the print runs, labels, envelopes, fax covers, messages and lists, and puts them into the folder {folder}.",
    ),
    ("folder", "Folder or file"),
    ("do", "What it is for"),
    ("do_email_texts", "The texts of the e-mails, which go into the messages."),
    ("do_enclosures", "Finished documents that go along unchanged."),
    ("do_register", "The register: what was made for whom, under which number."),
    ("do_manifest", "The manifest: every file with its hash, for checking."),
    ("readme_exceptions", "Exceptions"),
    ("readme_none", "None: every recipient has its documents."),
    (
        "readme_blocked",
        "Nothing was made for these recipients. Have what is wrong corrected, build again and send theirs afterwards; the numbers of all others stay.",
    ),
    ("recipient", "Recipient"),
    ("reason", "Reason"),
    ("readme_more", "and {count} more: see {file}"),
    (
        "readme_stale",
        "Made although the translation was not up to date: {languages}. Have a translator review these documents before they are sent.",
    ),
    ("readme_check", "How to check it"),
    (
        "readme_verify",
        "Run {command}: it counts and hashes every file again. Then compare the SHA-256 of {file} with the one that was shown when this archive was built: if both are the same, nothing has changed since.",
    ),
    ("proof_title", "Proof"),
    (
        "proof_intro",
        "Everything that is about to go out under the reference {reference}. Please review each letter, tick it, and sign at the end.",
    ),
    ("proof_salutation", "Salutation"),
    ("proof_notes", "To be checked"),
    ("proof_missing", "Not made"),
    ("proof_seen", "Seen"),
    ("proof_approval", "Approved for dispatch"),
    ("proof_name", "Name"),
    ("proof_draft", "DRAFT"),
    ("evidence_title", "Proof of dispatch"),
    (
        "evidence_intro",
        "What is on record of one sending under the reference {reference}, from its documents to the last thing that is known of it.",
    ),
    ("evidence_archive", "Archive"),
    ("evidence_document", "Document"),
    ("evidence_seal", "Seal"),
    ("evidence_no_seal", "The documents bear no seal."),
    ("evidence_seal_by", "Sealed by {by}."),
    ("evidence_seal_unknown", "Sealed by an unknown key."),
    (
        "evidence_seal_issuer",
        "The certificate was issued by {issuer}; whether that one can be trusted was not checked.",
    ),
    ("evidence_seal_claimed", "The seal claims to be of {at}."),
    ("evidence_seal_stamped", "Time-stamped at {at} by {by}."),
    ("evidence_seal_whole", "It covers the whole file."),
    ("evidence_seal_added", "After it, {bytes} bytes were added to the file."),
    ("evidence_seal_changed", "Fields that were changed after it: {fields}."),
    ("evidence_seal_broken", "It does not hold: {fault}."),
    ("evidence_approvals", "Approvals"),
    ("evidence_no_approvals", "None is on record."),
    ("evidence_history", "What happened"),
    ("evidence_no_history", "Nothing is on record."),
    ("evidence_when", "When"),
    ("evidence_what", "What"),
    ("evidence_details", "Details"),
    ("evidence_line", "Line"),
    ("evidence_to", "to"),
    ("evidence_by", "by"),
    ("evidence_number", "number"),
    ("evidence_chain", "The chain"),
    (
        "evidence_chain_note",
        "The ledger {file} has {lines} lines, each with the hash of the one before. This is the hash of the last.",
    ),
    ("evidence_signature", "Signature of the last line"),
    ("evidence_no_signature", "None."),
    ("evidence_check", "How to check it"),
    (
        "evidence_check_note",
        "Take the ledger or a copy of it. The hash of a line is the SHA-256 of its text before {mark}, and each line names the hash of the line before. The file {file} goes with these pages: it has the hashes of all lines, and those about this sending word by word. Whoever changes a line has to change all that follow it.",
    ),
    ("evidence_lines", "The lines, word by word"),
    ("event_approved", "Approved"),
    ("event_intended", "To be handed over"),
    ("event_accepted", "Taken by the mail server"),
    ("event_deferred", "Put off by the mail server"),
    ("event_refused", "Refused"),
    ("event_unknown", "Not known whether handed over"),
    ("event_bounced", "Came back undeliverable"),
    ("event_delivered", "Delivered"),
    ("event_read", "Read"),
    ("event_replied", "Replied"),
    ("event_posted", "Posted or handed over"),
    ("event_collected", "Collected by the recipient"),
    ("event_returned", "Returned to the sender"),
    ("event_reminded", "Reminded"),
    ("event_answered", "Answered"),
    ("event_cleared", "Declared not sent"),
    ("event_note", "Note"),
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::locale::{LocalePack, read};

    fn pack(language: &str) -> LocalePack {
        let pack = read(Path::new(env!("CARGO_MANIFEST_DIR")), "templates", language);
        assert!(pack.problems.is_empty(), "{}", pack.problems);
        pack.value.unwrap()
    }

    #[test]
    fn english_is_that_of_the_pack() {
        let pack = pack("en");
        let labels = pack.file().labels.iter();
        let written: BTreeMap<&str, &str> =
            labels.filter_map(|(key, label)| Some((key.strip_prefix(PREFIX)?, label.as_str()))).collect();
        let embedded: BTreeMap<String, &str> = english().collect();
        for (key, label) in &embedded {
            assert_eq!(written.get(key.as_str()), Some(label), "{PREFIX}{key} of templates/en/locale.yaml");
        }
        for key in written.keys() {
            assert!(embedded.contains_key(*key), "{PREFIX}{key} of templates/en/locale.yaml is not used");
        }
    }

    #[test]
    fn every_language_has_every_word() {
        for language in ["fr", "es", "ru", "zh", "ar"] {
            let pack = pack(language);
            let keys = english().map(|(key, _)| format!("{PREFIX}{key}"));
            let missing: Vec<String> = keys.filter(|key| !pack.file().labels.contains_key(key)).collect();
            assert!(missing.is_empty(), "templates/{language}/locale.yaml lacks {missing:?}");
        }
    }
}
