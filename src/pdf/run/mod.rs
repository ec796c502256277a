//! A print run: one PDF for a print shop out of the finished PDFs of many recipients.
//!
//! Pages are copied as they are and objects that are the same in many documents written once; form fields are drawn into
//! the pages, and no annotation remains. The run holds to PDF/A-2u as far as its documents do (a document that does not
//! embed its fonts cannot be helped) and is not tagged: the tagged originals stay beside it. It is written while documents
//! come. What it keeps of each is where its objects begin: a few hundred bytes a recipient.
//!
//! Documents may be any PDF, hostile ones too. Who is sent what, and where runs are kept, is for others.

mod balance;
mod copy;
mod flat;
mod marks;
mod metadata;
mod packed;
mod page;
mod seen;
mod sink;
mod source;
mod tree;
mod value;

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

use jiff::ZonedDateTime;

use marks::{Bookmarks, Labels};
use metadata::{Claim, Parts};
use page::{Intent, Prepared};
use sink::Sink;
use tree::PageTree;

use crate::digest::Sha256;

/// How a print run is written.
#[derive(Debug, Clone)]
pub struct RunSettings {
    /// Its title.
    pub title: String,
    /// The language of its title and bookmarks, as a BCP 47 tag.
    pub language: String,
    /// What identifies the run, the same each time; a hash of it becomes the file identifier (ISO 32000-1, 14.4).
    pub ident: String,
    /// Its creation date, with its offset from UTC.
    pub issued_at: ZonedDateTime,
    /// Whether paper is printed on both sides, so that each document begins on a front side.
    pub is_duplex: bool,
}

/// What was added to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Added {
    /// The pages of the document.
    pub pages: u32,
    /// The blank pages put in after them.
    pub blanks: u32,
}

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunTotals {
    /// All pages, blank ones too.
    pub pages: u64,
    /// Sheets of paper.
    pub sheets: u64,
    /// Recipients that have pages.
    pub recipients: u64,
    /// Whether all documents claim to hold to PDF/A, with readable text, so that the run may claim PDF/A-2u.
    pub is_archival: bool,
}

/// Why a document could not be added.
#[derive(Debug)]
pub enum RunError {
    /// The run could not be written; what is there of it is of no use.
    Io(io::Error),
    /// The document cannot be read; the run can go on without it.
    Unprintable(Unprintable),
}

/// Why a document cannot be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unprintable {
    /// It does not begin like a PDF.
    NotPdf,
    /// It asks for more memory or time than its size explains, or has more pages than a run takes at once.
    TooLarge,
    /// It opens with a password only.
    Password,
    /// Its structure is damaged, in this way.
    Damaged(&'static str),
}

impl fmt::Display for Unprintable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPdf => f.write_str("it is no PDF"),
            Self::TooLarge => f.write_str("it is larger, or unpacks to more, than can be printed"),
            Self::Password => f.write_str("it opens with a password only"),
            Self::Damaged(how) => write!(f, "its structure is damaged: {how}"),
        }
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "the print run cannot be written ({error})"),
            Self::Unprintable(cause) => write!(f, "the document cannot be printed ({cause})"),
        }
    }
}

impl std::error::Error for RunError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::Unprintable(_) => None,
        }
    }
}

impl From<Unprintable> for RunError {
    fn from(cause: Unprintable) -> Self {
        Self::Unprintable(cause)
    }
}

impl From<io::Error> for RunError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A print run that is being written.
///
/// ```no_run
/// use convoke::pdf::run::{PrintRun, RunError, RunSettings};
///
/// # fn run(settings: RunSettings, letter: &[u8], form: &[u8]) -> Result<(), RunError> {
/// let mut run = PrintRun::begin(Vec::new(), settings)?;
/// run.start("DM-1132/045 France", "DM-1132/045 · ");
/// run.add(letter)?;
/// run.add(form)?;
/// let (pdf, totals) = run.finish()?;
/// assert_eq!(totals.recipients, 1);
/// # Ok(())
/// # }
/// ```
pub struct PrintRun<W: Write> {
    settings: RunSettings,
    sink: Sink<W>,
    tree: PageTree,
    bookmarks: Bookmarks,
    labels: Labels,
    pages: u32,
    /// The bookmark and the label of the recipient whose first page comes next.
    next: Option<(Option<String>, String)>,
    claim: Claim,
    intent: Option<Intent>,
    /// Layers of documents, and whether each is out of sight.
    layers: BTreeMap<i32, bool>,
    latest: Latest,
}

