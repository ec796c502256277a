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
mod model;
mod serve;
mod watch;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Problems};
use crate::fonts::Fonts;
use crate::typeset::Typesetter;

use apart::Apart;

pub use model::{Job, JobLimits, Printed, WorkerCommand};
pub use serve::serve;

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
        limits: JobLimits,
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
            Some(apart) => Worker::Apart(apart::WorkerProcess::new(Arc::clone(apart))),
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
    Apart(apart::WorkerProcess),
}

impl Worker {
    /// Makes a document.
    ///
    /// # Errors
    ///
    /// What is wrong with it, or that making it took more than it may.
    pub fn make(&mut self, job: &Job) -> Result<Printed, Problems> {
        match self {
            Self::Here(typesetter) => model::make(typesetter, job),
            Self::Apart(worker) => worker.make(job),
        }
    }
}
