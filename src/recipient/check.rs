//! What a recipient must hold beyond the right types.
//!
//! Each function answers for one part of an entry; [`check`] asks them all.

use std::collections::BTreeSet;

use super::channel::Carrier;
use super::contact::{find_email, has_number, is_email, is_number};
use super::dialled::report_local;
use super::email_slip::{advise, report_slip};
use super::entry::RecipientEntry;
use super::model::{Copy, Kind};
use crate::diagnostic::{Diagnostic, Location, Problems, codes, did_you_mean};
use crate::input::At;
use crate::locale::{
    Addressee, find_language, is_language, name_states, near_language, near_states, propose_states,
};

/// Longest id of a recipient, in bytes of UTF-8: file names and barcodes have to hold it beside all else they say.
const MAX_ID: usize = 64;

const EXAMPLE_EMAIL: &str = "write one address, such as name@ministry.example";
const EXAMPLE_NUMBER: &str = "write one number, such as +41 22 730 6393";
const EXAMPLE_TAG: &str = "write a BCP 47 tag, such as fr, or the name of the language";

/// Finds what is wrong with the entry at `location`, in a mailing that declares `extra_fields`.
pub(super) fn check(entry: &RecipientEntry, location: &Location, extra_fields: &[String]) -> Problems {
    let mut problems = check_identity(entry, location);
    problems.extend(check_contact(entry, location));
    problems.extend(check_languages(entry, location));
    problems.extend(entry.copies.iter().flat_map(|copy| check_copy(copy, location)));
    problems.extend(check_fields(entry, &location.file, extra_fields));
    problems
}

fn wrong(field: &str, at: Location, message: impl Into<String>, hint: impl Into<String>) -> Diagnostic {
    Diagnostic::new(codes::RECIPIENT_VALUE, message).with_location(at).with_field(field).with_hint(hint)
}

fn check_identity(entry: &RecipientEntry, location: &Location) -> Problems {
    let mut problems = Problems::new();
    let file = &location.file;
    if entry.id.trim().is_empty() {
        let hint = "use the ISO code of the State";
        problems.push(wrong("id", entry.id.location(file), "the id is empty", hint));
    }
    if entry.id.len() > MAX_ID {
        let message = format!("the id is {} bytes long, more than {MAX_ID}", entry.id.len());
        let hint = "use a short key, such as the ISO code of the State";
        problems.push(wrong("id", entry.id.location(file), message, hint));
    }
    match (&entry.iso, entry.kind) {
        (None, Kind::State) => {
            let hint = "add `iso:` with the alpha-3 code";
            problems.push(wrong("iso", location.clone(), "a State needs its ISO code", hint));
        }
        (Some(iso), _) if iso.len() != 3 || !iso.chars().all(|c| c.is_ascii_uppercase()) => {
            let (message, hint) = wrong_state(iso);
            problems.push(wrong("iso", iso.location(file), message, hint));
        }
        _ => {}
    }
    let office = &entry.addressee.office;
    if office.trim().is_empty() && entry.addressee.title.is_empty() {
        let at = if office.place.is_some() { office.location(file) } else { location.clone() };
        let hint = "name one, such as foreign-minister, or give a `title`";
        problems.push(wrong("addressee.office", at, "there is no office", hint));
    }
    if entry.ministry.is_blank() {
        let hint = "give its name, in one or more languages";
        problems.push(wrong("ministry", location.clone(), "the ministry is empty", hint));
    }
    problems
}

/// What is wrong with a word for a State, and what to write.
pub(super) fn wrong_state(text: &str) -> (String, String) {
    match name_states(text) {
        [] => {
            let message = format!("`{text}` is not an ISO alpha-3 code");
            let hint = match near_states(text).as_slice() {
                [] => "write three capital letters, such as NOR".to_owned(),
                near => format!("write {}", propose_states(near)),
            };
            (message, hint)
        }
        [state] => (format!("`{text}` is not an ISO alpha-3 code"), format!("write {state}")),
        states => {
            let hint = format!("write {}", propose_states(states));
            (format!("`{text}` may be {}", states.join(" or ")), hint)
        }
    }
}

