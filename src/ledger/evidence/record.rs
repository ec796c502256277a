//! The data of a proof of dispatch: what somebody with the ledger compares.

use serde::Serialize;

use super::facts::Facts;
use crate::diagnostic::{Diagnostic, codes};
use crate::sheets::EvidenceDocument;

/// The version of the format.
const FORMAT: u32 = 1;

/// All of it, as JSON.
#[derive(Debug, Serialize)]
struct Record<'a> {
    format: u32,
    tool: &'a str,
    reference: &'a str,
    recipient: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    copy: Option<u32>,
    serial: &'a str,
    manifest_sha256: &'a str,
    documents: Vec<EvidenceDocument>,
    ledger: Ledger<'a>,
    /// The lines about it, with the approvals: word by word.
    lines: Vec<Line<'a>>,
    /// The hashes of all lines, from the first to the last.
    chain: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct Ledger<'a> {
    file: &'a str,
    lines: usize,
    head: &'a str,
}

#[derive(Debug, Serialize)]
struct Line<'a> {
    line: usize,
    sha256: &'a str,
    text: &'a str,
}

/// Writes it.
pub(super) fn write(facts: &Facts<'_>) -> Result<Vec<u8>, Diagnostic> {
    let lines = facts.own_lines().filter_map(|number| {
        let line = facts.chain.lines.get(number - 1)?;
        Some(Line { line: number, sha256: &line.sha256, text: &line.text })
    });
    let record = Record {
        format: FORMAT,
        tool: concat!("convoke ", env!("CARGO_PKG_VERSION")),
        reference: &facts.opened.manifest().reference,
        recipient: facts.sending.recipient(),
        copy: facts.sending.copy_number(),
        serial: facts.sending.serial(),
        manifest_sha256: facts.opened.manifest_sha256(),
        documents: facts.documents(),
        ledger: Ledger { file: &facts.ledger, lines: facts.chain.lines.len(), head: &facts.chain.head },
        lines: lines.collect(),
        chain: facts.chain.lines.iter().map(|line| line.sha256.as_str()).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&record).map_err(|error| {
        Diagnostic::new(codes::INTERNAL, format!("the proof cannot be written ({error})"))
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}
