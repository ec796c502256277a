//! What the dispatch office prints: labels, envelopes, fax covers, lists, and the cover page of an archive.
//!
//! Plain data in, PDF/A-2a and PDF/UA-1 out, the same bytes on every run. Nothing here reads an archive or knows which
//! sheets a mailing needs; the Typst files beside this one say how sheets look.

mod area;
mod badges;
mod data;
mod evidence;
mod fit;
mod model;
mod people;
mod press;
mod ruler;
mod unbroken;
mod words;

use std::sync::Arc;

pub use area::Area;
pub(crate) use data::readme_hash;
pub use evidence::{EvidenceDocument, EvidenceEntry, EvidenceSeal, EvidenceSheet};
pub use model::*;
pub use people::{Badge, BadgeSheet, PeopleColumn, PeopleGroup, PeopleList, PeopleRow};
pub use words::DispatchWords;

use crate::diagnostic::{Checked, Diagnostic, Problems};
use crate::fonts::Fonts;
use crate::mailing::{LabelSheet, Paper};
use crate::worker::Workplace;
use press::Press;

/// Sets the sheets of an office in some fonts.
///
/// ```
/// use std::sync::Arc;
/// use convoke::fonts::Fonts;
/// use convoke::mailing::LabelSheet;
/// use convoke::sheets::{Address, DispatchWords, Meta, Sheets};
///
/// let sheets = Sheets::new(Arc::new(Fonts::embedded()))?;
/// let lines = ["To the Minister for Foreign Affairs of Kenya", "Nairobi", "KENYA"].map(str::to_owned);
/// let address = Address {
///     recipient: "KEN".into(),
///     serial: "DM-1132/090".into(),
///     lines: lines.into(),
///     locale: "en".into(),
///     ..Address::default()
/// };
/// let words = DispatchWords { locale: "en".into(), ..DispatchWords::default() };
/// let meta = Meta {
///     reference: "DM-1132".into(),
///     title: "Address labels".into(),
///     ident: "DM-1132/labels".into(),
///     issued_at: jiff::civil::date(2004, 5, 10).at(9, 0, 0, 0).to_zoned_datetime(jiff::tz::TimeZone::UTC).unwrap(),
/// };
/// let sheet = LabelSheet::of_trade("L7160").expect("a common sheet");
/// let made = sheets.labels(&sheet, &[address], &words, &meta)?;
/// assert_eq!((made.value.pages, made.problems.len()), (1, 0));
/// # Ok::<(), convoke::diagnostic::Problems>(())
/// ```
#[derive(Debug, Clone)]
pub struct Sheets {
    press: Press,
}

impl Sheets {
    /// Sheets in these fonts.
    ///
    /// # Errors
    ///
    /// None in practice; see [`Standards::archival_and_accessible`](crate::pdf::Standards::archival_and_accessible).
    pub fn new(fonts: Arc<Fonts>) -> Result<Self, Diagnostic> {
        Ok(Self { press: Press::new(fonts)? })
    }

    /// Sets address labels, row by row in the direction of reading.
    ///
    /// Each address is as large as its label allows. One that does not fit is not cut: it is put on a page of its own at
    /// the end, and a warning `sheet-overflow` names it.
    ///
    /// # Errors
    ///
    /// The sheet is refused: it has no labels with room for an address, or what Typst reports.
    pub fn labels(
        &self,
        sheet: &LabelSheet,
        addresses: &[Address],
        words: &DispatchWords,
        meta: &Meta,
    ) -> Result<Checked<Made>, Problems> {
        self.press.set(data::labels(sheet, addresses, words, meta)?, meta)
    }

    /// Sets envelopes, or pages of the letters' paper that show an address behind a window.
    ///
    /// The sender may have no lines. What does not fit is treated as on [`labels`](Self::labels).
    ///
    /// # Errors
    ///
    /// The window has no room for an address, or what Typst reports.
    pub fn envelopes(
        &self,
        envelope: &Envelope,
        sender: &[String],
        addresses: &[Address],
        words: &DispatchWords,
        meta: &Meta,
    ) -> Result<Checked<Made>, Problems> {
        self.press.set(data::envelopes(envelope, sender, addresses, words, meta)?, meta)
    }

    /// Sets fax covers, a page each.
    ///
    /// # Errors
    ///
    /// What Typst reports.
    pub fn fax_covers(
        &self,
        paper: Paper,
        covers: &[FaxCover],
        sender: &FaxSender,
        words: &DispatchWords,
        meta: &Meta,
    ) -> Result<Checked<Made>, Problems> {
        self.press.set(data::fax_covers(paper, covers, sender, words, meta), meta)
    }

    /// Sets a list of what is handed over, upright or across as it fits.
    ///
    /// # Errors
    ///
    /// What Typst reports.
    pub fn list(
        &self,
        paper: Paper,
        list: &PouchList,
        words: &DispatchWords,
        meta: &Meta,
    ) -> Result<Checked<Made>, Problems> {
        self.press.set(data::list(paper, list, words, meta), meta)
    }

    /// Sets a list of people, or of counts of them.
    ///
    /// # Errors
    ///
    /// What Typst reports.
    pub fn people(
        &self,
        paper: Paper,
        list: &PeopleList,
        words: &DispatchWords,
        meta: &Meta,
    ) -> Result<Checked<Made>, Problems> {
        self.press.set(people::list(paper, list, words, meta), meta)
    }

    /// Sets badges, row by row in the direction of reading; `event` stands above each.
    ///
    /// Each badge is as large as its area allows. One that does not fit is not cut: it is put on a page of its own at the end, and a
    /// warning `sheet-overflow` names its recipient.
    ///
    /// # Errors
    ///
    /// What Typst reports.
    pub fn badges(
        &self,
        sheet: &BadgeSheet,
        event: &str,
        badges: &[Badge],
        words: &DispatchWords,
        meta: &Meta,
    ) -> Result<Checked<Made>, Problems> {
        self.press.set(people::badges(sheet, event, badges, words, meta), meta)
    }

    /// Sets the proof of a mailing, or a part of it, where its documents are made.
    ///
    /// # Errors
    ///
    /// What Typst reports, or that it took more than it may.
    pub fn proof(
        &self,
        paper: Paper,
        proof: ProofSheet,
        words: &DispatchWords,
        meta: &Meta,
        workplace: &Workplace,
    ) -> Result<Checked<Made>, Problems> {
        let (order, pictures) = data::proof(paper, proof, words, meta);
        self.press.set_with_pictures(order, meta, &pictures, workplace)
    }

    /// Sets the proof of dispatch of one sending.
    ///
    /// # Errors
    ///
    /// What Typst reports.
    pub fn evidence(
        &self,
        paper: Paper,
        sheet: &EvidenceSheet,
        words: &DispatchWords,
        meta: &Meta,
    ) -> Result<Checked<Made>, Problems> {
        let picture = sheet.picture.iter().map(|picture| (evidence::PICTURE.to_owned(), picture.clone()));
        self.press.with_files(picture)?.set(evidence::order(paper, sheet, words, meta), meta)
    }

    /// Sets the cover page of an archive.
    ///
    /// # Errors
    ///
    /// What Typst reports.
    pub fn readme(
        &self,
        paper: Paper,
        readme: &Readme,
        words: &DispatchWords,
        meta: &Meta,
    ) -> Result<Checked<Made>, Problems> {
        self.press.set(data::readme(paper, readme, words, meta), meta)
    }
}

#[cfg(test)]
mod tests;
