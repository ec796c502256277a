//! Where templates are parsed, checked and merged: in this process, or in others that a template may bring down.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::frame::{Answer, Order, Outfit, TemplateName};
use super::loss::Loss;
use super::merged::{find, name, placed, read, report, understand};
use super::model::{Isolation, JobLimits};
use super::process::{Apart, Body, WorkerProcess};
use crate::diagnostic::{Checked, Diagnostic, Problems};
use crate::template::{Engine, Listing, MergeTemplates, TemplateTexts};

/// How often a template may bring its process down before it is not tried again.
const MOST_LOSSES: usize = 2;

/// Parses templates, in this process or in others with these limits. `folder` is the templates folder relative to the mailing's.
///
/// What does not parse, or takes more than it may, is reported and left out.
pub fn open_templates(
    folder: &str,
    texts: &TemplateTexts,
    isolation: &Isolation,
    limits: JobLimits,
) -> Checked<Box<dyn MergeTemplates>> {
    match isolation {
        Isolation::None => open_here(folder, texts),
        Isolation::Processes(command) => {
            let apart = Apart::new(command.clone(), limits, pack_templates(folder, texts));
            Merger::open(folder, texts, Arc::new(apart))
        }
    }
}

/// Parses templates in this process.
pub(super) fn open_here(folder: &str, texts: &TemplateTexts) -> Checked<Box<dyn MergeTemplates>> {
    Engine::new(folder, texts).map(|engine| Box::new(engine) as Box<dyn MergeTemplates>)
}

/// Templates in processes of their own; as many are started as are asked at a time.
#[derive(Debug)]
pub(super) struct Merger {
    apart: Arc<Apart>,
    listing: Listing,
    /// Templates that brought their process down: how often, and what is told of it.
    lost: Mutex<BTreeMap<TemplateName, (usize, Diagnostic)>>,
}

impl Merger {
    /// Opens the templates that these processes are given.
    pub(super) fn open(
        folder: &str,
        texts: &TemplateTexts,
        apart: Arc<Apart>,
    ) -> Checked<Box<dyn MergeTemplates>> {
        Self::open_sound(folder, texts, apart).map(|merger| Box::new(merger) as Box<dyn MergeTemplates>)
    }

    fn open_sound(folder: &str, texts: &TemplateTexts, apart: Arc<Apart>) -> Checked<Self> {
        let merger = Self::new(folder, Arc::clone(&apart));
        let start = |texts: &TemplateTexts| {
            Self::new(folder, Arc::new(apart.with_outfit(pack_templates(folder, texts), 1)))
        };
        let loss = match merger.list() {
            Ok(listed) => return merger.listing(listed),
            Err(loss) => loss,
        };
        // What brought the process down is found by asking for each alone; a system without processes is not asked again.
        let mut problems = Problems::new();
        let mut guilty = BTreeSet::new();
        if let Loss::Start(cause) = &loss {
            return Checked::new(start(&TemplateTexts::new()), Loss::report_start(cause));
        }
        for (name, text) in texts {
            let (language, file) = name;
            // What all languages share is parsed where there is one.
            let of = if language.is_empty() { "en" } else { language };
            let alone = TemplateTexts::from([((of.to_owned(), file.clone()), text.clone())]);
            if let Err(loss) = start(&alone).list() {
                problems.push(report(&path(folder, language, file), &loss));
                guilty.insert(name);
            }
        }
        let innocent = texts.iter().filter(|(name, _)| !guilty.contains(name));
        let merger = start(&innocent.map(|(name, text)| (name.clone(), text.clone())).collect());
        match merger.list() {
            Ok(listed) => {
                let mut checked = merger.listing(listed);
                problems.extend(std::mem::take(&mut checked.problems));
                Checked { problems, ..checked }
            }
            Err(loss) => {
                problems.push(report(folder, &loss));
                Checked::new(merger, problems)
            }
        }
    }

    fn new(folder: &str, apart: Arc<Apart>) -> Self {
        Self { apart, listing: Listing::new(folder), lost: Mutex::default() }
    }

    /// The list of the templates, and what is wrong with them.
    fn list(&self) -> Result<(Listing, Problems), Loss> {
        read(self.ask(&Order::Templates, "")?)
    }

