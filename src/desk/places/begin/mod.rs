//! A new mailing, step by step: what `convoke init` asks, with its checks, and in the end the files that it writes.
//!
//! What was entered is kept here until the mailing is begun; only files that are given are put into the folder at once.

mod draft;
mod field;
mod genre;
mod page;
mod step;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Extension, Multipart, Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use self::draft::{Draft, Entered};
use self::step::{BEGIN, Step};
use crate::beneath::read_within;
use crate::desk::address;
use crate::desk::answer::{Visitor, answered, refused, told};
use crate::desk::gate::FRAMED;
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::upload::{self, Given, Posted};
use crate::desk::words::Words;
use crate::diagnostic::{Diagnostic, Problems};
use crate::starter::{self, Topic, check_picture};

/// The folder of the mailing that pictures are put into.
const PICTURES: &str = "templates/assets";

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    let mut router = Router::new().route(BEGIN, post(begin)).route("/new/pictures/{topic}", get(picture));
    for step in Step::ALL {
        let show = move |desk, draft, visitor| show(desk, draft, visitor, step);
        let take = move |desk, draft, visitor, parts| take(desk, draft, visitor, parts, step);
        let limit = DefaultBodyLimit::max(upload::MOST);
        router = router.route(step.path(), get(show).post(take).layer(limit));
    }
    router.layer(Extension(Arc::new(Draft::default())))
}

type Kept = Extension<Arc<Draft>>;

async fn show(
    State(desk): State<Arc<Desk>>,
    Extension(draft): Kept,
    Visitor(words): Visitor,
    step: Step,
) -> Response {
    answered(&desk, words, move |desk| page_of(words, desk, &draft, step, StatusCode::OK)).await
}

fn page_of(words: &'static Words, desk: &Desk, draft: &Draft, step: Step, status: StatusCode) -> Response {
    if !desk.is_free() {
        return Redirect::to(Place::Start.path()).into_response();
    }
    let entered = draft.lock().clone();
    match page::of(words, desk, &entered, step) {
        Ok(page) => (status, Html(page.into_string())).into_response(),
        Err(problems) => told_problems(words, &problems),
    }
}

fn told_problems(words: &Words, problems: &Problems) -> Response {
    refused(words, Place::Start, &problems.iter().cloned().collect::<Vec<_>>())
}

async fn take(
    State(desk): State<Arc<Desk>>,
    Extension(draft): Kept,
    Visitor(words): Visitor,
    parts: Multipart,
    step: Step,
) -> Response {
    let posted = match upload::read(&desk.uploads, parts).await {
        Ok(posted) => posted,
        Err(untaken) => return told(words, untaken.status(), &words.frame.not_done, untaken.told(words)),
    };
    answered(&desk, words, move |desk| {
        if !desk.is_free() {
            return Redirect::to(Place::Start.path()).into_response();
        }
        let mut entered = draft.lock().clone();
        enter(desk, &mut entered, step, posted);
        *draft.lock() = entered.clone();
        let is_refused = match entered.interview(&desk.root) {
            Ok((all, _)) => {
                let here = all.iter().filter(|put| Step::of(put.question.topic) == step);
                let is_refused = |topic| entered.refused(topic).is_some();
                here.into_iter().any(|put| put.refusal.is_some() || is_refused(put.question.topic))
            }
            Err(problems) => return told_problems(words, &problems),
        };
        match is_refused {
            true => page_of(words, desk, &draft, step, StatusCode::UNPROCESSABLE_ENTITY),
            false => Redirect::to(step.next().path()).into_response(),
        }
    })
    .await
}

/// Keeps what a step's form posted.
fn enter(desk: &Desk, entered: &mut Entered, step: Step, posted: Posted) {
    if step == Step::Letters {
        let languages = posted.texts.iter().filter(|(name, _)| name == Topic::Languages.flag());
        let languages: Vec<&str> = languages.map(|(_, language)| language.as_str()).collect();
        entered.write(Topic::Languages, "", &languages.join(", "));
    }
    for (name, text) in &posted.texts {
        let (name, language) = name.split_once('.').unwrap_or((name, ""));
        let topic = Topic::ALL.into_iter().find(|topic| topic.flag() == name);
        match topic.filter(|topic| Step::of(*topic) == step && *topic != Topic::Languages) {
            Some(topic) => entered.write(topic, language, text),
            None if name == "genre" && step == Step::Letters => entered.choose_genre(text),
            None => {}
        }
    }
    for (name, file) in &posted.files {
        let topic = Topic::ALL.into_iter().find(|topic| topic.flag() == name);
        let Some(topic) = topic.filter(|topic| Step::of(*topic) == step) else { continue };
        match put(desk, topic, file) {
            Ok(path) => entered.write(topic, "", &path),
            Err(problem) => entered.refuse(topic, problem),
        }
    }
}

/// The picture that was chosen.
async fn picture(
    State(desk): State<Arc<Desk>>,
    Extension(draft): Kept,
    Visitor(words): Visitor,
    Path(topic): Path<String>,
) -> Response {
    answered(&desk, words, move |desk| {
        let topic = [Topic::Emblem, Topic::Signature].into_iter().find(|known| known.flag() == topic);
        let path = topic.map(|topic| draft.lock().text(topic).to_owned());
        let found = path.and_then(|path| {
            let kind = match path.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
                "svg" => "image/svg+xml",
                "png" => "image/png",
                "jpg" | "jpeg" => "image/jpeg",
                _ => return None,
            };
            Some((kind, read_within(&desk.root, &path).ok()?))
        });
        match found {
            // A drawing that is opened by itself is a page: it loads and runs nothing.
            Some((kind, bytes)) => {
                ([(CONTENT_TYPE, kind), (CONTENT_SECURITY_POLICY, FRAMED)], bytes).into_response()
            }
            None => StatusCode::NOT_FOUND.into_response(),
        }
    })
    .await
}

/// Puts a file that was given into the folder; its path there.
fn put(desk: &Desk, topic: Topic, file: &Given) -> Result<String, Diagnostic> {
    if topic == Topic::List {
        return upload::put_list(&desk.root, file);
    }
    let kind = check_picture(&file.bytes, &file.name, &desk.isolation)?;
    // Programs go by the ending.
    let stem = file.name.rsplit_once('.').map_or(file.name.as_str(), |(stem, _)| stem);
    upload::put(&desk.root, PICTURES, &format!("{stem}.{kind}"), &file.bytes)
}

async fn begin(State(desk): State<Arc<Desk>>, Extension(draft): Kept, Visitor(words): Visitor) -> Response {
    answered(&desk, words, move |desk| {
        if !desk.is_free() {
            return Redirect::to(Place::Start.path()).into_response();
        }
        let entered = draft.lock().clone();
        let (all, answers) = match entered.interview(&desk.root) {
            Ok(asked) => asked,
            Err(problems) => return told_problems(words, &problems),
        };
        if all.iter().any(|put| put.refusal.is_some()) {
            return page_of(words, desk, &draft, Step::Overview, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let started = entered.genre().and_then(|genre| starter::write_own(&desk.root, &answers, &genre));
        if let Err(problems) = started {
            return told_problems(words, &problems);
        }
        *draft.lock() = Entered::default();
        let next = match answers.get(Topic::List) {
            Some(list) if upload::is_spreadsheet(list) => address::columns(list),
            _ => Place::Start.path().to_owned(),
        };
        Redirect::to(&next).into_response()
    })
    .await
}
