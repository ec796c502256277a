//! Batches over HTTP: recipients in, what becomes of them, the archive out.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Request as Asked, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_util::StreamExt as _;
use tokio::time::timeout;

use super::answers::{json, later, told};
use super::batches::{BatchStage, Batches, Coming, Untaken};
use super::state::Service;
use crate::web::streamed;

/// How long the next piece of a batch may take to come.
const COMING: Duration = Duration::from_secs(30);

pub(super) fn app() -> Router<Arc<Service>> {
    Router::new()
        .route("/batch", post(take))
        .route("/batch/{id}", get(state).delete(give_up))
        .route("/batch/{id}/archive", get(archive))
}

/// Takes recipients in, as they come.
async fn take(State(service): State<Arc<Service>>, asked: Asked) -> Response {
    let Some(batches) = service.batches.clone() else { return none() };
    let mut coming = match blocking({
        let batches = Arc::clone(&batches);
        move || Coming::begin(&batches)
    })
    .await
    {
        Ok(Some(coming)) => coming,
        Ok(None) => return later("there is no room for another batch now"),
        Err(_) => return unwritten(),
    };
    let mut pieces = asked.into_body().into_data_stream();
    loop {
        let piece = match timeout(COMING, pieces.next()).await {
            Ok(None) => break,
            Ok(Some(Ok(piece))) => piece,
            Ok(Some(Err(_))) => return told(StatusCode::BAD_REQUEST, "the recipients did not come whole"),
            Err(_) => return told(StatusCode::REQUEST_TIMEOUT, "the recipients did not come in time"),
        };
        let taken = tokio::task::spawn_blocking(move || {
            let taken = coming.take(&piece);
            (coming, taken)
        });
        match taken.await {
            Ok((kept, Ok(()))) => coming = kept,
            Ok((_, Err(Untaken::Large(most)))) => {
                let message = format!("the recipients of a batch have at most {} MiB", most >> 20);
                return told(StatusCode::PAYLOAD_TOO_LARGE, &message);
            }
            Ok((_, Err(Untaken::Unwritten))) | Err(_) => return unwritten(),
        }
    }
    accepted(&batches, coming).await
}

async fn accepted(batches: &Batches, coming: Coming) -> Response {
    let id = match blocking(move || coming.finish()).await {
        Ok(Some(id)) => id,
        Ok(None) => return gone(),
        Err(_) => return unwritten(),
    };
    let Some(state) = batches.state(&id) else { return gone() };
    let mut response = json(StatusCode::ACCEPTED, &state);
    if let Ok(place) = HeaderValue::from_str(&format!("/batch/{id}")) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}

async fn state(State(service): State<Arc<Service>>, Path(id): Path<String>) -> Response {
    let Some(batches) = &service.batches else { return none() };
    batches.state(&id).map_or_else(gone, |state| json(StatusCode::OK, &state))
}

async fn give_up(State(service): State<Arc<Service>>, Path(id): Path<String>) -> Response {
    let Some(batches) = service.batches.clone() else { return none() };
    match blocking(move || Ok(batches.give_up(&id))).await {
        Ok(true) => StatusCode::NO_CONTENT.into_response(),
        Ok(false) => gone(),
        Err(_) => told(StatusCode::INTERNAL_SERVER_ERROR, "a fault in the program"),
    }
}

async fn archive(State(service): State<Arc<Service>>, Path(id): Path<String>) -> Response {
    let Some(batches) = service.batches.clone() else { return none() };
    let Some(state) = batches.state(&id) else { return gone() };
    if state.stage != BatchStage::Made {
        return told(StatusCode::CONFLICT, "the batch has no archive; its `stage` says where it stands");
    }
    let Ok(Some((file, length, name))) = blocking(move || Ok(batches.archive(&id))).await else {
        return gone();
    };
    let mut response = streamed(file);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    // The name of an archive is of portable characters.
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Does what waits for the disk apart from the connections.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

fn none() -> Response {
    told(StatusCode::NOT_FOUND, "this service takes no batches: it was started without `--batches`")
}

fn gone() -> Response {
    told(StatusCode::NOT_FOUND, "there is no such batch; it may have been kept long enough")
}

fn unwritten() -> Response {
    told(StatusCode::INTERNAL_SERVER_ERROR, "the batch cannot be written to the folder of batches")
}
