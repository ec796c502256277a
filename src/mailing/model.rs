//! What `mailing.yaml` holds.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::issued::IssuedAt;
use super::office::{EnvelopeFormat, LabelSheet, Window};
use crate::diagnostic::{Location, Place};
use crate::input::At;
use crate::locale::LocalText;

/// One mass mailing: what all its letters share.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mailing {
    /// Version of this file's format; 1.
    pub format: At<u32>,
    /// Reference of the mailing, such as `DM-1132`; letters bear it with their number.
    pub reference: At<String>,
    /// Genre of the letters.
    #[serde(default)]
    pub genre: Genre,
    /// Layout profile.
    #[serde(default)]
    pub layout: Layout,
    /// Paper.
    #[serde(default)]
    pub paper: Paper,
    /// Date and time of issue with its offset from UTC; it dates every document.
    #[schemars(with = "String")]
    pub issued_at: IssuedAt,
    /// Place of issue.
    pub place: LocalText,
    /// Date whose country names are used; the date of issue where it is left out.
    #[schemars(with = "Option<String>")]
    pub names_as_of: Option<Date>,
    /// Language for recipients none of whose languages has templates.
    pub default_language: At<String>,
    /// Language of the courtesy translations that go along to recipients written to in another; none where left out.
    pub second_language: Option<At<String>>,
    /// Ids of the documents that get a courtesy translation; all where left out.
    pub courtesy_documents: Option<Vec<At<String>>>,
    /// What the recipients are invited to.
    pub event: Event,
    /// Last days for answers.
    pub deadlines: Deadlines,
    /// Where forms are sent back to.
    pub return_address: ReturnAddress,
    /// Where contributions are sent to.
    pub contributions_address: ContributionsAddress,
    /// Website, as printed.
    pub website: String,
    /// Who writes.
    pub sender: Sender,
    /// The documents each recipient gets, in order.
    pub documents: Vec<Document>,
    /// Finished PDFs that go along, by language; paths below `templates/<language>/enclosures/`.
    #[serde(default)]
    pub enclosures: BTreeMap<String, Vec<Enclosure>>,
    /// Files with the recipients.
    pub recipients: Vec<At<String>>,
    /// Folder of the templates and locale packs.
    pub templates: At<String>,
    /// Pictures.
    pub assets: Assets,
    /// Folder that batches are written to.
    pub output: String,
    /// Pattern of file names: `{serial}`, `{recipient}`, `{document}`, `{locale}`.
    pub file_name: At<String>,
    /// How many participants a form has room for.
    pub participants_per_form: At<u32>,
    /// PDF standards.
    pub standards: Vec<Standard>,
    /// Extra fields that recipients may have.
    #[serde(default)]
    pub extra_fields: Vec<String>,
    /// What the dispatch office prints and sends, and how.
    #[serde(default)]
    pub dispatch: Dispatch,
    /// What making one document may take before it is given up.
    #[serde(default)]
    pub limits: Limits,
    /// Where each value stands, by its key with dots; items of a list by their `id`, where they have one.
    #[serde(skip)]
    pub(super) places: BTreeMap<String, Place>,
}

impl Mailing {
    /// Where a value stands, given by its key with dots, such as `documents.letter.name`; the file as a whole where the
    /// key is not in it. `file` is the mailing's.
    #[must_use]
    pub fn location(&self, key: &str, file: &str) -> Location {
        Location { file: file.to_owned(), place: self.places.get(key).cloned() }
    }
}

/// Genre of the letters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Genre {
    /// A signed letter to one addressee.
    #[default]
    Letter,
    /// A note in the third person, initialled.
    NoteVerbale,
    /// A letter addressed to all at once.
    Circular,
}

/// Layout profile: where the addressee stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// At the top.
    #[default]
    Itu,
    /// At the foot of the first page (UN Correspondence Manual ST/DCS/4/Rev.1, paragraph 89).
    Un,
}

/// Paper size.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// 210 by 297 mm.
    #[default]
    A4,
    /// 8.5 by 11 inches.
    UsLetter,
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

/// The event the mailing is about.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Name of the event.
    pub name: LocalText,
    /// Its abbreviation.
    pub short_name: LocalText,
    /// Name of the meeting.
    pub meeting: LocalText,
    /// Phase of the event the meeting belongs to.
    pub phase: LocalText,
    /// Place of the meeting.
    pub place: LocalText,
    /// Inflected forms of these texts that a language's templates need, by language and a name of one's own.
    #[serde(default)]
    pub forms: BTreeMap<String, BTreeMap<String, String>>,
    /// First day.
    #[schemars(with = "String")]
    pub start: At<Date>,
    /// Last day.
    #[schemars(with = "String")]
    pub end: At<Date>,
}

/// Last days for answers.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deadlines {
    /// For contributions.
    #[schemars(with = "String")]
    pub contributions: At<Date>,
    /// For registration.
    #[schemars(with = "String")]
    pub registration: At<Date>,
}

/// Where forms are sent back to.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnAddress {
    /// Postal address, a line each.
    pub lines: Vec<String>,
    /// E-mail address.
    pub e_mail: At<String>,
    /// Fax number.
    pub fax: String,
}

/// Where contributions are sent to.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContributionsAddress {
    /// E-mail address.
    pub e_mail: At<String>,
}

/// Who writes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// The organisation.
    pub organisation: LocalText,
    /// The office that answers questions.
    pub office: LocalText,
    /// Its telephone number.
    pub tel: String,
    /// Its fax number.
    pub fax: String,
    /// Its e-mail address.
    pub e_mail: At<String>,
    /// Who signs.
    pub signatory: Signatory,
}

/// Who signs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signatory {
    /// Name, as it stands under the signature.
    pub name: LocalText,
    /// Titles, a line each, by language.
    pub titles: BTreeMap<String, Vec<String>>,
}

/// One entry of the mailing's documents.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Id, such as `letter`.
    pub id: At<String>,
    /// File name of its template in each language's folder.
    pub template: String,
    /// Folder it is written to inside the archive.
    pub folder: At<String>,
    /// Its name, as the annex line calls it.
    pub name: LocalText,
}

/// A finished PDF that goes along unchanged.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enclosure {
    /// File name below `templates/<language>/enclosures/`.
    pub file: At<String>,
    /// Its name, as the annex line calls it.
    pub name: String,
}

/// Pictures of the letterhead and the signature.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assets {
    /// Emblem of the letterhead.
    pub emblem: Asset,
    /// Facsimile signature.
    pub signature: Asset,
}

/// A picture with the text that stands for it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// Path below the mailing's folder: SVG, PNG or JPEG.
    pub file: At<String>,
    /// Alternate text for readers who cannot see it.
    pub alt: LocalText,
}

/// What the dispatch office prints and sends, and how.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Dispatch {
    /// The office's language, one of those that have templates; the mailing's default language where left out.
    pub language: Option<At<String>>,
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
    /// How e-mail is written.
    pub e_mail: DispatchEmail,
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
    /// The most a message may have, attachments included, in megabytes (1,000,000 bytes); 10 where left out.
    pub max_megabytes: At<u32>,
}

impl Default for DispatchEmail {
    fn default() -> Self {
        Self { reply_to: None, cc: Vec::new(), sent_at: None, max_megabytes: At::from(10) }
    }
}

/// What making one document may take before it is given up, and with it its recipient.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Seconds; 30 where left out.
    pub seconds: At<u32>,
    /// Memory of the process that makes it, in MiB (1,048,576 bytes); 1024 where left out.
    pub mebibytes: At<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { seconds: At::from(30), mebibytes: At::from(1024) }
    }
}
