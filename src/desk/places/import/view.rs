//! What a spreadsheet is taken for, with what was chosen; and how that is saved.

use std::convert::Infallible;

use super::choice::Choice;
use crate::desk::state::Desk;
use crate::diagnostic::{Checked, Diagnostic, Problems, Severity, grouped};
use crate::edit::{self, Version};
use crate::import::{self, Import, ImportQuestion, ImportTopic, ListPlace, ShownRecipient};
use crate::mailing;
use crate::recipient::{ColumnsFile, RecipientSource, read_columns};
use crate::worker::{JobLimits, ReadingRoom};

/// How many recipients are shown as they are understood.
const SHOWN: usize = 5;

/// A question, and what was answered.
pub(super) struct Put {
    pub(super) question: ImportQuestion,
    pub(super) answer: Option<String>,
}

/// A spreadsheet as it is understood.
pub(super) struct View {
    pub(super) file: String,
    pub(super) import: Import,
    /// The columns that are unsure, by their index.
    pub(super) unsure: Vec<usize>,
    /// What is asked besides.
    pub(super) put: Vec<Put>,
    /// How many recipients there are; `None` where they cannot be read so.
    pub(super) count: Option<usize>,
    /// The first of them.
    pub(super) shown: Vec<ShownRecipient>,
    /// What is wrong, what is alike together.
    pub(super) problems: Vec<Diagnostic>,
    /// Whether it has a columns file already.
    pub(super) is_known: bool,
    /// What the page knows of the columns file.
    pub(super) seen: Version,
}

/// Looks at a spreadsheet, in a worker process, with what was chosen.
pub(super) fn look(desk: &Desk, choice: &Choice) -> Result<View, Problems> {
    let columns_file = import::columns_file(&choice.file);
    let (_, seen) = edit::read(&desk.root, &columns_file)?;
    let before = read_before(desk, &columns_file, &seen)?;
    let mut reader = ReadingRoom::new(&desk.isolation, JobLimits::LIST).reader();
    // A columns file says where the list is, until something else is chosen.
    let kept = before.as_ref().filter(|_| !choice.is_begun);
    let sheet = kept.and_then(|before| before.sheet.as_deref()).map(String::as_str);
    let place = ListPlace {
        sheet: sheet.or(Some(choice.sheet.as_str()).filter(|sheet| !sheet.is_empty())),
        encoding: None,
        header_row: kept.map(|before| before.header_row.value).or(choice.header_row),
    };
    let opened = import::open(&desk.root, &choice.file, place, &mut reader)?;
    let Checked { value: (mut import, questions), mut problems } = opened;
    let answers = answers(&mut import, choice, kept);
    let unsure = questions.iter().filter_map(|question| match question.topic {
        ImportTopic::Column(index) => Some(index),
        _ => None,
    });
    let unsure: Vec<usize> = unsure.collect();
    take_columns(&mut import, &answers);
    let mut put = Vec::new();
    answer(&mut import, questions, &answers, &mut put);
    let asked = import.settle(&mailing::language(&desk.root, &desk.mailing));
    answer(&mut import, asked, &answers, &mut put);
    put.retain(|put| !matches!(put.question.topic, ImportTopic::Column(_)));
    import.give_ids(before.as_ref().and_then(|before| before.given_ids.as_ref()));
    let read = match import.read(&columns_file) {
        Ok(read) => Some(read.report_to(&mut problems)),
        Err(wrong) => {
            problems.extend(wrong);
            None
        }
    };
    let mut problems: Vec<Diagnostic> = grouped(&problems.iter().cloned().collect::<Vec<_>>());
    problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
    Ok(View {
        file: choice.file.clone(),
        count: read.as_ref().map(Vec::len),
        shown: read.iter().flatten().take(SHOWN).map(ShownRecipient::from).collect(),
        unsure,
        put,
        problems,
        is_known: before.is_some(),
        seen,
        import,
    })
}

/// The columns file that the spreadsheet has already.
fn read_before(desk: &Desk, file: &str, seen: &Version) -> Result<Option<ColumnsFile>, Problems> {
    if *seen == Version::None {
        return Ok(None);
    }
    let Checked { value, problems } = read_columns(&desk.root, file);
    match value {
        Some(before) => Ok(Some(before)),
        None => Err(problems),
    }
}

/// The answers there are, by the names of what they answer.
type Answers = std::collections::BTreeMap<String, String>;

/// What was chosen, or what the columns file says where nothing was chosen yet.
fn answers(import: &mut Import, choice: &Choice, before: Option<&ColumnsFile>) -> Answers {
    let Some(before) = before else { return choice.answers.clone() };
    import.take_over(before);
    let columns = import.proposal().columns.iter();
    let columns = columns.map(|column| (column.topic(), column.is.clone()));
    let said = columns.chain(import::said_before(before));
    said.map(|(topic, value)| (topic.name(), value)).collect()
}

/// Takes over what was chosen for columns, where that is something a column can be.
fn take_columns(import: &mut Import, answers: &Answers) {
    let proposal = import.proposal();
    let chosen = proposal.columns.iter().filter_map(|column| {
        let is = answers.get(&column.topic().name()).filter(|is| **is != column.is)?;
        import.choices(column).contains(is).then(|| (column.topic(), is.clone()))
    });
    for (topic, is) in chosen.collect::<Vec<_>>() {
        import.answer(&topic, &is);
    }
}

/// Answers questions by what was chosen; all of them are put again, with their answers.
fn answer(import: &mut Import, questions: Vec<ImportQuestion>, answers: &Answers, put: &mut Vec<Put>) {
    let taken: Answers = import
        .proposal()
        .columns
        .iter()
        .filter(|column| answers.contains_key(&column.topic().name()))
        .map(|column| (column.topic().name(), column.is.clone()))
        .collect();
    let Ok(_) = import.answer_all(questions, |question| {
        let name = question.topic.name();
        let given = answers.get(&name);
        let answer = match question.topic {
            ImportTopic::Column(_) => taken.get(&name),
            _ => given.filter(|given| question.choices.iter().any(|choice| choice.value == **given)),
        };
        put.push(Put { question: question.clone(), answer: answer.cloned() });
        Ok::<_, Infallible>(answer.cloned())
    });
}

impl View {
    /// Whether what is asked is answered, or has an answer that is usual.
    pub(super) fn can_be_saved(&self) -> bool {
        let is_open = |put: &&Put| put.answer.is_none() && put.question.usual.is_none();
        self.put.iter().all(|put| !is_open(&put)) && self.count.is_some()
    }

    /// The problems that keep it from being read as a list.
    pub(super) fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error)
    }

    /// Writes the columns file, and names the list in the mailing.
    pub(super) fn save(&self, desk: &Desk, choice: &Choice) -> Result<(), Diagnostic> {
        let columns = import::columns_file(&self.file);
        let source = RecipientSource { file: self.file.clone(), columns: Some(columns.clone()), query: None };
        let (text, seen) = edit::read(&desk.root, &desk.mailing)?;
        let changed = mailing::add_list(&text, &source, &desk.mailing)?;
        let known = choice.seen.parse().unwrap_or(self.seen);
        desk.save(&columns, &known, &self.import.text())?;
        desk.save(&desk.mailing, &seen, &changed)?;
        Ok(())
    }
}
