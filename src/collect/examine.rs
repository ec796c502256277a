//! One returned file, and the files and forms in it: each is a line of the report.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::{Timestamp, ZonedDateTime};

use super::answers::Answers;
use super::file::{self, Links, Refusal};
use super::identify::{identify, note_paper};
use super::issued::Issued;
use super::model::Returned;
use super::status::ReturnStatus;
use super::system;
use crate::diagnostic::{Diagnostic, counted, visible};
use crate::digest::hash_bytes;
use crate::pdf::form::{Form, Unreadable};
use crate::returned::{Contents, Package, PackageKind, ReturnedMessage, UNREAD};
use crate::typeset;
use crate::worker::{ExaminedFile, Loss, Reader};

/// How many files deep in one another are opened.
const MAX_DEPTH: usize = 6;

/// Most files opened in one.
const MAX_PARTS: usize = 2_000;

/// Most bytes of them all.
const MAX_BYTES: usize = 256 << 20;

/// Files that may end their reader or take too long before the rest of those in the same file are not read.
const MAX_LOSSES: usize = 3;

/// Most names that are listed in a remark.
const MAX_NAMES: usize = 10;

/// A line of the report, and what was read for it.
pub(super) struct Examined {
    pub(super) returned: Returned,
    pub(super) answers: Option<Answers>,
    /// When it was last changed.
    pub(super) modified: Option<Timestamp>,
    /// Whether it is no answer where it came with a message: a picture without a barcode, or no PDF.
    is_aside: bool,
}

impl Examined {
    /// A line without answers.
    pub(super) fn new(returned: Returned) -> Self {
        Self { returned, answers: None, modified: None, is_aside: false }
    }
}

/// Examines a file; whatever is wrong with it becomes the status of a line.
///
/// # Errors
///
/// No process can be started to read it in.
pub(super) fn examine(
    path: &Path,
    shown_from: Option<&Path>,
    issued: &Issued<'_>,
    reader: &mut Reader,
) -> Result<Vec<Examined>, Diagnostic> {
    let name = file::shown(path, shown_from);
    let bytes = match file::read(path, Links::Refused) {
        Ok(bytes) => bytes,
        Err(refusal) => {
            let status = match refusal {
                Refusal::TooLarge(_) => ReturnStatus::TooLarge,
                _ => ReturnStatus::Unreadable,
            };
            let returned = Returned { remark: Some(refusal.to_string()), ..Returned::new(&name, status) };
            return Ok(vec![Examined::new(returned)]);
        }
    };
    let sha256 = Some(hash_bytes(&bytes));
    let mut opening =
        Opening { issued, reader, file: name, sha256, lines: Vec::new(), parts: 0, bytes: 0, losses: 0 };
    opening.open(&bytes, &[])?;
    Ok(opening.lines)
}

/// A file whose contents are being gone through.
struct Opening<'a, 'i> {
    issued: &'a Issued<'i>,
    reader: &'a mut Reader,
    file: String,
    sha256: Option<String>,
    lines: Vec<Examined>,
    /// What was opened so far.
    parts: usize,
    bytes: usize,
    losses: usize,
}

impl Opening<'_, '_> {
    /// Opens the file, or one in it by the names that lead to it.
    fn open(&mut self, bytes: &[u8], within: &[String]) -> Result<(), Diagnostic> {
        match self.reader.examine(bytes) {
            Ok(ExaminedFile {
                contents: Contents::Pdf(sheets, attached),
                given_up,
                files,
                also,
                unseen,
                ..
            }) => {
                let forms = sheets.into_forms();
                let is_one = forms.len() == 1;
                // Pages with nothing on them are the cover of what is attached.
                let is_cover = |form: &Form| attached.is_some() && form.is_empty();
                for form in forms.iter().filter(|form| !is_cover(form)) {
                    self.add_form(form, within, is_one, given_up.as_ref());
                }
                let known: Vec<&str> = forms.iter().filter_map(|form| form.barcode.as_deref()).collect();
                self.add_beside(&also, &known, within);
                if let Some(page) = unseen {
                    self.add_unseen(page + 1, within);
                }
                if let Some(package) = &attached {
                    self.open_package(package, &files, false, within)?;
                }
            }
            Ok(ExaminedFile { contents: Contents::Picture(codes), .. }) => self.add_picture(&codes, within),
            Ok(ExaminedFile { contents: Contents::Package(package), files, is_notice, .. }) => {
                self.open_package(&package, &files, is_notice, within)?;
            }
            Ok(ExaminedFile { contents: Contents::Unreadable(cause), .. }) => {
                self.add_unreadable(&cause, bytes, within)?;
            }
            Err(Loss::Start(cause)) => return Err(Loss::report_start(&cause)),
            Err(loss) => {
                self.losses += 1;
                let mut line = self.line(ReturnStatus::Damaged, within);
                line.returned.note(&format!("given up: {loss}"));
                self.lines.push(line);
            }
        }
        Ok(())
    }

