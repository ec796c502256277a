//! `convoke completions`: completions for a shell, on standard output.

use clap_complete::Shell;

use super::outcome::Outcome;
use super::render;

/// Print completions for a shell.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell.
    shell: Shell,
}

impl Args {
    pub(super) fn run(&self, definition: &mut clap::Command) -> Outcome {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, definition, "convoke", &mut script);
        render::bytes(&script);
        Outcome::Done
    }
}
