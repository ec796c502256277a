//! Archives: any bytes are checked as a ZIP file; what is found wrong has a place, and a file that is read is the manifest's.

#![no_main]

use convoke::archive::{Opened, verify};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let file = tempfile::Builder::new().suffix(".zip").tempfile_in("/dev/shm").expect("a file");
    std::fs::write(file.path(), data).expect("a file");
    let report = verify(file.path());
    assert!(report.problems.iter().all(|problem| problem.location.is_some()), "{report:#?}");
    let Ok(archive) = Opened::open(file.path()) else { return };
    for entry in &archive.manifest().files {
        let _ = archive.read(entry);
    }
});
