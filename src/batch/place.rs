//! Where the workers put finished documents: on the archive's shelf, loose in a folder if only some recipients were asked
//! for, or nowhere.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::made::{Content, EmailContent, EmailText, Kept, KeptDocument, KeptEmail, Made};
use crate::archive::{MadeFrom, Shelf};
use crate::beneath::Folder;
use crate::diagnostic::{Diagnostic, Location, codes, io_text, path_text};
use crate::digest::Stored;
use crate::names::{ArchivePath, NoArchivePath};
use crate::plan::PlannedRecipient;

/// A place for documents that all workers share.
#[derive(Debug, Clone)]
pub(super) enum Place {
    Shelf(Shelf),
    Loose(Arc<Folder>),
    /// They are hashed and discarded.
    Nowhere,
}

impl Place {
    /// Whether it is noted what files are made from, so that they are found again.
    pub(super) fn remembers(&self) -> bool {
        matches!(self, Self::Shelf(shelf) if shelf.remembers())
    }

    /// Whether a document of this path was made earlier, from whatever.
    pub(super) fn may_have(&self, path: &str) -> bool {
        match self {
            Self::Shelf(shelf) => path.parse().is_ok_and(|path| shelf.may_have(&path)),
            Self::Loose(_) | Self::Nowhere => false,
        }
    }

    /// A document that was made earlier from the same text.
    pub(super) fn find(&self, path: &str, from: &MadeFrom) -> Option<Stored> {
        match self {
            Self::Shelf(shelf) => shelf.find(&path.parse().ok()?, from),
            Self::Loose(_) | Self::Nowhere => None,
        }
    }

    /// A file that was made earlier from the same values.
    pub(super) fn find_of_values(&self, path: &str, values: &str) -> Option<(Stored, MadeFrom)> {
        match self {
            Self::Shelf(shelf) => shelf.find_of_values(&path.parse().ok()?, values),
            Self::Loose(_) | Self::Nowhere => None,
        }
    }

    /// Writes a recipient's documents and the texts of its e-mails.
    ///
    /// # Errors
    ///
    /// A file cannot be written, which stops the build.
    pub(super) fn keep(
        &self,
        planned: &PlannedRecipient,
        made: Vec<Made>,
        emails: Vec<EmailText>,
    ) -> Result<Kept, Diagnostic> {
        let documents = self.keep_documents(planned, made)?;
        let emails = emails.into_iter().map(|email| self.keep_email(email));
        Ok(Kept { documents, emails: emails.collect::<Result<_, _>>()? })
    }

    fn keep_email(&self, email: EmailText) -> Result<KeptEmail, Diagnostic> {
        let EmailText { path, content, from, locale, copy } = email;
        let stored = match (content, self) {
            (EmailContent::Old(stored), _) => stored,
            (EmailContent::New(text), Self::Shelf(shelf)) => shelf.put_text(&path, &from, text)?,
            (EmailContent::New(text), Self::Loose(folder)) => {
                write_loose(folder, &path, text.as_bytes())?;
                Stored::from_bytes(text.as_bytes())
            }
            (EmailContent::New(text), Self::Nowhere) => Stored::from_bytes(text.as_bytes()),
        };
        Ok(KeptEmail { path, locale, copy, stored })
    }

    fn keep_documents(
        &self,
        planned: &PlannedRecipient,
        made: Vec<Made>,
    ) -> Result<Vec<KeptDocument>, Diagnostic> {
        let documents = planned.documents.iter().zip(made);
        let kept = documents.map(|(document, Made { content, from, about })| {
            let path = archive_path(&document.path)?;
            let (stored, is_old) = match content {
                Content::Old(stored) => (stored, true),
                Content::New(printed) => {
                    let pages = u32::try_from(printed.pages).unwrap_or(u32::MAX);
                    let stored = match self {
                        Self::Shelf(shelf) => shelf.put_document(&path, &from, printed.bytes, pages)?,
                        Self::Loose(folder) => {
                            write_loose(folder, &path, &printed.bytes)?;
                            Stored::from_bytes(&printed.bytes).with_pages(pages)
                        }
                        Self::Nowhere => Stored::from_bytes(&printed.bytes).with_pages(pages),
                    };
                    (stored, false)
                }
            };
            Ok(KeptDocument { path, about, stored, is_old })
        });
        kept.collect()
    }
}

/// Writes a file beneath a folder.
pub(super) fn write_loose(folder: &Folder, path: &ArchivePath, bytes: &[u8]) -> Result<(), Diagnostic> {
    folder
        .write_atomically(path, bytes)
        .map_err(|error| unwritable(&folder.path().join(path.as_str()), &error))
}

/// The path of a file in the archive, made of the mailing's names.
///
/// # Errors
///
/// The mailing's names do not make a path that every system can hold.
pub(super) fn archive_path(text: &str) -> Result<ArchivePath, Diagnostic> {
    text.parse().map_err(|error: NoArchivePath| {
        let cause = error.cause();
        Diagnostic::new(
            codes::FILE_NAME_INVALID,
            format!("`{text}` cannot be a path in an archive ({cause})"),
        )
        .with_hint("change `file_name` or `folder` in mailing.yaml")
    })
}

/// A file that cannot be written.
pub(super) fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(codes::WRITE, format!("the file cannot be written ({})", io_text(error)))
        .with_location(Location::file(path_text(path)))
        .with_hint("check that the folder can be written to and the disk is not full")
}
