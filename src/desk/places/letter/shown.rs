//! The page: what is looked at, the text, its merge fields, and the page beside it.

use maud::{Markup, html};
use serde_json::json;

use super::chosen::{Asked, Chosen};
use super::fields;
use crate::desk::assets;
use crate::desk::frame::page_with;
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::words::{LetterWords, Words, filled};
use crate::diagnostic::{Diagnostic, visible};
use crate::edit::Version;
use crate::locale::{direction_of, state_name_in};
use crate::mailing::Paper;
use crate::plan::{Awkward, RosterEntry};

/// Most recipients that are chosen from in one list.
const MOST_LISTED: usize = 400;

/// How many groups of merge fields are open at first.
const OPEN: usize = 3;

/// What the page shows of a file.
#[derive(Debug)]
pub(super) struct Shown<'a> {
    pub(super) text: &'a str,
    pub(super) seen: Version,
    /// Why a text was not saved.
    pub(super) refused: &'a [Diagnostic],
    pub(super) asked: &'a Asked,
}

/// The address of what is looked at, with some of it changed.
pub(super) fn address(chosen: &Chosen, changed: &[(&str, &str)]) -> String {
    let own = [
        ("document", chosen.document.as_str()),
        ("language", &chosen.language),
        ("recipient", &chosen.recipient),
        ("file", &chosen.file),
        ("paper", chosen.paper.name()),
    ];
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for (name, value) in own {
        let value = changed.iter().find(|(other, _)| *other == name).map_or(value, |(_, value)| value);
        pairs.append_pair(name, value);
    }
    for (name, value) in changed.iter().filter(|(name, _)| own.iter().all(|(other, _)| other != name)) {
        pairs.append_pair(name, value);
    }
    format!("{}?{}", Place::Letter.path(), pairs.finish())
}

