//! What the registration form asks, in one language, as data for the templates' layout: `/form/<language>.json`.
//!
//! It is the same for all recipients of the language. What differs between them is filled in by merge fields.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::context::list_days;
use crate::diagnostic::{Diagnostic, Location, Problems, codes};
use crate::locale::{LocalText, LocalePack, untied};
use crate::mailing::{self, AskedQuestion, AskedSection, FormText, Mailing, Offered, QuestionKind};

/// What the names of the files begin with.
pub const FORM_DATA: &str = "/form/";

/// The name of the file of a language.
#[must_use]
pub fn form_file(language: &str) -> String {
    format!("{FORM_DATA}{language}.json")
}

/// What the form asks in the language of a locale pack. A label that is missing is empty; [`check_form`] tells it.
#[must_use]
pub fn form_data(mailing: &Mailing, pack: &LocalePack) -> Value {
    json!({
        "sections": sections(mailing, &|words| text(words, pack).to_owned()),
        "days": days(mailing, pack),
        "rows": mailing.form.rows(),
    })
}

/// What the form's questions are called in the language of a locale pack, by their ids.
#[must_use]
pub fn question_labels(mailing: &Mailing, pack: &LocalePack) -> BTreeMap<String, String> {
    let sections = mailing::ask(&mailing.form);
    let questions = sections.iter().flat_map(|section| &section.questions);
    let named = questions.map(|question| (question.id.to_owned(), untied(text(&question.label, pack))));
    named.filter(|(_, label)| !label.is_empty()).collect()
}

/// What the form asks, without the words of the locale packs: where it changes, the form is another.
#[must_use]
pub fn form_outline(mailing: &Mailing, language: &str) -> Value {
    let read = |words: &FormText<'_>| match words {
        FormText::OfPack(label) => label.clone(),
        FormText::OfMailing { text, .. } => text.get(language).unwrap_or_default().to_owned(),
    };
    json!([sections(mailing, &read), mailing.form.rows(), mailing.participants_per_form.value])
}

/// Reads a text in a language.
type Read<'a> = dyn Fn(&FormText<'_>) -> String + 'a;

/// An event too long to list its days has no boxes for them.
fn sections(mailing: &Mailing, read: &Read<'_>) -> Vec<Value> {
    let has_days = !list_days(mailing.event.start.value, mailing.event.end.value).is_empty();
    let is_asked = |question: &&AskedQuestion<'_>| has_days || question.kind != QuestionKind::Days;
    let section = |section: &AskedSection<'_>| {
        let questions = section.questions.iter().filter(is_asked);
        json!({
            "id": section.id,
            "label": read(&section.label),
            "hint": section.hint.as_ref().map(read),
            "asked": section.asked,
            "questions": questions.map(|question| question_data(question, read)).collect::<Vec<_>>(),
        })
    };
    mailing::ask(&mailing.form).iter().map(section).collect()
}

fn question_data(question: &AskedQuestion<'_>, read: &Read<'_>) -> Value {
    let choice = |offered: &Offered<'_>| json!([offered.id, read(&offered.label)]);
    let mut data = Map::new();
    let mut add = |key: &str, value: Value| drop(data.insert(key.to_owned(), value));
    add("id", question.id.into());
    add("kind", json!(question.kind));
    add("label", read(&question.label).into());
    add("tip", question.tip.as_ref().map(read).into());
    add("width", question.width.into());
    add("limit", question.limit.into());
    add("required", json!(question.required));
    add("personal", question.personal.into());
    add("choices", question.choices.iter().map(choice).collect());
    data.into()
}

/// The days of the event by months: a box has the number of a day, and the label before it says of which month.
fn days(mailing: &Mailing, pack: &LocalePack) -> Vec<Value> {
    let days = list_days(mailing.event.start.value, mailing.event.end.value);
    let months = days.chunk_by(|one, next| one.first_of_month() == next.first_of_month());
    let label = |days: &[jiff::civil::Date]| match days {
        [first, .., last] => pack.range_plain(*first, *last),
        [only] => pack.date(*only),
        [] => String::new(),
    };
    let boxes = |days: &[jiff::civil::Date]| -> Vec<Value> {
        days.iter()
            .map(|day| json!({ "number": day.day().to_string(), "date": untied(&pack.date(*day)) }))
            .collect()
    };
    months.map(|days| json!({ "label": label(days), "days": boxes(days) })).collect()
}

fn text<'a>(words: &'a FormText<'_>, pack: &'a LocalePack) -> &'a str {
    match words {
        FormText::OfPack(label) => pack.file().labels.get(label).map_or("", String::as_str),
        FormText::OfMailing { text, .. } => text.get(pack.tag()).unwrap_or_default(),
    }
}

/// The labels of the form that a locale pack lacks; `templates` of the mailing is the folder of the packs.
pub fn check_form(mailing: &Mailing, pack: &LocalePack) -> Problems {
    let tag = pack.tag();
    let mut missing: Vec<&str> = Vec::new();
    let sections = mailing::ask(&mailing.form);
    for words in sections.iter().flat_map(words_of) {
        if let FormText::OfPack(label) = words
            && !pack.file().labels.contains_key(label)
            && !missing.contains(&label.as_str())
        {
            missing.push(label);
        }
    }
    let told = missing.into_iter().map(|label| {
        let message = format!("the form asks for `{label}`, which has no label in `{tag}`");
        Diagnostic::new(codes::FORM_LABEL_MISSING, message)
            .with_location(Location::file(format!("{}/{tag}/locale.yaml", mailing.templates.as_str())))
            .with_field(format!("labels.{label}"))
            .with_hint(format!("add `{label}` to `labels`, or leave the question out of the form"))
    });
    told.collect()
}

/// The texts that the mailing gives the form, each with its dotted key.
pub(super) fn own_texts(mailing: &Mailing) -> Vec<(String, &LocalText)> {
    let sections = mailing::ask(&mailing.form);
    let own = sections.iter().flat_map(words_of).filter_map(|words| match words {
        FormText::OfMailing { text, key } => Some((key.clone(), *text)),
        FormText::OfPack(_) => None,
    });
    let mut texts: Vec<(String, &LocalText)> = Vec::new();
    for (key, text) in own {
        if texts.iter().all(|(known, _)| *known != key) {
            texts.push((key, text));
        }
    }
    texts
}

/// All texts of a section.
fn words_of<'s, 'f>(section: &'s AskedSection<'f>) -> Vec<&'s FormText<'f>> {
    let of_question = |question: &'s AskedQuestion<'f>| {
        let choices = question.choices.iter().map(|choice| &choice.label);
        std::iter::once(&question.label).chain(&question.tip).chain(choices).collect::<Vec<_>>()
    };
    let questions = section.questions.iter().flat_map(of_question);
    std::iter::once(&section.label).chain(&section.hint).chain(questions).collect()
}