impl<W: Write> PrintRun<W> {
    /// Begins a run.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn begin(out: W, settings: RunSettings) -> io::Result<Self> {
        Ok(Self {
            settings,
            sink: Sink::new(out)?,
            tree: PageTree::default(),
            bookmarks: Bookmarks::default(),
            labels: Labels::default(),
            pages: 0,
            // Labels count from the first page on, whoever it is for (ISO 32000-1, 12.4.2).
            next: Some((None, String::new())),
            claim: Claim::Text,
            intent: None,
            layers: BTreeMap::new(),
            latest: Latest::default(),
        })
    }

    /// Starts a recipient: its first page has a bookmark, and the labels of its pages are this prefix, as it is, and a
    /// number from 1 on.
    pub fn start(&mut self, bookmark: &str, label_prefix: &str) {
        self.next = Some((Some(bookmark.to_owned()), label_prefix.to_owned()));
    }

    /// Adds the pages of a document; where paper is printed on both sides, a blank page follows an odd number of them.
    ///
    /// # Errors
    ///
    /// The document cannot be read, and nothing of it is in the run; or the run cannot be written.
    pub fn add(&mut self, pdf: &[u8]) -> Result<Added, RunError> {
        let prepared = self.latest.prepared(pdf, &mut self.sink)?;
        for page in &prepared.pages {
            self.add_page(page)?;
        }
        let is_odd = prepared.pages.len() % 2 == 1;
        let blanks = u32::from(self.settings.is_duplex && is_odd);
        if blanks > 0 {
            self.add_page(&prepared.blank)?;
        }
        self.note(&prepared);
        let pages = u32::try_from(prepared.pages.len()).map_err(io::Error::other)?;
        Ok(Added { pages, blanks })
    }

    /// Writes what remains, and gives back what was written to.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn finish(mut self) -> io::Result<(W, RunTotals)> {
        const SIDES: u64 = 2;
        let recipients = self.bookmarks.count();
        let pages = u64::from(self.pages);
        let parts = Parts {
            pages: self.tree.finish(&mut self.sink)?,
            bookmarks: self.bookmarks.finish(&mut self.sink)?,
            labels: self.labels.finish(&mut self.sink)?,
            intent: self.intent.map(|intent| intent.id),
            layers: self.layers,
            claim: self.claim,
        };
        let trailer = metadata::write(&self.settings, &parts, &mut self.sink)?;
        let out = self.sink.close(&trailer)?;
        let sheets = if self.settings.is_duplex { pages.div_ceil(SIDES) } else { pages };
        Ok((out, RunTotals { pages, sheets, recipients, is_archival: parts.claim == Claim::Text }))
    }

    fn add_page(&mut self, entries: &[u8]) -> io::Result<()> {
        let id = self.sink.reserve()?;
        if let Some((bookmark, label)) = self.next.take() {
            if let Some(bookmark) = bookmark {
                self.bookmarks.add(bookmark, id, &mut self.sink)?;
            }
            let page = i32::try_from(self.pages).map_err(io::Error::other)?;
            self.labels.add(page, label, &mut self.sink)?;
        }
        let parent = self.tree.parent(&mut self.sink)?;
        let head = format!("<</Type/Page/Parent {parent} 0 R");
        self.sink.put(id, &[head.as_bytes(), entries, b">>"])?;
        self.pages += 1;
        self.tree.add(id, &mut self.sink)
    }

    /// Notes what a document has that is said once for all pages: its layers, what it claims, and what its colours mean.
    fn note(&mut self, prepared: &Prepared) {
        self.claim = self.claim.min(prepared.claim);
        self.layers.extend(&prepared.layers);
        let Some(own) = prepared.intent else { return };
        if self.intent.get_or_insert(own).components != own.components {
            self.claim = Claim::None;
        }
    }
}

/// The latest documents, by their length and a quick hash of their end: enclosures come again with every recipient. What has come twice is kept, by a
/// strong hash.
#[derive(Default)]
struct Latest(VecDeque<(u64, Option<Kept>)>);

/// A document that has come twice: its strong hash, and what of it is used again.
type Kept = ([u8; 32], Arc<Prepared>);

impl Latest {
    /// More than a recipient has documents and languages have enclosures.
    const MOST: usize = 64;

    /// How many bytes at the end of a document are hashed quickly: there it says when it was made and what identifies it.
    const END: usize = 1 << 12;

    /// Most bytes of pages' entries kept of a document, which is a thousand pages and more.
    const MOST_BYTES: usize = 1 << 18;

    fn prepared<W: Write>(&mut self, pdf: &[u8], sink: &mut Sink<W>) -> Result<Arc<Prepared>, RunError> {
        let end = pdf.get(pdf.len().saturating_sub(Self::END)..).unwrap_or_default();
        let quick = seen::quick_hash(&[&pdf.len().to_le_bytes(), end]);
        let known = self.0.iter().position(|(known, _)| *known == quick);
        let (prepared, kept) = match known.and_then(|position| self.0.remove(position)) {
            None => (Arc::new(page::prepare(pdf, sink)?), None),
            Some((_, kept)) => {
                let key: [u8; 32] = Sha256::digest(pdf);
                let prepared = match kept.filter(|(known, _)| *known == key) {
                    Some((_, prepared)) => prepared,
                    None => Arc::new(page::prepare(pdf, sink)?),
                };
                let is_small = prepared.pages.iter().map(Vec::len).sum::<usize>() <= Self::MOST_BYTES;
                (Arc::clone(&prepared), is_small.then_some((key, prepared)))
            }
        };
        self.0.push_back((quick, kept));
        if self.0.len() > Self::MOST {
            self.0.pop_front();
        }
        Ok(prepared)
    }
}

#[cfg(test)]
mod tests;
