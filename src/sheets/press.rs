//! Setting a sheet: from data and the name of a Typst function to a PDF.
//!
//! The data reaches Typst as a string of JSON and is never markup. What the function reports comes back as metadata.

use std::sync::Arc;

use serde_json::Value;
use typst::foundations::{Label, Selector, Value as TypstValue};
use typst::introspection::{Introspector as _, MetadataElem};
use typst::utils::PicoStr;
use unicode_normalization::UnicodeNormalization as _;

use super::data::Order;
use super::{Made, Meta, badges, fit};
use crate::diagnostic::{Checked, Diagnostic, Problems, codes};
use crate::fonts::Fonts;
use crate::pdf::{self, PdfSettings, Standards};
use crate::typeset::{self, Facts, Typeset, Typesetter};
use crate::worker::{Job, Workplace};

/// The label of metadata that names what did not fit.
const OVERFLOW: &str = "overflow";

/// The label of metadata that names what begins a page and should end on it.
const PAGE: &str = "page";

/// How many addresses or rows in a file make it empty all of Typst's caches: it keeps some 50 kB for each, which no other file
/// uses.
const MANY: usize = 50;

/// How many times the time of a document a sheet with pictures may take.
const PATIENCE: u32 = 10;

/// The files every sheet is set from; faces and heights of lines are those of letters.
const FILES: [(&str, &str); 9] = [
    ("/layout.typ", include_str!("../../templates/layout.typ")),
    ("/sheets/base.typ", include_str!("base.typ")),
    ("/sheets/addresses.typ", include_str!("addresses.typ")),
    ("/sheets/fax.typ", include_str!("fax.typ")),
    ("/sheets/list.typ", include_str!("list.typ")),
    ("/sheets/readme.typ", include_str!("readme.typ")),
    ("/sheets/people.typ", include_str!("people.typ")),
    ("/sheets/proof.typ", include_str!("proof.typ")),
    ("/sheets/evidence.typ", include_str!("evidence.typ")),
];

/// Sets sheets in some fonts.
#[derive(Debug, Clone)]
pub(super) struct Press {
    fonts: Arc<Fonts>,
    typesetter: Typesetter,
    standards: Standards,
}

impl Press {
    pub(super) fn new(fonts: Arc<Fonts>) -> Result<Self, Diagnostic> {
        let typesetter = Typesetter::new(Arc::clone(&fonts), Arc::new(own_files().collect()))?;
        Ok(Self { fonts, typesetter, standards: Standards::archival_and_accessible()? })
    }

    /// A press that has some pictures besides.
    pub(super) fn with_files(
        &self,
        pictures: impl Iterator<Item = (String, Vec<u8>)>,
    ) -> Result<Self, Diagnostic> {
        let files = own_files().chain(pictures).collect();
        Ok(Self { typesetter: Typesetter::new(Arc::clone(&self.fonts), Arc::new(files))?, ..self.clone() })
    }

    /// Sets a sheet and writes it as PDF.
    pub(super) fn set(&self, order: Order, meta: &Meta) -> Result<Checked<Made>, Problems> {
        let has_many = order.count > MANY;
        let made = self.print(order, meta);
        if has_many {
            typeset::evict_everything();
        } else {
            typeset::evict();
        }
        made
    }

    /// Sets a sheet with marks where documents are made, so that the memory it takes is free again afterwards, and puts pictures in their place.
    /// What it reports by metadata is not looked at.
    pub(super) fn set_with_pictures(
        &self,
        mut order: Order,
        meta: &Meta,
        pictures: &[Vec<u8>],
        workplace: &Workplace,
    ) -> Result<Checked<Made>, Problems> {
        let problems = self.spell_out(&mut order.data, None);
        let job = Job {
            text: call(&order),
            facts: Facts::default(),
            settings: self.settings(meta),
            has_marks: true,
            is_last: true,
            tells_warnings: false,
        };
        let files = own_files().collect();
        let mut worker = workplace.with_files(Arc::clone(&self.fonts), files, PATIENCE)?.worker();
        let printed = typeset::with_worker_pool(|| worker.make(&job))??;
        drop(worker);
        if !workplace.is_apart() {
            typeset::evict_everything();
        }
        let pages = u32::try_from(printed.pages).unwrap_or(u32::MAX);
        Ok(Checked::new(Made { pdf: pdf::put_pictures(printed.bytes, pictures)?, pages }, problems))
    }

    fn settings(&self, meta: &Meta) -> PdfSettings {
        PdfSettings {
            ident: meta.ident.clone(),
            issued_at: meta.issued_at.clone(),
            standards: self.standards.clone(),
            identity: None,
            seal: None,
        }
    }

    fn print(&self, order: Order, meta: &Meta) -> Result<Checked<Made>, Problems> {
        let place = order.place.clone();
        let Checked { value: typeset, mut problems } = self.typeset(order)?;
        let pdf = pdf::export(&typeset, &self.settings(meta)).map_err(Problems::from_iter)?;
        problems.extend(find_overflow(&typeset, &place));
        let pages = u32::try_from(typeset.pages()).unwrap_or(u32::MAX);
        Ok(Checked::new(Made { pdf, pages }, problems))
    }

