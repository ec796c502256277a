//! Single files: which one it is, whose, who may read it, and how it is opened.

use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io;
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// Whether a name would be taken for a path.
pub(crate) fn is_path(name: &str) -> bool {
    name.contains('/') || cfg!(windows) && name.contains(['\\', ':'])
}

/// Whether both are one file, under one name or two; `None` where the system does not tell.
#[cfg(unix)]
pub(crate) fn is_same(one: &Metadata, other: &Metadata) -> Option<bool> {
    use std::os::unix::fs::MetadataExt as _;
    Some((one.dev(), one.ino()) == (other.dev(), other.ino()))
}

#[cfg(not(unix))]
pub(crate) fn is_same(_: &Metadata, _: &Metadata) -> Option<bool> {
    None
}

/// The number of a file's owner; `None` where owners have none.
#[cfg(unix)]
pub(crate) fn owner(file: &Metadata) -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;
    Some(file.uid())
}

#[cfg(not(unix))]
pub(crate) fn owner(_: &Metadata) -> Option<u32> {
    None
}

/// Who may do what with a file, as three digits for owner, group and others; `None` where it has what its folder grants.
#[cfg(unix)]
pub(crate) fn mode(file: &Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(file.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
pub(crate) fn mode(_: &Metadata) -> Option<u32> {
    None
}

/// Leaves a file to its owner alone, where that is not its folder's to grant.
#[cfg(unix)]
pub(crate) fn make_private(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
pub(crate) fn make_private(_: &File) -> io::Result<()> {
    Ok(())
}

/// A temporary file in a folder with the permissions of the file that it will replace, or those of a new one.
#[cfg(unix)]
pub(crate) fn temporary_like(path: &Path, folder: &Path) -> io::Result<NamedTempFile> {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;
    // The umask takes from these what it does not grant.
    let new = Permissions::from_mode(0o666);
    let file = Builder::new().permissions(new).tempfile_in(folder)?;
    if let Some(mode) = std::fs::metadata(path).ok().as_ref().and_then(mode) {
        file.as_file().set_permissions(Permissions::from_mode(mode))?;
    }
    Ok(file)
}

#[cfg(not(unix))]
pub(crate) fn temporary_like(_: &Path, folder: &Path) -> io::Result<NamedTempFile> {
    Builder::new().tempfile_in(folder)
}

/// Opens a file to read it, without waiting for what is behind it, and following a link in its place only if `follow` says so.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "a file of others is opened to be read, wherever it lies")]
pub(crate) fn open_at_once(path: &Path, follow: bool) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt as _;
    let links = if follow { OFlags::empty() } else { OFlags::NOFOLLOW };
    let flags = i32::try_from((OFlags::NONBLOCK | links).bits()).unwrap_or_default();
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "a file of others is opened to be read, wherever it lies")]
pub(crate) fn open_at_once(path: &Path, follow: bool) -> io::Result<File> {
    if !follow && std::fs::symlink_metadata(path)?.is_symlink() {
        return Err(io::Error::other("it is a link"));
    }
    OpenOptions::new().read(true).open(path)
}

/// What something is that is neither file, folder nor link; `None` where the system has nothing of the kind.
#[cfg(unix)]
pub(crate) fn describe_special(kind: FileType) -> Option<&'static str> {
    use std::os::unix::fs::FileTypeExt as _;
    match kind {
        _ if kind.is_fifo() => Some("a pipe"),
        _ if kind.is_socket() => Some("a socket"),
        _ if kind.is_block_device() || kind.is_char_device() => Some("a device"),
        _ => None,
    }
}

#[cfg(not(unix))]
pub(crate) fn describe_special(_: FileType) -> Option<&'static str> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test's own files")]
    fn one_file_under_two_names_is_never_told_for_two() {
        let folder = tempfile::tempdir().expect("a folder");
        let [one, other, link] = ["one", "other", "link"].map(|name| folder.path().join(name));
        std::fs::write(&one, "a").expect("written");
        std::fs::write(&other, "a").expect("written");
        std::fs::hard_link(&one, &link).expect("a second name");
        let [one, other, link] = [one, other, link].map(|path| std::fs::metadata(path).expect("there"));
        assert_ne!(is_same(&one, &link), Some(false));
        assert_ne!(is_same(&one, &other), Some(true));
    }

    #[test]
    fn what_parts_a_path_is_in_no_name() {
        assert!(is_path("a/b"));
        assert!(!is_path("a b"));
        assert_eq!((is_path(r"a\b"), is_path("a:b")), (cfg!(windows), cfg!(windows)));
    }
}
