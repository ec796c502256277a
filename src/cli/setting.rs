//! What every subcommand knows: the mailing it works on, and how much to show.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use crate::archive::{
    self,
    layout::{archive_folder, edition_of},
};
use crate::diagnostic::{Checked, Problems, path_text};
use crate::mailing;

/// What every subcommand knows: which mailing it works on and how much to show.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub(super) root: PathBuf,
    pub(super) mailing: String,
    pub(super) verbose: bool,
    /// Set where this process is the guarded one of another: how that one's standard output is.
    pub(super) guarded: Option<Output>,
    /// Where that one reads objects of stores for this one.
    #[cfg_attr(not(all(feature = "store", unix)), expect(dead_code, reason = "nothing else knows stores"))]
    pub(super) objects: Option<PathBuf>,
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

    /// What is read where a person names this archive, or none, in words for a message.
    pub(super) fn describe(&self, named: Option<&Path>) -> String {
        named.map_or_else(|| "the newest archive".to_owned(), |path| format!("`{}`", self.shown(path)))
    }

    /// The folder of the mailing's newest archive.
    pub(super) fn find_archive(&self) -> Result<PathBuf, Problems> {
        let Checked { value: mailing, problems } = mailing::read(&self.root, &self.mailing);
        let mailing = mailing.ok_or(problems)?;
        let output = self.root.join(&mailing.output);
        if let Some(archive) = archive::find_newest(&output, &mailing.reference) {
            return Ok(archive);
        }
        let folder = archive_folder(output, &mailing.reference);
        Err(archive::no_archive(self.shown(&folder)).into())
    }

    /// The archive that a person names: by its path; by the mailing's reference, which is that of the newest; or by the name of its
    /// folder in the output, such as `DM-1132.2`. The newest where none is named.
    pub(super) fn name_archive(&self, named: Option<&Path>) -> Result<PathBuf, Problems> {
        let Some(named) = named else { return self.find_archive() };
        let name = named.to_str().filter(|_| !named.exists());
        let mailing = name.and_then(|_| mailing::read(&self.root, &self.mailing).value);
        let (Some(name), Some(mailing)) = (name, mailing) else { return Ok(named.to_owned()) };
        let reference = mailing.reference.as_str();
        let output = self.root.join(&mailing.output);
        let first = archive_folder(&output, reference);
        let is_edition = first
            .file_name()
            .and_then(|first| first.to_str())
            .is_some_and(|first| edition_of(first, name).is_some());
        match archive::find_newest(&output, reference) {
            Some(newest) if name == reference => Ok(newest),
            Some(_) if is_edition => Ok(first.with_file_name(name)),
            _ => Ok(named.to_owned()),
        }
    }
}

/// How many processors there are: as many threads work.
pub(super) fn processors() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}
