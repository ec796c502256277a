//! The list of recipients: searched, chosen from, a page of it at a time.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;

use super::changes::NEW;
use super::doubles;
use crate::desk::address;
use crate::desk::answer::{Visitor, made};
use crate::desk::frame::page;
use crate::desk::known::{Read, Row, words_of};
use crate::desk::looking::Looking;
use crate::desk::naming::{channel_name, language_name, why};
use crate::desk::paging::Stretch;
use crate::desk::place::Place;
use crate::desk::progress;
use crate::desk::reading::Standing;
use crate::desk::state::Desk;
use crate::desk::table::Column::{Number, Text};
use crate::desk::table::head;
use crate::desk::words::Words;
use crate::locale::state_name_in;
use crate::recipient::Channel;

/// How many recipients a page has.
const ON_A_PAGE: usize = 100;

/// What of the list is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    language: String,
    channel: String,
    group: String,
    state: String,
    kind: String,
    problems: Option<String>,
    from: usize,
}

impl Asked {
    fn wants(&self, row: &Row, searched: &[String]) -> bool {
        let of = |asked: &str, value: Option<&str>| asked.is_empty() || value == Some(asked);
        of(&self.language, row.language.as_deref())
            && of(&self.channel, row.channel.map(|channel| channel.name()))
            && (self.group.is_empty() || row.groups.contains(&self.group))
            && of(&self.state, row.state.as_deref())
            && (self.kind.is_empty() || row.kinds.contains(self.kind.as_str()))
            && (self.problems.is_none() || row.problems > 0)
            && row.is_about(searched)
    }

    /// The address of another page of the same.
    fn address(&self, from: usize) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        let fields = [
            ("q", &self.q),
            ("language", &self.language),
            ("channel", &self.channel),
            ("group", &self.group),
            ("state", &self.state),
            ("kind", &self.kind),
        ];
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            pairs.append_pair(name, value);
        }
        if self.problems.is_some() {
            pairs.append_pair("problems", "1");
        }
        pairs.append_pair("from", &from.to_string());
        format!("{}?{}", Place::Recipients.path(), pairs.finish())
    }
}

/// The addresses.
pub(super) fn routes() -> Router<Arc<Desk>> {
    Router::new().route(Place::Recipients.path(), get(answer))
}

async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    made(&desk, words, move |desk| {
        let (read, standing) = desk.read_soon();
        page_of(words, &read, (standing, desk.looking()), &asked)
    })
    .await
}

fn page_of(words: &Words, read: &Read, (standing, looking): (Standing, &Looking), asked: &Asked) -> Markup {
    let told = &words.recipients;
    let searched = words_of(&asked.q);
    let found: Vec<&Row> = read.recipients.iter().filter(|row| asked.wants(row, &searched)).collect();
    let content = html! {
        @if standing == Standing::Former { p.stale { (words.recipient.stale) } }
        @if standing != Standing::Now { (progress::line(words, looking)) }
        (choices(words, read, standing, asked))
        p.pages {
            a href=(NEW) { (words.recipient.new) }
            a href=(address::IMPORT) { (words.import.title) }
            @let alike = doubles::problems(read).count();
            @if alike > 0 { a href=(doubles::DOUBLES) { (words.recipient.doubles) " (" (alike) ")" } }
        }
        div id="list" data-anew { (list(words, &found, standing, asked)) }
    };
    page(words, Some(Place::Recipients), &told.title, &content)
}