    fn line(&self, status: ReturnStatus, within: &[String]) -> Examined {
        let part = (!within.is_empty()).then(|| within.join(", "));
        let returned = Returned { part, sha256: self.sha256.clone(), ..Returned::new(&self.file, status) };
        Examined::new(returned)
    }

    fn add_form(&mut self, form: &Form, within: &[String], is_one: bool, given_up: Option<&Loss>) {
        let mut line = self.line(ReturnStatus::NotForm, within);
        let returned = &mut line.returned;
        returned.page = (!is_one).then_some(form.first_page);
        returned.modified = form.modified.as_ref().map(rfc_3339);
        line.modified = form.modified.as_ref().map(ZonedDateTime::timestamp);
        line.answers = identify(form, self.issued, self.reader, returned);
        if let Some(loss) = given_up.filter(|_| form.fields.is_empty() && form.barcode.is_none()) {
            returned.status = ReturnStatus::Damaged;
            returned.note(&format!("given up: {loss}"));
        }
        self.lines.push(line);
    }

    /// Adds forms that are on one page of a PDF with another, each once; those that are `known` have pages of their own.
    fn add_beside(&mut self, codes: &[(usize, String)], known: &[&str], within: &[String]) {
        let mut known: BTreeSet<&str> = known.iter().copied().collect();
        for (page, code) in codes {
            if code != UNREAD && !known.insert(code) {
                continue;
            }
            let mut line = self.line(ReturnStatus::Scanned, within);
            line.returned.page = Some(page + 1);
            note_unread(code, &mut line.returned);
            if let Ok(identity) = code.parse() {
                note_paper(&identity, None, self.issued, &mut line.returned);
            }
            self.lines.push(line);
        }
    }

    /// Adds the rest of a stack of scans that is too long to be looked at, from a page on.
    fn add_unseen(&mut self, page: usize, within: &[String]) {
        let mut line = self.line(ReturnStatus::NotUnpacked, within);
        line.returned.page = Some(page);
        line.returned.note("too many scans for one file: split it, and read the parts");
        self.lines.push(line);
    }

    fn add_picture(&mut self, codes: &[String], within: &[String]) {
        for code in codes {
            let mut line = self.line(ReturnStatus::Scanned, within);
            note_unread(code, &mut line.returned);
            if let Ok(identity) = code.parse() {
                note_paper(&identity, None, self.issued, &mut line.returned);
            }
            self.lines.push(line);
        }
        if codes.is_empty() {
            let line = self.line(ReturnStatus::Scanned, within);
            self.lines.push(Examined { is_aside: true, ..line });
        }
    }

    fn add_unreadable(
        &mut self,
        cause: &Unreadable,
        bytes: &[u8],
        within: &[String],
    ) -> Result<(), Diagnostic> {
        let name = within.last().unwrap_or(&self.file);
        let status = match cause {
            Unreadable::NoThread => return Err(typeset::no_thread(cause)),
            Unreadable::NotPdf if system::is_systems_own(name) => return Ok(()),
            Unreadable::NotPdf => ReturnStatus::NotPdf,
            Unreadable::TooLarge => ReturnStatus::TooLarge,
            Unreadable::Password => ReturnStatus::Password,
            Unreadable::Damaged(_) => ReturnStatus::Damaged,
        };
        let mut line = self.line(status, within);
        if status == ReturnStatus::NotPdf {
            line.is_aside = true;
            line.returned.note(describe(bytes).unwrap_or_default());
        }
        self.lines.push(line);
        Ok(())
    }

