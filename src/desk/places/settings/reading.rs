//! The settings as the file of the mailing says them, and what is wrong with it.

use super::fields::{self, Field, Said};
use crate::beneath::{FileKind, list_within, look_within};
use crate::desk::state::Desk;
use crate::diagnostic::Diagnostic;
use crate::edit::{self, Version};
use crate::input::parse;
use crate::mailing;

/// The settings as the file says them, or as they were entered.
pub(super) struct Settings {
    pub(super) seen: Version,
    pub(super) said: Vec<(&'static Field, Vec<Said>)>,
    /// The languages that there are letters in.
    pub(super) languages: Vec<String>,
    /// What is wrong with the file, or would be.
    pub(super) problems: Vec<Diagnostic>,
}

/// Reads the settings, and the text that has them.
pub(super) fn read(desk: &Desk) -> Result<(String, Settings), Diagnostic> {
    let (text, seen) = edit::read(&desk.root, &desk.mailing)?;
    let file = parse(&text, &desk.mailing)?;
    let languages = languages(desk);
    let said = fields::all().map(|field| (field, field.said(&file, &languages))).collect();
    let problems = problems(desk, &text);
    Ok((text, Settings { seen, said, languages, problems }))
}

/// What would be wrong with the mailing, if its file had this text.
pub(super) fn problems(desk: &Desk, text: &str) -> Vec<Diagnostic> {
    mailing::check_text(&desk.root, text, &desk.mailing).iter().cloned().collect()
}

/// The languages that there are letters in.
fn languages(desk: &Desk) -> Vec<String> {
    let mailing = mailing::read_with_gaps(&desk.root, &desk.mailing).value;
    let templates = mailing.map_or_else(|| "templates".to_owned(), |mailing| mailing.templates.value);
    let names = list_within(&desk.root, &templates).unwrap_or_default();
    let has_pack = |name: &String| {
        let pack = format!("{templates}/{name}/locale.yaml");
        matches!(look_within(&desk.root, &pack), Ok(Some(FileKind::File)))
    };
    names.into_iter().filter(has_pack).collect()
}

/// Whether a problem of a field is about what a key says, or what is above or below it.
pub(super) fn is_about(field: &str, key: &str) -> bool {
    let is_within = |inner: &str, outer: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    !field.is_empty() && (is_within(field, key) || is_within(key, field))
}
