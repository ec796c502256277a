//! Messages between a process and its workers: the length of a head in JSON, the length of a body, then both.
//!
//! Only the two ends of a pipe between processes of one program read this; the format is not kept stable.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use jiff::ZonedDateTime;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::model::Job;
use super::trial::{PagePoint, TriedText, View};
use crate::diagnostic::Problems;
use crate::pdf::form::{Form, Unreadable};
use crate::pdf::signature::SealPlace;
use crate::pdf::{Moment, PdfSettings, Standards};
use crate::returned::Contents;
use crate::typeset::Facts;
use crate::workbook::WorkbookKind;

/// The largest head: that of a form with as many fields as are read is far smaller.
const MOST_HEAD: u64 = 1 << 26;

/// The largest body: no document comes near.
const MOST_BODY: u64 = 1 << 32;

/// What a worker is given to begin: the names and lengths of the files in the body, one behind the other.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Outfit {
    /// Fonts that are not embedded.
    pub(super) fonts: Vec<usize>,
    /// Virtual files.
    pub(super) files: Vec<(String, usize)>,
    /// The folder of the templates.
    pub(super) folder: String,
    /// Templates, by language and file name.
    pub(super) templates: Vec<(String, String, usize)>,
}

/// The first a worker says: that it is ready, and which protections the system did not give it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Hello {
    pub(super) missing: Vec<String>,
}

/// What a worker is asked for; texts and files are the body.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Order {
    /// What every document needs, before there is one.
    Prepare,
    /// A document of a text.
    Document(DocumentOrder),
    /// A template merged with the values in the body, and a document of what that comes to.
    MergedDocument { template: TemplateName, document: DocumentOrder },
    /// The first pages of a document of a text, as PNG.
    Picture { document: DocumentOrder, dots_per_inch: f64, most: usize },
    /// The trial in the body, as JSON.
    Try(View),
    /// Where the text at a point of a page is written; the trial is the body, as JSON.
    Find(PagePoint),
    /// The list of the templates that can be used.
    Templates,
    /// Whether a template is sound for the shape of the merge fields in the body.
    CheckTemplate(TemplateName),
    /// A template merged with the values in the body.
    Merge(TemplateName),
    /// Problems of a merged text, by this file name, at the places of its template; the values are the body.
    Place { template: TemplateName, merged: String, problems: Problems },
    /// The fields of a form.
    Read,
    /// What a returned file is.
    Examine,
    /// What a message that came back is.
    Message,
    /// A workbook.
    Workbook(WorkbookKind, Option<String>),
    /// An XLIFF file of this name.
    Xliff(String),
    /// The barcodes of pages of a returned file, which are scans or not.
    Draw { pages: Vec<usize>, is_drawn: bool },
    /// A form filled in with values.
    Fill { values: BTreeMap<String, String>, modified: Option<Moment> },
}

impl Order {
    /// Whether a form, or what may be one, is read.
    pub(super) fn is_of_a_form(&self) -> bool {
        matches!(self, Self::Read | Self::Examine)
    }

    /// Whether caches are looked through after it.
    pub(super) fn ends_a_group(&self) -> bool {
        match self {
            Self::Document(document)
            | Self::MergedDocument { document, .. }
            | Self::Picture { document, .. } => document.is_last,
            Self::Fill { .. } | Self::Try(_) | Self::Find(_) => true,
            _ => false,
        }
    }
}

/// What came of an order; files are the body.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    Prepared,
    Printed {
        pages: usize,
        warnings: Problems,
    },
    /// The file is the body, and behind it the text, of this length.
    MergedPrinted {
        text: usize,
        pages: usize,
        warnings: Problems,
    },
    /// The template cannot be merged, which merging alone tells.
    Unmerged,
    /// The picture of the page, where it was drawn, is the body.
    Tried(TriedText),
    /// The lengths of the pictures, which are the body, one behind the other.
    Pictured(Vec<usize>),
    Read(Result<Form, Unreadable>),
    /// What it is; the files in it are the body, one behind the other.
    Examined(Contents),
    Drawn(Vec<Vec<String>>),
    Filled,
    /// The merged text is the body.
    Merged,
    /// What was read, which may be more than a head holds: in the body, as JSON.
    Data,
    Refused(Problems),
}

/// A template by its language and file name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct TemplateName {
    pub(super) language: String,
    pub(super) file: String,
}

/// A job but for its text.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct DocumentOrder {
    pages: usize,
    barcode: String,
    ident: String,
    issued_at: Moment,
    standards: Vec<String>,
    identity: Option<String>,
    seal: Option<SealPlace>,
    has_marks: bool,
    is_last: bool,
    tells_warnings: bool,
}

impl DocumentOrder {
    pub(super) fn new(job: &Job) -> Self {
        let Job { text: _, facts, settings, has_marks, is_last, tells_warnings } = job;
        Self {
            pages: facts.pages,
            barcode: facts.barcode.clone(),
            ident: settings.ident.clone(),
            issued_at: Moment::from(&settings.issued_at),
            standards: settings.standards.names().to_vec(),
            identity: settings.identity.clone(),
            seal: settings.seal.clone(),
            has_marks: *has_marks,
            is_last: *is_last,
            tells_warnings: *tells_warnings,
        }
    }

