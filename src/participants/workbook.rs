//! The workbook: a sheet for each list. Every cell is a text or a count, so that none is a formula or a link.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::lists::{Lists, by_family_name};
use super::office::ListOffice;
use super::people::{People, PeopleOf, Person};
use crate::sheets::PeopleList;

/// Most characters of a cell.
const MOST: usize = 32_767;

pub(super) fn write(lists: &Lists<'_>, people: &People, office: &ListOffice) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same registrations give the same bytes.
    let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = format!("{} · {}", office.reference, office.words.participants);
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&date));
    let words = &office.words;
    let all = people.by_name();
    participants(add(&mut workbook, &words.participants, office)?, &all, office)?;
    let by_delegation: Vec<_> =
        people.delegations.iter().flat_map(|of| of.people.iter().map(move |person| (of, person))).collect();
    participants(add(&mut workbook, &words.by_state, office)?, &by_delegation, office)?;
    for list in [lists.heads(), lists.counts()] {
        of_list(add(&mut workbook, &list.title, office)?, &list)?;
    }
    workbook.save_to_buffer()
}

fn add<'w>(
    workbook: &'w mut Workbook,
    name: &str,
    office: &ListOffice,
) -> Result<&'w mut Worksheet, XlsxError> {
    let sheet = workbook.add_worksheet().set_name(name)?;
    sheet.set_right_to_left(office.is_rtl());
    Ok(sheet)
}

/// All that is said of people, a row each.
fn participants(
    sheet: &mut Worksheet,
    people: &[(&PeopleOf, &Person)],
    office: &ListOffice,
) -> Result<(), XlsxError> {
    let words = &office.words;
    let headings = [
        &words.number,
        &words.name,
        &words.family_name,
        &words.first_name,
        &words.function,
        &words.capacity,
        &words.delegation,
        &words.code,
        &words.language,
        &words.e_mail,
    ];
    head(sheet, headings.into_iter())?;
    for (number, (of, person)) in (1..).zip(people) {
        let name = by_family_name(person);
        let cells = [
            &person.number,
            &name,
            &person.family_name,
            &person.first_name,
            &person.function,
            &person.capacity,
            &of.name,
            &of.state,
            &of.locale,
            &person.e_mail,
        ];
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            text(sheet, number, column, cell)?;
        }
    }
    Ok(())
}

fn of_list(sheet: &mut Worksheet, list: &PeopleList) -> Result<(), XlsxError> {
    head(sheet, list.columns.iter().map(|column| &column.label))?;
    let bold = Format::new().set_bold();
    let mut number = 1;
    for group in &list.groups {
        if !group.title.is_empty() {
            sheet.write_string_with_format(number, 0, &group.title, &bold)?;
            number += 1;
        }
        for row in &group.rows {
            for ((position, cell), column) in (0..).zip(&row.cells).zip(&list.columns) {
                match cell.parse::<u32>() {
                    Ok(count) if column.is_number => {
                        sheet.write_number(number, position, count)?;
                    }
                    _ if cell.is_empty() => {}
                    _ => text(sheet, number, position, cell)?,
                }
            }
            number += 1;
        }
    }
    Ok(())
}

fn head<'h>(sheet: &mut Worksheet, headings: impl Iterator<Item = &'h String>) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
        sheet.set_column_width(column, 24)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn text(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) -> Result<(), XlsxError> {
    let fitted: String = cell.chars().take(MOST).collect();
    sheet.write_string(row, column, fitted)?;
    Ok(())
}
