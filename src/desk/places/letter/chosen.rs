//! What is looked at: a document in a language, for a recipient, and which of its files is edited.

use std::sync::Arc;

use serde::Deserialize;

use crate::batch::Ready;
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::diagnostic::{Checked, Diagnostic, Problems};
use crate::edit::{self, Version};
use crate::mailing::{Document, Mailing, Paper};
use crate::plan::{Awkward, PlannedDocument, Roster, RosterEntry};
use crate::template::{EMAIL, EMAIL_HTML};

/// The mark that some programs write before a text.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// What is asked for; what is left out, or is not there, is the first there is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) document: String,
    pub(super) language: String,
    pub(super) recipient: String,
    pub(super) paper: String,
    pub(super) file: String,
    /// The page, counted from one.
    pub(super) page: usize,
    pub(super) line: u32,
    pub(super) column: u32,
}

/// What is looked at.
#[derive(Debug)]
pub(super) struct Chosen {
    roster: Arc<Checked<Option<Roster>>>,
    /// Id of the document, or [`EMAIL`].
    pub(super) document: String,
    pub(super) language: String,
    pub(super) recipient: String,
    pub(super) paper: Paper,
    /// The recipient's documents; `None` where there is no plan of them.
    pub(super) ready: Option<Arc<Ready>>,
    /// Why there is none.
    pub(super) problems: Problems,
    /// The files that may be edited: the document's template first.
    pub(super) files: Vec<String>,
    /// The one that is.
    pub(super) file: String,
}

impl Chosen {
    /// What is asked for, as far as the mailing has it.
    pub(super) fn of(desk: &Desk, asked: &Asked) -> Result<Self, Problems> {
        let roster = desk.trials.roster();
        let Some(known) = &roster.value else { return Err(roster.problems.clone()) };
        let ids: Vec<String> = documents(known).into_iter().map(|(id, _)| id).collect();
        let is_known = ids.contains(&asked.document);
        // A problem knows its file, and the document by its name.
        let by_file = ids.iter().find(|id| {
            let own = templates(&known.mailing, id);
            own.iter().any(|file| file.split('.').next() == Some(asked.document.as_str()))
        });
        let id = ids.iter().find(|id| **id == asked.document).or(by_file).or(ids.first());
        let chosen =
            id.ok_or_else(|| roster.problems.clone()).and_then(|id| Self::with(desk, &roster, id, asked))?;
        if is_known || asked.file.is_empty() || chosen.file == asked.file {
            return Ok(chosen);
        }
        let mut others = ids.iter().filter_map(|id| Self::with(desk, &roster, id, asked).ok());
        Ok(others.find(|other| other.file == asked.file).unwrap_or(chosen))
    }

    /// What is asked for of a document.
    fn with(
        desk: &Desk,
        roster: &Arc<Checked<Option<Roster>>>,
        document: &str,
        asked: &Asked,
    ) -> Result<Self, Problems> {
        let Some(known) = &roster.value else { return Err(roster.problems.clone()) };
        let document = document.to_owned();
        let default = known.mailing.default_language.value.clone();
        let languages = || known.languages.iter().cloned();
        let default = languages().find(|language| *language == default).into_iter();
        let language =
            choose(&asked.language, languages_of(known, &asked.language).chain(default).chain(languages()));
        let language = language.ok_or_else(|| roster.problems.clone())?;
        let order = order(known, &document, &language);
        // Whoever is asked for is shown in any language.
        let first = order.first().map(|(listed, _)| listed.id.clone());
        let asked_for = known.find(&asked.recipient).map(|listed| listed.id.clone());
        let recipient = asked_for.or(first).unwrap_or_default();
        let paper = Paper::ALL.into_iter().find(|paper| paper.name() == asked.paper);
        let paper = paper.unwrap_or(known.mailing.paper);
        let (ready, problems) = match desk.trials.ready(&recipient, &language) {
            Ok(ready) => (Some(ready), Problems::new()),
            Err(problems) => (None, problems),
        };
        let files = files(known, &document, &language, ready.as_deref());
        let file = choose(&asked.file, files.iter().cloned()).ok_or_else(|| roster.problems.clone())?;
        let roster = Arc::clone(roster);
        Ok(Self { document, language, recipient, paper, ready, problems, files, file, roster })
    }

    /// The mailing's lists; there are some wherever something was chosen.
    fn known(&self) -> Option<&Roster> {
        self.roster.value.as_ref()
    }

    /// The document as it is planned; `None` for the e-mail, and where the recipient does not get it.
    pub(super) fn planned(&self) -> Option<(&Ready, &PlannedDocument)> {
        let ready = self.ready.as_deref()?;
        Some((ready, ready.document(&self.document)?))
    }

    /// Whether it is the e-mail that brings the documents.
    pub(super) fn is_email(&self) -> bool {
        self.document == EMAIL
    }

    /// The documents there are, each with its name in a language.
    pub(super) fn documents(&self, language: &str) -> Vec<(String, Option<String>)> {
        let named = |(id, document): (String, Option<&Document>)| {
            (id, document.map(|document| document.name.get_or_first(language).to_owned()))
        };
        self.known().map(documents).unwrap_or_default().into_iter().map(named).collect()
    }

