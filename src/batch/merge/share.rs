//! What a share holds for each recipient, checked against the plan: the documents that the plan has, or why there are none.

use std::collections::BTreeMap;

use crate::archive::{Entry, Manifest, Role, ShareRecord};
use crate::diagnostic::{Diagnostic, Problems, Severity};
use crate::plan::{Plan, PlannedRecipient};

/// The files of a share, recipient by recipient, in its order.
#[derive(Debug)]
pub(super) struct Held {
    groups: std::iter::Peekable<std::vec::IntoIter<Vec<Entry>>>,
    /// Those that got nothing, with the problems that say why, where the plan did not foresee it.
    blocked: BTreeMap<String, Problems>,
}

impl Held {
    /// What the manifest of a share says that it holds.
    pub(super) fn new(manifest: &Manifest, record: &ShareRecord) -> Self {
        let mut groups: Vec<Vec<Entry>> = Vec::new();
        for entry in manifest.files.iter().filter(|entry| entry.role != Role::Register) {
            match groups.last_mut().filter(|group| group.iter().all(|one| one.recipient == entry.recipient)) {
                Some(group) => group.push(entry.clone()),
                None => groups.push(vec![entry.clone()]),
            }
        }
        let is_reason = |problem: &&Diagnostic| problem.severity == Severity::Error;
        let reasons = |id: &str| {
            let own = record.problems.iter().filter(is_reason);
            own.filter(|problem| problem.subject.recipient.as_deref() == Some(id)).cloned().collect()
        };
        let blocked = manifest.reconciliation.blocked.iter();
        let blocked =
            blocked.map(|blocked| (blocked.recipient.clone(), reasons(&blocked.recipient))).collect();
        Self { groups: groups.into_iter().peekable(), blocked }
    }

    /// The files of the plan's next recipient, or why it gets nothing.
    ///
    /// # Errors
    ///
    /// The share has neither, or not what the plan has; in words.
    pub(super) fn next(
        &mut self,
        plan: &Plan,
        planned: &PlannedRecipient,
    ) -> Result<Result<Vec<Entry>, Problems>, String> {
        let is_own =
            |group: &Vec<Entry>| group.iter().all(|entry| entry.recipient.as_deref() == Some(planned.id()));
        if let Some(files) = self.groups.next_if(is_own) {
            check(planned, &files)?;
            return Ok(Ok(files));
        }
        let said = self.blocked.remove(planned.id());
        match (plan.foreseen(planned.id()), said) {
            (Some(foreseen), Some(_)) => Ok(Err(foreseen.clone())),
            (None, Some(reasons)) if !reasons.is_empty() && !reasons.stops_build() => Ok(Err(reasons)),
            (None, Some(_)) => Err("it has no documents, and does not say why".to_owned()),
            (_, None) => Err("the share has no documents of it".to_owned()),
        }
    }

    /// Whether the share has files or recipients besides those of its part of the plan.
    pub(super) fn has_more(&mut self) -> bool {
        self.groups.peek().is_some() || !self.blocked.is_empty()
    }
}

/// Checks that files are the documents that the plan has for a recipient, and the texts of its e-mails.
fn check(planned: &PlannedRecipient, files: &[Entry]) -> Result<(), String> {
    let documents: Vec<&Entry> = files.iter().filter(|entry| entry.role == Role::Document).collect();
    let is_planned = planned.documents.len() == documents.len()
        && planned.documents.iter().zip(&documents).all(|(document, entry)| {
            entry.path.as_str() == document.path
                && entry.document.as_ref() == Some(&document.document)
                && entry.locale.as_ref() == Some(&document.locale)
                && entry.courtesy == document.courtesy
        });
    let has_serial = |entry: &Entry| entry.serial.as_ref() == Some(&planned.serial);
    match files {
        _ if planned.is_blocked() => Err("it has documents, and the plan holds it back".to_owned()),
        _ if !is_planned => Err("the share has not the documents that the plan has".to_owned()),
        _ if !files.iter().all(has_serial) => Err(format!("its documents do not bear {}", planned.serial)),
        _ if files.iter().any(|entry| !matches!(entry.role, Role::Document | Role::Email)) => {
            Err("the share has files that no recipient gets".to_owned())
        }
        _ => Ok(()),
    }
}
