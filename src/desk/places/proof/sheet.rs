//! The sheet: which of its rows are shown, and how.

use maud::{Markup, html};
use serde::Deserialize;

use crate::batch::{Mark, Marks};
use crate::desk::moment::moment;
use crate::desk::naming::{channel_name, language_name, why};
use crate::desk::paging::Stretch;
use crate::desk::parts::PROOF;
use crate::desk::proofs::{Proof, Row};
use crate::desk::words::Words;
use crate::diagnostic::visible;

/// How many recipients a page has.
const ON_A_PAGE: usize = 25;

/// What of the sheet is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) q: String,
    pub(super) show: String,
    pub(super) from: usize,
}

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Nobody looked at it.
    Open,
    /// It is as it should be.
    Fine,
    /// A person looked at it, and something is to be done.
    Noted,
    /// It changed since a person looked at it.
    Changed,
}

fn standing(row: &Row, marks: &Marks) -> (Standing, Option<Mark>) {
    let mark = marks.get(&row.row.recipient);
    let standing = match mark {
        None => Standing::Open,
        Some(mark) if mark.seen != row.fingerprint => Standing::Changed,
        Some(mark) if mark.is_fine => Standing::Fine,
        Some(_) => Standing::Noted,
    };
    (standing, mark.cloned())
}

/// How many rows are as they should be, and are still what was looked at.
pub(super) fn count_fine(proof: &Proof, marks: &Marks) -> usize {
    proof.rows.iter().filter(|row| standing(row, marks).0 == Standing::Fine).count()
}

impl Asked {
    fn wants(&self, row: &Row, marks: &Marks) -> bool {
        let (standing, mark) = standing(row, marks);
        let is_shown = match self.show.as_str() {
            "open" => standing != Standing::Fine,
            "warnings" => !row.row.notes.is_empty(),
            "notes" => mark.is_some_and(|mark| !mark.note.is_empty()),
            _ => true,
        };
        let searched = self.q.trim().to_lowercase();
        let mut texts = row.row.lines.iter().chain([&row.row.recipient, &row.row.serial]);
        is_shown && (searched.is_empty() || texts.any(|text| text.to_lowercase().contains(&searched)))
    }

    /// The address of a page of the sheet, and of a row on it.
    pub(super) fn address(&self, from: usize, row: Option<usize>) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs
            .append_pair("q", &self.q)
            .append_pair("show", &self.show)
            .append_pair("from", &from.to_string());
        let row = row.map(|number| format!("#row-{number}")).unwrap_or_default();
        format!("{PROOF}?{}{row}", pairs.finish())
    }
}

/// The choice of rows.
pub(super) fn choices(words: &Words, asked: &Asked) -> Markup {
    let told = &words.proof;
    let shows = [
        ("", &told.all),
        ("open", &told.open),
        ("warnings", &told.with_warnings),
        ("notes", &told.with_notes),
    ];
    html! {
        form method="get" action=(PROOF) role="search" data-live="sheet" {
            div {
                label for="q" { (words.recipients.search) }
                input id="q" name="q" type="search" value=(asked.q) autocomplete="off";
            }
            div {
                label for="show" { (told.show) }
                select id="show" name="show" {
                    @for (value, label) in shows { option value=(value) selected[value == asked.show] { (label) } }
                }
            }
            button.other { (words.recipients.find) }
        }
    }
}

/// The rows that are asked for, a page of them.
pub(super) fn rows(words: &Words, proof: &Proof, marks: &Marks, asked: &Asked) -> Markup {
    let found: Vec<(usize, &Row)> =
        proof.rows.iter().enumerate().filter(|(_, row)| asked.wants(row, marks)).collect();
    let stretch = Stretch::with(asked.from, found.len(), ON_A_PAGE);
    html! {
        div id="sheet" {
            (stretch.bar(words, |from| asked.address(from, None)))
            ul.proof { @for (number, row) in &found[stretch.range()] { (item(words, proof, (*number, row), marks, asked)) } }
        }
    }
}

fn item(words: &Words, proof: &Proof, (number, row): (usize, &Row), marks: &Marks, asked: &Asked) -> Markup {
    let told = &words.proof;
    let (standing, mark) = standing(row, marks);
    let (class, state) = match standing {
        Standing::Open => ("open", &told.not_seen),
        Standing::Fine => ("done", &told.fine),
        Standing::Noted => ("warning", &told.noted),
        Standing::Changed => ("warning", &told.changed),
    };
    let title = if row.row.serial.is_empty() { &row.row.recipient } else { &row.row.serial };
    html! {
        li class=(class) id={ "row-" (number) } {
            @if row.has_picture() {
                img src={ "/proof/pictures/" (number) "?" (row.fingerprint) } loading="lazy" width="347" height="491"
                    alt={ (told.picture) " " (visible(title)) };
            } @else { p.picture { (told.no_picture) } }
            div.said {
                h2 { bdi { (visible(title)) } }
                p { @for line in &row.row.lines { bdi { (visible(line)) } br; } }
                dl.facts { (facts(words, proof, row)) }
                form method="post" action="/proof/marks" {
                    input type="hidden" name="recipient" value=(row.row.recipient);
                    input type="hidden" name="seen" value=(row.fingerprint);
                    input type="hidden" name="q" value=(asked.q);
                    input type="hidden" name="show" value=(asked.show);
                    input type="hidden" name="from" value=(asked.from);
                    p.standing {
                        span.state { (state) }
                        @if let Some(mark) = &mark { span.quiet { (moment(words, mark.at)) } }
                    }
                    div.note {
                        label for={ "note-" (number) } { (told.note) }
                        input id={ "note-" (number) } name="note" autocomplete="off" maxlength="2000"
                            value=(mark.map(|mark| mark.note).unwrap_or_default());
                    }
                    button name="fine" value="1" { (told.is_fine) }
                    button.other name="fine" value="0" { (told.is_not_fine) }
                }
            }
        }
    }
}

fn facts(words: &Words, proof: &Proof, row: &Row) -> Markup {
    let told = &words.proof;
    let language = match proof.choice(&row.row.recipient) {
        Some(choice) => vec![language_name(&choice.locale).to_owned(), why(words, choice)],
        None => row.row.language.clone(),
    };
    let row = &row.row;
    let lines = |label: &str, lines: &[String]| {
        html! {
            @if !lines.is_empty() {
                dt { (label) }
                dd { @for line in lines { bdi { (visible(line)) } br; } }
            }
        }
    };
    html! {
        dt { (words.recipients.id) }
        dd { a href={ "/recipients?q=" (row.recipient) } { bdi { (visible(&row.recipient)) } } }
        (lines(&told.salutation, std::slice::from_ref(&row.salutation)))
        (lines(&words.make.language, &language))
        @if let Some(channel) = row.channel { dt { (words.make.channel) } dd { (channel_name(words, channel)) } }
        (lines(&words.make.documents, &row.documents))
        (lines(&told.warnings, &row.notes))
    }
}
