//! The form of the settings, with what is wrong told at its field.

use maud::{Markup, html};

use super::fields::{EVENT, Field, ISSUE, Kind, SENDER, SENDING, Said};
use super::reading::{Settings, is_about};
use crate::desk::address::{SETTINGS, encoded};
use crate::desk::frame::page;
use crate::desk::hint;
use crate::desk::known::Read;
use crate::desk::naming::{channel_name, language_name};
use crate::desk::place::Place;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Diagnostic, Severity, visible};
use crate::recipient::Channel;

/// The page.
pub(super) fn of(words: &Words, read: &Read, settings: &Settings) -> Markup {
    let told = &words.settings;
    let count = settings.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let groups = [
        (&words.begin.event, EVENT),
        (&words.begin.sender, SENDER),
        (&words.begin.issue, ISSUE),
        (&told.sending, SENDING),
    ];
    let content = html! {
        p { (told.hint) }
        (ways(words, read, settings))
        @if count > 0 { p.problem role="status" { (filled(&told.problems, &[&count])) } }
        form.whole method="post" action=(SETTINGS) {
            input type="hidden" name="seen" value=(settings.seen);
            @for (title, fields) in groups {
                h2 { (title) }
                @for (field, said) in settings.said.iter().filter(|(field, _)| fields.iter().any(|one| one.key == field.key)) {
                    (shown(words, settings, field, said))
                }
                @if fields.iter().any(|field| field.asked_as == "mail-user") { p.quiet { (told.secret) } }
            }
            div.buttons { button { (told.save) } a href=(Place::Start.path()) { (words.begin.back) } }
        }
    };
    page(words, Some(Place::Start), &told.title, &content)
}

/// The languages of the letters and the ways of sending that there are, each with where it is looked at.
fn ways(words: &Words, read: &Read, settings: &Settings) -> Markup {
    let channels = Channel::ALL.into_iter().filter_map(|channel| {
        let count = read.recipients.iter().filter(|row| row.channel == Some(channel)).count();
        (count > 0).then_some((channel, count))
    });
    html! {
        dl.facts {
            dt { (words.settings.languages) }
            dd {
                @for (number, language) in settings.languages.iter().enumerate() {
                    @if number > 0 { (words.frame.comma) }
                    a href={ "/languages/" (encoded(language)) } { bdi lang=(language) { (language_name(language)) } }
                }
            }
            dt { (words.settings.channels) }
            dd {
                @for (number, (channel, count)) in channels.enumerate() {
                    @if number > 0 { (words.frame.comma) }
                    a href={ (Place::Recipients.path()) "?channel=" (channel.name()) } { (channel_name(words, channel)) }
                    " (" (count) ")"
                }
            }
        }
    }
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
                Kind::Language => {
                    select id=(id) name=(id) aria-describedby=[described] aria-invalid=[invalid] {
                        @if field.is_optional || said.text.is_empty() { option value="" selected[said.text.is_empty()] { "–" } }
                        @if !said.text.is_empty() && !settings.languages.contains(&said.text) {
                            option value=(said.text) selected { (visible(&said.text)) }
                        }
                        @for language in &settings.languages {
                            option value=(language) lang=(language) selected[*language == said.text] { (language_name(language)) }
                        }
                    }
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
                        @for hint in &problem.hints { (hint::shown(words, hint)) }
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
        "second-language" => &words.settings.second_language,
        "office-language" => &words.settings.office_language,
        "posted-from" => &words.settings.posted_from,
        "reply-to" => &words.settings.reply_to,
        "mail-server" => &words.settings.mail_server,
        "mail-port" => &words.settings.mail_port,
        "mail-user" => &words.settings.mail_user,
        topic => words.begin.questions.get(topic).map_or(field.key, String::as_str),
    }
}
