//! Lists the files of one share in an index: its manifest is read, and its bytes only where that is asked for.

use std::io;
use std::path::Path;

use super::super::event::{BuildEvent, blocked};
use super::joining::Joining;
use super::share::Held;
use super::take::{Taking, made};
use crate::archive::{self, HeldShare};
use crate::diagnostic::{Diagnostic, Problems, io_text};
use crate::names::ArchivePath;
use crate::objects::StoreRefusal;
use crate::plan::PlannedRecipient;

impl Taking<'_> {
    /// Lists the files of a share whose recipients are the next ones; returns whether it was not interrupted.
    pub(super) fn list(
        &mut self,
        joining: &Joining<'_>,
        (folder, rehash): (&Path, bool),
        recipients: &mut dyn Iterator<Item = Result<PlannedRecipient, Diagnostic>>,
        problems: &mut Problems,
        events: &mut dyn FnMut(BuildEvent),
    ) -> Result<bool, Problems> {
        let mut held = Held::new(joining.opened.manifest(), &joining.record);
        let mut lacking = Problems::new();
        match describe(joining, folder, rehash) {
            Ok(share) => self.output.hold(share),
            Err(found) => lacking.extend(found.iter().map(|problem| joining.report(problem))),
        }
        for planned in recipients.take(joining.part.recipients) {
            if self.options.is_stopped() {
                return Ok(false);
            }
            let planned = planned?;
            match held.next(self.plan, &planned) {
                Err(cause) => lacking.push(joining.altered(&cause).about(planned.id())),
                Ok(_) if !lacking.is_empty() => {}
                Ok(Ok(files)) => {
                    events(made(&planned, files.iter()));
                    self.output.list(&files)?;
                }
                Ok(Err(reasons)) => {
                    events(blocked(planned.id(), &reasons));
                    self.output.take(&planned, Err(reasons))?;
                }
            }
        }
        if held.has_more() && lacking.is_empty() {
            lacking.push(joining.altered("it has more than its part of the plan"));
        }
        problems.extend(lacking);
        Ok(true)
    }
}

/// What the index says of a share.
fn describe(joining: &Joining<'_>, folder: &Path, rehash: bool) -> Result<HeldShare, Problems> {
    let at = &joining.found.at;
    let unread = |error: io::Error| {
        let problem = || joining.altered(&format!("it cannot be read ({})", io_text(&error)));
        Problems::from(StoreRefusal::report(&error).unwrap_or_else(problem))
    };
    let file: Option<ArchivePath> = at.seen_from(folder).and_then(|file| file.parse().ok());
    let elsewhere = || Problems::from(joining.altered("it does not lie beneath the folder of the index"));
    let file = file.ok_or_else(elsewhere)?;
    let noted = at.noted_sha256().map_err(unread)?;
    let (sha256, bytes) = match noted.clone().filter(|_| !rehash) {
        Some(sha256) => (sha256, at.bytes().map_err(unread)?),
        None => at.hash().map_err(unread)?,
    };
    if noted.is_some_and(|noted| noted != sha256) {
        return Err(joining.altered("its bytes are not those that were written").into());
    }
    if rehash {
        let found = archive::verify(at).problems;
        if found.has_errors() {
            return Err(found);
        }
    }
    let manifest = joining.opened.manifest();
    let of_recipients = manifest.files.iter().filter(|entry| entry.recipient.is_some());
    Ok(HeldShare {
        share: joining.record.share,
        file,
        sha256,
        bytes,
        manifest_sha256: joining.opened.manifest_sha256().to_owned(),
        files: of_recipients.count(),
        recipients: manifest.reconciliation.recipients.produced,
    })
}
