//! The codes of a text as a translator sees and keeps them: a name in angle brackets, `⟨event.place⟩`.
//!
//! A name stands for one code of the text. What is not such a name is words, whatever it looks like; an opening bracket itself is
//! entered twice.

use std::collections::BTreeSet;

use crate::translate::xliff::model::{ExportUnit, Numbered};
use crate::translate::xliff::piece::{Piece, Role};
use crate::translate::xliff::read::Token as Entered;

/// What a token stands between.
pub(super) const BRACKETS: (char, char) = ('⟨', '⟩');

/// Longest name, in characters.
const LONGEST: usize = 40;

/// A code of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its name, without brackets.
    pub name: String,
    /// What stands in the file for it.
    pub code: String,
    /// Whether it is at the end of what another one opens.
    pub closes: bool,
}

impl Token {
    /// As a translator enters it.
    #[must_use]
    pub fn entered(&self) -> String {
        let (open, close) = BRACKETS;
        format!("{open}{}{close}", self.name)
    }
}

/// What is wrong with what was entered, in terms of its tokens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A token of the source is not there.
    Missing(String),
    /// A token is there more than once.
    Doubled(String),
    /// There is no such token: it was altered.
    Unknown(String),
    /// A pair of tokens is not closed where it was opened.
    Pair(String),
    /// A list has another number of lines.
    Lines {
        /// How many it has.
        wanted: usize,
        /// How many were entered.
        found: usize,
    },
    /// Nothing was entered.
    Empty,
}

/// The codes of a text with their names.
#[derive(Debug)]
pub(super) struct Tokens(Vec<(usize, Role, Token)>);

impl Tokens {
    pub(super) fn of(unit: &ExportUnit) -> Self {
        let mut tokens = Self(Vec::new());
        for segment in &unit.segments {
            tokens.add(&segment.source);
            tokens.add(&segment.target);
        }
        tokens
    }

    /// Adds the codes among some pieces, each by a name that no other has.
    fn add(&mut self, pieces: &[Numbered]) {
        for numbered in pieces {
            let Piece::Code { data, role } = &numbered.piece else { continue };
            if self.find(numbered.id, *role).is_some() {
                continue;
            }
            let name = match role {
                // What closes a pair is named after what opens it.
                Role::Close => {
                    let open = self.find(numbered.id, Role::Open).map_or("", |open| open.name.as_str());
                    format!("/{open}")
                }
                _ => self.unique(&name_of(data, *role)),
            };
            let token = Token { name, code: data.clone(), closes: *role == Role::Close };
            self.0.push((numbered.id, *role, token));
        }
    }

