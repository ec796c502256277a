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
use crate::desk::table::Column::{Number, Text};
use crate::desk::table::head;
use crate::desk::words::{LanguageWords, Words, filled};
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
                (heads(words))
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

/// What is counted, in words.
fn lack_name(told: &LanguageWords, lack: Lack) -> &str {
    match lack {
        Lack::ToTranslate => &told.to_do,
        Lack::Stale => &told.stale,
        Lack::Missing => &told.missing,
        Lack::Wrong => &told.wrong,
        Lack::Doubtful => &told.doubtful,
    }
}

/// What is to be shown of the texts for a lack to be seen.
const fn shown_as(lack: Lack) -> &'static str {
    match lack {
        Lack::ToTranslate => "todo",
        Lack::Stale => "changed",
        Lack::Missing | Lack::Wrong | Lack::Doubtful => "problems",
    }
}

fn heads(words: &Words) -> Markup {
    let told = &words.languages;
    let lacks = COUNTED.map(|lack| Number(lack_name(told, lack)));
    head(
        &[&[Text(&told.language), Text(&told.source), Text(&told.state)][..], &lacks, &[Text("XLIFF")]]
            .concat(),
    )
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
            @for lack in COUNTED {
                td.number {
                    @if let Some(count) = count(lack) {
                        a.count href={ (address(tag)) "?show=" (shown_as(lack)) } aria-label={ (lack_name(told, lack)) ": " (count) } { (count) }
                    }
                }
            }
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
