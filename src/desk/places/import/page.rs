//! The pages of a workbook: which there are, its columns above its first rows, and its recipients as they are understood.

use maud::{Markup, html};

use super::choice::{Choice, OPEN};
use super::found::Found;
use super::view::{Put, View};
use crate::desk::address::{COLUMNS, IMPORT, columns};
use crate::desk::frame::page;
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::table::Column::Text;
use crate::desk::table::head;
use crate::desk::upload::SPREADSHEETS;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Problems, visible};
use crate::import::{ImportTopic, ProposedColumn, ShownRecipient, Why};
use crate::locale::state_name_in;

/// How many rows of a sheet are shown.
const ROWS: usize = 8;

/// Most characters of a cell that are shown.
const CELL: usize = 60;

/// How many rows there are to choose the headings from.
const HEADERS: usize = 30;

/// The spreadsheets there are, and the place to give another.
pub(super) fn choice_of(words: &Words, found: &[Found]) -> Markup {
    let told = &words.import;
    let kinds = SPREADSHEETS.map(|kind| format!(".{kind}")).join(",");
    let content = html! {
        p { (told.hint) }
        form.whole method="post" action=(IMPORT) enctype="multipart/form-data" {
            label for="file" { (told.file) }
            input.drop id="file" name="file" type="file" accept=(kinds) required multiple;
            button { (told.give) }
        }
        @if !found.is_empty() {
            h2 { (told.found) }
            div.sheet {
                table {
                    (head(&[Text(&told.file), Text(&told.state)]))
                    tbody { @for found in found { (line(words, found)) } }
                }
            }
        }
    };
    page(words, Some(Place::Recipients), &told.title, &content)
}

fn line(words: &Words, found: &Found) -> Markup {
    let told = &words.import;
    let state = match &found.source {
        Some(source) if source.columns.is_some() => &told.through_columns,
        Some(_) => &told.as_it_is,
        None => &told.unread,
    };
    html! {
        tr {
            th scope="row" { a href=(columns(&found.file)) { bdi { (visible(&found.file)) } } }
            td { (state) }
        }
    }
}

/// A spreadsheet that cannot be read, or not so.
pub(super) fn unread(words: &Words, choice: &Choice, problems: &Problems) -> Markup {
    let content = html! {
        (all_shown(words, problems.iter()))
        p { a href=(columns(&choice.file)) { (words.import.again) } }
        p { a href=(IMPORT) { (words.import.title) } }
    };
    page(words, Some(Place::Recipients), &visible(&choice.file), &content)
}

/// The columns of a spreadsheet.
pub(super) fn columns_of(words: &Words, view: &View) -> Markup {
    let told = &words.import;
    let content = html! {
        p { (told.columns_hint) }
        @if view.is_known { p { (told.known) } }
        form.whole method="get" action=(COLUMNS) data-live="understood" {
            input type="hidden" name="file" value=(view.file);
            div id="understood" { (understood(words, view)) }
        }
    };
    page(words, Some(Place::Recipients), &visible(&view.file), &content)
}

fn understood(words: &Words, view: &View) -> Markup {
    let told = &words.import;
    let proposal = view.import.proposal();
    let errors: Vec<_> = view.errors().collect();
    html! {
        input type="hidden" name="of" value=(Choice::about(proposal.sheet.as_deref(), proposal.header_row));
        input type="hidden" name="seen" value=(view.seen);
        (where_it_is(words, view))
        div.sheet tabindex="0" role="region" aria-label=(told.first_rows) { (table(words, view)) }
        @if !view.put.is_empty() {
            h2 { (told.questions) }
            div.questions { @for (number, put) in view.put.iter().enumerate() { (question(words, number, put)) } }
        }
        @if !errors.is_empty() { h2 { (told.to_mend) } (all_shown(words, errors)) }
        @if let Some(count) = view.count {
            div role="status" { h2 { (filled(&told.understood, &[&count])) } }
            ul.recipients { @for recipient in &view.shown { (shown(recipient)) } }
        }
        @let others = view.problems.len() - view.errors().count();
        @if others > 0 { p.quiet { (filled(&told.more, &[&others])) } }
        div.buttons {
            button formmethod="post" { (told.save) }
            button.second { (told.look_again) }
        }
    }
}

/// The sheet and the row of the headings.
fn where_it_is(words: &Words, view: &View) -> Markup {
    let told = &words.import;
    let proposal = view.import.proposal();
    let others = view.import.other_sheets();
    html! {
        div.choices {
            @if let Some(sheet) = &proposal.sheet {
                @if others.is_empty() { input type="hidden" name="sheet" value=(sheet); }
                @else {
                    div {
                        label for="sheet" { (told.sheet) }
                        select id="sheet" name="sheet" {
                            option value=(sheet) selected { (sheet) }
                            @for other in others { option value=(other) { (other) } }
                        }
                    }
                }
            }
            div {
                label for="header" { (told.header_row) }
                select id="header" name="header" {
                    @for (number, cells) in view.import.first_rows(HEADERS) {
                        @let texts: Vec<&str> = cells.values().map(String::as_str).filter(|text| !text.is_empty()).collect();
                        option value=(number) selected[number == proposal.header_row] {
                            (number) ": " (shorten(&texts.join(", ")))
                        }
                    }
                }
            }
        }
    }
}

