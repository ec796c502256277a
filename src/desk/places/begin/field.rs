//! A question as a field of a form: what was entered stays, and what is wrong with it is told beside it.

use maud::{Markup, html};

use super::draft::{Entered, Put};
use crate::desk::hint;
use crate::desk::words::{LANGUAGES, Words, filled};
use crate::diagnostic::visible;
use crate::locale::Direction;
use crate::starter::Topic;

/// The field of a topic: one, or one for each language.
pub(super) fn of(words: &Words, entered: &Entered, puts: &[&Put], lists: &[String]) -> Markup {
    let Some(first) = puts.first() else { return html! {} };
    let topic = first.question.topic;
    match topic {
        Topic::Emblem | Topic::Signature => picture(words, entered, first),
        Topic::List => list(words, entered, first, lists),
        Topic::Paper => choice(words, first, "", &["a4", "us-letter"]),
        _ if puts.len() > 1 => html! {
            fieldset {
                legend { (question(words, topic)) }
                @for put in puts { (one(words, put, Some(&put.question.language))) }
            }
        },
        _ => one(words, first, None),
    }
}

/// A field of one language; `language` is told where there are several.
fn one(words: &Words, put: &Put, language: Option<&str>) -> Markup {
    let topic = put.question.topic;
    if topic == Topic::WriterGender {
        return choice(words, put, language.unwrap_or_default(), &["masculine", "feminine", "neuter"]);
    }
    let id = id_of(put);
    let label = language.map_or_else(|| question(words, topic), |language| name_of(language));
    let is_text = topic.is_text();
    let lang = is_text.then_some(put.question.language.as_str());
    let direction = lang.and_then(Words::of).map(|words| words.frame.direction.name());
    let (kind, is_day) = kind(topic, &put.written);
    html! {
        div.entry {
            label for=(id) { (label) }
            input id=(id) name=(id) type=(kind) value=(put.written) lang=[lang.filter(|lang| !lang.is_empty())]
                dir=[direction] aria-describedby=[described(put, &id)] aria-invalid=[invalid(put)] autocomplete="off";
            @if !is_day && language.is_none() { p.quiet { (filled(&words.begin.such_as, &[&topic.example()])) } }
            (told(put, &id))
        }
    }
}

/// What a browser asks for; whether it is a day. A date that is no day of the calendar stays as it was written.
fn kind(topic: Topic, written: &str) -> (&'static str, bool) {
    let is_date = matches!(topic, Topic::Start | Topic::End | Topic::Deadline | Topic::IssuedAt);
    let is_day = written.is_empty() || written.parse::<jiff::civil::Date>().is_ok();
    match topic {
        Topic::EMail => ("email", false),
        _ if is_date && is_day => ("date", true),
        _ => ("text", false),
    }
}

fn choice(words: &Words, put: &Put, language: &str, values: &[&str]) -> Markup {
    let id = id_of(put);
    let chosen =
        if put.written.is_empty() { put.question.default.as_deref() } else { Some(put.written.as_str()) };
    let label = if language.is_empty() { question(words, put.question.topic) } else { name_of(language) };
    html! {
        div.entry {
            label for=(id) { (label) }
            select id=(id) name=(id) {
                @for value in values {
                    option value=(value) selected[chosen == Some(*value)] {
                        (words.begin.values.get(*value).map_or(*value, String::as_str))
                    }
                }
            }
            (told(put, &id))
        }
    }
}

/// The default language, which is asked whether there are several languages or not: how many are chosen at the same step.
pub(super) fn default_language(words: &Words, entered: &Entered, all: &[Put]) -> Markup {
    let topic = Topic::DefaultLanguage;
    let (id, chosen) = (topic.flag(), entered.text(topic));
    let put = all.iter().find(|put| put.question.topic == topic);
    html! {
        div.entry {
            label for=(id) { (question(words, topic)) }
            select id=(id) name=(id) {
                option value="" { (words.begin.the_first) }
                @for language in LANGUAGES.iter().map(|words| words.frame.tag.as_str()) {
                    option value=(language) lang=(language) selected[chosen == language] { (name_of(language)) }
                }
            }
            @if let Some(put) = put { (told(put, id)) }
        }
    }
}

