//! Where documents are set and exported: in this process, or in worker processes that can be given limits.
//!
//! A [`Job`] is plain data, a function of the plan alone, and so is what comes of it. A template that never ends, eats
//! memory or brings the compiler down costs its document where workers are processes of their own: one that goes over its
//! limits is ended, and another takes its place at the next job. Nothing here knows a recipient.
//!
//! A program that uses the library without the command chooses [`Isolation::None`], or starts itself again: with
//! [`Isolation::Processes`] naming its own executable and an argument on which it does nothing but call [`serve`] with its
//! standard input and output.

mod apart;
mod frame;
mod serve;
mod watch;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::pdf::{self, PdfSettings};
use crate::typeset::{Facts, Typesetter};

pub use serve::serve;

use apart::Apart;

/// One document to be made.
#[derive(Debug, Clone)]
pub struct Job {
    /// Rendered text, Typst markup.
    pub text: String,
    /// What the layout may ask of the document.
    pub facts: Facts,
    /// How it is written as PDF.
    pub settings: PdfSettings,
    /// Whether it is the last of some that belong together, after which caches are looked through.
    pub is_last: bool,
}

/// A document that is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// What a document may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// How long it may take.
    pub time: Duration,
    /// How many bytes the process that makes it may hold.
    pub bytes: u64,
}

/// The command that starts a worker process: a program that calls [`serve`], such as `convoke worker`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkerCommand {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
}

/// How documents are kept from harming anything but themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Isolation {
    /// Not at all: they are made in this process, without limits.
    #[default]
    None,
    /// Each worker is a process, within limits.
    Processes(WorkerCommand),
}

/// All that workers need to begin: fonts, virtual files, limits and how they are isolated. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Workplace {
    typesetter: Typesetter,
    apart: Option<Arc<Apart>>,
}

impl Workplace {
    /// A place to work with these fonts and virtual files.
    ///
    /// # Errors
    ///
    /// A file has a name Typst cannot use.
    pub fn new(
        fonts: Arc<Fonts>,
        files: Arc<BTreeMap<String, Vec<u8>>>,
        isolation: &Isolation,
        limits: Limits,
    ) -> Result<Self, Diagnostic> {
        let apart = match isolation {
            Isolation::None => None,
            Isolation::Processes(command) => {
                Some(Arc::new(Apart::new(command.clone(), &fonts, &files, limits)))
            }
        };
        Ok(Self { typesetter: Typesetter::new(fonts, files)?, apart })
    }

    /// A worker, to be used by one thread; a process is started at its first job.
    #[must_use]
    pub fn worker(&self) -> Worker {
        match &self.apart {
            Some(apart) => Worker::Apart(apart::Worker::new(Arc::clone(apart))),
            None => Worker::Here(self.typesetter.clone()),
        }
    }

    /// Whether workers are processes.
    #[must_use]
    pub fn is_apart(&self) -> bool {
        self.apart.is_some()
    }
}

/// One who makes documents, one after the other.
#[derive(Debug)]
pub enum Worker {
    /// In this process. Its thread has to be one of [`with_worker_pool`](crate::typeset::with_worker_pool), and to evict
    /// caches.
    Here(Typesetter),
    /// In a process of its own.
    Apart(apart::Worker),
}

impl Worker {
    /// Makes a document.
    ///
    /// # Errors
    ///
    /// What is wrong with it, or that making it took more than it may.
    pub fn make(&mut self, job: &Job) -> Result<Printed, Vec<Diagnostic>> {
        match self {
            Self::Here(typesetter) => make(typesetter, job),
            Self::Apart(worker) => worker.make(job),
        }
    }
}

/// Sets and exports a document in this process.
fn make(typesetter: &Typesetter, job: &Job) -> Result<Printed, Vec<Diagnostic>> {
    let typeset = typesetter.set_with(&job.text, &job.facts)?;
    let bytes = pdf::export(&typeset, &job.settings)?;
    Ok(Printed { bytes, pages: typeset.pages() })
}
