//! Which key a mailing's forms are made with: the one its register knows, a new one, or one for trial.

use std::path::Path;

use super::key::FormKey;
use super::keys::{FormKeys, KEY_FILE};
use super::numbers::Register;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};
use crate::input::unwritable;

/// Which key forms are to be made with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum KeyUse {
    /// The mailing's own; a new one if it never had any.
    #[default]
    Own,
    /// A new one, although the mailing may have had one before.
    Renewed,
    /// The mailing's own, or one that no form is accepted with: for documents that are looked at and not sent.
    Trial,
}

/// The keys that forms are made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenKeys {
    /// The keys.
    pub keys: FormKeys,
    /// Whether their file holds them already.
    pub are_written: bool,
    /// The keys that the file held when these were chosen.
    pub(super) before: Option<FormKeys>,
}

impl ChosenKeys {
    fn unwritten(keys: FormKeys, before: Option<FormKeys>) -> Self {
        Self { keys, are_written: false, before }
    }

    fn written(keys: FormKeys) -> Self {
        Self { keys, are_written: true, before: None }
    }

    /// Keys that make no form which is accepted, and that no file may hold.
    fn trial() -> Self {
        Self::written(FormKeys::new(FormKey::TRIAL))
    }
}

impl ChosenKeys {
    /// Writes the file of the keys if it does not hold them yet, and is as it was when they were chosen. The caller holds the lock
    /// of the mailing, so that no other command writes it in between.
    ///
    /// # Errors
    ///
    /// It was changed since, or cannot be written.
    pub fn write(&self, root: &Path) -> Result<(), Diagnostic> {
        if self.are_written {
            return Ok(());
        }
        let path = root.join(KEY_FILE);
        let found = FormKeys::read(&path);
        // A file that cannot be read was not there, or is what a new key was asked for instead of.
        if found.value != self.before {
            let message = "the key of the forms was changed while the command was at work";
            return Err(Diagnostic::new(codes::REGISTER_CHANGED, message)
                .with_location(Location::file(KEY_FILE))
                .with_hint("run the command again: it works with the key as it is now"));
        }
        self.keys.write(root).map_err(|error| unwritable(&path, &error))
    }
}

impl Register {
    /// The fingerprint of the key that the mailing's forms are made with; `None` before the first build.
    #[must_use]
    pub fn form_key(&self) -> Option<&str> {
        self.form_key.as_deref()
    }

    /// Reads the keys beside the register and notes which one is in force. Writes nothing: a new key is the caller's to write,
    /// before the register that names it.
    ///
    /// The problems say when the keys are not those that the register knows: forms that have gone out would come back as
    /// forgeries.
    pub fn choose_keys(&mut self, root: &Path, which: KeyUse) -> Checked<ChosenKeys> {
        let Checked { value: found, mut problems } = FormKeys::read(&root.join(KEY_FILE));
        let chosen = match which {
            KeyUse::Own if problems.has_errors() => Ok(ChosenKeys::trial()),
            KeyUse::Own => self.own_keys(found),
            KeyUse::Renewed => {
                problems = Problems::new();
                self.renewed_keys(found)
            }
            KeyUse::Trial => return Checked::new(trial_keys(found), problems),
        };
        match chosen {
            Ok(chosen) if !problems.has_errors() => {
                self.form_key = Some(chosen.keys.current().fingerprint());
                Checked::new(chosen, problems)
            }
            Ok(chosen) => Checked::new(chosen, problems),
            Err(problem) => {
                problems.push(problem.with_location(Location::file(KEY_FILE)));
                Checked::new(ChosenKeys::trial(), problems)
            }
        }
    }

    fn own_keys(&self, found: Option<FormKeys>) -> Result<ChosenKeys, Diagnostic> {
        const RENEW: &str = "if the key is lost, `convoke build --new-key` makes another; forms made before cannot be verified then";
        match (found, self.form_key()) {
            (None, None) => Ok(ChosenKeys::unwritten(FormKeys::new(FormKey::random()?), None)),
            (None, Some(known)) => Err(Diagnostic::new(
                codes::FORM_KEY_LOST,
                format!("the key of the forms is missing; the register knows it as {known}"),
            )
            .with_hint(format!("restore {KEY_FILE} from a backup, or from who built the mailing"))
            .with_hint(RENEW)),
            (Some(keys), Some(known)) if keys.current.fingerprint() != known => Err(Diagnostic::new(
                codes::FORM_KEY_OTHER,
                format!("the key is {}, the register knows {known}", keys.current.fingerprint()),
            )
            .with_hint(format!("restore the {KEY_FILE} that belongs to the register"))
            .with_hint(RENEW)),
            (Some(keys), _) => match &keys.sample_of {
                Some(sample) if self.reference() != Some(sample) => Err(Diagnostic::new(
                    codes::FORM_KEY_SAMPLE,
                    format!(
                        "the key is the public one of the sample {sample}, so anybody could write the forms"
                    ),
                )
                .with_hint("make a key of the mailing's own with `convoke build --new-key`")),
                _ => Ok(ChosenKeys::written(keys)),
            },
        }
    }

    /// A new key; those before stay known, so that forms made with them can still be verified.
    fn renewed_keys(&self, found: Option<FormKeys>) -> Result<ChosenKeys, Diagnostic> {
        let mut keys = FormKeys::new(FormKey::random()?);
        let before = found.clone();
        if let Some(FormKeys { current, former, lost, sample_of }) = found {
            keys.lost = lost;
            if sample_of.is_none() {
                keys.former = [vec![current], former].concat();
            }
        }
        let known =
            self.form_key().filter(|known| !keys.has(known) && !keys.lost.iter().any(|lost| lost == known));
        keys.lost.extend(known.map(str::to_owned));
        Ok(ChosenKeys::unwritten(keys, before))
    }
}

/// The mailing's keys, or some that make no form which is accepted.
fn trial_keys(found: Option<FormKeys>) -> ChosenKeys {
    found.map_or_else(ChosenKeys::trial, ChosenKeys::written)
}
