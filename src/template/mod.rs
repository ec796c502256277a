//! Templates: Handlebars over Typst, plain text and HTML, in strict mode, with every value made inert text.
//!
//! [`Engine`] parses the templates of all languages, [checks](MergeTemplates::check) every path in them against
//! the shape of the merge fields, and [renders](MergeTemplates::render) them. [`Source`] is the text of one template, [`escape`]
//! keeps a value from becoming markup or code, [`Email`] is the message that goes with the documents. [`Trace`] says where
//! each part of a merged text comes from. [`context`] works the merge fields out, and [`shape`] says which there are. Nothing here
//! sets a page.

mod blocks;
mod budget;
mod check;
mod context;
mod email;
mod engine;
mod escape;
mod form;
mod helpers;
mod labels;
mod lacks;
mod links;
mod merger;
mod parse;
mod partials;
mod path;
mod prose;
mod punctuation;
mod shape;
mod source;
mod templates;
mod trace;

pub use blocks::add_email;
pub use context::{Version, context};
pub(crate) use context::{add_labels, context_without_labels, postal_address, printed_address};
pub use email::{EMAIL, EMAIL_HTML, Email};
pub use engine::Engine;
pub use escape::escape;
pub(crate) use escape::escape_html;
pub use form::{FORM_DATA, check_form, form_data, form_file, form_outline, question_labels};
pub use lacks::{check_address, find_untranslated, mailing_texts};
pub use merger::{Listing, MergeTemplates, TemplateTexts};
pub(crate) use prose::{Words, texts, words};
pub use punctuation::space_punctuation;
pub use shape::shape;
pub use source::Source;
pub(crate) use source::{Branches, Kind, Role, Tags, read_texts};
pub use trace::{TextOrigin, Trace};
