//! A PostgreSQL server: asked one query in a transaction that reads one state and writes nothing, a portion of rows at a time.
//!
//! The protocol is that of `postgres-protocol`, over a connection that waits: one query needs no runtime of tasks.
//!
//! | question | file |
//! | --- | --- |
//! | which server, and as whom | `target`, with the files of libpq: `files`; what that is: `server` |
//! | how it is connected to | `link` |
//! | what is said and heard | `talk`; who one is: `login` |
//! | what a value says, by its type | `types` |

mod files;
mod link;
mod login;
mod server;
mod talk;
mod target;
mod types;

use std::path::Path;

use super::answer::Recorder;
use super::told::{Limit, columns, failed};
use crate::diagnostic::Diagnostic;
use crate::tables::cell::Shown;
use crate::tables::environment::Environment;
use crate::tables::query::Database;
use crate::tables::table::TableColumn;
use link::Link;
use server::Target;
use talk::{Reply, Talk};
use types::Type;

/// Rows that are asked for at a time.
const PORTION: i32 = 1000;

/// Asks a server.
pub(super) fn ask(
    root: &Path,
    database: &Database,
    query: &str,
    environment: Environment,
    until: Limit,
) -> Result<Recorder, Diagnostic> {
    let target = Target::find(database, environment)?;
    let link = Link::connect(root, &target, until)?;
    let mut talk = Talk::new(link, until);
    login::log_in(&mut talk, &target)?;
    // The server gives up by itself what nobody waits for any more.
    talk.run(&format!(
        "SET statement_timeout = {}; SET TIME ZONE 'UTC'; SET datestyle = 'ISO, YMD'; SET bytea_output = 'hex'",
        u64::from(until.seconds) * 1000
    ))?;
    talk.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
    let described = talk.describe(query)?;
    let types = Type::find_all(&mut talk, &described)?;
    let named = described.iter().zip(&types);
    let named = named.map(|((name, _), kind)| TableColumn { name: name.clone(), refused: kind.refused() });
    let mut recorder = Recorder::new(columns(named.collect())?)?;
    talk.open_rows()?;
    talk.begin_rows(PORTION)?;
    loop {
        match talk.next_row()? {
            Reply::Row(values) => {
                if values.len() != types.len() {
                    return Err(failed("the server sends rows of other columns than it said"));
                }
                let cells = types.iter().zip(values).map(|(kind, value)| match value {
                    Some(bytes) => kind.show(&bytes),
                    None => Shown::Empty,
                });
                recorder.push(&cells.collect::<Vec<_>>())?;
            }
            Reply::More => talk.begin_rows(PORTION)?,
            Reply::End => break,
        }
    }
    talk.leave();
    Ok(recorder)
}
