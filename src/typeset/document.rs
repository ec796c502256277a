//! A document set into pages.

use std::fmt;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _};
use typst::diag::{EcoVec, SourceDiagnostic};
use typst::foundations::{Label, Selector, Value};
use typst::introspection::{Introspector as _, MetadataElem};
use typst::utils::{PicoStr, hash128};
use typst_layout::PagedDocument;

use super::problem::to_problems;
use super::world::DocumentWorld;
use crate::diagnostic::{Diagnostic, Problems, codes};

/// The label under which a layout says how many pages the document is to have.
const PLANNED_PAGES: &str = "planned-pages";

/// A document set into pages, ready for export.
pub struct Typeset {
    pub(super) document: PagedDocument,
    pub(super) world: DocumentWorld,
    pub(super) warnings: EcoVec<SourceDiagnostic>,
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
        let mut warnings = self.warnings_of_typst();
        warnings.extend(self.spill());
        warnings
    }

    /// The document takes more pages than its layout planned.
    fn spill(&self) -> Option<Diagnostic> {
        let label = Label::new(PicoStr::intern(PLANNED_PAGES))?;
        let found = self.document.introspector().query(&Selector::Label(label));
        let planned = match &found.first()?.to_packed::<MetadataElem>()?.value {
            Value::Int(planned) => usize::try_from(*planned).ok()?,
            _ => return None,
        };
        (self.pages() > planned).then(|| {
            let message = format!("the form takes {} pages in place of {planned}", self.pages());
            Diagnostic::new(codes::FORM_PAGE_SPILL, message).with_hint(
                "leave out questions or rows of the delegation list under `form` of the mailing, or shorten labels",
            )
        })
    }

    fn warnings_of_typst(&self) -> Problems {
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
        let drawn = typst_render::render(page, &options);
        let (pixels, colours) = on_paper(drawn.data());
        let mut image = Vec::new();
        // What is printed on a page repeats itself: filters, which suit photographs, make its picture larger.
        let encoder =
            PngEncoder::new_with_quality(&mut image, CompressionType::Default, FilterType::NoFilter);
        let written = encoder.write_image(&pixels, drawn.width(), drawn.height(), colours);
        Some(written.map(|()| image).map_err(|cause| {
            Diagnostic::new(codes::PNG_EXPORT, format!("the page could not be drawn ({cause})"))
        }))
    }

    /// Draws a page, counted from zero, for a screen: as a PNG image that is large and quickly made; `None` if there is no such page.
    ///
    /// # Errors
    ///
    /// The image cannot be encoded.
    pub fn picture(&self, page: usize, pixels_per_point: f64) -> Option<Result<Vec<u8>, Diagnostic>> {
        let page = self.document.pages().get(page)?;
        let options =
            typst_render::RenderOptions { pixel_per_pt: pixels_per_point.into(), render_bleed: false };
        let pixels = typst_render::render(page, &options);
        let mut image = Vec::new();
        // A page is opaque: what is multiplied with its opacity is as it was.
        let encoder = PngEncoder::new_with_quality(&mut image, CompressionType::Fast, FilterType::Up);
        let (data, width, height) = (pixels.data(), pixels.width(), pixels.height());
        let written = encoder.write_image(data, width, height, ExtendedColorType::Rgba8);
        Some(written.map(|()| image).map_err(|cause| {
            Diagnostic::new(codes::PNG_EXPORT, format!("the page could not be drawn ({cause})"))
        }))
    }

    /// A hash of all that is on a page, counted from zero, in hexadecimal; `None` if there is no such page.
    #[must_use]
    pub fn page_hash(&self, page: usize) -> Option<String> {
        Some(format!("{:032x}", hash128(&self.document.pages().get(page)?.frame)))
    }

    /// Width and height of a page, counted from zero, in points; `None` if there is no such page.
    #[must_use]
    pub fn page_size(&self, page: usize) -> Option<(f64, f64)> {
        let size = self.document.pages().get(page)?.frame.size();
        Some((size.x.to_pt(), size.y.to_pt()))
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

/// The pixels of a page on white paper, from such as are multiplied with their opacity: grey alone where there is no colour. Whatever shows
/// many of them needs a fraction of the memory.
fn on_paper(pixels: &[u8]) -> (Vec<u8>, ExtendedColorType) {
    let colours = |pixel: &[u8]| {
        let &[red, green, blue, opacity] = pixel else { return [u8::MAX; 3] };
        [red, green, blue].map(|part| part.saturating_add(u8::MAX - opacity))
    };
    let all = || pixels.chunks_exact(4).map(colours);
    if all().all(|[red, green, blue]| red == green && green == blue) {
        return (all().map(|[grey, ..]| grey).collect(), ExtendedColorType::L8);
    }
    (all().flatten().collect(), ExtendedColorType::Rgb8)
}

impl fmt::Debug for Typeset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typeset").field("pages", &self.pages()).finish_non_exhaustive()
    }
}
