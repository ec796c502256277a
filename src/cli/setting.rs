//! What every subcommand knows: the mailing it works on, and how much to show.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use crate::archive::layout::archive_folder;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, path_text};
use crate::mailing;

/// What every subcommand knows: which mailing it works on and how much to show.
#[derive(Debug)]
pub(super) struct Setting {
    pub(super) root: PathBuf,
    pub(super) mailing: String,
    pub(super) verbose: bool,
    /// Set where this process is the guarded one of another: how that one's standard output is.
    pub(super) guarded: Option<Output>,
}

/// How a process that starts another finds its own standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Output {
    /// It is open.
    Open,
    /// It was closed when the process began.
    Closed,
}

impl Output {
    /// As an argument has it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

impl Setting {
    /// A path as it helps the reader: as seen from where the command was started.
    pub(super) fn shown(&self, path: &Path) -> String {
        let path = path.strip_prefix(".").unwrap_or(path);
        path_text(path).replace('\\', "/")
    }

    /// The folder the archive of the mailing lies in.
    pub(super) fn find_archive(&self) -> Result<PathBuf, Problems> {
        let Checked { value: mailing, problems } = mailing::read(&self.root, &self.mailing);
        let mailing = mailing.ok_or(problems)?;
        let archive = archive_folder(self.root.join(&mailing.output), &mailing.reference);
        if archive.exists() {
            return Ok(archive);
        }
        let problem = Diagnostic::new(codes::NO_ARCHIVE, "the mailing has no archive yet")
            .with_location(Location::file(self.shown(&archive)))
            .with_hint("name the archive, or make it with `convoke build`");
        Err(problem.into())
    }
}

/// How many processors there are: as many threads work.
pub(super) fn processors() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}
