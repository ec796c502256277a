//! How a batch is made: as `build` does, of the recipients that came, into the batch's own folder.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::place::{OUTPUT, RECIPIENTS};
use super::told::{BatchStage, BatchState};
use crate::batch::{self, BuildOptions, Summary};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::plan::{PlanOptions, Unfinished};
use crate::recipient::RecipientSource;
use crate::seal::Seal;
use crate::worker::Isolation;

/// What batches are made with.
#[derive(Debug)]
pub struct Maker {
    /// The mailing's folder.
    pub root: PathBuf,
    /// The file in it that describes the mailing.
    pub mailing: String,
    /// How many documents are made at a time.
    pub jobs: NonZeroUsize,
    /// How documents are kept from harming anything but themselves.
    pub isolation: Isolation,
    /// What becomes of languages whose translation is stale or incomplete.
    pub unfinished: Unfinished,
    /// What documents are sealed with.
    pub seal: Option<Arc<dyn Seal>>,
}

/// Changes what is told of a batch.
type Change<'a> = &'a dyn Fn(&mut dyn FnMut(&mut BatchState));

/// Tells the end of a batch.
pub(super) type End = Box<dyn FnOnce(&mut BatchState)>;

impl Maker {
    /// Makes the batch in a folder, until `stop` is set; returns what is to be told at its end, or `None` where it was stopped.
    pub(super) fn make(&self, folder: &Path, stop: &AtomicBool, change: Change<'_>) -> Option<End> {
        match self.build(folder, stop, change) {
            Ok(None) => None,
            Ok(Some((summary, file, problems))) => Some(Box::new(move |state| {
                state.add(&problems);
                state.finish(&summary, file);
            })),
            Err(problems) => Some(Box::new(move |state| {
                state.stage = BatchStage::Refused;
                state.add(&problems);
            })),
        }
    }

    /// What was made, with the archive's path in the output folder and what was found; `None` where it was stopped.
    fn build(
        &self,
        folder: &Path,
        stop: &AtomicBool,
        change: Change<'_>,
    ) -> Result<Option<(Summary, String, Problems)>, Problems> {
        let folder = std::path::absolute(folder).map_err(|_| unusable(folder))?;
        let output = folder.join(OUTPUT);
        let text = |path: &Path| path.to_str().map(str::to_owned).ok_or_else(|| unusable(path));
        let planning = PlanOptions {
            lists: Some(vec![RecipientSource::from(&*text(&folder.join(RECIPIENTS))?)]),
            output: Some(text(&output)?),
            jobs: Some(self.jobs),
            isolation: self.isolation.clone(),
            unfinished: self.unfinished,
            seal: self.seal.clone(),
            ..PlanOptions::default()
        };
        let building = BuildOptions {
            jobs: self.jobs,
            isolation: self.isolation.clone(),
            stop: Some(stop),
            ..BuildOptions::default()
        };
        let built = batch::build_mailing(
            &self.root,
            &self.mailing,
            &planning,
            building,
            false,
            &mut |problems| change(&mut |state| state.add(&in_request(problems.clone()))),
            &mut |event| change(&mut |state| state.count(&event)),
        )
        .map_err(in_request)?;
        let summary = &built.summary;
        if summary.interrupted {
            return Ok(None);
        }
        let archive = summary.archive.as_ref().and_then(|archive| archive.path.strip_prefix(&output).ok());
        let file = archive.map(|file| file.to_string_lossy().replace('\\', "/")).unwrap_or_default();
        let unforeseen =
            in_request(built.unforeseen().into_iter().chain(summary.notes.iter().cloned()).collect());
        Ok(Some((built.summary, file, unforeseen)))
    }
}

/// Problems with the lines of the request instead of those of the file that it was put into.
fn in_request(mut problems: Problems) -> Problems {
    for location in problems.iter_mut().filter_map(|problem| problem.location.as_mut()) {
        if location.file.ends_with(RECIPIENTS) {
            location.file = "request".to_owned();
        }
    }
    problems
}

fn unusable(path: &Path) -> Diagnostic {
    let path = crate::diagnostic::path_text(path);
    Diagnostic::new(codes::WRITE, format!("the folder `{path}` cannot be used for batches"))
        .with_hint("name another folder with `--batches`")
}
