//! Files of an archive: one document in the browser, and the ZIP file.
//!
//! A file is asked for by its number in the manifest of an archive, which is named by its hash: no path comes from a browser.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{self, HeaderValue};
use axum::response::Response;

use crate::beneath::Folder;
use crate::desk::answer::{Visitor, answered, refused};
use crate::desk::place::Place;
use crate::desk::served::{named, shown};
use crate::desk::shelf::{find, gone};
use crate::desk::state::Desk;
use crate::web::streamed;

/// A document, shown in the browser.
pub(super) async fn document(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path((hash, number)): Path<(String, String)>,
) -> Response {
    answered(&desk, words, move |desk| {
        let Some(archive) = find(desk, &hash) else { return gone(words) };
        let entry = number.parse().ok().and_then(|number: usize| archive.manifest().files.get(number));
        let Some(entry) = entry else { return gone(words) };
        match archive.opened.read(entry) {
            Ok(bytes) => shown(bytes, entry.path.name()),
            Err(problem) => refused(words, Place::Make, &[problem]),
        }
    })
    .await
}

/// The ZIP file, or one of its volumes, to be kept.
pub(super) async fn zip(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path((hash, number)): Path<(String, String)>,
) -> Response {
    answered(&desk, words, move |desk| {
        let Some(archive) = find(desk, &hash) else { return gone(words) };
        let name = number.parse().ok().and_then(|number: usize| archive.zip_names().into_iter().nth(number));
        let opened = name.and_then(|name| {
            let (file, bytes) = Folder::open(&archive.folder).ok()?.open_file(&name).ok()?;
            Some((name, file, bytes))
        });
        let Some((name, file, bytes)) = opened else { return gone(words) };
        let mut response = named(streamed(file), "application/zip", "attachment", &name);
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
        response
    })
    .await
}
