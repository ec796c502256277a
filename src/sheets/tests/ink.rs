//! What is printed stays where it may be: the pages of labels and envelopes, drawn and looked at pixel by pixel.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{RenderCache, RenderSettings, render};

use super::*;

const MILLIMETRES_PER_INCH: f64 = 25.4;

/// A rectangle in millimetres: left, top, right, bottom.
type Rectangle = [f64; 4];

/// A drawn page; where nothing is printed its bytes are zero.
struct Drawn {
    dots_per_inch: f64,
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

/// The first pages of a PDF, drawn.
fn draw(pdf: &[u8], dots_per_inch: f32, most: usize) -> Vec<Drawn> {
    let file = Pdf::new(pdf.to_vec()).unwrap();
    let scale = dots_per_inch / 72.0;
    let settings = RenderSettings { x_scale: scale, y_scale: scale, ..RenderSettings::default() };
    let cache = RenderCache::new();
    let pages = file.pages().iter().take(most).map(|page| {
        let drawn = render(page, &cache, &InterpreterSettings::default(), &settings);
        Drawn {
            dots_per_inch: dots_per_inch.into(),
            width: drawn.width().into(),
            height: drawn.height().into(),
            pixels: drawn.data_as_u8_slice().to_vec(),
        }
    });
    pages.collect()
}

impl Drawn {
    fn pixels_of(&self, millimetres: f64) -> f64 {
        millimetres / MILLIMETRES_PER_INCH * self.dots_per_inch
    }

    /// The spans of a row of pixels that may hold ink, a pixel of tolerance at each edge; in order.
    fn spans(&self, y: usize, allowed: &[Rectangle]) -> Vec<(usize, usize)> {
        let centre = y as f64 + 0.5;
        let is_here = |[_, top, _, bottom]: &&Rectangle| {
            (self.pixels_of(*top) - 1.0..=self.pixels_of(*bottom) + 1.0).contains(&centre)
        };
        let span = |[left, _, right, _]: &Rectangle| {
            let (from, to) = (self.pixels_of(*left).floor() - 1.0, self.pixels_of(*right).ceil() + 1.0);
            (from.max(0.0) as usize, (to as usize).min(self.width))
        };
        let mut spans: Vec<_> = allowed.iter().filter(is_here).map(span).collect();
        spans.sort_unstable();
        spans
    }

    /// The first ink outside of where it may be, in millimetres.
    fn strays(&self, allowed: &[Rectangle]) -> Option<(f64, f64)> {
        let blank = vec![0; self.width * 4];
        let millimetres = |pixel: usize| pixel as f64 / self.dots_per_inch * MILLIMETRES_PER_INCH;
        for y in 0..self.height {
            let row = &self.pixels[y * self.width * 4..(y + 1) * self.width * 4];
            let mut from = 0;
            for (start, end) in self.spans(y, allowed).into_iter().chain([(self.width, self.width)]) {
                let part = &row[from.min(start) * 4..start * 4];
                if part != &blank[..part.len()] {
                    let at = part.iter().position(|byte| *byte != 0).unwrap_or_default() / 4;
                    return Some((millimetres(from + at), millimetres(y)));
                }
                from = end.max(from);
            }
        }
        None
    }

