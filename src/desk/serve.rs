//! How the desk listens, and how it ends.

use std::net::Ipv4Addr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Form, Query, Request, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use maud::{Markup, html};
use serde::Deserialize;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use super::assets;
use super::frame::page;
use super::gate::{ENTRY, Gate, seal};
use super::place::Place;
use super::places::{self, Asked};
use super::reading::Reading;
use super::state::{Desk, apart};
use super::words::{LANGUAGES, Words};
use crate::archive;
use crate::diagnostic::{Diagnostic, codes, io_text, path_text};
use crate::worker::Isolation;

/// How many connections are served at a time; others wait.
const CONNECTIONS: usize = 64;

/// How long a browser may take to ask.
const ASKING: Duration = Duration::from_secs(10);

/// How long an answer may take, all of it.
const ANSWERING: Duration = Duration::from_secs(300);

/// Most bytes of what a person enters on a page.
const ENTERED: usize = 1 << 20;

/// How often it is looked whether to end.
const LOOK: Duration = Duration::from_millis(100);

/// The name of the cookie with the language that a person chose.
const LANGUAGE: &str = "convoke-language";

/// What a desk is started with.
#[derive(Debug)]
pub struct DeskOptions<'a> {
    /// The mailing's folder.
    pub root: PathBuf,
    /// The file that describes the mailing, inside its folder.
    pub mailing: String,
    /// The port to listen at; a free one where it is `None`.
    pub port: Option<u16>,
    /// Where templates are merged and documents set.
    pub isolation: Isolation,
    /// How many threads work at a time.
    pub jobs: NonZeroUsize,
    /// Set once the desk is to end.
    pub stop: &'a AtomicBool,
}

/// Serves the desk until it is to end; `ready` is given the address to open, which works once.
///
/// # Errors
///
/// The port is taken, or the system gives no threads, connections or random numbers.
pub fn serve(options: DeskOptions<'_>, ready: impl FnOnce(&str)) -> Result<(), Diagnostic> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| failed(&io_text(&error)))?;
    let ended = runtime.block_on(listen(options, ready));
    // What still works on an answer nobody waits for is left alone.
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended
}

fn failed(cause: &str) -> Diagnostic {
    Diagnostic::new(codes::DESK_START, format!("the desk cannot be opened ({cause})"))
        .with_hint("name another port with `--port`, or leave it out for a free one")
}

async fn listen(options: DeskOptions<'_>, ready: impl FnOnce(&str)) -> Result<(), Diagnostic> {
    let DeskOptions { root, mailing, port, isolation, jobs, stop } = options;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port.unwrap_or_default())).await;
    let listener = listener.map_err(|error| failed(&io_text(&error)))?;
    let port = listener.local_addr().map_err(|error| failed(&io_text(&error)))?.port();
    let (gate, secret) = Gate::new(port).ok_or_else(|| failed("the system has no random numbers"))?;
    let desk = Arc::new(Desk { root, mailing, isolation, jobs, gate, reading: Reading::default() });
    let app = app(desk);
    ready(&format!("http://127.0.0.1:{port}{ENTRY}?secret={secret}"));
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { return Ok(()) };
        let stream = loop {
            if stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            match tokio::time::timeout(LOOK, listener.accept()).await {
                Ok(Ok((stream, _))) => break stream,
                // A connection that was given up before it was taken, or too many files.
                Ok(Err(_)) => tokio::time::sleep(LOOK).await,
                Err(_) => {}
            }
        };
        let app = app.clone();
        tokio::spawn(async move {
            answer(stream, app).await;
            drop(place);
        });
    }
}

/// Serves one connection; what goes wrong with it is its own affair.
async fn answer(stream: TcpStream, app: Router) {
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(ASKING).max_buf_size(64 << 10);
    let served = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(app));
    let _ = tokio::time::timeout(ANSWERING, served).await;
}

fn app(desk: Arc<Desk>) -> Router {
    let mut router = Router::new()
        .route(ENTRY, get(enter))
        .route(Place::Start.path(), get(start))
        .route(Place::Recipients.path(), get(recipients))
        .route(Place::Check.path(), get(check))
        .route("/language", post(choose_language))
        .fallback(not_found);
    for asset in assets::ALL {
        router =
            router.route(asset.path, get(|| async { ([(header::CONTENT_TYPE, asset.kind)], asset.text) }));
    }
    router
        .layer(DefaultBodyLimit::max(ENTERED))
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), guard))
        .with_state(desk)
}

