//! `convoke completions`: completions for a shell, on standard output.

use clap_complete::Shell;

use super::{Outcome, definition, render};

/// Print completions for a shell.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell.
    shell: Shell,
}

impl Args {
    pub(super) fn run(&self) -> Outcome {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut definition(), "convoke", &mut script);
        render::bytes(&script)
    }
}
