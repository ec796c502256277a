//! The table of answers that people enter: what they keyed in from paper, who sent regrets or a letter, and which returned files
//! are thereby dealt with.
//!
//! It is the office's own file and is named to the command: nothing among the returned files can take its place.

mod entry;
mod lines;
mod new;
mod table;
mod template;

pub(super) use entry::Entered;
pub use entry::EnteredStatus;
pub(super) use lines::to_lines;
pub use new::NewAnswer;
pub use template::write_template;
