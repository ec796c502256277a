//! What of a spreadsheet's columns was chosen, as an address or a form has it.

use std::collections::BTreeMap;

/// The fields of a form, in their order.
pub(super) type Pairs = Vec<(String, String)>;

/// The value of what is still to be chosen.
pub(super) const OPEN: &str = "?";

/// What was chosen.
#[derive(Debug, Default)]
pub(super) struct Choice {
    /// The spreadsheet.
    pub(super) file: String,
    /// The sheet of a workbook; empty for the one that is found.
    pub(super) sheet: String,
    /// The row of the headings; `None` for the one that is found.
    pub(super) header_row: Option<u32>,
    /// What the page knew of the columns file; empty where it was not shown yet.
    pub(super) seen: String,
    /// Answers by the names of what they answer; none where they are about another sheet or row.
    pub(super) answers: BTreeMap<String, String>,
    /// Whether anything was chosen before.
    pub(super) is_begun: bool,
}

impl Choice {
    pub(super) fn of(pairs: Pairs) -> Self {
        let mut choice = Self::default();
        let mut of = None;
        for (name, value) in pairs {
            match name.as_str() {
                "file" => choice.file = value,
                "sheet" => choice.sheet = value,
                "header" => choice.header_row = value.parse().ok(),
                "seen" => choice.seen = value,
                "of" => of = Some(value),
                _ if value == OPEN => {}
                _ => {
                    choice.answers.insert(name, value);
                }
            }
        }
        choice.is_begun = of.is_some();
        // Another sheet has other columns.
        if let Some(of) = of {
            let (sheet, row) = of.split_once('/').map_or(("", of.as_str()), |(row, sheet)| (sheet, row));
            if sheet != choice.sheet {
                choice.header_row = None;
            }
            if sheet != choice.sheet || row.parse().ok() != choice.header_row {
                choice.answers.clear();
            }
        }
        choice
    }

    /// What the page was about, by which another sheet or row is known.
    pub(super) fn about(sheet: Option<&str>, header_row: u32) -> String {
        format!("{header_row}/{}", sheet.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(query: &str) -> Choice {
        Choice::of(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    #[test]
    fn answers_are_about_the_sheet_and_row_that_were_shown() {
        let first = choice("file=a.xlsx&of=3/List&sheet=List&header=3&column:1=country&word:country:Congo=?");
        assert_eq!(first.answers, BTreeMap::from([("column:1".to_owned(), "country".to_owned())]));
        assert_eq!((first.sheet.as_str(), first.header_row), ("List", Some(3)));
        let other_row = choice("file=a.xlsx&of=3/List&sheet=List&header=4&column:1=country");
        assert_eq!((other_row.answers.len(), other_row.header_row), (0, Some(4)));
        let other_sheet = choice("file=a.xlsx&of=3/List&sheet=Old&header=3&column:1=country");
        assert_eq!((other_sheet.answers.len(), other_sheet.header_row), (0, None));
        assert!(!choice("file=a.xlsx").is_begun);
    }
}