    fn open_package(
        &mut self,
        package: &Package,
        files: &[Vec<u8>],
        is_notice: bool,
        within: &[String],
    ) -> Result<(), Diagnostic> {
        let before = self.lines.len();
        let mut left_out = package.left_out.clone();
        for (position, (head, bytes)) in package.files.iter().zip(files).enumerate() {
            if let Some(why) = self.refuses(bytes.len(), within.len()) {
                let left = counted(package.files.len() - position, "file");
                left_out.push(format!("{left}: {why}"));
                break;
            }
            let name = match visible(&head.name) {
                name if name.is_empty() => format!("file {}", position + 1),
                name => name.into_owned(),
            };
            self.open(bytes, &[within, &[name]].concat())?;
        }
        if package.kind == PackageKind::Message {
            let message = package.message.clone().unwrap_or_default();
            if is_notice && self.is_of_sender(before) {
                self.lines.truncate(before);
                let mut line = self.line(ReturnStatus::Notice, within);
                note_message(&message, &mut line.returned);
                self.lines.push(line);
            } else {
                self.add_message(&message, before, &left_out, within);
            }
        } else if !left_out.is_empty() || package.files.is_empty() {
            let mut line = self.line(ReturnStatus::NotUnpacked, within);
            line.returned.note(if left_out.is_empty() { "nothing is in it" } else { "" });
            line.returned.note(&list(&left_out));
            self.lines.push(line);
        }
        Ok(())
    }

    /// Counts a file to be opened, or says why it is not.
    fn refuses(&mut self, bytes: usize, depth: usize) -> Option<&'static str> {
        self.parts += 1;
        self.bytes = self.bytes.saturating_add(bytes);
        if self.losses >= MAX_LOSSES {
            return Some("others of this file could not be read");
        }
        if depth >= MAX_DEPTH {
            return Some("too deep in one another");
        }
        (self.parts > MAX_PARTS || self.bytes > MAX_BYTES).then_some("more than are read of one file")
    }

    /// Whether the lines from one on are of nothing but what was sent: notices bring the message that they are about.
    fn is_of_sender(&self, before: usize) -> bool {
        let is_sent = |line: &Examined| {
            line.is_aside
                || line.returned.is_blank
                || matches!(
                    line.returned.status,
                    ReturnStatus::NotForm | ReturnStatus::Letter | ReturnStatus::Covering
                )
        };
        self.lines.iter().skip(before).all(is_sent)
    }

    /// Adds a line for what a message says besides the forms that came with it.
    fn add_message(
        &mut self,
        message: &ReturnedMessage,
        before: usize,
        left_out: &[String],
        within: &[String],
    ) {
        let came: Vec<Examined> = self.lines.drain(before..).collect();
        let (asides, came): (Vec<Examined>, Vec<Examined>) = came.into_iter().partition(|line| line.is_aside);
        let has_form = came.iter().any(|line| line.returned.recipient.is_some());
        self.lines.extend(came);
        if has_form && !message.has_text && asides.is_empty() && left_out.is_empty() {
            return;
        }
        let status = if has_form { ReturnStatus::Covering } else { ReturnStatus::Letter };
        let mut line = self.line(status, within);
        note_message(message, &mut line.returned);
        let names: Vec<String> = asides.iter().map(|line| line.returned.last_name()).collect();
        if !names.is_empty() {
            line.returned.note(&format!("with {}", list(&names)));
        }
        line.returned.note(&list(left_out));
        self.lines.push(line);
    }
}

/// Notes who sent a message, and its subject.
fn note_message(message: &ReturnedMessage, returned: &mut Returned) {
    returned.note(&format!("from {}", or_nobody(&message.from)));
    returned.note(&format!("subject: {}", or_nobody(&message.subject)));
}

/// What a file is that is no PDF, where there is more to do than to look at it.
fn describe(bytes: &[u8]) -> Option<&'static str> {
    const HEAD: usize = 1_000;
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let has = |text: &[u8]| head.windows(text.len()).any(|part| part.eq_ignore_ascii_case(text));
    match head {
        [] => Some("it is empty: ask for it again"),
        _ if has(b"%FDF-") || has(b"<xfdf") => Some(
            "the values of a form without the form: open it in a PDF reader beside the form that was sent, and save that",
        ),
        _ if has(b"<html") => Some("a page of the web, perhaps in place of a file to be fetched from it"),
        _ => None,
    }
}

/// Notes of a barcode that cannot be read that there is one.
fn note_unread(code: &str, returned: &mut Returned) {
    if code == UNREAD {
        returned.note("a barcode beside those that were read cannot be read: look whose form it is");
    }
}

fn or_nobody(text: &str) -> &str {
    if text.is_empty() { "(none)" } else { text }
}

/// Some of many names.
fn list(names: &[String]) -> String {
    let mut text = names.iter().take(MAX_NAMES).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > MAX_NAMES {
        text.push_str(&format!(" and {} more", names.len() - MAX_NAMES));
    }
    text
}

fn rfc_3339(date: &ZonedDateTime) -> String {
    date.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