    fn is_blank(&self, [left, top, right, bottom]: Rectangle) -> bool {
        let (left, right) = (self.pixels_of(left) as usize, (self.pixels_of(right) as usize).min(self.width));
        let rows = self.pixels_of(top) as usize..(self.pixels_of(bottom) as usize).min(self.height);
        let blank = vec![0; self.width * 4];
        rows.into_iter().all(|y| {
            let row = &self.pixels[(y * self.width + left) * 4..(y * self.width + right) * 4];
            row == &blank[..row.len()]
        })
    }
}

/// The labels of a sheet less 3 mm at each side, and less what lies within 5 mm of the paper's edge.
fn printable(sheet: &LabelSheet) -> Vec<Rectangle> {
    let (width, height) = sheet.paper.size();
    let mut found = Vec::new();
    for row in 0..sheet.rows {
        for column in 0..sheet.columns {
            let left = sheet.left + f64::from(column) * (sheet.width + sheet.column_gap);
            let top = sheet.top + f64::from(row) * (sheet.height + sheet.row_gap);
            let (right, bottom) = (left + sheet.width, top + sheet.height);
            found.push([
                (left + 3.0).max(5.0),
                (top + 3.0).max(5.0),
                (right - 3.0).min(width - 5.0),
                (bottom - 3.0).min(height - 5.0),
            ]);
        }
    }
    found
}

/// Checks the pages of a PDF: `on_sheet` are those before the pages of what did not fit.
fn check(
    Checked { value: made, problems }: &Checked<Made>,
    per_page: usize,
    allowed: &[Rectangle],
    dots_per_inch: f32,
    what: &str,
) {
    let overflow = problems.len();
    let on_sheet = (195 - overflow).div_ceil(per_page);
    let pages = draw(&made.pdf, dots_per_inch, usize::MAX);
    assert_eq!(pages.len(), made.pages as usize, "{what}");
    assert_eq!(pages.len() > on_sheet, overflow > 0, "{what}");
    for (number, page) in pages.iter().enumerate() {
        let margins = [[19.0, 19.0, 1000.0, 1000.0]];
        let allowed = if number < on_sheet { allowed } else { &margins };
        assert_eq!(page.strays(allowed), None, "{what}: page {}", number + 1);
    }
}

#[test]
fn labels_stay_inside_their_printable_areas() {
    let (sheets, addresses) = (sheets(), addresses());
    let mut overflows = Vec::new();
    for number in LabelSheet::trade_numbers() {
        let sheet = LabelSheet::of_trade(number).unwrap();
        let words = words(if number == "L7159" { "ar" } else { "en" });
        let made = sheets.labels(&sheet, &addresses, &words, &meta("Labels")).unwrap();
        let allowed = printable(&sheet);
        check(&made, allowed.len(), &allowed, 150.0, number);
        let first = draw(&made.value.pdf, 50.0, 1);
        assert!(allowed.iter().all(|label| !first[0].is_blank(*label)), "{number}: an empty label");
        if !made.problems.is_empty() {
            overflows.push((number, made.problems.len()));
        }
    }
    // Only labels an inch high have no room for the longest, and small ones none for one or two.
    let is_small =
        |number: &str, count: usize| matches!(number, "5160" | "5161") || number == "L7159" && count < 3;
    assert!(overflows.iter().all(|(number, count)| is_small(number, *count)), "{overflows:?}");
}

#[test]
fn envelopes_keep_the_zones_of_the_post_free() {
    let (sheets, addresses, words) = (sheets(), addresses(), words("en"));
    for (format, address_top) in
        [(EnvelopeFormat::Dl, 40.0), (EnvelopeFormat::C5, 58.0), (EnvelopeFormat::C4, 100.0)]
    {
        let (width, height) = format.size().unwrap();
        let made =
            sheets.envelopes(&envelope(format), &sender(), &addresses, &words, &meta("Envelopes")).unwrap();
        assert!(made.problems.is_empty(), "{format:?}: {}", made.problems);
        let zone = [width - 140.0, address_top, width - 15.0, height - 15.0];
        check(&made, 1, &[zone, [5.0, 5.0, width / 2.0, address_top]], 100.0, format.name());
        assert!(
            draw(&made.value.pdf, 50.0, usize::MAX).iter().all(|page| !page.is_blank(zone)),
            "{format:?}"
        );
    }
}

#[test]
fn addresses_show_in_their_window() {
    let (sheets, addresses, words) = (sheets(), addresses(), words("en"));
    let envelope = envelope(EnvelopeFormat::Window);
    let made = sheets.envelopes(&envelope, &sender(), &addresses, &words, &meta("Pages")).unwrap();
    assert!(made.problems.is_empty(), "{}", made.problems);
    check(&made, 1, &[[23.0, 48.0, 102.0, 87.0]], 100.0, "window");
}
