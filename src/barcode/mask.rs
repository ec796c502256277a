//! The mask of a barcode: of eight, the one under which its modules are told apart best (ISO/IEC 18004, 7.8).
//!
//! The library that draws codes chooses one too, by the same penalties, and takes ten times as long for it.

use qrcode::Color;
use qrcode::canvas::{Canvas, MaskPattern};

/// The masks, in the order of their numbers.
pub(super) const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

/// The modules of a code under a mask, row by row; true is dark.
pub(super) fn masked(bare: &Canvas, mask: MaskPattern) -> Vec<bool> {
    let mut canvas = bare.clone();
    canvas.apply_mask(mask);
    canvas.into_colors().iter().map(|colour| *colour == Color::Dark).collect()
}

/// The modules of a code under the best mask; of several that are as good, under the first.
pub(super) fn mask_best(bare: &Canvas) -> Vec<bool> {
    MASKS
        .map(|mask| masked(bare, mask))
        .into_iter()
        .min_by_key(|modules| penalty(modules))
        .unwrap_or_default()
}

/// How badly modules are told apart (ISO/IEC 18004, 7.8.3), on the scale of the library.
fn penalty(modules: &[bool]) -> usize {
    let side = modules.len().isqrt().max(1);
    let columns: Vec<bool> = (0..side).flat_map(|x| modules.iter().skip(x).step_by(side).copied()).collect();
    let lines = modules.chunks_exact(side).chain(columns.chunks_exact(side));
    let of_lines: usize = lines.map(|line| penalty_of_runs(line) + penalty_of_finders(line)).sum();
    of_lines + penalty_of_blocks(modules, side) + penalty_of_balance(modules)
}

/// Five modules of a colour in a row are three points, each more is one.
fn penalty_of_runs(line: &[bool]) -> usize {
    let runs = line.chunk_by(|module, next| module == next).map(<[bool]>::len);
    runs.filter(|length| *length >= 5).map(|length| length - 2).sum()
}

/// Four modules of a colour in a square are three points.
fn penalty_of_blocks(modules: &[bool], side: usize) -> usize {
    let rows = modules.chunks_exact(side);
    let pairs = rows.clone().zip(rows.skip(1));
    let blocks = pairs.flat_map(|(upper, lower)| upper.windows(2).zip(lower.windows(2)));
    3 * blocks.filter(|(upper, lower)| upper[0] == upper[1] && *upper == *lower).count()
}

/// What looks like the middle of a finder pattern, with four light modules before it or behind, is forty points.
fn penalty_of_finders(line: &[bool]) -> usize {
    const MIDDLE: [bool; 7] = [true, false, true, true, true, false, true];
    const MARGIN: usize = 4;
    let found = line.windows(MIDDLE.len()).enumerate().filter(|(at, window)| {
        // Outside of the code all is light.
        let is_light = |from: usize, to: usize| line.iter().take(to).skip(from).all(|is_dark| !is_dark);
        let behind = at + MIDDLE.len();
        **window == MIDDLE && (is_light(at.saturating_sub(MARGIN), *at) || is_light(behind, behind + MARGIN))
    });
    40 * found.count()
}

/// Each half of a hundredth by which dark modules are more or fewer than half is a point.
fn penalty_of_balance(modules: &[bool]) -> usize {
    let dark = modules.iter().filter(|is_dark| **is_dark).count();
    (dark * 200 / modules.len().max(1)).abs_diff(100)
}

#[cfg(test)]
mod tests {
    use qrcode::bits::Bits;
    use qrcode::{EcLevel, QrCode, Version, ec};

    use super::*;

    #[test]
    fn the_mask_is_the_one_of_the_library() {
        let mut masks = std::collections::BTreeSet::new();
        for number in 0..80_i16 {
            let version = Version::Normal(1 + number % 8);
            let bits = || {
                let mut bits = Bits::new(version);
                bits.push_byte_data(format!("{}", i32::from(number) * 7_919).as_bytes()).expect("it fits");
                bits.push_terminator(EcLevel::Q).expect("it fits");
                bits
            };
            let (data, correction) =
                ec::construct_codewords(&bits().into_bytes(), version, EcLevel::Q).expect("codewords");
            let mut bare = Canvas::new(version, EcLevel::Q);
            bare.draw_all_functional_patterns();
            bare.draw_data(&data, &correction);
            let code = QrCode::with_bits(bits(), EcLevel::Q).expect("a code");
            let expected: Vec<bool> = code.to_colors().iter().map(|colour| *colour == Color::Dark).collect();
            assert!(mask_best(&bare) == expected, "code {number}");
            masks.extend(MASKS.iter().position(|mask| masked(&bare, *mask) == expected));
        }
        assert!(masks.len() >= 6, "only masks {masks:?} were chosen");
    }
}
