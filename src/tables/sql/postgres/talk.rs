//! What is said to a server and heard from it: messages of the protocol, within the time of the query.

use std::io::{self, Read as _, Write as _};

use bytes::{Bytes, BytesMut};
use fallible_iterator::FallibleIterator as _;
use postgres_protocol::message::backend::{ErrorResponseBody, Header, Message};
use postgres_protocol::message::frontend;

use super::super::told::{Limit, failed, unreachable};
use super::link::Link;
use crate::diagnostic::{Diagnostic, io_text};

/// Largest message: one row, whose cells may be told to be too long.
const LARGEST: usize = 64 << 20;

/// The query, once the server has read it: one without a name is forgotten at the next.
const STATEMENT: &str = "recipients";

/// The portal that rows come from.
const PORTAL: &str = "recipients";

/// A conversation.
#[derive(Debug)]
pub(super) struct Talk {
    link: Link,
    until: Limit,
    heard: BytesMut,
    pub(super) said: BytesMut,
}

/// What comes when rows were asked for.
#[derive(Debug)]
pub(super) enum Reply {
    /// A row: the value of each column.
    Row(Vec<Option<Bytes>>),
    /// More can be asked for.
    More,
    /// That was all.
    End,
}

impl Talk {
    pub(super) fn new(link: Link, until: Limit) -> Self {
        Self { link, until, heard: BytesMut::new(), said: BytesMut::new() }
    }

    /// Sends what was written into `said`.
    pub(super) fn send(&mut self) -> Result<(), Diagnostic> {
        self.set_time()?;
        let said = self.said.split();
        let sent = self.link.write_all(&said).and_then(|()| self.link.flush());
        sent.map_err(|error| self.lost(&error))
    }

    fn set_time(&self) -> Result<(), Diagnostic> {
        let left = self.until.left().ok_or_else(|| self.until.report())?;
        self.link.set_time(left).map_err(|error| self.lost(&error))
    }

