//! Which paths of a mailing would leave its folder.

/// Whether a path is anything but one below the folder it is taken from, on any system.
pub(crate) fn leads_outside(path: &str) -> bool {
    path.starts_with(['/', '\\', '~'])
        || path.contains(':')
        || path.split(['/', '\\']).any(|part| part == "..")
}
