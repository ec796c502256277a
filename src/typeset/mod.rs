//! Sets rendered Typst text into pages.
//!
//! This is the boundary to the Typst compiler: text and virtual files go in, pages and [`Diagnostic`]s
//! come out. It reads nothing from disk or network and knows no recipient.
//!
//! The text reaches Typst as a data file that a constant main source evaluates: every node then has the
//! span of that one call, so Typst's caches hold across documents whose structure differs. The price is
//! that an error has no place in the text; the same text is then compiled once more as a plain
//! source, only to learn that.

mod clusters;
mod document;
mod facts;
mod point;
mod pool;
mod problem;
mod properties;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;

use typst::diag::Warned;
use typst_layout::PagedDocument;

use crate::diagnostic::{Diagnostic, Problems};
use crate::fonts::Fonts;

pub use document::Typeset;
pub use facts::{Facts, RENDERED};
pub use point::Spot;
pub(crate) use pool::no_thread;
pub use pool::with_worker_pool;
use problem::to_problems;
use world::{Base, DocumentWorld};

/// How many [`evict`] calls an unused entry of Typst's cache survives: the time that several threads take for one
/// document each, in which none may lose what it is about to use again.
const CACHE_AGE: usize = 2;

/// How many recipients a thread that is alone with its caches makes between two calls of [`evict_between`]: to look through them takes
/// a twenty-fifth of the time of a letter.
pub(crate) const EVICT_EVERY: u32 = 4;

/// Frees what Typst's process-wide cache has not used lately.
///
/// To be called after every few documents, made or failed, by all workers together as often as one of them makes a
/// recipient's documents: without it memory grows by most of a megabyte a document.
pub fn evict() {
    comemo::evict(CACHE_AGE);
}

/// As [`evict`], for one thread that calls it after every [`EVICT_EVERY`] recipients: what none of the last ones has used goes.
pub(crate) fn evict_between() {
    comemo::evict(1);
}

/// Frees all of Typst's process-wide cache, as if the process had just begun.
pub fn evict_everything() {
    comemo::evict(0);
}

/// Sets documents that share fonts and virtual files.
///
/// Cloning is cheap and shares both; a worker thread takes a clone.
///
/// ```
/// use std::sync::Arc;
/// use convoke::{fonts::Fonts, typeset::Typesetter};
///
/// let typesetter = Typesetter::new(Arc::new(Fonts::embedded()), Arc::default())?;
/// let letter = typesetter.set("Dear *Madam*,")?;
/// assert_eq!(letter.pages(), 1);
/// # Ok::<(), convoke::diagnostic::Problems>(())
/// ```
#[derive(Debug, Clone)]
pub struct Typesetter {
    base: Arc<Base>,
}

impl Typesetter {
    /// A typesetter with these fonts and virtual files, such as `/layout.typ` or `/assets/emblem.svg`.
    ///
    /// # Errors
    ///
    /// The path of a file leaves the root or holds a backslash.
    pub fn new(fonts: Arc<Fonts>, files: Arc<BTreeMap<String, Vec<u8>>>) -> Result<Self, Diagnostic> {
        Ok(Self { base: Arc::new(Base::new(fonts, Arc::unwrap_or_clone(files))?) })
    }

    /// Looks whether a typesetter can use these paths of virtual files.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub(crate) fn check_paths<'a>(mut paths: impl Iterator<Item = &'a String>) -> Result<(), Diagnostic> {
        paths.try_for_each(|path| world::check_path(path))
    }

    /// Has Typst's caches hold what every text needs: the layout, and the faces of a word.
    pub(crate) fn prepare(&self) {
        // A mailing without a layout of this name has nothing in common that is known before the first text.
        let _ = self.set_once("#import \"/layout.typ\": *\nA", &Facts::default());
    }

    /// Sets a rendered text into pages.
    ///
    /// # Errors
    ///
    /// As [`set_with`](Self::set_with).
    pub fn set(&self, rendered: &str) -> Result<Typeset, Problems> {
        self.set_with(rendered, &Facts::default())
    }

    /// Sets a rendered text into pages, with what the layout may ask of it.
    ///
    /// A layout may print the number of pages: asking Typst for it costs a second pass over the document. Where the
    /// likely number was wrong, the text is set again with the right one, so that the result never depends on it.
    ///
    /// # Errors
    ///
    /// Every problem Typst reports, with line and column in the rendered text (file [`RENDERED`]) or in
    /// a virtual file, and an excerpt of the rendered text. They stop the build unless the caller
    /// narrows them to a recipient.
    pub fn set_with(&self, rendered: &str, facts: &Facts) -> Result<Typeset, Problems> {
        let typeset = self.set_once(rendered, facts)?;
        match typeset.pages() {
            right if right == facts.pages => Ok(typeset),
            right => self.set_once(rendered, &Facts { pages: right, ..facts.clone() }),
        }
    }

    /// Sets a rendered text into pages, however many: for a layout that does not ask how many there are likely to be.
    pub(crate) fn set_once(&self, rendered: &str, facts: &Facts) -> Result<Typeset, Problems> {
        let world = DocumentWorld::new(&self.base, rendered, facts);
        let Warned { output, warnings } = typst::compile::<PagedDocument>(&world);
        match output {
            Ok(document) => Ok(Typeset { document: clusters::whole(document), world, warnings }),
            Err(errors) => {
                let plain = world.as_plain_source();
                let Warned { output, warnings } = typst::compile::<PagedDocument>(&plain);
                let errors = output.err().unwrap_or(errors);
                let mut problems = to_problems(&plain, &errors);
                problems.extend(to_problems(&plain, &warnings));
                Err(problems)
            }
        }
    }

    /// Sets a rendered text as a plain source, so that it is known of each glyph where in the text it is from. It costs a pass of its
    /// own, since nothing is shared with how documents are set otherwise.
    ///
    /// # Errors
    ///
    /// As [`set_with`](Self::set_with).
    pub fn set_plainly(&self, rendered: &str, facts: &Facts) -> Result<Typeset, Problems> {
        let world = DocumentWorld::new(&self.base, rendered, facts).as_plain_source();
        let Warned { output, warnings } = typst::compile::<PagedDocument>(&world);
        match output {
            Ok(document) => Ok(Typeset { document: clusters::whole(document), world, warnings }),
            Err(errors) => Err(to_problems(&world, &errors)),
        }
    }
}

#[cfg(test)]
mod tests;
