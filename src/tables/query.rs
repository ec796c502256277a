//! A list that a database answers with: which database, and what it is asked.

use schemars::JsonSchema;
use serde::Deserialize;

/// How long a database may take where nothing is said, in seconds.
const SECONDS: u32 = 300;

/// A query whose rows are recipients.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// The database.
    pub database: Database,
    /// What it is asked: one SELECT with an ORDER BY, whose columns are named as those of lists.
    pub query: String,
    /// How many seconds it may take; 300 where left out.
    #[serde(default = "seconds")]
    pub seconds: u32,
}

/// Where a database is: one of the three. No password is written here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// A file of SQLite, below the mailing's folder.
    pub file: Option<String>,
    /// The variable of the environment that holds the URL of a PostgreSQL database.
    pub env: Option<String>,
    /// The name of a PostgreSQL database in the service file of libpq, `~/.pg_service.conf`.
    pub service: Option<String>,
}

fn seconds() -> u32 {
    SECONDS
}

impl Query {
    /// Asks a file of SQLite.
    pub fn sqlite(file: impl Into<String>, query: impl Into<String>) -> Self {
        Self::of(Database { file: Some(file.into()), ..Database::default() }, query)
    }

    /// Asks the PostgreSQL database whose URL is in a variable of the environment.
    pub fn postgres(variable: impl Into<String>, query: impl Into<String>) -> Self {
        Self::of(Database { env: Some(variable.into()), ..Database::default() }, query)
    }

    fn of(database: Database, query: impl Into<String>) -> Self {
        Self { database, query: query.into(), seconds: SECONDS }
    }
}

impl Database {
    /// How many of the three are said.
    #[must_use]
    pub fn count(&self) -> usize {
        [&self.file, &self.env, &self.service].into_iter().flatten().count()
    }

    /// The name of its variable, if it is one: it may be the URL itself, which is not to be told.
    #[must_use]
    pub fn variable(&self) -> Option<&str> {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let name = self.env.as_deref().filter(|name| !name.is_empty() && name.chars().all(fits))?;
        (!name.starts_with(|c: char| c.is_ascii_digit())).then_some(name)
    }

    /// How messages call it: `sqlite:contacts.sqlite`, `postgres:CONTACTS_DATABASE`.
    #[must_use]
    pub fn name(&self) -> String {
        match (&self.file, &self.env, &self.service) {
            (Some(file), ..) => format!("sqlite:{file}"),
            (None, Some(_), _) => match self.variable() {
                Some(name) => format!("postgres:{name}"),
                None => "postgres".to_owned(),
            },
            (None, None, Some(service)) => format!("postgres:service={service}"),
            (None, None, None) => "sql".to_owned(),
        }
    }
}
