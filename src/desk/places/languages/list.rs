//! The languages of the mailing, what each lacks, and what can be begun.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::opened::{Opened, address, own_name};
use crate::desk::answer::{Visitor, made};
use crate::desk::frame::page;
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::locale::{cldr_languages, cldr_version, direction_of};
use crate::plan::open_templates;
use crate::translate::{Lack, LanguageStatus};

pub(super) async fn answer(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    made(&desk, words, |desk| page_of(words, desk)).await
}

fn page_of(words: &Words, desk: &Desk) -> Markup {
    let told = &words.languages;
    let content = match Opened::new(desk) {
        Ok(opened) => content(words, desk, &opened),
        Err(problems) => all_shown(words, problems.iter()),
    };
    page(words, Some(Place::Languages), &told.title, &content)
}

fn content(words: &Words, desk: &Desk, opened: &Opened) -> Markup {
    let statuses = desk.languages.statuses.get(&opened.places(desk), || {
        let tags: Vec<&str> = opened.languages.languages().iter().map(String::as_str).collect();
        let templates = open_templates(&desk.root, &opened.mailing, &desk.isolation);
        opened.languages.review(&opened.mailing, &desk.mailing, &tags, &templates)
    });
    html! {
        div.sheet {
            table {
                thead { (heads(words)) }
                tbody { @for status in statuses.iter() { (line(words, status)) } }
            }
        }
        section {
            h2 { (words.languages.begin) }
            (beginning(words, opened))
        }
        section {
            h2 { (words.languages.tool) }
            (from_tool(words))
        }
    }
}

/// What is counted, in the order of its columns.
const COUNTED: [Lack; 5] = Lack::ALL;

fn heads(words: &Words) -> Markup {
    let told = &words.languages;
    let counted = [&told.to_do, &told.stale, &told.missing, &told.wrong, &told.doubtful];
    html! {
        tr {
            th scope="col" { (told.language) }
            th scope="col" { (told.source) }
            th scope="col" { (told.state) }
            @for head in counted { th.number scope="col" { (head) } }
            th scope="col" { "XLIFF" }
        }
    }
}

fn line(words: &Words, status: &LanguageStatus) -> Markup {
    let told = &words.languages;
    let (tag, counts) = (&status.tag, status.counts());
    let count = |lack| counts.iter().find(|(known, _)| *known == lack).map(|(_, count)| *count);
    let (class, state) =
        if status.is_complete() { ("done", &told.complete) } else { ("next", &told.unfinished) };
    html! {
        tr class=(class) {
            th scope="row" { a href=(address(tag)) { bdi lang=(tag) { (own_name(tag)) } } " " span.quiet { (tag) } }
            td {
                @match &status.source {
                    Some(source) => { bdi lang=(source) { (own_name(source)) } },
                    None => { span.quiet { (told.original) } },
                }
            }
            td { span.state { (state) } }
            @for lack in COUNTED { td.number { @if let Some(count) = count(lack) { (count) } } }
            td {
                @if status.source.is_some() {
                    @for version in ["1.2", "2.1"] {
                        a.download href={ (address(tag)) "/xliff?version=" (version) } download
                            aria-label=(filled(&told.download, &[&format!("{} XLIFF {version}", own_name(tag))])) { (version) }
                        " "
                    }
                }
            }
        }
    }
}

fn beginning(words: &Words, opened: &Opened) -> Markup {
    let told = &words.languages;
    let known = opened.languages.languages();
    html! {
        p.quiet { (filled(&told.begin_hint, &[&cldr_version()])) }
        form method="post" action=(Place::Languages.path()) {
            div {
                label for="tag" { (told.language) }
                select id="tag" name="tag" required {
                    option value="" { (told.choose) }
                    @for (tag, name) in cldr_languages().filter(|(tag, _)| !known.iter().any(|known| known == tag)) {
                        option value=(tag) lang=(tag) dir=(direction_of(tag).name()) { (name) " (" (tag) ")" }
                    }
                }
            }
            div {
                label for="from" { (told.source) }
                select id="from" name="from" {
                    @for tag in known {
                        option value=(tag) lang=(tag) selected[*tag == opened.mailing.default_language.value] { (own_name(tag)) }
                    }
                }
            }
            button { (told.begin_button) }
        }
    }
}

fn from_tool(words: &Words) -> Markup {
    let told = &words.languages;
    html! {
        p.quiet { (told.tool_hint) }
        form method="post" action="/languages/xliff" enctype="multipart/form-data" {
            div {
                label for="file" { (told.upload) }
                input id="file" name="file" type="file" accept=".xlf,.xliff,application/xliff+xml,application/xml" required;
            }
            button { (told.upload_button) }
        }
    }
}
