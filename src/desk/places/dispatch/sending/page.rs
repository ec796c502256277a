//! Messages: by which server they go, where they stand, and what can be done with them.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use crate::desk::address::SETTINGS;
use crate::desk::answer::{Visitor, made};
use crate::desk::frame::page;
use crate::desk::naming::language_name;
use crate::desk::parts::APPROVE;
use crate::desk::place::Place;
use crate::desk::places::dispatch::counts::by_state;
use crate::desk::places::dispatch::parts::{SEND, no_archive, parts};
use crate::desk::problem::all_shown;
use crate::desk::shelf::{Listed, Shelf, approved};
use crate::desk::state::Desk;
use crate::desk::words::Words;
use crate::diagnostic::visible;
use crate::ledger;
use crate::mailing::DispatchEmail;
use crate::pack::{FOLDER, find_packs, sendings};
use crate::recipient::Channel;

/// What the forms are filled with at first.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::desk::places::dispatch) struct Asked {
    undelivered: Option<String>,
}

pub(in crate::desk::places::dispatch) async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    made(&desk, words, move |desk| {
        let read = desk.read();
        let shelf = read.mailing.as_ref().map(|mailing| Shelf::of(&desk.root, mailing));
        let found = shelf.as_ref().and_then(|shelf| Some((shelf, shelf.newest()?)));
        let content = html! {
            (parts(words, desk, SEND))
            @match (&read.mailing, found) {
                (Some(mailing), Some((shelf, archive))) => {
                    (standing(words, shelf, archive))
                    (ways(words, archive, &mailing.dispatch.e_mail, &asked))
                },
                _ => (no_archive(words)),
            }
        };
        page(words, Some(Place::Dispatch), &words.dispatch.messages, &content)
    })
    .await
}

/// Where the messages of the newest archive stand.
fn standing(words: &Words, shelf: &Shelf, archive: &Listed) -> Markup {
    let rows = ledger::rows(&shelf.entries, archive.manifest(), archive.hash());
    let is_message = |row: &&ledger::LedgerRow| row.sent.channel == Channel::EMail;
    let all = rows.iter().filter(is_message).count();
    html! {
        (all_shown(words, shelf.ledger_problems.iter()))
        dl.facts {
            dt { (words.make.archive) } dd { a href=(archive.path()) { bdi { (visible(&archive.name)) } } }
            dt { (words.make.approved) } dd { a href=(APPROVE) { (approved(words, archive, shelf)) } }
            dt { (words.dispatch.messages) } dd { (all) }
        }
        (by_state(words, rows.iter().filter(is_message), Channel::EMail))
    }
}

/// What can be done: look at what would go out, or send a sample.
fn ways(words: &Words, archive: &Listed, rules: &DispatchEmail, asked: &Asked) -> Markup {
    let told = &words.dispatch;
    let is_packed = find_packs(&archive.folder).iter().any(|pack| {
        pack.name == FOLDER && pack.list.as_ref().is_ok_and(|list| list.manifest_sha256 == archive.hash())
    });
    html! {
        dl.facts {
            dt { (told.server) }
            dd {
                @match &rules.smtp {
                    Some(smtp) => bdi { (visible(&smtp.host.value)) ":" (smtp.port()) },
                    None => { (told.no_server) " " a href=(SETTINGS) { (words.settings.title) } },
                }
            }
            @if let Some(imap) = &rules.imap {
                dt { (told.mailbox) }
                dd { bdi { @if let Some(user) = &imap.user { (visible(user)) " · " } (visible(&imap.host.value)) } }
            }
        }
        @if !is_packed {
            p.warning { span.state { (told.pack_first) } a href=(Place::Dispatch.path()) { (told.packs) } }
        } @else if rules.smtp.is_some() || rules.imap.is_some() {
            section {
                h2 { (told.look_title) }
                p { (told.look_hint) }
                (look_form(words, archive, rules, asked))
            }
        }
        @if is_packed && rules.smtp.is_some() {
            section {
                h2 { (told.sample_title) }
                p { (told.sample_hint) }
                form method="post" action={ (SEND) "/sample" } {
                    div {
                        label for="address" { (told.own_address) }
                        input id="address" name="address" type="email" required autocomplete="email";
                    }
                    button.other { (told.sample) }
                }
            }
        }
    }
}

fn look_form(words: &Words, archive: &Listed, rules: &DispatchEmail, asked: &Asked) -> Markup {
    let told = &words.dispatch;
    let mut languages: Vec<&str> = sendings(archive.manifest())
        .iter()
        .filter(|sending| sending.channel() == Some(Channel::EMail))
        .map(|sending| sending.language())
        .collect();
    languages.sort_unstable();
    languages.dedup();
    html! {
        form.column method="post" action={ (SEND) "/look" } {
            @if rules.smtp.is_some() && rules.imap.is_some() {
                fieldset {
                    legend { (told.way) }
                    div { label.tick { input type="radio" name="way" value="send" checked; " " (told.by_server) } }
                    div { label.tick { input type="radio" name="way" value="drafts"; " " (told.into_drafts) } }
                }
            } @else {
                input type="hidden" name="way" value=(if rules.smtp.is_some() { "send" } else { "drafts" });
            }
            @if languages.len() > 1 {
                fieldset {
                    legend { (words.make.language) " – " (words.approve.none_is_all) }
                    @for language in &languages {
                        label.tick { input type="checkbox" name="language" value=(language); " " bdi { (visible(language_name(language))) } } " "
                    }
                }
            }
            div {
                label for="only" { (words.make.only) }
                input id="only" name="only" autocomplete="off" aria-describedby="only-hint";
                p.quiet id="only-hint" { (told.codes_hint) }
            }
            label.tick {
                input type="checkbox" name="undelivered" value="1" checked[asked.undelivered.is_some()]; " "
                (told.only_second)
            }
            button { (told.look) }
        }
    }
}
