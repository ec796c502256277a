//! A file that came, in the browser; and the form that was sent. A file is asked for by its hash, among those that were read: no path
//! comes from a browser.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderValue};
use axum::response::{IntoResponse as _, Response};

use super::parts::{FOLDER, read};
use crate::archive::{Entry, Role};
use crate::beneath::read_within;
use crate::desk::answer::{Visitor, answered, refused, told};
use crate::desk::gate::IN_FRAME;
use crate::desk::place::Place;
use crate::desk::served::{named, shown};
use crate::desk::state::Desk;
use crate::desk::words::Words;
use crate::digest::hash_bytes;

/// Pictures that browsers show, by their first bytes.
const PICTURES: [(&[u8], &str); 3] =
    [(b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif")];

/// A file that came.
pub(super) async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(hash): Path<String>,
) -> Response {
    answered(&desk, words, move |desk| {
        let found = read(desk);
        let table = found.as_deref().and_then(|read| read.as_ref().ok()?.collected.as_ref());
        let mut files = table.iter().flat_map(|table| &table.files);
        let file = files.find(|file| file.sha256.as_deref() == Some(hash.as_str()));
        let path = file.map(|file| file.file.as_str()).filter(|path| path.starts_with(&format!("{FOLDER}/")));
        let bytes = path.and_then(|path| read_within(&desk.root, path).ok());
        match (path, bytes.filter(|bytes| hash_bytes(bytes) == hash)) {
            (Some(path), Some(bytes)) => in_frame(file_of(bytes, path)),
            _ => gone(words),
        }
    })
    .await
}

/// The form of a recipient, as it was sent.
pub(super) async fn form(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(recipient): Path<String>,
) -> Response {
    answered(&desk, words, move |desk| {
        let found = read(desk);
        let Some(Ok(read)) = found.as_deref() else { return gone(words) };
        let is_its = |entry: &&Entry| {
            let is_own = entry.role == Role::Document && entry.copy_to.is_none() && !entry.courtesy;
            is_own
                && entry.recipient.as_deref() == Some(recipient.as_str())
                && entry.path.as_str().contains("_form_")
        };
        let Some(entry) = read.archive.manifest().files.iter().find(is_its) else { return gone(words) };
        match read.archive.read(entry) {
            Ok(bytes) => in_frame(file_of(bytes, entry.path.as_str())),
            Err(problem) => refused(words, Place::Returns, &[problem]),
        }
    })
    .await
}

fn file_of(bytes: Vec<u8>, path: &str) -> Response {
    let name = path.rsplit('/').next().unwrap_or_default();
    match PICTURES.iter().find(|(start, _)| bytes.starts_with(start)) {
        Some((_, kind)) => named(bytes.into_response(), kind, "inline", name),
        None => shown(bytes, name),
    }
}

/// Whether a browser shows a file of this name beside the fields: what it is, its bytes say once it is asked for.
pub(super) fn is_shown(name: &str) -> bool {
    let name = name.to_lowercase();
    [".pdf", ".png", ".jpg", ".jpeg", ".gif"].iter().any(|ending| name.ends_with(ending))
}

fn in_frame(mut response: Response) -> Response {
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(IN_FRAME));
    response
}

fn gone(words: &Words) -> Response {
    told(words, StatusCode::NOT_FOUND, &words.frame.not_found, &words.frame.not_found_hint)
}