    fn listing(self, (listing, problems): (Listing, Problems)) -> Checked<Self> {
        Checked::new(Self { listing, ..self }, problems)
    }

    /// Asks a process that nobody else is asking.
    fn ask(&self, order: &Order, body: &str) -> Result<(Answer, Vec<u8>), Loss> {
        let mut process = WorkerProcess::new(Arc::clone(&self.apart));
        let answer = process.ask(order, body.as_bytes());
        process.leave();
        answer
    }

    /// Asks about a template, unless it has brought down its process too often.
    fn ask_about<T>(
        &self,
        name: &TemplateName,
        order: &Order,
        tree: &Value,
        understand: impl FnOnce((Answer, Vec<u8>)) -> Result<T, Loss>,
    ) -> Result<T, Diagnostic> {
        if let Some((MOST_LOSSES.., known)) = lock(&self.lost).get(name) {
            return Err(known.clone());
        }
        // Written by a library's own function, which is fast in every profile.
        self.ask(order, &tree.to_string()).and_then(understand).map_err(|loss| {
            let path = self.listing.path(&name.language, &name.file).unwrap_or(&name.file);
            let problem = report(path, &loss);
            let mut lost = lock(&self.lost);
            lost.entry(name.clone()).or_insert_with(|| (0, problem.clone())).0 += 1;
            problem
        })
    }
}

impl MergeTemplates for Merger {
    fn listing(&self) -> &Listing {
        &self.listing
    }

    fn check(&self, language: &str, file: &str, shape: &Value) -> Problems {
        if !self.listing.has(language, file) {
            return self.listing.report_missing(language, file).into();
        }
        let name = name(language, file);
        let order = Order::CheckTemplate(name.clone());
        self.ask_about(&name, &order, shape, read).unwrap_or_else(Problems::from)
    }

    fn render(&self, language: &str, file: &str, context: &Value) -> Result<String, Diagnostic> {
        let name = name(language, file);
        find(&self.listing, &name)?;
        let merged = self.ask_about(&name, &Order::Merge(name.clone()), context, understand)?;
        merged.map_err(|problem| placed(problem, &self.listing, &name))
    }

    fn place(
        &self,
        language: &str,
        file: &str,
        context: &Value,
        merged: &str,
        problems: Problems,
    ) -> Problems {
        let name = name(language, file);
        let order =
            Order::Place { template: name.clone(), merged: merged.to_owned(), problems: problems.clone() };
        // What cannot be placed is told all the same.
        self.ask_about(&name, &order, context, read).unwrap_or(problems)
    }

    /// Ends the processes; one is started again when somebody asks.
    fn rest(&self) {
        self.apart.end_waiting();
    }
}

/// Templates as a worker process is given them.
pub(super) fn pack_templates(folder: &str, texts: &TemplateTexts) -> (Outfit, Body) {
    let templates = texts.iter().map(|((language, file), text)| (language.clone(), file.clone(), text.len()));
    let outfit = Outfit { folder: folder.to_owned(), templates: templates.collect(), ..Outfit::default() };
    (outfit, Body { texts: texts.values().map(String::as_str).collect(), ..Body::default() })
}

fn path(folder: &str, language: &str, file: &str) -> String {
    let parts = [folder.trim_end_matches('/'), language, file];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diagnostic::codes;
    use crate::worker::WorkerCommand;

    #[test]
    fn a_template_that_brings_its_process_down_again_is_not_tried_a_third_time() {
        let nowhere = WorkerCommand { program: "/nowhere".into(), arguments: Vec::new() };
        let outfit = pack_templates("templates", &TemplateTexts::new());
        let merger = Merger::new("templates", Arc::new(Apart::new(nowhere, JobLimits::LIST, outfit)));
        let name = name("en", "letter.typ.hbs");
        let ask = || {
            let order = Order::Merge(name.clone());
            let told = merger.ask_about(&name, &order, &json!({}), understand).map(drop);
            told.expect_err("nothing comes of it").code
        };
        let known = report("templates/en/letter.typ.hbs", &Loss::Crash("it nests too deep".into()));
        lock(&merger.lost).insert(name.clone(), (1, known));
        assert_eq!(ask(), codes::WORKER_START, "it is tried once more");
        assert_eq!(ask(), codes::TEMPLATE_GIVEN_UP, "what was told of it first is told again");
    }
}
