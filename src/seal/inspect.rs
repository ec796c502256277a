//! What the seals of a document, or of a text, say: by whom, when, of what, and whether they hold.

use jiff::Timestamp;

use super::model::SealReport;
use super::trust::Trust;
use crate::pdf::form;
use crate::pdf::signature::{Signature, find};

/// Looks at the seals and other signatures of a PDF, in the order of its fields; none where it has none.
///
/// What was changed after a signature is told by its fields. A file that cannot be read is told as one signature that does not hold.
#[must_use]
pub fn inspect(pdf: &[u8], trust: &Trust) -> Vec<SealReport> {
    let found = match find(pdf) {
        Ok(found) => found,
        Err(cause) => {
            let mut report = SealReport::unread(None);
            report.faults.push(format!("the file cannot be read ({cause})"));
            return vec![report];
        }
    };
    found.iter().map(|signature| look(signature, pdf, trust)).collect()
}

fn look(signature: &Signature, pdf: &[u8], trust: &Trust) -> SealReport {
    let mut report = SealReport::unread(Some(signature.field.clone()));
    match signature.end {
        Some(end) => {
            report.covers_all = end == pdf.len();
            report.added = (pdf.len() - end) as u64;
            if report.added > 0 {
                report.changed = changed_since(pdf, end);
            }
        }
        None => report.faults.push("it does not cover the file from its beginning".to_owned()),
    }
    report.claimed = signature.claimed.as_deref().and_then(crate::pdf::signature::read_date);
    open::look(signature, trust, &mut report);
    report
}

/// Names the fields of a PDF that had another value when it ended here.
#[must_use]
pub fn changed_since(pdf: &[u8], end: usize) -> Vec<String> {
    let before = pdf.get(..end).map(form::read);
    let (Some(Ok(before)), Ok(after)) = (before, form::read(pdf)) else { return Vec::new() };
    let value_of =
        |name: &str| before.fields.iter().find(|field| field.name == name).map(|field| &field.value);
    let changed = after.fields.iter().filter(|field| value_of(&field.name) != Some(&field.value));
    changed.map(|field| field.name.clone()).collect()
}

/// Looks at the signature beside a text, whose SHA-256 is given in hexadecimal, and which says that it is of a moment; `text` reads it, for
/// signatures that need more than that.
pub fn inspect_text(
    signature: &[u8],
    (sha256, claimed): (&str, Option<Timestamp>),
    text: &mut dyn FnMut() -> std::io::Result<Vec<u8>>,
    trust: &Trust,
) -> SealReport {
    let mut report = SealReport::unread(None);
    report.covers_all = true;
    report.claimed = claimed;
    open::look_at_text(signature, sha256, text, trust, &mut report);
    report
}

#[cfg(feature = "seal")]
mod open {
    use der::Encode as _;
    use jiff::Timestamp;

    use crate::digest::hash_bytes;
    use crate::pdf::signature::{Digests, Signature};
    use crate::seal::model::{Faith, SealReport, Stamped};
    use crate::seal::signed::{self, Signed, value_of};
    use crate::seal::stamp::{self, SIGNATURE_TIME_STAMP};
    use crate::seal::trust::Trust;
    use crate::seal::words::name_of;
    use crate::seal::{chain, plain};

    /// The encodings of signatures that are CMS.
    const KNOWN: [&str; 2] = ["ETSI.CAdES.detached", "adbe.pkcs7.detached"];

    pub(super) fn look(signature: &Signature, trust: &Trust, report: &mut SealReport) {
        if !KNOWN.contains(&signature.encoding.as_str()) {
            report.faults.push(format!("it is of a kind that is not looked at ({})", signature.encoding));
            return;
        }
        look_at(&signature.contents, &signature.digest, trust, report);
    }

    pub(super) fn look_at_text(
        signature: &[u8],
        sha256: &str,
        text: &mut dyn FnMut() -> std::io::Result<Vec<u8>>,
        trust: &Trust,
        report: &mut SealReport,
    ) {
        if plain::is_one(signature) {
            return plain::look(signature, text, trust, report);
        }
        let digits: Vec<u8> =
            sha256.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
        let sha256 = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        look_at(signature, &Digests { sha256, ..Digests::default() }, trust, report);
    }

    fn look_at(contents: &[u8], digests: &Digests, trust: &Trust, report: &mut SealReport) {
        let signed = match signed::read(contents, Some(digests)) {
            Ok(signed) => signed,
            Err(cause) => return report.faults.push(cause),
        };
        let own = &signed.signer.tbs_certificate;
        report.by = name_of(&own.subject);
        report.issuer = name_of(&own.issuer);
        report.key = signed.signer.to_der().map(hash_bytes).unwrap_or_default();
        report.faults.extend(signed.faults.iter().cloned());
        let stamped = look_at_stamp(&signed, trust, report);
        report.faith = match stamped.or(report.claimed) {
            Some(at) => chain::find(&signed.signer, &signed.others, &trust.anchors, at),
            None if trust.anchors.is_empty() => Faith::Unchecked,
            None => Faith::Untrusted("nothing says when it was made".to_owned()),
        };
    }

    /// Looks at the time stamp; returns its moment, where it may be relied on.
    fn look_at_stamp(signed: &Signed, trust: &Trust, report: &mut SealReport) -> Option<Timestamp> {
        let token = value_of(signed.unsigned.as_ref()?, SIGNATURE_TIME_STAMP)?;
        match stamp::read(&token, &signed.value) {
            Ok(stamp) => {
                let faith = chain::find(&stamp.signer, &stamp.others, &trust.anchors, stamp.at);
                let is_trusted = !matches!(faith, Faith::Untrusted(_));
                let by = name_of(&stamp.signer.tbs_certificate.subject);
                report.stamped = Some(Stamped { at: stamp.at, by, faith });
                is_trusted.then_some(stamp.at)
            }
            Err(cause) => {
                report.faults.push(cause);
                None
            }
        }
    }
}

/// Nothing is looked at: who asks says so.
#[cfg(not(feature = "seal"))]
mod open {
    use crate::pdf::signature::Signature;
    use crate::seal::model::SealReport;
    use crate::seal::trust::Trust;

    pub(super) fn look(_: &Signature, _: &Trust, _: &mut SealReport) {}

    pub(super) fn look_at_text(
        _: &[u8],
        _: &str,
        _: &mut dyn FnMut() -> std::io::Result<Vec<u8>>,
        _: &Trust,
        _: &mut SealReport,
    ) {
    }
}
