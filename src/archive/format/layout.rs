//! Names and places of an archive's own files: the one file that decides them.
//!
//! Names of documents come from the mailing's pattern, which the plan fills in.

use std::path::{Path, PathBuf};

use super::share::ShareNumber;
use crate::names::{ArchivePath, safe_file_name};
use crate::seal::SealRecord;

/// Name of the manifest.
pub const MANIFEST: &str = "manifest.json";

/// Name of the signature of the manifest, by a certificate (CMS).
pub const MANIFEST_CMS: &str = "manifest.json.p7s";

/// Name of the signature of the manifest, by a key of minisign.
pub const MANIFEST_MINISIG: &str = "manifest.json.minisig";

/// Name of the table of documents.
pub const TABLE: &str = "register.csv";

/// Name of the cover page.
pub const COVER: &str = "README.pdf";

/// The path of the manifest.
pub(crate) const MANIFEST_PATH: ArchivePath = ArchivePath::own(MANIFEST);

/// The path of the signature of the manifest.
pub(crate) fn manifest_signature(seal: &SealRecord) -> ArchivePath {
    ArchivePath::own(if seal.certificate.is_some() { MANIFEST_CMS } else { MANIFEST_MINISIG })
}

/// The path of the table of documents.
pub(crate) const TABLE_PATH: ArchivePath = ArchivePath::own(TABLE);

/// The path of the cover page.
pub(crate) const COVER_PATH: ArchivePath = ArchivePath::own(COVER);

/// The path of the list of files in a pack.
pub(crate) const PACK_LIST_PATH: ArchivePath = ArchivePath::own(PACK_LIST);

/// The folder of the texts of e-mails.
pub const EMAIL_TEXTS: &str = "e-mail-texts";

/// The folder of the fonts a mailing brings.
pub const FONTS: &str = "fonts";

/// The folder of a pack, in the archive's.
pub const PACK: &str = "pack";

/// The folder of a pack for some recipients only, in the archive's.
pub const PACK_PART: &str = "pack-part";

/// What the folders of packs of what failed begin with, in the archive's.
pub const PACK_AGAIN: &str = "pack-undelivered";

/// What the names of shares begin with.
const SHARE: &str = "share-";

/// What the name of an index of shares begins with.
const INDEX: &str = "index_";

/// Name of the list of files in a pack.
pub const PACK_LIST: &str = "pack.json";

/// The folder of enclosures.
pub const ENCLOSURES: &str = "enclosures";

/// The folder of a mailing's first archive: in the output folder, named by the reference, made portable.
///
/// ```
/// use convoke::archive::layout::archive_folder;
/// assert_eq!(archive_folder("output", "A/CONF.123/4").to_str(), Some("output/A-CONF.123-4"));
/// ```
#[must_use]
pub fn archive_folder(output: impl AsRef<Path>, reference: &str) -> PathBuf {
    output.as_ref().join(safe_file_name(reference))
}

/// Name of the folder of a mailing's archive, by its number from one; the first has the name that is given. An archive that is made
/// after another had gone out is beside that.
///
/// ```
/// use convoke::archive::layout::edition_name;
/// assert_eq!(edition_name("DM-1132", 1), "DM-1132");
/// assert_eq!(edition_name("DM-1132", 2), "DM-1132.2");
/// ```
#[must_use]
pub fn edition_name(first: &str, number: u32) -> String {
    if number < 2 { first.to_owned() } else { format!("{first}.{number}") }
}

/// Which of a mailing's archives a folder's name is of; `None` if of none.
#[must_use]
pub fn edition_of(first: &str, name: &str) -> Option<u32> {
    let rest = name.strip_prefix(first)?;
    let number = if rest.is_empty() { 1 } else { rest.strip_prefix('.')?.parse().ok()? };
    (edition_name(first, number) == name).then_some(number)
}

/// The folder of a mailing's documents if only some of them were made, without an archive.
#[must_use]
pub fn loose_folder(output: impl AsRef<Path>, reference: &str) -> PathBuf {
    output.as_ref().join(format!("{}-loose", safe_file_name(reference)))
}

/// The folder of a mailing's documents as drafts.
#[must_use]
pub fn draft_folder(output: impl AsRef<Path>, reference: &str) -> PathBuf {
    output.as_ref().join(format!("{}-draft", safe_file_name(reference)))
}

/// The folder of the shares of a mailing's plan.
#[must_use]
pub fn shares_folder(output: impl AsRef<Path>, reference: &str) -> PathBuf {
    output.as_ref().join(format!("{}-shares", safe_file_name(reference)))
}

