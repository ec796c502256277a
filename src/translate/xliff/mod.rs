//! XLIFF 2.1 and 1.2 out and in, so that a language can be worked on in the translators' own tools.
//!
//! A unit is one text with its stable id; merge fields, blocks and calls are protected inline codes.
//! What comes back is text: codes are put in from the language's own files by their numbers, never from the file read.
//! Core of XLIFF 2.1 (OASIS Standard, 13 February 2018), whose namespace is that of 2.0.

pub(super) mod apply;
mod compose;
pub(super) mod edits;
pub(super) mod model;
pub(super) mod outside;
mod parts;
pub(super) mod piece;
mod pieces;
mod quotation;
pub(super) mod read;
mod resolve;
mod values;
mod write;
mod write_1;
pub(super) mod yaml_edit;

use std::collections::HashMap;
use std::fmt::Display;
use std::path::Path;

pub use edits::{ChangedFile, ChangedText, Changes, Imported};
pub use quotation::{Amount, Quotation};
pub use read::{MAX_BYTES, XliffFile, read};

use super::desk::Desk;
use crate::beneath::read_regular;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, did_you_mean, io_text, path_text};
use crate::locale;
use crate::mailing::Mailing;
use crate::template;
use edits::Edits;
use model::ExportUnit;
use outside::Outside;

/// One who reads XLIFF files: this process, or another that a file may bring down.
pub trait ReadXliff {
    /// Reads a file's text; `file` is its name, for messages.
    ///
    /// # Errors
    ///
    /// The text is not XLIFF, or exceeds the bounds on one.
    fn read_xliff(&mut self, text: &str, file: &str) -> Result<XliffFile, Diagnostic>;
}

/// The problem of a file that nothing came of.
pub(crate) fn unreadable(file: &str, cause: impl Display) -> Diagnostic {
    Diagnostic::new(codes::XLIFF_UNREADABLE, format!("this cannot be read as XLIFF ({cause})"))
        .with_location(Location::file(file))
        .with_hint("import the file that `convoke locale export` wrote, as saved by the translation tool")
}

/// The version of an XLIFF file that is written; all are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum XliffVersion {
    /// XLIFF 1.2, which most tools read.
    V1,
    /// XLIFF 2.1.
    #[default]
    V2,
}

/// A language's texts for a translation tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The file's text.
    pub text: String,
    /// How much is to be translated.
    pub quotation: Quotation,
}

/// A language's texts with their sources as an XLIFF file; sample values come from the mailing. A text that nobody has translated
/// has no target. `file` is the mailing's.
///
/// # Errors
///
/// The language is not there or is translated from no other.
pub fn export(
    desk: &Desk,
    (mailing, file): (&Mailing, &str),
    tag: &str,
    version: XliffVersion,
) -> Result<Exported, Problems> {
    let translation = desk.translation(tag)?;
    if translation.problems.has_errors() {
        return Err(translation.problems);
    }
    let state = translation.state_or_new();
    let (source, target) = (&translation.source, &translation.target);
    let pack = locale::read(desk.root(), desk.templates(), &source.tag).value;
    let mut values = serde_json::Value::Null;
    if let Some(pack) = &pack {
        let document = mailing.documents.first().map_or("", |document| document.id.as_str());
        values = template::shape(mailing, pack, document);
        // Of a recipient there are only names of fields; a State of the pack is a better sample.
        let names = pack.country_codes().find_map(|code| pack.country(code, mailing.issued_at.local.date()));
        if let (Some(names), Some(country)) = (names, values.pointer_mut("/recipient/country")) {
            *country = serde_json::json!({
                "short": names.short,
                "in_text": names.in_text,
                "of": names.of,
                "formal": names.formal,
                "formal_of": names.formal_of,
            });
        }
    }
    let mut files = model::export_files(source, target, &state);
    files.extend(Outside::read(desk, file, source, target).files);
    let write = match version {
        XliffVersion::V1 => write_1::document,
        XliffVersion::V2 => write::document,
    };
    let text = write(&source.tag, tag, &files, &target.folder, &values);
    Ok(Exported { text, quotation: Quotation::of(&files) })
}

/// Takes the translations of an XLIFF file over into the files of its language. Texts whose target did not change keep
/// every byte; those whose state is `translated`, `reviewed` or `final` are marked as translated. `mailing` is the mailing's file, `reader` reads
/// the file.
///
/// # Errors
///
/// Everything that is wrong with the file: it is unreadable or for other languages, a unit is unknown, its source has
/// changed since it was exported, or its codes are not all there. Nothing is written then.
pub fn import(
    desk: &Desk,
    mailing: &str,
    file: &Path,
    reader: &mut dyn ReadXliff,
) -> Result<Imported, Problems> {
    let name = path_text(file.file_name().unwrap_or(file.as_os_str()).as_ref());
    propose(desk, mailing, (&read_text(file, &name)?, &name), reader)?.write(desk.root())
}

