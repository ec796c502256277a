//! Convoke turns a list of recipients and localised templates into individually addressed, archival,
//! accessible PDF letters with a form each, and into an archive that a dispatch office can send.
//!
//! The data goes one way: [`mailing`], [`recipient`], [`locale`] and [`template`] read what people wrote,
//! [`register`] numbers it, [`plan`] checks everything before a page is set, and [`batch`] makes the
//! documents and the [`archive`]. `docs/architecture.md` draws the whole.
//!
//! ```
//! use convoke::batch::{self, BuildEvent};
//! use convoke::{plan, starter};
//!
//! # let folder = tempfile::tempdir().unwrap();
//! # let root = folder.path();
//! starter::write_sample(root).expect("an empty folder");
//! let planned = plan::make(root, "mailing.yaml", &plan::PlanOptions::default());
//! let plan = planned.value.unwrap_or_else(|| panic!("{}", planned.problems));
//! let mut made = 0;
//! let summary = batch::build(&plan, &batch::BuildOptions::default(), &mut |event| {
//!     if let BuildEvent::Made { documents, .. } = event {
//!         made += documents;
//!     }
//! })
//! .expect("a folder that can be written to");
//! assert_eq!(made, summary.documents);
//! assert!(summary.archive.is_some());
//! ```
//!
//! The library prints nothing, exits nowhere and reads neither environment nor clock.
//!
//! # Features
//!
//! `cli`, on by default, adds the module `cli` and the program `convoke` with their dependencies. Without it, documents are
//! made in the calling process, as above ([`Isolation::None`](worker::Isolation::None)), without limits of time and memory,
//! or in processes of a program that calls [`worker::serve`].

#![forbid(unsafe_code)]

pub mod archive;
mod barcode;
pub mod batch;
pub mod beneath;
#[cfg(feature = "cli")]
pub mod cli;
pub mod collect;
#[cfg(feature = "desk")]
pub mod desk;
pub mod diagnostic;
pub mod digest;
pub mod edit;
pub mod export;
pub mod follow_up;
pub mod fonts;
pub mod import;
pub mod input;
pub mod ledger;
pub mod locale;
#[cfg(feature = "send")]
pub mod mailbox;
pub mod mailing;
pub mod names;
pub mod notice;
pub mod objects;
pub mod pack;
pub mod participants;
pub mod pdf;
pub mod plan;
pub mod receive;
pub mod recipient;
pub mod register;
pub mod returned;
pub mod schema;
pub mod seal;
#[cfg(feature = "send")]
pub mod send;
#[cfg(feature = "desk")]
pub mod service;
pub mod session;
pub mod sheets;
pub mod starter;
mod system;
mod tables;
pub mod template;
pub mod translate;
pub mod typeset;
#[cfg(feature = "desk")]
mod web;
#[cfg(feature = "send")]
mod wire;
pub mod workbook;
pub mod worker;

pub use session::Session;

#[cfg(test)]
#[path = "../tests/all/golden.rs"]
mod golden;
