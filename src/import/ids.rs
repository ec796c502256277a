//! Where the ids of a spreadsheet's rows are from, and ids for rows that have none.

use std::collections::{BTreeMap, BTreeSet};

use super::model::Proposal;
use super::rows::Rows;
use crate::locale::name_states;
use crate::names::fold_words;
use crate::recipient::grid::GridRow;
use crate::recipient::words::find_kind;
use crate::recipient::{GivenIds, IdSource, Kind};

/// Columns by which a row is known, the first that tell all rows apart are enough.
const KNOWN_BY: [&str; 6] = ["ministry", "country", "addressee.name", "title", "emails", "city"];

/// Finds ids: the code of a State that has one row; else what a column has; else ids given to rows, with those given before.
pub(super) fn give(proposal: &mut Proposal, rows: &Rows<'_>, before: Option<&GivenIds>) {
    let found: Vec<Result<Option<&str>, Undecided>> = rows.0.iter().map(|row| state(proposal, row)).collect();
    let is_open = found.iter().any(Result::is_err);
    let (rows, states): (Vec<&GridRow>, Vec<Option<&str>>) =
        rows.0.iter().zip(found).filter_map(|(row, state)| Some((*row, state.ok()?))).unzip();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for state in states.iter().flatten() {
        *counts.entry(state).or_default() += 1;
    }
    let once: BTreeSet<&str> =
        counts.into_iter().filter(|(_, count)| *count == 1).map(|(state, _)| state).collect();
    if before.is_none() && once.is_empty() && proposal.has("id") {
        proposal.ids = IdSource::Column;
        return;
    }
    let by_country = !once.is_empty() || is_open || states.is_empty() && proposal.has("country");
    proposal.ids = if by_country { IdSource::Country } else { IdSource::Given };
    let is_kept = |state: &Option<&str>| state.is_some_and(|state| once.contains(state));
    let others: Vec<(&GridRow, Option<&str>)> =
        rows.into_iter().zip(states.iter().copied()).filter(|(_, state)| !is_kept(state)).collect();
    if by_country && others.is_empty() && before.is_none() {
        return;
    }
    let by = match before {
        Some(given) => given.by.iter().map(|heading| heading.value.clone()).collect(),
        None => known_by(proposal, &others.iter().map(|(row, _)| *row).collect::<Vec<_>>()),
    };
    let kept = before.iter().flat_map(|given| &given.ids).map(|(key, id)| (key.clone(), id.value.clone()));
    let mut ids: BTreeMap<String, String> = kept.collect();
    let mut taken: BTreeSet<String> =
        ids.values().cloned().chain(once.iter().map(ToString::to_string)).collect();
    for (row, state) in others {
        ids.entry(key(proposal, row, &by)).or_insert_with(|| free(state, &mut taken));
    }
    proposal.given = Some((by, ids));
}

/// A row that names a country, but no State that is the only one of that name: its id is that of the State it will turn out to be.
struct Undecided;

/// The State that a row is, or none where it is an organisation.
fn state(proposal: &Proposal, row: &GridRow) -> Result<Option<&'static str>, Undecided> {
    let kind = proposal.columns_that_are("kind").next().map(|column| Rows::text(row, column.index));
    let kind =
        kind.and_then(find_kind).or_else(|| proposal.otherwise.get("kind").and_then(|kind| find_kind(kind)));
    let Some(column) = proposal.columns_that_are("country").next() else { return Ok(None) };
    let text = Rows::text(row, column.index);
    let words = proposal.words.get("country");
    let own = words.and_then(|words| words.iter().find(|(word, _)| fold_words(word) == fold_words(text)));
    let states = name_states(own.map_or(text, |(_, value)| value));
    match (states, kind) {
        (_, Some(Kind::Organisation)) => Ok(None),
        ([state], _) => Ok(Some(state)),
        _ if text.trim().is_empty() => Ok(None),
        _ => Err(Undecided),
    }
}

fn key(proposal: &Proposal, row: &GridRow, by: &[String]) -> String {
    let column = |heading: &String| proposal.columns.iter().find(|column| column.heading == *heading);
    GivenIds::key(by.iter().map(|heading| column(heading).map_or("", |column| Rows::text(row, column.index))))
}

/// The headings of the first columns that tell all rows apart; of all columns where none do.
fn known_by(proposal: &Proposal, rows: &[&GridRow]) -> Vec<String> {
    let mut by: Vec<String> = Vec::new();
    for is in KNOWN_BY {
        by.extend(proposal.columns_that_are(is).map(|column| column.heading.clone()));
        let keys: BTreeSet<String> = rows.iter().map(|row| key(proposal, row, &by)).collect();
        if !by.is_empty() && keys.len() == rows.len() {
            break;
        }
    }
    by
}

/// An id that no row has: the code of the State, or a number among organisations.
fn free(state: Option<&str>, taken: &mut BTreeSet<String>) -> String {
    let (first, base) = state.map_or((None, "ORG"), |state| (Some(state.to_owned()), state));
    let start = if state.is_some() { 2 } else { 1 };
    let mut ids = first.into_iter().chain((start..).map(|number: u64| format!("{base}-{number}")));
    ids.find(|id| taken.insert(id.clone())).unwrap_or_default()
}
