//! Freezing what has gone out, and seeing that it has changed since.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::entry::{Hashes, Release};
use super::numbers::Register;
use crate::diagnostic::{Diagnostic, Problems, codes};

impl Register {
    /// Whether what bears the recipient's number in force has gone out.
    #[must_use]
    pub fn is_released(&self, id: &str) -> bool {
        self.entry(id).is_some_and(|entry| entry.released.is_some())
    }

    /// Freezes the given recipients' documents as gone out at `at` (RFC 3339 with an offset), with the hashes
    /// of what they say. Those that are frozen already stay as they are. Returns the numbers frozen now.
    ///
    /// # Errors
    ///
    /// `at` is not a time, or a recipient has no number or no documents: nothing is frozen then.
    pub fn release(&mut self, at: &str, documents: &BTreeMap<String, Hashes>) -> Result<Vec<u32>, Problems> {
        let problems = self.check_release(at, documents);
        if !problems.is_empty() {
            return Err(problems);
        }
        let release = |hashes: &Hashes| Release { at: at.to_owned(), documents: hashes.clone() };
        let mut frozen: Vec<u32> =
            documents.iter().filter_map(|(id, hashes)| self.slots.release(id, release(hashes))).collect();
        frozen.sort_unstable();
        Ok(frozen)
    }

    fn check_release(&self, at: &str, documents: &BTreeMap<String, Hashes>) -> Problems {
        let mut problems = Problems::new();
        if at.parse::<Timestamp>().is_err() {
            problems.push(
                Diagnostic::new(codes::TIME, format!("`{at}` is not a point in time"))
                    .with_hint("write date, time and offset, such as 2004-05-10T09:00:00+02:00"),
            );
        }
        for (id, hashes) in documents {
            if self.entry(id).is_none() {
                problems.push(
                    Diagnostic::new(
                        codes::RELEASE_UNKNOWN,
                        format!("recipient {id} has no number to release"),
                    )
                    .about(id)
                    .with_hint("build the mailing first"),
                );
            } else if hashes.is_empty() {
                problems.push(
                    Diagnostic::new(
                        codes::RELEASE_EMPTY,
                        format!("recipient {id} has no documents to release"),
                    )
                    .about(id)
                    .with_hint("build the mailing first"),
                );
            }
        }
        problems
    }

    /// Compares what has gone out to a recipient with what its documents say now, rendered with the serial
    /// in force; if they differ, gives the recipient a new number that replaces the old one.
    ///
    /// Returns `None`, and changes nothing, if nothing has gone out yet or nothing differs.
    pub fn frozen_changed(&mut self, id: &str, now: &Hashes) -> Option<u32> {
        let entry = self.entry(id)?;
        let old = entry.number;
        let released = entry.released?;
        (released.documents != *now).then(|| self.add(id, Some(old)))
    }
}
