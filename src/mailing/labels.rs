//! Sheets of labels, by their measurements.
//!
//! Plain data and its limits, in millimetres from the left and top of the paper; `sheets` prints on it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::paper::Paper;
use crate::diagnostic::{Code, Diagnostic, Problems, codes, counted};

/// How far measurements may exceed the paper, in millimetres: rounding errors.
const ROUNDING: f64 = 0.01;

/// Least width and height of a label that an address can be printed on, in millimetres.
const LEAST: (f64, f64) = (30.0, 15.0);

/// Most labels side by side, and one below the other.
const MOST: u32 = 50;

/// A sheet of labels of one size.
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

impl LabelSheet {
    /// Checks the measurements: labels must lie on the paper, not overlap, and have room for an address.
    ///
    /// The problems name keys, such as `column_gap`; the caller adds where the sheet is described.
    pub fn check(&self) -> Problems {
        self.check_as(codes::LABEL_SHEET)
    }

    /// Checks the same under the code of what the sheet is used for.
    pub(super) fn check_as(&self, code: &'static Code) -> Problems {
        let (paper_width, paper_height) = self.paper.size();
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
        [across, down].iter().filter_map(Line::check).collect()
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
    fn check(&self) -> Option<Diagnostic> {
        let [count, size, margin, gap] = self.keys;
        let wrong = |key: &str, message: String, hint: String| {
            Some(Diagnostic::new(self.code, message).with_field(key).with_hint(hint))
        };
        if !(1..=MOST).contains(&self.count) {
            let message = format!("a sheet cannot have {} {count}", self.count);
            return wrong(count, message, format!("give 1 to {MOST}"));
        }
        if !self.size.is_finite() || self.size < self.least {
            let message = format!("labels of {size} {} mm have no room for an address", self.size);
            return wrong(size, message, format!("give at least {} mm", self.least));
        }
        for (key, value, what) in
            [(margin, self.margin, "a margin"), (gap, self.gap, "labels overlap at a gap")]
        {
            if !value.is_finite() || value < 0.0 {
                return wrong(key, format!("{what} of {value} mm"), "give 0 mm or more".to_owned());
            }
        }
        let between = f64::from(self.count - 1);
        let taken = self.margin + f64::from(self.count) * self.size + between * self.gap;
        if taken > self.paper + ROUNDING {
            let message = format!(
                "the labels end at {taken:.1} mm ({}), the paper at {:.1} mm",
                counted(self.count, count.trim_end_matches('s')),
                self.paper
            );
            return wrong(count, message, format!("measure {margin}, {size} and {gap} again"));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_measurements_are_named() {
        let right = LabelSheet::of_trade("L7160").unwrap();
        let messages = |sheet: LabelSheet| sheet.check().to_string();
        assert_eq!(
            messages(LabelSheet { columns: 4, ..right }),
            "error[label-sheet]: the labels end at 268.7 mm (4 columns), the paper at 210.0 mm (columns)"
        );
        assert_eq!(
            messages(LabelSheet { row_gap: -1.0, ..right }),
            "error[label-sheet]: labels overlap at a gap of -1 mm (row_gap)"
        );
        assert_eq!(
            messages(LabelSheet { rows: 0, width: f64::NAN, ..right }),
            "error[label-sheet]: labels of width NaN mm have no room for an address (width)\n\
             error[label-sheet]: a sheet cannot have 0 rows (rows)"
        );
    }

    #[test]
    fn free_measurements_are_read() {
        let text = "columns: 2\nrows: 5\nwidth: 99.1\nheight: 57\nleft: 4.65\ntop: 6\ncolumn_gap: 2.5\n";
        let sheet = crate::input::decode::<LabelSheet>(text, "sheet.yaml");
        assert!(sheet.problems.is_empty(), "{}", sheet.problems);
        assert_eq!(sheet.value.unwrap().name(), "L7173");
        let text = text.replace("left", "lfet");
        let problems = crate::input::decode::<LabelSheet>(&text, "sheet.yaml").problems;
        assert!(problems.iter().any(|problem| problem.code == "key-unknown"), "{problems}");
    }
}
