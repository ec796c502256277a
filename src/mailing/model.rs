//! What `mailing.yaml` holds.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::accepted::{self, Accepted};
use super::dispatch::Dispatch;
use super::document::{Document, Enclosures};
use super::event::{Deadlines, Event};
use super::follows::Follows;
use super::form::RegistrationForm;
use super::genre::{Genre, LETTER};
use super::issued::IssuedAt;
use super::paper::Paper;
use super::seal::SealSetting;
use super::sender::{ContributionsAddress, ReturnAddress, Sender};
use crate::diagnostic::{Location, Place, Problems};
use crate::input::At;
use crate::locale::LocalText;
use crate::recipient::{Recipient, RecipientSource};

/// One mass mailing: what all its letters share.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mailing {
    /// Version of this file's format; 1.
    pub format: At<u32>,
    /// Reference of the mailing, such as `DM-1132`; letters bear it with their number.
    pub reference: At<String>,
    /// Genre of the letters, such as `note-verbale`: one of `genres/` in the template folder; `letter` where left out.
    #[serde(default = "letter")]
    pub genre: At<String>,
    /// Layout profile.
    #[serde(default)]
    pub layout: Layout,
    /// Paper.
    #[serde(default)]
    pub paper: Paper,
    /// Date of issue, which dates every document: `2004-05-10`, or with time and offset from UTC.
    #[schemars(with = "String")]
    pub issued_at: IssuedAt,
    /// Place of issue.
    pub place: LocalText,
    /// Date whose country names are used; the date of issue where it is left out.
    #[schemars(with = "Option<String>")]
    pub names_as_of: Option<Date>,
    /// Language for recipients none of whose languages has templates.
    pub default_language: At<String>,
    /// Language of the courtesy translations that go along to recipients written to in another; no translations where left out.
    pub second_language: Option<At<String>>,
    /// Ids of the documents that get a courtesy translation; all where left out.
    pub courtesy_documents: Option<Vec<At<String>>>,
    /// What the recipients are invited to.
    pub event: Event,
    /// Last days for answers.
    #[serde(default)]
    pub deadlines: Deadlines,
    /// The mailing that this one follows, as a reminder does.
    pub follows: Option<Follows>,
    /// Where forms are sent back to.
    #[serde(default)]
    pub return_address: ReturnAddress,
    /// Where contributions are sent to, where templates write it.
    pub contributions_address: Option<ContributionsAddress>,
    /// Website, as printed, where templates write it.
    pub website: Option<String>,
    /// Who writes.
    pub sender: Sender,
    /// The documents each recipient gets, in order.
    pub documents: Vec<Document>,
    /// Finished PDFs that go along: by language, or a list for all languages.
    #[serde(default)]
    pub enclosures: Enclosures,
    /// Files with the recipients: each a path, or `file` and `columns` for a spreadsheet that is read through a columns file.
    pub recipients: Vec<At<RecipientSource>>,
    /// Folder of the templates and locale packs; `templates` where left out.
    #[serde(default = "templates")]
    pub templates: At<String>,
    /// Pictures.
    #[serde(default)]
    pub assets: Assets,
    /// Folder that batches are written to; `output` where left out.
    #[serde(default = "output")]
    pub output: String,
    /// Pattern of file names: `{serial}`, `{recipient}`, `{document}`, `{locale}`, joined by underscores where left out.
    #[serde(default = "file_name")]
    pub file_name: At<String>,
    /// How many participants a form has room for; 2 where left out.
    #[serde(default = "participants_per_form")]
    pub participants_per_form: At<u32>,
    /// What the registration form asks.
    #[serde(default)]
    pub form: RegistrationForm,
    /// PDF standards; PDF/A-2a and PDF/UA-1 where left out.
    #[serde(default = "standards")]
    pub standards: Vec<Standard>,
    /// Extra fields that recipients may have.
    #[serde(default)]
    pub extra_fields: Vec<String>,
    /// Warnings that were looked at and are accepted.
    #[serde(default)]
    pub accepted: Vec<Accepted>,
    /// What the dispatch office prints and sends, and how.
    #[serde(default)]
    pub dispatch: Dispatch,
    /// How what is issued is sealed; not at all where left out.
    pub seal: Option<SealSetting>,
    /// What making one document may take before it is given up.
    #[serde(default)]
    pub limits: Limits,
    /// The place of each value, by its dotted key; items of a list by their `id`, if they have one.
    #[serde(skip)]
    pub(super) places: BTreeMap<String, Place>,
    /// Keys that are there without a value, which is told of the file.
    #[serde(skip)]
    pub(super) empty: Vec<String>,
    /// Keys whose values something else stands in for, since they are empty or cannot be read.
    #[serde(skip)]
    pub(super) gaps: Vec<String>,
    /// What its genre asks of the letters.
    #[serde(skip)]
    pub rules: Genre,
}

