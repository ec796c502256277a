//! Whether each recipient's documents can be made: merges and checks them, and numbers a recipient anew whose released
//! documents have changed.

use std::num::NonZeroUsize;

use super::blame::blocks;
use super::census::Census;
use super::doubles::Doubles;
use super::names::{count_files, find_collisions, find_unfit, list_paths, list_reserved, name};
use super::options::PlanOptions;
use super::outline::Sequence;
use super::planned::PlannedRecipient;
use super::resolver::{Resolver, attribute, number};
use super::roll::{Calls, Roll};
use super::threads;
use crate::archive::limits;
use crate::diagnostic::{Checked, Diagnostic, Problems, codes};
use crate::names::fold;
use crate::register::{Hashes, Register};

/// How many recipients are resolved at a time.
const WINDOW: usize = 1024;

/// The result of rendering a recipient's documents.
#[derive(Debug)]
struct Rendered {
    problems: Problems,
    /// Hashes of the documents of a recipient that some have been released for; `None` for other recipients, and if a
    /// document cannot be rendered.
    hashes: Option<Hashes>,
}

impl Resolver<'_> {
    /// Renders and checks all documents of some recipients, in several threads.
    fn render_all(
        &self,
        recipients: &[PlannedRecipient],
        register: &Register,
        jobs: Option<NonZeroUsize>,
    ) -> Vec<Rendered> {
        threads::map(recipients, jobs, |planned| self.render(planned, register.is_released(planned.id())))
    }

    /// Gives a recipient a new number if its rendered documents differ from those released under the present one. Returns
    /// its problems.
    fn renumber(
        &self,
        planned: &mut PlannedRecipient,
        register: &mut Register,
        rendered: Rendered,
    ) -> Problems {
        let Some(hashes) = rendered.hashes else { return rendered.problems };
        if register.frozen_changed(planned.id(), &hashes).is_none() {
            return rendered.problems;
        }
        let old = std::mem::take(&mut planned.serial);
        number(planned, register);
        let mut problems = self.render(planned, false).problems;
        problems.push(
            Diagnostic::new(
                codes::RELEASED_CHANGED,
                format!("{} replaces {old}, which has gone out", planned.serial),
            )
            .with_location(planned.recipient.location.clone())
            .about(planned.id()),
        );
        problems
    }

    fn render(&self, planned: &PlannedRecipient, is_released: bool) -> Rendered {
        let mut problems = self.check_recipient(planned);
        let mut hashes = Some(Hashes::new()).filter(|_| is_released);
        for document in &planned.documents {
            // What has gone out is merged, since it may have changed.
            let Checked { value: merged, problems: found } = match is_released {
                true => self.check_document(planned, document),
                false => Checked::new(None, self.check_unless_known(planned, document)),
            };
            let is_told = |problem: &Diagnostic, known: &Problems| {
                problem.code == codes::GLYPH_MISSING
                    && known.iter().any(|known| known.message == problem.message)
            };
            for problem in found {
                if !is_told(&problem, &problems) {
                    problems.push(problem);
                }
            }
            match (merged, hashes.as_mut()) {
                (Some(merged), Some(hashes)) if document.copy.is_none() => {
                    hashes.insert(document.key(), merged.content_hash());
                }
                (Some(_), _) => {}
                (None, _) => hashes = None,
            }
        }
        problems.extend(self.check_emails(planned));
        Rendered { problems: attribute(planned, problems), hashes }
    }
}

/// Numbers, renders, checks and names every recipient's documents, a window of recipients at a time, which is told. Problems
/// `known` already are not repeated.
pub(super) fn resolve(
    resolver: &Resolver<'_>,
    roll: &Roll,
    census: &mut Census,
    register: &mut Register,
    options: &PlanOptions,
    known: &[Diagnostic],
) -> Problems {
    let mut problems = Problems::new();
    let (mailing, listing) = (resolver.mailing, resolver.templates.listing());
    let mut paths = Doubles::default();
    list_reserved(mailing).iter().for_each(|path| paths.add(&fold(path)));
    let mut files = resolver.common_files;
    let mut unfit = None;
    let mut calls = roll.call(mailing);
    let mut sequence = Sequence::new();
    let mut done = 0;
    loop {
        let Checked { value: mut window, problems: found } = next_window(&mut calls, roll);
        // The census has met the same problems, unless a list has changed since.
        problems.extend(found.into_iter().filter(|problem| !known.contains(problem)));
        if window.is_empty() {
            break;
        }
        window.iter_mut().for_each(|planned| number(planned, register));
        let rendered = resolver.render_all(&window, register, options.jobs);
        for (planned, rendered) in window.iter_mut().zip(rendered) {
            let found = resolver.tell(resolver.renumber(planned, register, rendered), known);
            let blocking: Problems = found.iter().filter(|problem| blocks(problem)).cloned().collect();
            if !blocking.is_empty() {
                census.blocked.entry(planned.id().to_owned()).or_default().extend(blocking);
            }
            problems.extend(found);
            name(planned, mailing, register);
            let listed = list_paths(planned, mailing, listing, register);
            listed.iter().for_each(|path| paths.add(&fold(path)));
            // What is wrong with one is often wrong with all.
            unfit = unfit.or_else(|| find_unfit(planned, &listed));
            files += count_files(planned, listed.len(), listing);
            if !census.blocked.contains_key(planned.id()) {
                sequence.add_planned(planned);
            }
        }
        done += window.len();
        options.watch.as_deref().inspect(|watch| watch.looked_at(done, census.recipients));
    }
    census.sequence = sequence.finish();
    problems.extend(limits::check_files(files).err());
    // A folder that is told already is the cause.
    problems.extend(unfit.filter(|_| !known.iter().any(Diagnostic::stops_build)));
    if paths.exist() {
        problems.extend(find_collisions(roll, mailing, listing, register));
    }
    problems
}

/// Takes the next recipients that are wanted; empty at the end of the lists.
fn next_window(calls: &mut Calls<'_>, roll: &Roll) -> Checked<Vec<PlannedRecipient>> {
    let mut window = Checked::sound(Vec::with_capacity(WINDOW));
    for called in calls {
        match called {
            Ok(called) => window.value.extend(called.planned.filter(|planned| roll.wants(planned.id()))),
            Err(problem) => window.problems.push(problem),
        }
        if window.value.len() == WINDOW {
            break;
        }
    }
    window
}