    pub(super) fn to_job(&self, text: Vec<u8>) -> io::Result<Job> {
        let standards =
            Standards::parse(&self.standards).map_err(|problem| io::Error::other(problem.message))?;
        Ok(Job {
            text: String::from_utf8(text).map_err(io::Error::other)?,
            facts: Facts { pages: self.pages, barcode: self.barcode.clone(), is_sealed: self.seal.is_some() },
            settings: PdfSettings {
                ident: self.ident.clone(),
                issued_at: ZonedDateTime::try_from(self.issued_at).map_err(io::Error::other)?,
                standards,
                identity: self.identity.clone(),
                seal: self.seal.clone(),
            },
            has_marks: self.has_marks,
            is_last: self.is_last,
            tells_warnings: self.tells_warnings,
        })
    }
}

pub(super) fn write<H: Serialize>(to: &mut impl Write, head: &H, body: &[&[u8]]) -> io::Result<()> {
    let head = serde_json::to_vec(head)?;
    let length: usize = body.iter().map(|part| part.len()).sum();
    let lengths = [(head.len() as u64).to_le_bytes(), (length as u64).to_le_bytes()].concat();
    to.write_all(&[lengths, head].concat())?;
    body.iter().try_for_each(|part| to.write_all(part))?;
    to.flush()
}

/// Reads a message; an error where there is none, too.
pub(super) fn read<H: DeserializeOwned>(from: &mut impl Read) -> io::Result<(H, Vec<u8>)> {
    read_up_to(from, MOST_BODY)
}

/// Reads a message whose body has at most so many bytes.
pub(super) fn read_up_to<H: DeserializeOwned>(
    from: &mut impl Read,
    most_body: u64,
) -> io::Result<(H, Vec<u8>)> {
    let mut lengths = [0; 16];
    from.read_exact(&mut lengths)?;
    let [head, body] = [0, 8].map(|at| {
        u64::from_le_bytes(std::array::from_fn(|byte| lengths.get(at + byte).copied().unwrap_or_default()))
    });
    let head = read_exactly(from, head, MOST_HEAD)?;
    let body = read_exactly(from, body, most_body.min(MOST_BODY))?;
    Ok((serde_json::from_slice(&head)?, body))
}

fn read_exactly(from: &mut impl Read, length: u64, most: u64) -> io::Result<Vec<u8>> {
    if length > most {
        return Err(io::ErrorKind::InvalidData.into());
    }
    // A length that is only claimed takes no memory.
    let mut bytes = Vec::with_capacity(usize::try_from(length.min(1 << 20)).unwrap_or_default());
    from.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use jiff::tz::{Offset, TimeZone};

    use super::*;
    use crate::diagnostic::{Diagnostic, codes};

    fn job(offset: i32) -> Job {
        let at: jiff::civil::DateTime = "2004-05-10T09:00:00".parse().expect("a time");
        let offset = Offset::from_seconds(offset).expect("an offset");
        Job {
            text: "#é\n".into(),
            facts: Facts { pages: 3, barcode: "CVK1*x".into(), is_sealed: false },
            settings: PdfSettings {
                ident: "DM-1132/001".into(),
                issued_at: at.to_zoned_datetime(TimeZone::fixed(offset)).expect("a time"),
                standards: Standards::archival_and_accessible().expect("known standards"),
                identity: None,
                seal: None,
            },
            has_marks: true,
            is_last: true,
            tells_warnings: true,
        }
    }

    #[test]
    fn a_job_arrives_as_it_was_sent_in_every_offset() {
        for offset in [0, 7200, -34200, 12345] {
            let job = job(offset);
            let mut pipe = Vec::new();
            write(&mut pipe, &Order::Document(DocumentOrder::new(&job)), &[job.text.as_bytes()])
                .expect("written");
            let (order, text) = read::<Order>(&mut pipe.as_slice()).expect("read");
            let Order::Document(order) = order else { panic!("another order") };
            let arrived = order.to_job(text).expect("a job");
            assert_eq!(format!("{arrived:?}"), format!("{job:?}"), "{offset}");
        }
    }

    #[test]
    fn an_answer_arrives_as_it_was_sent_or_not_at_all() {
        let problem = Diagnostic::new(codes::TYPST_ERROR, "wrong").about("FRA").with_hint("do it well");
        for (answer, body) in [
            (Answer::Printed { pages: 2, warnings: Problems::new() }, vec![0, 255, 7]),
            (Answer::Refused(problem.into()), Vec::new()),
            (Answer::Examined(Contents::Unreadable(Unreadable::MALFORMED)), Vec::new()),
        ] {
            let mut pipe = Vec::new();
            write(&mut pipe, &answer, &[&body]).expect("written");
            let (read_answer, read_body) = read::<Answer>(&mut pipe.as_slice()).expect("read");
            assert_eq!((format!("{read_answer:?}"), read_body), (format!("{answer:?}"), body));
            pipe.pop();
            assert!(read::<Answer>(&mut pipe.as_slice()).is_err(), "cut short");
        }
    }

    #[test]
    fn a_message_of_any_length_a_worker_claims_is_refused_before_it_is_taken_in() {
        for lengths in [[MOST_HEAD + 1, 0], [0, MOST_BODY + 1], [u64::MAX, u64::MAX]] {
            let message: Vec<u8> = lengths.into_iter().flat_map(u64::to_le_bytes).collect();
            assert!(read::<Answer>(&mut message.as_slice()).is_err());
        }
    }
}