fn picture(words: &Words, entered: &Entered, put: &Put) -> Markup {
    let id = id_of(put);
    let told_words = &words.begin;
    html! {
        div.entry {
            label for=(id) { (question(words, put.question.topic)) }
            input.drop id=(id) name=(id) type="file" accept=".svg,.png,.jpg,.jpeg" aria-describedby={ (id) "-hint" };
            p.quiet id={ (id) "-hint" } { (told_words.picture_hint) }
            @if !put.written.is_empty() {
                p { (told_words.chosen) ": " bdi { (visible(&put.written)) } }
                img.chosen src={ "/new/pictures/" (id) "?" (form_urlencoded::byte_serialize(put.written.as_bytes()).collect::<String>()) }
                    alt=(question(words, put.question.topic));
                label.tick { input type="checkbox" name=(id) value=""; " " (told_words.without) }
            }
            @if let Some(problem) = entered.refused(put.question.topic) {
                p.problem { bdi lang="en" { (visible(&problem.message)) } }
                @for hint in &problem.hints { (hint::shown(words, hint)) }
            }
            (told(put, &id))
        }
    }
}

fn list(words: &Words, entered: &Entered, put: &Put, lists: &[String]) -> Markup {
    let id = id_of(put);
    let told_words = &words.begin;
    let chosen = if put.written.is_empty() && !entered.is_answered(Topic::List) {
        put.question.default.as_deref()
    } else {
        Some(put.written.as_str())
    };
    html! {
        @if !lists.is_empty() {
            div.entry {
                label for=(id) { (told_words.list_there) }
                select id=(id) name=(id) {
                    option value="" { (told_words.no_list) }
                    @for file in lists { option value=(file) selected[chosen == Some(file.as_str())] { (visible(file)) } }
                }
            }
        }
        div.entry {
            label for="list-file" { (told_words.list_given) }
            input.drop id="list-file" name=(id) type="file" accept=".xlsx,.xlsm,.xls,.ods,.csv,.tsv,.txt" aria-describedby="list-hint";
            p.quiet id="list-hint" { (told_words.list_hint) }
            @if let Some(problem) = entered.refused(Topic::List) {
                p.problem { bdi lang="en" { (visible(&problem.message)) } }
                @for hint in &problem.hints { (hint::shown(words, hint)) }
            }
            (told(put, &id))
        }
    }
}

/// Why what was entered cannot be taken, and what to write.
fn told(put: &Put, id: &str) -> Markup {
    html! {
        @if let Some(refusal) = &put.refusal {
            p.problem id={ (id) "-problem" } {
                bdi lang="en" { (visible(&refusal.message)) } ": " bdi lang="en" { (visible(&refusal.hint)) }
            }
        }
    }
}

fn described(put: &Put, id: &str) -> Option<String> {
    put.refusal.as_ref().map(|_| format!("{id}-problem"))
}

fn invalid(put: &Put) -> Option<&'static str> {
    put.refusal.as_ref().map(|_| "true")
}

/// The name of a field: of its topic, and of its language.
fn id_of(put: &Put) -> String {
    let (flag, language) = (put.question.topic.flag(), &put.question.language);
    if language.is_empty() { flag.to_owned() } else { format!("{flag}.{language}") }
}

/// A question in the language of the page.
pub(super) fn question(words: &Words, topic: Topic) -> &str {
    words.begin.questions.get(topic.flag()).map_or_else(|| topic.question(), String::as_str)
}

/// What a language calls itself.
pub(super) fn name_of(language: &str) -> &str {
    Words::of(language).map_or(language, |words| words.frame.name.as_str())
}

/// The direction of a language's texts.
pub(super) fn direction_of(language: &str) -> Direction {
    Words::of(language).map_or(Direction::Ltr, |words| words.frame.direction)
}
