//! Common sheets of labels, by the numbers they are sold under.

use super::labels::LabelSheet;
use super::paper::{INCH, Paper};

/// Common sheets by their trade numbers.
///
/// Sizes and numbers of labels are those the makers print on the packs (Avery Zweckform for A4, Avery for US Letter).
/// Margins and gaps are those of the makers' templates for word processors; gLabels' template files, measured by their
/// users, agree with them to within half a millimetre. Numbers of four digits on A4 (Zweckform) have labels without gaps,
/// in the middle of the sheet.
const TRADE: [(&str, LabelSheet); 16] = [
    ("L7159", a4((3, 8), (63.5, 33.9), (7.2, 12.9), 2.5)),
    ("L7160", a4((3, 7), (63.5, 38.1), (7.2, 15.1), 2.5)),
    ("L7161", a4((3, 6), (63.5, 46.6), (7.2, 8.7), 2.5)),
    ("L7162", a4((2, 8), (99.1, 33.9), (4.65, 12.9), 2.5)),
    ("L7163", a4((2, 7), (99.1, 38.1), (4.65, 15.1), 2.5)),
    ("L7165", a4((2, 4), (99.1, 67.7), (4.65, 13.1), 2.5)),
    ("L7173", a4((2, 5), (99.1, 57.0), (4.65, 6.0), 2.5)),
    ("3422", a4((3, 8), (70.0, 35.0), (0.0, 8.5), 0.0)),
    ("3424", a4((2, 6), (105.0, 48.0), (0.0, 4.5), 0.0)),
    ("3474", a4((3, 8), (70.0, 37.0), (0.0, 0.5), 0.0)),
    ("3490", a4((3, 8), (70.0, 36.0), (0.0, 4.5), 0.0)),
    // 30 of 1 by 2 5/8 inches, 20 of 1 by 4, 14 of 1 1/3 by 4, 10 of 2 by 4, 6 of 3 1/3 by 4.
    ("5160", letter((3, 10), (2.625, 1.0), (0.1875, 0.5), 0.125)),
    ("5161", letter((2, 10), (4.0, 1.0), (0.156_25, 0.5), 0.1875)),
    ("5162", letter((2, 7), (4.0, 4.0 / 3.0), (0.156_25, 5.0 / 6.0), 0.1875)),
    ("5163", letter((2, 5), (4.0, 2.0), (0.156_25, 0.5), 0.1875)),
    ("5164", letter((2, 3), (4.0, 10.0 / 3.0), (0.156_25, 0.5), 0.1875)),
];

/// A sheet of A4 whose rows touch, in millimetres.
const fn a4(number: (u32, u32), label: (f64, f64), margins: (f64, f64), column_gap: f64) -> LabelSheet {
    LabelSheet {
        paper: Paper::A4,
        columns: number.0,
        rows: number.1,
        width: label.0,
        height: label.1,
        left: margins.0,
        top: margins.1,
        column_gap,
        row_gap: 0.0,
    }
}

/// A sheet of US Letter whose rows touch, in inches.
const fn letter(number: (u32, u32), label: (f64, f64), margins: (f64, f64), column_gap: f64) -> LabelSheet {
    let (label, margins) = ((label.0 * INCH, label.1 * INCH), (margins.0 * INCH, margins.1 * INCH));
    let sheet = a4(number, label, margins, column_gap * INCH);
    LabelSheet { paper: Paper::UsLetter, ..sheet }
}

impl Default for LabelSheet {
    /// The A4 sheet `L7160`.
    fn default() -> Self {
        a4((3, 7), (63.5, 38.1), (7.2, 15.1), 2.5)
    }
}

impl LabelSheet {
    /// The sheet of a trade number, such as `L7160` or `5160`; case does not matter.
    ///
    /// ```
    /// use convoke::mailing::LabelSheet;
    /// let sheet = LabelSheet::of_trade("L7160").expect("a common sheet");
    /// assert_eq!((sheet.columns, sheet.rows), (3, 7));
    /// assert_eq!(sheet.name(), "L7160");
    /// assert!(sheet.check().is_empty());
    /// ```
    #[must_use]
    pub fn of_trade(number: &str) -> Option<Self> {
        TRADE.iter().find(|(known, _)| known.eq_ignore_ascii_case(number.trim())).map(|(_, sheet)| *sheet)
    }

    /// The trade numbers known here.
    pub fn trade_numbers() -> impl Iterator<Item = &'static str> {
        TRADE.iter().map(|(number, _)| *number)
    }

    /// Its trade number, or the size of its labels where it has none here.
    #[must_use]
    pub fn name(&self) -> String {
        match TRADE.iter().find(|(_, sheet)| sheet == self) {
            Some((number, _)) => (*number).to_owned(),
            None => format!("{} × {} mm", self.width, self.height),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_sheets_lie_on_their_paper() {
        for number in LabelSheet::trade_numbers() {
            let sheet = LabelSheet::of_trade(number).unwrap();
            assert!(sheet.check().is_empty(), "{number}");
            assert_eq!(sheet.name(), number);
            // What is left at the right and bottom is what is left at the left and top.
            let (width, height) = sheet.paper.size();
            let (columns, rows) = (f64::from(sheet.columns), f64::from(sheet.rows));
            let right = width - sheet.left - columns * sheet.width - (columns - 1.0) * sheet.column_gap;
            let bottom = height - sheet.top - rows * sheet.height - (rows - 1.0) * sheet.row_gap;
            assert!((right - sheet.left).abs() < 0.3, "{number}: {right} at the right");
            assert!((bottom - sheet.top).abs() < 0.3, "{number}: {bottom} at the bottom");
        }
        assert!(LabelSheet::of_trade("l7160 ").is_some() && LabelSheet::of_trade("7160").is_none());
    }
}