fn choices(words: &Words, read: &Read, standing: Standing, asked: &Asked) -> Markup {
    let told = &words.recipients;
    let rows = || read.recipients.iter();
    let itself = |values: BTreeSet<&str>| -> Choices {
        values.into_iter().map(|value| (value.to_owned(), value.to_owned())).collect()
    };
    let languages: BTreeSet<&str> = rows().filter_map(|row| row.language.as_deref()).collect();
    let languages: Choices =
        languages.into_iter().map(|tag| (tag.to_owned(), language_name(tag).to_owned())).collect();
    let channels: BTreeSet<Channel> = rows().filter_map(|row| row.channel).collect();
    let channels: Choices = channels
        .into_iter()
        .map(|channel| (channel.name().to_owned(), channel_name(words, channel).to_owned()))
        .collect();
    let groups: Choices = itself(rows().flat_map(|row| row.groups.iter().map(String::as_str)).collect());
    let kinds: BTreeSet<&str> = rows().flat_map(|row| row.kinds.iter().copied()).collect();
    let mut kinds: Choices =
        kinds.into_iter().map(|code| (code.to_owned(), words.kinds.of(code).to_owned())).collect();
    kinds.sort_by(|(_, one), (_, other)| one.cmp(other));
    let states = states(words, read);
    html! {
        form method="get" action=(Place::Recipients.path()) role="search" data-live="list" {
            div {
                label for="q" { (told.search) }
                input id="q" name="q" type="search" value=(asked.q) autocomplete="off";
            }
            (choice("language", &told.language, &told.any, &languages, &asked.language))
            (choice("channel", &told.channel, &told.any, &channels, &asked.channel))
            (choice("state", &told.state, &told.any, &states, &asked.state))
            @if !groups.is_empty() { (choice("group", &told.group, &told.any, &groups, &asked.group)) }
            // There may be some, once all is looked at.
            @if !kinds.is_empty() || standing != Standing::Now { (choice("kind", &told.kind, &told.any, &kinds, &asked.kind)) }
            label.tick {
                input name="problems" type="checkbox" value="1" checked[asked.problems.is_some()];
                " " (told.with_problems)
            }
            button { (told.find) }
        }
    }
}

/// Values of a choice with what they are called.
type Choices = Vec<(String, String)>;

/// The States of the recipients, by their names.
fn states(words: &Words, read: &Read) -> Choices {
    let codes: BTreeSet<&str> = read.recipients.iter().filter_map(|row| row.state.as_deref()).collect();
    let named = |code: &str| {
        let name = state_name_in(&words.frame.tag, code).unwrap_or(code);
        (code.to_owned(), name.to_owned())
    };
    let mut states: Choices = codes.into_iter().map(named).collect();
    states.sort_by(|(_, one), (_, other)| one.cmp(other));
    states
}

fn choice(name: &str, label: &str, any: &str, values: &Choices, chosen: &str) -> Markup {
    html! {
        div {
            label for=(name) { (label) }
            select id=(name) name=(name) data-anew {
                option value="" { (any) }
                @for (value, named) in values { option value=(value) selected[value == chosen] { (named) } }
            }
        }
    }
}

fn list(words: &Words, found: &[&Row], standing: Standing, asked: &Asked) -> Markup {
    let told = &words.recipients;
    let stretch = Stretch::with(asked.from, found.len(), ON_A_PAGE);
    if found.is_empty() {
        return html! { p role="status" { (told.nobody) } };
    }
    html! {
        (stretch.bar(words, |from| asked.address(from)))
        div.sheet {
            table {
                (head(&[
                    Text(&told.id),
                    Text(&told.recipient),
                    Text(&told.addressee),
                    Text(&told.language),
                    Text(&told.channel),
                    Number(&told.documents),
                    Number(&told.problems),
                ]))
                tbody { @for row in &found[stretch.range()] { (line(words, row, standing)) } }
            }
        }
    }
}

fn line(words: &Words, row: &Row, standing: Standing) -> Markup {
    let named = row.state.as_deref().and_then(|code| state_name_in(&words.frame.tag, code));
    html! {
        tr class=[row.is_blocked.then_some("error")] {
            th scope="row" { a href=(address::recipient(&row.id)) { bdi { (row.id) } } }
            td {
                @if let Some(named) = named { (named) br; }
                @for name in &row.names { span.quiet { bdi { (name) } } br; }
            }
            td { @if let Some(name) = &row.addressee { bdi { (name) } } }
            td {
                @if let (Some(language), Some(choice)) = (&row.language, &row.choice) {
                    bdi lang=(language) title=(why(words, choice)) { (language_name(language)) }
                }
            }
            td { @if let Some(channel) = row.channel { (channel_name(words, channel)) } }
            td.number { (row.documents) }
            td.number {
                @if row.is_blocked { span.state { (words.recipients.blocked) } }
                @if row.problems > 0 { (row.problems) }
                @else if standing == Standing::Listed { span.quiet title=(words.recipients.not_yet) { "…" } }
            }
        }
    }
}
