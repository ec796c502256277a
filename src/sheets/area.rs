//! Where on a page sheets may print: the printable areas of labels, envelopes and windows.
//!
//! Areas follow from measurements alone, whatever is printed in them.

use serde::{Deserialize, Serialize};

use crate::mailing::{EnvelopeFormat, LabelSheet, Window};

/// What stays free inside the edge of a label or window, in millimetres: labels are fed and letters folded so exactly.
const PADDING: f64 = 3.0;

/// What stays free at the edges of a page, in millimetres: office printers print no nearer.
const EDGE: f64 = 5.0;

/// An area on a page, in millimetres from the left and top.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Area {
    /// Whether a point lies in the area or on its edge.
    #[must_use]
    pub fn holds(&self, x: f64, y: f64) -> bool {
        (self.x..=self.x + self.width).contains(&x) && (self.y..=self.y + self.height).contains(&y)
    }

    /// The printable area of each label of a sheet, row by row, in the direction of reading.
    #[must_use]
    pub fn of_labels(sheet: &LabelSheet, is_rtl: bool) -> Vec<Self> {
        let (paper_width, paper_height) = sheet.paper.size();
        let inside = |margin: f64, count: u32, size: f64, gap: f64, paper: f64| {
            let taken = margin + f64::from(count) * size + f64::from(count.saturating_sub(1)) * gap;
            // The same for all labels, so that they look the same.
            PADDING.max(EDGE - margin).max(EDGE - (paper - taken))
        };
        let x = inside(sheet.left, sheet.columns, sheet.width, sheet.column_gap, paper_width);
        let y = inside(sheet.top, sheet.rows, sheet.height, sheet.row_gap, paper_height);
        let label = |row: u32, column: u32| {
            let column = if is_rtl { sheet.columns - 1 - column } else { column };
            Self {
                x: sheet.left + f64::from(column) * (sheet.width + sheet.column_gap) + x,
                y: sheet.top + f64::from(row) * (sheet.height + sheet.row_gap) + y,
                width: sheet.width - 2.0 * x,
                height: sheet.height - 2.0 * y,
            }
        };
        (0..sheet.rows).flat_map(|row| (0..sheet.columns).map(move |column| label(row, column))).collect()
    }

    /// Where the address of an envelope is printed; `None` if the window decides.
    ///
    /// It keeps to the addressing zone of the Universal Postal Union's Convention Regulations: at least 40 mm from the
    /// top, 15 mm from the right and the bottom, where sorting machines print, and at most 140 mm from the right.
    #[must_use]
    pub fn of_address(format: EnvelopeFormat) -> Option<Self> {
        let area = |x, y, width, height| Some(Self { x, y, width, height });
        match format {
            EnvelopeFormat::Dl => area(98.0, 42.0, 107.0, 53.0),
            EnvelopeFormat::C5 => area(104.0, 62.0, 110.0, 85.0),
            EnvelopeFormat::C4 => area(184.0, 105.0, 125.0, 109.0),
            EnvelopeFormat::Window => None,
        }
    }

    /// Where the sender of an envelope is printed, at the top left, and below it what is sent.
    #[must_use]
    pub fn of_sender(format: EnvelopeFormat) -> Option<Self> {
        let area = |x, y, width, height| Some(Self { x, y, width, height });
        match format {
            EnvelopeFormat::Dl => area(12.0, 9.0, 84.0, 30.0),
            EnvelopeFormat::C5 => area(12.0, 10.0, 90.0, 40.0),
            EnvelopeFormat::C4 => area(15.0, 14.0, 110.0, 50.0),
            EnvelopeFormat::Window => None,
        }
    }

    /// What of a page shows in a window, however the letter lies in the envelope.
    #[must_use]
    pub fn of_window(window: &Window) -> Self {
        let Window { left, top, width, height } = window;
        Self {
            x: left + PADDING,
            y: top + PADDING,
            width: width - 2.0 * PADDING,
            height: height - 2.0 * PADDING,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_follow_the_direction_of_reading() {
        let sheet = LabelSheet::of_trade("L7160").unwrap();
        let (ltr, rtl) = (Area::of_labels(&sheet, false), Area::of_labels(&sheet, true));
        assert_eq!((ltr.len(), rtl.len()), (21, 21));
        assert_eq!(ltr[0], rtl[2]);
        assert!((ltr[0].x - 10.2).abs() < 1e-9 && (ltr[0].width - 57.5).abs() < 1e-9);
        // A sheet without margins keeps clear of the edge of the paper.
        let full = Area::of_labels(&LabelSheet::of_trade("3422").unwrap(), false);
        assert!(full[0].x >= 5.0 && full[2].x + full[2].width <= 205.0);
    }

    #[test]
    fn an_address_leaves_the_zones_of_the_post_free() {
        for format in [EnvelopeFormat::Dl, EnvelopeFormat::C5, EnvelopeFormat::C4] {
            let ((width, height), address) = (format.size().unwrap(), Area::of_address(format).unwrap());
            assert!(address.y >= 40.0 && address.y + address.height <= height - 15.0, "{format:?}");
            assert!(address.x >= width - 140.0 && address.x + address.width <= width - 15.0, "{format:?}");
            let sender = Area::of_sender(format).unwrap();
            assert!(
                sender.y + sender.height < address.y && sender.x + sender.width < address.x,
                "{format:?}"
            );
        }
        assert_eq!(Area::of_address(EnvelopeFormat::Window), None);
    }
}
