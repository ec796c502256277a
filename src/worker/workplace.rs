//! Where documents are made.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::confine::report_missing;
use super::frame::{Answer, DocumentOrder, Order, Outfit};
use super::loss::Loss;
use super::merged::name;
use super::merger::{Merger, open_here, pack_templates};
use super::merging::Merging;
use super::model::{Isolation, Job, JobLimits, Printed, draw, make};
use super::process::{Apart, Body, EarlyProcess, WorkerProcess};
use super::trial::{self, PagePoint, Trial, TriedText, View};
use crate::diagnostic::{Checked, Diagnostic, Problems, codes};
use crate::fonts::Fonts;
use crate::template::{MergeTemplates, TemplateTexts, TextOrigin};
use crate::typeset::Typesetter;

/// All that workers need to begin: fonts, virtual files, limits and how they are isolated. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Workplace(Workers);

/// What makes workers.
#[derive(Debug, Clone)]
enum Workers {
    /// Those of this process have a typesetter.
    Here(Typesetter),
    /// Processes of their own, which have one each.
    Apart(Arc<Apart>),
}

impl Workplace {
    /// A place to work with these fonts, virtual files, and templates in a folder.
    ///
    /// # Errors
    ///
    /// A file has a name Typst cannot use.
    pub fn new(
        fonts: Arc<Fonts>,
        files: Arc<BTreeMap<String, Vec<u8>>>,
        (folder, templates): (&str, &TemplateTexts),
        isolation: &Isolation,
        limits: JobLimits,
    ) -> Result<Self, Diagnostic> {
        Ok(Self(match isolation {
            Isolation::None => Workers::Here(Typesetter::new(fonts, files)?),
            Isolation::Processes(command) => {
                Typesetter::check_paths(files.keys())?;
                let outfit = pack(&fonts, files, folder, templates);
                Workers::Apart(Arc::new(Apart::new(command.clone(), limits, outfit)))
            }
        }))
    }

    /// A place to work with other fonts and files, isolated like this one, where a job may take as many times the time.
    ///
    /// # Errors
    ///
    /// A file has a name Typst cannot use.
    pub fn with_files(
        &self,
        fonts: Arc<Fonts>,
        files: BTreeMap<String, Vec<u8>>,
        times: u32,
    ) -> Result<Self, Diagnostic> {
        Ok(Self(match &self.0 {
            Workers::Here(_) => Workers::Here(Typesetter::new(fonts, Arc::new(files))?),
            Workers::Apart(apart) => {
                Typesetter::check_paths(files.keys())?;
                let outfit = pack(&fonts, Arc::new(files), "", &TemplateTexts::new());
                Workers::Apart(Arc::new(apart.with_outfit(outfit, times)))
            }
        }))
    }

    /// A worker, to be used by one thread; a process is started at its first job.
    #[must_use]
    pub fn worker(&self) -> Worker {
        match &self.0 {
            Workers::Apart(apart) => Worker::Apart(WorkerProcess::new(Arc::clone(apart))),
            Workers::Here(typesetter) => Worker::Here(typesetter.clone()),
        }
    }

    /// Takes a process that was started early for the first worker that is needed.
    pub fn take_early(&self, early: EarlyProcess) {
        if let Workers::Apart(apart) = &self.0 {
            apart.take_early(early);
        }
    }

    /// Starts a worker beside other work, where workers are processes, so that nobody waits for it.
    pub fn start_ahead(&self) {
        if let Workers::Apart(apart) = &self.0 {
            WorkerProcess::start_ahead(Arc::clone(apart));
        }
    }

    /// Whether workers are isolated like this.
    #[must_use]
    pub fn is_isolated(&self, isolation: &Isolation) -> bool {
        match (&self.0, isolation) {
            (Workers::Here(_), Isolation::None) => true,
            (Workers::Apart(apart), Isolation::Processes(command)) => apart.is_of(command),
            _ => false,
        }
    }

    /// Parses the templates that this is a place for, to be checked and merged where documents are made: processes that nobody asks for
    /// that any more make documents.
    pub fn open_templates(&self, folder: &str, texts: &TemplateTexts) -> Checked<Box<dyn MergeTemplates>> {
        match &self.0 {
            Workers::Here(_) => open_here(folder, texts),
            Workers::Apart(apart) => Merger::open(folder, texts, Arc::clone(apart)),
        }
    }

    /// Whether workers are processes.
    #[must_use]
    pub fn is_apart(&self) -> bool {
        matches!(self.0, Workers::Apart(_))
    }

