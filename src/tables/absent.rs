//! What stands in for the readers of a program that was built without them.

use std::path::Path;

#[cfg(not(feature = "sql"))]
use super::environment::Environment;
#[cfg(not(feature = "sql"))]
use super::query::Query;
use super::table::Table;
use crate::diagnostic::{Diagnostic, Location, codes};

/// Says that Parquet files cannot be read.
#[cfg(not(feature = "parquet"))]
pub(crate) fn open_parquet(_: &Path, file: &str) -> Result<Table, Diagnostic> {
    Err(missing("parquet", "it cannot read Parquet files", file))
}

/// Says that databases cannot be asked.
#[cfg(not(feature = "sql"))]
pub(crate) fn ask(_: &Path, query: &Query, _: Environment) -> Result<Table, Diagnostic> {
    Err(missing("sql", "it cannot ask databases", &query.database.name()))
}

fn missing(feature: &str, lack: &str, file: &str) -> Diagnostic {
    let message = format!("this convoke was built without the feature `{feature}`: {lack}");
    Diagnostic::new(codes::FEATURE_MISSING, message).with_location(Location::file(file)).with_hint(format!(
        "take one that is given away, or build it with `cargo install --path . --features {feature}`"
    ))
}
