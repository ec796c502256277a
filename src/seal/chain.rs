//! Whether a certificate that is trusted vouches for another, directly or through others (RFC 5280, 6). Whether one was revoked is not
//! asked.

use der::Encode as _;
use der::asn1::ObjectIdentifier;
use jiff::Timestamp;
use x509_cert::Certificate;
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage};

use super::algorithm::verify;
use super::model::Faith;
use super::words::{may_certify, moment, name_of};

/// Most certificates between one and the one that is trusted.
const LONGEST: usize = 8;
/// Most signatures that are checked on the way.
const MOST: usize = 64;

/// Extensions that are understood, or that say nothing of whether a chain holds: key usage, alternative names, basic constraints, policies,
/// extended key usage.
const KNOWN: [&str; 6] = ["2.5.29.15", "2.5.29.17", "2.5.29.18", "2.5.29.19", "2.5.29.32", "2.5.29.37"];

/// Whether one of `anchors` vouches for a certificate at a moment; `others` may stand between.
pub(super) fn find(
    own: &Certificate,
    others: &[Certificate],
    anchors: &[Certificate],
    at: Timestamp,
) -> Faith {
    if anchors.is_empty() {
        return Faith::Unchecked;
    }
    if let Some(cause) = unusable(own, at) {
        return Faith::Untrusted(cause);
    }
    if matches!(own.tbs_certificate.get::<KeyUsage>(), Ok(Some((_, usage))) if !usage.digital_signature() && !usage.non_repudiation())
    {
        return Faith::Untrusted("its certificate is not for signatures".to_owned());
    }
    let mut search = Search { others, anchors, at, checks: 0, cause: None };
    match search.find(own, 0) {
        Some(anchor) => Faith::Trusted(name_of(&anchor.tbs_certificate.subject)),
        None => Faith::Untrusted(
            search.cause.unwrap_or_else(|| "nobody who is trusted vouches for it".to_owned()),
        ),
    }
}

struct Search<'a> {
    others: &'a [Certificate],
    anchors: &'a [Certificate],
    at: Timestamp,
    checks: usize,
    /// Why a way that looked right was none.
    cause: Option<String>,
}

impl<'a> Search<'a> {
    fn find(&mut self, own: &Certificate, depth: usize) -> Option<&'a Certificate> {
        let anchors = self.anchors;
        if let Some(anchor) = anchors.iter().find(|anchor| *anchor == own) {
            return Some(anchor);
        }
        if depth >= LONGEST {
            return None;
        }
        let is_issuer = |issuer: &&'a Certificate| {
            issuer.tbs_certificate.subject == own.tbs_certificate.issuer && **issuer != *own
        };
        for issuer in anchors.iter().chain(self.others).filter(is_issuer) {
            if self.checks >= MOST {
                return None;
            }
            self.checks += 1;
            if let Some(cause) = self.refuse(own, issuer, depth) {
                self.cause = Some(cause);
                continue;
            }
            if let Some(anchor) = self.find(issuer, depth + 1) {
                return Some(anchor);
            }
        }
        None
    }

    /// Why an issuer does not vouch for a certificate, under which so many others are.
    fn refuse(&self, own: &Certificate, issuer: &Certificate, depth: usize) -> Option<String> {
        let name = name_of(&issuer.tbs_certificate.subject);
        if let Some(cause) = unusable(issuer, self.at) {
            return Some(format!("{name}: {cause}"));
        }
        let is_authority = match issuer.tbs_certificate.get::<BasicConstraints>() {
            Ok(Some((_, constraints))) => {
                constraints.ca
                    && constraints.path_len_constraint.is_none_or(|most| depth <= usize::from(most))
            }
            _ => false,
        };
        if !is_authority || !may_certify(issuer) {
            return Some(format!("{name} may not vouch for it"));
        }
        let text = own.tbs_certificate.to_der().ok()?;
        let key = &issuer.tbs_certificate.subject_public_key_info;
        let algorithm = own.signature_algorithm.oid;
        if own.tbs_certificate.signature != own.signature_algorithm {
            return Some("its certificate contradicts itself".to_owned());
        }
        match verify(key, &algorithm, None, &text, own.signature.raw_bytes()) {
            Ok(true) => None,
            Ok(false) => Some(format!("its certificate was not signed by {name}")),
            Err(cause) => Some(format!("its certificate cannot be checked ({cause})")),
        }
    }
}

/// Why a certificate cannot be used at a moment.
fn unusable(certificate: &Certificate, at: Timestamp) -> Option<String> {
    let validity = &certificate.tbs_certificate.validity;
    let (from, to) = (moment(&validity.not_before), moment(&validity.not_after));
    if at < from || at > to {
        return Some(format!("the certificate is valid from {from} to {to} only"));
    }
    let extensions = certificate.tbs_certificate.extensions.as_deref().unwrap_or_default();
    let is_known = |oid: &ObjectIdentifier| KNOWN.iter().any(|known| oid.to_string() == *known);
    extensions.iter().find(|extension| extension.critical && !is_known(&extension.extn_id)).map(|extension| {
        format!("the certificate has a condition that is not understood ({})", extension.extn_id)
    })
}
