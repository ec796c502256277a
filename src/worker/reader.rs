//! Where files of others are read: returned files and forms, workbooks, XLIFF files; and where forms are filled in.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::ZonedDateTime;
use serde::de::DeserializeOwned;

use super::confine::report_missing;
use super::frame::{Answer, Order, Outfit};
use super::loss::Loss;
use super::model::{Isolation, JobLimits};
use super::process::{Apart, Body, WorkerProcess};
use crate::diagnostic::{Diagnostic, Problems};
use crate::notice::{self, Incoming, IncomingKind, NoMessage};
use crate::pdf::Moment;
use crate::pdf::form::{self, Form, FormSheets, Unreadable};
use crate::returned::{self, Contents, PackageKind};
use crate::translate::xliff::{self, ReadXliff, XliffFile};
use crate::typeset::{no_thread, with_worker_pool};
use crate::workbook::{self, ReadWorkbook, Workbook, WorkbookKind};

/// All that readers need to begin: limits and how they are isolated. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct ReadingRoom {
    apart: Option<Arc<Apart>>,
}

impl ReadingRoom {
    /// A place to read with these limits, which are for processes only.
    #[must_use]
    pub fn new(isolation: &Isolation, limits: JobLimits) -> Self {
        let apart = match isolation {
            Isolation::None => None,
            Isolation::Processes(command) => {
                Some(Arc::new(Apart::new(command.clone(), limits, <(Outfit, Body)>::default())))
            }
        };
        Self { apart }
    }

    /// A reader, to be used by one thread; a process is started at its first file.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader(self.apart.as_ref().map(|apart| WorkerProcess::new(Arc::clone(apart))))
    }

    /// A note of the protections that the system did not give to worker processes, if any.
    #[must_use]
    pub fn missing_protection(&self) -> Option<Diagnostic> {
        self.apart.as_ref().and_then(|apart| report_missing(apart.missing()))
    }
}

/// One who reads files, one after the other: in this process, or in one of its own that a file may bring down.
#[derive(Debug)]
pub struct Reader(Option<WorkerProcess>);

/// What a returned file turned out to be.
#[derive(Debug)]
pub struct ExaminedFile {
    /// What it is.
    pub contents: Contents,
    /// The bytes of the files in it, in their order.
    pub files: Vec<Vec<u8>>,
    /// Why not all of its pages were looked at for a barcode.
    pub given_up: Option<Loss>,
    /// The identities in further barcodes on pages that have one already, each with its page from zero: several forms were put on
    /// one sheet.
    pub also: Vec<(usize, String)>,
    /// Whether it is a message that a program wrote, such as a notice that a message could not be delivered.
    pub is_notice: bool,
    /// The first of the scanned pages, from zero, that were not looked at for a barcode, since there are too many.
    pub unseen: Option<usize>,
}

/// Most scanned pages of a file that are looked at for a barcode: more than a scanner takes at a time.
const MOST_SCANS: usize = 400;

/// The pages that are drawn, and the first scan that is not.
fn pages_to_draw(scans: Vec<usize>, others: Vec<usize>) -> (Vec<usize>, Option<usize>) {
    let unseen = scans.get(MOST_SCANS).copied();
    (scans.into_iter().take(MOST_SCANS).chain(others.into_iter().take(MOST_OTHERS)).collect(), unseen)
}

/// Pages drawn at a time: each takes a second or two, and one with several forms on it some more.
const AT_A_TIME: usize = 4;

/// Most pages drawn that are no scans.
const MOST_OTHERS: usize = 8;

/// Why a form could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadFailure {
    /// It is no form that can be read.
    Unreadable(Unreadable),
    /// Nothing came of reading it.
    Lost(Loss),
}

impl fmt::Display for ReadFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(cause) => cause.fmt(f),
            Self::Lost(loss) => loss.fmt(f),
        }
    }
}

impl ReadFailure {
    /// The problem, where the system is to blame and not the file.
    pub(crate) fn of_the_system(&self) -> Option<Diagnostic> {
        match self {
            Self::Lost(Loss::Start(cause)) => Some(Loss::report_start(cause)),
            Self::Unreadable(cause @ Unreadable::NoThread) => Some(no_thread(cause)),
            _ => None,
        }
    }
}

