//! The barcode of a form that has come back without its fields: scanned, or turned into text.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{RenderCache, RenderSettings, render};
use image::imageops::{self, FilterType};
use image::{GrayImage, ImageReader, Limits};
use rqrr::PreparedImage;

use crate::pdf::form::{Unreadable, run_guarded};
use crate::register::Identity;

/// What stands for a barcode that is seen beside others on a page, and cannot be read.
pub const UNREAD: &str = "";

/// The resolution that pages are drawn at, in dots per inch, and the one for where nothing is seen in it: a module of the barcode is
/// less than half a millimetre wide.
const RESOLUTION: f32 = 300.0;
const COARSE: f32 = 200.0;

/// Finer ones, for forms that were made smaller, several on a sheet.
const FINER: [f32; 2] = [450.0, FINEST];
const FINEST: f32 = 600.0;

/// Most bytes a picture that is looked into may take: those of a large sheet, finely scanned in colour.
const MAX_PICTURE: u64 = 128 << 20;

/// Longest side of the image of a page, in pixels; and at the finer resolutions, of A4 at the finest.
const MAX_SIDE: f32 = 5_000.0;
const MAX_FINER: f32 = 7_100.0;

/// The longest side of a picture that is made larger.
const MAX_ENLARGED: u32 = 5_000;

/// How many pixels a module needs to be read surely.
const PIXELS_OF_MODULE: f64 = 5.0;

/// Whether a file is a picture, by its first bytes: JPEG, PNG, TIFF, or HEIF as telephones take it.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    let begins = |with: &[u8]| bytes.starts_with(with);
    let is_heif = bytes.get(4..8) == Some(b"ftyp") && matches!(bytes.get(8..11), Some(b"hei" | b"mif"));
    begins(b"\xff\xd8\xff") || begins(b"\x89PNG") || begins(b"II*\0") || begins(b"MM\0*") || is_heif
}

/// The identities printed on the paper a picture shows, as text; JPEG and PNG are looked into.
pub(super) fn find_in_picture(bytes: &[u8]) -> Vec<String> {
    // A third-party reader may panic on a hostile file; the file then has no barcode.
    catch_unwind(AssertUnwindSafe(|| {
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
        let mut limits = Limits::default();
        limits.max_alloc = Some(MAX_PICTURE);
        reader.limits(limits);
        let picture = reader.decode().ok()?.into_luma8();
        let mut sight = Sight::default();
        look_at_picture(&picture, &mut sight);
        // Scanned coarsely, a module of the barcode has too few pixels for its edges to be told.
        for tenths in ENLARGED {
            if sight.is_clear {
                break;
            }
            let Some(larger) = enlarge(&picture, tenths) else { break };
            look_at_picture(&larger, &mut sight);
        }
        Some(sight.into_codes())
    }))
    .ok()
    .flatten()
    .unwrap_or_default()
}

/// How much larger pictures are made, in tenths.
const ENLARGED: [u32; 3] = [15, 20, 30];

fn look_at_picture(picture: &GrayImage, sight: &mut Sight) {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixels = picture.as_raw();
    sight.look(width, height, |x, y| pixels.get(y * width + x).copied().unwrap_or(u8::MAX));
}

/// A larger picture; `None` where it is large enough.
fn enlarge(picture: &GrayImage, tenths: u32) -> Option<GrayImage> {
    let [width, height] = [picture.width(), picture.height()].map(|side| side.saturating_mul(tenths) / 10);
    let is_coarse = width.max(height) <= MAX_ENLARGED;
    is_coarse.then(|| imageops::resize(picture, width, height, FilterType::Triangle))
}

/// The identities printed on pages of a PDF, numbered from zero, as text. `is_drawn` says that the pages are no scans: a program may have
/// made them so small that nothing is seen of them at first.
pub(super) fn find_in_pdf(pdf: &[u8], pages: &[usize], is_drawn: bool) -> Vec<Vec<String>> {
    let look = |pdf: Vec<u8>| {
        let file = Pdf::new(pdf).map_err(|_| Unreadable::MALFORMED)?;
        let look_at = |page: &usize| {
            let mut sight = Sight::default();
            look_at_page(&file, *page, RESOLUTION, &mut sight);
            if sight.is_empty() {
                look_at_page(&file, *page, COARSE, &mut sight);
            }
            for dpi in FINER {
                let is_blank = sight.is_empty() && !(is_drawn && dpi == FINEST);
                if !sight.is_clear && !is_blank {
                    look_at_page(&file, *page, dpi, &mut sight);
                }
            }
            sight.into_codes()
        };
        Ok(pages.iter().map(look_at).collect())
    };
    run_guarded(pdf, look).unwrap_or_else(|_| vec![Vec::new(); pages.len()])
}

