//! A file of SQLite: opened to be read alone, asked one SELECT.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit as Bound;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, ErrorCode, OpenFlags, Row, Statement};

use super::answer::Recorder;
use super::told::{Limit, columns, failed, unreachable};
use crate::beneath::open_regular;
use crate::diagnostic::{Diagnostic, io_text};
use crate::tables::cell::Shown;
use crate::tables::table::TableColumn;

/// Steps of its machine between two looks at the clock.
const STEPS: i32 = 10_000;

/// Longest value, in bytes: longer ones are not even made.
const LONGEST: i32 = 64 << 20;

/// How long another program's writing is waited for.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);

/// Asks a file.
pub(super) fn ask(path: &Path, query: &str, until: Limit) -> Result<Recorder, Diagnostic> {
    open_regular(path).map_err(|error| {
        unreachable(format!("the database cannot be read ({})", io_text(&error)))
            .with_hint("check its name and that you may read it")
    })?;
    match answer(path, query, until, false) {
        // One with a log of its own, in a folder that may not be written to: nobody writes to it there.
        Err(Failed::Sql(error))
            if error.sqlite_error_code() == Some(ErrorCode::CannotOpen) && !has_log(path) =>
        {
            answer(path, query, until, true)
        }
        answered => answered,
    }
    .map_err(|error| match error {
        Failed::Sql(error) => report(&error, until),
        Failed::Told(problem) => *problem,
    })
}

enum Failed {
    Sql(Error),
    Told(Box<Diagnostic>),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Sql(error)
    }
}

impl From<Diagnostic> for Failed {
    fn from(problem: Diagnostic) -> Self {
        Self::Told(Box::new(problem))
    }
}

/// Whether changes are in a log beside the file.
fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    Path::new(&log).metadata().is_ok_and(|found| found.len() > 0)
}

fn open(path: &Path, until: Limit, is_still: bool) -> Result<Connection, Failed> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut database = match path.to_str().filter(|_| is_still) {
        Some(path) => {
            let path = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
            Connection::open_with_flags(
                format!("file:{path}?immutable=1"),
                flags | OpenFlags::SQLITE_OPEN_URI,
            )
        }
        None => Connection::open_with_flags(path, flags),
    }?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    database.set_limit(Bound::SQLITE_LIMIT_ATTACHED, 0)?;
    database.set_limit(Bound::SQLITE_LIMIT_LENGTH, LONGEST)?;
    database.busy_timeout(PATIENCE)?;
    database.progress_handler(STEPS, Some(move || until.left().is_none()))?;
    database.authorizer(Some(allow))?;
    Ok(database)
}

/// Nothing but reading.
fn allow(asked: AuthContext<'_>) -> Authorization {
    match asked.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => Authorization::Allow,
        AuthAction::Function { function_name } if !function_name.eq_ignore_ascii_case("load_extension") => {
            Authorization::Allow
        }
        _ => Authorization::Deny,
    }
}

fn answer(path: &Path, query: &str, until: Limit, is_still: bool) -> Result<Recorder, Failed> {
    let database = open(path, until, is_still)?;
    let mut statement = database.prepare(query)?;
    let names = columns_of(&statement);
    let count = names.len();
    let mut recorder = Recorder::new(columns(names)?)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let cells: Result<Vec<Shown>, Error> = (0..count).map(|index| show(row, index)).collect();
        recorder.push(&cells?)?;
    }
    Ok(recorder)
}

fn columns_of(statement: &Statement<'_>) -> Vec<TableColumn> {
    let names = statement.column_names();
    names.into_iter().map(|name| TableColumn { name: name.to_owned(), refused: None }).collect()
}

/// What a cell says: each has a type of its own.
fn show(row: &Row<'_>, index: usize) -> Result<Shown, Error> {
    Ok(match row.get_ref(index)? {
        ValueRef::Null => Shown::Empty,
        ValueRef::Integer(number) => Shown::Text(number.to_string()),
        ValueRef::Real(number) => Shown::Text(number.to_string()),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Shown::text(text.to_owned()),
            Err(_) => Shown::Wrong("the cell is no text in UTF-8".to_owned()),
        },
        ValueRef::Blob(_) => Shown::Wrong("the cell holds bytes (BLOB), which are no text".to_owned()),
    })
}

fn report(error: &Error, until: Limit) -> Diagnostic {
    match (error, error.sqlite_error_code()) {
        (_, Some(ErrorCode::OperationInterrupted)) => until.report(),
        (_, Some(ErrorCode::NotADatabase)) => unreachable("this is no database of SQLite")
            .with_hint("name its file; one that is encrypted is not read"),
        (_, Some(ErrorCode::DatabaseCorrupt)) => unreachable("the database is damaged")
            .with_hint("copy it again, or let `sqlite3 FILE .recover` save what can be saved"),
        (
            _,
            Some(
                ErrorCode::CannotOpen
                | ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::PermissionDenied,
            ),
        ) => unreachable(format!("the database cannot be read ({error})"))
            .with_hint("end the program that writes to it, or ask a copy"),
        (_, Some(ErrorCode::AuthorizationForStatementDenied)) | (Error::MultipleStatement, _) => {
            failed("the query does more than to read, or is more than one").with_hint("ask by one SELECT")
        }
        _ => failed(format!("the database refuses the query ({error})"))
            .with_hint("try it with the program `sqlite3`"),
    }
}
