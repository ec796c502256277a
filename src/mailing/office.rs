//! What the dispatch office prints on: sheets of labels and envelopes, by their measurements.
//!
//! Plain data and what it must hold to, in millimetres from the left and top of the paper; `sheets` prints on it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Paper;
use crate::diagnostic::{Code, Diagnostic, codes};

/// Millimetres of an inch.
const INCH: f64 = 25.4;

/// How far measurements may miss the paper, in millimetres: what rounding gives.
const ROUNDING: f64 = 0.01;

/// Least width and height of a label that an address can be printed on, in millimetres.
const LEAST: (f64, f64) = (30.0, 15.0);

/// Most labels side by side, and one below the other.
const MOST: u32 = 50;

impl Paper {
    /// Width and height in millimetres: ISO 216 A4, or 8.5 by 11 inches (ANSI/ASME Y14.1, size A).
    #[must_use]
    pub fn size(self) -> (f64, f64) {
        match self {
            Self::A4 => (210.0, 297.0),
            Self::UsLetter => (8.5 * INCH, 11.0 * INCH),
        }
    }
}

/// A sheet of labels of one size.
///
/// ```
/// use convoke::mailing::LabelSheet;
/// let sheet = LabelSheet::of_trade("L7160").expect("a common sheet");
/// assert_eq!((sheet.columns, sheet.rows), (3, 7));
/// assert_eq!(sheet.name(), "L7160");
/// assert!(sheet.problems().is_empty());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelSheet {
    /// Paper.
    #[serde(default)]
    pub paper: Paper,
    /// Labels side by side.
    pub columns: u32,
    /// Labels one below the other.
    pub rows: u32,
    /// Width of a label in millimetres.
    pub width: f64,
    /// Height of a label in millimetres.
    pub height: f64,
    /// Margin of the sheet at the left in millimetres.
    pub left: f64,
    /// Margin of the sheet at the top in millimetres.
    pub top: f64,
    /// Space between columns in millimetres.
    #[serde(default)]
    pub column_gap: f64,
    /// Space between rows in millimetres.
    #[serde(default)]
    pub row_gap: f64,
}

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

    /// What is wrong with the measurements: labels must lie on the paper, not overlap, and have room for an address.
    ///
    /// The problems name keys, such as `column_gap`; where the sheet is written down the caller knows.
    #[must_use]
    pub fn problems(&self) -> Vec<Diagnostic> {
        self.problems_as(codes::LABEL_SHEET)
    }

    /// The same problems under the code of what the sheet is used for.
    fn problems_as(&self, code: &'static Code) -> Vec<Diagnostic> {
        let (paper_width, paper_height) = self.paper.size();
        let mut problems = Vec::new();
        let across = Line {
            code,
            keys: ["columns", "width", "left", "column_gap"],
            count: self.columns,
            size: self.width,
            margin: self.left,
            gap: self.column_gap,
            least: LEAST.0,
            paper: paper_width,
        };
        let down = Line {
            code,
            keys: ["rows", "height", "top", "row_gap"],
            count: self.rows,
            size: self.height,
            margin: self.top,
            gap: self.row_gap,
            least: LEAST.1,
            paper: paper_height,
        };
        across.check(&mut problems);
        down.check(&mut problems);
        problems
    }
}

/// The labels of a sheet along one of its sides.
struct Line {
    code: &'static Code,
    /// Keys of number, size, margin and gap.
    keys: [&'static str; 4],
    count: u32,
    size: f64,
    margin: f64,
    gap: f64,
    least: f64,
    paper: f64,
}

impl Line {
    fn check(&self, problems: &mut Vec<Diagnostic>) {
        let [count, size, margin, gap] = self.keys;
        let mut wrong = |key: &str, message: String, hint: String| {
            problems.push(Diagnostic::new(self.code, message).with_field(key).with_hint(hint));
        };
        if !(1..=MOST).contains(&self.count) {
            wrong(count, format!("a sheet cannot have {} {count}", self.count), format!("give 1 to {MOST}"));
            return;
        }
        if !self.size.is_finite() || self.size < self.least {
            let message = format!("labels of {size} {} mm have no room for an address", self.size);
            wrong(size, message, format!("give at least {} mm", self.least));
            return;
        }
        for (key, value, what) in
            [(margin, self.margin, "a margin"), (gap, self.gap, "labels overlap at a gap")]
        {
            if !value.is_finite() || value < 0.0 {
                wrong(key, format!("{what} of {value} mm"), "give 0 mm or more".to_owned());
                return;
            }
        }
        let between = f64::from(self.count - 1);
        let taken = self.margin + f64::from(self.count) * self.size + between * self.gap;
        if taken > self.paper + ROUNDING {
            let message = format!(
                "{} {count} of labels end at {taken:.1} mm, the paper at {:.1} mm",
                self.count, self.paper
            );
            wrong(count, message, format!("measure {margin}, {size} and {gap} again"));
        }
    }
}

/// An envelope, or the paper behind the window of one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EnvelopeFormat {
    /// DL: 220 by 110 mm (ISO 269, withdrawn, and in use all the same).
    Dl,
    /// C5: 229 by 162 mm.
    #[default]
    C5,
    /// C4: 324 by 229 mm.
    C4,
    /// A page of the letters' paper that shows the address behind a window.
    Window,
}