impl Reader {
    /// Finds out what a returned file is and what it says.
    ///
    /// Pages are drawn to find their barcodes a few at a time, so that a stack of scans may take as long as it needs and a file
    /// that is made to take long may not.
    ///
    /// # Errors
    ///
    /// Nothing came of it: the file took more than it may, or brought the reader down.
    pub fn examine(&mut self, bytes: &[u8]) -> Result<ExaminedFile, Loss> {
        let (mut contents, files) = self.look(bytes)?;
        let (mut given_up, mut also, mut unseen) = (None, Vec::new(), None);
        if let Contents::Pdf(sheets, _) = &mut contents {
            given_up = self.draw(bytes, sheets, &mut also, &mut unseen).err();
        }
        let is_message =
            matches!(&contents, Contents::Package(package) if package.kind == PackageKind::Message);
        let is_notice = is_message && self.is_notice(bytes);
        Ok(ExaminedFile { contents, files, given_up, also, is_notice, unseen })
    }

    /// Whether a program wrote a message; one that cannot be read as a message that came back is none.
    fn is_notice(&mut self, bytes: &[u8]) -> bool {
        let read = self.examine_message(bytes).ok().and_then(Result::ok);
        read.is_some_and(|message| !matches!(message.kind, IncomingKind::Reply | IncomingKind::Other))
    }

    fn look(&mut self, bytes: &[u8]) -> Result<(Contents, Vec<Vec<u8>>), Loss> {
        let Some(process) = &mut self.0 else { return Ok(returned::examine(bytes)) };
        match process.ask(&Order::Examine, bytes)? {
            (Answer::Examined(contents), body) => {
                let files = split(&contents, &body).ok_or_else(Loss::wrong_answer)?;
                Ok((contents, files))
            }
            (Answer::Refused(problems), _) => Err(Loss::Crash(first_message(&problems))),
            _ => Err(Loss::wrong_answer()),
        }
    }

    /// Looks for the barcodes of pages that only drawing shows: of scans, and of the first other pages.
    fn draw(
        &mut self,
        pdf: &[u8],
        sheets: &mut FormSheets,
        also: &mut Vec<(usize, String)>,
        unseen: &mut Option<usize>,
    ) -> Result<(), Loss> {
        let (scans, others): (Vec<usize>, Vec<usize>) =
            sheets.to_be_drawn().into_iter().partition(|page| sheets.is_scan(*page));
        let (pages, beyond) = pages_to_draw(scans, others);
        *unseen = beyond;
        let alike = |one: &usize, other: &usize| sheets.is_scan(*one) == sheets.is_scan(*other);
        let parts: Vec<&[usize]> = pages.chunk_by(alike).flat_map(|pages| pages.chunks(AT_A_TIME)).collect();
        for pages in parts {
            let is_drawn = pages.iter().all(|page| !sheets.is_scan(*page));
            let found = match &mut self.0 {
                None => returned::draw(pdf, pages, is_drawn),
                Some(process) => {
                    match process.ask(&Order::Draw { pages: pages.to_vec(), is_drawn }, pdf)?.0 {
                        Answer::Drawn(found) => found,
                        Answer::Refused(problems) => return Err(Loss::Crash(first_message(&problems))),
                        _ => return Err(Loss::wrong_answer()),
                    }
                }
            };
            for (page, barcode) in pages.iter().zip(found) {
                let mut barcodes = barcode.into_iter();
                if let Some(first) = barcodes.next() {
                    sheets.note_barcode(*page, first);
                }
                also.extend(barcodes.map(|barcode| (*page, barcode)));
            }
        }
        Ok(())
    }

    /// Finds out what a message that came back is and what it says.
    ///
    /// # Errors
    ///
    /// Nothing came of it: the message took more than it may, or brought the reader down.
    pub fn examine_message(&mut self, bytes: &[u8]) -> Result<Result<Incoming, NoMessage>, Loss> {
        let Some(process) = &mut self.0 else { return Ok(notice::examine(bytes)) };
        match process.ask(&Order::Message, bytes)? {
            (Answer::Data, body) => serde_json::from_slice(&body).map_err(|_| Loss::wrong_answer()),
            (Answer::Refused(problems), _) => Err(Loss::Crash(first_message(&problems))),
            _ => Err(Loss::wrong_answer()),
        }
    }

    /// Reads the fields of a form.
    ///
    /// # Errors
    ///
    /// It is no form, took more than it may, or brought the reader down.
    pub fn read(&mut self, pdf: &[u8]) -> Result<Form, ReadFailure> {
        let Some(process) = &mut self.0 else { return form::read(pdf).map_err(ReadFailure::Unreadable) };
        match process.ask(&Order::Read, pdf).map_err(ReadFailure::Lost)?.0 {
            Answer::Read(form) => form.map_err(ReadFailure::Unreadable),
            Answer::Refused(problems) => Err(ReadFailure::Lost(Loss::Crash(first_message(&problems)))),
            _ => Err(ReadFailure::Lost(Loss::wrong_answer())),
        }
    }

