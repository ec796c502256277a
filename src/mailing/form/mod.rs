//! The registration form as data: its sections and questions, what may be chosen in it, and how many rows its list has.
//!
//! [`RegistrationForm`] is what `mailing.yaml` says, [`ask`] what the form then asks, in order. Labels are named here, and looked up where the
//! language is known.

mod asked;
mod catalogue;
mod check;
mod choice;
mod choices;
mod kind;
mod listed;
mod model;
mod question;
mod section;
mod words;

#[cfg(test)]
pub(crate) use asked::known_labels;
pub use asked::{AskedQuestion, AskedSection, ask};
pub(super) use check::check;
pub use choice::FormChoice;
pub use kind::{Occurrence, QuestionKind, Required};
pub use listed::Listed;
pub use model::RegistrationForm;
pub use question::FormQuestion;
pub use section::FormSection;
pub use words::{FormText, Offered};

#[cfg(test)]
mod tests;
