//! What sheets read: plain values in the shapes the Typst files expect.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use super::{
    Address, Area, DispatchWords, Envelope, FaxCover, FaxSender, Holds, Meta, PouchList, PouchRow,
    ProofSheet, Readme, ReadmePart,
};
use crate::diagnostic::Problems;
use crate::digest::hash_bytes;
use crate::mailing::{EnvelopeFormat, LabelSheet, Paper};
use crate::pdf::{Png, mark};
use crate::recipient::Channel;

/// Sizes of the letters of an address on a label, in points, the smallest first.
const LABEL_SIZES: [f64; 10] = [6.5, 7.0, 7.5, 8.0, 8.5, 9.0, 9.5, 10.0, 10.5, 11.0];

/// Sizes of an address on an envelope.
const ENVELOPE_SIZES: [f64; 10] = [8.0, 8.5, 9.0, 9.5, 10.0, 10.5, 11.0, 12.0, 13.0, 14.0];

/// Sizes of an address behind a window.
const WINDOW_SIZES: [f64; 7] = [8.0, 8.5, 9.0, 9.5, 10.0, 10.5, 11.0];

/// Sizes of the sender at the corner of an envelope.
const SENDER_SIZES: [f64; 7] = [6.0, 6.5, 7.0, 7.5, 8.0, 8.5, 9.0];

/// Sizes of serials and copy marks: beside an address, and at the corner of an envelope.
const NOTE_SIZES: (f64, f64) = (6.0, 7.0);

/// How many blocked recipients a cover page shows.
const SHOWN_BLOCKED: usize = 40;

