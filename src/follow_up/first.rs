//! The first mailing: its file, its archive, what came back, and its recipients as its lists have them now.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::file::{self, Changes};
use super::values;
use crate::archive::{Entry, Opened, Role};
use crate::beneath::read_text_within;
use crate::collect::{self, Collected};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, Severity, codes, io_text, path_text};
use crate::mailing::{self, Mailing, Numbering, Person};
use crate::recipient::{Environment, Lists, Recipient};
use crate::worker::ReadingRoom;

/// A mailing that was sent, and what came back.
#[derive(Debug)]
pub struct FirstMailing {
    /// Its folder.
    pub(super) root: PathBuf,
    /// The text of its file.
    pub(super) text: String,
    /// The name of its file.
    pub(super) file: String,
    pub(super) mailing: Mailing,
    pub(super) archive: Opened,
    /// What came back.
    pub collected: Collected,
}

impl FirstMailing {
    /// Reads a mailing, its archive, and the table of registrations: `registrations.json`, or the folder that it is in.
    ///
    /// # Errors
    ///
    /// One of them cannot be read, or the table is of another archive.
    pub fn open(root: &Path, file: &str, archive: Opened, registrations: &Path) -> Result<Self, Problems> {
        let collected = collect::read_registrations(registrations)?;
        collect::check_registrations(&collected, &archive, registrations)?;
        let Checked { value: mailing, problems } = mailing::read(root, file);
        let mailing = mailing.filter(|_| !problems.has_errors()).ok_or(problems)?;
        if mailing.reference.value != archive.manifest().reference {
            let message = format!(
                "the archive is of {}, the mailing is {}",
                archive.manifest().reference,
                mailing.reference.value
            );
            let problem = Diagnostic::new(codes::RETURNS_OTHER, message);
            let problem = problem.with_location(Location::file(path_text(archive.path())));
            return Err(problem
                .with_hint("run the command in the folder of the mailing that was sent")
                .into());
        }
        let text = read_text_within(root, file).map_err(|error| {
            let message = format!("cannot read the mailing ({})", io_text(&error));
            Diagnostic::new(codes::MAILING_UNREADABLE, message).with_location(Location::file(file))
        })?;
        let (root, file) = (root.to_owned(), file.to_owned());
        Ok(Self { root, text, file, mailing, archive, collected })
    }

    /// Whether it is of letters to one addressee each: not of notes in the third person, nor of one text for all.
    pub(super) fn is_of_letters(&self) -> bool {
        self.mailing.rules.person == Person::Any && self.mailing.rules.numbering == Numbering::Each
    }

    /// The text of its file with other values. What was to be sent at a moment is sent on the new day.
    ///
    /// # Errors
    ///
    /// The file is written in a way that is not rewritten.
    pub(super) fn change(&self, changes: &Changes, issued_at: Date) -> Result<String, Diagnostic> {
        let text = match self.mailing.dispatch.e_mail.sent_at {
            Some(_) => values::send_on(&self.text, issued_at).ok_or_else(|| {
                let message = "the moment that messages bear is written in a way that is not rewritten here";
                Diagnostic::new(codes::FOLLOW_UP_MAILING, message)
                    .with_location(self.mailing.location("dispatch.e_mail.sent_at", &self.file))
                    .with_field("dispatch.e_mail.sent_at")
                    .with_hint("write it on a line of its own, or leave it out")
            })?,
            None => self.text.clone(),
        };
        file::change(&text, &self.file, changes)
    }

    /// What was sent to recipients in their own languages, without copies and translations.
    pub(super) fn sent(&self) -> impl Iterator<Item = &Entry> {
        let is_own =
            |entry: &&Entry| entry.role == Role::Document && entry.copy_to.is_none() && !entry.courtesy;
        self.archive.manifest().files.iter().filter(is_own)
    }

    /// Recipients as the mailing's lists have them now, by id; whoever is asked for and not found is a problem.
    ///
    /// # Errors
    ///
    /// A list cannot be read.
    pub(super) fn find_recipients(
        &self,
        asked: &BTreeSet<&str>,
        room: &ReadingRoom,
        environment: Environment,
    ) -> Result<Checked<BTreeMap<String, Recipient>>, Problems> {
        let Mailing { recipients, extra_fields, .. } = &self.mailing;
        let sources = recipients.iter().map(|source| &source.value);
        let Checked { value: lists, problems: of_lists } =
            Lists::open(&self.root, sources, None, extra_fields, &mut room.reader(), environment);
        if of_lists.iter().any(Diagnostic::stops_build) {
            return Err(of_lists);
        }
        let mut found = BTreeMap::new();
        let mut problems = Problems::new();
        let mut told = of_lists;
        for row in lists.rows() {
            let Checked { value, problems: of_row } = row?;
            told.extend(of_row);
            if let Some(recipient) = value.filter(|recipient| asked.contains(recipient.id.value.as_str())) {
                found.entry(recipient.id.value.clone()).or_insert(recipient);
            }
        }
        let is_asked = |problem: &Diagnostic| {
            problem.subject.recipient.as_deref().is_some_and(|recipient| asked.contains(recipient))
        };
        problems.extend(
            told.into_iter().filter(|problem| problem.severity == Severity::Error && is_asked(problem)),
        );
        let missing = asked.iter().filter(|id| !found.contains_key(**id));
        problems.extend(missing.map(|id| {
            Diagnostic::new(
                codes::FOLLOW_UP_RECIPIENT,
                "in the archive, and in no list of the mailing any more",
            )
            .with_location(Location::file(&self.file))
            .blocking(*id)
            .with_hint("put it back into the list, or write to it by hand")
        }));
        Ok(Checked::new(found, problems))
    }
}
