//! What the fuzz targets hold, as one function for each: it panics if its input breaks the rule. The integration tests
//! include this file and run each function once.

pub mod archives;
pub mod locales;
pub mod manifests;
pub mod notices;
pub mod recipients;
pub mod returns;
pub mod seals;
pub mod templates;
pub mod xliff;

use std::path::Path;

/// An empty folder, in memory where the system has such a place.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.expect("a folder")
}
