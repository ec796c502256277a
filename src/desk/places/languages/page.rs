//! The page before one's eyes: a picture of a document of a recipient in the language, with a text that is not saved too.

use std::sync::Arc;

use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::asked::Asked;
use super::opened::{Opened, address, own_name};
use crate::batch::Edited;
use crate::desk::answer::{Visitor, answered, refused};
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::diagnostic::Problems;
use crate::mailing::Mailing;
use crate::worker::{TriedText, View};

/// Pixels for each point: a page as wide as the space beside the texts, on a screen with fine dots.
const SCALE: f64 = 1.5;

/// Most pages that can be asked for.
const PAGES: usize = 100;

/// How many pages the document has.
const COUNT: HeaderName = HeaderName::from_static("x-pages");

/// The space for the page, with the choice of document and page.
pub(super) fn panel(words: &Words, opened: &Opened, tag: &str, asked: &Asked) -> Markup {
    let told = &words.languages;
    let document = document_of(&opened.mailing, asked);
    let number = asked.n.clamp(1, PAGES);
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("document", &document)
        .append_pair("n", &number.to_string())
        .finish();
    html! {
        section.page aria-label=(told.page) {
            form method="get" action=(address(tag)) {
                @for (name, value) in asked.choice() { input type="hidden" name=(name) value=(value); }
                div {
                    label for="document" { (told.document) }
                    select id="document" name="document" {
                        @for known in &opened.mailing.documents {
                            option value=(known.id.value) selected[known.id.value == document] { (known.id.value) }
                        }
                    }
                }
                div {
                    label for="n" { (told.page_number) }
                    input id="n" name="n" type="number" min="1" max=(PAGES) value=(number) required;
                }
                button.second { (told.find) }
            }
            img id="picture" src={ (address(tag)) "/page?" (query) } width="893" height="1263"
                alt=(filled(&told.page_hint, &[&own_name(tag)]));
        }
    }
}

/// The document that is asked for, or else that of the texts that are shown, or else the first.
fn document_of(mailing: &Mailing, asked: &Asked) -> String {
    let known = |id: &str| mailing.documents.iter().any(|document| document.id.value == id);
    if known(&asked.document) {
        return asked.document.clone();
    }
    let of_file = mailing.templates_of_documents().find(|(_, template)| *template == asked.file);
    let first = mailing.documents.first().map(|document| document.id.as_str());
    of_file.map(|(id, _)| id).or(first).unwrap_or_default().to_owned()
}

/// The page as it is saved.
pub(super) async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(tag): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    answered(&desk, words, move |desk| picture(words, draw(desk, &tag, &asked, None))).await
}

/// What is entered for a text.
#[derive(Debug, Deserialize)]
pub(super) struct Entered {
    file: String,
    id: String,
    text: String,
}

/// The page with a text that is not saved.
pub(super) async fn trial(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(tag): Path<String>,
    Query(asked): Query<Asked>,
    Form(entered): Form<Entered>,
) -> Response {
    answered(&desk, words, move |desk| picture(words, draw(desk, &tag, &asked, Some(&entered)))).await
}

fn picture(words: &Words, drawn: Result<TriedText, Problems>) -> Response {
    let tried = match drawn {
        Ok(tried) => tried,
        Err(problems) => return refused(words, Place::Languages, &problems),
    };
    match tried.page {
        Some(page) => {
            let head = [(header::CONTENT_TYPE, "image/png".to_owned()), (COUNT, tried.pages.to_string())];
            (head, page.png).into_response()
        }
        None => refused(words, Place::Languages, &tried.problems),
    }
}

fn draw(desk: &Desk, tag: &str, asked: &Asked, entered: Option<&Entered>) -> Result<TriedText, Problems> {
    let opened = Opened::plain(desk)?;
    // Only a language of the mailing is the name of a folder.
    let texts = opened.languages.texts(&desk.mailing, tag)?;
    let edited = entered.and_then(|entered| {
        let changes = texts.put(&entered.file, &entered.id, &entered.text, false).ok()?;
        let file = changes.files.into_iter().find(|file| file.path.ends_with(".hbs"))?;
        Some(Edited { path: file.path, text: file.after })
    });
    let roster = desk.trials.roster();
    let first = roster.value.as_ref().and_then(|roster| Some(roster.order(tag).first()?.0.id.clone()));
    let Some(recipient) = first else { return Err(roster.problems.clone()) };
    let ready = desk.trials.ready(&recipient, tag)?;
    let Some(document) = ready.document(&document_of(&opened.mailing, asked)) else {
        // The recipient does not get it.
        return Ok(TriedText::default());
    };
    let view = View { page: asked.n.clamp(1, PAGES) - 1, pixels_per_point: SCALE, known: None };
    Ok(desk.trials.draw(&ready, document, edited, None, &view))
}
