//! What a recipient's form asks, for who keys an answer in: its fields once, with what may be entered, and the check of what was.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::answers::{asked_fields, check_entered};
use super::issued::Issued;
use super::model::{AskedField, FieldProblem};
use crate::archive::Opened;
use crate::diagnostic::Diagnostic;
use crate::pdf::form::Form;
use crate::worker::ReadingRoom;

/// The form that a recipient was sent.
#[derive(Debug, Clone)]
pub struct AskedForm {
    /// Its serial.
    pub serial: String,
    /// Its language, as a BCP 47 tag.
    pub locale: String,
    /// Its path in the archive.
    pub path: String,
    /// Its fields, each once: those of the first participant stand for all.
    pub fields: Vec<AskedField>,
    sent: Form,
    around: Option<Date>,
}

impl AskedForm {
    /// What is wrong with what was entered of participants.
    #[must_use]
    pub fn check(&self, participants: &[BTreeMap<String, String>]) -> Vec<FieldProblem> {
        let rows: Vec<_> = (1..).zip(participants).collect();
        check_entered(&rows, &self.sent, self.around).1
    }
}

/// The form that a recipient was sent in its own language; `None` where it was sent none.
///
/// # Errors
///
/// The archive holds no form, or the form as it was sent cannot be read.
pub fn ask_form(
    archive: &Opened,
    recipient: &str,
    room: &ReadingRoom,
) -> Result<Option<AskedForm>, Diagnostic> {
    let mut reader = room.reader();
    let issued = Issued::read(archive, None, &mut reader)?;
    let Some(entry) = issued.sent_to(recipient) else { return Ok(None) };
    let sent = issued.form(entry, &mut reader)?;
    Ok(Some(AskedForm {
        serial: entry.serial.clone().unwrap_or_default(),
        locale: entry.locale.clone().unwrap_or_default(),
        path: entry.path.as_str().to_owned(),
        fields: asked_fields(&sent),
        around: issued.around(),
        sent,
    }))
}
