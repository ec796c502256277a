//! What the barcode of a page says, read from the modules it is drawn from, without drawing the page.
//!
//! Programs that fill in a form leave its pictures as they are. In a scan or a print there is nothing to be found here.

use std::collections::BTreeMap;

use hayro_syntax::object::{Dict, Stream};
use hayro_syntax::page::Page;

use crate::barcode;

/// Sides of a QR code in modules (ISO/IEC 18004, 5.3.1).
const SIDES: std::ops::RangeInclusive<usize> = 21..=177;

/// Most bytes of a picture of modules, and most objects of a page that are looked at.
const MAX_PICTURE: usize = 1 << 17;
const MAX_OBJECTS: usize = 64;

/// What barcodes say, by the pictures they are: all pages of a form have the same one.
#[derive(Default)]
pub(super) struct Barcodes(BTreeMap<(i32, i32), Option<String>>);

impl Barcodes {
    /// What the barcode of a page says, probably one of what is expected; `None` where there is none.
    pub(super) fn read(&mut self, page: &Page<'_>, expected: &[String]) -> Option<String> {
        let resources = page.raw().get::<Dict<'_>>("Resources")?;
        let objects = resources.get::<Dict<'_>>("XObject")?;
        objects.keys().take(MAX_OBJECTS).find_map(|key| {
            let read =
                || objects.get::<Stream<'_>>(key.as_ref()).and_then(|stream| read_modules(&stream, expected));
            match objects.get_ref(key.as_ref()) {
                Some(id) => self.0.entry((id.obj_number, id.gen_number)).or_insert_with(read).clone(),
                None => read(),
            }
        })
    }
}

/// Reads a picture each of whose pixels is a module.
fn read_modules(picture: &Stream<'_>, expected: &[String]) -> Option<String> {
    const DARK: u8 = 128;
    let [width, height] = ["Width", "Height"].map(|key| picture.dict().get::<usize>(key));
    let side = width.filter(|side| height == Some(*side) && SIDES.contains(side))?;
    if picture.raw_data().len() > MAX_PICTURE {
        return None;
    }
    let bytes = picture.decoded().ok()?;
    // Grey or in colours: black and white have the same value in each.
    let values = bytes.len().checked_div(side * side).filter(|values| *values > 0)?;
    let is_dark = |at: usize| bytes.get(at * values).is_some_and(|value| *value < DARK);
    barcode::read((0..side * side).map(is_dark).collect(), expected)
}
