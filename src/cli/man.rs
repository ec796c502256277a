//! `convoke man`: the manual page, in roff, on standard output.

use super::outcome::Outcome;
use super::render;
use crate::diagnostic::{Diagnostic, codes};

/// Print the manual page.
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

impl Args {
    #[expect(clippy::unused_self, reason = "every command is run alike")]
    pub(super) fn run(&self, definition: clap::Command) -> Outcome {
        let mut page = Vec::new();
        match clap_mangen::Man::new(definition).render(&mut page) {
            Ok(()) => {
                render::bytes(&page);
                Outcome::Done
            }
            Err(error) => {
                let problem =
                    Diagnostic::new(codes::INTERNAL, format!("the manual page cannot be made ({error})"));
                render::problems(&[problem], true);
                Outcome::Stopped
            }
        }
    }
}
