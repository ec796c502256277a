//! The office that lists are made for: its language with words, names of States and fonts, and how it prints.

use std::path::Path;
use std::sync::Arc;

use jiff::ZonedDateTime;
use jiff::civil::Date;

use super::model::ListOptions;
use super::words::{ListWords, words};
use crate::archive::{Office, Opened, Role};
use crate::diagnostic::{Diagnostic, Location, Problems, codes, path_text};
use crate::fonts::Fonts;
use crate::locale::{self, Direction, LocalePack, state_name_in};
use crate::mailing::{IssuedAt, Mailing};
use crate::sheets::{DispatchWords, Meta, Sheets};

/// What labels of capacities begin with in a locale pack.
const ROLE: &str = "role_";

/// The office that lists are made for.
pub(super) struct ListOffice {
    pub(super) language: String,
    pub(super) words: ListWords,
    pub(super) office: Office,
    pub(super) sheets: Sheets,
    pub(super) reference: String,
    /// What the mailing is about, in one line.
    pub(super) event: String,
    issued_at: ZonedDateTime,
    pack: LocalePack,
}

impl ListOffice {
    /// The office of an archive, in its language or another that the mailing has.
    pub(super) fn open(
        root: &Path,
        mailing: &Mailing,
        archive: &Opened,
        options: &ListOptions,
    ) -> Result<Self, Problems> {
        let manifest = archive.manifest();
        let office = manifest.office.clone().ok_or_else(|| {
            let message = "the archive does not say how its office prints: it is of an earlier format";
            Diagnostic::new(codes::ARCHIVE_OPEN, message)
                .with_location(Location::file(path_text(archive.path())))
                .with_hint("build the mailing again, and collect its returns")
        })?;
        let language = options.language.clone().unwrap_or_else(|| office.language.clone());
        let read = locale::read(root, &mailing.templates, &language);
        let pack = read.value.ok_or(read.problems)?;
        let fonts = manifest.files.iter().filter(|entry| entry.role == Role::Font);
        let fonts: Vec<(&str, Vec<u8>)> = fonts
            .map(|entry| Ok((entry.path.as_str(), archive.read(entry)?)))
            .collect::<Result<_, Diagnostic>>()?;
        let fonts = Fonts::with_files(fonts);
        let fonts = fonts.problems.checked(fonts.value)?.value;
        let moment = IssuedAt::parse(&manifest.issued_at).and_then(|moment| moment.zoned().ok());
        let issued_at = moment.ok_or_else(|| {
            let message = format!("`{}` is not a date and time", manifest.issued_at);
            Diagnostic::new(codes::ARCHIVE_ALTERED, message)
                .with_hint("the manifest was altered; do not use the archive")
        })?;
        let of_language = office.languages.get(&language).or_else(|| office.languages.get(&office.language));
        Ok(Self {
            words: words(&language),
            event: of_language.map(|language| language.subject.clone()).unwrap_or_default(),
            reference: manifest.reference.clone(),
            sheets: Sheets::new(Arc::new(fonts))?,
            language,
            office,
            issued_at,
            pack,
        })
    }

    pub(super) fn is_rtl(&self) -> bool {
        self.pack.file().direction == Direction::Rtl
    }

    /// The name of a State; `None` where the language has none.
    pub(super) fn state(&self, code: &str) -> Option<&str> {
        let own = self.pack.country(code, self.issued_at.date()).map(|names| names.short);
        own.or_else(|| state_name_in(&self.language, code))
    }

    /// A capacity in words; as it was written where it is no choice of the forms.
    pub(super) fn capacity(&self, role: &str) -> String {
        self.pack.file().labels.get(&format!("{ROLE}{role}")).cloned().unwrap_or_else(|| role.to_owned())
    }

    /// A day in words.
    pub(super) fn day(&self, day: Date) -> String {
        self.pack.date(day)
    }

    /// What sheets are set with.
    pub(super) fn sheet_words(&self) -> DispatchWords {
        let of_language = self.office.languages.get(&self.language);
        DispatchWords {
            locale: self.language.clone(),
            is_rtl: self.is_rtl(),
            labels: of_language.map(|language| language.labels.clone()).unwrap_or_default(),
            fonts: self.office.fonts(),
        }
    }

    /// How a sheet is written.
    pub(super) fn meta(&self, title: &str, file: &str) -> Meta {
        Meta {
            title: format!("{} · {title}", self.reference),
            ident: format!("{}/participants/{file}/{}", self.reference, self.language),
            reference: self.reference.clone(),
            issued_at: self.issued_at.clone(),
        }
    }
}
