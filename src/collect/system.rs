//! Files that systems and programs leave in folders and archives beside those of people.

/// Whether a file of this name, which holds nothing that is read, was left by a system or a program.
pub(super) fn is_systems_own(path: &str) -> bool {
    const NAMES: [&str; 8] = [
        ".ds_store",
        "thumbs.db",
        "ehthumbs.db",
        "desktop.ini",
        "icon\r",
        ".directory",
        ".localized",
        ".apdisk",
    ];
    /// What a file's name begins with: the other half of a file on a foreign disk, a document that is open.
    const PREFIXES: [&str; 3] = ["._", "~$", ".~lock."];
    const FOLDERS: [&str; 3] = ["__macosx", ".spotlight-v100", ".trashes"];
    let path = path.to_lowercase();
    let mut parts = path.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or_default();
    NAMES.contains(&name)
        || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || parts.any(|folder| FOLDERS.contains(&folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_systems_leave_is_told_from_what_people_send() {
        for own in [
            "returns/.DS_Store",
            "Thumbs.db",
            "a/desktop.ini",
            "__MACOSX/._form.pdf",
            "__MACOSX/x/y",
            "._form.pdf",
            "r/~$ister.docx",
            "r/.~lock.list.ods#",
        ] {
            assert!(is_systems_own(own), "{own}");
        }
        for theirs in
            ["form.pdf", "ds_store", "my thumbs.db.pdf", "macosx/form.txt", "_form.pdf", "~form.pdf"]
        {
            assert!(!is_systems_own(theirs), "{theirs}");
        }
    }
}
