//! Convoke turns a list of recipients and localised templates into individually addressed, archival,
//! accessible PDF letters with a form each, and into an archive that a dispatch office can send.
//!
//! The data goes one way: [`mailing`], [`recipient`], [`locale`] and [`template`] read what people wrote,
//! [`register`] numbers it, [`plan`] checks everything before a page is set, and [`batch`] makes the
//! documents and the [`archive`]. `docs/architecture.md` draws the whole.
//!
//! The library prints nothing, exits nowhere and reads neither environment nor clock.

#![forbid(unsafe_code)]

pub mod archive;
pub mod batch;
pub mod cli;
pub mod diagnostic;
pub mod fonts;
pub mod input;
pub mod locale;
pub mod mailing;
pub mod pdf;
pub mod plan;
pub mod recipient;
pub mod register;
pub mod schema;
pub mod starter;
pub mod template;
pub mod typeset;