/// Every channel has what it needs, and every address and number is one.
fn check_contact(entry: &RecipientEntry, location: &Location) -> Problems {
    let mut problems = Problems::new();
    let file = &location.file;
    for email in entry.emails.iter().filter(|email| !is_email(email)) {
        let message = format!("`{}` is not an e-mail address", email.value);
        let hint = advise_email(email).unwrap_or_else(|| EXAMPLE_EMAIL.to_owned());
        problems.push(wrong("emails", email.location(file), message, hint));
    }
    for email in &entry.emails {
        let told = report_slip(email);
        problems.extend(told.map(|told| told.with_location(email.location(file)).with_field("emails")));
    }
    if entry.channels.is_empty() {
        let hint = "name one, such as post or e-mail";
        problems.push(wrong("channels", location.clone(), "no channel is given", hint));
    }
    let fax = entry.fax.as_ref().filter(|fax| !fax.is_empty());
    let carriers: BTreeSet<Carrier> = entry.channels.iter().map(|channel| channel.carrier()).collect();
    for carrier in carriers {
        match carrier {
            Carrier::Paper => {}
            Carrier::EMail if !entry.emails.is_empty() => {}
            Carrier::EMail => {
                let hint = "add an address, or another channel";
                problems.push(wrong("emails", location.clone(), "sent by e-mail without an address", hint));
            }
            Carrier::Fax if fax.is_some() => {}
            Carrier::Fax => {
                let hint = "add the number, or another channel";
                problems.push(wrong("fax", location.clone(), "sent by fax without a number", hint));
            }
        }
    }
    if let Some(fax) = fax.filter(|fax| !is_number(fax)) {
        let message = format!("`{}` is not a fax number", fax.value);
        problems.push(wrong("fax", fax.location(file), message, EXAMPLE_NUMBER));
    }
    let telephone = entry.telephone.as_ref().filter(|number| !number.is_empty());
    let telephone = telephone.filter(|_| entry.channels.iter().any(|channel| channel.needs_telephone()));
    if let Some(number) = telephone.filter(|number| !has_number(number)) {
        let message = format!("`{}` is not a telephone number", number.value);
        problems.push(wrong("telephone", number.location(file), message, EXAMPLE_NUMBER));
    }
    let faxed = fax.filter(|_| entry.channels.iter().any(|channel| channel.carrier() == Carrier::Fax));
    let state = entry.iso.as_ref().map(|iso| iso.as_str());
    for (field, number) in [("fax", faxed), ("telephone", telephone)] {
        let Some(number) = number.filter(|number| is_number(number)) else { continue };
        let told = report_local(number, state);
        problems.extend(told.map(|told| told.with_location(number.location(file)).with_field(field)));
    }
    problems
}

/// What to write in place of a text that is no e-mail address, where that can be said.
fn advise_email(text: &str) -> Option<String> {
    find_email(text).map(|found| format!("write `{found}`")).or_else(|| advise(text))
}

fn check_languages(entry: &RecipientEntry, location: &Location) -> Problems {
    let mut problems = Problems::new();
    let mut not_a_tag = |field: &str, tag: &str, at: Location, hint: &str| {
        let is_known = match field {
            "languages" => find_language(tag).is_some(),
            "second_language" => tag == "none" || find_language(tag).is_some(),
            _ => is_language(tag),
        };
        if !is_known {
            let near = near_language(tag).map(|near| format!("write `{near}`, if that is what is meant"));
            let hint = near.as_deref().unwrap_or(hint);
            problems.push(wrong(field, at, format!("`{tag}` is not a language tag"), hint));
        }
    };
    let of = |tag: &At<String>| tag.location(&location.file);
    for tag in &entry.languages {
        not_a_tag("languages", tag, of(tag), EXAMPLE_TAG);
    }
    if let Some(tag) = &entry.second_language {
        not_a_tag("second_language", tag, of(tag), "write a BCP 47 tag, such as fr, or none");
    }
    for (field, text) in [("ministry", &entry.ministry), ("city", &entry.city)] {
        for tag in text.languages() {
            not_a_tag(field, tag, location.clone(), EXAMPLE_TAG);
        }
    }
    for tag in entry.address.languages() {
        not_a_tag("address", tag, location.clone(), EXAMPLE_TAG);
    }
    for copy in &entry.copies {
        let texts = copy.to.languages().map(|tag| ("copies.to", tag));
        let texts = texts.chain(copy.city.languages().map(|tag| ("copies.city", tag)));
        for (field, tag) in texts.chain(copy.address.languages().map(|tag| ("copies.address", tag))) {
            not_a_tag(field, tag, location.clone(), EXAMPLE_TAG);
        }
    }
    for (field, tag) in own_forms(&entry.addressee) {
        not_a_tag(field, tag, location.clone(), EXAMPLE_TAG);
    }
    if entry.languages.is_empty() {
        let hint = "name at least one, such as en";
        problems.push(wrong("languages", location.clone(), "no language is given", hint));
    }
    problems
}

