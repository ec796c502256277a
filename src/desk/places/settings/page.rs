//! The form of the settings, with what is wrong told at its field.

use maud::{Markup, html};

use super::fields::{EVENT, Field, ISSUE, Kind, SENDER, Said};
use super::reading::{Settings, is_about};
use crate::desk::address::SETTINGS;
use crate::desk::frame::page;
use crate::desk::place::Place;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Diagnostic, Severity, visible};

/// The page.
pub(super) fn of(words: &Words, settings: &Settings) -> Markup {
    let told = &words.settings;
    let count = settings.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let groups = [(&words.begin.event, EVENT), (&words.begin.sender, SENDER), (&words.begin.issue, ISSUE)];
    let content = html! {
        p { (told.hint) }
        @if count > 0 { p.problem role="status" { (filled(&told.problems, &[&count])) } }
        form.whole method="post" action=(SETTINGS) {
            input type="hidden" name="seen" value=(settings.seen);
            @for (title, fields) in groups {
                h2 { (title) }
                @for (field, said) in settings.said.iter().filter(|(field, _)| fields.iter().any(|one| one.key == field.key)) {
                    (shown(words, settings, field, said))
                }
            }
            div.buttons { button { (told.save) } a href=(Place::Start.path()) { (words.begin.back) } }
        }
    };
    page(words, Some(Place::Start), &told.title, &content)
}

fn shown(words: &Words, settings: &Settings, field: &Field, said: &[Said]) -> Markup {
    let label = question(words, field);
    match said {
        [one] if one.language.is_none() => one_field(words, settings, field, one, label),
        _ => html! {
            fieldset {
                legend { (label) }
                @for one in said {
                    @let language = one.language.as_deref().unwrap_or_default();
                    @let name = Words::of(language).map_or(language, |words| words.frame.name.as_str());
                    (one_field(words, settings, field, one, name))
                }
            }
        },
    }
}

fn one_field(words: &Words, settings: &Settings, field: &Field, said: &Said, label: &str) -> Markup {
    let id = &said.key;
    let about = |problem: &&Diagnostic| is_about(problem.subject.field.as_deref().unwrap_or_default(), id);
    let problems: Vec<&Diagnostic> = settings.problems.iter().filter(about).collect();
    let is_invalid = problems.iter().any(|problem| problem.severity == Severity::Error);
    let described = (!problems.is_empty()).then(|| format!("{id}-problem"));
    let lang = said.language.as_deref();
    let direction = lang.and_then(Words::of).map(|words| words.frame.direction.name());
    let invalid = is_invalid.then_some("true");
    html! {
        div.entry {
            label for=(id) { (label) }
            @match field.kind {
                Kind::Lines => {
                    textarea id=(id) name=(id) rows="2" lang=[lang] dir=[direction] aria-describedby=[described]
                        aria-invalid=[invalid] { (said.text) }
                    p.quiet { (words.settings.lines) }
                }
                Kind::Choice(values) => {
                    select id=(id) name=(id) aria-describedby=[described] aria-invalid=[invalid] {
                        @if !values.contains(&said.text.as_str()) { option value=(said.text) selected { (said.text) } }
                        @for value in values {
                            option value=(value) selected[said.text == *value] {
                                (words.begin.values.get(*value).map_or(*value, String::as_str))
                            }
                        }
                    }
                }
                kind => {
                    @let is_day = kind == Kind::Day && (said.text.is_empty() || said.text.parse::<jiff::civil::Date>().is_ok());
                    input id=(id) name=(id) type=(if is_day { "date" } else { "text" }) value=(said.text) lang=[lang]
                        dir=[direction] aria-describedby=[described] aria-invalid=[invalid] autocomplete="off";
                }
            }
            @if said.text.is_empty() && !field.is_optional { p.quiet { (words.begin.empty) } }
            @if !problems.is_empty() {
                div.problem id={ (id) "-problem" } {
                    @for problem in problems {
                        p { bdi lang="en" { (visible(&problem.message)) } }
                        @for hint in &problem.hints { p { bdi lang="en" { (visible(hint)) } } }
                    }
                }
            }
        }
    }
}

/// What a setting is asked by, in the language of the page.
fn question<'a>(words: &'a Words, field: &'a Field) -> &'a str {
    match field.asked_as {
        "website" => &words.settings.website,
        "participants" => &words.settings.participants,
        "approvals" => &words.settings.approvals,
        topic => words.begin.questions.get(topic).map_or(field.key, String::as_str),
    }
}
