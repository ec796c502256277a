//! The merge fields of the mailing, its event and its sender.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::recipient::country_fields;
use super::text::{filled_lines, find_by_language, given};
use crate::input::At;
use crate::locale::{CountryNames, LocalText, LocalePack, Note, NoteSender, SpokenOf, untied};
use crate::mailing::{Layout, Mailing};
use crate::recipient::Recipient;

/// The most days listed of an event; a longer one has no list of its days on a form.
const MOST_DAYS: usize = 31;

/// The spaces of dates: no line of a page ends between a day and its month. Plain text has ordinary spaces, because people
/// search and compare it, and because the program that shows it chooses its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spaces {
    /// As the pack has them.
    NoBreak,
    /// Ordinary ones.
    Plain,
}

impl Spaces {
    fn of(self, date: String) -> String {
        match self {
            Self::NoBreak => date,
            Self::Plain => untied(&date),
        }
    }
}

/// The fields of `mailing`.
pub(super) fn mailing_fields(mailing: &Mailing, pack: &LocalePack, spaces: Spaces) -> Value {
    let place = mailing.place.get_or_first(pack.tag());
    let issued = mailing.issued_at.date();
    let deadline = |date: &Option<At<Date>>| date.as_ref().map(|date| spaces.of(pack.date(date.value)));
    json!({
        "reference": mailing.reference.value,
        "date": spaces.of(pack.date(issued)),
        "dateline": spaces.of(pack.dateline(place, issued)),
        "place": place,
        "registration_deadline": deadline(&mailing.deadlines.registration),
        "contributions_deadline": deadline(&mailing.deadlines.contributions),
        "website": given(mailing.website.as_ref()),
        "layout": match mailing.layout { Layout::Itu => "itu", Layout::Un => "un" },
        "paper": mailing.paper.name(),
        "genre": mailing.genre.value,
    })
}

/// The fields of `follows`: what is known of the mailing that this one follows, and the recipient's serial in it.
pub(super) fn follows_fields(
    mailing: &Mailing,
    pack: &LocalePack,
    recipient: &Recipient,
    spaces: Spaces,
) -> Value {
    let Some(follows) = &mailing.follows else { return Value::Null };
    json!({
        "reference": follows.reference.value,
        "date": spaces.of(pack.date(follows.issued_at.value)),
        "serial": follows.serial_of(recipient),
    })
}

/// The fields of `event`.
pub(super) fn event_fields(mailing: &Mailing, pack: &LocalePack, spaces: Spaces) -> Value {
    let event = &mailing.event;
    let (start, end) = (event.start.value, event.end.value);
    let text = |text: &LocalText| text.get_or_first(pack.tag()).to_owned();
    let some = |found: &Option<LocalText>| found.as_ref().filter(|found| !found.is_blank()).map(text);
    let place = text(&event.place);
    let forms = find_by_language(&event.forms, pack.tag()).cloned().unwrap_or_default();
    let in_place = forms.get("in_place").cloned();
    let in_place = in_place.or_else(|| pack.in_place(&place, forms.get("place_in").map(String::as_str)));
    // Labels of fields, which tables of answers repeat: as plain text.
    let days: Vec<_> = list_days(start, end).into_iter().map(|day| untied(&pack.date(day))).collect();
    json!({
        "name": text(&event.name),
        "short_name": some(&event.short_name),
        "meeting": text(&event.meeting),
        "phase": some(&event.phase),
        "place": place,
        "in_place": in_place,
        "legal_basis": some(&event.legal_basis),
        "host": host(mailing, pack),
        "forms": forms,
        "dates": spaces.of(pack.range(start, end)),
        "dates_plain": spaces.of(pack.range_plain(start, end)),
        "year": pack.year(start),
        "month_name": spaces.of(pack.months_in(start, end)),
        "in_month": pack.in_month(start, end).map(|month| spaces.of(month)),
        "of_month": pack.of_month(start, end).map(|month| spaces.of(month)),
        "days": days,
    })
}

/// The names of the State that invites to the event.
fn host(mailing: &Mailing, pack: &LocalePack) -> Option<Value> {
    let as_of = mailing.names_as_of.unwrap_or_else(|| mailing.issued_at.date());
    let host = mailing.event.host.as_ref()?;
    pack.country(host, as_of).map(country_fields)
}

/// The fields of `note`, the formulae of a note verbale; `null` where the mailing or the language has none.
pub(super) fn note_fields(
    mailing: &Mailing,
    pack: &LocalePack,
    recipient: &Recipient,
    country: Option<CountryNames<'_>>,
) -> Option<Value> {
    let sender = mailing.sender.note.as_ref()?;
    let of_note = NoteSender {
        name: sender.name.get_or_first(pack.tag()),
        gender: sender.gender_in(pack.tag()),
        is_person: sender.person,
    };
    let Note { opening, renewal, addressee } =
        pack.note(&recipient.addressee, country, &recipient.ministry, of_note)?;
    let SpokenOf { name, to, pronoun } = addressee;
    Some(json!({ "opening": opening, "renewal": renewal, "addressee": name, "to": to, "pronoun": pronoun }))
}

/// The days of an event, first to last; empty where they are too many to list.
pub(in crate::template) fn list_days(start: Date, end: Date) -> Vec<Date> {
    let days: Vec<Date> =
        start.series(jiff::Span::new().days(1)).take_while(|day| *day <= end).take(MOST_DAYS + 1).collect();
    if days.len() > MOST_DAYS { Vec::new() } else { days }
}

/// The fields of `form`; what it asks is in a file of its own.
pub(super) fn form_fields(mailing: &Mailing, pack: &LocalePack) -> Value {
    json!({
        "participants": mailing.participants_per_form.value,
        "data_kept_until": mailing.form.data_kept_until.map(|day| pack.date(day)),
    })
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
