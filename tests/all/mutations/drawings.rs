//! Drawings and pictures made at random: pages that ask for more than there is, and what looks like barcodes.

use std::fmt::Write as _;
use std::io::Cursor;

use fastrand::Rng;
use image::{GrayImage, ImageFormat, Luma};

use super::chance::{NUMBERS, one};

/// What is drawn with how many numbers.
const OPERATORS: [(&str, usize); 24] = [
    ("q", 0),
    ("Q", 0),
    ("cm", 6),
    ("w", 1),
    ("J", 1),
    ("j", 1),
    ("m", 2),
    ("l", 2),
    ("c", 6),
    ("re", 4),
    ("h", 0),
    ("S", 0),
    ("f", 0),
    ("B*", 0),
    ("W", 0),
    ("n", 0),
    ("rg", 3),
    ("K", 4),
    ("BT", 0),
    ("Td", 2),
    ("Tm", 6),
    ("ET", 0),
    ("/X Do", 0),
    ("/Pattern cs /P scn", 0),
];

/// The content of a page.
pub(super) fn content(rng: &mut Rng) -> Vec<u8> {
    let mut text = String::new();
    for _ in 0..10_usize.pow(rng.u32(1..5)) {
        if rng.u8(..20) == 0 {
            let _ = writeln!(text, "[{} {}] {} d", number(rng), number(rng), number(rng));
        }
        let (operator, numbers) = one(&OPERATORS, rng);
        (0..*numbers).for_each(|_| {
            let _ = write!(text, "{} ", number(rng));
        });
        let _ = writeln!(text, "{operator}");
    }
    text.into_bytes()
}

fn number(rng: &mut Rng) -> String {
    if rng.u8(..10) == 0 { (*one(&NUMBERS, rng)).to_owned() } else { rng.i32(-50..900).to_string() }
}

/// A picture: noise in squares, with finder patterns of barcodes strewn over it.
pub(super) fn picture(rng: &mut Rng) -> Vec<u8> {
    let (side, square, module) = (rng.u32(50..2_000), rng.u32(1..9), rng.u32(1..6));
    let (every, of) = (rng.u32(8..40) * module, rng.u32(2..9));
    let mut shade = Rng::with_seed(rng.u64(..));
    let squares: Vec<bool> = (0..(side / square + 1).pow(2)).map(|_| shade.u32(..of) == 0).collect();
    let picture = GrayImage::from_fn(side, side, |x, y| {
        let [column, row] = [x, y].map(|at| at % every / module);
        let is_inside = |from: u32, to: u32| (from..to).contains(&column) && (from..to).contains(&row);
        let is_dark = if is_inside(0, 9) {
            is_inside(1, 8) && (!is_inside(2, 7) || is_inside(3, 6))
        } else {
            squares[((y / square) * (side / square + 1) + x / square) as usize]
        };
        Luma([if is_dark { 0 } else { 255 }])
    });
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).expect("memory");
    bytes
}
