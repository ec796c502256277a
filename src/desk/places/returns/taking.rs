//! Files that a person puts in: taken one after the other into the folder of returns, and read.

use std::sync::Arc;

use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::parts::FOLDER;
use super::reading;
use super::taken::Taken;
use crate::desk::answer::{Visitor, refused, told};
use crate::desk::place::Place;
use crate::desk::state::{Desk, apart};
use crate::desk::upload::{Part, Taking, Untaken, put_privately};
use crate::desk::words::Words;
use crate::diagnostic::Diagnostic;
use crate::pdf::form::MAX_FILE;

/// Most bytes of what is put in at once.
pub(super) const MOST: usize = 512 << 20;

/// Most files that are put in at once.
const FILES: usize = 1000;

/// Puts files in, and begins to read all.
pub(super) async fn take(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    parts: Multipart,
) -> Response {
    match put(&desk, parts).await {
        Ok((taken, problems)) if problems.is_empty() => match taken.files + taken.left.len() {
            0 => {
                told(words, StatusCode::UNPROCESSABLE_ENTITY, &words.frame.not_done, &words.returns.no_files)
            }
            _ => reading::start(&desk, words, taken),
        },
        Ok((_, problems)) => refused(words, Place::Returns, &problems),
        Err(untaken) => not_taken(words, untaken),
    }
}

fn not_taken(words: &Words, untaken: Untaken) -> Response {
    told(words, untaken.status(), &words.frame.not_done, untaken.told(words))
}

/// Puts each file into the folder as it comes, so that one alone is in memory; the first that cannot be written ends it.
async fn put(desk: &Arc<Desk>, parts: Multipart) -> Result<(Taken, Vec<Diagnostic>), Untaken> {
    let mut taking = Taking::begin(&desk.uploads, parts, MAX_FILE, FILES).await?;
    let mut taken = Taken::default();
    let mut problems = Vec::new();
    while let Some(part) = taking.next().await? {
        match part {
            Part::Text(..) => {}
            Part::Left(name) => taken.left.push(name),
            Part::File(_, given) if problems.is_empty() => {
                let put = apart(desk, move |desk| put_privately(&desk.root, FOLDER, &given)).await;
                match put {
                    Some(Ok(())) => taken.files += 1,
                    Some(Err(problem)) => problems.push(problem),
                    None => return Err(Untaken::Broken(StatusCode::INTERNAL_SERVER_ERROR)),
                }
            }
            // What else comes is passed over, so that the browser hears why.
            Part::File(..) => {}
        }
    }
    Ok((taken, problems))
}
