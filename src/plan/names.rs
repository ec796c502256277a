//! The paths of documents and e-mail texts in the archive, from the mailing's pattern; no two alike.

use std::collections::BTreeMap;

use super::merge::emailed;
use super::planned::PlannedRecipient;
use super::roll::Roll;
use crate::archive::{check_path, layout};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::mailing::Mailing;
use crate::names::{fold, safe_file_name};
use crate::recipient::Channel;
use crate::register::{Register, number_text};
use crate::template::{EMAIL, EMAIL_HTML, Listing};

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
    path(layout::EMAIL_TEXTS, &mailing.file_name, &parts, extension)
}

/// The paths of all files a recipient gets in the archive, e-mail texts included, folded as the archive compares them.
///
/// The HTML form of an e-mail text differs from the plain one in its extension only, so it is not looked at.
pub(super) fn list_paths(
    planned: &PlannedRecipient,
    mailing: &Mailing,
    listing: &Listing,
    register: &Register,
) -> Vec<String> {
    let documents = planned.documents.iter().map(|document| document.path.clone());
    let locale = planned.documents.first().map(|document| document.locale.as_str());
    let texts = locale.filter(|locale| listing.has(locale, EMAIL)).into_iter().flat_map(|locale| {
        let has_address = !planned.recipient.emails.is_empty();
        emailed(planned)
            .filter(move |copy| copy.is_some() || has_address)
            .map(move |copy| email_path(planned, mailing, register, copy, locale, "txt"))
    });
    documents.chain(texts).collect()
}

/// A file of a recipient whose path no archive may hold.
pub(super) fn find_unfit(planned: &PlannedRecipient, paths: &[String]) -> Option<Diagnostic> {
    paths.iter().find_map(|path| check_path(path).err()).map(|problem| problem.about(planned.id()))
}

/// Counts a recipient's files in the archive, of which so many paths are [listed](list_paths).
pub(super) fn count_files(planned: &PlannedRecipient, listed: usize, listing: &Listing) -> usize {
    let documents = planned.documents.len();
    let has_html =
        planned.documents.first().is_some_and(|document| listing.has(&document.locale, EMAIL_HTML));
    // Each e-mail text is written a second time as HTML.
    if has_html { 2 * listed - documents } else { listed }
}

/// The names of the archive's own files, which no document may have.
pub(super) fn list_reserved(mailing: &Mailing) -> [String; 4] {
    let [manifest, table, cover] = [layout::MANIFEST, layout::TABLE, layout::COVER].map(str::to_owned);
    [manifest, table, cover, layout::zip_name(&mailing.reference.value)]
}

/// The files that would have the path of another.
pub(super) fn find_collisions(
    roll: &Roll,
    mailing: &Mailing,
    listing: &Listing,
    register: &Register,
) -> Problems {
    let mut taken = Taken::default();
    for path in list_reserved(mailing) {
        taken.reserve(&path);
    }
    let mut problems = Problems::new();
    let planned = roll.call(mailing).filter_map(|called| called.ok()?.planned);
    for mut planned in planned.filter(|planned| roll.wants(planned.id())) {
        name(&mut planned, mailing, register);
        let paths = list_paths(&planned, mailing, listing, register);
        problems.extend(paths.iter().filter_map(|path| taken.take(path, planned.id())));
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
    format!("{folder}/{}", safe_file_name(&format!("{}.{extension}", safe_file_name(&name))))
}

/// The paths taken so far and by whom, as [`fold`] compares them; the archive's own files are nobody's.
#[derive(Debug, Default)]
struct Taken(BTreeMap<String, Option<String>>);

impl Taken {
    /// Takes a path for the archive itself.
    fn reserve(&mut self, path: &str) {
        self.0.insert(fold(path), None);
    }

    /// Takes a path for a recipient; a path taken before is an error that stops the build.
    fn take(&mut self, path: &str, recipient: &str) -> Option<Diagnostic> {
        let other = self.0.insert(fold(path), Some(recipient.to_owned()))?;
        let message = match other {
            Some(other) if other == recipient => format!("two files of {recipient} have the name `{path}`"),
            Some(other) => format!("files of {other} and of {recipient} have the same name `{path}`"),
            None => format!("a file of {recipient} has the name of the archive's own `{path}`"),
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
    fn names_of_any_length_fit_an_archive() {
        use crate::names::check_entry_name;
        for length in [1, 50, 115, 116, 117, 120, 121, 300] {
            for letter in ["x", "é", "外", "م", "👩‍⚕"] {
                let recipient = letter.repeat(length);
                let parts = Parts {
                    serial: "001",
                    recipient: &recipient,
                    document: "letter",
                    locale: "en",
                    copy: Some(1),
                };
                for extension in ["pdf", "txt", "html"] {
                    let path = path("post/letters", "{recipient}", &parts, extension);
                    assert_eq!(check_entry_name(&path), Ok(()), "{path}");
                    assert!(path.ends_with(&format!(".{extension}")), "{path}");
                }
            }
        }
    }

    #[test]
    fn names_are_compared_as_the_archive_compares_them() {
        let mut taken = Taken::default();
        taken.reserve("register.csv");
        assert_eq!(taken.take("letters/straße.pdf", "FRA"), None);
        let message = |problem: Option<Diagnostic>| problem.expect("a collision").message;
        assert_eq!(
            message(taken.take("letters/STRASSE.pdf", "GMB")),
            "files of FRA and of GMB have the same name `letters/STRASSE.pdf`"
        );
        assert_eq!(
            message(taken.take("Register.CSV", "KEN")),
            "a file of KEN has the name of the archive's own `Register.CSV`"
        );
    }
}
