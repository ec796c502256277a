//! The other end of the pipe: what a worker process does.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use jiff::ZonedDateTime;
use serde::Serialize;
use serde_json::Value;

use super::confine::confine;
use super::frame::{Answer, Hello, Order, Outfit, TemplateName, read, write};
use super::model::{Printed, draw, make};
use super::trial;
use crate::diagnostic::{Checked, Diagnostic, Problems, codes};
use crate::fonts::Fonts;
use crate::notice;
use crate::pdf::form;
use crate::returned;
use crate::template::{Engine, MergeTemplates as _, TemplateTexts};
use crate::translate::xliff;
use crate::typeset::{self, EVICT_EVERY, Typesetter, with_worker_pool};
use crate::workbook;

/// How many forms are read before caches are looked through: forms of a language have much in common, and languages take turns.
const READS: u32 = 64;

/// Does what is asked for on `from` and answers on `to`, until there is nobody to ask.
///
/// The process first gives up what it does not need: it opens no files, has no network and starts no processes from then on.
/// So it has to be a process of its own, and the calling thread its only one.
///
/// The end may come during a job, perhaps one that never ends: `gone` is called then, from a thread of its own, and has to
/// end the process.
///
/// # Errors
///
/// What is asked cannot be understood, or nobody hears the answer.
pub fn serve(
    from: impl Read + Send + 'static,
    mut to: impl Write + Send,
    gone: impl FnOnce() + Send + 'static,
) -> io::Result<()> {
    let missing = confine();
    let mut from = BufReader::new(from);
    let mut desk =
        Desk { outfit: read(&mut from)?, typesetter: None, templates: None, languages: BTreeMap::new() };
    write(&mut to, &Hello { missing }, &[])?;
    let (sender, orders) = sync_channel(0);
    std::thread::Builder::new().name("orders".into()).spawn(move || {
        while let Ok(order) = read::<Order>(&mut from) {
            if sender.send(order).is_err() {
                return;
            }
        }
        drop(sender);
        gone();
    })?;
    let work = || {
        let (mut groups, mut reads) = (0_u32, 0_u32);
        for (order, body) in orders {
            // What a panic leaves behind is looked at by nobody: the next order begins anew.
            let done = catch_unwind(AssertUnwindSafe(|| desk.work(&order, body)));
            let done = done.unwrap_or_else(|_| Err(report_panic().into()));
            let (answer, body) = done.unwrap_or_else(|problems| (Answer::Refused(problems), Vec::new()));
            write(&mut to, &answer, &[&body])?;
            reads += u32::from(order.is_of_a_form());
            groups += u32::from(order.ends_a_group());
            if groups >= EVICT_EVERY || reads >= READS {
                typeset::evict_between();
                (groups, reads) = (0, 0);
            }
        }
        Ok(())
    };
    with_worker_pool(work).map_err(|problem| io::Error::other(problem.message))?
}

/// What a worker has at hand.
struct Desk {
    outfit: (Outfit, Vec<u8>),
    /// Made for the first document.
    typesetter: Option<Typesetter>,
    /// All templates, parsed for the first question about all.
    templates: Option<Checked<Engine>>,
    /// Those of a language, parsed for the first question about one, where nobody asked about all.
    languages: BTreeMap<String, Engine>,
}

impl Desk {
    fn work(&mut self, order: &Order, body: Vec<u8>) -> Result<(Answer, Vec<u8>), Problems> {
        Ok(match order {
            Order::Prepare => {
                self.typesetter()?.prepare();
                (Answer::Prepared, Vec::new())
            }
            Order::Document(order) => {
                let job = order.to_job(body).map_err(|error| not_understood(&error))?;
                let printed = make(self.typesetter()?, &job)?;
                (Answer::Printed { pages: printed.pages, warnings: printed.warnings }, printed.bytes)
            }
            Order::MergedDocument { template: TemplateName { language, file }, document } => {
                let context = to_value(body)?;
                let Ok(text) = self.templates_in(language)?.render(language, file, &context) else {
                    return Ok((Answer::Unmerged, Vec::new()));
                };
                let job = document.to_job(text.into_bytes()).map_err(|error| not_understood(&error))?;
                let Printed { mut bytes, pages, warnings } = make(self.typesetter()?, &job)?;
                bytes.extend_from_slice(job.text.as_bytes());
                (Answer::MergedPrinted { text: job.text.len(), pages, warnings }, bytes)
            }
            Order::Picture { document, dots_per_inch, most } => {
                let job = document.to_job(body).map_err(|error| not_understood(&error))?;
                let pictures = draw(self.typesetter()?, &job, *dots_per_inch, *most)?;
                (Answer::Pictured(pictures.iter().map(Vec::len).collect()), pictures.concat())
            }
            Order::Try(view) => {
                let trial = read_trial(&body)?;
                let mut tried = trial::try_text(self.typesetter()?, &trial, view);
                let png = tried.page.as_mut().map(|page| std::mem::take(&mut page.png));
                (Answer::Tried(tried), png.unwrap_or_default())
            }
            Order::Find(point) => {
                let trial = read_trial(&body)?;
                (Answer::Data, to_json(&trial::find(self.typesetter()?, &trial, *point)?)?)
            }
            Order::Templates => {
                let Checked { value: engine, problems } = self.templates()?;
                (Answer::Data, to_json(&(engine.listing(), problems))?)
            }
            Order::CheckTemplate(TemplateName { language, file }) => {
                let shape = to_value(body)?;
                (Answer::Data, to_json(&self.templates_in(language)?.check(language, file, &shape))?)
            }
            Order::Merge(TemplateName { language, file }) => {
                let context = to_value(body)?;
                let text = self.templates_in(language)?.render(language, file, &context)?;
                (Answer::Merged, text.into_bytes())
            }
            Order::Place { template: TemplateName { language, file }, merged, problems } => {
                let context = to_value(body)?;
                let engine = self.templates_in(language)?;
                let problems = engine.place(language, file, &context, merged, problems.clone());
                (Answer::Data, to_json(&problems)?)
            }
            Order::Read => (Answer::Read(form::read(&body)), Vec::new()),
            Order::Examine => {
                let (contents, files) = returned::examine(&body);
                (Answer::Examined(contents), files.concat())
            }
            Order::Message => (Answer::Data, to_json(&notice::examine(&body))?),
            Order::Draw { pages, is_drawn } => {
                (Answer::Drawn(returned::draw(&body, pages, *is_drawn)), Vec::new())
            }
            Order::Workbook(kind, sheet) => {
                (Answer::Data, to_json(&workbook::read(&body, *kind, sheet.as_deref())?)?)
            }
            Order::Xliff(file) => {
                let text =
                    String::from_utf8(body).map_err(|error| not_understood(&io::Error::other(error)))?;
                (Answer::Data, to_json(&xliff::read(&text, file)?)?)
            }
            Order::Fill { values, modified } => {
                let modified = modified.map(ZonedDateTime::try_from).transpose();
                let modified = modified.map_err(|error| not_understood(&io::Error::other(error)))?;
                let blank = form::read(&body).map_err(form::unfillable)?;
                (Answer::Filled, form::fill(&body, &blank, values, modified.as_ref())?)
            }
        })
    }