/// The first rows, below what each column is taken for.
fn table(words: &Words, view: &View) -> Markup {
    let proposal = view.import.proposal();
    let mut columns: Vec<&ProposedColumn> = proposal.columns.iter().collect();
    columns.sort_by_key(|column| column.index());
    html! {
        table.columns {
            thead { tr { td {} @for column in &columns { (heading(words, view, column)) } } }
            tbody {
                @for (number, cells) in view.import.first_rows(ROWS) {
                    tr class=[(number == proposal.header_row).then_some("headings")] {
                        th scope="row" { (number) }
                        @for column in &columns {
                            td { @if let Some(text) = cells.get(&column.index()) { bdi { (visible(&shorten(text))) } } }
                        }
                    }
                }
            }
        }
    }
}

fn heading(words: &Words, view: &View, column: &ProposedColumn) -> Markup {
    let told = &words.import;
    let id = column.topic().name();
    let is_unsure = view.unsure.contains(&column.index());
    let why = match column.why {
        Why::Heading => &told.by_heading,
        Why::Values => &told.by_values,
        Why::Unknown => &told.not_known,
        Why::Answer => &told.as_you_say,
    };
    html! {
        th scope="col" {
            label for=(id) { bdi { (visible(&shorten(&column.heading))) } }
            select id=(id) name=(id) {
                @for is in view.import.choices(column) {
                    option value=(is) selected[is == column.is] { (name_of(words, &is)) }
                }
            }
            span.quiet {
                @if is_unsure && column.why != Why::Answer { span.state.unsure { (told.unsure) } }
                (why)
            }
        }
    }
}

/// What a column can be, in words.
fn name_of(words: &Words, is: &str) -> String {
    let told = &words.import;
    match (told.columns.get(is), is.strip_prefix("fields."), is.rsplit_once('.')) {
        (Some(name), ..) => name.clone(),
        (None, Some(field), _) => filled(&told.extra_field, &[&field]),
        (None, None, Some((column, language))) if told.columns.contains_key(column) => {
            format!("{} ({language})", name_of(words, column))
        }
        _ => is.to_owned(),
    }
}

fn question(words: &Words, number: usize, put: &Put) -> Markup {
    let told = &words.import;
    let topic = &put.question.topic;
    let id = format!("question-{number}");
    let chosen = put.answer.as_ref().or(put.question.usual.as_ref());
    html! {
        div class=[chosen.is_none().then_some("open")] {
            label for=(id) { (asked(words, put)) }
            select id=(id) name=(topic.name()) {
                @if chosen.is_none() { option value=(OPEN) selected { (told.choose) } }
                @for choice in &put.question.choices {
                    option value=(choice.value) selected[chosen == Some(&choice.value)] {
                        (answer_of(words, topic, &choice.value, &choice.meaning))
                    }
                }
            }
            @if chosen.is_none() { p.problem { (told.open) } }
        }
    }
}

/// A question in the language of the page.
fn asked(words: &Words, put: &Put) -> Markup {
    let told = &words.import;
    match &put.question.topic {
        ImportTopic::Word { column, word } => {
            let column = told.columns.get(column).unwrap_or(column);
            html! { bdi { "“" (visible(word)) "”" } " (" (column) "): " (told.word) }
        }
        topic => {
            let text = told.questions_by_topic.get(&topic.name());
            html! { (text.unwrap_or(&put.question.text)) }
        }
    }
}

/// An answer in the language of the page.
fn answer_of(words: &Words, topic: &ImportTopic, value: &str, meaning: &str) -> String {
    let name = match topic {
        ImportTopic::Word { column, .. } => format!("word:{column}"),
        topic => topic.name(),
    };
    let told = words.import.answers.get(&format!("{name}={value}"));
    let state = || state_name_in(&words.frame.tag, value).map(str::to_owned);
    let column = || matches!(topic, ImportTopic::Which(_)).then(|| meaning.to_owned());
    told.cloned().or_else(column).or_else(state).unwrap_or_else(|| value.to_owned())
}

fn shown(recipient: &ShownRecipient) -> Markup {
    html! {
        li {
            b { bdi { (visible(&recipient.id)) } }
            @for line in recipient.lines().iter().filter(|line| !line.is_empty()) {
                p { bdi { (visible(line)) } }
            }
        }
    }
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(CELL) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
