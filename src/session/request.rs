//! What a program asks for: a recipient, and which document in which language and with which number, or a picture of it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::make::{self, Make, MakeEntry};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};
use crate::input::{Node, Value, decode_with_paths, parse_json, to_node};
use crate::plan::Wish;
use crate::recipient::{Recipient, RecipientEntry, read_node, read_row};

/// What messages call a request that has no file.
const FILE: &str = "request";

/// One letter that is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    id: Option<String>,
    recipient: Whom,
    wish: Wish,
    make: Make,
    /// The file that the request is from, and its line; none where a program made it.
    location: Option<Location>,
}

/// Whom the letter is to.
#[derive(Debug, Clone)]
enum Whom {
    /// As a program gives it.
    Given(Node),
    /// As a row of a table: names of columns, and what their cells show.
    Row(Node),
    /// As it was read from a list.
    Read(Box<Recipient>),
}

/// A request as JSON has it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{ "required": ["recipient"] }, { "required": ["row"] }]))]
pub struct RequestEntry {
    /// What the answer is known by, and the name of its file; the number of the request where it is left out.
    id: Option<String>,
    /// Whom the letter is to, as lists in YAML have it.
    #[expect(
        dead_code,
        reason = "it is taken out before, and read so that everything wrong with it is told"
    )]
    recipient: Option<RecipientEntry>,
    /// Whom the letter is to, instead of `recipient`: a row of a table, by the names of its columns. It is read by the rules for tables, so that
    /// usual names and words are understood; a list is in one cell, or is a list.
    #[schemars(with = "Option<BTreeMap<String, Cell>>")]
    #[expect(dead_code, reason = "it is taken out before")]
    row: Option<String>,
    /// Id of a document of the mailing, such as `letter`; `e-mail` or `e-mail.html` for a text of the e-mail that brings the documents. The
    /// first document that the recipient gets where it is left out.
    document: Option<String>,
    /// Language of the letter, as a BCP 47 tag, whatever the recipient's are.
    language: Option<String>,
    /// Number in the letter's serial, from one; that of the mailing's register where it is left out.
    number: Option<u32>,
    /// What is made: the document where it is left out.
    #[serde(default)]
    make: MakeEntry,
    /// The page of a picture, counted from one; the first where it is left out.
    #[schemars(range(min = 1))]
    page: Option<usize>,
    /// Dots per inch of a picture; 144 where they are left out.
    #[schemars(range(min = 24, max = 600))]
    dpi: Option<u16>,
}

/// What a cell of a row may be.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "it is described only")]
enum Cell {
    Text(String),
    Number(i64),
    Truth(bool),
    Texts(Vec<String>),
    Nothing(()),
}

impl Request {
    /// A request for the first document of a recipient, whose JSON is as the schema of recipients says: a struct of the program's own, a
    /// map, or a `serde_json::Value`. Its values are checked when the letter is asked for.
    ///
    /// # Errors
    ///
    /// The value has no JSON, or has a number with a fraction: put it in quotation marks, as the letter is to say it.
    pub fn new(recipient: &impl Serialize) -> Result<Self, Problems> {
        Ok(Self::of(Whom::Given(to_node(recipient)?)))
    }

    /// Reads a request from JSON, as the schema of requests says.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, besides its recipient, which is checked when the letter is asked for.
    pub fn from_json(text: &str) -> Result<Self, Problems> {
        let request = Self::parse(text, FILE, 1).map_err(without_places)?;
        Ok(Self { location: None, ..request })
    }

