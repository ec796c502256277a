//! The paths of the documents in the archive, from the mailing's pattern; no two alike.

use std::collections::BTreeMap;

use crate::archive::names::safe_file_name;
use crate::diagnostic::Diagnostic;

/// What the parts of a file name are taken from.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    pub(super) serial: &'a str,
    pub(super) recipient: &'a str,
    pub(super) document: &'a str,
    pub(super) locale: &'a str,
    /// Number of the copy, from one.
    pub(super) copy: Option<usize>,
}

/// A document's path: its folder, the pattern filled in and made portable, and `.pdf`.
pub(super) fn path(folder: &str, pattern: &str, parts: &Parts<'_>) -> String {
    let mut name = pattern
        .replace("{serial}", parts.serial)
        .replace("{recipient}", parts.recipient)
        .replace("{document}", parts.document)
        .replace("{locale}", parts.locale);
    if let Some(copy) = parts.copy {
        name.push_str(&format!("_copy-{copy}"));
    }
    format!("{folder}/{}.pdf", safe_file_name(&name))
}

/// The paths taken so far, without regard to case.
#[derive(Debug, Default)]
pub(super) struct Taken(BTreeMap<String, String>);

impl Taken {
    /// Takes a path for a recipient's document; a path taken before is an error that stops the build.
    pub(super) fn take(&mut self, path: &str, recipient: &str) -> Option<Diagnostic> {
        let other = self.0.insert(path.to_lowercase(), recipient.to_owned())?;
        let message = if other == recipient {
            format!("two documents of {recipient} have the file name `{path}`")
        } else {
            format!("the documents of {other} and {recipient} have the same file name `{path}`")
        };
        Some(
            Diagnostic::error("file-name-twice", message)
                .about(recipient)
                .with_field("file_name")
                .with_hint("use `{recipient}`, `{document}` and `{locale}` in `file_name` of the mailing"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_in_other_letters_is_a_clash() {
        let mut taken = Taken::default();
        assert_eq!(taken.take("letters/a.pdf", "FRA"), None);
        let problem = taken.take("letters/A.pdf", "GMB").expect("a clash");
        assert_eq!(problem.message, "the documents of FRA and GMB have the same file name `letters/A.pdf`");
    }
}
