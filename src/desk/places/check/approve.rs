//! The approval: which archive, by its hash, who approved it so far, and a question before a person's name is booked.

use std::sync::Arc;

use axum::extract::{RawForm, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use maud::{Markup, html};

use crate::batch;
use crate::desk::answer::{Visitor, answered, made, refused, told};
use crate::desk::frame::page;
use crate::desk::moment::moment;
use crate::desk::naming::{channel_named, language_name};
use crate::desk::next::next;
use crate::desk::parts::{APPROVE, PROOF, parts};
use crate::desk::place::Place;
use crate::desk::shelf::{Listed, Shelf, approved};
use crate::desk::state::Desk;
use crate::desk::table::Column::Text;
use crate::desk::table::head;
use crate::desk::words::Words;
use crate::diagnostic::visible;
use crate::ledger::{self, ToApprove};
use crate::pack::{Group, groups, sendings};
use crate::recipient::Channel;

/// The path of the question.
pub(super) const QUESTION: &str = "/check/approve/question";

/// Who approved the newest archive so far, and the form of who approves it too.
pub(super) async fn answer(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    made(&desk, words, |desk| {
        let shelf = Shelf::now(desk);
        let found = shelf.as_ref().and_then(|shelf| Some((shelf, shelf.newest()?)));
        let content = html! {
            (parts(words, APPROVE))
            @match found {
                Some((shelf, archive)) => {
                    @if shelf.is_approved(archive) { (next(words, Place::Dispatch.path(), &words.dispatch.title)) }
                    (standing(words, desk, shelf, archive))
                },
                None => p { (words.approve.none) " " a href=(Place::Make.path()) { (words.make.title) } },
            }
        };
        page(words, Some(Place::Check), &words.approve.title, &content)
    })
    .await
}

/// Asks whether the person is sure.
pub(super) async fn question(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    RawForm(form): RawForm,
) -> Response {
    answered(&desk, words, move |desk| {
        let Some(asked) = Asked::read(&form) else { return unreadable(words) };
        let shelf = Shelf::now(desk);
        let archive = shelf.as_ref().and_then(|shelf| shelf.newest());
        match archive.filter(|archive| archive.hash() == asked.archive && !asked.by.is_empty()) {
            Some(archive) => {
                let content = asked.question(words, archive);
                let page = page(words, Some(Place::Check), &words.approve.question, &content);
                Html(page.into_string()).into_response()
            }
            // It was made again since, or nobody is named: the form says both.
            None => Redirect::to(APPROVE).into_response(),
        }
    })
    .await
}

/// Books the approval.
pub(super) async fn approve(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    RawForm(form): RawForm,
) -> Response {
    answered(&desk, words, move |desk| {
        let Some(asked) = Asked::read(&form) else { return unreadable(words) };
        // A key that cannot be used is told before anything is booked.
        let approved = desk.open_seal().and_then(|seal| {
            let wanted = asked.into_approval();
            ledger::approve_and_seal(&desk.root, &desk.mailing, wanted, seal.as_deref(), (desk.now)())
        });
        match approved {
            Ok(_) => Redirect::to(APPROVE).into_response(),
            Err(problems) => refused(words, Place::Check, &problems),
        }
    })
    .await
}

fn unreadable(words: &Words) -> Response {
    told(words, StatusCode::BAD_REQUEST, &words.frame.not_done, &words.frame.failed_hint)
}

/// What a person enters.
#[derive(Debug, Default)]
struct Asked {
    /// SHA-256 of the manifest of the archive that the person saw.
    archive: String,
    by: String,
    channels: Vec<Channel>,
    languages: Vec<String>,
    note: String,
    allows_stale: bool,
    allows_incomplete: bool,
}

impl Asked {
    /// Reads it; `None` where it holds what no form asks: a channel that is not known must not become all of them.
    fn read(form: &[u8]) -> Option<Self> {
        let mut asked = Self::default();
        for (name, value) in form_urlencoded::parse(form) {
            match &*name {
                "archive" => asked.archive = value.into_owned(),
                "by" => asked.by = value.trim().to_owned(),
                "channel" => {
                    asked.channels.push(Channel::ALL.into_iter().find(|channel| channel.name() == value)?);
                }
                "language" => asked.languages.push(value.into_owned()),
                "note" => asked.note = value.trim().to_owned(),
                "stale" => asked.allows_stale = true,
                "incomplete" => asked.allows_incomplete = true,
                _ => return None,
            }
        }
        // Whoever approves has seen one archive, and says which.
        (!asked.archive.is_empty()).then_some(asked)
    }

    fn into_approval(self) -> ToApprove {
        ToApprove {
            archive: Some(self.archive),
            by: Some(self.by),
            channels: self.channels,
            languages: self.languages,
            allows_stale: self.allows_stale,
            allows_incomplete: self.allows_incomplete,
            text: (!self.note.is_empty()).then_some(self.note),
        }
    }

    fn question(&self, words: &Words, archive: &Listed) -> Markup {
        let told = &words.approve;
        let channels = channels(&self.channels);
        html! {
            p { (told.sure) }
            dl.facts {
                dt { (words.make.archive) } dd { bdi { (visible(&archive.name)) } }
                dt { (words.make.manifest) } dd { code { (archive.hash()) } }
                dt { (words.make.recipients) } dd { (archive.manifest().reconciliation.recipients.produced) }
                dt { (words.make.documents) } dd { (archive.documents()) }
                dt { (words.make.channel) } dd { (what(words, &channels, |name| channel_named(words, name).to_owned())) }
                dt { (words.make.language) } dd { (what(words, &self.languages, |tag| language_name(tag).to_owned())) }
                dt { (told.by) } dd { strong { bdi { (visible(&self.by)) } } }
                @if !self.note.is_empty() { dt { (told.note) } dd { bdi { (visible(&self.note)) } } }
                @if self.allows_stale { dt { (told.reserve) } dd { (told.although_stale) } }
                @if self.allows_incomplete { dt { (told.reserve) } dd { (told.although_incomplete) } }
            }
            form method="post" action=(APPROVE) {
                input type="hidden" name="archive" value=(self.archive);
                input type="hidden" name="by" value=(self.by);
                @for channel in &channels { input type="hidden" name="channel" value=(channel); }
                @for language in &self.languages { input type="hidden" name="language" value=(language); }
                input type="hidden" name="note" value=(self.note);
                @if self.allows_stale { input type="hidden" name="stale" value="1"; }
                @if self.allows_incomplete { input type="hidden" name="incomplete" value="1"; }
                button { (told.yes) }
                a href=(APPROVE) { (told.no) }
            }
        }
    }
}

fn channels(channels: &[Channel]) -> Vec<&'static str> {
    channels.iter().map(|channel| channel.name()).collect()
}