    /// A name that no other code of the text has.
    fn unique(&self, name: &str) -> String {
        let numbered = (2..).map(|number| format!("{name} {number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        let is_taken = |name: &String| self.0.iter().any(|(.., token)| token.name == *name);
        names.find(|name| !is_taken(name)).unwrap_or_default()
    }

    /// The token of a code.
    pub(super) fn find(&self, id: usize, role: Role) -> Option<&Token> {
        self.0.iter().find(|(number, known, _)| (*number, *known) == (id, role)).map(|(.., token)| token)
    }

    /// A text as it is entered.
    pub(super) fn write(&self, pieces: &[Numbered]) -> String {
        let (open, _) = BRACKETS;
        let pieces = pieces.iter().map(|numbered| match &numbered.piece {
            Piece::Text(text) => text.replace(open, &format!("{open}{open}")),
            Piece::Code { role, .. } => self.find(numbered.id, *role).map(Token::entered).unwrap_or_default(),
        });
        pieces.collect()
    }

    /// What was entered, as the pieces of a text; tokens that are none are faults.
    pub(super) fn read(&self, entered: &str, faults: &mut Vec<Fault>) -> Vec<Entered> {
        let (open, close) = BRACKETS;
        let mut read = Vec::new();
        let mut words = String::new();
        let mut rest = entered;
        while let Some((before, after)) = rest.split_once(open) {
            words.push_str(before);
            if let Some(after) = after.strip_prefix(open) {
                words.push(open);
                rest = after;
                continue;
            }
            let (name, after) = match after.split_once(close) {
                Some((name, after)) if !name.contains(open) => (name, after),
                // The bracket stands alone.
                _ => ("", after),
            };
            match self.0.iter().find(|(.., token)| token.name == name) {
                Some((id, role, _)) => {
                    read.push(Entered::Text(std::mem::take(&mut words)));
                    let id = id.to_string();
                    read.push(match role {
                        Role::Alone => Entered::Alone(id),
                        Role::Open => Entered::Open(id),
                        Role::Close => Entered::Close(id),
                    });
                }
                None => faults.push(Fault::Unknown(name.chars().take(LONGEST).collect())),
            }
            rest = after;
        }
        words.push_str(rest);
        read.push(Entered::Text(words));
        read.retain(|token| !matches!(token, Entered::Text(text) if text.is_empty()));
        read
    }

    /// What is wrong with the tokens of a line, beside those of its source and of its translation until now.
    pub(super) fn compare(&self, read: &[Entered], source: &[Numbered], target: &[Numbered]) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut open: Vec<&String> = Vec::new();
        let mut seen = BTreeSet::new();
        for token in read {
            let (id, role) = match token {
                Entered::Text(_) => continue,
                Entered::Alone(id) => (id, Role::Alone),
                Entered::Open(id) => (id, Role::Open),
                Entered::Close(id) => (id, Role::Close),
            };
            let number = id.parse().unwrap_or_default();
            let name = || self.find(number, role).map(|token| token.name.clone()).unwrap_or_default();
            if !seen.insert((number, role)) {
                faults.push(Fault::Doubled(name()));
            }
            match role {
                Role::Open => open.push(id),
                Role::Close if open.last() == Some(&id) => drop(open.pop()),
                Role::Close => faults.push(Fault::Pair(name())),
                Role::Alone => {}
            }
        }
        let is_code = |numbered: &&Numbered| matches!(numbered.piece, Piece::Code { .. });
        let key = |numbered: &Numbered| match numbered.piece {
            Piece::Code { role, .. } => Some((numbered.id, role)),
            Piece::Text(_) => None,
        };
        // What the translation did without until now it may do without.
        let was_there = |code: &Numbered| {
            target.is_empty() || target.iter().any(|known| key(known).is_some() && key(known) == key(code))
        };
        for code in source.iter().filter(is_code).filter(|code| was_there(code)) {
            let Some((id, role)) = key(code) else { continue };
            if !seen.contains(&(id, role))
                && let Some(token) = self.find(id, role)
            {
                faults.push(Fault::Missing(token.name.clone()));
            }
        }
        faults
    }

    /// The tokens of some pieces, each once, in their order.
    pub(super) fn among(&self, pieces: &[Numbered]) -> Vec<Token> {
        let mut found: Vec<Token> = Vec::new();
        for numbered in pieces {
            if let Piece::Code { role, .. } = &numbered.piece
                && let Some(token) = self.find(numbered.id, *role)
                && !found.contains(token)
            {
                found.push(token.clone());
            }
        }
        found
    }
}

/// What a code is called: the merge field, block or placeholder it is or holds, or else the function it calls.
fn name_of(code: &str, role: Role) -> String {
    let fields: Vec<&str> =
        code.split("{{").skip(1).filter_map(|part| Some(part.split_once("}}")?.0)).map(bare).collect();
    let name = match (role, fields.as_slice()) {
        (Role::Alone, [field]) => field,
        (Role::Alone, _) if code.starts_with('{') && code.ends_with('}') => bare(code),
        _ if code == "*" => "strong",
        _ if code == "_" => "emph",
        _ => code.trim_start_matches('#').split(['(', '[', ';', ' ']).next().unwrap_or_default(),
    };
    let plain: String =
        name.chars().filter(|c| !c.is_control() && !"⟨⟩".contains(*c)).take(LONGEST).collect();
    if plain.is_empty() { "code".to_owned() } else { plain }
}

fn bare(code: &str) -> &str {
    code.trim_matches(['{', '}', '~']).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(id: usize, data: &str, role: Role) -> Numbered {
        Numbered { piece: Piece::Code { data: data.to_owned(), role }, id }
    }

    fn words(text: &str) -> Numbered {
        Numbered { piece: Piece::Text(text.to_owned()), id: 0 }
    }

    fn tokens(pieces: &[Numbered]) -> Tokens {
        let mut tokens = Tokens(Vec::new());
        tokens.add(pieces);
        tokens
    }

    #[test]
    fn each_code_has_a_name_of_its_own() {
        let pieces = [
            field(1, "{{event.place}}", Role::Alone),
            field(2, "#box[", Role::Open),
            words("a"),
            field(2, "]", Role::Close),
            field(3, "#isolated(\"{{event.place}}\")", Role::Alone),
            field(4, "{{#if event.host}}", Role::Alone),
            field(5, "{{/if}}", Role::Alone),
            field(6, "{day}", Role::Alone),
            field(7, "#f(\"{{a.b}}\", \"{{c.d}}\")", Role::Alone),
            field(8, "#⟨⟩", Role::Alone),
        ];
        let tokens = tokens(&pieces);
        assert_eq!(
            tokens.write(&pieces),
            "⟨event.place⟩⟨box⟩a⟨/box⟩⟨event.place 2⟩⟨#if event.host⟩⟨/if⟩⟨day⟩⟨f⟩⟨code⟩"
        );
    }

    #[test]
    fn what_is_no_token_is_words_or_a_fault() {
        let pieces = [words("to "), field(1, "{{event.place}}", Role::Alone)];
        let tokens = tokens(&pieces);
        let read = |entered: &str| {
            let mut faults = Vec::new();
            let read = tokens.read(entered, &mut faults);
            (read, faults)
        };
        let text = |text: &str| Entered::Text(text.to_owned());
        let place = Entered::Alone("1".to_owned());
        let unknown = |name: &str| vec![Fault::Unknown(name.to_owned())];
        for (entered, pieces, faults) in [
            ("to ⟨event.place⟩", vec![text("to "), place.clone()], vec![]),
            ("a ⟨⟨b⟩ ⟩", vec![text("a ⟨b⟩ ⟩")], vec![]),
            ("⟨⟨event.place⟩", vec![text("⟨event.place⟩")], vec![]),
            ("⟨event.plac⟩ x", vec![text(" x")], unknown("event.plac")),
            ("⟨event.place", vec![text("event.place")], unknown("")),
            ("⟨a ⟨event.place⟩", vec![text("a "), place], unknown("")),
            ("{{event.place}}", vec![text("{{event.place}}")], vec![]),
        ] {
            assert_eq!(read(entered), (pieces, faults), "{entered}");
        }
        let written = tokens.write(&[words("a ⟨b⟩")]);
        assert_eq!(read(&written), (vec![text("a ⟨b⟩")], vec![]));
    }
}
