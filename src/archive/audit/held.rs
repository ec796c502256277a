//! Checking a ZIP file, and where it is an index the shares that it names: each is there once, is sound in itself, and holds what the index
//! lists.

use super::report::Report;
use super::{seals, zip};
use crate::archive::format::entry::{Entry, Role};
use crate::archive::format::manifest::Manifest;
use crate::archive::format::share::HeldShare;
use crate::archive::problem::{about, damaged};
use crate::archive::reader::at::ArchiveAt;
use crate::diagnostic::{Diagnostic, Problems, counted};
use crate::objects::is_of_store;
use crate::seal::Trust;

/// Checks a ZIP file and all that it is an index of; an error is one that nothing can be checked after.
pub(super) fn check(zip: &ArchiveAt, trust: &Trust, report: &mut Report) -> Result<(), Diagnostic> {
    let (manifest, manifest_sha256) = zip::check(zip, trust, report)?;
    check_shares(zip, &manifest, trust, report);
    seals::of(&manifest, trust).conclude(report);
    report.describe(manifest, manifest_sha256);
    Ok(())
}

/// Checks the shares of an index that lies at a place.
fn check_shares(index: &ArchiveAt, manifest: &Manifest, trust: &Trust, report: &mut Report) {
    if manifest.shares.is_empty() {
        return;
    }
    let mut listed = manifest.files.iter().filter(|entry| entry.recipient.is_some());
    for (number, held) in manifest.shares.iter().enumerate() {
        let of = manifest.shares.len();
        if held.share.number() as usize != number + 1 || held.share.of() as usize != of {
            let message = format!("the index has share {} in place {} of {of}", held.share, number + 1);
            report.problems.push(damaged(message));
        }
        let own: Vec<&Entry> = listed.by_ref().take(held.files).collect();
        let mut found = Report::default();
        let checked = check_share(index, held, &own, trust, &mut found);
        let problems: Problems =
            checked.err().into_iter().chain(std::mem::take(&mut found.problems)).collect();
        let is_refused = problems.iter().any(is_of_store);
        report.problems.extend(problems.into_iter().map(|problem| named(problem, held)));
        report.take(found);
        if is_refused {
            return;
        }
    }
    let rest = listed.count();
    if rest > 0 {
        let message = format!("the index lists {} that no share holds", counted(rest, "file"));
        report.problems.push(damaged(message));
    }
}

/// Says in which share a problem is.
fn named(mut problem: Diagnostic, held: &HeldShare) -> Diagnostic {
    if !is_of_store(&problem) {
        problem.message = format!("in `{}`: {}", held.file, problem.message);
        problem.location = None;
    }
    problem
}

fn check_share(
    index: &ArchiveAt,
    held: &HeldShare,
    own: &[&Entry],
    trust: &Trust,
    report: &mut Report,
) -> Result<(), Diagnostic> {
    let at = index.held(&held.file);
    if let Ok((_, bytes)) = at.open()
        && bytes != held.bytes
    {
        report.problems.push(damaged(format!("it has {bytes} bytes, and the index says {}", held.bytes)));
    }
    let (manifest, sha256) = zip::check(&at, trust, report)?;
    match &manifest.share {
        Some(record) if record.share == held.share => {}
        Some(record) => {
            report.problems.push(damaged(format!("it is share {}, not {}", record.share, held.share)))
        }
        None => report.problems.push(damaged("it is no share of a plan".to_owned())),
    }
    if sha256 != held.manifest_sha256 {
        report.problems.push(damaged("its manifest is not the one that the index names".to_owned()));
    }
    let mut holds = manifest.files.iter().filter(|entry| entry.role != Role::Register);
    for entry in own {
        match holds.next() {
            Some(found) if found == *entry => {}
            _ => {
                let message = format!("`{}` is not there as the index lists it", entry.path);
                report.problems.push(about(damaged(message), entry));
                return Ok(());
            }
        }
    }
    let more = holds.count();
    if more > 0 {
        report
            .problems
            .push(damaged(format!("it holds {} that the index does not list", counted(more, "file"))));
    }
    Ok(())
}