/// Name of a share, which its folder has. The number is in front, so that a long reference does not cut it off.
///
/// ```
/// use convoke::archive::{ShareNumber, layout::share_name};
/// let share: ShareNumber = "3/8".parse().unwrap();
/// assert_eq!(share_name("A/CONF.123/4", share), "share-00003-of-00008_A-CONF.123-4");
/// ```
#[must_use]
pub fn share_name(reference: &str, share: ShareNumber) -> String {
    let (number, of) = (share.number(), share.of());
    safe_file_name(&format!("{SHARE}{number:05}-of-{of:05}_{}", safe_file_name(reference)))
}

/// Name of the ZIP file of a share.
#[must_use]
pub fn share_zip_name(reference: &str, share: ShareNumber) -> String {
    safe_file_name(&format!("{}.zip", share_name(reference, share)))
}

/// Name of the file beside the ZIP file of a share that has its SHA-256, as `sha256sum` reads it.
#[must_use]
pub fn share_note_name(reference: &str, share: ShareNumber) -> String {
    safe_file_name(&format!("{}.sha256", share_zip_name(reference, share)))
}

/// Name of the file beside the ZIP file of an archive without loose files that has its SHA-256, as `sha256sum` reads it.
#[must_use]
pub fn zip_note_name(reference: &str) -> String {
    safe_file_name(&format!("{}.sha256", zip_name(reference)))
}

/// Name of an index of shares, which its folder has, beside those of shares.
///
/// ```
/// use convoke::archive::layout::index_name;
/// assert_eq!(index_name("A/CONF.123/4"), "index_A-CONF.123-4");
/// ```
#[must_use]
pub fn index_name(reference: &str) -> String {
    safe_file_name(&format!("{INDEX}{}", safe_file_name(reference)))
}

/// Name of the ZIP file of an index of shares.
#[must_use]
pub fn index_zip_name(reference: &str) -> String {
    safe_file_name(&format!("{}.zip", index_name(reference)))
}

/// Whether a folder or ZIP file is an index of shares, by its name alone.
#[must_use]
pub fn is_index(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(INDEX))
}

/// Which share a folder or ZIP file is, by its name alone; `None` if none.
#[must_use]
pub fn share_of(name: &str) -> Option<ShareNumber> {
    let (number, rest) = name.strip_prefix(SHARE)?.split_once("-of-")?;
    let (of, _) = rest.split_once('_')?;
    ShareNumber::new(number.parse().ok()?, of.parse().ok()?)
}

/// Path in the archive of the file of a font that the mailing brings, by its number from one.
#[must_use]
pub fn font_path(number: usize) -> String {
    format!("{FONTS}/{number:02}.otf")
}

/// Name of a mailing's ZIP file: its reference, made portable.
#[must_use]
pub fn zip_name(reference: &str) -> String {
    safe_file_name(&format!("{}.zip", safe_file_name(reference)))
}

/// Name of a volume's file, such as `DM-1132_volume-001.zip`.
#[must_use]
pub fn volume_name(reference: &str, number: u32) -> String {
    safe_file_name(&format!("{}_volume-{number:03}.zip", safe_file_name(reference)))
}

/// The folder of an archive: the one given, or the one that a given ZIP file lies in.
#[must_use]
pub fn folder_of(archive: &Path) -> PathBuf {
    if archive.is_dir() { archive.to_owned() } else { parent_of(archive) }
}

/// The folder beside which an archive's results are put: the one that holds the archive's folder, or a ZIP file that was moved
/// out of it.
#[must_use]
pub fn folder_beside(archive: &Path) -> PathBuf {
    let folder = parent_of(archive);
    if archive.is_file() && folder.join(MANIFEST).is_file() { parent_of(&folder) } else { folder }
}

fn parent_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archives_own_paths_are_paths() {
        for path in [MANIFEST_PATH, TABLE_PATH, COVER_PATH, PACK_LIST_PATH] {
            assert_eq!(path.as_str().parse(), Ok(path));
        }
    }

    #[test]
    fn shares_of_a_long_reference_have_names_of_their_own() {
        let reference = "R".repeat(300);
        let share = |number| ShareNumber::new(number, 12).expect("a share");
        assert_ne!(share_name(&reference, share(1)), share_name(&reference, share(11)));
        for share in [share(1), share(11)] {
            assert_eq!(share_of(&share_name(&reference, share)), Some(share));
            let zip = share_zip_name(&reference, share);
            assert_eq!(share_of(&zip), Some(share));
            assert!(zip.ends_with(".zip"), "{zip}");
        }
        for name in ["share-1-of-8", "share-9-of-8_A", "share-a-of-8_A", "DM-1132", "share-_"] {
            assert_eq!(share_of(name), None, "{name}");
        }
    }
}
