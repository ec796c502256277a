//! Databases that are asked for recipients: SQLite and PostgreSQL. They are read and never written.
//!
//! | question | file |
//! | --- | --- |
//! | whether a query says in which order rows come | `order` |
//! | where the answer is kept | `answer` |
//! | what all have in common: time, columns, errors | `told` |
//! | how a file of SQLite is asked | `sqlite` |
//! | how a PostgreSQL server is asked | `postgres` |

mod answer;
mod order;
mod postgres;
mod sqlite;
mod told;

use std::path::Path;

use super::environment::Environment;
use super::query::Query;
use super::table::Table;
use crate::diagnostic::{Diagnostic, Location};
use told::Limit;

/// Asks a database, and keeps its answer; the path of a file of SQLite is below `root`.
pub(crate) fn ask(root: &Path, query: &Query, environment: Environment) -> Result<Table, Diagnostic> {
    let name = query.database.name();
    let place = |problem: Diagnostic| match problem.location {
        Some(_) => problem,
        None => problem.with_location(Location::file(&name)),
    };
    order::check(&query.query).map_err(place)?;
    let until = Limit::of(query.seconds);
    let text = query.query.trim().trim_end_matches(';');
    let recorder = match &query.database.file {
        Some(file) => sqlite::ask(&root.join(file), text, until),
        None => postgres::ask(root, &query.database, text, environment, until),
    };
    recorder.and_then(|recorder| recorder.finish(&name)).map_err(place)
}