/// What an import of a file's text would change, of which nothing is written; `name` is the file's, for messages.
///
/// # Errors
///
/// As [`import`].
pub fn propose(
    desk: &Desk,
    mailing: &str,
    (text, name): (&str, &str),
    reader: &mut dyn ReadXliff,
) -> Result<Changes, Problems> {
    let mut read = reader.read_xliff(text.strip_prefix('\u{feff}').unwrap_or(text), name)?;
    read.target = usual_tag(&read.target, desk.languages()).unwrap_or(read.target);
    let translation = desk.translation(&read.target)?;
    if translation.problems.has_errors() {
        return Err(translation.problems);
    }
    let (source, target) = (&translation.source, &translation.target);
    read.source = usual_tag(&read.source, std::slice::from_ref(&source.tag)).unwrap_or(read.source);
    if read.source != source.tag {
        let message = format!(
            "the file translates from `{}`, `{}` is translated from `{}`",
            read.source, read.target, source.tag
        );
        let problem = Diagnostic::new(codes::XLIFF_LANGUAGES, message)
            .with_location(Location::file(name))
            .with_hint(format!("export again with `convoke locale export {}`", read.target));
        return Err(problem.into());
    }
    let state = translation.state_or_new();
    let mut outside = Outside::read(desk, mailing, source, target);
    let mut known = model::export_files(source, target, &state);
    known.append(&mut outside.files);
    let texts: HashMap<(&str, &str), &ExportUnit> = known
        .iter()
        .flat_map(|file| file.units.iter().map(|unit| ((file.name.as_str(), unit.id.as_str()), unit)))
        .collect();
    let mut edits = Edits::default();
    let mut problems = Problems::new();
    for unit in read.units.iter().filter(|unit| !unit.id.is_empty()) {
        let Some(text) = texts.get(&(unit.file.as_str(), unit.id.as_str())) else {
            let ids = known.iter().flat_map(|file| file.units.iter().map(|unit| unit.id.as_str()));
            problems.push(
                Diagnostic::new(
                    codes::XLIFF_UNIT,
                    format!("there is no text `{}` in {}", unit.id, unit.file),
                )
                .with_location(Location::text(name, unit.line, 1))
                .with_field(&unit.id)
                .with_hint(did_you_mean(&unit.id, ids))
                .with_hint("or export again: the source has changed since"),
            );
            continue;
        };
        match apply::apply(unit, text, name) {
            Ok(applied) => edits.add(&unit.file, text, applied),
            Err(found) => problems.extend(found),
        }
    }
    if problems.has_errors() {
        return Err(problems);
    }
    edits.changes(source, target, (&state, &translation.record), &outside)
}

/// The file's text, bounded.
fn read_text(file: &Path, name: &str) -> Result<String, Diagnostic> {
    let wrong = |message: String| {
        Diagnostic::new(codes::XLIFF_UNREADABLE, message)
            .with_location(Location::file(name))
            .with_hint("name the file that `convoke locale export` wrote, as saved by the translation tool")
    };
    let bytes = read_regular(file, read::MAX_BYTES)
        .map_err(|error| wrong(format!("the file cannot be read ({})", io_text(&error))))?;
    decode(bytes, name)
}

/// The text of a file; `name` is the file's, for messages.
///
/// # Errors
///
/// It is not UTF-8.
pub fn decode(bytes: Vec<u8>, name: &str) -> Result<String, Diagnostic> {
    String::from_utf8(bytes).map_err(|_| {
        Diagnostic::new(codes::XLIFF_UNREADABLE, "the file is not UTF-8 text")
            .with_location(Location::file(name))
            .with_hint("name the file that `convoke locale export` wrote, as saved by the translation tool")
    })
}

/// The language that a tool means by a tag: that of the tag, in any case, or the only one of its primary language, since many
/// tools know French as French of France only.
fn usual_tag(tag: &str, languages: &[String]) -> Option<String> {
    let same = |language: &&String| language.eq_ignore_ascii_case(tag);
    if let Some(language) = languages.iter().find(same) {
        return Some(language.clone());
    }
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let mut near = languages.iter().filter(|language| primary(language) == primary(tag));
    let language = near.next().filter(|language| !language.contains('-'))?;
    near.next().is_none().then(|| language.clone())
}
