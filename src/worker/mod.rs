//! Where templates are merged, documents are set and exported, and files of others are read: in this process, or in processes that are given limits and
//! give up what they do not need.
//!
//! A [`Job`] is plain data, a function of the plan alone, and so is what comes of it; a returned file is bytes. A template
//! that never ends costs its document, and a file that eats memory or overflows a stack its own line of the report: a process
//! that exceeds its limits is ended, and another takes its place. Nothing here knows a recipient or an archive.
//!
//! | question | file |
//! | --- | --- |
//! | where documents are made | `workplace` |
//! | how a text that is not saved is tried | `trial` |
//! | where templates are checked and merged | `merger`, `merging` |
//! | where files of others are read | `reader` |
//! | how a process is started, asked and replaced | `process`, `watch`, `loss` |
//! | what the two ends say to each other | `frame` |
//! | what a process does | `serve` |
//! | how a whole command is guarded | `guard` |
//! | what a process gives up | `confine` |
//!
//! A program that uses the library without the command chooses [`Isolation::None`], or starts itself again: with
//! [`Isolation::Processes`] naming its own executable and an argument on which it does nothing but call [`serve()`] with its
//! standard input and output.

mod confine;
mod frame;
mod guard;
mod loss;
mod merged;
mod merger;
mod merging;
mod model;
mod process;
mod reader;
mod serve;
mod trial;
mod watch;
mod workplace;

pub use confine::{confine_to, report_missing};
pub use guard::{Guarded, Leash};
pub use loss::Loss;
pub use merger::open_templates;
pub use merging::Merging;
pub use model::{Isolation, Job, JobLimits, Printed, Reach, WorkerCommand};
pub use process::{EarlyProcess, WorkerProcess};
pub use reader::{ExaminedFile, ReadFailure, Reader, ReadingRoom};
pub use serve::serve;
pub use trial::{PagePoint, Trial, TriedPage, TriedText, View};
pub use workplace::{Undone, Worker, Workplace};
