//! Documents that come again with every recipient, such as enclosures, are prepared once.

use std::collections::VecDeque;
use std::io::Write;
use std::sync::Arc;

use super::model::RunError;
use super::page::{self, Prepared};
use super::seen;
use super::sink::Sink;
use crate::digest::Sha256;

/// The latest documents, by their length and a quick hash of their end: enclosures come again with every recipient. What has come twice is kept, by a
/// strong hash.
#[derive(Default)]
pub(super) struct Latest(VecDeque<(u64, Option<Kept>)>);

/// A document that has come twice: its strong hash, and what of it is used again.
type Kept = ([u8; 32], Arc<Prepared>);

impl Latest {
    /// More than a recipient has documents and languages have enclosures.
    const MOST: usize = 64;

    /// How many bytes at the end of a document are hashed quickly: there it says when it was made and what identifies it.
    const END: usize = 1 << 12;

    /// Most bytes of pages' entries kept of a document, which is a thousand pages and more.
    const MOST_BYTES: usize = 1 << 18;

    pub(super) fn prepare<W: Write>(
        &mut self,
        pdf: &[u8],
        sink: &mut Sink<W>,
    ) -> Result<Arc<Prepared>, RunError> {
        let end = pdf.get(pdf.len().saturating_sub(Self::END)..).unwrap_or_default();
        let quick = seen::quick_hash(&[&pdf.len().to_le_bytes(), end]);
        let known = self.0.iter().position(|(known, _)| *known == quick);
        let (prepared, kept) = match known.and_then(|position| self.0.remove(position)) {
            None => (Arc::new(page::prepare(pdf, sink)?), None),
            Some((_, kept)) => {
                let key: [u8; 32] = Sha256::digest(pdf);
                let prepared = match kept.filter(|(known, _)| *known == key) {
                    Some((_, prepared)) => prepared,
                    None => Arc::new(page::prepare(pdf, sink)?),
                };
                let is_small = prepared.pages.iter().map(Vec::len).sum::<usize>() <= Self::MOST_BYTES;
                (Arc::clone(&prepared), is_small.then_some((key, prepared)))
            }
        };
        self.0.push_back((quick, kept));
        if self.0.len() > Self::MOST {
            self.0.pop_front();
        }
        Ok(prepared)
    }
}
