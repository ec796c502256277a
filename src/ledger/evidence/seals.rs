//! What is said of a seal on the pages of a proof, in the words of the office's language.

use std::collections::BTreeMap;

use super::facts::Facts;
use crate::seal::SealReport;
use crate::sheets::EvidenceSeal;

/// What is said of a seal; `document` is the path of the document that it is in. Whom to trust is for whoever reads it: nobody was asked.
pub(super) fn tell(document: &str, seal: &SealReport, facts: &Facts<'_>) -> EvidenceSeal {
    let mut said = Vec::new();
    let mut say = |label, places: &[(&'static str, String)]| {
        said.push((label, places.iter().cloned().collect::<BTreeMap<_, _>>()));
    };
    if seal.by.is_empty() {
        say("evidence_seal_unknown", &[]);
    } else {
        say("evidence_seal_by", &[("by", seal.by.clone())]);
    }
    if !seal.issuer.is_empty() {
        say("evidence_seal_issuer", &[("issuer", seal.issuer.clone())]);
    }
    match (&seal.stamped, seal.claimed) {
        (Some(stamp), _) => {
            say("evidence_seal_stamped", &[("at", facts.when(stamp.at)), ("by", stamp.by.clone())]);
        }
        (None, Some(at)) => say("evidence_seal_claimed", &[("at", facts.when(at))]),
        (None, None) => {}
    }
    if let Some(fault) = seal.faults.first() {
        say("evidence_seal_broken", &[("fault", fault.clone())]);
    } else if seal.covers_all {
        say("evidence_seal_whole", &[]);
    } else if seal.added > 0 {
        say("evidence_seal_added", &[("bytes", seal.added.to_string())]);
    }
    if !seal.changed.is_empty() {
        say("evidence_seal_changed", &[("fields", seal.changed.join(", "))]);
    }
    EvidenceSeal { document: document.to_owned(), said }
}
