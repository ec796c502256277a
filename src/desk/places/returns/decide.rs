//! What a person has to decide: answers that differ, fields to ask about, and files that need more than being read.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::files::is_shown;
use super::parts::{DECIDE, ENTER, field_shown, questions, with_table};
use crate::collect::{AnswerVersion, Collected, Returned};
use crate::desk::address;
use crate::desk::answer::{Visitor, answered};
use crate::desk::state::Desk;
use crate::desk::table::Column::{Number, Text};
use crate::desk::table::head;
use crate::desk::words::{Words, filled};
use crate::diagnostic::visible;

/// Most files that a page shows; a person who decided of these sees the next.
const MOST: usize = 200;

pub(super) async fn answer(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    answered(&desk, words, move |desk| {
        with_table(desk, words, DECIDE, |_, collected| shown(words, &questions(desk, words), collected))
    })
    .await
}

fn shown(words: &Words, questions: &BTreeMap<String, String>, collected: &Collected) -> Markup {
    let told = &words.returns;
    let several: Vec<_> = collected
        .several_answers()
        .into_iter()
        .filter(|(_, files)| files.iter().any(|file| !file.differs_from.is_empty()))
        .collect();
    let counts = |file: &&Returned| file.version == Some(AnswerVersion::Counts);
    let wrong: Vec<&Returned> = collected.with_wrong_fields().filter(counts).collect();
    let others: Vec<&Returned> = collected.to_handle().collect();
    html! {
        @if several.is_empty() && wrong.is_empty() && others.is_empty() { p { (told.nothing_to_decide) } }
        @for ((recipient, _), files) in several.iter().take(MOST) { (differing(words, collected, recipient, files)) }
        @if !others.is_empty() {
            h2 { (told.others) " (" (others.len()) ")" }
            ul.problems { @for file in others.iter().take(MOST) { (to_look_at(words, collected, file)) } }
        }
        @if !wrong.is_empty() {
            h2 { (told.fields) " (" (wrong.len()) ")" }
            ul.problems { @for file in wrong.iter().take(MOST) { (with_fields(words, questions, collected, file)) } }
        }
    }
}

/// The place of a file in the table, by which pages name it.
fn number(collected: &Collected, file: &Returned) -> usize {
    collected.files.iter().position(|other| std::ptr::eq(other, file)).unwrap_or_default()
}

/// Where a file is, which is a link where a browser shows it.
pub(super) fn place(file: &Returned) -> Markup {
    let shown = visible(&file.place()).into_owned();
    html! {
        @match &file.sha256 {
            Some(hash) if is_shown(&file.file) => a href={ "/returns/files/" (hash) } type="application/pdf" { bdi { (shown) } },
            Some(hash) => a href={ "/returns/files/" (hash) } download { bdi { (shown) } },
            None => bdi { (shown) },
        }
    }
}

fn differing(words: &Words, collected: &Collected, recipient: &str, files: &[&Returned]) -> Markup {
    let told = &words.returns;
    html! {
        section {
            h2 { (filled(&told.several, &[&visible(recipient)])) }
            p { (told.several_hint) }
            div.sheet {
                table {
                    (head(&[
                        Text(&told.file),
                        Text(&told.answer),
                        Text(&told.changed_at),
                        Number(&told.participants),
                        Text(&told.take),
                    ]))
                    tbody {
                        @for file in files {
                            tr {
                                th scope="row" { (place(file)) }
                                td { @if let Some(version) = file.version { (told.version(version)) } }
                                td { bdi dir="ltr" { (visible(file.modified.as_deref().unwrap_or("–"))) } }
                                td.number { (file.participants) }
                                td { a href={ (ENTER) "?from=" (number(collected, file)) } { (told.take) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn to_look_at(words: &Words, collected: &Collected, file: &Returned) -> Markup {
    let told = &words.returns;
    html! {
        li.warning {
            span.state { (told.status(file.status)) }
            (place(file))
            (whose(words, file))
            @if let Some(remark) = &file.remark { p { bdi lang="en" { (visible(remark)) } } }
            @let to_do = told.to_do(file.status);
            @if !to_do.is_empty() { p { (to_do) } }
            p {
                a href={ (ENTER) "?file=" (number(collected, file)) } { (told.key_in) }
            }
            form.inline method="post" action=(ENTER) {
                input type="hidden" name="status" value="read";
                input type="hidden" name="recipient" value="";
                input type="hidden" name="file" value=(file.place());
                button.other { (told.dealt_with) }
            }
        }
    }
}

fn with_fields(
    words: &Words,
    questions: &BTreeMap<String, String>,
    collected: &Collected,
    file: &Returned,
) -> Markup {
    let told = &words.returns;
    html! {
        li.warning {
            span.state { (told.ask_about) }
            (place(file))
            (whose(words, file))
            ul {
                @for problem in &file.problems {
                    li {
                        @if !problem.field.is_empty() { (field_shown(words, questions, &problem.field)) ": " }
                        bdi lang="en" { (visible(&problem.problem)) }
                    }
                }
            }
            p { a href={ (ENTER) "?from=" (number(collected, file)) } { (told.correct) } }
        }
    }
}

fn whose(words: &Words, file: &Returned) -> Markup {
    html! {
        @if let Some(recipient) = &file.recipient {
            p.quiet {
                (words.returns.recipient) ": "
                a href={ (address::recipient(recipient)) } { bdi { (visible(recipient)) } }
                @if let Some(serial) = &file.serial { " · " bdi { (visible(serial)) } }
            }
        }
    }
}
