//! Every kind of problem, each once, in a file for each part of the product.
//!
//! A code is a constant in a `codes!` block. Its doc comment is the page that `convoke explain` prints:
//! what it means, an example as the command prints it, and what to do.
//!
//! ````text
//! /// No font has a character of a text.
//! ///
//! /// ```text
//! /// error[glyph-missing]: no font has “ლ” (U+10DA)
//! ///   --> recipients/a.yaml:3:5
//! ///   for recipient GEO, ministry
//! /// ```
//! ///
//! /// Add a font that has the character to `templates/fonts/`, or correct the text.
//! GLYPH_MISSING = error("glyph-missing");
//! ````

mod address;
mod archive;
mod collect;
mod columns;
mod command;
mod database;
mod diff;
mod document;
mod edit;
mod follow_up;
mod form;
mod input;
mod ledger;
mod locale;
mod mailbox;
mod mailing;
mod pack;
mod plan;
mod receive;
mod recipient;
mod recipient_value;
mod register;
mod seal;
mod send;
mod session;
mod share;
mod store;
mod table;
mod template;
mod translate;
mod workbook;
mod xliff;

pub use address::*;
pub use archive::*;
pub use collect::*;
pub use columns::*;
pub use command::*;
pub use database::*;
pub use diff::*;
pub use document::*;
pub use edit::*;
pub use follow_up::*;
pub use form::*;
pub use input::*;
pub use ledger::*;
pub use locale::*;
pub use mailbox::*;
pub use mailing::*;
pub use pack::*;
pub use plan::*;
pub use receive::*;
pub use recipient::*;
pub use recipient_value::*;
pub use register::*;
pub use seal::*;
pub use send::*;
pub use session::*;
pub use share::*;
pub use store::*;
pub use table::*;
pub use template::*;
pub use translate::*;
pub use workbook::*;
pub use xliff::*;

use super::Code;

/// The codes of one part of the product.
#[derive(Debug)]
pub struct CodeGroup {
    /// What the codes are about, as a heading.
    pub title: &'static str,
    /// The codes, by name.
    pub codes: &'static [&'static Code],
}

/// All codes, in the order in which a mailing is prepared.
pub const GROUPS: [CodeGroup; 32] = [
    CodeGroup { title: "Files and their values", codes: input::ALL },
    CodeGroup { title: "The mailing", codes: mailing::ALL },
    CodeGroup { title: "Recipient lists", codes: recipient::ALL },
    CodeGroup { title: "Tables", codes: table::ALL },
    CodeGroup { title: "Parquet files and databases", codes: database::ALL },
    CodeGroup { title: "Workbooks", codes: workbook::ALL },
    CodeGroup { title: "What a list says of a recipient", codes: recipient_value::ALL },
    CodeGroup { title: "Addresses", codes: address::ALL },
    CodeGroup { title: "Spreadsheets as they are", codes: columns::ALL },
    CodeGroup { title: "Locale packs", codes: locale::ALL },
    CodeGroup { title: "Templates", codes: template::ALL },
    CodeGroup { title: "Translations", codes: translate::ALL },
    CodeGroup { title: "XLIFF files", codes: xliff::ALL },
    CodeGroup { title: "Plan and batch", codes: plan::ALL },
    CodeGroup { title: "Documents", codes: document::ALL },
    CodeGroup { title: "Letters for programs", codes: session::ALL },
    CodeGroup { title: "Forms and their values", codes: form::ALL },
    CodeGroup { title: "Archives", codes: archive::ALL },
    CodeGroup { title: "Shares of a plan", codes: share::ALL },
    CodeGroup { title: "Object stores", codes: store::ALL },
    CodeGroup { title: "Comparisons of archives", codes: diff::ALL },
    CodeGroup { title: "Numbers and releases", codes: register::ALL },
    CodeGroup { title: "Packs, sheets and messages", codes: pack::ALL },
    CodeGroup { title: "Approvals and the ledger", codes: ledger::ALL },
    CodeGroup { title: "Seals", codes: seal::ALL },
    CodeGroup { title: "Sending messages", codes: send::ALL },
    CodeGroup { title: "Mailboxes", codes: mailbox::ALL },
    CodeGroup { title: "Messages that come back", codes: receive::ALL },
    CodeGroup { title: "Returned forms", codes: collect::ALL },
    CodeGroup { title: "Reminders and confirmations", codes: follow_up::ALL },
    CodeGroup { title: "Changes made from a page", codes: edit::ALL },
    CodeGroup { title: "The command itself", codes: command::ALL },
];

/// All codes, group by group.
pub fn all() -> impl Iterator<Item = &'static Code> {
    GROUPS.iter().flat_map(|group| group.codes).copied()
}

/// The code of a name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Code> {
    all().find(|code| code.name == name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