    /// A note of the protections that the system did not give to worker processes, if any.
    #[must_use]
    pub fn missing_protection(&self) -> Option<Diagnostic> {
        match &self.0 {
            Workers::Apart(apart) => report_missing(apart.missing()),
            Workers::Here(_) => None,
        }
    }
}

/// The files of a workplace as a worker process is given them.
fn pack(
    fonts: &Fonts,
    files: Arc<BTreeMap<String, Vec<u8>>>,
    folder: &str,
    templates: &TemplateTexts,
) -> (Outfit, Body) {
    let (of_templates, texts) = pack_templates(folder, templates);
    let fonts: Vec<_> = fonts.added_files().cloned().collect();
    let outfit = Outfit {
        fonts: fonts.iter().map(|font| font.len()).collect(),
        files: files.iter().map(|(name, content)| (name.clone(), content.len())).collect(),
        ..of_templates
    };
    (outfit, Body { fonts, files, ..texts })
}

/// Why a document was not made in one go.
#[derive(Debug)]
pub enum Undone {
    /// It cannot be made.
    Refused(Problems),
    /// The template may be at fault, which merging alone tells. Where that succeeds, this is what is wrong with the document, if
    /// anything is.
    Unmerged(Option<Box<Diagnostic>>),
}

/// One who makes documents, one after the other.
#[derive(Debug)]
pub enum Worker {
    /// In this process. Its thread has to be one of [`with_worker_pool`](crate::typeset::with_worker_pool), and to evict
    /// caches.
    Here(Typesetter),
    /// In a process of its own.
    Apart(WorkerProcess),
}

impl Worker {
    /// Templates that are merged where this worker makes documents; `templates` are those of the plan.
    pub fn merging<'a>(&'a mut self, templates: &'a dyn MergeTemplates) -> Merging<'a> {
        match self {
            Self::Here(_) => Merging::new(None, templates),
            Self::Apart(process) => Merging::new(Some(process), templates),
        }
    }

    /// Makes a document.
    ///
    /// # Errors
    ///
    /// What is wrong with it, or that making it took more than it may.
    pub fn make(&mut self, job: &Job) -> Result<Printed, Problems> {
        let worker = match self {
            Self::Here(typesetter) => return make(typesetter, job),
            Self::Apart(worker) => worker,
        };
        match worker.ask(&Order::Document(DocumentOrder::new(job)), job.text.as_bytes()) {
            Ok((Answer::Printed { pages, warnings }, bytes)) => Ok(Printed { bytes, pages, warnings }),
            Ok((Answer::Refused(problems), _)) => Err(problems),
            Ok(_) => Err(report_loss(&Loss::wrong_answer()).into()),
            Err(loss) => Err(report_loss(&loss).into()),
        }
    }

    /// Merges a template with values and makes a document of what it comes to, whatever text is in the job: in one go, where a worker
    /// is a process. Returns the text too.
    ///
    /// # Errors
    ///
    /// What is wrong with the document, or that it has to be done in two.
    pub fn make_merged(
        &mut self,
        (language, file): (&str, &str),
        context: &Value,
        job: &Job,
    ) -> Result<(String, Printed), Undone> {
        let Self::Apart(worker) = self else { return Err(Undone::Unmerged(None)) };
        let order =
            Order::MergedDocument { template: name(language, file), document: DocumentOrder::new(job) };
        match worker.ask(&order, context.to_string().as_bytes()) {
            Ok((Answer::MergedPrinted { text, pages, warnings }, mut bytes)) => {
                let start = bytes.len().checked_sub(text);
                let text = start.and_then(|start| String::from_utf8(bytes.split_off(start)).ok());
                let text = text.ok_or_else(|| Undone::Refused(report_loss(&Loss::wrong_answer()).into()))?;
                Ok((text, Printed { bytes, pages, warnings }))
            }
            Ok((Answer::Unmerged, _)) => Err(Undone::Unmerged(None)),
            Ok((Answer::Refused(problems), _)) => Err(Undone::Refused(problems)),
            Ok(_) => Err(Undone::Refused(report_loss(&Loss::wrong_answer()).into())),
            Err(loss @ Loss::Start(_)) => Err(Undone::Refused(report_loss(&loss).into())),
            Err(loss) => Err(Undone::Unmerged(Some(Box::new(report_loss(&loss))))),
        }
    }

