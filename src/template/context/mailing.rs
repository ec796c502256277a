//! The merge fields of the mailing, its event and its sender.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::text::{filled_lines, find_by_language, given};
use crate::input::At;
use crate::locale::{LocalText, LocalePack};
use crate::mailing::{Genre, Layout, Mailing, Paper};

/// The most days listed of an event; a longer one has no list of its days on a form.
const MOST_DAYS: usize = 31;

/// The fields of `mailing`.
pub(super) fn mailing_fields(mailing: &Mailing, pack: &LocalePack) -> Value {
    let place = mailing.place.get_or_first(pack.tag());
    let issued = mailing.issued_at.date();
    let deadline = |date: &Option<At<Date>>| date.as_ref().map(|date| pack.date(date.value));
    json!({
        "reference": mailing.reference.value,
        "date": pack.date(issued),
        "dateline": pack.dateline(place, issued),
        "place": place,
        "registration_deadline": deadline(&mailing.deadlines.registration),
        "contributions_deadline": deadline(&mailing.deadlines.contributions),
        "website": given(mailing.website.as_ref()),
        "layout": match mailing.layout { Layout::Itu => "itu", Layout::Un => "un" },
        "paper": match mailing.paper { Paper::A4 => "a4", Paper::UsLetter => "us-letter" },
        "genre": match mailing.genre {
            Genre::Letter => "letter",
            Genre::NoteVerbale => "note-verbale",
            Genre::Circular => "circular",
        },
    })
}

/// The fields of `event`.
pub(super) fn event_fields(mailing: &Mailing, pack: &LocalePack) -> Value {
    let event = &mailing.event;
    let (start, end) = (event.start.value, event.end.value);
    let text = |text: &LocalText| text.get_or_first(pack.tag()).to_owned();
    let some = |found: &Option<LocalText>| found.as_ref().filter(|found| !found.is_blank()).map(text);
    json!({
        "name": text(&event.name),
        "short_name": some(&event.short_name),
        "meeting": text(&event.meeting),
        "phase": some(&event.phase),
        "place": text(&event.place),
        "forms": find_by_language(&event.forms, pack.tag()).cloned().unwrap_or_default(),
        "dates": pack.range(start, end),
        "dates_plain": pack.range_plain(start, end),
        "year": start.year().to_string(),
        "month_name": pack.month_in(start),
        "days": list_days(start, end).into_iter().map(|day| pack.date(day)).collect::<Vec<_>>(),
    })
}

/// The days of an event, first to last; empty where they are too many to list.
fn list_days(start: Date, end: Date) -> Vec<Date> {
    let days: Vec<Date> =
        start.series(jiff::Span::new().days(1)).take_while(|day| *day <= end).take(MOST_DAYS + 1).collect();
    if days.len() > MOST_DAYS { Vec::new() } else { days }
}

/// The fields of `sender`.
pub(super) fn sender_fields(mailing: &Mailing, language: &str) -> Value {
    let sender = &mailing.sender;
    json!({
        "organisation": sender.organisation.get_or_first(language),
        "office": sender.office.get_or_first(language),
        "tel": given(sender.tel.as_ref()),
        "fax": given(sender.fax.as_ref()),
        "e_mail": sender.e_mail.value,
        "signatory_name": sender.signatory.name.get_or_first(language),
        "signatory_titles": find_titles(mailing, language).map(|titles| filled_lines(titles)).unwrap_or_default(),
    })
}

/// The signatory's titles in a language.
pub(in crate::template) fn find_titles<'a>(mailing: &'a Mailing, language: &str) -> Option<&'a Vec<String>> {
    find_by_language(&mailing.sender.signatory.titles, language)
}
