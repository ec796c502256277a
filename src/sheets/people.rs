//! Lists of people, counts of them, and badges: plain values, and the shapes in which `people.typ` reads them.

use serde::Serialize;
use serde_json::json;

use super::data::{Order, common, with};
use super::{Area, DispatchWords, Meta};
use crate::mailing::{LabelSheet, Paper};

/// Width and height of a badge that is cut, in millimetres: what holders of 90 by 55 mm take.
const BADGE: (f64, f64) = (90.0, 55.0);

/// What stays free at the edges of a sheet that is cut, in millimetres: there are the marks.
const EDGE: f64 = 8.0;

/// What stays free inside the edge of a badge that is cut, in millimetres.
const PADDING: f64 = 4.0;

/// A list of people, or of counts of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleList {
    /// What it is called.
    pub title: String,
    /// What is said above it: labels and values.
    pub facts: Vec<(String, String)>,
    /// Its columns.
    pub columns: Vec<PeopleColumn>,
    /// Its rows, by groups.
    pub groups: Vec<PeopleGroup>,
    /// The heading of a last column to be ticked by hand; none where it is empty.
    pub to_tick: String,
}

/// A column of a list of people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PeopleColumn {
    /// Its heading.
    pub label: String,
    /// Its part of the width, beside those of others; nought for what its texts take, which then stay on one line.
    pub share: u32,
    /// Whether it holds numbers.
    #[serde(rename = "end")]
    pub is_number: bool,
}

/// Rows that stand together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PeopleGroup {
    /// What they have in common; may be empty.
    pub title: String,
    /// What is said beside it; may be empty.
    pub note: String,
    /// The rows.
    pub rows: Vec<PeopleRow>,
}

/// A row of a list of people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PeopleRow {
    /// Id of the recipient, for problems.
    pub recipient: String,
    /// Language of its names, as a BCP 47 tag.
    #[serde(rename = "language")]
    pub locale: String,
    /// Its cells, one for each column.
    pub cells: Vec<String>,
}

/// A badge.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Badge {
    /// Id of the recipient, for problems.
    pub recipient: String,
    /// Language of the names, as a BCP 47 tag.
    #[serde(rename = "language")]
    pub locale: String,
    /// The name.
    pub name: String,
    /// The function; may be empty.
    pub function: String,
    /// The delegation.
    pub delegation: String,
    /// In which capacity; may be empty.
    pub capacity: String,
    /// The registration number.
    pub number: String,
}

/// What badges are printed on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BadgeSheet {
    /// Paper with marks for cutting, badges of 90 by 55 mm.
    Cut(Paper),
    /// A sheet of labels.
    Labels(LabelSheet),
}

/// A list of people.
pub(super) fn list(paper: Paper, list: &PeopleList, words: &DispatchWords, meta: &Meta) -> Order {
    let own = json!({
        "name": list.title,
        "facts": list.facts,
        "columns": list.columns,
        "groups": list.groups,
        "tick": list.to_tick,
    });
    Order {
        call: ("people", "people"),
        count: list.groups.iter().map(|group| group.rows.len()).sum(),
        data: with(common(words, meta, paper), own),
        place: ("the list".to_owned(), "a larger paper"),
    }
}

/// Badges.
pub(super) fn badges(
    sheet: &BadgeSheet,
    event: &str,
    badges: &[Badge],
    words: &DispatchWords,
    meta: &Meta,
) -> Order {
    let (paper, areas, cuts) = match sheet {
        BadgeSheet::Cut(paper) => cut(*paper, words.is_rtl),
        BadgeSheet::Labels(labels) => {
            (labels.paper, Area::of_labels(labels, words.is_rtl), (Vec::new(), Vec::new()))
        }
    };
    let own = json!({
        "event": event,
        "areas": areas,
        "cuts": { "x": cuts.0, "y": cuts.1 },
        "badges": badges,
    });
    Order {
        call: ("people", "badges"),
        count: badges.len(),
        data: with(common(words, meta, paper), own),
        place: ("the badge".to_owned(), "a larger label"),
    }
}

/// Where badges lie on a sheet that is cut, row by row in the direction of reading, and where it is cut.
fn cut(paper: Paper, is_rtl: bool) -> (Paper, Vec<Area>, (Vec<f64>, Vec<f64>)) {
    let (width, height) = paper.size();
    let fit = |room: f64, size: f64| ((room - 2.0 * EDGE) / size).floor().max(1.0);
    let (columns, rows) = (fit(width, BADGE.0), fit(height, BADGE.1));
    let (left, top) = ((width - columns * BADGE.0) / 2.0, (height - rows * BADGE.1) / 2.0);
    let steps = |count: f64, from: f64, size: f64| -> Vec<f64> {
        std::iter::successors(Some(0.0), |step| Some(step + 1.0))
            .take_while(|step| *step <= count)
            .map(|step| from + step * size)
            .collect()
    };
    let (xs, ys) = (steps(columns, left, BADGE.0), steps(rows, top, BADGE.1));
    let across = |xs: &[f64]| -> Vec<f64> {
        let mut starts = xs.get(..xs.len().saturating_sub(1)).unwrap_or_default().to_vec();
        if is_rtl {
            starts.reverse();
        }
        starts
    };
    let starts = across(&xs);
    let down = ys.get(..ys.len().saturating_sub(1)).unwrap_or_default();
    let area = |x: f64, y: f64| Area {
        x: x + PADDING,
        y: y + PADDING,
        width: BADGE.0 - 2.0 * PADDING,
        height: BADGE.1 - 2.0 * PADDING,
    };
    let areas = down.iter().flat_map(|y| starts.iter().map(move |x| area(*x, *y))).collect();
    (paper, areas, (xs, ys))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn badges_lie_within_the_marks_of_any_paper() {
        for (paper, count) in [(Paper::A4, 10), (Paper::UsLetter, 8)] {
            let (width, height) = paper.size();
            for is_rtl in [false, true] {
                let (_, areas, (xs, ys)) = cut(paper, is_rtl);
                assert_eq!((areas.len(), xs.len()), (count, 3), "{paper:?}");
                assert!(xs[0] >= EDGE && ys[0] >= EDGE && ys[ys.len() - 1] <= height - EDGE);
                assert!(areas.iter().all(|area| area.x > xs[0] && area.x + area.width < width - EDGE));
                assert_eq!(areas[0].x > areas[1].x, is_rtl);
            }
        }
    }
}