fn look_at_page(file: &Pdf, page: usize, dpi: f32, sight: &mut Sight) {
    const POINTS_PER_INCH: f32 = 72.0;
    let Some(page) = file.pages().get(page) else { return };
    let (width, height) = page.render_dimensions();
    let longest = width.max(height);
    if !longest.is_finite() || width.min(height) < 1.0 {
        return;
    }
    let most = if dpi > RESOLUTION { MAX_FINER } else { MAX_SIDE };
    let scale = (dpi / POINTS_PER_INCH).min(most / longest);
    let settings = RenderSettings { x_scale: scale, y_scale: scale, ..RenderSettings::default() };
    let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    let (width, height) = (usize::from(drawn.width()), usize::from(drawn.height()));
    let pixels = drawn.data_as_u8_slice();
    let grey = |x: usize, y: usize| match pixels.get((y * width + x) * 4..) {
        // On paper: what is transparent is white.
        Some([red, green, blue, alpha, ..]) => {
            let light = (u16::from(*red) + u16::from(*green) + u16::from(*blue)) / 3;
            u8::try_from((light + 255 - u16::from(*alpha)).min(255)).unwrap_or(u8::MAX)
        }
        _ => u8::MAX,
    };
    sight.look(width, height, grey);
}

/// What was seen on paper, at one or more resolutions.
#[derive(Debug, Default)]
struct Sight {
    /// The identities, as text, with the middle of each: from left and top, in parts of the sides.
    read: Vec<(String, [f64; 2])>,
    /// The middles of what looks like barcodes and was not read.
    unread: Vec<[f64; 2]>,
    /// Whether all was read that was seen once, and large enough for nothing to be missed.
    is_clear: bool,
}

impl Sight {
    /// Whether nothing was seen at all.
    fn is_empty(&self) -> bool {
        self.read.is_empty() && self.unread.is_empty()
    }

    /// Looks at an image of paper, given as shades of grey, until all in it is read.
    fn look(&mut self, width: usize, height: usize, grey: impl Fn(usize, usize) -> u8 + Copy) {
        // Paper is white and print is black, or grey where it is fine; a photograph of paper may be darker on one side.
        for lightest_print in [Some(128), Some(160), None] {
            let mut image = match lightest_print {
                Some(lightest) => {
                    PreparedImage::prepare_from_bitmap(width, height, |x, y| grey(x, y) < lightest)
                }
                None => PreparedImage::prepare_from_greyscale(width, height, grey),
            };
            let (mut smallest, mut strange) = (f64::INFINITY, Vec::new());
            for grid in image.detect_grids() {
                let [xs, ys] = [grid.bounds.map(|corner| corner.x), grid.bounds.map(|corner| corner.y)];
                let middle = [middle_of(xs, width), middle_of(ys, height)];
                match grid.decode() {
                    Ok((about, text)) if text.parse::<Identity>().is_ok() => {
                        #[expect(clippy::cast_precision_loss, reason = "a module or two hundred")]
                        let module = side(xs).max(side(ys)) / about.version.to_size() as f64;
                        smallest = smallest.min(module);
                        self.read.push((text, middle));
                    }
                    // A barcode of something else.
                    Ok(_) => {}
                    Err(_) => strange.push(middle),
                }
            }
            self.is_clear |= strange.is_empty() && smallest.is_finite() && smallest >= PIXELS_OF_MODULE;
            self.unread.extend(strange);
            if self.is_clear {
                return;
            }
        }
    }

    /// The identities, each once, and [`UNREAD`] where there is another barcode beside them.
    fn into_codes(self) -> Vec<String> {
        /// How far apart the middles of two barcodes are at least, in parts of the sides.
        const APART: f64 = 0.04;
        let is_at =
            |[x, y]: [f64; 2], [left, top]: [f64; 2]| (x - left).abs() < APART && (y - top).abs() < APART;
        let is_read = |unread: &[f64; 2]| self.read.iter().any(|(_, middle)| is_at(*middle, *unread));
        let is_seen_again =
            |unread: &[f64; 2]| self.unread.iter().filter(|other| is_at(**other, *unread)).count() > 1;
        let is_left =
            !self.is_clear && self.unread.iter().any(|unread| !is_read(unread) && is_seen_again(unread));
        let mut codes: Vec<String> = self.read.iter().map(|(text, _)| text.clone()).collect();
        codes.sort();
        codes.dedup();
        let has_other = is_left && !codes.is_empty();
        codes.extend(has_other.then(|| UNREAD.to_owned()));
        codes
    }
}

