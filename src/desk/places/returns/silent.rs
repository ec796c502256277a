//! Who has not answered, with what it takes to reach them; and the reminders that are begun from there.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::following;
use super::parts::{ENTER, SILENT, with_table};
use crate::collect::{Collected, Unanswered};
use crate::desk::address::{self, encoded};
use crate::desk::answer::{Visitor, answered};
use crate::desk::naming::language_name;
use crate::desk::state::Desk;
use crate::desk::table::Column::Text;
use crate::desk::table::head;
use crate::desk::words::Words;
use crate::diagnostic::visible;

pub(super) async fn answer(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    answered(&desk, words, move |desk| {
        with_table(desk, words, SILENT, |_, collected| shown(words, desk, collected))
    })
    .await
}

fn shown(words: &Words, desk: &Desk, collected: &Collected) -> Markup {
    let told = &words.returns;
    if collected.unanswered.is_empty() {
        return html! { p { (told.all_answered) } };
    }
    html! {
        (following::reminding(words, desk.today(), collected.deadline))
        div.sheet {
            table {
                (head(&[
                    Text(&told.recipient),
                    Text(&words.recipients.language),
                    Text(&words.recipients.channel),
                    Text(&told.emails),
                    Text(&told.fax),
                    Text(&told.address),
                    Text(&told.answer),
                ]))
                tbody { @for one in &collected.unanswered { (line(words, one)) } }
            }
        }
    }
}

fn line(words: &Words, one: &Unanswered) -> Markup {
    let locale = one.locale.as_deref();
    html! {
        tr {
            th scope="row" {
                a href=(address::recipient(&one.recipient)) { bdi { (visible(&one.recipient)) } }
                @if let Some(name) = &one.entity { br; span.quiet lang=[locale] { bdi { (visible(name)) } } }
            }
            td { @if let Some(locale) = locale { bdi lang=(locale) { (language_name(locale)) } } }
            td { @if let Some(channel) = one.channel { (words.recipient.channels.of(channel)) } }
            td { @for email in &one.emails { bdi { (visible(email)) } br; } }
            td { @if let Some(fax) = &one.fax { bdi dir="ltr" { (visible(fax)) } } }
            td.address lang=[locale] { @for part in &one.address { bdi { (visible(part)) } br; } }
            td { a href={ (ENTER) "?recipient=" (encoded(&one.recipient)) } { (words.returns.enter) } }
        }
    }
}