    /// Reads a request from a line of a file; lines count from one.
    ///
    /// # Errors
    ///
    /// As [`from_json`](Self::from_json).
    pub fn parse(line: &str, file: &str, number: u32) -> Result<Self, Problems> {
        let mut node = parse_json(line, file, number)?;
        let given = (take(&mut node, "recipient"), take(&mut node, "row"));
        let Checked { value, mut problems } = decode_with_paths::<RequestEntry>(&node, file);
        let at = |problem: Diagnostic| problem.with_location(Location::text(file, number, 1));
        let whom = match given {
            (Some(recipient), None) => Some(Whom::Given(recipient)),
            (None, Some(row)) => Some(Whom::Row(row)),
            (None, None) if !matches!(node.value, Value::Map(_)) => None,
            (None, None) => {
                let problem = Diagnostic::new(codes::VALUE_MISSING, "`recipient` is missing")
                    .with_field("recipient")
                    .with_hint("say whom the letter is to, as `convoke schema request` shows");
                problems.push(at(problem));
                None
            }
            (Some(_), Some(_)) => {
                let problem = Diagnostic::new(codes::VALUE_INVALID, "`recipient` and `row` are both given")
                    .with_field("row")
                    .with_hint("leave one of them out");
                problems.push(at(problem));
                None
            }
        };
        let make =
            value.as_ref().map_or(Ok(Make::default()), |entry| make::read(entry.make, entry.page, entry.dpi));
        let make = make.map_err(|problem| problems.push(at(problem))).unwrap_or_default();
        match (value, whom) {
            (Some(entry), Some(recipient)) if !problems.has_errors() => Ok(Self {
                id: entry.id,
                recipient,
                wish: Wish { document: entry.document, language: entry.language, number: entry.number },
                make,
                location: Some(Location::text(file, number, 1)),
            }),
            _ => Err(problems),
        }
    }

    fn of(recipient: Whom) -> Self {
        Self { id: None, recipient, wish: Wish::default(), make: Make::default(), location: None }
    }

    /// Asks for a document of the mailing by its id, such as `letter`; `e-mail` or `e-mail.html` asks for a text of the e-mail that brings
    /// the documents.
    #[must_use]
    pub fn document(mut self, id: impl Into<String>) -> Self {
        self.wish.document = Some(id.into());
        self
    }

    /// Asks for a language, as a BCP 47 tag, whatever the recipient's are.
    #[must_use]
    pub fn language(mut self, tag: impl Into<String>) -> Self {
        self.wish.language = Some(tag.into());
        self
    }

    /// Gives the number in the letter's serial, from one: `45` for `DM-1132/045`.
    #[must_use]
    pub fn number(mut self, number: u32) -> Self {
        self.wish.number = Some(number);
        self
    }

    /// Asks for something else than the document.
    #[must_use]
    pub fn make(mut self, make: Make) -> Self {
        self.make = make;
        self
    }

    /// What the answer is known by.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Where the request is written.
    #[must_use]
    pub fn location(&self) -> Option<&Location> {
        self.location.as_ref()
    }

    /// What is to be made.
    #[must_use]
    pub fn wanted(&self) -> Make {
        self.make
    }

    /// What is asked for of the recipient.
    pub(super) fn wish(&self) -> &Wish {
        &self.wish
    }

    /// Reads the recipient, in a mailing that declares `extra_fields`.
    pub(super) fn recipient(&self, extra_fields: &[String]) -> Checked<Option<Recipient>> {
        let file = self.location.as_ref().map_or(FILE, |location| location.file.as_str());
        match &self.recipient {
            Whom::Read(recipient) => Checked::sound(Some(Recipient::clone(recipient))),
            Whom::Given(node) => read_node(node.clone(), file, extra_fields),
            Whom::Row(node) => read_row(node, file, extra_fields),
        }
    }
}

impl From<Recipient> for Request {
    /// A request for the first document of a recipient that was read from a list.
    fn from(recipient: Recipient) -> Self {
        Self::of(Whom::Read(Box::new(recipient)))
    }
}

/// Problems without places in what is no file.
pub(super) fn without_places(mut problems: Problems) -> Problems {
    for problem in problems.iter_mut() {
        problem.location = problem.location.take().filter(|location| location.file != FILE);
    }
    problems
}

/// Takes the value of a key out of a map.
fn take(node: &mut Node, key: &str) -> Option<Node> {
    let Value::Map(entries) = &mut node.value else { return None };
    let at = entries.iter().position(|(name, _, _)| name == key)?;
    Some(entries.remove(at).2)
}
