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

/// Resolutions tried, in dots per inch: a module of the barcode is less than half a millimetre wide.
const RESOLUTIONS: [f32; 2] = [300.0, 200.0];

/// Most bytes a picture that is looked into may take: those of a large sheet, finely scanned in colour.
const MAX_PICTURE: u64 = 128 << 20;

/// Longest side of the image of a page, in pixels.
const MAX_SIDE: f32 = 5_000.0;

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
        let found = find_in_grey(&picture);
        if found.is_empty() { enlarge(&picture).map(|picture| find_in_grey(&picture)) } else { Some(found) }
    }))
    .ok()
    .flatten()
    .unwrap_or_default()
}

fn find_in_grey(picture: &GrayImage) -> Vec<String> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    find_on_paper(width, height, |x, y| picture.as_raw().get(y * width + x).copied().unwrap_or(u8::MAX))
}

/// A picture half as large again: scanned coarsely, a module of the barcode has too few pixels for its edges to be told. None
/// where it is large enough.
fn enlarge(picture: &GrayImage) -> Option<GrayImage> {
    let [width, height] = [picture.width(), picture.height()].map(|side| side.saturating_add(side / 2));
    let is_coarse = width.max(height) <= MAX_SIDE as u32;
    is_coarse.then(|| imageops::resize(picture, width, height, FilterType::Triangle))
}

/// The identities printed on pages of a PDF, numbered from zero, as text.
pub(super) fn find_in_pdf(pdf: &[u8], pages: &[usize]) -> Vec<Vec<String>> {
    let look = |pdf: Vec<u8>| {
        let file = Pdf::new(pdf).map_err(|_| Unreadable::MALFORMED)?;
        let look_at = |page: &usize| {
            let mut found = RESOLUTIONS.into_iter().map(|dpi| find_on_page(&file, *page, dpi));
            found.find(|codes| !codes.is_empty()).unwrap_or_default()
        };
        Ok(pages.iter().map(look_at).collect())
    };
    run_guarded(pdf, look).unwrap_or_else(|_| vec![Vec::new(); pages.len()])
}

fn find_on_page(file: &Pdf, page: usize, dpi: f32) -> Vec<String> {
    const POINTS_PER_INCH: f32 = 72.0;
    let Some(page) = file.pages().get(page) else { return Vec::new() };
    let (width, height) = page.render_dimensions();
    let longest = width.max(height);
    if !longest.is_finite() || width.min(height) < 1.0 {
        return Vec::new();
    }
    let scale = (dpi / POINTS_PER_INCH).min(MAX_SIDE / longest);
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
    find_on_paper(width, height, grey)
}

/// The identities in an image of paper, given as shades of grey, as text; of several forms side by side those of all.
fn find_on_paper(width: usize, height: usize, grey: impl Fn(usize, usize) -> u8 + Copy) -> Vec<String> {
    // Paper is white and print is black, or grey where it is fine; a photograph of paper may be darker on one side.
    let find = |lightest_print| {
        let mut image = match lightest_print {
            Some(lightest) => PreparedImage::prepare_from_bitmap(width, height, |x, y| grey(x, y) < lightest),
            None => PreparedImage::prepare_from_greyscale(width, height, grey),
        };
        let is_identity = |text: &String| text.parse::<Identity>().is_ok();
        let grids = image.detect_grids();
        let mut texts: Vec<String> = grids.iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect();
        texts.retain(is_identity);
        texts.sort();
        texts.dedup();
        Some(texts).filter(|texts| !texts.is_empty())
    };
    [Some(128), Some(160), None].into_iter().find_map(find).unwrap_or_default()
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
        assert_eq!(find_in_pdf(&pdf, &[0]), [[identity.to_string()]]);
        let bare = typesetter.set("#set document(title: \"x\")\n= Form").unwrap();
        let none = || vec![Vec::<String>::new()];
        assert_eq!(find_in_pdf(&export(&bare, &settings).unwrap(), &[0]), none());
        assert_eq!(find_in_pdf(b"%PDF-", &[0, 7]), [none(), none()].concat());
        let deep = "[".repeat(500_000);
        let hostile =
            format!("%PDF-1.7\n/LZWDecode\n4 0 obj\n{deep}\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n9");
        assert_eq!(find_in_pdf(hostile.as_bytes(), &[0]), none(), "nor does it take the stack");
        let picture = set.png(0, 200.0).unwrap().unwrap();
        assert!(is_picture(&picture) && !is_picture(&pdf) && !is_picture(b""));
        assert_eq!(find_in_picture(&picture), [identity.to_string()]);
        assert!(find_in_picture(&picture[..picture.len() / 2]).is_empty());
    }
}
