//! How the desk listens, and how it ends.

use std::io;
use std::net::Ipv4Addr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Form, Query, Request, State};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use maud::html;
use serde::Deserialize;
use tokio::net::TcpListener;

use super::account::OpenAccount;
use super::answer::{LANGUAGE, Visitor, told, words};
use super::assets;
use super::frame::page_with;
use super::gate::{ENTRY, Gate, is_from_a_desk, seal};
use super::jobs::Jobs;
use super::kept::KeptLanguages;
use super::offers::Offers;
use super::others::{OpenDesk, Others};
use super::pictures::Pictures;
use super::place::Place;
use super::places;
use super::proofs::Proofs;
use super::reading::Reading;
use super::refusal::refusal;
use super::registrations::KeptReturns;
use super::state::{Desk, OpenSeal};
use super::upload::Uploads;
use super::words::{LANGUAGES, Words};
use crate::batch::Trials;
use crate::diagnostic::{Diagnostic, codes, io_text};
use crate::follow_up::FOLLOWING;
use crate::recipient::Environment;
use crate::web::{self, Limits};
use crate::worker::Isolation;

/// What connections may take; whoever ends the desk waits for the last answers a second.
const LIMITS: Limits =
    Limits { connections: 256, kept: Duration::from_secs(300), last: Duration::from_secs(1) };

/// Most bytes of what a person enters on a page.
const ENTERED: usize = 1 << 20;

/// Most bytes of anything: what says that it is longer is refused before it is read.
const ANYTHING: u64 = 512 << 20;

/// What a desk is started with.
#[derive(Debug, Clone)]
pub struct DeskOptions {
    /// The mailing's folder.
    pub root: PathBuf,
    /// The file that describes the mailing, inside its folder.
    pub mailing: String,
    /// The port to listen at; a free one where it is `None`.
    pub port: Option<u16>,
    /// Where templates are merged and documents set.
    pub isolation: Isolation,
    /// Where databases are that lists are in.
    pub environment: Environment,
    /// How many threads work at a time.
    pub jobs: NonZeroUsize,
    /// The key that documents are sealed with.
    pub seal: OpenSeal,
    /// The account at a mail server.
    pub account: OpenAccount,
    /// The clock.
    pub now: fn() -> Timestamp,
    /// Set once the desk is to end.
    pub stop: &'static AtomicBool,
}

/// Serves the desk until it is to end; `ready` is given the address to open, which works once.
///
/// # Errors
///
/// The port is taken, or the system gives no threads, connections or random numbers.
pub fn serve(options: DeskOptions, ready: impl FnOnce(&str)) -> Result<(), Diagnostic> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| failed(&io_text(&error)))?;
    let ended = runtime.block_on(async {
        let desk = open(options)?;
        let address = desk.gate.invite().ok_or_else(|| failed("the system has no random numbers"))?;
        ready(&address);
        let _ = desk.served.await;
        Ok(())
    });
    // What still works on an answer nobody waits for is left alone.
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended
}

fn failed(cause: &str) -> Diagnostic {
    Diagnostic::new(codes::DESK_START, format!("the desk cannot be opened ({cause})"))
        .with_hint("name another port with `--port`, or leave it out for a free one")
}

/// Opens a desk; it is served by the runtime of the caller until it is to end.
fn open(options: DeskOptions) -> Result<OpenDesk, Diagnostic> {
    let listener = bind(options.port).map_err(|error| failed(&io_text(&error)))?;
    let port = listener.local_addr().map_err(|error| failed(&io_text(&error)))?.port();
    let gate = Arc::new(Gate::new(port));
    let of_others = options.clone();
    let others = Others::new(move |root| {
        let (root, mailing) = (root.to_owned(), FOLLOWING.to_owned());
        open(DeskOptions { root, mailing, port: None, ..of_others.clone() })
    });
    let DeskOptions { root, mailing, port: _, isolation, environment, jobs, seal, account, now, stop } =
        options;
    let trials = Trials::new(root.clone(), mailing.clone(), isolation.clone(), environment);
    let desk = Arc::new(Desk {
        root,
        mailing,
        isolation,
        environment,
        threads: jobs,
        jobs: Jobs::default(),
        proofs: Proofs::default(),
        seal,
        account,
        offers: Offers::default(),
        now,
        gate: Arc::clone(&gate),
        others,
        reading: Reading::default(),
        trials,
        pictures: Pictures::default(),
        languages: KeptLanguages::default(),
        returns: KeptReturns::default(),
        uploads: Uploads::default(),
    });
    desk.read_ahead();
    Ok(OpenDesk { gate, served: tokio::spawn(answer_all(listener, desk, stop)) })
}

