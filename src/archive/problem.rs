//! What can be wrong with an archive, each said in one way.

use std::io;
use std::path::Path;

use super::format::entry::Entry;
use super::format::share::ShareNumber;
use crate::diagnostic::{Code, Diagnostic, Location, codes, io_text, path_text};
use crate::names::check_entry_name;
use crate::objects::StoreRefusal;

const RESTORE: &str = "take the archive from where it was first kept, or build it again";

/// A file that is not as it was.
pub(super) fn altered(path: &str) -> Diagnostic {
    damaged(format!("`{path}` was altered: it no longer has the checksum it was given"))
}

/// Something of the archive is not as it was; the message says what.
pub(super) fn damaged(message: String) -> Diagnostic {
    Diagnostic::new(codes::ARCHIVE_ALTERED, message).with_hint(RESTORE)
}

/// A file that is there and cannot be read.
pub(super) fn unreadable(path: &str, cause: &str) -> Diagnostic {
    Diagnostic::new(codes::ARCHIVE_UNREADABLE, format!("`{path}` cannot be read ({cause})"))
        .with_hint(RESTORE)
}

/// A file that cannot be read to its end. The only invalid data is a checksum of the ZIP format, behind the last byte.
pub(super) fn unread(path: &str, error: &io::Error) -> Diagnostic {
    if let Some(refused) = StoreRefusal::report(error) {
        return refused;
    }
    if error.kind() == io::ErrorKind::InvalidData { altered(path) } else { unreadable(path, &io_text(error)) }
}

/// A ZIP file that is not as convoke wrote it, whatever its entries are.
pub(super) fn rewritten(cause: &str) -> Diagnostic {
    damaged(format!("the ZIP file itself was altered ({cause})"))
}

/// A mailing has no archive that a command could work on; `folder` is where it would be, as a message names it.
pub(crate) fn no_archive(folder: impl Into<String>) -> Diagnostic {
    Diagnostic::new(codes::NO_ARCHIVE, "the mailing has no archive yet")
        .with_location(Location::file(folder))
        .with_hint("name the archive, or make it with `convoke build`")
}

/// An archive that is not there, cannot be read, or is no file to be read.
pub(super) fn not_opened(path: &Path, error: &io::Error) -> Diagnostic {
    if let Some(refused) = StoreRefusal::report(error) {
        return refused;
    }
    Diagnostic::new(codes::ARCHIVE_OPEN, format!("the archive cannot be opened ({})", io_text(error)))
        .with_location(Location::file(path.to_string_lossy()))
        .with_hint("give the path of the ZIP file that `build` made")
}

/// A file that cannot be read as a ZIP file.
pub(super) fn unzipped(error: &io::Error) -> Diagnostic {
    StoreRefusal::report(error).unwrap_or_else(|| not_a_zip(&io_text(error)))
}

/// A file that is not a ZIP file, or not all of one.
pub(super) fn not_a_zip(cause: &str) -> Diagnostic {
    let message = format!("the file is cut short or is not a ZIP file ({cause})");
    Diagnostic::new(codes::ARCHIVE_UNREADABLE, message).with_hint(RESTORE)
}

/// A file the manifest does not list.
pub(super) fn added(path: &str) -> Diagnostic {
    Diagnostic::new(codes::ARCHIVE_ADDED, format!("{path:?} was added: the manifest does not list it"))
        .with_hint("do not open or send it; ask whoever made the archive")
}

/// A file the manifest lists and that is not there.
pub(super) fn missing(record: &Entry) -> Diagnostic {
    let message = format!("`{}` is missing", record.path);
    about(Diagnostic::new(codes::ARCHIVE_MISSING, message).with_hint(RESTORE), record)
}

/// A ZIP file that belongs beside the loose files.
pub(super) fn absent(name: &str) -> Diagnostic {
    Diagnostic::new(codes::ARCHIVE_MISSING, format!("`{name}` is missing")).with_hint(RESTORE)
}

/// An archive without its manifest.
pub(super) fn no_manifest() -> Diagnostic {
    Diagnostic::new(codes::ARCHIVE_MISSING, "`manifest.json` is missing: nothing can be checked")
        .with_hint(RESTORE)
}

/// More than any archive of convoke's holds.
pub(super) fn too_large(message: String) -> Diagnostic {
    Diagnostic::new(codes::ARCHIVE_TOO_LARGE, message)
        .with_hint("no archive of convoke's is like this; do not unpack it")
}