    /// Fills in a form; see [`fill`](form::fill).
    ///
    /// # Errors
    ///
    /// It cannot be changed, took more than it may, or brought the reader down; or no font has a character of a value.
    pub fn fill(
        &mut self,
        pdf: &[u8],
        blank: &Form,
        values: &BTreeMap<String, String>,
        modified: Option<&ZonedDateTime>,
    ) -> Result<Vec<u8>, Problems> {
        let Some(process) = &mut self.0 else {
            return with_worker_pool(|| form::fill(pdf, blank, values, modified))?;
        };
        let order = Order::Fill { values: values.clone(), modified: modified.map(Moment::from) };
        match process.ask(&order, pdf) {
            Ok((Answer::Filled, filled)) => Ok(filled),
            Ok((Answer::Refused(problems), _)) => Err(problems),
            Ok(_) => Err(form::unfillable(Loss::wrong_answer()).into()),
            Err(Loss::Start(cause)) => Err(Loss::report_start(&cause).into()),
            Err(loss) => Err(form::unfillable(loss).into()),
        }
    }
}

impl Reader {
    /// Asks for something that is read, whose answer is in the body; a loss is told by `unreadable`.
    fn read_data<T: DeserializeOwned>(
        process: &mut WorkerProcess,
        order: &Order,
        bytes: &[u8],
        unreadable: impl Fn(&Loss) -> Diagnostic,
    ) -> Result<T, Diagnostic> {
        match process.ask(order, bytes) {
            Ok((Answer::Data, body)) => {
                serde_json::from_slice(&body).map_err(|_| unreadable(&Loss::wrong_answer()))
            }
            Ok((Answer::Refused(problems), _)) => {
                Err(problems.into_iter().next().unwrap_or_else(|| unreadable(&Loss::wrong_answer())))
            }
            Ok(_) => Err(unreadable(&Loss::wrong_answer())),
            Err(Loss::Start(cause)) => Err(Loss::report_start(&cause)),
            Err(loss) => Err(unreadable(&loss)),
        }
    }
}

impl ReadWorkbook for Reader {
    fn read_workbook(
        &mut self,
        bytes: &[u8],
        kind: WorkbookKind,
        sheet: Option<&str>,
    ) -> Result<Workbook, Diagnostic> {
        let Some(process) = &mut self.0 else { return workbook::read(bytes, kind, sheet) };
        let order = Order::Workbook(kind, sheet.map(str::to_owned));
        Self::read_data(process, &order, bytes, |loss| workbook::unreadable(loss))
    }
}

impl ReadXliff for Reader {
    fn read_xliff(&mut self, text: &str, file: &str) -> Result<XliffFile, Diagnostic> {
        let Some(process) = &mut self.0 else { return xliff::read(text, file) };
        let order = Order::Xliff(file.to_owned());
        Self::read_data(process, &order, text.as_bytes(), |loss| xliff::unreadable(file, loss))
    }
}

/// The files in a returned one, whose bytes stand one behind the other; `None` where their lengths do not say so.
fn split(contents: &Contents, mut body: &[u8]) -> Option<Vec<Vec<u8>>> {
    let lengths: Vec<usize> = match contents {
        Contents::Package(package) | Contents::Pdf(_, Some(package)) => {
            package.files.iter().map(|file| file.length).collect()
        }
        _ => Vec::new(),
    };
    let mut files = Vec::new();
    for length in lengths {
        let (file, rest) = body.split_at_checked(length)?;
        files.push(file.to_vec());
        body = rest;
    }
    body.is_empty().then_some(files)
}

fn first_message(problems: &Problems) -> String {
    problems.first().map(|problem| problem.message.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stack_of_scans_is_looked_at_up_to_a_page_that_is_told() {
        let scans = |count: usize| (2..count + 2).collect::<Vec<usize>>();
        assert_eq!(pages_to_draw(scans(MOST_SCANS), vec![0]), ([scans(MOST_SCANS), vec![0]].concat(), None));
        let (pages, unseen) = pages_to_draw(scans(MOST_SCANS + 4), vec![0, 1]);
        assert_eq!((pages.len(), unseen), (MOST_SCANS + 2, Some(MOST_SCANS + 2)));
    }
}