    /// Sets a sheet into pages, and tells what of it cannot be shown.
    pub(super) fn typeset(&self, order: Order) -> Result<Checked<Typeset>, Problems> {
        let mut order = order;
        let problems = self.spell_out(&mut order.data, None);
        fit::fit_addresses(&self.fonts, &mut order.data);
        fit::fit_list(&self.fonts, &mut order.data);
        badges::fit_badges(&self.fonts, &mut order.data);
        let typeset =
            self.typesetter.set_once(&call(&order), &Facts::default()).map_err(Problems::from_iter)?;
        Ok(Checked::new(typeset, problems))
    }

    /// Replaces each character that no font has by its code, and reports it: one such character in one address must not
    /// keep all others from being printed.
    fn spell_out(&self, value: &mut Value, recipient: Option<&str>) -> Problems {
        match value {
            Value::String(text) => self.spell_out_text(text, recipient),
            Value::Array(values) => {
                values.iter_mut().flat_map(|value| self.spell_out(value, recipient)).collect()
            }
            Value::Object(values) => {
                let own = values.get("recipient").and_then(Value::as_str).map(str::to_owned);
                let recipient = own.as_deref().or(recipient);
                values.values_mut().flat_map(|value| self.spell_out(value, recipient)).collect()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => Problems::new(),
        }
    }

    fn spell_out_text(&self, text: &mut String, recipient: Option<&str>) -> Problems {
        let missing = self.fonts.missing(text);
        if !missing.is_empty() {
            *text = text.nfc().collect();
        }
        let replaced = missing.into_iter().map(|character| {
            let code = format!("U+{:04X}", u32::from(character));
            *text = text.replace(character, &code);
            let problem = Diagnostic::new(codes::SHEET_GLYPH, format!("no font has the character {code}"))
                .with_hint("its code is printed in its place; add a font that has it to the template folder's `fonts`");
            about(problem, recipient.map(str::to_owned))
        });
        replaced.collect()
    }
}

/// The files every sheet is set from.
fn own_files() -> impl Iterator<Item = (String, Vec<u8>)> {
    FILES.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
}

/// The call of the function that sets a sheet.
fn call(Order { call: (file, function), data, .. }: &Order) -> String {
    let data = as_string(&data.to_string());
    format!("#import \"/sheets/{file}.typ\": {function}\n#{function}(json(bytes({data})))\n")
}

/// Text as a Typst string.
fn as_string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Finds the metadata under a label, in order: the recipient it names, if any, and its page, from one.
fn find_notes(typeset: &Typeset, label: &str) -> Vec<(Option<String>, usize)> {
    let Some(label) = Label::new(PicoStr::intern(label)) else { return Vec::new() };
    let introspector = typeset.document().introspector();
    let found = introspector.query(&Selector::Label(label));
    let noted = found.iter().filter_map(|element| {
        let page = introspector.page(element.location()?)?;
        match &element.to_packed::<MetadataElem>()?.value {
            TypstValue::Str(recipient) => Some((Some(recipient.as_str().to_owned()), page.get())),
            _ => Some((None, page.get())),
        }
    });
    noted.collect()
}

/// What did not fit its area or its page.
fn find_overflow(typeset: &Typeset, (place, instead): &(String, &'static str)) -> Problems {
    let addresses =
        find_notes(typeset, OVERFLOW).into_iter().map(|(recipient, _)| overflow(recipient, place, instead));
    let begun = find_notes(typeset, PAGE);
    let ends = begun.iter().skip(1).map(|(_, page)| *page).chain([typeset.pages() + 1]);
    let long =
        begun.iter().zip(ends).filter(|((_, page), end)| *page + 1 < *end).map(|((recipient, _), _)| {
            let problem = Diagnostic::new(codes::SHEET_OVERFLOW, format!("{place} takes more than one page"))
                .with_hint("shorten the address or the subject; count the pages again before sending");
            about(problem, recipient.clone())
        });
    addresses.chain(long).collect()
}

/// What is said of an address that does not fit: a recipient's, or the sender's.
fn overflow(recipient: Option<String>, place: &str, instead: &str) -> Diagnostic {
    let whose = if recipient.is_some() { "the address" } else { "the sender's address" };
    let message = format!("{whose} does not fit {place}, not even in the smallest letters");
    let problem = Diagnostic::new(codes::SHEET_OVERFLOW, message).with_hint(format!(
        "shorten it, or choose {instead}; until then it is on a page of its own at the end"
    ));
    about(problem, recipient)
}

fn about(problem: Diagnostic, recipient: Option<String>) -> Diagnostic {
    match recipient {
        Some(recipient) => problem.about(recipient),
        None => problem,
    }
}
