//! An empty workbook to fill in: headings, lists to choose from, and an example that is never read as a recipient.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError,
};

use crate::diagnostic::{Diagnostic, codes};
use crate::locale::{STATE_CODES, state_name};
use crate::recipient::{Channel, EXAMPLE};

/// Rows that have lists to choose from.
const ROWS: u32 = 2000;

/// Headings, the width of their columns, and what the example has in them.
const COLUMNS: [(&str, f64, &str); 14] = [
    ("Country", 24.0, "Example: Norway (this row is not read)"),
    ("Ministry or organisation", 36.0, "Ministry of Foreign Affairs"),
    ("Title", 10.0, "Ms"),
    ("First name", 18.0, "Kari"),
    ("Family name", 18.0, "NORDMANN"),
    ("Function", 30.0, "Minister for Foreign Affairs"),
    ("Address", 36.0, "7. juni-plassen 1"),
    ("Postcode", 12.0, "0251"),
    ("City", 18.0, "Oslo"),
    ("E-mail", 36.0, "protocol@ministry.example; office@ministry.example"),
    ("Fax", 20.0, "+47 23 95 00 00"),
    ("Language", 12.0, "English"),
    ("Send by", 18.0, "e-mail"),
    ("Remarks", 36.0, "Columns that you do not need may be deleted, and others added."),
];

const LANGUAGES: [&str; 6] = ["English", "French", "Spanish", "Russian", "Chinese", "Arabic"];

/// Makes the workbook. It has the same bytes each time.
///
/// # Errors
///
/// The library that writes workbooks refuses it.
pub fn make_template() -> Result<Vec<u8>, Diagnostic> {
    write().map_err(|error| {
        Diagnostic::new(codes::EXPORT, format!("the workbook cannot be made ({error})"))
            .with_hint("report it")
    })
}

fn write() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    let states = states();
    fill_sheet(book.add_worksheet().set_name("Recipients")?, states.len())?;
    let lists = book.add_worksheet().set_name("Lists")?;
    lists.write_string_with_format(0, 0, "Countries", &Format::new().set_bold())?;
    for (row, state) in (1..).zip(&states) {
        lists.write_string(row, 0, *state)?;
    }
    lists.set_column_width(0, 44)?;
    book.save_to_buffer()
}

fn fill_sheet(sheet: &mut Worksheet, states: usize) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_background_color("DDE6F0").set_text_wrap();
    let example = Format::new().set_italic().set_font_color("808080").set_num_format("@");
    let text = Format::new().set_num_format("@");
    for (index, (name, width, value)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(index, width)?.set_column_format(index, &text)?;
        sheet.write_string_with_format(0, index, name, &heading)?;
        sheet.write_string_with_format(1, index, value, &example)?;
    }
    debug_assert!(COLUMNS[0].2.starts_with(EXAMPLE), "the example is known by its first word");
    sheet.set_freeze_panes(1, 0)?;
    let countries =
        DataValidation::new().allow_list_formula(Formula::new(format!("Lists!$A$2:$A${}", states + 1)));
    // Names that the list does not have are read too.
    choose(sheet, 0, countries.show_error_message(false))?;
    choose(sheet, 2, DataValidation::new().allow_list_strings(&["Mr", "Ms"])?.show_error_message(false))?;
    choose(sheet, 11, DataValidation::new().allow_list_strings(&LANGUAGES)?.show_error_message(false))?;
    let channels = Channel::ALL.map(Channel::name);
    choose(sheet, 12, DataValidation::new().allow_list_strings(&channels)?.show_error_message(false))
}

fn choose(sheet: &mut Worksheet, column: u16, list: DataValidation) -> Result<(), XlsxError> {
    sheet.add_data_validation(2, column, ROWS, column, &list)?;
    Ok(())
}

/// The short names of all States, sorted.
fn states() -> Vec<&'static str> {
    let mut names: Vec<&str> =
        STATE_CODES.split(", ").filter_map(|codes| state_name(codes.split(' ').nth(1)?)).collect();
    names.sort_unstable();
    names
}
