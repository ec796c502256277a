//! The part of a plan that is one share: recipients that follow each other, with about as many documents as in every other part.
//!
//! Parts are a function of the plan alone, and in the plan's order, so that shares are joined one behind the other.

use std::ops::Range;

use crate::archive::ShareNumber;

/// The recipients of one share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharePart {
    /// Which share.
    pub share: ShareNumber,
    /// How many recipients of the plan are before it.
    pub first: usize,
    /// How many recipients it has.
    pub recipients: usize,
    /// How many documents they get together.
    pub documents: usize,
}

impl SharePart {
    pub(super) fn range(&self) -> Range<usize> {
        self.first..self.first + self.recipients
    }
}

/// Puts recipients into parts as they come.
#[derive(Debug)]
pub(super) struct Parts {
    of: u32,
    all: usize,
    before: usize,
    recipients: usize,
    parts: Vec<SharePart>,
}

impl Parts {
    /// Parts of a plan of so many documents, for so many shares.
    pub(super) fn new(of: u32, documents: usize) -> Self {
        Self { of, all: documents, before: 0, recipients: 0, parts: Vec::new() }
    }

    /// A recipient belongs to the part that the middle of its documents lies in, where all documents are divided evenly.
    pub(super) fn add(&mut self, documents: usize) {
        let middle = 2 * self.before as u128 + documents as u128;
        let share = middle * u128::from(self.of) / (2 * self.all as u128).max(1);
        let number = u32::try_from(share).unwrap_or(u32::MAX).saturating_add(1).min(self.of);
        self.open(number);
        if let Some(part) = self.parts.last_mut() {
            part.recipients += 1;
            part.documents += documents;
        }
        self.recipients += 1;
        self.before += documents;
    }

    /// Begins all parts up to this one.
    fn open(&mut self, number: u32) {
        let begun = u32::try_from(self.parts.len()).unwrap_or(u32::MAX);
        let first = self.recipients;
        let new = (begun + 1..=number).filter_map(|number| ShareNumber::new(number, self.of));
        self.parts.extend(new.map(|share| SharePart { share, first, recipients: 0, documents: 0 }));
    }

    /// All parts, those of nobody too.
    pub(super) fn finish(mut self) -> Vec<SharePart> {
        self.open(self.of);
        self.parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(documents: &[usize], of: u32) -> Vec<(usize, usize, usize)> {
        let mut parts = Parts::new(of, documents.iter().sum());
        documents.iter().for_each(|count| parts.add(*count));
        parts.finish().iter().map(|part| (part.first, part.recipients, part.documents)).collect()
    }

    #[test]
    fn parts_are_balanced_by_documents_and_leave_nobody_out() {
        assert_eq!(parts(&[2; 12], 3), [(0, 4, 8), (4, 4, 8), (8, 4, 8)]);
        // One recipient with many copies.
        assert_eq!(parts(&[10, 2, 2, 2, 2, 2], 2), [(0, 1, 10), (1, 5, 10)]);
        assert_eq!(parts(&[1, 1, 1], 5), [(0, 1, 1), (1, 0, 0), (1, 1, 1), (2, 0, 0), (2, 1, 1)]);
        assert_eq!(parts(&[], 2), [(0, 0, 0), (0, 0, 0)]);
        assert_eq!(parts(&[0, 0], 2), [(0, 2, 0), (2, 0, 0)]);
        for of in 1..40 {
            let documents: Vec<usize> = (0..30).map(|number| number * 7 % 5).collect();
            let parts = parts(&documents, of);
            assert_eq!(parts.len(), of as usize);
            let mut first = 0;
            for (begins, recipients, count) in parts {
                assert_eq!(begins, first);
                assert_eq!(documents[first..first + recipients].iter().sum::<usize>(), count);
                first += recipients;
            }
            assert_eq!(first, documents.len());
        }
    }
}