    fn lost(&self, error: &io::Error) -> Diagnostic {
        match error.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => self.until.report(),
            _ => unreachable(format!("the connection to the server is lost ({})", io_text(error)))
                .with_hint("run the command again: nothing was made of what had come"),
        }
    }

    /// The next message that says something; an error of the server is one.
    pub(super) fn hear(&mut self) -> Result<Message, Diagnostic> {
        loop {
            match self.receive()? {
                Message::ErrorResponse(error) => return Err(self.report(&error)),
                Message::NoticeResponse(_)
                | Message::ParameterStatus(_)
                | Message::NotificationResponse(_) => {}
                message => return Ok(message),
            }
        }
    }

    fn receive(&mut self) -> Result<Message, Diagnostic> {
        loop {
            let size = Header::parse(&self.heard).map_err(|error| self.lost(&error))?.map(Header::len);
            if size.is_some_and(|size| usize::try_from(size).is_ok_and(|size| size > LARGEST)) {
                return Err(failed(format!("the server sends a row larger than {} MiB", LARGEST >> 20))
                    .with_hint("leave the column out, or shorten its values by left(…)"));
            }
            if let Some(message) = Message::parse(&mut self.heard).map_err(|error| self.lost(&error))? {
                return Ok(message);
            }
            self.set_time()?;
            let mut piece = [0; 1 << 14];
            match self.link.read(&mut piece) {
                Ok(0) => return Err(self.lost(&io::ErrorKind::UnexpectedEof.into())),
                Ok(length) => self.heard.extend_from_slice(piece.get(..length).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.lost(&error)),
            }
        }
    }

    /// What the server says is wrong.
    fn report(&self, error: &ErrorResponseBody) -> Diagnostic {
        let (mut state, mut message) = (String::new(), String::new());
        let mut fields = error.fields();
        while let Ok(Some(field)) = fields.next() {
            let text = || String::from_utf8_lossy(field.value_bytes()).into_owned();
            match field.type_() {
                b'C' => state = text(),
                b'M' => message = text(),
                _ => {}
            }
        }
        match state.get(..2).unwrap_or_default() {
            "28" => unreachable(format!("the server does not let this account in ({message})")).with_hint(
                "check the user, and the password in the URL or in ~/.pgpass: HOST:PORT:DATABASE:USER:PASSWORD",
            ),
            "3D" | "08" | "53" => unreachable(format!("the server cannot be asked ({message})"))
                .with_hint("check the name of the database, and ask again later"),
            _ if state == "57014" => self.until.report(),
            "57" => unreachable(format!("the server ends the connection ({message})"))
                .with_hint("run the command again: nothing was made of what had come"),
            _ if state == "25006" => failed(format!("the query does more than to read ({message})")).with_hint("ask by one SELECT"),
            "42" if state == "42501" => failed(format!("the server refuses the query ({message})"))
                .with_hint("let this account read the table: GRANT SELECT"),
            _ => failed(format!("the server refuses the query ({message})")).with_hint("try it with the program `psql`"),
        }
    }

    /// Runs commands whose results say nothing.
    pub(super) fn run(&mut self, commands: &str) -> Result<(), Diagnostic> {
        self.rows_of(commands).map(drop)
    }

    /// Runs a query of the program's own, whose few rows come at once.
    pub(super) fn rows_of(&mut self, query: &str) -> Result<Vec<Vec<Option<Bytes>>>, Diagnostic> {
        frontend::query(query, &mut self.said).map_err(|error| self.lost(&error))?;
        self.send()?;
        let mut rows = Vec::new();
        loop {
            match self.hear()? {
                Message::DataRow(row) => rows.push(values(&row).map_err(|error| self.lost(&error))?),
                Message::ReadyForQuery(_) => return Ok(rows),
                _ => {}
            }
        }
    }

    /// Lets the server read a query; the names and types of its columns.
    pub(super) fn describe(&mut self, query: &str) -> Result<Vec<(String, u32)>, Diagnostic> {
        let written = frontend::parse(STATEMENT, query, [], &mut self.said)
            .and_then(|()| frontend::describe(b'S', STATEMENT, &mut self.said));
        written.map_err(|_| {
            failed("the query holds a character that no query can").with_hint("leave out U+0000")
        })?;
        frontend::sync(&mut self.said);
        self.send()?;
        let mut columns = Vec::new();
        loop {
            match self.hear()? {
                Message::ParameterDescription(parameters)
                    if parameters.parameters().count().is_ok_and(|count| count > 0) =>
                {
                    return Err(failed("the query has parameters, such as $1")
                        .with_hint("write their values into the query"));
                }
                Message::RowDescription(row) => {
                    let mut fields = row.fields();
                    while let Some(field) = fields.next().map_err(|error| self.lost(&error))? {
                        columns.push((field.name().to_owned(), field.type_oid()));
                    }
                }
                Message::ReadyForQuery(_) => return Ok(columns),
                _ => {}
            }
        }
    }

    /// Opens the portal that rows come from, all of them as text.
    pub(super) fn open_rows(&mut self) -> Result<(), Diagnostic> {
        let none = std::iter::empty::<i16>;
        let bound = frontend::bind(
            PORTAL,
            STATEMENT,
            none(),
            std::iter::empty::<()>(),
            |(), _| Ok(postgres_protocol::IsNull::Yes),
            none(),
            &mut self.said,
        );
        bound.map_err(|_| failed("the query cannot be asked"))
    }

    /// Asks for so many rows.
    pub(super) fn begin_rows(&mut self, count: i32) -> Result<(), Diagnostic> {
        frontend::execute(PORTAL, count, &mut self.said).map_err(|error| self.lost(&error))?;
        frontend::sync(&mut self.said);
        self.send()
    }

    /// What comes next of the rows that were asked for.
    pub(super) fn next_row(&mut self) -> Result<Reply, Diagnostic> {
        let mut has_more = false;
        loop {
            match self.hear()? {
                Message::DataRow(row) => {
                    return values(&row).map(Reply::Row).map_err(|error| self.lost(&error));
                }
                Message::PortalSuspended => has_more = true,
                Message::CopyOutResponse(_) | Message::CopyInResponse(_) => {
                    return Err(failed("the query does more than to read").with_hint("ask by one SELECT"));
                }
                Message::ReadyForQuery(_) => return Ok(if has_more { Reply::More } else { Reply::End }),
                _ => {}
            }
        }
    }

    /// Says goodbye; the server ends the transaction.
    pub(super) fn leave(mut self) {
        frontend::terminate(&mut self.said);
        // Who does not hear it has gone already.
        let _ = self.send();
    }
}

/// The values of a row.
fn values(row: &postgres_protocol::message::backend::DataRowBody) -> io::Result<Vec<Option<Bytes>>> {
    let buffer = row.buffer_bytes();
    let ranges: Vec<Option<std::ops::Range<usize>>> = row.ranges().collect()?;
    let values = ranges.into_iter().map(|range| match range {
        Some(range) if range.end <= buffer.len() && range.start <= range.end => Ok(Some(buffer.slice(range))),
        Some(_) => Err(io::Error::from(io::ErrorKind::InvalidData)),
        None => Ok(None),
    });
    values.collect()
}