fn side(of: [i32; 4]) -> f64 {
    let most = of.into_iter().max().unwrap_or_default();
    f64::from(most - of.into_iter().min().unwrap_or_default())
}

fn middle_of(of: [i32; 4], whole: usize) -> f64 {
    let sum: f64 = of.into_iter().map(f64::from).sum();
    #[expect(clippy::cast_precision_loss, reason = "some thousand pixels")]
    let whole = whole.max(1) as f64;
    sum / 4.0 / whole
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::fonts::Fonts;
    use crate::pdf::{PdfSettings, Standards, export};
    use crate::register::FormKey;
    use crate::typeset::{Facts, Typesetter};

    /// A page with the barcode of an identity.
    fn page(identity: &Identity) -> (Typesetter, String, Facts) {
        let files = BTreeMap::from([(
            "/layout.typ".to_owned(),
            include_bytes!("../../templates/layout.typ").to_vec(),
        )]);
        let text = "#import \"/layout.typ\": barcode\n#set document(title: \"x\")\n#set page(width: 60mm, height: 60mm)\n\
                    = Form\n#barcode(15mm)\n#lorem(20)";
        let facts = Facts { pages: 1, barcode: identity.to_string(), is_sealed: false };
        (Typesetter::new(Arc::new(Fonts::embedded()), Arc::new(files)).unwrap(), text.to_owned(), facts)
    }

    #[test]
    fn coarse_scans_are_read_whatever_the_barcode_says() {
        // A scanner's points lie across the edges of modules, which come out grey.
        const FINE: f64 = 450.0;
        const TIMES: u32 = 3;
        for number in 1..=8 {
            let identity = Identity::new(&format!("DM-1132/{number:03}"), "FRA", "form", "fr", "0123456789")
                .made_with(&FormKey::TRIAL);
            let (typesetter, text, facts) = page(&identity);
            let png = typesetter.set_with(&text, &facts).unwrap().png(0, FINE).unwrap().unwrap();
            let fine = image::load_from_memory(&png).unwrap().into_luma8();
            let [width, height] = [fine.width() / TIMES, fine.height() / TIMES];
            let scan = imageops::resize(&fine, width, height, FilterType::Triangle);
            let mut jpeg = Vec::new();
            scan.write_to(&mut Cursor::new(&mut jpeg), image::ImageFormat::Jpeg).unwrap();
            assert_eq!(find_in_picture(&jpeg), [identity.to_string()], "{number}");
        }
    }

    #[test]
    fn the_barcode_of_a_page_says_which_form_it_is() {
        let identity =
            Identity::new("DM-1132/059", "FRA", "form", "fr", "0123456789").made_with(&FormKey::TRIAL);
        let (typesetter, text, facts) = page(&identity);
        let set = typesetter.set_with(&text, &facts).unwrap();
        let at = jiff::civil::date(2004, 5, 10).at(9, 0, 0, 0);
        let settings = PdfSettings {
            ident: "x".into(),
            issued_at: at.to_zoned_datetime(jiff::tz::TimeZone::UTC).unwrap(),
            standards: Standards::parse(["a-2b"]).unwrap(),
            identity: None,
            seal: None,
        };
        let pdf = export(&set, &settings).unwrap();
        assert_eq!(find_in_pdf(&pdf, &[0], true), [[identity.to_string()]]);
        let bare = typesetter.set("#set document(title: \"x\")\n= Form").unwrap();
        let none = || vec![Vec::<String>::new()];
        assert_eq!(find_in_pdf(&export(&bare, &settings).unwrap(), &[0], false), none());
        assert_eq!(find_in_pdf(b"%PDF-", &[0, 7], true), [none(), none()].concat());
        let deep = "[".repeat(500_000);
        let hostile =
            format!("%PDF-1.7\n/LZWDecode\n4 0 obj\n{deep}\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n9");
        assert_eq!(find_in_pdf(hostile.as_bytes(), &[0], true), none(), "nor does it take the stack");
        let picture = set.png(0, 200.0).unwrap().unwrap();
        assert!(is_picture(&picture) && !is_picture(&pdf) && !is_picture(b""));
        assert_eq!(find_in_picture(&picture), [identity.to_string()]);
        assert!(find_in_picture(&picture[..picture.len() / 2]).is_empty());
    }
}
