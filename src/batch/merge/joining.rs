//! A share that is being joined, opened, with the command that makes it again.

use super::super::shares::{FoundShare, command};
use crate::archive::{Opened, ShareRecord};
use crate::diagnostic::{Diagnostic, Location, codes, path_text};
use crate::objects::is_of_store;
use crate::plan::{FrozenPlan, SharePart};

/// A share that is being joined.
pub(super) struct Joining<'s> {
    pub(super) found: &'s FoundShare,
    pub(super) part: &'s SharePart,
    pub(super) opened: Opened,
    pub(super) record: ShareRecord,
    again: String,
}

impl<'s> Joining<'s> {
    /// Opens a share that was found.
    ///
    /// # Errors
    ///
    /// It cannot be opened, or is no longer the share that was found.
    pub(super) fn open(
        frozen: &FrozenPlan,
        found: &'s FoundShare,
        part: &'s SharePart,
    ) -> Result<Self, Diagnostic> {
        let again = command(frozen, part.share);
        let refuse = |message: &str| describe(found, message, &again);
        let refused = |problem: Diagnostic| match is_of_store(&problem) {
            true => problem,
            false => refuse(&problem.message),
        };
        let (opened, record) = Opened::open_share(&found.at).map_err(refused)?;
        if record != found.record {
            return Err(refuse("it was changed while it was read"));
        }
        Ok(Self { found, part, opened, record, again })
    }

    /// Says what is wrong with the share, with its place and what makes it again.
    pub(super) fn altered(&self, message: &str) -> Diagnostic {
        describe(self.found, message, &self.again)
    }

    /// Says of a problem that it is of the share.
    pub(super) fn report(&self, problem: &Diagnostic) -> Diagnostic {
        if is_of_store(problem) {
            return problem.clone();
        }
        let told = self.altered(&problem.message);
        match &problem.subject.recipient {
            Some(recipient) => told.about(recipient),
            None => told,
        }
    }
}

fn describe(found: &FoundShare, message: &str, again: &str) -> Diagnostic {
    Diagnostic::new(codes::SHARE_ALTERED, format!("share {}: {message}", found.record.share))
        .with_location(Location::file(path_text(found.at.path())))
        .with_hint(format!("make it again: {again}"))
}
