//! Where the reminders of a mailing are booked: the ledger of the one that it follows, as its file names it.

use std::path::{Component, Path, PathBuf};

use crate::diagnostic::path_text;
use crate::input::quoted;

/// The lines of `follows` that name a ledger and the archive, by the hash of its manifest, as seen from the folder of the new mailing.
pub(super) fn lines(ledger: &Path, archive: &str, folder: &Path) -> String {
    let path = path_text(&path_between(folder, ledger)).replace('\\', "/");
    format!(
        "  # Reminders that went out are booked in the ledger of that mailing.\n  ledger: {}\n  archive: {}\n",
        quoted(&path),
        quoted(archive)
    )
}

/// A path as seen from a folder; whole where the two have nothing in common.
fn path_between(folder: &Path, path: &Path) -> PathBuf {
    let (from, to) = (whole(folder), whole(path));
    let common = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    let is_apart = !from.components().take(common).any(|part| matches!(part, Component::Normal(_)));
    if is_apart && from.components().count() > common {
        return to;
    }
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    up.chain(to.components().skip(common)).collect()
}

/// A path from the root, without links as far as it is there, and without steps up.
fn whole(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = path.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    let Some((above, real)) = there else { return path };
    let rest = path.strip_prefix(above).unwrap_or(Path::new(""));
    rest.components().fold(real, |whole, part| match part {
        Component::ParentDir => whole.parent().map_or_else(|| whole.clone(), Path::to_owned),
        Component::Normal(name) => whole.join(name),
        _ => whole,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_seen_from_a_folder() {
        let root = std::env::temp_dir();
        for (folder, path, seen) in [
            ("mailing/reminder", "mailing/output/dispatch/A.jsonl", "../output/dispatch/A.jsonl"),
            ("reminder", "mailing/output/dispatch/A.jsonl", "../mailing/output/dispatch/A.jsonl"),
            ("a/../b", "b/A.jsonl", "A.jsonl"),
        ] {
            let found = path_between(&root.join(folder), &root.join(path));
            assert_eq!(found, Path::new(seen), "{folder}");
        }
    }
}