fn bind(port: Option<u16>) -> io::Result<TcpListener> {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port.unwrap_or_default()))?;
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}

async fn answer_all(listener: TcpListener, desk: Arc<Desk>, stop: &'static AtomicBool) {
    web::listen(listener, app(Arc::clone(&desk)), LIMITS, stop).await;
    // What is at work ends in order, so that nothing is left half done.
    let ending = Arc::clone(&desk);
    let _ = tokio::task::spawn_blocking(move || ending.jobs.end()).await;
    desk.others.end().await;
}

fn app(desk: Arc<Desk>) -> Router {
    let mut router = Router::new()
        .route(ENTRY, get(enter))
        .merge(places::routes())
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
    let length =
        request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let is_long = length.is_some_and(|length: u64| length > ANYTHING);
    let refused = refused.or_else(|| is_long.then_some(StatusCode::PAYLOAD_TOO_LARGE));
    let refused = refused.filter(|_| !is_public(&request));
    let mut response = match refused {
        None => next.run(request).await,
        Some(status) => refusal(words(request.headers()), status, desk.gate.port()),
    };
    seal(response.headers_mut());
    response
}

/// Whether it is the style or the picture of the page of who is refused, which hold nothing of the mailing.
fn is_public(request: &Request) -> bool {
    let path = request.uri().path();
    *request.method() == Method::GET && [&assets::STYLE, &assets::ICON].iter().any(|asset| asset.path == path)
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    secret: String,
}

async fn enter(State(desk): State<Arc<Desk>>, headers: HeaderMap, Query(entry): Query<Entry>) -> Response {
    match desk.gate.enter(&entry.secret) {
        Some(cookie) if is_from_a_desk(&headers) => {
            ([(header::SET_COOKIE, cookie)], led_on(words(&headers))).into_response()
        }
        Some(cookie) => ([(header::SET_COOKIE, cookie)], Redirect::to(Place::Start.path())).into_response(),
        // Somebody who is in already asks again.
        None if desk.gate.refuse(&Method::GET, Place::Start.path(), &headers).is_none() => {
            Redirect::to(Place::Start.path()).into_response()
        }
        None => refusal(words(&headers), StatusCode::UNAUTHORIZED, desk.gate.port()),
    }
}

/// A page that leads on by itself, or by its link: what it asks for comes from this desk.
fn led_on(words: &Words) -> Html<String> {
    let (path, title) = (Place::Start.path(), Place::Start.title(words));
    let head = html! { meta http-equiv="refresh" content={ "0; url=" (path) }; };
    let content = html! { p { a href=(path) { (title) } } };
    Html(page_with(words, Some(Place::Start), title, &head, &content).into_string())
}

#[derive(Deserialize)]
struct Chosen {
    language: String,
    back: String,
}

async fn choose_language(Form(chosen): Form<Chosen>) -> Response {
    let words = Words::of(&chosen.language).unwrap_or_else(|| &LANGUAGES[0]);
    let back = Place::ALL.into_iter().find(|place| place.path() == chosen.back).unwrap_or(Place::Start);
    let cookie =
        format!("{LANGUAGE}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict", words.frame.tag);
    let Ok(cookie) = HeaderValue::from_str(&cookie) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    ([(header::SET_COOKIE, cookie)], Redirect::to(back.path())).into_response()
}

async fn not_found(Visitor(words): Visitor) -> Response {
    told(words, StatusCode::NOT_FOUND, &words.frame.not_found, &words.frame.not_found_hint)
}
