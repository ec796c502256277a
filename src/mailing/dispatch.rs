//! What the dispatch office prints and sends, and how.

use schemars::JsonSchema;
use serde::Deserialize;

use super::envelope::{EnvelopeFormat, Window};
use super::imap::Imap;
use super::issued::IssuedAt;
use super::labels::LabelSheet;
use super::smtp::Smtp;
use crate::input::At;

/// What the dispatch office prints and sends, and how.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Dispatch {
    /// The office's language, one of those that have templates; the mailing's default language where left out.
    pub language: Option<At<String>>,
    /// The State that letters are posted in, by a code or a name; that of `return_address` where left out.
    pub posted_from: Option<At<String>>,
    /// Languages that post reads there, the best first, instead of those known of that State.
    pub postal_languages: Vec<At<String>>,
    /// Whether print runs are printed on both sides: each document then starts on a front side.
    pub duplex: bool,
    /// Sheet of address labels, by its trade number; `L7160` where left out, `5160` on US Letter.
    pub labels: Option<At<String>>,
    /// Measurements of a sheet of labels that has no number known here; it goes before `labels`.
    pub label_sheet: Option<LabelSheet>,
    /// Envelopes, or `window` for pages that show the address in a window.
    pub envelopes: EnvelopeFormat,
    /// Where a window shows the address; as in DIN 5008, form B, where left out.
    pub window: Option<Window>,
    /// How many persons have to approve an archive before anything of it goes out; 1 where left out.
    pub approvals: At<u32>,
    /// How e-mail is written.
    pub e_mail: DispatchEmail,
}

impl Default for Dispatch {
    fn default() -> Self {
        Self {
            posted_from: None,
            postal_languages: Vec::new(),
            language: None,
            duplex: false,
            labels: None,
            label_sheet: None,
            envelopes: EnvelopeFormat::default(),
            window: None,
            approvals: At::from(1),
            e_mail: DispatchEmail::default(),
        }
    }
}

/// How e-mail is written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DispatchEmail {
    /// The address answers go to; that of `return_address` where left out.
    pub reply_to: Option<At<String>>,
    /// Addresses that get a copy of every message, such as the office's own registry.
    pub cc: Vec<At<String>>,
    /// Date and time messages bear, with its offset from UTC; the mailing's `issued_at` where left out.
    #[schemars(with = "Option<String>")]
    pub sent_at: Option<IssuedAt>,
    /// The mail server that `convoke send` hands messages to.
    pub smtp: Option<Smtp>,
    /// The mailbox that notices and replies are read from, and that `convoke send --drafts` puts messages into.
    pub imap: Option<Imap>,
    /// The most a message may have, attachments included, in megabytes (1,000,000 bytes); 10 where left out.
    pub max_megabytes: At<u32>,
}

impl Default for DispatchEmail {
    fn default() -> Self {
        Self {
            reply_to: None,
            cc: Vec::new(),
            sent_at: None,
            smtp: None,
            imap: None,
            max_megabytes: At::from(10),
        }
    }
}
