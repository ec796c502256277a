//! The answers of a form: its fields checked against those it was sent with, and its participants as rows.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::dates::{check_date, check_order};
use super::model::{AskedField, Column, FieldProblem, LEADING, Row};
use super::plausible::{check_text, plain_time};
use super::renamed::KnownNames;
use crate::diagnostic::counted;
use crate::pdf::FieldKind;
use crate::pdf::form::{Field, Form, MAX_VALUE, check};

/// What a form says.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Answers {
    pub(super) columns: Vec<Column>,
    /// A row for each participant; one row without number if there is none, so that nothing is left out.
    pub(super) rows: Vec<Row>,
    /// Whether anything was filled in.
    pub(super) is_filled: bool,
}

impl Answers {
    /// The answer of a recipient that will not come.
    pub(super) fn regrets() -> Self {
        Self { columns: Vec::new(), rows: vec![Row::default()], is_filled: true }
    }
}

/// The columns of the table of registrations that a form has.
pub(super) fn columns(sent: &Form) -> Vec<Column> {
    Names::new(sent).list(sent)
}

/// The fields that a person keys in, each column once: those of a participant's page before those of the delegation list, in the order of
/// the form.
pub(super) fn asked_fields(sent: &Form) -> Vec<AskedField> {
    let names = Names::new(sent);
    let is_keyed = |field: &&Field| !field.read_only && field.kind != FieldKind::Signature;
    let mut asked: Vec<AskedField> = Vec::new();
    let of_list = |field: &&Field| matches!(field_part(&field.name).0, FieldPart::Delegation(_));
    let (listed, others): (Vec<&Field>, Vec<&Field>) = sent.fields.iter().filter(is_keyed).partition(of_list);
    for field in others.into_iter().chain(listed) {
        let (part, rest) = field_part(&field.name);
        let column = names.column(part, rest);
        if !asked.iter().any(|known| known.column == column) {
            asked.push(AskedField {
                column,
                label: field.tip.clone(),
                kind: field.kind,
                options: field.options.clone(),
                limit: field.limit,
                is_required: field.required,
                is_each: part != FieldPart::Form,
            });
        }
    }
    asked
}

/// Checks rows of values that were keyed in, by the columns of the table and with their numbers, against the form that was sent:
/// each is a participant.
pub(super) fn check_entered(
    rows: &[(u32, &BTreeMap<String, String>)],
    sent: &Form,
    around: Option<Date>,
) -> (Answers, Vec<FieldProblem>) {
    let names = Names::new(sent);
    let mut fields: BTreeMap<String, &Field> = BTreeMap::new();
    for field in sent.fields.iter().rev().filter(|field| !field.read_only) {
        let (part, rest) = field_part(&field.name);
        fields.insert(names.column(part, rest), field);
    }
    let (mut checked, mut problems) = (Vec::new(), Vec::new());
    for ((number, values), participant) in rows.iter().zip(1..) {
        let mut row = Row { participant: Some(participant), ..Row::default() };
        for (column, value) in *values {
            let Some(field) = fields.get(column) else { continue };
            let typed = Field {
                value: value.clone(),
                characters: value.chars().count(),
                shown: None,
                ..(*field).clone()
            };
            let (value, problem) = check_value(&typed, field);
            let of_row = |name: &str| values.get(name).map(String::as_str);
            let problem = problem
                .or_else(|| check_date(field, &value, around))
                .or_else(|| check_text(field, &value))
                .or_else(|| check_order(&field.name, &value, of_row));
            if let Some(problem) = problem {
                row.invalid.insert(column.clone());
                problems.push(FieldProblem {
                    field: column.clone(),
                    problem: format!("row {number}: {problem}"),
                });
            }
            row.values.insert(column.clone(), value);
        }
        checked.push(row);
    }
    (Answers { columns: names.list(sent), rows: checked, is_filled: true }, problems)
}

/// Whose field it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldPart {
    /// The form's, for all participants.
    Form,
    /// A participant's page, by number.
    Participant(u32),
    /// A row of the delegation list, by number.
    Delegation(u32),
}

