//! The barcode of a form: a QR code (ISO/IEC 18004).

use qrcode::{Color, EcLevel, QrCode};

/// A text as a QR code: a square of grey pixels, a byte each, row by row, without the quiet zone around it. Empty where
/// the text is empty or too long for one.
///
/// A quarter of it may be soiled or torn: forms come back by fax.
pub(super) fn pixels(text: &str) -> Vec<u8> {
    const BLACK: u8 = 0;
    const WHITE: u8 = 255;
    if text.is_empty() {
        return Vec::new();
    }
    let pixel = |module: &Color| if *module == Color::Dark { BLACK } else { WHITE };
    QrCode::with_error_correction_level(text, EcLevel::Q)
        .map_or_else(|_| Vec::new(), |code| code.to_colors().iter().map(pixel).collect())
}
