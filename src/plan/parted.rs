//! A plan in parts, and the plan of one part alone.

use super::model::Plan;
use super::part::{Parts, SharePart};
use crate::archive::ShareRecord;
use crate::diagnostic::Problems;

impl Plan {
    /// The parts of a plan of all recipients, one for each of so many shares. A part has no recipients where there are more shares than those.
    #[must_use]
    pub fn parts(&self, of: u32) -> Vec<SharePart> {
        let mut parts = Parts::new(of, self.counts.1);
        for &(documents, recipients) in &self.outline.sizes {
            (0..recipients).for_each(|_| parts.add(documents));
        }
        parts.finish()
    }

    /// Makes it the plan of one part alone, as a share of the frozen plan with this SHA-256.
    #[must_use]
    pub(super) fn into_part(mut self, part: SharePart, frozen: &str) -> Self {
        self.counts = (part.recipients, part.documents);
        self.unread.clear();
        self.share = Some((part, frozen.to_owned()));
        self
    }

    /// Which share of a plan it is, where it is one.
    #[must_use]
    pub fn share(&self) -> Option<ShareRecord> {
        let (part, plan) = self.share.as_ref()?;
        Some(ShareRecord { share: part.share, plan: plan.clone(), problems: Problems::new() })
    }
}