/// The languages of the addressee's own forms, with their fields.
fn own_forms(addressee: &Addressee) -> impl Iterator<Item = (&'static str, &String)> {
    let styles = addressee.styles.keys().map(|tag| ("addressee.styles", tag));
    styles.chain(addressee.title.keys().map(|tag| ("addressee.title", tag)))
}

fn check_copy(copy: &Copy, location: &Location) -> Problems {
    let mut problems = Problems::new();
    let mut report = |field: &str, message: String, hint: &str| {
        problems.push(wrong(field, location.clone(), message, hint));
    };
    match copy.channel.carrier() {
        Carrier::EMail if copy.email.is_none() => {
            let message = "a copy sent by e-mail has no address".to_owned();
            report("copies.email", message, "add `email`, or name another channel");
        }
        Carrier::Fax if copy.fax.is_none() => {
            let message = "a copy sent by fax has no number".to_owned();
            report("copies.fax", message, "add `fax`, or name another channel");
        }
        Carrier::Paper | Carrier::EMail | Carrier::Fax => {}
    }
    if let Some(email) = copy.email.as_ref().filter(|email| !is_email(email)) {
        let message = format!("`{email}` is not an e-mail address");
        let hint = advise_email(email);
        report(
            "copies.email",
            message,
            hint.as_deref().unwrap_or("write one address, such as name@mission.example"),
        );
    }
    if let Some(fax) = copy.fax.as_ref().filter(|fax| !is_number(fax)) {
        report("copies.fax", format!("`{fax}` is not a fax number"), EXAMPLE_NUMBER);
    }
    let telephone = copy.telephone.as_ref().filter(|number| !number.is_empty());
    let telephone = telephone.filter(|_| copy.channel.needs_telephone());
    if let Some(number) = telephone.filter(|number| !has_number(number)) {
        report("copies.telephone", format!("`{number}` is not a telephone number"), EXAMPLE_NUMBER);
    }
    if copy.to.is_blank() {
        report("copies.to", "a copy goes to nobody".to_owned(), "say whom it goes to");
    }
    if let Some(iso) =
        copy.iso.as_ref().filter(|iso| iso.len() != 3 || !iso.chars().all(|c| c.is_ascii_uppercase()))
    {
        let (message, hint) = wrong_state(iso);
        report("copies.iso", message, &hint);
    }
    let faxed = copy.fax.as_ref().filter(|_| copy.channel.carrier() == Carrier::Fax);
    let state = copy.iso.as_ref().map(|iso| iso.as_str());
    for (field, number) in [("copies.fax", faxed), ("copies.telephone", telephone)] {
        let told = number.filter(|number| is_number(number)).and_then(|number| report_local(number, state));
        problems.extend(told.map(|told| told.with_location(location.clone()).with_field(field)));
    }
    let slip = copy.email.as_ref().and_then(|email| report_slip(email));
    problems.extend(slip.map(|told| told.with_location(location.clone()).with_field("copies.email")));
    problems
}

fn check_fields(entry: &RecipientEntry, file: &str, extra_fields: &[String]) -> Problems {
    let undeclared = entry.fields.iter().filter(|(name, _)| !extra_fields.contains(name));
    undeclared
        .map(|(name, value)| {
            let hint = if extra_fields.is_empty() {
                "declare it under `extra_fields` of the mailing".to_owned()
            } else {
                did_you_mean(name, extra_fields.iter().map(String::as_str))
            };
            let message = format!("undeclared field `{name}`");
            wrong(&format!("fields.{name}"), value.location(file), message, hint)
        })
        .collect()
}
