//! The first page of a letter in small.

use std::io::Cursor;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{RenderCache, RenderSettings, render};
use image::{ImageFormat, RgbImage};

use crate::pdf::form::{Unreadable, run_guarded};

/// Pixels for each point: three hundred dots per inch at the width of 36 mm that a page is shown in.
const SCALE: f32 = 0.72;

/// Draws the first page of a PDF as PNG; none where it cannot be drawn.
pub(super) fn draw_first_page(pdf: &[u8]) -> Option<Vec<u8>> {
    let draw = |pdf: Vec<u8>| {
        let file = Pdf::new(pdf).map_err(|_| Unreadable::MALFORMED)?;
        Ok(file.pages().first().and_then(draw_page))
    };
    run_guarded(pdf, draw).ok().flatten()
}

fn draw_page(page: &hayro::hayro_syntax::page::Page<'_>) -> Option<Vec<u8>> {
    let settings = RenderSettings { x_scale: SCALE, y_scale: SCALE, ..RenderSettings::default() };
    let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    // On paper: what is transparent is white.
    let pixels: Vec<u8> = drawn
        .data_as_u8_slice()
        .chunks_exact(4)
        .flat_map(|pixel| match pixel {
            [red, green, blue, alpha] => [red, green, blue].map(|colour| colour.saturating_add(255 - alpha)),
            _ => [255; 3],
        })
        .collect();
    let picture = RgbImage::from_raw(width, height, pixels)?;
    let mut png = Cursor::new(Vec::new());
    picture.write_to(&mut png, ImageFormat::Png).ok()?;
    Some(png.into_inner())
}
