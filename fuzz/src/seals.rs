//! Seals: any bytes are looked at as a sealed document, and as a signature beside a text. What is found is the same each time, and a seal that
//! covers all of a file does not when a byte is added to it.

use convoke::seal::{SealReport, Trust, inspect, inspect_text};

/// SHA-256 of no bytes.
const OF_NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

pub fn check(data: &[u8]) {
    let trust = Trust::default();
    let found = inspect(data, &trust);
    assert_eq!(inspect(data, &trust), found);
    assert!(found.iter().all(|report| !report.covers_all || report.added == 0), "{found:?}");
    if found.iter().any(is_whole) {
        let longer = inspect(&[data, b" "].concat(), &trust);
        assert!(!longer.iter().any(is_whole), "a byte was added, and {longer:?}");
    }
    let beside = |bytes: &[u8]| inspect_text(bytes, (OF_NOTHING, None), &mut || Ok(Vec::new()), &trust);
    let report = beside(data);
    assert_eq!(beside(data), report);
    // The targets have no key: nothing that they make is a signature of nothing.
    assert!(!report.holds(), "{report:?}");
}

fn is_whole(report: &SealReport) -> bool {
    report.holds() && report.covers_all
}
