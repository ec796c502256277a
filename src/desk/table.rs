//! The head of a table, which is the same on every page.

use maud::{Markup, html};

/// What a column holds, as its heading says it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Column<'a> {
    /// Texts.
    Text(&'a str),
    /// Numbers, which stand below each other by their ends.
    Number(&'a str),
}

/// The head of a table with these columns.
pub(super) fn head(columns: &[Column<'_>]) -> Markup {
    html! {
        thead {
            tr {
                @for column in columns {
                    @match column {
                        Column::Text(heading) => th scope="col" { (heading) },
                        Column::Number(heading) => th.number scope="col" { (heading) },
                    }
                }
            }
        }
    }
}
