//! What sheets are made of: plain values, as they are printed.
//!
//! Nothing here knows where they come from or how they are set; texts are what readers see, in the sheet's language.

use jiff::ZonedDateTime;
use serde::Serialize;

use crate::mailing::{EnvelopeFormat, Paper, Window};
use crate::recipient::{Channel, Handover};

/// What a sheet is called, and when it was made.
#[derive(Debug, Clone)]
pub struct Meta {
    /// Reference of the mailing.
    pub reference: String,
    /// Title of the document, as viewers show it; PDF/UA-1 asks for one.
    pub title: String,
    /// What identifies the document, unique in the mailing and the same on every run.
    pub ident: String,
    /// The creation date, with its offset from UTC.
    pub issued_at: ZonedDateTime,
}

/// A sheet as PDF. What did not fit or cannot be shown comes with it as problems.
#[derive(Debug, Clone)]
pub struct Made {
    /// The file: PDF/A-2a and PDF/UA-1.
    pub pdf: Vec<u8>,
    /// Its pages.
    pub pages: u32,
}

/// An address something is sent to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Address {
    /// Id of the recipient, for problems.
    pub recipient: String,
    /// Serial of what is sent.
    pub serial: String,
    /// Lines, as printed in the letter: the country last.
    pub lines: Vec<String>,
    /// Language of the lines, as a BCP 47 tag.
    #[serde(rename = "language")]
    pub locale: String,
    /// Whether they run from right to left.
    #[serde(rename = "rtl")]
    pub is_rtl: bool,
    /// Serial of the original, where a copy is sent.
    pub copy_of: Option<String>,
}

/// An envelope to print on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Envelope {
    /// Its format.
    pub format: EnvelopeFormat,
    /// Where the window lies, for [`EnvelopeFormat::Window`].
    pub window: Window,
    /// The letters' paper: of the pages behind a window, and of those with addresses that do not fit.
    pub paper: Paper,
}

/// Who sends, as a fax cover says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FaxSender {
    /// The organisation.
    pub organisation: String,
    /// The office that answers questions; may be empty, as may the fields below.
    pub office: String,
    /// Telephone number.
    pub tel: String,
    /// Fax number.
    pub fax: String,
    /// E-mail address.
    pub e_mail: String,
}

/// A fax cover.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FaxCover {
    /// Id of the recipient, for problems.
    pub recipient: String,
    /// The addressee's lines.
    pub to: Vec<String>,
    /// Language of these lines, as a BCP 47 tag.
    #[serde(rename = "language")]
    pub locale: String,
    /// Whether they run from right to left.
    #[serde(rename = "rtl")]
    pub is_rtl: bool,
    /// Fax number; may be empty, to be filled in by hand.
    pub fax: String,
    /// Date, as printed.
    pub date: String,
    /// Serial of what is sent.
    pub serial: String,
    /// Subject, a line each.
    pub subject: Vec<String>,
    /// Pages, the cover among them.
    pub pages: u32,
    /// Serial of the original, where a copy is sent.
    pub copy_of: Option<String>,
}

/// A list of what is handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PouchList {
    /// How it is handed over.
    pub handover: Handover,
    /// Date, as printed; may be empty.
    pub date: String,
    /// What is handed over, in order. Cities, and the missions of a city, come as they are first named; what goes to one
    /// city is listed together all the same.
    pub rows: Vec<PouchRow>,
}

/// One sending of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PouchRow {
    /// The city; may be empty.
    #[serde(skip)]
    pub city: String,
    /// The mission it is handed over at, where it has one.
    #[serde(skip)]
    pub mission: Option<String>,
    /// Id of the recipient, for problems.
    pub recipient: String,
    /// Serial of what is sent.
    pub serial: String,
    /// Whom it is for, in a few words.
    pub addressee: String,
    /// The whole address, where who brings the documents writes a waybill of it.
    pub lines: Vec<String>,
    /// How many documents, enclosures among them.
    pub documents: u32,
    /// How many pages in all.
    pub pages: u32,
    /// Serial of the original, where a copy is sent.
    pub copy_of: Option<String>,
}

/// The proof of a mailing, or a part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProofSheet {
    /// Name of the event the mailing is about; may be empty.
    pub event: String,
    /// Date of issue, as printed.
    pub issued: String,
    /// Which recipients of how many are here, such as `1–250 / 1000`.
    pub of: String,
    /// The recipients, in the order of the register.
    pub rows: Vec<ProofRow>,
    /// Whether it is the last part, which is signed.
    pub is_last: bool,
}

/// A recipient of a proof.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProofRow {
    /// Id of the recipient, for problems.
    pub recipient: String,
    /// Serial of its letter.
    pub serial: String,
    /// The address as printed, a line each.
    pub lines: Vec<String>,
    /// The salutation as printed.
    pub salutation: String,
    /// The language it is written to in, and why, a line each.
    pub language: Vec<String>,
    /// How it is sent.
    pub channel: Option<Channel>,
    /// What it gets, a line each.
    pub documents: Vec<String>,
    /// What a person has to look at, a line each.
    pub notes: Vec<String>,
    /// The first page of its letter as PNG; none where nothing can be made.
    pub picture: Option<Vec<u8>>,
}

/// The cover page of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readme {
    /// Name of the event the mailing is about; may be empty.
    pub event: String,
    /// Date of issue, as printed.
    pub issued: String,
    /// Name and version of the tool.
    pub made_by: String,
    /// Recipients planned, blocked ones among them.
    pub expected: usize,
    /// Recipients whose documents the archive holds.
    pub produced: usize,
    /// What goes out, by channel and language.
    pub counts: Vec<ReadmeCount>,
    /// Copies among the documents.
    pub copies: usize,
    /// Enclosures the archive holds.
    pub enclosures: usize,
    /// Folders and files, in order.
    pub parts: Vec<ReadmePart>,
    /// Recipients nothing was made for: the first of them are shown.
    pub blocked: Vec<ReadmeBlocked>,
    /// Blocked recipients besides those listed here.
    pub more_blocked: usize,
    /// Languages, as printed, whose translation was not up to date.
    pub stale: Vec<String>,
    /// File with everything known of every recipient, such as `register.csv`.
    pub register: String,
    /// File whose hash covers the whole archive, such as `manifest.json`.
    pub manifest: String,
    /// The command that checks the archive.
    pub command: String,
    /// The command that makes of it what the office prints and sends.
    pub pack: String,
    /// The folder that goes into.
    pub pack_folder: String,
    /// The command that sends its messages.
    pub send: String,
}

/// What goes out by one channel in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadmeCount {
    /// The channel.
    pub channel: Channel,
    /// The language, as printed.
    pub language: String,
    /// Recipients.
    pub recipients: usize,
    /// Documents, copies among them.
    pub documents: usize,
    /// Pages of these documents.
    pub pages: usize,
}

/// A folder or file of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadmePart {
    /// Its path.
    pub path: String,
    /// What it holds.
    pub holds: Holds,
}

/// What a folder or file of an archive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// What goes out by a channel.
    Channel(Channel),
    /// The texts of e-mails.
    EmailTexts,
    /// Finished documents that go along.
    Enclosures,
    /// The list of what was made for whom.
    Register,
    /// The list of all files with their hashes.
    Manifest,
}

/// A recipient nothing was made for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadmeBlocked {
    /// Its id.
    pub recipient: String,
    /// Why.
    pub reasons: Vec<String>,
}