/// What to do with a pack that is not as it was made.
const PACK_AGAIN: &str = "send nothing of it; run `convoke pack` again";

/// A problem of a pack.
pub(super) fn of_pack(code: &'static Code, message: String) -> Diagnostic {
    Diagnostic::new(code, message).with_hint(PACK_AGAIN)
}

/// A file of a pack that is there and cannot be read.
pub(super) fn pack_unreadable(path: &str, cause: &str) -> Diagnostic {
    of_pack(codes::PACK_UNREADABLE, format!("`{path}` cannot be read ({cause})"))
}

/// A file of an archive being made that cannot be written.
pub(super) fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    if let Some(refused) = StoreRefusal::report(error) {
        return refused;
    }
    Diagnostic::new(codes::ARCHIVE_WRITE, format!("the archive cannot be written ({})", io_text(error)))
        .with_location(Location::file(path_text(path)))
        .with_hint("check that the folder can be written to and the disk is not full")
}

/// A folder that an archive cannot take, since it belongs to another mailing.
pub(super) fn taken(folder: &Path, owner: &str, reference: &str) -> Diagnostic {
    let message = format!("the folder belongs to the mailing `{owner}`, this one is `{reference}`");
    Diagnostic::new(codes::OUTPUT_TAKEN, message)
        .with_location(Location::file(folder.to_string_lossy()))
        .with_hint(
            "change `output` in mailing.yaml: references that differ in separators only share a folder",
        )
        .with_hint(
            "if the mailing was renamed, move the folder away, and that of the same name in `.convoke`",
        )
}

/// A folder that an archive cannot take, since another file describes the mailing that it belongs to.
pub(super) fn taken_by_file(folder: &Path, owner: &str, file: &Path) -> Diagnostic {
    let file = path_text(file.strip_prefix(".").unwrap_or(file));
    let message = format!(
        "the folder belongs to the mailing of `{owner}` (as seen from the output folder), which has the same reference as `{file}`"
    );
    Diagnostic::new(codes::OUTPUT_TAKEN, message)
        .with_location(Location::file(folder.to_string_lossy()))
        .with_hint("give one of the two mailings another `reference`, or another `output`")
        .with_hint("if it is the same mailing, delete the file that describes it no longer")
}

/// Somebody's file where a file of the archive belongs.
pub(super) fn in_the_way(path: &Path) -> Diagnostic {
    let message = "the file is not the earlier archive's and is in the way of the new one";
    Diagnostic::new(codes::OUTPUT_IN_THE_WAY, message)
        .with_location(Location::file(path.to_string_lossy()))
        .with_hint("move it out of the archive's folder; it is left as it was")
}

/// A share, where an archive is asked for.
pub(super) fn is_share(share: ShareNumber) -> Diagnostic {
    let message = format!("it is share {share} of a plan, and no archive yet");
    Diagnostic::new(codes::ARCHIVE_SHARE, message).with_hint("join all shares with `convoke merge` first")
}

/// An archive, where a share is asked for.
pub(super) fn not_share() -> Diagnostic {
    Diagnostic::new(codes::SHARE_FOREIGN, "it is an archive, and no share of a plan")
        .with_hint("leave it out: name what `convoke build --shard` made")
}

/// Names the recipient a file is for.
pub(super) fn about(problem: Diagnostic, record: &Entry) -> Diagnostic {
    match &record.recipient {
        Some(recipient) => problem.about(recipient),
        None => problem,
    }
}

/// Checks whether a file of an archive may have this path.
///
/// # Errors
///
/// No system could hold it everywhere, or it leads elsewhere.
pub(crate) fn check_path(path: &str) -> Result<(), Diagnostic> {
    check_entry_name(path).map_err(|cause| {
        let message = format!("`{path}` cannot be a path in an archive ({cause})");
        Diagnostic::new(codes::FILE_NAME_INVALID, message)
            .with_hint("change `file_name` or `folder` in mailing.yaml")
    })
}

/// Two files of one name.
pub(super) fn twice(path: &str) -> Diagnostic {
    Diagnostic::new(codes::FILE_NAME_TWICE, format!("two files would be called `{path}`"))
        .with_hint("change `file_name` in mailing.yaml so that every file has its own name")
}
