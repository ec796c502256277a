//! One archive: what is in it, who approved it, whether it is as it was made, and each document.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::verified;
use crate::archive::{Counts, DocumentCount, Entry, Role};
use crate::desk::answer::{Visitor, answered, begun};
use crate::desk::frame::page;
use crate::desk::jobs::{Ended, Job};
use crate::desk::naming::{channel_name, channel_named, language_name};
use crate::desk::paging::Stretch;
use crate::desk::parts::APPROVE;
use crate::desk::place::Place;
use crate::desk::shelf::{Listed, Shelf, approved, find, gone};
use crate::desk::state::Desk;
use crate::desk::table::Column::{Number, Text};
use crate::desk::table::head;
use crate::desk::words::{Words, filled};
use crate::diagnostic::visible;
use crate::ledger;
use crate::seal::Trust;

/// How many documents a page has.
const ON_A_PAGE: usize = 100;

/// What of its documents is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    from: usize,
}

pub(super) async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(hash): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    answered(&desk, words, move |desk| {
        let shelf = Shelf::now(desk);
        match shelf.as_ref().and_then(|shelf| Some((shelf, shelf.find(&hash)?))) {
            Some((shelf, archive)) => {
                Html(page_of(words, shelf, archive, &asked).into_string()).into_response()
            }
            None => gone(words),
        }
    })
    .await
}

/// Begins to check an archive, its pack and the ledger.
pub(super) async fn verify(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(hash): Path<String>,
) -> Response {
    let at_work = Arc::clone(&desk);
    let job = move |job: &Job| {
        job.step(0, 0, &words.make.verifying);
        let Some(archive) = find(&at_work, &hash) else {
            return Ended::refused_with(html! { p { (words.make.gone_hint) } });
        };
        let ledger = ledger::find(&archive.folder);
        let verified = ledger::verify(&archive.folder, ledger.as_deref(), &Trust::default());
        verified::ended(words, &archive.name, &verified)
    };
    begun(words, Place::Make, desk.jobs.begin(Place::Make, words.make.verify.as_str(), job))
}

fn page_of(words: &Words, shelf: &Shelf, archive: &Listed, asked: &Asked) -> Markup {
    let told = &words.make;
    let manifest = archive.manifest();
    let counts = Counts::count(&manifest.files);
    let tally = manifest.reconciliation.recipients;
    let content = html! {
        dl.facts {
            dt { (told.manifest) } dd { code { (archive.hash()) } }
            dt { (told.approved) }
            dd {
                (approved(words, archive, shelf))
                @if archive.is_newest && !shelf.is_approved(archive) { " · " a href=(APPROVE) { (told.approve) } }
            }
            dt { (told.sent) } dd { (shelf.sent(archive)) }
            dt { (told.recipients) } dd { (filled(&words.jobs.count, &[&tally.produced, &tally.expected])) }
            dt { (told.documents) } dd { (archive.documents()) }
            dt { (told.made_by) } dd { bdi { (visible(&manifest.tool)) } }
        }
        (downloads(words, archive))
        form method="post" action={ (archive.path()) "/verify" } { button.other { (told.verify) } }
        (counted(words, &told.channel, counts.by_channel.iter().map(|(name, count)| (channel_named(words, name), count))))
        (counted(words, &told.language, counts.by_language.iter().map(|(tag, count)| (language_name(tag), count))))
        @if !manifest.reconciliation.blocked.is_empty() {
            h2 { (filled(&told.held_back_count, &[&manifest.reconciliation.blocked.len()])) }
            ul.problems {
                @for blocked in &manifest.reconciliation.blocked {
                    li.error {
                        span.state { bdi { (visible(&blocked.recipient)) } }
                        @for reason in &blocked.reasons { p lang="en" { bdi { (visible(reason)) } } }
                    }
                }
            }
        }
        (documents(words, archive, asked))
    };
    page(words, Some(Place::Make), &visible(&archive.name), &content)
}

/// The ZIP file, or its volumes.
fn downloads(words: &Words, archive: &Listed) -> Markup {
    let names = archive.zip_names();
    html! {
        p {
            @for (number, name) in names.iter().enumerate() {
                @if number > 0 { " · " }
                a href={ (archive.path()) "/zip/" (number) } download { (words.make.download) ": " bdi { (visible(name)) } }
            }
        }
    }
}

fn counted<'a>(
    words: &Words,
    what: &str,
    counts: impl Iterator<Item = (&'a str, &'a DocumentCount)>,
) -> Markup {
    html! {
        div.sheet {
            table {
                (head(&[Text(what), Number(&words.make.documents), Number(&words.make.pages)]))
                tbody {
                    @for (name, count) in counts {
                        tr {
                            th scope="row" { bdi { (visible(name)) } }
                            td.number { (count.documents) }
                            td.number { (count.pages) }
                        }
                    }
                }
            }
        }
    }
}

impl Asked {
    fn wants(&self, entry: &Entry) -> bool {
        let searched = self.q.trim().to_lowercase();
        let mut texts = [&entry.recipient, &entry.entity, &entry.serial, &entry.document, &entry.locale]
            .into_iter()
            .flatten();
        searched.is_empty() || texts.any(|text| text.to_lowercase().contains(&searched))
    }

    fn address(&self, archive: &Listed, from: usize) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.append_pair("q", &self.q).append_pair("from", &from.to_string());
        format!("{}?{}#documents", archive.path(), pairs.finish())
    }
}

fn documents(words: &Words, archive: &Listed, asked: &Asked) -> Markup {
    let told = &words.make;
    let entries = archive.manifest().files.iter().enumerate();
    let found: Vec<(usize, &Entry)> =
        entries.filter(|(_, entry)| matches!(entry.role, Role::Document) && asked.wants(entry)).collect();
    let stretch = Stretch::with(asked.from, found.len(), ON_A_PAGE);
    html! {
        h2 id="documents" { (told.documents) }
        form method="get" action=(archive.path()) role="search" data-live="list" {
            div {
                label for="q" { (words.recipients.search) }
                input id="q" name="q" type="search" value=(asked.q) autocomplete="off";
            }
            button.other { (words.recipients.find) }
        }
        div id="list" {
            (stretch.bar(words, |from| asked.address(archive, from)))
            div.sheet {
                table {
                    (head(&[
                        Text(&told.serial),
                        Text(&words.recipients.recipient),
                        Text(&told.document),
                        Text(&told.language),
                        Text(&told.channel),
                        Number(&told.pages),
                    ]))
                    tbody { @for (number, entry) in &found[stretch.range()] { (document(words, archive, *number, entry)) } }
                }
            }
        }
    }
}

fn document(words: &Words, archive: &Listed, number: usize, entry: &Entry) -> Markup {
    let text = |text: &Option<String>| text.as_deref().map(|text| visible(text).into_owned());
    html! {
        tr {
            th scope="row" { @if let Some(serial) = text(&entry.serial) { bdi { (serial) } } }
            td {
                @if let Some(id) = text(&entry.recipient) { bdi { (id) } }
                @if let Some(entity) = text(&entry.entity) { br; span.quiet { bdi { (entity) } } }
            }
            td {
                a href={ (archive.path()) "/files/" (number) } type="application/pdf" { bdi { (text(&entry.document).unwrap_or_default()) } }
                @if let Some(to) = text(&entry.copy_to) { " → " bdi { (to) } }
            }
            td { @if let Some(locale) = &entry.locale { bdi { (visible(language_name(locale))) } } }
            td { @if let Some(channel) = entry.channel { (channel_name(words, channel)) } }
            td.number { @if let Some(pages) = entry.pages { (pages) } }
        }
    }
}