impl Mailing {
    /// The templates of all documents and their variants, each with the id of its document.
    pub fn templates_of_documents(&self) -> impl Iterator<Item = (&str, &str)> {
        self.documents.iter().flat_map(|document| {
            let variants = document.variants.iter().map(|variant| variant.template.as_str());
            std::iter::once(document.template.as_str())
                .chain(variants)
                .map(|template| (document.id.as_str(), template))
        })
    }

    /// Makes notes of the warnings that are [accepted](Self::accepted); returns which of these fitted none, by number.
    pub fn accept(&self, problems: &mut Problems) -> Vec<usize> {
        accepted::accept(&self.accepted, problems)
    }

    /// The serial that a document bears: the recipient's own, or that of the mailing that is followed, if it is sent again.
    #[must_use]
    pub fn serial_on<'a>(&self, document: &str, recipient: &'a Recipient, own: &'a str) -> &'a str {
        match &self.follows {
            Some(follows) if follows.sends_again(document) => follows.serial_of(recipient),
            _ => own,
        }
    }

    /// The location of a value by its dotted key, such as `documents.letter.name`; the file as a whole if it lacks the
    /// key. `file` is the mailing's.
    #[must_use]
    pub fn location(&self, key: &str, file: &str) -> Location {
        Location { file: file.to_owned(), place: self.places.get(key).cloned() }
    }
}

impl Mailing {
    /// Keys whose values something else stands in for; none in a mailing that can be built.
    #[must_use]
    pub(crate) fn gaps(&self) -> &[String] {
        &self.gaps
    }

    /// Whether something else stands in for the value of a key.
    #[must_use]
    pub(crate) fn is_gap(&self, key: &str) -> bool {
        self.gaps.iter().any(|gap| gap == key)
    }

    /// Whether a text is there without a value, in all languages or in this one.
    #[must_use]
    pub(crate) fn is_left_empty(&self, key: &str, language: &str) -> bool {
        let of_language =
            |empty: &str| empty.strip_prefix(key).and_then(|rest| rest.strip_prefix('.')) == Some(language);
        self.empty.iter().any(|empty| empty == key || of_language(empty))
    }
}

fn letter() -> At<String> {
    LETTER.to_owned().into()
}

fn templates() -> At<String> {
    "templates".to_owned().into()
}

fn output() -> String {
    "output".to_owned()
}

fn file_name() -> At<String> {
    "{serial}_{recipient}_{document}_{locale}".to_owned().into()
}

fn participants_per_form() -> At<u32> {
    2.into()
}

fn standards() -> Vec<Standard> {
    vec![Standard::A2a, Standard::Ua1]
}

/// Layout profile: the position of the addressee.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// At the top.
    #[default]
    Itu,
    /// At the foot of the first page (UN Correspondence Manual ST/DCS/4/Rev.1, paragraph 89).
    Un,
}

/// A PDF standard every document obeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standard {
    /// PDF/A-2a (ISO 19005-2, level A).
    #[serde(rename = "a-2a")]
    A2a,
    /// PDF/UA-1 (ISO 14289-1).
    #[serde(rename = "ua-1")]
    Ua1,
}

/// Pictures of the letterhead and the signature, where there are any.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Assets {
    /// Emblem of the letterhead.
    pub emblem: Option<Asset>,
    /// Facsimile signature.
    pub signature: Option<Asset>,
}

impl Assets {
    /// The pictures there are, each with its key in `assets`.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Asset)> {
        let all = [("emblem", &self.emblem), ("signature", &self.signature)];
        all.into_iter().filter_map(|(key, asset)| Some((key, asset.as_ref()?)))
    }
}

/// A picture with its alternate text.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// Path below the mailing's folder: SVG, PNG or JPEG.
    pub file: At<String>,
    /// Alternate text for readers who cannot see it.
    pub alt: LocalText,
}

/// What making one document may take before it is given up, and with it its recipient.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Seconds of processor time, of which thirty times as many may pass by the clock; 30 where left out.
    pub seconds: At<u32>,
    /// Memory of the process that makes it, in MiB (1,048,576 bytes); 1024 where left out.
    pub mebibytes: At<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { seconds: At::from(30), mebibytes: At::from(1024) }
    }
}
