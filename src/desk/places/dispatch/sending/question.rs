//! The question that is asked before messages leave the house: how many, to how many, and by which server.

use std::sync::Arc;

use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use crate::desk::answer::{Visitor, answered, refused, told as say};
use crate::desk::frame::page;
use crate::desk::naming::language_name;
use crate::desk::offers::{Offer, Offered};
use crate::desk::place::Place;
use crate::desk::places::dispatch::parts::SEND;
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Diagnostic, Location, codes, visible};
use crate::recipient::is_email;

/// Which question is shown.
#[derive(Debug, Deserialize)]
pub(in crate::desk::places::dispatch) struct Asked {
    #[serde(default)]
    offer: String,
}

pub(in crate::desk::places::dispatch) async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    match desk.offers.find(&asked.offer) {
        Some(offer) => Html(page_of(words, &offer, false).into_string()).into_response(),
        None => closed(words),
    }
}

/// The answer where a question was answered already, or another was asked since.
pub(super) fn closed(words: &Words) -> Response {
    let told = &words.dispatch;
    say(words, StatusCode::UNPROCESSABLE_ENTITY, &told.closed, &told.closed_hint)
}

/// The question again, since another number was entered than it names.
pub(super) fn again(words: &Words, offer: &Offer) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Html(page_of(words, offer, true).into_string())).into_response()
}

/// Where a sample is to go.
#[derive(Debug, Deserialize)]
pub(in crate::desk::places::dispatch) struct Sample {
    #[serde(default)]
    address: String,
}

/// Asks whether a sample is to be sent.
pub(in crate::desk::places::dispatch) async fn ask_for_sample(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Form(sample): Form<Sample>,
) -> Response {
    answered(&desk, words, move |desk| {
        let address = sample.address.trim();
        let read = desk.read();
        let server = read.mailing.as_ref().and_then(|mailing| mailing.dispatch.e_mail.smtp.as_ref());
        let Some(smtp) = server.filter(|_| is_email(address)) else {
            let problem = match server {
                Some(_) => {
                    Diagnostic::new(codes::SEND_SETTINGS, format!("`{address}` is not an e-mail address"))
                        .with_hint("write one address, such as name@office.example")
                }
                None => Diagnostic::new(codes::SEND_SETTINGS, "the mailing names no mail server")
                    .with_location(Location::file(&desk.mailing))
                    .with_field("dispatch.e_mail.smtp"),
            };
            return refused(words, Place::Dispatch, &[problem]);
        };
        let offer = Offer {
            what: Offered::Sample(address.to_owned()),
            server: format!("{}:{}", smtp.host.value, smtp.port()),
            ..Offer::default()
        };
        let id = desk.offers.keep(offer);
        Redirect::to(&format!("{SEND}/question?offer={id}")).into_response()
    })
    .await
}

fn page_of(words: &Words, offer: &Offer, is_wrong: bool) -> Markup {
    let told = &words.dispatch;
    let title = match &offer.what {
        Offered::Messages => filled(&told.question, &[&offer.messages, &offer.recipients]),
        Offered::Drafts => filled(&told.question_drafts, &[&offer.messages, &offer.recipients]),
        Offered::Sample(_) => told.question_sample.clone(),
    };
    let languages: Vec<&str> = offer.options.languages.iter().map(|tag| language_name(tag)).collect();
    let content = html! {
        p {
            (match offer.what {
                Offered::Messages => &told.sure,
                Offered::Drafts => &told.sure_drafts,
                Offered::Sample(_) => &told.sure_sample,
            })
        }
        dl.facts {
            @if let Offered::Sample(address) = &offer.what {
                dt { (told.own_address) } dd { bdi { (visible(address)) } }
            } @else {
                dt { (told.messages) } dd { strong { (offer.messages) } }
                dt { (words.make.recipients) } dd { strong { (offer.recipients) } }
            }
            dt { (if offer.what == Offered::Drafts { &told.mailbox } else { &told.server }) }
            dd { strong { bdi { (visible(&offer.server)) } } }
            @if offer.options.undelivered { dt { (told.made_for) } dd { (told.only_second) } }
            @if !offer.options.languages.is_empty() {
                dt { (words.make.language) } dd { bdi { (visible(&languages.join(&words.frame.comma))) } }
            }
        }
        form.column method="post" action=(SEND) {
            input type="hidden" name="offer" value=(offer.id);
            @if !is_sample(offer) {
                div {
                    label for="messages" { (told.enter_number) }
                    input id="messages" name="messages" inputmode="numeric" required autocomplete="off"
                        aria-invalid=[is_wrong.then_some("true")] aria-describedby=[is_wrong.then_some("wrong")];
                    @if is_wrong { p.problem id="wrong" role="alert" { (filled(&told.wrong_number, &[&offer.messages])) } }
                }
            }
            div.buttons {
                button { (if offer.what == Offered::Drafts { &told.yes_drafts } else { &told.yes }) }
                a href=(SEND) { (words.approve.no) }
            }
        }
    };
    page(words, Some(Place::Dispatch), &title, &content)
}

fn is_sample(offer: &Offer) -> bool {
    matches!(offer.what, Offered::Sample(_))
}