/// A field checked.
struct Answer<'a> {
    part: FieldPart,
    column: String,
    sent: &'a Field,
    value: String,
    /// Whether somebody filled it in, more than was there before.
    is_filled: bool,
    problem: Option<String>,
}

/// Checks a returned form against the one that was sent; dates, against one near the event.
pub(super) fn check_answers(
    returned: &Form,
    sent: &Form,
    around: Option<Date>,
) -> (Answers, Vec<FieldProblem>) {
    let known = KnownNames::new(sent.fields.iter().map(|field| field.name.as_str()));
    let (by_name, strange) = known.assign(&returned.fields);
    let columns = Names::new(sent);
    let mut problems = Vec::new();
    let mut answers: Vec<Answer<'_>> = Vec::new();
    let mut lacking = 0;
    for field in &sent.fields {
        let (part, rest) = field_part(&field.name);
        let found = by_name.get(field.name.as_str()).copied();
        lacking += usize::from(found.is_none());
        let (value, problem) = found.map_or_else(Default::default, |found| check_value(found, field));
        let problem =
            problem.or_else(|| check_date(field, &value, around)).or_else(|| check_text(field, &value));
        answers.push(Answer {
            part,
            column: columns.column(part, rest),
            sent: field,
            is_filled: !field.read_only && !value.is_empty() && value != field.value,
            value,
            problem,
        });
    }
    let filled: BTreeSet<FieldPart> =
        answers.iter().filter(|answer| answer.is_filled).map(|answer| answer.part).collect();
    for answer in &mut answers {
        let is_asked =
            filled.contains(&answer.part) || (answer.part == FieldPart::Form && !filled.is_empty());
        if answer.sent.required && is_asked && answer.value.is_empty() && answer.problem.is_none() {
            answer.problem = Some("required, and empty".to_owned());
        }
    }
    let late = find_late(&answers);
    for (answer, late) in answers.iter_mut().zip(late) {
        answer.problem = answer.problem.take().or(late);
    }
    for answer in &answers {
        let field = answer.sent.name.clone();
        problems.extend(answer.problem.clone().map(|problem| FieldProblem { field, problem }));
    }
    if lacking > 0 {
        let problem = format!("{} missing", counted(lacking, "field"));
        problems.push(FieldProblem { field: String::new(), problem });
    }
    if strange > 0 {
        let problem = format!("{} beyond those sent, not read", counted(strange, "field"));
        problems.push(FieldProblem { field: String::new(), problem });
    }
    let rows = make_rows(&answers, &filled);
    (Answers { columns: columns.list(sent), rows, is_filled: !filled.is_empty() }, problems)
}

/// For each answer, what is wrong with a date that comes before the one it follows.
fn find_late(answers: &[Answer<'_>]) -> Vec<Option<String>> {
    let late = answers.iter().map(|answer| {
        let of_part = |name: &str| {
            let is_it = |other: &&Answer<'_>| {
                other.part == answer.part && other.sent.name.rsplit('.').next() == Some(name)
            };
            answers.iter().find(is_it).map(|other| other.value.as_str())
        };
        check_order(&answer.sent.name, &answer.value, of_part)
    });
    late.collect()
}

/// The value of a field as its kind has it, or as it was written, with what is wrong.
fn check_value(found: &Field, sent: &Field) -> (String, Option<String>) {
    // A program may have changed a box and left the value behind it, or the other way round.
    let value = match &found.shown {
        Some(shown) if found.value == sent.value => shown,
        _ => &found.value,
    };
    if sent.kind == FieldKind::Signature {
        return (value.clone(), None);
    }
    // A time is shorter so, and fits where it would not as it was written.
    let time = plain_time(sent, value);
    let characters = if time.is_some() { 0 } else { found.characters };
    let rules = Field { characters, ..sent.clone() };
    let value = time.as_ref().unwrap_or(value);
    let (value, problem) = match check(&rules, value) {
        Ok(value) => (value, None),
        Err(unfit) => (value.clone(), Some(format!("{unfit}: {}", unfit.hint()))),
    };
    let problem = problem.or_else(|| {
        let is_cut = found.characters > found.value.chars().count();
        is_cut.then(|| {
            format!("{}, of which at most {MAX_VALUE} are kept", counted(found.characters, "character"))
        })
    });
    let is_changed = sent.read_only && value != sent.value;
    (value, problem.or_else(|| is_changed.then(|| "changed, though it is not to be".to_owned())))
}

