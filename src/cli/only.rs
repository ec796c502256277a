//! The option that asks for some recipients.

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::recipient::read_asked;

/// Some recipients instead of all.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Only {
    /// These recipients only: ids, States, ministries or groups, with commas between, or @FILE for a file with one on each line or
    /// a table with a column `recipient` or `id`.
    #[arg(long, value_name = "WHO")]
    only: Vec<String>,
}

impl Only {
    /// What is asked for, files read; empty for all.
    pub(super) fn texts(&self) -> Result<Vec<String>, Diagnostic> {
        let mut texts = Vec::new();
        for asked in &self.only {
            match asked.strip_prefix('@') {
                Some(file) => texts.extend(read_asked(Path::new(file))?),
                None => texts.push(asked.clone()),
            }
        }
        Ok(texts)
    }
}
