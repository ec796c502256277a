//! Files of translation tools: a language as XLIFF, and one that comes back, looked at before it is taken over.

use std::sync::Arc;

use axum::extract::{Form, Multipart, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::editor::differences;
use super::files;
use super::opened::{Opened, address, own_name, reader};
use super::texts::without_texts;
use crate::desk::answer::{Visitor, answered, refused};
use crate::desk::frame::page;
use crate::desk::kept::HeldFile;
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::table::Column::Text;
use crate::desk::table::head;
use crate::desk::upload::{self, Untaken};
use crate::desk::words::{LanguageWords, Words, filled};
use crate::diagnostic::{Problems, visible};
use crate::translate::changes;
use crate::translate::xliff::{self, ChangedText, Changes, XliffVersion};

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    version: String,
}

pub(super) async fn download(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(tag): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    answered(&desk, words, move |desk| {
        let version = if wanted.version == "1.2" { XliffVersion::V1 } else { XliffVersion::V2 };
        let exported = Opened::new(desk).and_then(|Opened { mailing, languages }| {
            xliff::export(&languages, (&mailing, &desk.mailing), &tag, version)
        });
        match exported {
            Ok(exported) => {
                // A language of the mailing is a tag, which needs no quoting.
                let name = format!("attachment; filename=\"{tag}.xlf\"");
                let head = [
                    (header::CONTENT_TYPE, "application/xliff+xml; charset=utf-8".to_owned()),
                    (header::CONTENT_DISPOSITION, name),
                ];
                (head, exported.text).into_response()
            }
            Err(problems) => without_texts(words, &tag, &problems),
        }
    })
    .await
}

pub(super) async fn look(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    form: Multipart,
) -> Response {
    let given = match upload::read(&desk.uploads, form).await {
        Ok(posted) => posted.files.into_iter().map(|(_, given)| (given.name, given.bytes)).next_back(),
        Err(Untaken::Busy) => return again(words, &words.upload.busy),
        Err(_) => return again(words, &words.languages.too_long),
    };
    answered(&desk, words, move |desk| {
        let Some((name, bytes)) = given.filter(|(_, bytes)| !bytes.is_empty()) else {
            return again(words, &words.languages.no_file);
        };
        let looked = xliff::decode(bytes, &name).map_err(Problems::from).and_then(|text| {
            let changes = propose(desk, &name, &text)?;
            Ok((desk.languages.held.hold(name, &text), changes))
        });
        match looked {
            Ok((held, changes)) => Html(proposal(words, &held, &changes).into_string()).into_response(),
            Err(problems) => refused(words, Place::Languages, &problems),
        }
    })
    .await
}

/// The file of a form, with its name.
#[derive(Debug, Deserialize)]
pub(super) struct Taken {
    held: String,
}

pub(super) async fn take(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Form(taken): Form<Taken>,
) -> Response {
    answered(&desk, words, move |desk| {
        let Some(held) = desk.languages.held.find(&taken.held) else {
            return again(words, &words.languages.given_up);
        };
        let written = propose(desk, &held.name, &held.text)
            .and_then(|changes| files::write(desk, &changes).map(|()| changes.tag).map_err(Problems::from));
        match written {
            Ok(tag) => {
                desk.languages.held.let_go();
                Redirect::to(&address(&tag)).into_response()
            }
            Err(problems) => refused(words, Place::Languages, &problems),
        }
    })
    .await
}

fn propose(desk: &Desk, name: &str, text: &str) -> Result<Changes, Problems> {
    let opened = Opened::plain(desk)?;
    xliff::propose(&opened.languages, &desk.mailing, (text, name), &mut reader(desk))
}

/// A page that says why nothing came of a file.
fn again(words: &Words, why: &str) -> Response {
    let content = html! { p role="status" { (why) } p { a href=(Place::Languages.path()) { (words.languages.title) } } };
    let page = page(words, Some(Place::Languages), &words.frame.not_done, &content);
    (StatusCode::UNPROCESSABLE_ENTITY, Html(page.into_string())).into_response()
}

/// What a file would change, to be taken over or left.
fn proposal(words: &Words, held: &HeldFile, changes: &Changes) -> Markup {
    let told = &words.languages;
    let content = html! {
        p { bdi { (visible(&held.name)) } " · " bdi lang=(changes.tag) { (own_name(&changes.tag)) } }
        @if changes.files.is_empty() {
            p role="status" { (told.nothing_changes) }
        } @else {
            p role="status" { (filled(&told.proposed, &[&changes.changed(), &changes.done])) }
            form method="post" action="/languages/xliff/take" {
                input type="hidden" name="held" value=(held.hash);
                button { (told.take) }
            }
            div.sheet {
                table {
                    (head(&[Text(&told.file), Text(&told.text), Text(&told.translation)]))
                    tbody { @for text in &changes.texts { (changed(told, &changes.tag, text)) } }
                }
            }
        }
        p { a href=(Place::Languages.path()) { (told.title) } }
    };
    page(words, Some(Place::Languages), &told.proposal, &content)
}

fn changed(told: &LanguageWords, tag: &str, text: &ChangedText) -> Markup {
    html! {
        tr {
            th scope="row" { bdi { (visible(&text.file)) } br; span.quiet { bdi { (visible(&text.id)) } } }
            td { bdi { (visible(&text.source)) } }
            td {
                bdi lang=(tag) {
                    @if text.is_changed { (differences(told, &changes(&text.before, &text.after))) }
                    @else { (visible(&text.after)) }
                }
                @if text.done { br; span.quiet { (told.marked) } }
            }
        }
    }
}