/// Whose field a name names, and the rest of the name.
#[must_use]
pub fn field_part(name: &str) -> (FieldPart, &str) {
    let numbered = |prefix: &str| {
        let (number, rest) = name.strip_prefix(prefix)?.split_once('.')?;
        Some((number.parse().ok()?, rest))
    };
    if let Some((number, rest)) = numbered("participant.") {
        return (FieldPart::Participant(number), rest);
    }
    if let Some((number, rest)) = numbered("delegation.") {
        return (FieldPart::Delegation(number), rest);
    }
    (FieldPart::Form, name)
}

/// The names of columns: a participant's fields by the rest of their names, the form's by all of it.
struct Names<'a> {
    people: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    fn new(sent: &'a Form) -> Self {
        let parts = sent.fields.iter().map(|field| field_part(&field.name));
        Self { people: parts.filter(|(part, _)| *part != FieldPart::Form).map(|(_, rest)| rest).collect() }
    }

    fn column(&self, part: FieldPart, rest: &str) -> String {
        match part {
            FieldPart::Form if self.people.contains(rest) || LEADING.contains(&rest) => {
                format!("form.{rest}")
            }
            FieldPart::Participant(_) | FieldPart::Delegation(_) if LEADING.contains(&rest) => {
                format!("participant.{rest}")
            }
            _ => rest.to_owned(),
        }
    }

    /// The columns, in the order of the form.
    fn list(&self, sent: &Form) -> Vec<Column> {
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut columns: Vec<Column> = Vec::new();
        for field in &sent.fields {
            let (part, rest) = field_part(&field.name);
            let name = self.column(part, rest);
            match known.get(&name).and_then(|position| columns.get_mut(*position)) {
                Some(column) => column.personal |= field.personal,
                None => {
                    known.insert(name.clone(), columns.len());
                    columns.push(Column { name, personal: field.personal });
                }
            }
        }
        columns
    }
}

/// A row for each participant's page that was filled in, and for each row of the delegation list that names nobody of them.
fn make_rows(answers: &[Answer<'_>], filled: &BTreeSet<FieldPart>) -> Vec<Row> {
    let row_of = |part: FieldPart| {
        let mut row = Row::default();
        for answer in answers.iter().filter(|answer| answer.part == part) {
            if !answer.value.is_empty() {
                row.values.insert(answer.column.clone(), answer.value.clone());
            }
            if answer.problem.is_some() {
                row.invalid.insert(answer.column.clone());
            }
        }
        row
    };
    let mut rows: Vec<Row> = Vec::new();
    for part in filled {
        match *part {
            FieldPart::Participant(number) => rows.push(Row { participant: Some(number), ..row_of(*part) }),
            FieldPart::Delegation(number) => {
                let row = Row { delegation: Some(number), ..row_of(*part) };
                match rows.iter_mut().find(|known| known.delegation.is_none() && is_same_person(known, &row))
                {
                    Some(known) => merge(known, row),
                    None => rows.push(row),
                }
            }
            FieldPart::Form => {}
        }
    }
    if rows.is_empty() {
        rows.push(Row::default());
    }
    let shared = row_of(FieldPart::Form);
    for row in &mut rows {
        row.values.extend(shared.values.clone());
        row.invalid.extend(shared.invalid.clone());
    }
    rows
}

/// Whether a row of the delegation list names the participant of a page: what both say is the same, two things at least.
fn is_same_person(participant: &Row, listed: &Row) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let both =
        listed.values.iter().filter_map(|(column, value)| Some((value, participant.values.get(column)?)));
    let same: Vec<bool> = both.map(|(a, b)| plain(a) == plain(b)).collect();
    same.len() >= 2 && same.iter().all(|same| *same)
}

fn merge(participant: &mut Row, listed: Row) {
    participant.delegation = listed.delegation;
    for (column, value) in listed.values {
        participant.values.entry(column).or_insert(value);
    }
    participant.invalid.extend(listed.invalid);
}
