//! The seals of an archive: whether each document that the manifest calls sealed is, by the seal it names, and whether the manifest is.

use std::io;

use super::report::Report;
use crate::archive::format::entry::Entry;
use crate::archive::format::layout;
use crate::archive::format::manifest::Manifest;
use crate::archive::problem::about;
use crate::diagnostic::{Diagnostic, codes, counted};
use crate::seal::{Faith, SealRecord, SealReport, Trust, inspect, inspect_text};

/// What a document's seals are held against.
#[derive(Clone, Copy)]
pub(super) struct Seals<'a> {
    pub(super) record: Option<&'a SealRecord>,
    pub(super) trust: &'a Trust,
}

impl Seals<'_> {
    /// Checks the seal of a document; where all is well, it is counted.
    pub(super) fn check(self, entry: &Entry, bytes: &[u8], report: &mut Report) {
        let Some(record) = self.record.filter(|_| entry.sealed) else { return };
        let broken = |cause: &str| {
            let message = format!("`{}` is not as it was sealed: {cause}", entry.path);
            about(Diagnostic::new(codes::SEAL_BROKEN, message), entry)
                .with_hint("do not use it; compare it with a copy of the archive")
        };
        let seals = inspect(bytes, self.trust);
        let own = seals.iter().find(|seal| Some(&seal.key) == record.certificate.as_ref());
        let Some(seal) = own.or(seals.first()) else {
            return report.problems.push(broken("there is no seal in it"));
        };
        match find_fault(seal, record) {
            Some(cause) => report.problems.push(broken(&cause)),
            None => report.count_seal(seal),
        }
    }

    /// Checks the signature of the manifest; `signature` is its content, or `None` where it is not there.
    pub(super) fn check_manifest(
        self,
        signature: Option<&[u8]>,
        sha256: &str,
        text: &mut dyn FnMut() -> io::Result<Vec<u8>>,
        report: &mut Report,
    ) {
        let Some(record) = self.record else { return };
        let broken = |cause: &str| {
            let message = format!("`{}` is not as it was sealed: {cause}", layout::MANIFEST);
            Diagnostic::new(codes::SEAL_BROKEN, message)
                .with_hint("do not use the archive; compare it with a copy of it")
        };
        let Some(signature) = signature else {
            let path = layout::manifest_signature(record);
            return report.problems.push(broken(&format!("its signature `{path}` is missing")));
        };
        let seal = inspect_text(signature, (sha256, Some(record.at)), text, self.trust);
        match find_fault(&seal, record) {
            Some(cause) => report.problems.push(broken(&cause)),
            None => report.manifest_seal = Some(seal),
        }
    }

    /// Says of an archive that is checked what is to be said of its seals as a whole.
    pub(super) fn conclude(self, report: &mut Report) {
        if self.record.is_none() && !self.trust.is_empty() {
            let problem = Diagnostic::new(codes::SEAL_UNTRUSTED, "nothing in the archive is sealed");
            report
                .problems
                .push(problem.with_hint("leave out `--trust`, or ask for the archive that was sealed"));
        }
        let manifest = report.manifest_seal.iter().map(|seal| (1, &seal.faith));
        let documents = report.seals.iter().map(|group| (group.documents, &group.seal.faith));
        let untrusted = manifest.map(|(_, faith)| ("the seal of the manifest".to_owned(), faith));
        let of_documents =
            documents.map(|(count, faith)| (format!("the seal of {}", counted(count, "document")), faith));
        let found: Vec<Diagnostic> = untrusted
            .chain(of_documents)
            .filter_map(|(what, faith)| match faith {
                Faith::Untrusted(cause) => Some(
                    Diagnostic::new(codes::SEAL_UNTRUSTED, format!("{what} is not trusted: {cause}")).with_hint(
                        "compare the certificate with the office's own; name another file with `--trust` if it is right",
                    ),
                ),
                Faith::Unchecked | Faith::Trusted(_) => None,
            })
            .collect();
        report.problems.extend(found);
        if !cfg!(feature = "seal") && self.record.is_some() {
            let message = "the archive is sealed, and its seals are not looked at";
            let problem = Diagnostic::new(codes::SEAL_UNREAD, message);
            report.problems.push(problem.with_hint("this program was built without the feature `seal`"));
        }
    }
}

/// What is wrong with a seal that should be the one an archive names.
fn find_fault(seal: &SealReport, record: &SealRecord) -> Option<String> {
    if !cfg!(feature = "seal") {
        return None;
    }
    if let Some(fault) = seal.faults.first() {
        return Some(fault.clone());
    }
    if seal.added > 0 {
        let changed = match seal.changed.as_slice() {
            [] => String::new(),
            fields => format!(" (changed are {})", fields.join(", ")),
        };
        return Some(format!("{} bytes were added after its seal{changed}", seal.added));
    }
    let own = record.certificate.as_ref().or(record.minisign.as_ref());
    (own != Some(&seal.key)).then(|| format!("its seal is by {} instead of {}", seal.by, record.by))
}

/// The seals of an archive with this manifest.
pub(super) fn of<'a>(manifest: &'a Manifest, trust: &'a Trust) -> Seals<'a> {
    Seals { record: manifest.seal.as_ref(), trust }
}
