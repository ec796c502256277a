//! What is made one at a time, for recipients that come one at a time: taken in, made or drawn by a worker that stays warm.

use super::make::{Pages, draw, print};
use crate::diagnostic::{Checked, Diagnostic, Problems, codes};
use crate::plan::blame::blame_recipient;
use crate::plan::{Admitted, Merged, Plan, PlannedDocument, PlannedRecipient, Wish};
use crate::recipient::Recipient;
use crate::typeset::{self, with_worker_pool};
use crate::worker::{Printed, Worker, Workplace};

/// One who makes single documents, one after the other.
#[derive(Debug)]
pub(crate) struct Maker {
    worker: Worker,
    pages: Pages,
}

/// What a maker works from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Making<'a> {
    /// The plan, made without lists.
    pub(crate) plan: &'a Plan,
    /// What is known to be wrong with the mailing.
    pub(crate) known: &'a [Diagnostic],
}

impl Maker {
    /// A maker whose worker is not started yet.
    pub(crate) fn new(workplace: &Workplace) -> Self {
        Self { worker: workplace.worker(), pages: Pages::default() }
    }

    /// Does something where documents may be set. Even a panic in a library costs what is being done and no more.
    ///
    /// # Errors
    ///
    /// What went wrong, that it went wrong by a fault in the program, or that the system gives no thread.
    pub(crate) fn run<T: Send>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, Problems> + Send,
    ) -> Result<T, Problems> {
        let is_here = matches!(self.worker, Worker::Here(_));
        let guarded = || {
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(self))).unwrap_or_else(|_| {
                let message = "the document could not be made because of a fault in the program";
                Err(Diagnostic::new(codes::INTERNAL, message).with_hint("report it with this request").into())
            })
        };
        if !is_here {
            return guarded();
        }
        let done = with_worker_pool(guarded);
        typeset::evict();
        done?
    }

    /// Takes in a recipient, and merges what is asked for.
    pub(crate) fn admit(
        &mut self,
        making: Making<'_>,
        recipient: Recipient,
        wish: &Wish,
    ) -> Checked<Option<Admitted>> {
        let templates = self.worker.merging(making.plan.templates());
        making.plan.admit(recipient, wish, &templates, making.known)
    }

    /// Makes a document, sealed where the mailing is; its warnings are those of Typst.
    pub(crate) fn print(
        &mut self,
        plan: &Plan,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
        merged: Merged,
    ) -> Result<Printed, Problems> {
        let Self { worker, pages } = self;
        let printed = print(plan, planned, (document, merged), worker, pages);
        let mut printed = printed.map_err(|problems| blame_recipient(planned, problems))?;
        printed.warnings = blame_recipient(planned, plan.place(planned, document, printed.warnings));
        plan.mailing().accept(&mut printed.warnings);
        Ok(printed)
    }

    /// Draws the first pages of a document, `most` of them, as PNG.
    pub(crate) fn draw(
        &mut self,
        plan: &Plan,
        planned: &PlannedRecipient,
        (document, merged): (&PlannedDocument, Merged),
        (dots_per_inch, most): (f64, usize),
    ) -> Result<Vec<Vec<u8>>, Problems> {
        draw(plan, planned, (document, merged), &mut self.worker, (dots_per_inch, most))
    }
}
