//! The parts of the returns, and what their pages share.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::response::{Html, IntoResponse as _, Response};
use maud::{Markup, html};

use crate::collect::{Collected, FieldPart, field_part};
use crate::desk::frame::page;
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::registrations::{ReadReturns, returns};
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Diagnostic, visible};
use crate::locale;
use crate::template::question_labels;

/// The folder of the mailing that returns are put into.
pub(super) const FOLDER: &str = "returns";

/// The path of what waits for a decision.
pub(super) const DECIDE: &str = "/returns/decide";

/// The path of the participants.
pub(super) const PARTICIPANTS: &str = "/returns/participants";

/// The path of those who have not answered.
pub(super) const SILENT: &str = "/returns/silent";

/// The path of the lists for the door.
pub(super) const DOOR: &str = "/returns/door";

/// The path at which answers are entered.
pub(super) const ENTER: &str = "/returns/enter";

/// What came back for the newest archive; `None` where there is no archive.
pub(super) fn read(desk: &Desk) -> Option<Arc<Result<ReadReturns, Diagnostic>>> {
    returns(&desk.returns, &desk.root, &desk.read())
}

/// The labels of a language of the mailing, by their keys; none where it has not the language.
pub(super) fn labels(desk: &Desk, language: &str) -> BTreeMap<String, String> {
    let read = desk.read();
    let pack = read
        .mailing
        .as_ref()
        .and_then(|mailing| locale::read(&desk.root, &mailing.templates, language).value);
    pack.map(|pack| pack.file().labels.clone()).unwrap_or_default()
}

/// What the form's questions are called, by their ids: in the language of the page, or else in the mailing's own.
pub(super) fn questions(desk: &Desk, words: &Words) -> BTreeMap<String, String> {
    let read = desk.read();
    let Some(mailing) = &read.mailing else { return BTreeMap::new() };
    let languages = [words.frame.tag.as_str(), mailing.default_language.as_str()];
    let packs = languages.map(|language| locale::read(&desk.root, &mailing.templates, language).value);
    let pack = packs.into_iter().flatten().next();
    pack.map(|pack| question_labels(mailing, &pack)).unwrap_or_default()
}

/// A field of a form by its question, with its name for whoever needs it; by its name alone where no question is known.
pub(super) fn field_shown(words: &Words, questions: &BTreeMap<String, String>, name: &str) -> Markup {
    let told = &words.returns;
    let (part, rest) = field_part(name);
    let label = questions.get(rest).map(|label| label.trim_end_matches([':', '：', ' ', '\u{a0}']));
    let Some(label) = label else { return html! { code { (visible(name)) } } };
    html! {
        span title=(visible(name)) {
            @match part {
                FieldPart::Form => {},
                FieldPart::Participant(number) => { (filled(&told.participant, &[&number])) ", " },
                FieldPart::Delegation(number) => { (told.delegation) " " (number) ", " },
            }
            bdi { (visible(label)) }
        }
    }
}

/// A part's page, with what came back, once something was read.
pub(super) fn with_table(
    desk: &Desk,
    words: &Words,
    here: &str,
    shown: impl FnOnce(&ReadReturns, &Collected) -> Markup,
) -> Response {
    let told = &words.returns;
    let content = match read(desk).as_deref() {
        None => html! { p { (told.no_archive) } },
        Some(Err(problem)) => all_shown(words, [problem]),
        Some(Ok(read)) => match &read.collected {
            None => html! { p { (told.none) } },
            Some(collected) => html! {
                @if !read.is_current { p.stale role="status" { (told.other_archive) } }
                (shown(read, collected))
            },
        },
    };
    whole(words, here, &content)
}

/// A page of a part.
pub(super) fn whole(words: &Words, here: &str, content: &Markup) -> Response {
    let content = html! { (parts(words, here)) (content) };
    let title = title(words, here);
    Html(page(words, Some(Place::Returns), title, &content).into_string()).into_response()
}

fn title<'w>(words: &'w Words, here: &str) -> &'w str {
    let told = &words.returns;
    match here {
        DECIDE => &told.decide,
        PARTICIPANTS => &told.participants,
        SILENT => &told.silent,
        DOOR => &told.door,
        ENTER => &told.enter,
        _ => &told.title,
    }
}

/// Links to the parts, the one that is shown marked.
fn parts(words: &Words, here: &str) -> Markup {
    let told = &words.returns;
    let parts = [
        (Place::Returns.path(), &told.came),
        (DECIDE, &told.decide),
        (PARTICIPANTS, &told.participants),
        (SILENT, &told.silent),
        (DOOR, &told.door),
    ];
    html! {
        nav.parts aria-label=(told.title) {
            ul {
                @for (path, title) in parts {
                    li { a href=(path) aria-current=[(path == here).then_some("page")] { (title) } }
                }
            }
        }
    }
}
