//! What all work on a pack shares: the archive, how the office prints, fonts, and the place files go to.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use jiff::ZonedDateTime;

use super::sending::{Group, Sending};
use super::staging::Staging;
use crate::archive::{Entry, Office, OfficeLanguage, Opened, PackFile, PackKind, Role};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::fonts::Fonts;
use crate::mailing::IssuedAt;
use crate::names::{ArchivePath, NoArchivePath};
use crate::recipient::Channel;
use crate::sheets::{Address, DispatchWords, Meta, Sheets};

/// The desk a pack is made at.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    pub(super) archive: &'a Opened,
    pub(super) office: Office,
    pub(super) sheets: Sheets,
    pub(super) issued_at: ZonedDateTime,
    no_language: OfficeLanguage,
    staging: &'a Staging,
    enclosures: BTreeMap<&'a str, &'a Entry>,
}

/// A file of a pack that is to be listed, and what it is.
#[derive(Debug, Clone)]
pub(super) struct Item<'a> {
    pub(super) path: String,
    pub(super) kind: PackKind,
    pub(super) channel: Option<Channel>,
    pub(super) language: Option<&'a str>,
    pub(super) recipients: usize,
}

impl<'a> Desk<'a> {
    /// Sets up the desk.
    ///
    /// # Errors
    ///
    /// A font of the archive cannot be read, or its date is not one.
    pub(super) fn new(archive: &'a Opened, office: Office, staging: &'a Staging) -> Result<Self, Problems> {
        let manifest = archive.manifest();
        let files = manifest.files.iter().filter(|entry| entry.role == Role::Font);
        let files: Vec<(&str, Vec<u8>)> = files
            .map(|entry| Ok((entry.path.as_str(), archive.read(entry)?)))
            .collect::<Result<_, Diagnostic>>()?;
        let fonts = Fonts::with_files(files);
        let fonts = fonts.problems.checked(fonts.value)?.value;
        let enclosures = manifest.files.iter().filter(|entry| entry.role == Role::Enclosure);
        Ok(Self {
            archive,
            sheets: Sheets::new(Arc::new(fonts))?,
            issued_at: read_moment(&manifest.issued_at)?,
            enclosures: enclosures.map(|entry| (entry.path.as_str(), entry)).collect(),
            no_language: OfficeLanguage::default(),
            staging,
            office,
        })
    }

    /// A folder for temporary files, inside that of the pack.
    pub(super) fn scratch(&self) -> &Path {
        self.staging.folder()
    }

    /// A file of the pack, or a temporary one, that cannot be written.
    pub(super) fn unwritable(&self, error: &io::Error) -> Diagnostic {
        self.staging.unwritable(error)
    }

    /// The office's own language.
    pub(super) fn language(&self) -> &str {
        &self.office.language
    }

    /// What the archive has for a language; empty if it has nothing.
    pub(super) fn of_language(&self, language: &str) -> &OfficeLanguage {
        self.office.languages.get(language).unwrap_or(&self.no_language)
    }

    /// What sheets say in a language.
    pub(super) fn words(&self, language: &str) -> DispatchWords {
        let OfficeLanguage { is_rtl, labels, .. } = self.of_language(language);
        DispatchWords {
            locale: language.to_owned(),
            is_rtl: *is_rtl,
            labels: labels.clone(),
            fonts: self.office.fonts(),
        }
    }

    /// How a sheet is written; its path in the pack identifies it.
    pub(super) fn meta(&self, language: &str, title: &str, path: &str) -> Meta {
        let reference = self.archive.manifest().reference.clone();
        Meta {
            title: format!("{reference} · {title}"),
            ident: format!("{reference}/pack/{path}/{language}"),
            reference,
            issued_at: self.issued_at.clone(),
        }
    }