/// Lets the person in, and nobody else; every answer says what it may load.
async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let refused = desk.gate.refuse(request.method(), request.uri().path(), request.headers());
    let mut response = match refused {
        None => next.run(request).await,
        Some(status) => {
            let words = words(request.headers());
            let frame = &words.frame;
            let content = html! { p { (frame.refused_hint) } };
            (status, Html(page(words, None, &frame.refused, &content).into_string())).into_response()
        }
    };
    seal(response.headers_mut());
    response
}

/// The words of the language that the person chose, or else the browser's.
fn words(headers: &HeaderMap) -> &'static Words {
    let texts =
        |name: header::HeaderName| headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = texts(header::COOKIE)
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let chosen = pairs.find(|(name, _)| *name == LANGUAGE).and_then(|(_, tag)| Words::of(tag));
    let asked = || texts(header::ACCEPT_LANGUAGE).find_map(Words::asked);
    // That there is a language is tested.
    chosen.or_else(asked).unwrap_or_else(|| &LANGUAGES[0])
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    secret: String,
}

async fn enter(State(desk): State<Arc<Desk>>, headers: HeaderMap, Query(entry): Query<Entry>) -> Response {
    match desk.gate.enter(&entry.secret) {
        Some(cookie) => ([(header::SET_COOKIE, cookie)], Redirect::to(Place::Start.path())).into_response(),
        // Somebody who is in already asks again.
        None if desk.gate.refuse(&axum::http::Method::GET, Place::Start.path(), &headers).is_none() => {
            Redirect::to(Place::Start.path()).into_response()
        }
        None => {
            let words = words(&headers);
            let content = html! { p { (words.frame.refused_hint) } };
            let page = page(words, None, &words.frame.refused, &content);
            (StatusCode::UNAUTHORIZED, Html(page.into_string())).into_response()
        }
    }
}

#[derive(Deserialize)]
struct Chosen {
    language: String,
    back: String,
}

async fn choose_language(Form(chosen): Form<Chosen>) -> Response {
    let words = Words::of(&chosen.language).unwrap_or_else(|| &LANGUAGES[0]);
    let back = Place::ALL.into_iter().find(|place| place.path() == chosen.back).unwrap_or(Place::Start);
    let cookie = format!("{LANGUAGE}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict", words.tag);
    let Ok(cookie) = HeaderValue::from_str(&cookie) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    ([(header::SET_COOKIE, cookie)], Redirect::to(back.path())).into_response()
}

async fn not_found(headers: HeaderMap) -> Response {
    let words = words(&headers);
    let content = html! { p { (words.frame.not_found_hint) } };
    let page = page(words, None, &words.frame.not_found, &content);
    (StatusCode::NOT_FOUND, Html(page.into_string())).into_response()
}

/// A page that is made apart; `make` reads files.
async fn made(
    desk: Arc<Desk>,
    headers: &HeaderMap,
    make: impl FnOnce(&Desk, &Words) -> Markup + Send + 'static,
) -> Response {
    let words = words(headers);
    match apart(&desk, move |desk| make(desk, words)).await {
        Some(page) => Html(page.into_string()).into_response(),
        None => {
            let content = html! { p { (words.frame.failed_hint) } };
            let page = page(words, None, &words.frame.failed, &content);
            (StatusCode::INTERNAL_SERVER_ERROR, Html(page.into_string())).into_response()
        }
    }
}

async fn start(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Response {
    let make = |desk: &Desk, words: &Words| {
        let read = desk.read();
        let newest = read
            .mailing
            .as_ref()
            .and_then(|mailing| archive::find_newest(&desk.root.join(&mailing.output), &mailing.reference));
        let name = newest
            .as_deref()
            .and_then(|folder| folder.file_name())
            .map(|name| path_text(name.as_ref()).to_string());
        places::start(words, &read, name.as_deref())
    };
    made(desk, &headers, make).await
}

async fn recipients(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    made(desk, &headers, move |desk, words| places::recipients(words, &desk.read(), &asked)).await
}

async fn check(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Response {
    made(desk, &headers, |desk, words| places::check(words, &desk.read())).await
}
