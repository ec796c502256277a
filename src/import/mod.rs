//! How a spreadsheet that an office keeps is to be read as a list of recipients: a proposal, and questions where it is unsure.
//!
//! Pure functions of the spreadsheet and of answers. Who asks people, and where the proposal is written, is for the caller.
//!
//! | question | file |
//! | --- | --- |
//! | what is proposed and asked | `model` |
//! | what an earlier columns file says | `said` |
//! | which headings mean a column | `headings`, `heading_words` |
//! | what values are | `content` |
//! | which row has the headings | `header` |
//! | what each column is | `guess` |
//! | which columns are taken, and what letters need that none is | `taken` |
//! | questions about columns | `ask` |
//! | the rows that are recipients | `rows` |
//! | what is said for rows that say nothing | `settle` |
//! | what words mean | `unclear_words` |
//! | ids | `ids` |
//! | the columns file | `text` |
//! | recipients to be looked over | `shown` |

mod ask;
mod content;
mod guess;
mod header;
mod heading_words;
mod headings;
mod ids;
mod model;
mod rows;
mod said;
mod settle;
mod shown;
mod taken;
mod text;
mod unclear_words;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

pub use model::{ImportQuestion, ImportTopic, Meaning, OfferedAnswer, Proposal, ProposedColumn, Why};
pub use said::said_before;
pub use shown::ShownRecipient;

use crate::diagnostic::{Checked, Problems, path_text};
use crate::recipient::grid::GridRow;
use crate::recipient::{
    ColumnsFile, GivenIds, HiddenRows, IdSource, Recipient, Spreadsheet, column_names, parse_columns,
};
use crate::workbook::ReadWorkbook;
use rows::Rows;

/// A spreadsheet with what is proposed for it so far.
#[derive(Debug)]
pub struct Import {
    spreadsheet: Spreadsheet,
    proposal: Proposal,
}

/// Which part of a spreadsheet is the list; what is `None` is found.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListPlace<'a> {
    /// The sheet of a workbook.
    pub sheet: Option<&'a str>,
    /// The encoding of a CSV file.
    pub encoding: Option<&'a str>,
    /// The row of the headings, as the spreadsheet counts it; in a CSV file its line.
    pub header_row: Option<u32>,
}

/// The path of the columns file of a spreadsheet, which is beside it.
#[must_use]
pub fn columns_file(file: &str) -> String {
    path_text(&Path::new(file).with_extension("columns.yaml")).replace('\\', "/")
}

/// Opens a spreadsheet, and proposes what its columns are; the questions are about columns that are unsure.
///
/// `file` is its path below `root`, as messages name it. Of a workbook the sheet of the name is taken, or the one that looks most like
/// a list.
///
/// # Errors
///
/// The file cannot be read, or no row has headings.
pub fn open(
    root: &Path,
    file: &str,
    place: ListPlace<'_>,
    reader: &mut dyn ReadWorkbook,
) -> Result<Checked<(Import, Vec<ImportQuestion>)>, Problems> {
    let opened = Spreadsheet::open(root, file, (place.sheet, place.encoding), reader, &header::score)?;
    let Checked { value: spreadsheet, problems } = opened;
    let header = match place.header_row {
        Some(number) => header::find_row(&spreadsheet.grid, number),
        None => header::find_header(&spreadsheet.grid),
    };
    let Some(header) = header else {
        let problem = header::report_none(file, place.header_row);
        return Err(problems.into_iter().chain([problem]).collect());
    };
    if let Some(problem) = header::report_empty(&spreadsheet, header) {
        return Err(problems.into_iter().chain([problem]).collect());
    }
    let (columns, questions) = guess::columns(&spreadsheet.grid, header);
    let header_row = spreadsheet.grid.rows.get(header).map_or(1, |row| row.number);
    let proposal = Proposal {
        sheet: spreadsheet.sheet.clone(),
        header_row,
        columns,
        ids: IdSource::Column,
        given: None,
        otherwise: Default::default(),
        words: Default::default(),
        hidden_rows: HiddenRows::Read,
        header,
    };
    Ok(Checked::new((Import { spreadsheet, proposal }, questions), problems))
}

impl Import {
    /// What is proposed.
    #[must_use]
    pub fn proposal(&self) -> &Proposal {
        &self.proposal
    }

    /// The first filled rows of the sheet, each with its number as the spreadsheet counts it and its cells by their columns, from zero.
    #[must_use]
    pub fn first_rows(&self, most: usize) -> Vec<(u32, BTreeMap<usize, String>)> {
        let rows = self.spreadsheet.grid.rows.iter().take(most);
        let cells = |row: &GridRow| {
            row.cells.iter().map(|(column, cell)| (*column, cell.text.trim().to_owned())).collect()
        };
        rows.map(|row| (row.number, cells(row))).collect()
    }

    /// What a column may be said to be.
    #[must_use]
    pub fn choices(&self, column: &ProposedColumn) -> Vec<String> {
        let field = format!("fields.{}", ask::field_name(&column.heading, column.index));
        let mut choices: Vec<String> = column_names().map(str::to_owned).collect();
        choices.extend(
            [&field, &column.is].into_iter().filter(|is| !column_names().any(|name| name == *is)).cloned(),
        );
        choices.dedup();
        choices
    }

