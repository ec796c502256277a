//! Checking the ZIP file of an archive: every entry against the manifest in it.

use std::collections::BTreeSet;
use std::path::Path;

use super::listing::expected;
use super::report::Report;
use super::{contents, structure};
use crate::archive::format::layout;
use crate::archive::format::limits::MAX_ENTRIES;
use crate::archive::format::manifest::parse;
use crate::archive::problem::{about, added, missing, too_large};
use crate::archive::reader::zip::{name, open, read, read_manifest};
use crate::diagnostic::Diagnostic;
use crate::digest::hash_bytes;

/// Checks what can be checked; an error is one that nothing can be checked after.
pub(super) fn check(zip: &Path, report: &mut Report) -> Result<(), Diagnostic> {
    let mut archive = open(zip)?;
    if archive.len() > MAX_ENTRIES {
        return Err(too_large(format!("the archive has {} entries", archive.len())));
    }
    structure::check(&mut archive, zip, &mut report.problems);
    let bytes = read_manifest(&mut archive)?;
    let manifest_sha256 = hash_bytes(&bytes);
    report.manifest_sha256 = Some(manifest_sha256.clone());
    let manifest = parse(&bytes)?;
    let expected = expected(&manifest, &mut report.problems);

    let mut seen = BTreeSet::new();
    for index in 0..archive.len() {
        let name = name(&archive, index)?;
        if name == layout::MANIFEST {
            continue;
        }
        let Some(record) = expected.get(name.as_str()) else {
            report.problems.push(added(&name));
            continue;
        };
        seen.insert(record.path.as_str());
        match read(&mut archive, index).and_then(|bytes| contents::check(&manifest, record, &bytes)) {
            Ok(pages) => report.count(pages),
            Err(problem) => report.problems.push(about(problem, record)),
        }
    }
    let unseen = manifest.files.iter().filter(|record| !seen.contains(record.path.as_str()));
    report.problems.extend(unseen.map(missing));
    contents::check_counts(&manifest, &mut report.problems);
    report.describe(manifest, manifest_sha256);
    Ok(())
}
