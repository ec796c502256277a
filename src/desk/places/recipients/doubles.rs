//! Recipients that look like each other, side by side: what `check` says of them, and what each says.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use crate::desk::address;
use crate::desk::answer::{Visitor, made};
use crate::desk::frame::page;
use crate::desk::known::{Read, Row};
use crate::desk::naming::channel_name;
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::words::Words;
use crate::diagnostic::{Diagnostic, codes, visible};
use crate::locale::state_name_in;

/// Where they are shown.
pub(super) const DOUBLES: &str = "/doubles";

/// The addresses.
pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new().route(DOUBLES, get(answer))
}

async fn answer(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    made(&desk, words, |desk| page_of(words, &desk.read())).await
}

/// The problems that say which recipients look like each other.
pub(super) fn problems(read: &Read) -> impl Iterator<Item = &Diagnostic> {
    read.problems.iter().filter(|problem| problem.code.name == codes::RECIPIENT_ALIKE.name)
}

fn page_of(words: &Words, read: &Read) -> Markup {
    let told = &words.recipient;
    let content = html! {
        @if problems(read).next().is_none() { p role="status" { (told.doubles_none) } }
        @for problem in problems(read) {
            section {
                h2 { bdi lang="en" { (visible(&problem.message)) } }
                @let rows: Vec<&Row> = problem.subject.recipients.iter()
                    .filter_map(|id| read.recipients.iter().find(|row| row.id == *id)).collect();
                (beside(words, &rows))
            }
        }
        p { a href=(Place::Recipients.path()) { (told.all) } }
    };
    page(words, Some(Place::Recipients), &told.doubles, &content)
}

fn beside(words: &Words, rows: &[&Row]) -> Markup {
    let told = &words.recipients;
    let named = |row: &Row| {
        let state = row.state.as_deref().and_then(|code| state_name_in(&words.frame.tag, code));
        state.map(str::to_owned).into_iter().chain(row.names.iter().cloned()).collect::<Vec<_>>().join(" · ")
    };
    let lines: [(&str, Vec<String>); 6] = [
        (&told.recipient, rows.iter().map(|row| named(row)).collect()),
        (&told.addressee, rows.iter().map(|row| row.addressee.clone().unwrap_or_default()).collect()),
        (&words.recipient.fields.emails, rows.iter().map(|row| row.emails.join(", ")).collect()),
        (&told.language, rows.iter().map(|row| row.language.clone().unwrap_or_default()).collect()),
        (
            &told.channel,
            rows.iter()
                .map(|row| {
                    row.channel.map_or_else(String::new, |channel| channel_name(words, channel).to_owned())
                })
                .collect(),
        ),
        (&words.recipient.from_file, rows.iter().map(|row| row.location.to_string()).collect()),
    ];
    html! {
        div.sheet {
            table {
                thead {
                    tr {
                        th scope="col" { (told.id) }
                        @for row in rows { th scope="col" { a href=(address::recipient(&row.id)) { bdi { (visible(&row.id)) } } } }
                    }
                }
                tbody {
                    @for (label, values) in &lines {
                        @let differ = values.windows(2).any(|pair| matches!(pair, [one, other] if one != other));
                        tr {
                            th scope="row" { (label) }
                            @for value in values {
                                td { @if differ { bdi { (visible(value)) } } @else { mark { bdi { (visible(value)) } } } }
                            }
                        }
                    }
                }
            }
        }
    }
}
