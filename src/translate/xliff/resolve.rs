//! What a file says of a text, as pieces of the text itself: its codes are known by their numbers alone.

use super::model::{Numbered, trimmed};
use super::piece::{Piece, Role, collapse_spaces};
use super::read::Token;

/// Whether tokens are the pieces of the text as it is now.
pub(super) fn same(tokens: &[Token], pieces: &[Numbered]) -> bool {
    let known: Vec<&Numbered> = pieces.iter().collect();
    resolve(tokens, &known).is_ok_and(|found| trimmed_numbered(found) == pieces)
}

/// Tokens as pieces, each code with what the text itself has for its number.
pub(super) fn resolve(tokens: &[Token], known: &[&Numbered]) -> Result<Vec<Numbered>, String> {
    let mut open: Vec<&str> = Vec::new();
    let mut pieces = Vec::with_capacity(tokens.len());
    for token in tokens {
        let (id, wanted) = match token {
            Token::Text(text) => {
                pieces.push(Numbered { piece: Piece::Text(text.clone()), id: 0 });
                continue;
            }
            Token::Alone(id) => (id, Role::Alone),
            Token::Open(id) => {
                open.push(id);
                (id, Role::Open)
            }
            Token::Close(id) => {
                if open.pop() != Some(id) {
                    return Err(format!("the pair {id} is not closed where it was opened"));
                }
                (id, Role::Close)
            }
        };
        let number = id.parse::<usize>().ok();
        let fits = |known: &&&Numbered| {
            matches!(&known.piece, Piece::Code { role, .. } if *role == wanted) && Some(known.id) == number
        };
        let Some(code) = known.iter().find(fits) else {
            return Err(format!("there is no code {id} in this text"));
        };
        pieces.push((*code).clone());
    }
    match open.pop() {
        Some(id) => Err(format!("the pair {id} is not closed")),
        None => Ok(pieces),
    }
}

/// Pieces with neighbouring words together and without space around them.
pub(super) fn trimmed_numbered(pieces: Vec<Numbered>) -> Vec<Numbered> {
    let mut joined: Vec<Numbered> = Vec::new();
    for numbered in pieces {
        match (joined.last_mut(), numbered) {
            (
                Some(Numbered { piece: Piece::Text(before), .. }),
                Numbered { piece: Piece::Text(text), .. },
            ) => {
                before.push_str(&text);
            }
            (_, numbered) => joined.push(numbered),
        }
    }
    let ids: Vec<usize> = joined.iter().map(|numbered| numbered.id).filter(|id| *id > 0).collect();
    let mut ids = ids.into_iter();
    let pieces = joined
        .into_iter()
        .map(|numbered| match numbered.piece {
            Piece::Text(text) => Piece::Text(collapse_spaces(&text)),
            code @ Piece::Code { .. } => code,
        })
        .collect();
    trimmed(pieces)
        .into_iter()
        .map(|piece| {
            let id = if matches!(piece, Piece::Text(_)) { 0 } else { ids.next().unwrap_or_default() };
            Numbered { piece, id }
        })
        .collect()
}
