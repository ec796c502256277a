//! Sets rendered Typst text into pages.
//!
//! This is the boundary to the Typst compiler: text and virtual files go in, pages and [`Diagnostic`]s
//! come out. It reads nothing from disk or network and knows no recipient.
//!
//! The text reaches Typst as a data file that a constant main source evaluates: every node then has the
//! span of that one call, so Typst's caches hold across documents whose structure differs. The price is
//! that an error does not say where it stands; the same text is then compiled once more as a plain
//! source, only to learn that.

mod barcode;
mod pool;
mod problem;
mod world;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use typst::diag::{EcoVec, SourceDiagnostic, Warned};
use typst_layout::PagedDocument;

use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::fonts::Fonts;

pub use pool::with_worker_pool;
use problem::to_problems;
use world::{Base, DocumentWorld};

/// The file name under which problems place themselves in the rendered text.
pub const RENDERED: &str = "rendered.typ";

/// How many [`evict`] calls an unused entry of Typst's cache survives: the time that several threads take for one
/// document each, in which none may lose what it is about to use again.
const CACHE_AGE: usize = 2;

/// Frees what Typst's process-wide cache has not used lately.
///
/// To be called after every few documents, made or failed, by all workers together as often as one of them makes a
/// recipient's documents: without it memory grows by most of a megabyte a document.
pub fn evict() {
    comemo::evict(CACHE_AGE);
}

/// Frees all of Typst's process-wide cache, as if the process had just begun.
pub fn evict_everything() {
    comemo::evict(0);
}

/// What a layout may ask of the document at hand besides its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// How many pages there are likely to be; the layout reads it from `/expected-pages` and may print it.
    pub pages: usize,
    /// What the barcode of `/barcode` says; that file is empty where this is.
    pub barcode: String,
}

impl Default for Facts {
    fn default() -> Self {
        Self { pages: 1, barcode: String::new() }
    }
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
        Ok(Self { base: Arc::new(Base::new(fonts, &files)?) })
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
            Ok(document) => Ok(Typeset { document, world, warnings }),
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
}

/// A document set into pages, ready for export.
pub struct Typeset {
    document: PagedDocument,
    world: DocumentWorld,
    warnings: EcoVec<SourceDiagnostic>,
}

impl Typeset {
    /// The number of pages.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.document.pages().len()
    }

    /// Whether Typst warned of anything.
    #[must_use]
    pub fn has_warnings(&self) -> bool {
        !self.warnings.is_empty()
    }

    /// What Typst warned of, without places in the rendered text: cheap enough for every document.
    pub fn warnings(&self) -> Problems {
        to_problems(&self.world, &self.warnings)
    }

    /// What Typst warned of, with places, for which the text is compiled once more.
    pub fn located_warnings(&self) -> Problems {
        if self.warnings.is_empty() {
            return Problems::new();
        }
        let plain = self.world.as_plain_source();
        let warnings = typst::compile::<PagedDocument>(&plain).warnings;
        to_problems(&plain, if warnings.is_empty() { &self.warnings } else { &warnings })
    }

    /// Draws a page, counted from zero, as a PNG image; `None` if there is no such page.
    ///
    /// # Errors
    ///
    /// The image cannot be encoded.
    pub fn png(&self, page: usize, dots_per_inch: f64) -> Option<Result<Vec<u8>, Diagnostic>> {
        const POINTS_PER_INCH: f64 = 72.0;
        let page = self.document.pages().get(page)?;
        let options = typst_render::RenderOptions {
            pixel_per_pt: (dots_per_inch / POINTS_PER_INCH).into(),
            render_bleed: false,
        };
        let image = typst_render::render(page, &options).encode_png();
        Some(image.map_err(|cause| {
            Diagnostic::new(codes::PNG_EXPORT, format!("the page could not be drawn ({cause})"))
        }))
    }

    /// The pages.
    pub(crate) fn document(&self) -> &PagedDocument {
        &self.document
    }

    /// Places what went wrong in `export`, by exporting the plainly compiled text once more.
    pub(crate) fn locate<T>(
        &self,
        errors: &EcoVec<SourceDiagnostic>,
        export: impl FnOnce(&PagedDocument) -> Result<T, EcoVec<SourceDiagnostic>>,
    ) -> Problems {
        let plain = self.world.as_plain_source();
        let again = typst::compile::<PagedDocument>(&plain).output;
        match again.ok().and_then(|document| export(&document).err()) {
            Some(located) => to_problems(&plain, &located),
            None => to_problems(&self.world, errors),
        }
    }
}

impl fmt::Debug for Typeset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typeset").field("pages", &self.pages()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
