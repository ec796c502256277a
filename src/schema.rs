//! JSON Schemas of the files people write, so that editors complete and check them, and of what programs ask and are told.
//!
//! Derived from the very types the files are read into; the files themselves say where their schema lies.

use crate::translate::state::State;
use crate::{locale, mailing, recipient, session};

/// A file that people write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Described {
    /// `mailing.yaml`.
    Mailing,
    /// A list of recipients in YAML.
    Recipients,
    /// What the columns of a spreadsheet are, which convoke writes.
    Columns,
    /// A genre's file in `genres/` of the template folder.
    Genre,
    /// `locale.yaml` of a language.
    Locale,
    /// `countries.yaml` of a language.
    Countries,
    /// `translation.yaml` of a language, which convoke writes.
    Translation,
    /// A letter that a program asks for.
    Request,
    /// What it is told.
    Answer,
    /// What it is told first.
    Greeting,
}

/// Every file that people write and that has a schema.
pub const ALL: [Described; 7] = [
    Described::Mailing,
    Described::Recipients,
    Described::Columns,
    Described::Genre,
    Described::Locale,
    Described::Countries,
    Described::Translation,
];

/// What programs ask and are told.
pub const FOR_PROGRAMS: [Described; 3] = [Described::Request, Described::Answer, Described::Greeting];

impl Described {
    /// The name of the schema, without ending.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mailing => "mailing",
            Self::Recipients => "recipients",
            Self::Columns => "columns",
            Self::Genre => "genre",
            Self::Locale => "locale",
            Self::Countries => "countries",
            Self::Translation => "translation",
            Self::Request => "request",
            Self::Answer => "answer",
            Self::Greeting => "greeting",
        }
    }

    /// Where the schema lies in a mailing's folder; those for programs, in the folder of the project.
    #[must_use]
    pub fn path(self) -> String {
        format!("docs/schemas/{}.json", self.name())
    }

    /// The schema (JSON Schema, draft 2020-12) as text.
    #[must_use]
    pub fn json(self) -> String {
        let schema = match self {
            Self::Mailing => schemars::schema_for!(mailing::Mailing),
            Self::Recipients => schemars::schema_for!(recipient::RecipientFile),
            Self::Columns => schemars::schema_for!(recipient::ColumnsFile),
            Self::Genre => schemars::schema_for!(mailing::Genre),
            Self::Locale => schemars::schema_for!(locale::LocaleFile),
            Self::Countries => schemars::schema_for!(locale::CountryFile),
            Self::Translation => schemars::schema_for!(State),
            Self::Request => schemars::schema_for!(session::RequestEntry),
            Self::Answer => schemars::schema_for!(session::Answer),
            Self::Greeting => schemars::schema_for!(session::Greeting),
        };
        format!("{:#}\n", schema.as_value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_schemas_are_those_of_the_types() {
        for described in ALL.into_iter().chain(FOR_PROGRAMS) {
            crate::golden::assert(&described.path(), &described.json());
        }
    }
}