/// A sheet to be set.
#[derive(Debug)]
pub(super) struct Order {
    /// The Typst file, without folder and extension, and the function of it that draws the sheet.
    pub(super) call: (&'static str, &'static str),
    /// What the function reads.
    pub(super) data: Value,
    /// How many addresses, covers or rows there are.
    pub(super) count: usize,
    /// Where an address may not fit, as a problem says it, and what to take instead.
    pub(super) place: (String, &'static str),
}

/// Address labels.
pub(super) fn labels(
    sheet: &LabelSheet,
    addresses: &[Address],
    words: &DispatchWords,
    meta: &Meta,
) -> Result<Order, Problems> {
    let problems = sheet.check();
    if !problems.is_empty() {
        return Err(problems);
    }
    let (width, height) = sheet.paper.size();
    let name = sheet.name();
    let own = json!({
        "sheet": name,
        "width": width,
        "height": height,
        "areas": Area::of_labels(sheet, words.is_rtl),
        "centred": true,
        "addresses": addresses,
        "sizes": LABEL_SIZES,
        "note_size": NOTE_SIZES.0,
        "sender": [],
        "sender_place": "none",
    });
    Ok(Order {
        call: ("addresses", "addresses"),
        count: addresses.len(),
        data: with(common(words, meta, sheet.paper), own),
        place: (format!("the label ({name})"), "a larger label"),
    })
}

/// Envelopes, or pages behind a window.
pub(super) fn envelopes(
    envelope: &Envelope,
    sender: &[String],
    addresses: &[Address],
    words: &DispatchWords,
    meta: &Meta,
) -> Result<Order, Problems> {
    let Envelope { format, window, paper } = *envelope;
    let problems = match format {
        EnvelopeFormat::Window => window.check(paper),
        EnvelopeFormat::Dl | EnvelopeFormat::C5 | EnvelopeFormat::C4 => Problems::new(),
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    let (width, height) = format.size().unwrap_or(paper.size());
    let corner = Area::of_sender(format);
    let own = json!({
        "sheet": format.name(),
        "width": width,
        "height": height,
        "areas": [Area::of_address(format).unwrap_or(Area::of_window(&window))],
        "centred": false,
        "addresses": addresses,
        "sizes": if corner.is_some() { &ENVELOPE_SIZES[..] } else { &WINDOW_SIZES[..] },
        "note_size": if corner.is_some() { NOTE_SIZES.1 } else { NOTE_SIZES.0 },
        "sender": sender,
        "sender_place": if corner.is_some() { "corner" } else { "over" },
        "sender_area": corner,
        "sender_sizes": SENDER_SIZES,
    });
    Ok(Order {
        call: ("addresses", "addresses"),
        count: addresses.len(),
        data: with(common(words, meta, paper), own),
        place: (format!("the envelope ({})", format.name()), "a larger envelope"),
    })
}

/// Fax covers.
pub(super) fn fax_covers(
    paper: Paper,
    covers: &[FaxCover],
    sender: &FaxSender,
    words: &DispatchWords,
    meta: &Meta,
) -> Order {
    let own = json!({ "covers": covers, "sender": sender });
    Order {
        call: ("fax", "covers"),
        count: covers.len(),
        data: with(common(words, meta, paper), own),
        place: ("the cover".to_owned(), "a larger paper"),
    }
}

/// What every sheet reads.
pub(super) fn common(words: &DispatchWords, meta: &Meta, paper: Paper) -> Value {
    let (width, height) = paper.size();
    json!({
        "title": meta.title,
        "reference": meta.reference,
        "language": if words.locale.is_empty() { "en" } else { &words.locale },
        "rtl": words.is_rtl,
        "labels": words.to_json(),
        "fonts": words.fonts,
        "paper": { "width": width, "height": height },
    })
}

/// What every sheet reads with what one kind reads besides.
pub(super) fn with(mut data: Value, own: Value) -> Value {
    if let (Value::Object(data), Value::Object(own)) = (&mut data, own) {
        data.extend(own);
    }
    data
}

/// A list: its rows by city and mission, with their totals.
pub(super) fn list(paper: Paper, list: &PouchList, words: &DispatchWords, meta: &Meta) -> Order {
    let rows: Vec<&PouchRow> = list.rows.iter().collect();
    let cities: Vec<Value> = grouped(&rows, |row| row.city.as_str())
        .into_iter()
        .map(|(city, rows)| {
            let missions: Vec<Value> = grouped(&rows, |row| row.mission.as_deref().unwrap_or_default())
                .into_iter()
                .map(|(mission, rows)| json!({ "name": mission, "rows": rows }))
                .collect();
            json!({
                "name": city, "missions": missions,
                "sendings": rows.len(), "documents": documents(&rows), "pages": pages(&rows),
            })
        })
        .collect();
    let own = json!({
        "name": words.get(list.handover.title()),
        "to_fill_in": list.handover.to_fill_in(),
        "date": list.date,
        "cities": cities,
        "sendings": rows.len(),
        "documents": documents(&rows),
        "pages": pages(&rows),
    });
    Order {
        call: ("list", "list"),
        count: rows.len(),
        data: with(common(words, meta, paper), own),
        place: ("the list".to_owned(), "a larger paper"),
    }
}

fn documents(rows: &[&PouchRow]) -> u64 {
    rows.iter().map(|row| u64::from(row.documents)).sum()
}

fn pages(rows: &[&PouchRow]) -> u64 {
    rows.iter().map(|row| u64::from(row.pages)).sum()
}

/// Rows by a key, groups in the order in which their keys are first seen.
fn grouped<'a>(
    rows: &[&'a PouchRow],
    key: impl Fn(&'a PouchRow) -> &'a str,
) -> Vec<(&'a str, Vec<&'a PouchRow>)> {
    let mut places = HashMap::new();
    let mut groups: Vec<(&str, Vec<&PouchRow>)> = Vec::new();
    for row in rows {
        let place = *places.entry(key(row)).or_insert_with_key(|key| {
            groups.push((*key, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, group)) = groups.get_mut(place) {
            group.push(row);
        }
    }
    groups
}

/// The cover page of an archive.
pub(super) fn readme(paper: Paper, readme: &Readme, words: &DispatchWords, meta: &Meta) -> Order {
    Order {
        call: ("readme", "readme"),
        count: 0,
        data: with(common(words, meta, paper), contents(readme)),
        place: ("the page".to_owned(), "a larger paper"),
    }
}

/// A hash, in hexadecimal, of all that a cover page says.
pub(crate) fn readme_hash(paper: Paper, page: &Readme, words: &DispatchWords, meta: &Meta) -> String {
    let Order { data, .. } = readme(paper, page, words, meta);
    hash_bytes(json!([meta.title, meta.ident, meta.issued_at.to_string(), data]).to_string())
}

/// The proof of a mailing, and the pictures for its marks.
pub(super) fn proof(
    paper: Paper,
    proof: ProofSheet,
    words: &DispatchWords,
    meta: &Meta,
) -> (Order, Vec<Vec<u8>>) {
    let count = proof.rows.len();
    let channels: BTreeSet<String> = proof.rows.iter().filter_map(|row| Some(row.channel?.label())).collect();
    let mut pictures = Vec::new();
    let rows = proof.rows.into_iter().map(|row| {
        let png = row.picture.as_deref().and_then(Png::read);
        let number = pictures.len();
        let picture = png.map(|png| {
            json!({ "mark": mark(number), "grey": png.is_grey, "width": png.width, "height": png.height })
        });
        if let (Some(_), Some(file)) = (&picture, row.picture) {
            pictures.push(file);
        }
        json!({
            "recipient": row.recipient, "serial": row.serial, "lines": row.lines,
            "salutation": row.salutation, "language": row.language,
            "channel": row.channel.map(Channel::label).unwrap_or_default(),
            "documents": row.documents, "notes": row.notes,
            "picture": picture,
            "alt": format!("{}, 1", row.serial),
        })
    });
    let own = json!({
        "event": proof.event,
        "issued": proof.issued,
        "of": proof.of,
        "rows": rows.collect::<Vec<_>>(),
        "channels": channels,
        "last": proof.is_last,
    });
    let order = Order {
        call: ("proof", "proof"),
        count,
        data: with(common(words, meta, paper), own),
        place: ("the page".to_owned(), "a larger paper"),
    };
    (order, pictures)
}

fn contents(readme: &Readme) -> Value {
    let counts: Vec<Value> = readme
        .counts
        .iter()
        .map(|count| {
            json!({
                "channel": count.channel.label(), "language": count.language,
                "recipients": count.recipients, "documents": count.documents, "pages": count.pages,
            })
        })
        .collect();
    let sum = |of: fn(&super::ReadmeCount) -> usize| readme.counts.iter().map(of).sum::<usize>();
    let shown = readme.blocked.get(..SHOWN_BLOCKED).unwrap_or(&readme.blocked);
    json!({
        "event": readme.event,
        "issued": readme.issued,
        "made_by": readme.made_by,
        "expected": readme.expected,
        "produced": readme.produced,
        "counts": counts,
        "total": {
            "recipients": sum(|count| count.recipients),
            "documents": sum(|count| count.documents),
            "pages": sum(|count| count.pages),
        },
        "copies": readme.copies,
        "enclosures": readme.enclosures,
        "parts": readme.parts.iter().map(part).collect::<Vec<_>>(),
        "blocked": shown,
        "more": readme.blocked.len() - shown.len() + readme.more_blocked,
        "stale": readme.stale,
        "register": readme.register,
        "manifest": readme.manifest,
        "command": readme.command,
        "pack": readme.pack,
        "send": readme.send,
        "pack_folder": readme.pack_folder,
    })
}

fn part(part: &ReadmePart) -> Value {
    let (channel, does) = match part.holds {
        Holds::Channel(channel) => (channel.label(), channel.instruction()),
        Holds::EmailTexts => (String::new(), "do_email_texts".to_owned()),
        Holds::Enclosures => (String::new(), "do_enclosures".to_owned()),
        Holds::Register => (String::new(), "do_register".to_owned()),
        Holds::Manifest => (String::new(), "do_manifest".to_owned()),
    };
    json!({ "path": part.path, "channel": channel, "does": does })
}
