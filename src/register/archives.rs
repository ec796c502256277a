//! Which archives have gone out. They stay as they are: what is made later stands beside them.

use super::entry::ReleasedArchive;
use super::numbers::Register;

impl Register {
    /// The archives that have gone out, in the order they did.
    #[must_use]
    pub fn archives(&self) -> &[ReleasedArchive] {
        &self.archives
    }

    /// Notes that an archive has gone out; one that is noted already stays as it was noted.
    pub fn note_archive(&mut self, archive: ReleasedArchive) {
        if !self.archives.iter().any(|noted| noted.manifest_sha256 == archive.manifest_sha256) {
            self.archives.push(archive);
        }
    }

    /// Whether the archive with this manifest has gone out. A register that froze numbers before it noted archives cannot tell which
    /// one did, so each counts.
    #[must_use]
    pub fn has_released(&self, manifest_sha256: &str) -> bool {
        match self.archives.as_slice() {
            [] => self.entries().any(|entry| entry.released.is_some()),
            archives => archives.iter().any(|archive| archive.manifest_sha256 == manifest_sha256),
        }
    }
}
