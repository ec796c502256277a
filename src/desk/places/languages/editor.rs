//! One text beside its source: what is shown of it, and what a person enters.

use maud::{Markup, html};

use super::opened::address;
use crate::desk::problem::all_shown;
use crate::desk::words::{LanguageWords, Words, filled};
use crate::diagnostic::{Diagnostic, visible};
use crate::locale::direction_of;
use crate::translate::{Fault, Part, Run, Text, TextState, Token};

/// Characters of a line of a text, by which the height of its field is chosen.
const LINE: usize = 56;

/// What a page of texts is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) words: &'a Words,
    /// The language translated into, and that translated from.
    pub(super) target: &'a str,
    pub(super) source: &'a str,
    /// The query of the page, to come back to.
    pub(super) back: &'a str,
}

/// A text as it is shown.
#[derive(Debug)]
pub(super) struct Shown<'a> {
    /// Its number among all of the language.
    pub(super) index: usize,
    pub(super) text: &'a Text,
    /// What was entered, where it is not what the file has.
    pub(super) entered: Option<&'a str>,
    /// What is wrong with it.
    pub(super) findings: Markup,
    /// What is said of the last attempt to save it.
    pub(super) said: Option<&'a str>,
}

/// The text.
pub(super) fn editor(side: Side<'_>, shown: &Shown<'_>) -> Markup {
    let told = &side.words.languages;
    let Shown { index, text, .. } = shown;
    let (class, state) = match text.state {
        TextState::ToDo => ("next", &told.untranslated),
        TextState::Stale => ("warning", &told.changed),
        TextState::Done => ("done", &told.translated),
    };
    html! {
        article.text.(class) id={ "text-" (index) } aria-labelledby={ "name-" (index) } {
            h3 id={ "name-" (index) } { span.state { (state) } " " bdi.quiet { (visible(&text.id)) } }
            div.source {
                span.quiet { (told.text) }
                div lang=(side.source) dir=(direction_of(side.source).name()) { (source(text)) }
                @if !text.former.is_empty() { (former(told, side.source, &text.former)) }
            }
            (form(side, shown))
        }
    }
}

fn form(side: Side<'_>, shown: &Shown<'_>) -> Markup {
    let told = &side.words.languages;
    let Shown { index, text, entered, findings, said } = shown;
    let entered = entered.unwrap_or(&text.entered);
    let is_list = text.source.len() > 1;
    let lines = entered.chars().count().max(text.copy.chars().count()) / LINE + 1;
    let rows = if is_list { text.source.len() } else { lines.max(entered.lines().count()) };
    html! {
        form.translation method="post" action=(address(side.target)) data-check={ (address(side.target)) "/check" } {
            input type="hidden" name="file" value=(text.file);
            input type="hidden" name="id" value=(text.id);
            input type="hidden" name="seen" value=(text.seen);
            input type="hidden" name="back" value=(side.back);
            label for={ "field-" (index) } { (told.translation) @if is_list { ". " (told.lines) } }
            div.field {
                textarea id={ "field-" (index) } name="text" rows=(rows.clamp(1, 24)) lang=(side.target)
                    dir=(direction_of(side.target).name()) aria-describedby={ "found-" (index) }
                    data-copy=(text.copy) { "\n" (entered) }
            }
            @if !text.tokens.is_empty() {
                p.tokens hidden { span.quiet { (told.tokens) } @for token in &text.tokens { " " (chip(token)) } }
            }
            div.findings id={ "found-" (index) } role="status" {
                @if let Some(said) = said { p { (said) } }
                (findings)
            }
            p.buttons {
                button name="done" value="1" { (told.save) }
                @if text.state != TextState::Done { button.second name="draft" value="1" { (told.save_draft) } }
                button.second type="button" hidden data-does="copy" { (told.copy) }
            }
        }
    }
}

/// A token that is put where the cursor is.
fn chip(token: &Token) -> Markup {
    html! { button.token type="button" data-token=(token.entered()) title=(visible(&token.code)) { bdi { (token.name) } } }
}

fn source(text: &Text) -> Markup {
    html! {
        @for line in &text.source {
            p {
                @for part in line {
                    @match part {
                        Part::Words(words) => { (visible(words)) },
                        Part::Token(token) => { code.token title=(visible(&token.code)) { (token.entered()) } },
                    }
                }
            }
        }
    }
}

/// What the source says otherwise than when it was translated; never by colour alone.
fn former(told: &LanguageWords, language: &str, runs: &[Run]) -> Markup {
    html! {
        details.former open {
            summary { (told.former) }
            p lang=(language) dir=(direction_of(language).name()) { (differences(told, runs)) }
        }
    }
}

/// Two versions of a text in one.
pub(super) fn differences(told: &LanguageWords, runs: &[Run]) -> Markup {
    html! {
        @for run in runs {
            @match run {
                Run::Same(text) => { (visible(text)) },
                Run::Gone(text) => { del title=(told.gone) { (visible(text)) } },
                Run::New(text) => { ins title=(told.new) { (visible(text)) } },
            }
        }
    }
}

/// What is wrong with what was entered.
pub(super) fn findings<'a>(
    words: &Words,
    faults: &[Fault],
    problems: impl IntoIterator<Item = &'a Diagnostic>,
) -> Markup {
    let mut problems = problems.into_iter().peekable();
    html! {
        @if !faults.is_empty() { ul.faults { @for fault in faults { li { (fault_text(&words.languages, fault)) } } } }
        @if problems.peek().is_some() { (all_shown(words, problems)) }
    }
}

fn fault_text(told: &LanguageWords, fault: &Fault) -> String {
    let token = |name: &String| format!("⟨{}⟩", visible(name));
    match fault {
        Fault::Missing(name) => filled(&told.token_missing, &[&token(name)]),
        Fault::Doubled(name) => filled(&told.token_doubled, &[&token(name)]),
        Fault::Unknown(name) => filled(&told.token_unknown, &[&token(name)]),
        Fault::Pair(name) => filled(&told.token_pair, &[&token(name)]),
        Fault::Lines { wanted, found } => filled(&told.line_count, &[wanted, found]),
        Fault::Empty => told.empty.clone(),
    }
}