impl EnvelopeFormat {
    /// Width and height in millimetres; none where the paper decides.
    #[must_use]
    pub fn size(self) -> Option<(f64, f64)> {
        match self {
            Self::Dl => Some((220.0, 110.0)),
            Self::C5 => Some((229.0, 162.0)),
            Self::C4 => Some((324.0, 229.0)),
            Self::Window => None,
        }
    }

    /// Its name, as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dl => "DL",
            Self::C5 => "C5",
            Self::C4 => "C4",
            Self::Window => "window",
        }
    }
}

/// The window of an envelope: where it lies over the folded letter, in millimetres from the page's left and top.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// From the left.
    pub left: f64,
    /// From the top.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Default for Window {
    /// The address field of DIN 5008, form B.
    fn default() -> Self {
        Self { left: 20.0, top: 45.0, width: 85.0, height: 45.0 }
    }
}

impl Window {
    /// What is wrong with the measurements: a window must lie on the paper and have room for an address.
    #[must_use]
    pub fn problems(&self, paper: Paper) -> Vec<Diagnostic> {
        let sheet = LabelSheet {
            paper,
            columns: 1,
            rows: 1,
            width: self.width,
            height: self.height,
            left: self.left,
            top: self.top,
            column_gap: 0.0,
            row_gap: 0.0,
        };
        sheet.problems_as(codes::ENVELOPE_WINDOW)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_sheets_lie_on_their_paper() {
        for number in LabelSheet::trade_numbers() {
            let sheet = LabelSheet::of_trade(number).unwrap();
            assert_eq!(sheet.problems(), [], "{number}");
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

    #[test]
    fn wrong_measurements_are_named() {
        let right = LabelSheet::of_trade("L7160").unwrap();
        let told = |sheet: LabelSheet| sheet.problems().iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            told(LabelSheet { columns: 4, ..right }),
            ["error[label-sheet]: 4 columns of labels end at 268.7 mm, the paper at 210.0 mm (columns)"]
        );
        assert_eq!(
            told(LabelSheet { row_gap: -1.0, ..right }),
            ["error[label-sheet]: labels overlap at a gap of -1 mm (row_gap)"]
        );
        assert_eq!(
            told(LabelSheet { rows: 0, width: f64::NAN, ..right }),
            [
                "error[label-sheet]: labels of width NaN mm have no room for an address (width)",
                "error[label-sheet]: a sheet cannot have 0 rows (rows)"
            ]
        );
        assert_eq!(Window::default().problems(Paper::A4), []);
        let wide = Window { width: 200.0, ..Window::default() };
        assert_eq!(wide.problems(Paper::A4)[0].code, "envelope-window");
    }

    #[test]
    fn free_measurements_are_read() {
        let text = "columns: 2\nrows: 5\nwidth: 99.1\nheight: 57\nleft: 4.65\ntop: 6\ncolumn_gap: 2.5\n";
        let sheet = crate::input::decode::<LabelSheet>(text, "sheet.yaml");
        assert!(sheet.problems.is_empty(), "{}", sheet.problems);
        assert_eq!(sheet.value.unwrap().name(), "L7173");
        let problems =
            crate::input::decode::<LabelSheet>(&text.replace("left", "lfet"), "sheet.yaml").problems;
        assert!(problems.iter().any(|problem| problem.code == "key-unknown"), "{problems:#?}");
    }
}