    /// The typesetter for the fonts and files a worker is given to begin.
    fn typesetter(&mut self) -> Result<&Typesetter, Diagnostic> {
        let typesetter = match self.typesetter.take() {
            Some(typesetter) => typesetter,
            None => self.make_typesetter()?,
        };
        Ok(self.typesetter.insert(typesetter))
    }

    fn make_typesetter(&self) -> Result<Typesetter, Diagnostic> {
        let (Outfit { fonts, files, .. }, body) = &self.outfit;
        let mut rest = body.as_slice();
        let fonts = fonts.iter().map(|length| Ok(("", take(&mut rest, *length)?.to_vec())));
        let fonts = fonts.collect::<Result<Vec<_>, Diagnostic>>()?;
        let files = files.iter().map(|(name, length)| Ok((name.clone(), take(&mut rest, *length)?.to_vec())));
        let files = files.collect::<Result<_, Diagnostic>>()?;
        Typesetter::new(Arc::new(Fonts::with_files(fonts).value), Arc::new(files))
    }

    /// All templates.
    fn templates(&mut self) -> Result<&Checked<Engine>, Diagnostic> {
        let templates = match self.templates.take() {
            Some(templates) => templates,
            None => self.parse_templates(|_| true)?,
        };
        Ok(self.templates.insert(templates))
    }

    /// The templates of a language.
    fn templates_in(&mut self, language: &str) -> Result<&Engine, Diagnostic> {
        if let Some(all) = &self.templates {
            return Ok(&all.value);
        }
        if !self.languages.contains_key(language) {
            let own = self.parse_templates(|of| of.is_empty() || of == language)?.value;
            self.languages.insert(language.to_owned(), own);
        }
        self.languages.get(language).ok_or_else(|| not_understood(&io::ErrorKind::NotFound.into()))
    }

    /// Parses the templates a worker is given to begin, of the languages that are wanted; what all share has none.
    fn parse_templates(&self, is_wanted: impl Fn(&str) -> bool) -> Result<Checked<Engine>, Diagnostic> {
        let (Outfit { fonts, files, folder, templates }, body) = &self.outfit;
        let mut rest = body.as_slice();
        for length in fonts.iter().chain(files.iter().map(|(_, length)| length)) {
            take(&mut rest, *length)?;
        }
        let mut texts = TemplateTexts::new();
        for (language, file, length) in templates {
            let text = take(&mut rest, *length)?;
            if is_wanted(language) {
                let text = String::from_utf8(text.to_vec());
                let text = text.map_err(|error| not_understood(&io::Error::other(error)))?;
                texts.insert((language.clone(), file.clone()), text);
            }
        }
        Ok(Engine::new(folder, &texts))
    }
}

/// Takes the next bytes of an outfit.
fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], Diagnostic> {
    let (file, others) =
        rest.split_at_checked(length).ok_or_else(|| not_understood(&io::ErrorKind::UnexpectedEof.into()))?;
    *rest = others;
    Ok(file)
}

/// Reads a tree of merge fields. It is parsed by a library's own function, which is fast in every profile.
fn to_value(body: Vec<u8>) -> Result<Value, Diagnostic> {
    let text = String::from_utf8(body).map_err(|error| not_understood(&io::Error::other(error)))?;
    text.parse().map_err(|error: serde_json::Error| not_understood(&error.into()))
}

fn read_trial(body: &[u8]) -> Result<trial::Trial, Diagnostic> {
    serde_json::from_slice(body).map_err(|error| not_understood(&error.into()))
}

fn to_json(read: &impl Serialize) -> Result<Vec<u8>, Diagnostic> {
    serde_json::to_vec(read).map_err(|error| not_understood(&error.into()))
}

/// A fault of a library, which is that of what it was given.
fn report_panic() -> Diagnostic {
    Diagnostic::new(codes::INTERNAL, "this could not be made because of a fault in the program")
        .with_hint("report it with the data it was made from")
}

/// A fault of the two ends of the pipe, which are of one program.
fn not_understood(error: &io::Error) -> Diagnostic {
    Diagnostic::new(
        codes::INTERNAL,
        format!("a worker process did not understand what it was asked ({error})"),
    )
    .with_hint("report it with the data it was made from")
}