    /// Takes over what an earlier columns file of this spreadsheet says, as far as it has the columns still.
    pub fn take_over(&mut self, before: &ColumnsFile) {
        for entry in &before.columns {
            let mut columns = self.proposal.columns.iter_mut();
            let Some(column) = columns.find(|column| column.heading == entry.heading.value) else { continue };
            if column.is != entry.is.value {
                column.is.clone_from(&entry.is.value);
                column.why = Why::Answer;
            }
            column.language = entry.language.as_ref().map(|language| language.value.clone());
        }
    }

    /// Answers questions by what `answer` says, and returns those that it leaves open: what follows is asked as if the usual were
    /// answered.
    ///
    /// # Errors
    ///
    /// Those of `answer`.
    pub fn answer_all<E>(
        &mut self,
        questions: Vec<ImportQuestion>,
        mut answer: impl FnMut(&ImportQuestion) -> Result<Option<String>, E>,
    ) -> Result<Vec<ImportQuestion>, E> {
        let mut open = Vec::new();
        for question in questions {
            if let Some(answer) = answer(&question)? {
                self.answer(&question.topic, &answer);
                continue;
            }
            if let Some(usual) = &question.usual {
                self.answer(&question.topic, usual);
            }
            open.push(question);
        }
        Ok(open)
    }

    /// The visible sheets that are not read.
    #[must_use]
    pub fn other_sheets(&self) -> &[String] {
        &self.spreadsheet.others
    }

    /// Takes an answer over.
    pub fn answer(&mut self, topic: &ImportTopic, value: &str) {
        let proposal = &mut self.proposal;
        match topic {
            ImportTopic::Column(index) => {
                if let Some(column) = proposal.columns.iter_mut().find(|column| column.index == *index) {
                    value.clone_into(&mut column.is);
                    column.why = Why::Answer;
                    column.language =
                        (value == "title").then(|| column.language.take().unwrap_or_else(|| "en".to_owned()));
                }
            }
            ImportTopic::Which(is) => {
                let chosen = proposal.columns.iter_mut().find(|column| column.index.to_string() == value);
                if let Some(column) = chosen {
                    column.is.clone_from(is);
                    column.why = Why::Answer;
                }
            }
            ImportTopic::Word { column, word } => {
                proposal.words.entry(column.clone()).or_default().insert(word.clone(), value.to_owned());
            }
            ImportTopic::Otherwise(key) => {
                proposal.otherwise.insert(key.clone(), value.to_owned());
            }
            ImportTopic::TitleLanguage => {
                for column in proposal.columns.iter_mut().filter(|column| column.is == "title") {
                    column.language = Some(value.to_owned());
                }
            }
            ImportTopic::HiddenRows => {
                let is_left_out = value == HiddenRows::LeftOut.name();
                proposal.hidden_rows = if is_left_out { HiddenRows::LeftOut } else { HiddenRows::Read };
            }
        }
    }

    /// Decides what words mean and what is said for rows that say nothing, once it is known what the columns are; `language` is the
    /// mailing's own. The questions are about what is unsure.
    pub fn settle(&mut self, language: &str) -> Vec<ImportQuestion> {
        let hidden = self.spreadsheet.count_hidden(self.proposal.header);
        let Self { spreadsheet, proposal } = self;
        let rows = Rows(find_rows(spreadsheet, proposal));
        settle::settle(proposal, &rows, hidden, language)
    }

    /// Finds ids once all is answered; those that were given before stay.
    pub fn give_ids(&mut self, before: Option<&GivenIds>) {
        let Self { spreadsheet, proposal } = self;
        let rows = Rows(find_rows(spreadsheet, proposal));
        ids::give(proposal, &rows, before);
    }

    /// The text of the columns file.
    #[must_use]
    pub fn text(&self) -> String {
        let name = self.spreadsheet.file.rsplit(['/', '\\']).next().unwrap_or_default();
        text::write(&self.proposal, name)
    }

    /// Reads the recipients as the columns file `columns_file` would have them read.
    ///
    /// # Errors
    ///
    /// The columns file is not sound.
    pub fn read(&self, columns_file: &str) -> Result<Checked<Vec<Recipient>>, Problems> {
        let Checked { value, problems } = parse_columns(&self.text(), columns_file);
        match value.filter(|_| !problems.has_errors()) {
            Some(rules) => Ok(self.spreadsheet.read(rules, columns_file)?),
            None => Err(problems),
        }
    }
}

/// The rows that are recipients by what is proposed so far.
fn find_rows<'a>(spreadsheet: &'a Spreadsheet, proposal: &Proposal) -> Vec<&'a GridRow> {
    let rules: Option<ColumnsFile> = parse_columns(&text::write(proposal, ""), "").value;
    rules.map_or_else(Vec::new, |rules| spreadsheet.recipient_rows(rules))
}
