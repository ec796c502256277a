//! The page: what is looked at, the text, its merge fields, and the page beside it.

use maud::{Markup, html};
use serde_json::json;

use super::choosing::{choices, turning};
use super::chosen::{Asked, Chosen, address};
use super::inserting::merge_fields;
use crate::desk::assets;
use crate::desk::frame::page_with;
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::words::{LetterWords, Words, filled};
use crate::diagnostic::Diagnostic;
use crate::edit::Version;
use crate::locale::direction_of;

/// What the page shows of a file.
#[derive(Debug)]
pub(super) struct Shown<'a> {
    pub(super) text: &'a str,
    pub(super) seen: Version,
    /// Why a text was not saved.
    pub(super) refused: &'a [Diagnostic],
    pub(super) asked: &'a Asked,
}

/// The whole page.
pub(super) fn page_of(words: &Words, chosen: &Chosen, shown: &Shown<'_>) -> Markup {
    let told = &words.letter;
    let head = html! { script type="module" src=(assets::LETTER.path) {} };
    let content = html! {
        div.letter data-letter data-file=(chosen.file) data-page=(shown.asked.page.max(1)) data-line=(shown.asked.line) data-column=(shown.asked.column)
            data-words=(said(words)) {
            (choices(words, chosen))
            (turning(words, chosen))
            @if !shown.refused.is_empty() {
                section role="alert" { h2 { (told.not_saved) } (all_shown(words, shown.refused)) }
            }
            div.sides {
                section.writing aria-label=(told.text) { (editor(told, chosen, shown)) }
                section.looking { (looking(words, chosen, shown.asked)) }
            }
            (merge_fields(told, chosen))
        }
    };
    page_with(words, Some(Place::Letter), &told.title, &head, &content)
}

/// What the script says.
fn said(words: &Words) -> String {
    let told = &words.letter;
    json!({
        "saved": told.saved, "unsaved": told.unsaved, "restored": told.restored, "mine": told.save_all_the_same, "not_saved": told.not_saved,
        "line": told.line, "value": told.value_of, "elsewhere": told.elsewhere, "sound": told.sound,
        "former": told.former_page, "failed": told.failed, "nothing": told.nothing_there, "page": told.page_of,
        "subject": told.subject, "open": told.open, "as_text": told.as_text, "at_desk": words.check.at_desk,
    })
    .to_string()
}

fn editor(told: &LetterWords, chosen: &Chosen, shown: &Shown<'_>) -> Markup {
    let hidden = [
        ("document", chosen.document.as_str()),
        ("language", &chosen.language),
        ("recipient", &chosen.recipient),
        ("paper", chosen.paper.name()),
        ("file", &chosen.file),
    ];
    html! {
        form.editor id="editor" method="post" action=(Place::Letter.path()) {
            @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="seen" value=(shown.seen);
            div.bar {
                label for="text" { (told.text) " " code { bdi { (chosen.file) } } }
                span id="state" role="status" {}
                button { @if shown.refused.is_empty() { (told.save) } @else { (told.save_all_the_same) } }
            }
            // A line end after the tag is none of the text.
            div.paper lang=(chosen.language) dir=(direction_of(&chosen.language).name()) {
                div.mirror id="mirror" aria-hidden="true" {}
                textarea id="text" name="text" rows="32" spellcheck="true" autocomplete="off" { "\n" (shown.text) }
            }
        }
        div.below {
            div id="told" role="status" {}
            ul.problems id="problems" {}
        }
    }
}

fn looking(words: &Words, chosen: &Chosen, asked: &Asked) -> Markup {
    let told = &words.letter;
    let page = asked.page.max(1);
    let picture = address(chosen, &[("page", &page.to_string())]);
    let picture = picture.replacen(Place::Letter.path(), "/letter/page", 1);
    html! {
        div.bar {
            div.pages-bar id="pages" hidden {
                button type="button" id="page-earlier" aria-label=(told.page_earlier) { span.arrow aria-hidden="true" { "◄" } }
                span id="page-number" role="status" {}
                button type="button" id="page-further" aria-label=(told.page_further) { span.arrow aria-hidden="true" { "►" } }
            }
            div.zoom id="zoom-bar" hidden {
                label for="zoom" { (told.zoom) }
                select id="zoom" {
                    option value="fit" { (told.fit) }
                    @for zoom in [75, 100, 150, 200] { option value=(zoom) { (zoom) " %" } }
                }
            }
            span id="page-state" role="status" {}
        }
        div.desk-pad id="pad" tabindex="0" role="region" aria-label=(told.preview) {
            @if chosen.planned().is_none() && !chosen.is_email() {
                div id="plain" {
                    p { @if chosen.ready.is_some() { (told.not_sent) } @else { (told.no_plan) } }
                    (all_shown(words, chosen.problems.iter()))
                }
            } @else if !chosen.is_email() {
                noscript {
                    img.page src=(picture) alt=(filled(&told.picture, &[&chosen.recipient]));
                    p { a href=(address(chosen, &[("page", &(page + 1).to_string())])) { (told.page_further) } }
                }
            }
        }
        p.quiet { (told.click) }
    }
}