    /// An enclosure, by its path in the archive.
    pub(super) fn enclosure(&self, path: &str) -> Option<&'a Entry> {
        self.enclosures.get(path).copied()
    }

    /// Reads the documents of sendings, one sending after the other.
    pub(super) fn documents(&self) -> Reading<'_, 'a> {
        Reading { desk: self, enclosures: BTreeMap::new(), bytes: 0 }
    }

    /// Addresses as labels bear them.
    pub(super) fn addresses(&self, group: &Group<'_>) -> Vec<Address> {
        let is_rtl = self.of_language(group.language).is_rtl;
        let addresses = group.sendings.iter().map(|sending| Address {
            recipient: sending.recipient().to_owned(),
            serial: sending.serial().to_owned(),
            lines: self.lines(group, sending),
            locale: group.language.to_owned(),
            is_rtl,
            copy_of: sending.copy_of(),
        });
        addresses.collect()
    }

    /// The lines of an address, with the telephone number where who brings the documents asks for it.
    fn lines(&self, group: &Group<'_>, sending: &Sending<'_>) -> Vec<String> {
        let telephone = self.telephone(group.channel, group.language, sending);
        sending.delivery.lines.iter().cloned().chain(telephone).collect()
    }

    /// The line of the telephone number, in a language.
    pub(super) fn telephone(
        &self,
        channel: Channel,
        language: &str,
        sending: &Sending<'_>,
    ) -> Option<String> {
        let number = sending.delivery.telephone.as_ref().filter(|_| channel.needs_telephone())?;
        let words = self.words(language);
        let label = words.get("tel");
        // A full-width colon brings its own space.
        let space = if label.ends_with('：') { "" } else { "\u{a0}" };
        Some(format!("{label}{space}{number}"))
    }

    /// Writes a file of the pack.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub(super) fn write(
        &self,
        item: Item<'_>,
        bytes: &[u8],
        pages: Option<u32>,
    ) -> Result<PackFile, Diagnostic> {
        let (mut file, ()) = self.write_with(item, |file| file.write_all(bytes))?;
        file.pages = pages;
        Ok(file)
    }

    /// Writes a file of the pack piece by piece.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub(super) fn write_with<T>(
        &self,
        item: Item<'_>,
        content: impl FnOnce(&mut dyn Write) -> io::Result<T>,
    ) -> Result<(PackFile, T), Diagnostic> {
        let path: ArchivePath = item.path.parse().map_err(|error: NoArchivePath| {
            Diagnostic::new(codes::FILE_NAME_INVALID, error.to_string())
                .with_hint("the names in the archive's manifest make no path that every system can hold")
        })?;
        let mut told = None;
        let written = self.staging.write_with(&path, |file| {
            told = Some(content(file)?);
            Ok(())
        });
        let stored = written.map_err(|error| self.unwritable(&error))?;
        let told = told.ok_or_else(|| self.unwritable(&io::Error::other("nothing was written")))?;
        let file = PackFile {
            path,
            sha256: stored.hash,
            bytes: stored.bytes,
            kind: item.kind,
            channel: item.channel,
            language: item.language.map(str::to_owned),
            recipients: item.recipients,
            pages: None,
        };
        Ok((file, told))
    }
}

/// The documents of a sending and its enclosures, as the archive has them.
pub(super) type Documents<'a> = Vec<(&'a Entry, Arc<Vec<u8>>)>;

/// Reads documents of the archive, which checks their hashes; caches enclosures, since they recur with every sending.
pub(super) struct Reading<'d, 'a> {
    desk: &'d Desk<'a>,
    enclosures: BTreeMap<&'a str, Arc<Vec<u8>>>,
    /// How many bytes are kept.
    bytes: usize,
}

impl<'a> Reading<'_, 'a> {
    /// Most bytes of enclosures that are kept.
    const MOST: usize = 32 << 20;

    /// The documents of a sending, and the enclosures that go with it.
    ///
    /// # Errors
    ///
    /// One is missing, cannot be read, or does not match the manifest.
    pub(super) fn read(&mut self, sending: &Sending<'a>) -> Result<Documents<'a>, Diagnostic> {
        let mut documents = Vec::new();
        for entry in &sending.documents {
            documents.push((*entry, Arc::new(self.desk.archive.read(entry)?)));
        }
        for path in sending.enclosures() {
            if let Some(entry) = self.desk.enclosure(path) {
                documents.push((entry, self.enclosure(entry)?));
            }
        }
        Ok(documents)
    }

    fn enclosure(&mut self, entry: &'a Entry) -> Result<Arc<Vec<u8>>, Diagnostic> {
        if let Some(known) = self.enclosures.get(entry.path.as_str()) {
            return Ok(Arc::clone(known));
        }
        let bytes = Arc::new(self.desk.archive.read(entry)?);
        if self.bytes + bytes.len() <= Self::MOST {
            self.bytes += bytes.len();
            self.enclosures.insert(&entry.path, Arc::clone(&bytes));
        }
        Ok(bytes)
    }
}

/// A moment as manifests write it, in RFC 3339.
pub(super) fn read_moment(text: &str) -> Result<ZonedDateTime, Diagnostic> {
    IssuedAt::parse(text).and_then(|moment| moment.zoned().ok()).ok_or_else(|| {
        Diagnostic::new(codes::ARCHIVE_ALTERED, format!("`{text}` is not a date and time"))
            .with_hint("the manifest was altered; do not use the archive")
    })
}