/// Some channels or languages by their names; all where there are none.
fn what<T: AsRef<str>>(words: &Words, some: &[T], named: impl Fn(&str) -> String) -> String {
    if some.is_empty() {
        return words.approve.all.clone();
    }
    some.iter()
        .map(|one| visible(&named(one.as_ref())).into_owned())
        .collect::<Vec<_>>()
        .join(&words.frame.comma)
}

fn standing(words: &Words, desk: &Desk, shelf: &Shelf, archive: &Listed) -> Markup {
    let told = &words.approve;
    let manifest = archive.manifest();
    let groups = groups(sendings(manifest));
    let approval = shelf.approval(archive);
    let blocked = manifest.reconciliation.blocked.len();
    let seen = batch::read_marks(&desk.root).map(|marks| marks.count_fine()).unwrap_or_default();
    html! {
        dl.facts {
            dt { (words.make.archive) } dd { a href=(archive.path()) { bdi { (visible(&archive.name)) } } }
            dt { (words.make.manifest) } dd { code { (archive.hash()) } }
            dt { (words.make.recipients) } dd { (manifest.reconciliation.recipients.produced) }
            @if blocked > 0 { dt { (words.make.held_back) } dd { (blocked) } }
            @if !manifest.stale_languages.is_empty() {
                dt { (told.stale) } dd { bdi { (visible(&manifest.stale_languages.join(", "))) } }
            }
            dt { (words.proof.seen) } dd { a href=(PROOF) { (seen) } }
            dt { (words.make.approved) } dd { (approved(words, archive, shelf)) }
        }
        @if approval.iter().next().is_some() {
            div.sheet {
                table {
                    (head(&[
                        Text(&told.by),
                        Text(&told.at),
                        Text(&words.make.channel),
                        Text(&words.make.language),
                        Text(&told.note),
                    ]))
                    tbody {
                        @for entry in approval.iter() {
                            tr {
                                th scope="row" { bdi { (visible(entry.by.as_deref().unwrap_or("–"))) } }
                                td { (moment(words, entry.moment())) }
                                td { (what(words, &channels(&entry.channels), |name| channel_named(words, name).to_owned())) }
                                td { (what(words, &entry.languages, |tag| language_name(tag).to_owned())) }
                                td { bdi { (visible(entry.text.as_deref().unwrap_or_default())) } }
                            }
                        }
                    }
                }
            }
        }
        (form(words, archive, &groups))
    }
}

fn form(words: &Words, archive: &Listed, groups: &[Group<'_>]) -> Markup {
    let told = &words.approve;
    let mut channels: Vec<&str> = groups.iter().map(|group| group.channel.name()).collect();
    channels.dedup();
    let mut languages: Vec<&str> = groups.iter().map(|group| group.language).collect();
    languages.sort_unstable();
    languages.dedup();
    html! {
        h2 { (told.approve) }
        form.column method="get" action=(QUESTION) {
            input type="hidden" name="archive" value=(archive.hash());
            div {
                label for="by" { (told.by) }
                input id="by" name="by" required autocomplete="name";
            }
            (choice(words, "channel", &words.make.channel, &channels, |name| channel_named(words, name).to_owned()))
            (choice(words, "language", &words.make.language, &languages, |tag| language_name(tag).to_owned()))
            div {
                label for="note" { (told.note) }
                input id="note" name="note" autocomplete="off";
            }
            @if !archive.manifest().stale_languages.is_empty() {
                label.tick { input type="checkbox" name="stale" value="1"; " " (told.although_stale) }
            }
            @if !archive.manifest().reconciliation.blocked.is_empty() {
                label.tick { input type="checkbox" name="incomplete" value="1"; " " (told.although_incomplete) }
            }
            button { (told.approve) }
        }
    }
}

fn choice(words: &Words, name: &str, label: &str, values: &[&str], named: impl Fn(&str) -> String) -> Markup {
    html! {
        @if values.len() > 1 {
            fieldset {
                legend { (label) " – " (words.approve.none_is_all) }
                @for value in values {
                    label.tick { input type="checkbox" name=(name) value=(value); " " bdi { (visible(&named(value))) } } " "
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_that_is_not_known_does_not_become_all() {
        let read = |form: &str| Asked::read(form.as_bytes());
        let asked = read("archive=a1&by=+Anna+Martin+&channel=post&channel=fax&language=fr").expect("a form");
        assert_eq!((asked.by.as_str(), asked.channels.len()), ("Anna Martin", 2));
        assert_eq!(asked.into_approval().languages, ["fr"]);
        for wrong in ["archive=a1&by=x&channel=pigeon", "archive=a1&by=x&other=1", "by=x", ""] {
            assert!(read(wrong).is_none(), "{wrong}");
        }
    }
}
