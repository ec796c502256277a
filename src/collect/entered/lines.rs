//! The entries of a table of answers as lines of the report, beside those of the returned files.

use jiff::tz::TimeZone;

use super::entry::{Entered, EnteredStatus, Entry};
use crate::collect::answers::{Answers, check_entered};
use crate::collect::examine::Examined;
use crate::collect::issued::Issued;
use crate::collect::model::Returned;
use crate::collect::status::ReturnStatus;
use crate::diagnostic::Diagnostic;
use crate::worker::Reader;

/// Makes a line for each recipient's answer, and for each other entry that says something of a recipient.
///
/// # Errors
///
/// A form as it was sent cannot be read.
pub(in crate::collect) fn to_lines(
    entered: &Entered,
    issued: &Issued<'_>,
    reader: &mut Reader,
) -> Result<Vec<Examined>, Diagnostic> {
    let mut lines = Vec::new();
    let mut answered: Vec<Vec<&Entry>> = Vec::new();
    for entry in &entered.entries {
        match entry.status {
            EnteredStatus::Read => {}
            // All rows of a recipient and a day are one answer, a participant each.
            EnteredStatus::Answered => {
                let same = |rows: &&mut Vec<&Entry>| {
                    rows.first().is_some_and(|one| one.recipient == entry.recipient && one.date == entry.date)
                };
                match answered.iter_mut().find(same) {
                    Some(rows) => rows.push(entry),
                    None => answered.push(vec![entry]),
                }
            }
            EnteredStatus::Regrets => {
                let mut line = line(entered, &[entry], ReturnStatus::Regrets, issued);
                line.answers = Some(Answers::regrets());
                lines.push(line);
            }
            EnteredStatus::Letter => {
                lines.push(line(entered, &[entry], ReturnStatus::AnsweredByLetter, issued));
            }
        }
    }
    for rows in answered {
        let mut line = line(entered, &rows, ReturnStatus::Keyed, issued);
        let Some(sent) = rows.first().and_then(|row| issued.sent_to(&row.recipient)) else { continue };
        let sent = issued.form(sent, reader)?;
        let values: Vec<_> = rows.iter().map(|row| (row.row, &row.values)).collect();
        let (answers, problems) = check_entered(&values, &sent, issued.around());
        line.returned.problems = problems;
        line.returned.participants = answers.rows.iter().filter(|row| row.is_participant()).count();
        line.answers = Some(answers);
        lines.push(line);
    }
    lines.sort_by_key(|line| line.returned.row);
    Ok(lines)
}

fn line(entered: &Entered, rows: &[&Entry], status: ReturnStatus, issued: &Issued<'_>) -> Examined {
    let mut returned = Returned::new(&entered.file, status);
    let numbers: Vec<String> = rows.iter().map(|row| row.row.to_string()).collect();
    let word = if rows.len() == 1 { "row" } else { "rows" };
    returned.part = Some(format!("{word} {}", numbers.join(", ")));
    let mut line = Examined::new(returned);
    if let Some(first) = rows.first() {
        line.returned.row = first.row;
        line.returned.recipient = Some(first.recipient.clone());
        line.returned.entered = Some(first.note.clone()).filter(|note| !note.is_empty());
        if let Some(sent) = issued.sent_to(&first.recipient) {
            line.returned.serial = sent.serial.clone();
            line.returned.document = sent.document.clone();
            line.returned.locale = sent.locale.clone();
        }
        line.returned.modified = first.date.map(|date| date.to_string());
        let noon = first.date.and_then(|date| date.at(12, 0, 0, 0).to_zoned_datetime(TimeZone::UTC).ok());
        line.modified = noon.map(|noon| noon.timestamp());
    }
    line
}
