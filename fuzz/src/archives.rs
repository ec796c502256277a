//! Archives: any bytes are checked as a ZIP file; what is found wrong has a place, and a file that is read is the manifest's.

use convoke::archive::{Opened, verify};

pub fn check(data: &[u8]) {
    let folder = super::folder();
    let file = folder.path().join("archive.zip");
    std::fs::write(&file, data).expect("a file");
    let report = verify(&file);
    assert!(report.problems.iter().all(|problem| problem.location.is_some()), "{report:#?}");
    let Ok(archive) = Opened::open(&file) else { return };
    for entry in &archive.manifest().files {
        let _ = archive.read(entry);
    }
}
