//! The options that name other lists of recipients, and another folder of archives, than the mailing does.

use super::setting::Setting;
use super::stores;
use crate::diagnostic::{Diagnostic, codes, io_text};
use crate::recipient::RecipientSource;

/// Other lists than the mailing's.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct OtherLists {
    /// Take recipients from this file instead of the lists of the mailing, such as one of JSON lines (.jsonl) or Parquet, which may lie in an object
    /// store (s3://bucket/list.parquet); several files, one after the other.
    #[arg(long, value_name = "FILE")]
    recipients: Vec<String>,
}

impl OtherLists {
    /// The lists, as seen from the mailing's folder; `None` for those of the mailing.
    pub(super) fn sources(&self, setting: &Setting) -> Result<Option<Vec<RecipientSource>>, Diagnostic> {
        let sources = self.recipients.iter().map(|file| match stores::address(file) {
            Some(address) => Ok(RecipientSource::from(&*address?.to_string())),
            None => Ok(RecipientSource::from(&*from_folder(file, setting)?)),
        });
        let sources: Vec<RecipientSource> = sources.collect::<Result<_, Diagnostic>>()?;
        Ok(Some(sources).filter(|sources| !sources.is_empty()))
    }
}

/// A path as seen from the mailing's folder, that was given as seen from where the command was started.
pub(super) fn from_folder(path: &str, setting: &Setting) -> Result<String, Diagnostic> {
    if setting.root.as_os_str() == "." {
        return Ok(path.to_owned());
    }
    let whole = std::path::absolute(path).map_err(|error| unusable(path, &io_text(&error)))?;
    whole.to_str().map(str::to_owned).ok_or_else(|| unusable(path, "the folder's name is not UTF-8"))
}

fn unusable(path: &str, cause: &str) -> Diagnostic {
    Diagnostic::new(codes::RECIPIENTS_UNREADABLE, format!("the path `{path}` cannot be used ({cause})"))
        .with_hint("give a path from the root of the file system")
}
