//! The databases that lists are in.

use super::model::Mailing;
use super::outside::leads_outside;
use crate::diagnostic::{Diagnostic, Problems, codes};

/// Longest time that a query may be allowed, in seconds: a day.
const MOST_SECONDS: u32 = 86_400;

/// Finds out what is wrong with the databases of a mailing, apart from their answers.
pub(super) fn check(mailing: &Mailing, file: &str) -> Problems {
    let mut problems = Problems::new();
    for source in &mailing.recipients {
        let Some(query) = &source.value.query else { continue };
        let mut wrong = |field: &str, message: String, hint: &str| {
            problems.push(
                Diagnostic::new(codes::MAILING_VALUE, message)
                    .with_location(source.location(file))
                    .with_field(format!("recipients.sql.{field}"))
                    .with_hint(hint),
            );
        };
        if query.database.count() != 1 {
            let hint =
                "name a `file` of SQLite, or a PostgreSQL database by `env` or `service`: one of the three";
            wrong("database", "it is not said which database is asked".to_owned(), hint);
        }
        if let Some(path) = query.database.file.as_ref().filter(|path| leads_outside(path)) {
            let message = format!("`{path}` leads outside the mailing's folder");
            wrong("database.file", message, "put the file into the mailing's folder and name it from there");
        }
        if query.database.env.is_some() && query.database.variable().is_none() {
            // It may be the URL itself, with its password, which is not to be told.
            let hint = "name the variable that holds the URL, such as CONTACTS_DATABASE";
            wrong("database.env", "`env` is no name of a variable".to_owned(), hint);
        }
        if !(1..=MOST_SECONDS).contains(&query.seconds) {
            let message = format!("{} is no time that a query may take", query.seconds);
            wrong("seconds", message, "write a number of seconds from 1 to 86400");
        }
    }
    problems
}
