//! Barcodes of forms have the quiet zone that readers need: four modules of nothing around them (ISO/IEC 18004).

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{RenderCache, RenderSettings, render};
use rqrr::PreparedImage;

/// A drawn page: which of its pixels are dark, row by row.
struct Drawn {
    width: usize,
    dark: Vec<bool>,
}

impl Drawn {
    fn of(file: &Pdf, page: usize) -> Self {
        const PIXELS_PER_POINT: f32 = 4.0;
        let settings = RenderSettings {
            x_scale: PIXELS_PER_POINT,
            y_scale: PIXELS_PER_POINT,
            ..RenderSettings::default()
        };
        let page = file.pages().get(page).expect("a page");
        let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
        // What is transparent is white, as on paper; a thin coloured line is dark too.
        let is_dark =
            |pixel: &[u8]| pixel[..3].iter().any(|part| u16::from(*part) + 255 - u16::from(pixel[3]) < 192);
        let dark = drawn.data_as_u8_slice().chunks_exact(4).map(is_dark).collect();
        Self { width: usize::from(drawn.width()), dark }
    }

    fn is_dark(&self, x: usize, y: usize) -> bool {
        self.dark.get(y * self.width + x).copied().unwrap_or_default()
    }
}

/// Tells what stands in the quiet zone of a page's barcode: where the first dark pixel is, from the barcode's left and top.
///
/// # Panics
///
/// Where the page has no barcode.
fn intruder(file: &Pdf, page: usize) -> Option<(usize, usize)> {
    const QUIET_MODULES: usize = 4;
    let drawn = Drawn::of(file, page);
    let height = drawn.dark.len() / drawn.width;
    let mut image = PreparedImage::prepare_from_bitmap(drawn.width, height, |x, y| drawn.is_dark(x, y));
    let grids = image.detect_grids();
    let grid = grids.first().expect("a barcode");
    let modules = grid.decode().expect("a barcode that can be read").0.version.to_size();
    let [xs, ys] = [grid.bounds.map(|corner| corner.x), grid.bounds.map(|corner| corner.y)];
    let range = |sides: [i32; 4]| {
        let side = |side: Option<i32>| usize::try_from(side.expect("four corners")).expect("on the page");
        (side(sides.into_iter().min()), side(sides.into_iter().max()))
    };
    let ((left, right), (top, bottom)) = (range(xs), range(ys));
    let quiet = (right - left) * QUIET_MODULES / modules;
    // The corners are found to a pixel or two.
    const BLUR: usize = 3;
    let (inside_x, inside_y) = (left - BLUR..=right + BLUR, top - BLUR..=bottom + BLUR);
    let places =
        (top - quiet..=bottom + quiet).flat_map(|y| (left - quiet..=right + quiet).map(move |x| (x, y)));
    let mut outside = places.filter(|(x, y)| !(inside_x.contains(x) && inside_y.contains(y)));
    outside.find(|(x, y)| drawn.is_dark(*x, *y)).map(|(x, y)| (x.abs_diff(left), y.abs_diff(top)))
}

/// Makes sure that the barcode of each page of a form has its quiet zone.
///
/// # Panics
///
/// Where something stands in one, or there is none.
pub(crate) fn are_quiet(form: Vec<u8>, name: &str) {
    let file = Pdf::new(form).expect("a PDF");
    for page in 0..file.pages().len() {
        let found = intruder(&file, page);
        assert_eq!(found, None, "beside the barcode of page {} of {name}", page + 1);
    }
}