/// The whole page.
pub(super) fn page_of(words: &Words, chosen: &Chosen, shown: &Shown<'_>) -> Markup {
    let told = &words.letter;
    let head = html! { script type="module" src=(assets::LETTER.path) {} };
    let content = html! {
        div.letter data-letter data-file=(chosen.file) data-page=(shown.asked.page.max(1)) data-line=(shown.asked.line) data-column=(shown.asked.column)
            data-words=(said(told)) {
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
fn said(told: &LetterWords) -> String {
    json!({
        "saved": told.saved, "unsaved": told.unsaved, "restored": told.restored, "mine": told.save_all_the_same, "not_saved": told.not_saved,
        "line": told.line, "value": told.value_of, "elsewhere": told.elsewhere, "sound": told.sound,
        "former": told.former_page, "failed": told.failed, "nothing": told.nothing_there, "page": told.page_of,
        "subject": told.subject, "open": told.open,
    })
    .to_string()
}

/// What is looked at, to be chosen.
fn choices(words: &Words, chosen: &Chosen) -> Markup {
    let told = &words.letter;
    let order = chosen.order();
    html! {
        form.choices method="get" action=(Place::Letter.path()) {
            div {
                label for="document" { (told.document) }
                select id="document" name="document" {
                    @for (id, name) in chosen.documents(&words.frame.tag) {
                        option value=(id) selected[id == chosen.document] { (name.as_deref().unwrap_or(&told.email)) }
                    }
                }
            }
            div {
                label for="language" { (told.language) }
                select id="language" name="language" {
                    @for language in chosen.languages() {
                        option value=(language) selected[language == chosen.language] { (language) }
                    }
                }
            }
            div {
                label for="recipient" { (told.recipient) }
                @if order.len() <= MOST_LISTED {
                    select id="recipient" name="recipient" {
                        @if let Some(listed) = chosen.listed().filter(|_| order.iter().all(|(it, _)| it.id != chosen.recipient)) {
                            option value=(listed.id) selected { (name_of(words, listed)) }
                        }
                        @for (listed, _) in &order {
                            option value=(listed.id) selected[listed.id == chosen.recipient] { (name_of(words, listed)) }
                        }
                    }
                } @else {
                    input id="recipient" name="recipient" value=(chosen.recipient) autocomplete="off";
                }
            }
            div {
                label for="paper" { (told.paper) }
                select id="paper" name="paper" {
                    @for paper in Paper::ALL {
                        option value=(paper.name()) selected[paper == chosen.paper] { (paper_name(told, paper)) }
                    }
                }
            }
            div {
                label for="file" { (told.file) }
                select id="file" name="file" {
                    @for file in &chosen.files { option value=(file) selected[*file == chosen.file] { (file) } }
                }
            }
            button { (told.show) }
        }
    }
}

fn paper_name(told: &LetterWords, paper: Paper) -> &str {
    match paper {
        Paper::A4 => &told.a4,
        Paper::UsLetter => &told.us_letter,
    }
}

/// A recipient by its code and its name in the desk's language.
fn name_of(words: &Words, listed: &RosterEntry) -> String {
    let state = listed.state.as_deref().and_then(|code| state_name_in(&words.frame.tag, code));
    let name = state.unwrap_or(&listed.name);
    if name.is_empty() { listed.id.clone() } else { format!("{} · {name}", listed.id) }
}

/// The way through the recipients.
fn turning(words: &Words, chosen: &Chosen) -> Markup {
    let told = &words.letter;
    let order = chosen.order();
    let at = order.iter().position(|(listed, _)| listed.id == chosen.recipient);
    let neighbour = |at: Option<usize>| at.and_then(|at| order.get(at)).map(|(listed, _)| listed);
    let earlier = neighbour(at.and_then(|at| at.checked_sub(1)));
    // Whoever is written to in another language has all of this one's after it.
    let further = neighbour(Some(at.map_or(0, |at| at + 1)));
    let link = |listed: &RosterEntry| address(chosen, &[("recipient", &listed.id), ("file", "")]);
    html! {
        nav.turning id="turning" aria-label=(told.recipients) data-recipient=(chosen.recipient) {
            @match earlier {
                Some(listed) => a rel="prev" href=(link(listed)) { span.arrow aria-hidden="true" { "◄" } " " (told.earlier) },
                None => span.quiet { span.arrow aria-hidden="true" { "◄" } " " (told.earlier) },
            }
            p role="status" {
                @match at.and_then(|at| Some((at, order.get(at)?))) {
                    Some((at, (listed, why))) => {
                        strong { bdi { (name_of(words, listed)) } }
                        span.quiet { " · " (filled(&told.of, &[&(at + 1), &order.len()])) }
                        @for why in *why { " " span.chip { (why_of(told, *why)) } }
                    }
                    None => @if let Some(listed) = chosen.listed() { strong { bdi { (name_of(words, listed)) } } }
                }
            }
            @match further {
                Some(listed) => a rel="next" href=(link(listed)) { (told.further) " " span.arrow aria-hidden="true" { "►" } },
                None => span.quiet { (told.further) " " span.arrow aria-hidden="true" { "►" } },
            }
        }
    }
}

fn why_of(told: &LetterWords, why: Awkward) -> &str {
    match why {
        Awkward::LongestName => &told.longest_name,
        Awkward::LongestAddress => &told.longest_address,
        Awkward::LongestAddressee => &told.longest_addressee,
        Awkward::NoAddress => &told.no_address,
        Awkward::NoName => &told.no_name,
        Awkward::Host => &told.host,
        Awkward::Copies => &told.copies,
        Awkward::SecondLanguage => &told.second_language,
        Awkward::Organisation => &told.organisation,
        Awkward::Variant => &told.variant,
        Awkward::Feminine => &told.feminine,
        Awkward::Masculine => &told.masculine,
        Awkward::Channel => &told.channel,
        Awkward::FewerDocuments => &told.fewer_documents,
    }
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

/// The merge fields, to be inserted at the cursor.
fn merge_fields(told: &LetterWords, chosen: &Chosen) -> Markup {
    let ready = chosen.ready.as_deref();
    let document =
        ready.and_then(|ready| ready.document(&chosen.document).or_else(|| ready.documents().first()));
    let fields = ready.zip(document).and_then(|(ready, document)| ready.fields(document));
    let groups = fields.as_ref().map(fields::grouped).unwrap_or_default();
    html! {
        section.fields id="fields" aria-labelledby=[(!groups.is_empty()).then_some("fields-title")] {
            @if !groups.is_empty() {
                h2 id="fields-title" { (told.fields) }
                p.quiet { (told.fields_hint) }
                @for (number, (name, fields)) in groups.iter().enumerate() {
                    details open[number < OPEN] {
                        summary { code { (name) } " " span.quiet { (fields.len()) } }
                        div.sheet tabindex="0" role="region" aria-label=(name) {
                            table {
                                thead { tr { th scope="col" { (told.field) } th scope="col" { (told.value) } } }
                                tbody {
                                    @for field in fields {
                                        tr {
                                            th scope="row" {
                                                button.insert type="button" data-insert=(field.insert) { code { (field.path) } }
                                            }
                                            td {
                                                @if field.value.is_empty() { span.quiet { (told.no_value) } }
                                                @else { bdi { (visible(&field.value)) } }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
