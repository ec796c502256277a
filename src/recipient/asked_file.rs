//! The file in which a person names those they ask for.

use std::path::Path;

use crate::beneath::read_regular;
use crate::diagnostic::{Diagnostic, Location, codes, io_text, path_text};
use crate::input::decode_text;
use crate::names::fold_words;

/// Largest file of those asked for, in bytes.
const MAX_BYTES: u64 = 64 << 20;

/// Reads the file that a person names: a line for each they ask for, without empty ones and those that begin with `#`; of a table whose
/// first line has a column `recipient` or `id`, its values.
///
/// # Errors
///
/// It cannot be read, or asks for nobody.
pub fn read_asked(path: &Path) -> Result<Vec<String>, Diagnostic> {
    let file = path_text(path).to_string();
    let refuse = |cause: &str| {
        Diagnostic::new(codes::ASKED_UNREADABLE, format!("the recipients asked for cannot be read ({cause})"))
            .with_location(Location::file(&file))
            .with_hint(
                "name a text file with an id on each line, or a table with a column `recipient` or `id`",
            )
    };
    let bytes = read_regular(path, MAX_BYTES).map_err(|error| refuse(&io_text(&error)))?;
    let texts = asked_in(&decode_text(&bytes, &file, None)?.text);
    if texts.is_empty() { Err(refuse("it names nobody")) } else { Ok(texts) }
}

/// What a file asks for: a line each, without empty ones and those that begin with `#`. Of a table whose first line has a column
/// `recipient` or `id`, its values.
fn asked_in(text: &str) -> Vec<String> {
    let is_key = |cell: &str| ["recipient", "id"].contains(&fold_words(cell).as_str());
    let first = text.lines().next().unwrap_or_default();
    for delimiter in [b';', b'\t', b','] {
        let mut table =
            csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
        let at = table.headers().ok().and_then(|headings| headings.iter().position(is_key));
        if let Some(at) = at.filter(|_| first.contains(char::from(delimiter))) {
            let rows = table.records().filter_map(Result::ok);
            let values = rows.filter_map(|row| Some(row.get(at)?.trim().to_owned()));
            return values.filter(|value| !value.is_empty()).collect();
        }
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let lines = lines.enumerate().filter(|(number, line)| *number > 0 || !is_key(line));
    lines.map(|(_, line)| line.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_asks_by_lines_or_by_a_column() {
        for (text, asked) in [
            ("FRA\n\n# later\n  Brazil \nWHO", "FRA|Brazil|WHO"),
            ("recipient\nFRA\n7\n", "FRA|7"),
            ("name;id;fax\n\"A; B\";FRA;1\n\nC;7;2\n", "FRA|7"),
            ("recipient,serial\r\nFRA,1\r\n,2\r\n", "FRA"),
            ("Ministry of Trade, Industry\nWHO\n", "Ministry of Trade, Industry|WHO"),
            ("", ""),
        ] {
            assert_eq!(asked_in(text).join("|"), asked, "{text}");
        }
    }
}
