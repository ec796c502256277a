//! The fields of an answer that is entered: as the form that was sent asks for them, in its language.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::entering::Entering;
use super::parts::{ENTER, field_shown};
use crate::collect::{AskedField, EnteredStatus, field_part};
use crate::desk::words::filled;
use crate::diagnostic::visible;
use crate::locale::state_name_in;
use crate::pdf::FieldKind;

/// The value of a box that is ticked.
const TICKED: &str = "true";

/// The choice of whose answer is entered; the files that are dealt with stay.
pub(super) fn choice_of_recipient(entering: &Entering<'_>) -> Markup {
    let told = &entering.words.returns;
    let mut sent: Vec<(&str, String)> = entering
        .read
        .sent
        .iter()
        .map(|(id, sent)| {
            let state = sent.state.as_deref().and_then(|code| state_name_in(&entering.words.frame.tag, code));
            (id.as_str(), state.map_or_else(|| sent.name.clone(), str::to_owned))
        })
        .collect();
    sent.sort_by(|(_, one), (_, other)| one.cmp(other));
    html! {
        @if !entering.entry.recipient.is_empty() { p.warning { (told.no_form) } }
        form method="post" action=(ENTER) {
            @for file in &entering.entry.files { input type="hidden" name="file" value=(file); }
            div {
                label for="recipient" { (told.recipient) }
                select id="recipient" name="recipient" required {
                    option value="" { (told.choose) }
                    @for (id, name) in sent { option value=(id) { (visible(id)) " – " (visible(&name)) } }
                }
            }
            button name="more" value="1" { (told.choose) }
        }
    }
}

/// The form that is filled in.
pub(super) fn form(entering: &Entering<'_>) -> Markup {
    let told = &entering.words.returns;
    let entry = entering.entry;
    let none = [BTreeMap::new()];
    let participants = if entry.participants.is_empty() { &none[..] } else { &entry.participants };
    let all: Vec<&AskedField> = entering.form.iter().flat_map(|form| &form.fields).collect();
    let (each, shared): (Vec<&AskedField>, Vec<&AskedField>) =
        all.into_iter().partition(|field| field.is_each);
    html! {
        form.sheet-form method="post" action=(ENTER) {
            input type="hidden" name="seen" value=(entering.seen);
            input type="hidden" name="recipient" value=(entry.recipient);
            (wrong(entering))
            fieldset {
                legend { bdi { (visible(&entry.recipient)) } }
                (about(entering))
            }
            @if !shared.is_empty() {
                fieldset {
                    legend { (told.delegation) }
                    @for field in &shared { (one(entering, field, "all", entry.shared.get(&field.column))) }
                }
            }
            p.quiet { (told.participant_hint) }
            @for (number, values) in (1..).zip(participants) {
                fieldset {
                    legend { (filled(&told.participant, &[&number])) }
                    @for field in &each { (one(entering, field, &number.to_string(), values.get(&field.column))) }
                }
            }
            div.buttons {
                button { (told.save) }
                button.other name="more" value="1" formnovalidate { (told.more) }
            }
        }
    }
}

/// What is wrong with what was entered, and the way to save it all the same.
fn wrong(entering: &Entering<'_>) -> Markup {
    let told = &entering.words.returns;
    html! {
        @if !entering.problems.is_empty() {
            div role="alert" {
                p.warning { span.state { (told.wrong) } }
                ul {
                    @for problem in entering.problems {
                        li {
                            (field_shown(entering.words, &entering.questions, &problem.field)) ": "
                            bdi lang="en" { (visible(&problem.problem)) }
                        }
                    }
                }
                label.tick { input type="checkbox" name="anyway" value="1"; " " (told.anyway) }
            }
        }
    }
}

/// What is said of the answer as a whole.
fn about(entering: &Entering<'_>) -> Markup {
    let told = &entering.words.returns;
    let entry = entering.entry;
    let statuses = [
        (EnteredStatus::Answered, &told.as_answered),
        (EnteredStatus::Regrets, &told.as_regrets),
        (EnteredStatus::Letter, &told.as_letter),
    ];
    let date = if entry.date.is_empty() { entering.today.to_string() } else { entry.date.clone() };
    html! {
        div.entry {
            label for="status" { (told.what_answer) }
            select id="status" name="status" {
                @for (status, label) in statuses {
                    option value=(status.word()) selected[status == entry.status] { (label) }
                }
            }
        }
        div.entry {
            label for="date" { (told.date) }
            input id="date" name="date" type="date" value=(date);
        }
        div.entry {
            label for="note" { (told.note) }
            input id="note" name="note" value=(entry.note) autocomplete="off";
        }
        @if !entry.files.is_empty() {
            div.entry {
                p.quiet { (told.dealt_files) }
                @for file in &entry.files {
                    label.tick { input type="checkbox" name="file" value=(file) checked; " " bdi { (visible(file)) } }
                }
            }
        }
    }
}

/// What a choice is called: by the locale pack where the form has its key alone.
fn called<'a>(entering: &'a Entering<'_>, field: &AskedField, key: &str, shown: &'a str) -> &'a str {
    let kind = match field.column.rsplit('.').next().unwrap_or_default() {
        "interpretation" => "language",
        kind => kind,
    };
    let own = entering.labels.get(&format!("{kind}_{key}")).filter(|_| key == shown);
    own.map_or(shown, String::as_str)
}

/// What a field is called: in the language of the page, and as the form has it, which lies beside it.
fn label(entering: &Entering<'_>, field: &AskedField) -> Markup {
    let locale = entering.form.map(|form| form.locale.as_str());
    let own = if field.label.is_empty() { &field.column } else { &field.label };
    let (_, id) = field_part(&field.column);
    let is_own = locale == Some(entering.words.frame.tag.as_str());
    let known = entering.questions.get(id).filter(|known| !is_own && !own.starts_with(known.as_str()));
    html! {
        @if let Some(known) = known {
            bdi { (visible(known)) } " "
            span.quiet lang=[locale] dir="auto" { (visible(own)) }
        } @else { bdi lang=[locale] dir="auto" { (visible(own)) } }
    }
}

/// A field of the form; its values are in the language of the form.
fn one(entering: &Entering<'_>, field: &AskedField, whose: &str, value: Option<&String>) -> Markup {
    let name = format!("{whose}.{}", field.column);
    let value = value.map_or("", String::as_str);
    let locale = entering.form.map(|form| form.locale.as_str());
    let title = visible(&field.column);
    html! {
        div.entry {
            @match field.kind {
                FieldKind::Check => {
                    label.tick title=(title) {
                        input type="checkbox" name=(name) value=(TICKED) checked[value == TICKED];
                        " " (label(entering, field))
                    }
                }
                FieldKind::Radio | FieldKind::Choice => {
                    label for=(name) title=(title) { (label(entering, field)) }
                    select id=(name) name=(name) {
                        option value="" { (entering.words.returns.none_chosen) }
                        @for (key, shown) in &field.options {
                            option value=(key) selected[key == value] lang=[locale] { (visible(called(entering, field, key, shown))) }
                        }
                        @if !value.is_empty() && !field.options.iter().any(|(key, _)| key == value) {
                            option value=(value) selected { (visible(value)) }
                        }
                    }
                }
                FieldKind::Multiline => {
                    label for=(name) title=(title) { (label(entering, field)) }
                    textarea id=(name) name=(name) rows="3" dir="auto" { (value) }
                }
                _ => {
                    label for=(name) title=(title) { (label(entering, field)) }
                    input id=(name) name=(name) value=(value) dir="auto" autocomplete="off";
                }
            }
        }
    }
}