    /// The languages there are.
    pub(super) fn languages(&self) -> Vec<&str> {
        self.known().into_iter().flat_map(|known| &known.languages).map(String::as_str).collect()
    }

    /// The recipients of the document in the language, the awkward ones first.
    pub(super) fn order(&self) -> Vec<(&RosterEntry, &[Awkward])> {
        self.known().map(|known| order(known, &self.document, &self.language)).unwrap_or_default()
    }

    /// The recipient as it is listed.
    pub(super) fn listed(&self) -> Option<&RosterEntry> {
        self.known()?.find(&self.recipient)
    }

    /// The text of the file on the disk, and what is known of it.
    pub(super) fn read(&self, desk: &Desk) -> Result<(String, Version), Problems> {
        let (text, seen) = edit::read(&desk.root, &self.file)?;
        Ok((text.strip_prefix(BYTE_ORDER_MARK).map_or_else(|| text.clone(), str::to_owned), seen))
    }

    /// A text of a browser as the file has it: with its own ends of lines, and the mark before it.
    pub(super) fn as_in_file(&self, desk: &Desk, text: &str) -> Result<String, Diagnostic> {
        let (former, _) = edit::read(&desk.root, &self.file)?;
        let text = edit::with_line_ends_of(text, &former);
        let mark = former.starts_with(BYTE_ORDER_MARK).then_some(BYTE_ORDER_MARK);
        Ok(mark.into_iter().chain(text.chars()).collect())
    }
}

/// The address of what is looked at, with some of it changed.
pub(super) fn address(chosen: &Chosen, changed: &[(&str, &str)]) -> String {
    let own = [
        ("document", chosen.document.as_str()),
        ("language", &chosen.language),
        ("recipient", &chosen.recipient),
        ("file", &chosen.file),
        ("paper", chosen.paper.name()),
    ];
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for (name, value) in own {
        let value = changed.iter().find(|(other, _)| *other == name).map_or(value, |(_, value)| value);
        pairs.append_pair(name, value);
    }
    for (name, value) in changed.iter().filter(|(name, _)| own.iter().all(|(other, _)| other != name)) {
        pairs.append_pair(name, value);
    }
    format!("{}?{}", Place::Letter.path(), pairs.finish())
}

/// The wanted one, where it is there, or else the first.
fn choose(wanted: &str, mut there: impl Iterator<Item = String>) -> Option<String> {
    let first = there.next()?;
    if first == wanted {
        return Some(first);
    }
    Some(there.find(|it| it == wanted).unwrap_or(first))
}

fn languages_of<'a>(known: &'a Roster, wanted: &'a str) -> impl Iterator<Item = String> + 'a {
    known.languages.iter().filter(move |language| *language == wanted).cloned()
}

/// The documents of the mailing, and its e-mail, which is none of them.
fn documents(known: &Roster) -> Vec<(String, Option<&Document>)> {
    let documents =
        known.mailing.documents.iter().map(|document| (document.id.value.clone(), Some(document)));
    let email = known.texts.keys().any(|(_, file)| file == EMAIL).then(|| (EMAIL.to_owned(), None));
    documents.chain(email).collect()
}

fn order<'a>(known: &'a Roster, document: &str, language: &str) -> Vec<(&'a RosterEntry, &'a [Awkward])> {
    let mut order = known.order(language);
    order.retain(|(listed, _)| document == EMAIL || listed.documents.contains(document));
    order
}

/// The paths of the files a document is made from, its template first.
fn files(known: &Roster, document: &str, language: &str, ready: Option<&Ready>) -> Vec<String> {
    let mut templates = templates(&known.mailing, document);
    if let Some(planned) = ready.and_then(|ready| ready.document(document)) {
        // That of the recipient is the first.
        templates.retain(|template| *template != planned.template);
        templates.insert(0, planned.template.clone());
    }
    let mut files = Vec::new();
    for template in &templates {
        let parts = ready.map(|ready| ready.paths(template)).unwrap_or_default();
        files.extend(if parts.is_empty() {
            path(known, language, template).into_iter().collect()
        } else {
            parts
        });
    }
    let mut seen = std::collections::BTreeSet::new();
    files.retain(|file| seen.insert(file.clone()));
    files
}

/// The file names of the templates of a document.
fn templates(mailing: &Mailing, document: &str) -> Vec<String> {
    if document == EMAIL {
        return vec![EMAIL.to_owned(), EMAIL_HTML.to_owned()];
    }
    let own = mailing.documents.iter().filter(|own| own.id.value == document);
    let names = own.flat_map(|own| {
        std::iter::once(&own.template).chain(own.variants.iter().map(|variant| &variant.template))
    });
    names.cloned().collect()
}

/// The path of a template: that of the language, or the one that all share.
fn path(known: &Roster, language: &str, file: &str) -> Option<String> {
    let folder = known.mailing.templates.trim_end_matches('/');
    let has = |language: &str| known.texts.contains_key(&(language.to_owned(), file.to_owned()));
    if has(language) {
        return Some(format!("{folder}/{language}/{file}"));
    }
    has("").then(|| format!("{folder}/{file}"))
}
