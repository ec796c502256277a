//! What all databases have in common: the time of a query, its columns, and how errors are told.

use std::time::{Duration, Instant};

use crate::diagnostic::{Diagnostic, codes};
use crate::tables::table::TableColumn;

/// The time that a query may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    end: Instant,
    pub(super) seconds: u32,
}

impl Limit {
    pub(super) fn of(seconds: u32) -> Self {
        Self { end: now() + Duration::from_secs(seconds.max(1).into()), seconds }
    }

    /// What is left of it; nothing where it is over.
    pub(super) fn left(self) -> Option<Duration> {
        self.end.checked_duration_since(now()).filter(|left| !left.is_zero())
    }

    pub(super) fn report(self) -> Diagnostic {
        Diagnostic::new(codes::QUERY_FAILED, format!("the query took longer than {} s", self.seconds))
            .with_hint("let it read less, or allow it more time by `seconds`")
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a database that does not answer must be given up; no result depends on it"
)]
fn now() -> Instant {
    Instant::now()
}

/// The columns of an answer.
///
/// # Errors
///
/// There are none, or two of one name.
pub(super) fn columns(columns: Vec<TableColumn>) -> Result<Vec<TableColumn>, Diagnostic> {
    if columns.is_empty() {
        return Err(failed("the query returns no columns")
            .with_hint("ask by a SELECT, and name its columns as those of lists"));
    }
    for (index, column) in columns.iter().enumerate() {
        if columns.iter().take(index).any(|other| other.name == column.name) {
            return Err(Diagnostic::new(
                codes::COLUMN_TWICE,
                format!("the column `{}` occurs twice", column.name),
            )
            .with_field(&column.name)
            .with_hint("give one of them another name by AS, or leave it out"));
        }
    }
    Ok(columns)
}

pub(super) fn failed(what: impl Into<String>) -> Diagnostic {
    Diagnostic::new(codes::QUERY_FAILED, what)
}

pub(super) fn unreachable(what: impl Into<String>) -> Diagnostic {
    Diagnostic::new(codes::DATABASE_UNREACHABLE, what)
}