    /// Draws the first pages of a document, `most` of them, as PNG.
    ///
    /// # Errors
    ///
    /// What is wrong with it, or that drawing it took more than it may.
    pub fn draw(&mut self, job: &Job, dots_per_inch: f64, most: usize) -> Result<Vec<Vec<u8>>, Problems> {
        let worker = match self {
            Self::Here(typesetter) => return draw(typesetter, job, dots_per_inch, most),
            Self::Apart(worker) => worker,
        };
        let order = Order::Picture { document: DocumentOrder::new(job), dots_per_inch, most };
        match worker.ask(&order, job.text.as_bytes()) {
            Ok((Answer::Pictured(lengths), bytes)) => Ok(divide(&lengths, &bytes)),
            Ok((Answer::Refused(problems), _)) => Err(problems),
            Ok(_) => Err(report_loss(&Loss::wrong_answer()).into()),
            Err(loss) => Err(report_loss(&loss).into()),
        }
    }

    /// Tries a text that is not saved. What is wrong with it, or that trying it took more than it may, is among its problems.
    pub fn try_text(&mut self, trial: &Trial, view: &View) -> TriedText {
        let worker = match self {
            Self::Here(typesetter) => return trial::try_text(typesetter, trial, view),
            Self::Apart(worker) => worker,
        };
        let problems = match ask_about(worker, &Order::Try(view.clone()), trial) {
            Ok((Answer::Tried(mut tried), png)) => {
                tried.page.iter_mut().for_each(|page| page.png.clone_from(&png));
                return tried;
            }
            Ok((Answer::Refused(problems), _)) => problems,
            Ok(_) => report_loss(&Loss::wrong_answer()).into(),
            Err(loss) => report_loss(&loss).into(),
        };
        TriedText { problems, ..TriedText::default() }
    }

    /// Finds where the text at a point of a page is written, of a text that is not saved.
    ///
    /// # Errors
    ///
    /// What is wrong with the text, or that it took more than it may.
    pub fn find(&mut self, trial: &Trial, point: PagePoint) -> Result<Option<TextOrigin>, Problems> {
        let worker = match self {
            Self::Here(typesetter) => return trial::find(typesetter, trial, point),
            Self::Apart(worker) => worker,
        };
        let wrong = || Problems::from(report_loss(&Loss::wrong_answer()));
        match ask_about(worker, &Order::Find(point), trial) {
            Ok((Answer::Data, body)) => serde_json::from_slice(&body).map_err(|_| wrong()),
            Ok((Answer::Refused(problems), _)) => Err(problems),
            Ok(_) => Err(wrong()),
            Err(loss) => Err(report_loss(&loss).into()),
        }
    }
}

/// Asks about a text that is tried.
fn ask_about(worker: &mut WorkerProcess, order: &Order, trial: &Trial) -> Result<(Answer, Vec<u8>), Loss> {
    let body = serde_json::to_vec(trial).map_err(|_| Loss::wrong_answer())?;
    worker.ask(order, &body)
}

/// Pictures of these lengths, one behind the other.
fn divide(lengths: &[usize], mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut pictures = Vec::with_capacity(lengths.len());
    for length in lengths {
        let (picture, rest) = bytes.split_at(bytes.len().min(*length));
        pictures.push(picture.to_vec());
        bytes = rest;
    }
    pictures
}

/// The problem of a document that nothing came of.
fn report_loss(loss: &Loss) -> Diagnostic {
    let raise =
        "look for what in the template or its data asks for so much, or raise `limits` in mailing.yaml";
    match loss {
        Loss::Start(cause) => Loss::report_start(cause),
        Loss::Time(time) => {
            let message = format!("the document took more than {} s of processor time", time.as_secs_f64());
            Diagnostic::new(codes::DOCUMENT_TIME, message).with_hint(raise)
        }
        Loss::Clock(time) => {
            let message = format!("the document took longer than {} s", time.as_secs_f64());
            Diagnostic::new(codes::DOCUMENT_TIME, message).with_hint(
                "the machine is too busy: try again with fewer jobs, or raise `limits` in mailing.yaml",
            )
        }
        Loss::Memory(bytes) => {
            let mebibytes = bytes >> 20;
            let message = format!("the document took more than {mebibytes} MiB of memory");
            Diagnostic::new(codes::DOCUMENT_MEMORY, message).with_hint(raise)
        }
        Loss::Crash(cause) => {
            let message = format!("making the document brought its process down ({cause})");
            Diagnostic::new(codes::DOCUMENT_CRASH, message).with_hint(
                "simplify the template where it nests or repeats; report it if there is no such place",
            )
        }
    }
}
