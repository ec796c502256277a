//! Where the mailing stands, and what comes next.

mod standing;

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use self::standing::Standing;
use crate::beneath::read_text_within;
use crate::desk::address::{IMPORT, NEW, SETTINGS};
use crate::desk::answer::{Visitor, made};
use crate::desk::frame::page;
use crate::desk::known::Read;
use crate::desk::parts::APPROVE;
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::progress;
use crate::desk::reading::Standing as Seen;
use crate::desk::state::Desk;
use crate::desk::words::{StartWords, Words, filled};
use crate::diagnostic::{Severity, visible};
use crate::locale::LocalText;
use crate::mailing::{Mailing, list_empty, read_with_gaps};

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    Router::new().route(Place::Start.path(), get(answer))
}

async fn answer(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    made(&desk, words, |desk| page_of(words, desk)).await
}

/// A step of the way from a list to letters that were sent.
struct Step {
    /// What is to be done, or was done.
    text: String,
    /// How much of it.
    count: String,
    /// Who did it, where that is known.
    by: Vec<String>,
    path: &'static str,
    is_done: bool,
}

fn page_of(words: &Words, desk: &Desk) -> Markup {
    let start = &words.start;
    if desk.is_free() {
        let content = html! {
            p { (start.none_hint) }
            p { a.button href=(NEW) { (start.begin) } }
        };
        return page(words, Some(Place::Start), &start.none, &content);
    }
    let (read, seen) = desk.read_soon();
    // What is still to be filled in does not keep the rest from being shown.
    let mailing = read_with_gaps(&desk.root, &desk.mailing).value;
    let Some(mailing) = mailing else {
        let content = all_shown(words, &read.problems);
        return page(words, Some(Place::Start), &start.title, &content);
    };
    let text = read_text_within(&desk.root, &desk.mailing).unwrap_or_default();
    let gaps = list_empty(&text).len();
    let standing = Standing::of(&desk.root, &mailing);
    let is_named = !mailing.is_gap("reference");
    let title = if is_named { mailing.reference.as_str() } else { &start.title };
    let content = html! {
        (about(words, &mailing))
        @if seen != Seen::Now { (progress::line(words, desk.looking())) }
        div id="way" data-anew { (way(start, &steps(words, (&read, seen), &mailing, gaps, &standing))) }
        p { a href=(SETTINGS) { (words.settings.title) } " · " a href=(IMPORT) { (words.import.title) } }
    };
    page(words, Some(Place::Start), title, &content)
}

/// What the mailing is about, in the language of the page or else in its own.
fn about(words: &Words, mailing: &Mailing) -> Markup {
    let languages = [words.frame.tag.as_str(), mailing.default_language.as_str()];
    let text = |key: &str, text: &LocalText| {
        let said = languages.into_iter().filter(|language| !mailing.is_left_empty(key, language));
        said.filter_map(|language| text.get(language)).next().map(str::to_owned)
    };
    let shown = [("event.name", &mailing.event.name), ("sender.organisation", &mailing.sender.organisation)];
    html! {
        @for (key, value) in shown {
            @if let Some(value) = text(key, value) { p.about { bdi { (value) } } }
        }
    }
}

fn way(start: &StartWords, steps: &[Step]) -> Markup {
    let next = steps.iter().position(|step| !step.is_done);
    html! {
        p role="status" {
            @match next.and_then(|next| steps.get(next)) {
                Some(step) => { (start.next_is) " " a.button href=(step.path) { (step.text) } },
                None => { (start.all_done) },
            }
        }
        ol.steps {
            @for (number, step) in steps.iter().enumerate() {
                @let (class, state) = match next {
                    _ if step.is_done => ("done", &start.done),
                    Some(next) if next == number => ("next", &start.next),
                    _ => ("later", &start.later),
                };
                li class=(class) {
                    span.state { (state) }
                    a href=(step.path) { (step.text) }
                    @if !step.count.is_empty() { " · " bdi.quiet { (step.count) } }
                    @for name in &step.by { " · " bdi { (visible(name)) } }
                }
            }
        }
    }
}

fn steps(
    words: &Words,
    (read, seen): (&Read, Seen),
    mailing: &Mailing,
    gaps: usize,
    standing: &Standing,
) -> Vec<Step> {
    let start = &words.start;
    let languages: BTreeSet<&str> =
        read.recipients.iter().filter_map(|row| row.language.as_deref()).collect();
    let [errors, warnings] = [Severity::Error, Severity::Warning].map(|severity| read.count(severity));
    let has_list = !mailing.recipients.is_empty() && !mailing.is_gap("recipients");
    let [approvals, needed] = standing.approvals;
    let [sendings, sent, failed] = standing.sendings;
    let [answered, asked] = standing.answered;
    let step = |text: String, path: &'static str, is_done| Step {
        text,
        count: String::new(),
        by: Vec::new(),
        path,
        is_done,
    };
    let way = |is_done, done: &str, to_do: &str| if is_done { done.to_owned() } else { to_do.to_owned() };
    let settled = if gaps == 0 { start.mailing.clone() } else { filled(&start.gaps, &[&gaps]) };
    let list = match read.recipients.len() {
        _ if !has_list => start.no_list.clone(),
        // They are read once nothing stands in their way.
        0 => start.list_named.clone(),
        count => filled(&start.list, &[&count]),
    };
    let checked = match seen {
        Seen::Now => filled(&start.check, &[&errors, &warnings]),
        // What is wrong is not known yet.
        Seen::Listed | Seen::Former => words.frame.reading.clone(),
    };
    let is_made = standing.archive.is_some();
    let is_approved = is_made && approvals >= needed;
    let is_sent = is_approved && sent > 0 && failed == 0;
    vec![
        step(settled, SETTINGS, gaps == 0),
        step(list, if has_list { Place::Recipients.path() } else { IMPORT }, has_list),
        step(
            filled(&start.letters, &[&languages.len(), &read.documents]),
            Place::Letter.path(),
            has_list && !languages.is_empty(),
        ),
        step(checked, Place::Check.path(), seen == Seen::Now && read.is_ready() && warnings == 0),
        Step {
            count: standing.archive.clone().unwrap_or_default(),
            ..step(way(is_made, &start.made, &start.make), Place::Make.path(), is_made)
        },
        Step {
            by: standing.approved_by.clone(),
            count: filled(&start.approvals, &[&approvals, &needed]),
            ..step(way(is_approved, &start.approved, &start.approve), APPROVE, is_approved)
        },
        Step {
            count: filled(&start.sendings, &[&sent, &sendings, &failed]),
            ..step(way(is_sent, &start.sent, &start.send), Place::Dispatch.path(), is_sent)
        },
        Step {
            count: filled(&start.answered, &[&answered, &asked]),
            ..step(start.answers.clone(), Place::Returns.path(), answered > 0)
        },
    ]
}
