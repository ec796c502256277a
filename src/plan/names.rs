//! The paths of the documents in the archive, from the mailing's pattern; no two alike.

use std::collections::BTreeMap;

use super::PlannedRecipient;
use super::roll::Roll;
use crate::diagnostic::{Diagnostic, codes};
use crate::mailing::Mailing;
use crate::names::safe_file_name;
use crate::recipient::Channel;
use crate::register::{Register, number_text};

/// The folder of the texts of e-mails.
const EMAILS: &str = "e-mail-texts";

/// Gives each of a recipient's documents its path.
pub(super) fn name(planned: &mut PlannedRecipient, mailing: &Mailing, register: &Register) {
    let PlannedRecipient { recipient, documents, .. } = planned;
    let number = number_text(register.number(&recipient.id.value).unwrap_or_default());
    for document in documents {
        let Some(configured) = mailing.documents.get(document.index) else { continue };
        // Without a channel a recipient is blocked, and its paths are to be told apart all the same.
        let channel = recipient.channel(document.copy).map_or("none", Channel::name);
        let folder = format!("{channel}/{}", configured.folder.value);
        let parts = Parts {
            serial: &number,
            recipient: &recipient.id.value,
            document: &document.document,
            locale: &document.locale,
            copy: document.copy.map(|copy| copy + 1),
        };
        document.path = path(&folder, &mailing.file_name, &parts, "pdf");
    }
}

/// The path of an e-mail's text.
pub(super) fn email_path(
    planned: &PlannedRecipient,
    mailing: &Mailing,
    register: &Register,
    copy: Option<usize>,
    locale: &str,
    extension: &str,
) -> String {
    let number = number_text(register.number(planned.id()).unwrap_or_default());
    let parts = Parts {
        serial: &number,
        recipient: planned.id(),
        document: "e-mail",
        locale,
        copy: copy.map(|copy| copy + 1),
    };
    path(EMAILS, &mailing.file_name, &parts, extension)
}

/// The documents that would have the file name of another.
pub(super) fn clashes(roll: &Roll, mailing: &Mailing, register: &Register) -> Vec<Diagnostic> {
    let mut taken = Taken::default();
    let mut problems = Vec::new();
    let planned = roll.call(mailing).filter_map(|called| called.ok()?.planned);
    for mut planned in planned.filter(|planned| roll.wants(planned.id())) {
        name(&mut planned, mailing, register);
        let id = planned.recipient.id.value.as_str();
        problems.extend(planned.documents.iter().filter_map(|document| taken.take(&document.path, id)));
    }
    problems
}

/// What the parts of a file name are taken from.
#[derive(Debug)]
struct Parts<'a> {
    serial: &'a str,
    recipient: &'a str,
    document: &'a str,
    locale: &'a str,
    /// Number of the copy, from one.
    copy: Option<usize>,
}

/// A document's path: the folder of its channel, its own in it, the pattern filled in and made portable, and its ending.
fn path(folder: &str, pattern: &str, parts: &Parts<'_>, extension: &str) -> String {
    let mut name = pattern
        .replace("{serial}", parts.serial)
        .replace("{recipient}", parts.recipient)
        .replace("{document}", parts.document)
        .replace("{locale}", parts.locale);
    if let Some(copy) = parts.copy {
        name.push_str(&format!("_copy-{copy}"));
    }
    format!("{folder}/{}.{extension}", safe_file_name(&name))
}

/// The paths taken so far, without regard to case.
#[derive(Debug, Default)]
struct Taken(BTreeMap<String, String>);

impl Taken {
    /// Takes a path for a recipient's document; a path taken before is an error that stops the build.
    fn take(&mut self, path: &str, recipient: &str) -> Option<Diagnostic> {
        let other = self.0.insert(path.to_lowercase(), recipient.to_owned())?;
        let message = if other == recipient {
            format!("two documents of {recipient} have the file name `{path}`")
        } else {
            format!("the documents of {other} and {recipient} have the same file name `{path}`")
        };
        Some(
            Diagnostic::new(codes::FILE_NAME_TWICE, message)
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
