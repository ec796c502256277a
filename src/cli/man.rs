//! `convoke man`: the manual, a page for each command, in roff: one on standard output, or all into a folder.

use std::io;
use std::path::PathBuf;

use super::outcome::Outcome;
use super::render;
use crate::diagnostic::{Diagnostic, codes};
use crate::input::{unwritable, write_atomically};

/// Print the manual page.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write the pages of all commands into this folder instead: `convoke.1`, `convoke-build.1` and so on.
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

impl Args {
    pub(super) fn run(&self, definition: &clap::Command) -> Outcome {
        match self.write(definition) {
            Ok(()) => Outcome::Done,
            Err(problem) => {
                render::problems(&[problem], true);
                Outcome::Stopped
            }
        }
    }

    fn write(&self, definition: &clap::Command) -> Result<(), Diagnostic> {
        let failed = |error: io::Error| {
            Diagnostic::new(codes::INTERNAL, format!("the manual page cannot be made ({error})"))
        };
        let pages = pages(definition).map_err(failed)?;
        let Some(folder) = &self.output else {
            pages.iter().take(1).for_each(|(_, page)| render::bytes(page));
            return Ok(());
        };
        for (name, page) in pages {
            let path = folder.join(name);
            write_atomically(&path, &page).map_err(|error| unwritable(&path, &error))?;
        }
        Ok(())
    }
}

/// The page of each command that is not hidden, by the name of its file; that of the whole first.
fn pages(definition: &clap::Command) -> io::Result<Vec<(String, Vec<u8>)>> {
    // The versions of libraries are not the manual's.
    let mut whole = definition.clone().long_version(None::<&'static str>).disable_help_subcommand(true);
    whole.build();
    let mut pages = Vec::new();
    let mut open = vec![whole];
    while let Some(command) = open.pop() {
        open.extend(command.get_subcommands().filter(|below| !below.is_hide_set()).cloned());
        let page = clap_mangen::Man::new(command).source(concat!("convoke ", env!("CARGO_PKG_VERSION")));
        let mut bytes = Vec::new();
        page.render(&mut bytes)?;
        pages.push((page.get_filename(), bytes));
    }
    Ok(pages)
}
