//! A print run that is being written.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::latest::Latest;
use super::marks::{Bookmarks, Labels};
use super::metadata::{self, Claim, Parts};
use super::model::{Added, RunError, RunSettings, RunTotals};
use super::page::{Intent, Prepared};
use super::sink::Sink;
use super::tree::PageTree;

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
    pub(super) sink: Sink<W>,
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
            // Labels begin at the first page, also without a recipient (ISO 32000-1, 12.4.2).
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
        let prepared = self.latest.prepare(pdf, &mut self.sink)?;
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

    /// Notes what the run says once for all its pages: layers, claims, and the output intent.
    fn note(&mut self, prepared: &Prepared) {
        self.claim = self.claim.min(prepared.claim);
        self.layers.extend(&prepared.layers);
        let Some(own) = prepared.intent else { return };
        if self.intent.get_or_insert(own).components != own.components {
            self.claim = Claim::None;
        }
    }
}
