//! Recipients as a table that spreadsheet programs open and that is read again as it is, and an empty workbook to fill in.
//!
//! | question | file |
//! | --- | --- |
//! | which columns a table of recipients has, and what is in them | `columns` |
//! | CSV and workbook | `table` |
//! | the workbook to fill in | `template` |
//! | any table of texts | `texts` |

mod columns;
mod table;
mod template;
mod texts;

#[cfg(test)]
mod tests;

pub use table::{TableFormat, write_recipients};
pub use template::make_template;
pub use texts::write_texts;
