//! The participants: searched, chosen from, a page of them at a time; each leads to where its answer is corrected.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use maud::{Markup, html};

use super::asked::Asked;
use super::following;
use super::parts::{ENTER, PARTICIPANTS, labels, with_table};
use crate::collect::{Collected, Row};
use crate::desk::address;
use crate::desk::answer::{Visitor, answered};
use crate::desk::paging::Stretch;
use crate::desk::registrations::ReadReturns;
use crate::desk::state::Desk;
use crate::desk::table::Column::Text;
use crate::desk::table::head;
use crate::desk::words::Words;
use crate::diagnostic::visible;
use crate::locale::state_name_in;
use crate::participants::whole_name;

/// How many participants a page has.
const ON_A_PAGE: usize = 100;

/// What labels of capacities begin with in a locale pack.
const ROLE: &str = "role_";

pub(super) async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    answered(&desk, words, move |desk| {
        with_table(desk, words, PARTICIPANTS, |read, collected| {
            let shown = Shown { words, read, collected, labels: labels(desk, &words.frame.tag) };
            shown.page(desk, &asked)
        })
    })
    .await
}

/// What the page shows, and how.
struct Shown<'a> {
    words: &'a Words,
    read: &'a ReadReturns,
    collected: &'a Collected,
    labels: BTreeMap<String, String>,
}

impl Shown<'_> {
    fn page(&self, desk: &Desk, asked: &Asked) -> Markup {
        let rows = self.collected.registrations.iter().filter(|row| row.is_participant());
        let found: Vec<&Row> = rows
            .filter(|row| asked.wants(self.collected, row, self.read.sent.get(self.recipient(row))))
            .collect();
        html! {
            (self.choices(asked))
            div id="list" { (self.list(&found, asked)) }
            (following::confirming(self.words, desk.today()))
        }
    }

    fn recipient(&self, row: &Row) -> &str {
        self.collected.files.get(row.file).and_then(|file| file.recipient.as_deref()).unwrap_or_default()
    }

    fn choices(&self, asked: &Asked) -> Markup {
        let (told, lists) = (&self.words.returns, &self.words.recipients);
        let states: BTreeSet<&str> =
            self.read.sent.values().filter_map(|sent| sent.state.as_deref()).collect();
        let mut states: Vec<(&str, &str)> = states
            .into_iter()
            .map(|code| (state_name_in(&self.words.frame.tag, code).unwrap_or(code), code))
            .collect();
        states.sort_unstable();
        let roles: BTreeSet<&str> = self
            .collected
            .registrations
            .iter()
            .filter_map(|row| row.values.get("role"))
            .map(String::as_str)
            .collect();
        html! {
            form method="get" action=(PARTICIPANTS) role="search" data-live="list" {
                div {
                    label for="q" { (lists.search) }
                    input id="q" name="q" type="search" value=(asked.q) autocomplete="off";
                }
                div {
                    label for="state" { (lists.state) }
                    select id="state" name="state" {
                        option value="" { (lists.any) }
                        @for (name, code) in states { option value=(code) selected[code == asked.state] { (name) } }
                    }
                }
                @if !roles.is_empty() {
                    div {
                        label for="role" { (told.capacity) }
                        select id="role" name="role" {
                            option value="" { (lists.any) }
                            @for role in roles { option value=(role) selected[role == asked.role] { (visible(self.role(role))) } }
                        }
                    }
                }
                label.tick {
                    input name="counting" type="checkbox" value="1" checked[asked.counting.is_some()]; " " (told.counting)
                }
                label.tick {
                    input name="problems" type="checkbox" value="1" checked[asked.problems.is_some()];
                    " " (lists.with_problems)
                }
                button { (lists.find) }
            }
        }
    }

    fn role<'r>(&'r self, key: &'r str) -> &'r str {
        self.labels.get(&format!("{ROLE}{key}")).map_or(key, String::as_str)
    }

    fn list(&self, found: &[&Row], asked: &Asked) -> Markup {
        let told = &self.words.returns;
        let stretch = Stretch::with(asked.from, found.len(), ON_A_PAGE);
        if found.is_empty() {
            return html! { p role="status" { (told.nobody) } };
        }
        html! {
            (stretch.bar(self.words, |from| asked.address(from)))
            div.sheet {
                table {
                    (head(&[
                        Text(&told.name),
                        Text(&told.function),
                        Text(&told.capacity),
                        Text(&told.delegation),
                        Text(&told.answer),
                        Text(&told.ask_about),
                        Text(&told.correct),
                    ]))
                    tbody { @for row in &found[stretch.range()] { (self.line(row)) } }
                }
            }
        }
    }

    fn line(&self, row: &Row) -> Markup {
        let told = &self.words.returns;
        let value = |name: &str| visible(row.values.get(name).map_or("", String::as_str));
        let recipient = self.recipient(row);
        let sent = self.read.sent.get(recipient);
        let file = self.collected.files.get(row.file);
        html! {
            tr class=[(!row.invalid.is_empty()).then_some("error")] {
                th scope="row" {
                    bdi { (whole_name(&value("first_name"), &value("family_name"))) }
                    @if value("family_name").is_empty() && value("first_name").is_empty() { "–" }
                }
                td { bdi { (value("function")) } }
                td { bdi { (visible(self.role(&value("role")))) } }
                td {
                    a href=(address::recipient(recipient)) { bdi { (visible(recipient)) } }
                    @if let Some(sent) = sent { br; span.quiet lang=[sent.locale.as_deref()] { bdi { (visible(&sent.name)) } } }
                }
                td {
                    @if let Some(file) = file {
                        @if let Some(version) = file.version { (told.version(version)) br; }
                        span.quiet { (told.status(file.status)) }
                    }
                }
                td {
                    @if !row.invalid.is_empty() {
                        span.state { bdi { (visible(&row.invalid.iter().map(String::as_str).collect::<Vec<_>>().join(", "))) } }
                    }
                }
                td { a href={ (ENTER) "?from=" (row.file) } { (told.correct) } }
            }
        }
    }
}
