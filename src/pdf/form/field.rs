//! What a field is and holds, out of its dictionary and its widgets.

use hayro_syntax::object::{Dict, Name, Object, String as PdfString};

use super::inherited::Inherited;
use super::model::{Field, MAX_FIELDS, MAX_VALUE, TICKED};
use crate::pdf::fields::{FieldKind, PRIVATE_KEY};
use crate::pdf::syntax::text::{self, cleaned};

/// Bits of a field's flags (ISO 32000-1, tables 221, 226, 228 and 230), counted from one.
mod flag {
    pub(super) const READ_ONLY: u32 = 1;
    pub(super) const REQUIRED: u32 = 2;
    pub(super) const MULTILINE: u32 = 13;
    pub(super) const RADIO: u32 = 16;
    pub(super) const PUSH_BUTTON: u32 = 17;
}

/// A field, unless it is none to be filled in.
pub(super) fn to_field(own: &Inherited<'_>, widgets: &[Dict<'_>]) -> Option<Field> {
    let Some(Object::Name(field_type)) = own.entries.get("FT") else { return None };
    let private = match own.entries.get(PRIVATE_KEY) {
        Some(Object::Dict(dict)) => dict.clone(),
        _ => Dict::empty(),
    };
    let told = private.get::<Name<'_>>("Kind").and_then(|name| FieldKind::of_name(name.as_str()));
    let mut states: Vec<Vec<u8>> = Vec::new();
    for state in widgets.iter().filter_map(on_state) {
        if !states.contains(&state) {
            states.push(state);
        }
    }
    let kind = match field_type.as_ref() {
        b"Tx" if own.has_flag(flag::MULTILINE) => FieldKind::Multiline,
        b"Tx" => told.filter(|kind| kind.is_typed()).unwrap_or(FieldKind::Text),
        b"Ch" => FieldKind::Choice,
        b"Btn" if own.has_flag(flag::PUSH_BUTTON) => return None,
        b"Btn" if own.has_flag(flag::RADIO) || states.len() > 1 => FieldKind::Radio,
        b"Btn" => FieldKind::Check,
        b"Sig" => FieldKind::Signature,
        _ => return None,
    };
    let listed = read_options(own);
    let mut shown = None;
    let value = match kind {
        FieldKind::Signature => tick_value(matches!(own.entries.get("V"), Some(Object::Dict(_)))),
        FieldKind::Check | FieldKind::Radio => {
            let key = |state: Vec<u8>| match kind {
                FieldKind::Check => tick_value(!state.is_empty()),
                _ => key_of_state(&state, &listed),
            };
            let value = own.entries.get("V").map(|value| key(parse_state(value)));
            let seen = widgets.iter().filter_map(|widget| widget.get::<Name<'_>>("AS")).collect::<Vec<_>>();
            let seen_on = seen.iter().map(|name| name.as_ref()).find(|name| *name != b"Off");
            let seen = (!seen.is_empty()).then(|| key(seen_on.unwrap_or_default().to_vec()));
            shown = seen.clone().filter(|seen| value.as_ref().is_some_and(|value| value != seen));
            value.or(seen).unwrap_or_default()
        }
        FieldKind::Choice => {
            let value = own.entries.get("V").map(read_words).unwrap_or_default();
            let by_label = listed.iter().find(|(key, label)| *label == value && *key != value);
            by_label.map_or(value, |(key, _)| key.clone())
        }
        _ => own.entries.get("V").map(read_words).unwrap_or_default(),
    };
    let value = cleaned(&value);
    Some(Field {
        name: own.name.clone(),
        kind,
        tip: own.entries.get("TU").map(read_words).map(|tip| cleaned(&tip)).unwrap_or_default(),
        characters: value.chars().count(),
        value: value.chars().take(MAX_VALUE).collect(),
        shown,
        limit: usize::try_from(own.integer("MaxLen")).ok().filter(|limit| *limit > 0),
        options: match kind {
            FieldKind::Radio if listed.is_empty() => {
                let key = |state: &Vec<u8>| cleaned(&text::decode(state));
                states.iter().map(|state| (key(state), key(state))).collect()
            }
            _ => listed,
        },
        required: own.has_flag(flag::REQUIRED),
        read_only: own.has_flag(flag::READ_ONLY),
        personal: private.get::<bool>("Personal").unwrap_or_default(),
    })
}

fn tick_value(is_ticked: bool) -> String {
    if is_ticked { TICKED.to_owned() } else { String::new() }
}

/// The state of a button's value; nothing where it is off.
fn parse_state(value: &Object<'_>) -> Vec<u8> {
    let state = match value {
        Object::Name(name) => name.as_ref().to_vec(),
        // Some write it as a text, slash and all.
        Object::String(string) => string.as_bytes().strip_prefix(b"/").unwrap_or(string.as_bytes()).to_vec(),
        _ => Vec::new(),
    };
    if state == b"Off" { Vec::new() } else { state }
}

/// The key of a radio button's state, which some writers number by its place among the options.
fn key_of_state(state: &[u8], options: &[(String, String)]) -> String {
    let state = text::decode(state);
    let numbered = state.parse::<usize>().ok().and_then(|place| options.get(place));
    numbered.map_or(state, |(key, _)| key.clone())
}

/// The state of a box other than off.
fn on_state(widget: &Dict<'_>) -> Option<Vec<u8>> {
    let states = widget.get::<Dict<'_>>("AP")?.get::<Dict<'_>>("N")?;
    states.keys().map(|key| key.as_ref().to_vec()).find(|key| key != b"Off")
}

fn read_options(own: &Inherited<'_>) -> Vec<(String, String)> {
    let Some(Object::Array(listed)) = own.entries.get("Opt") else { return Vec::new() };
    let option = |item: Object<'_>| match item {
        Object::Array(pair) => {
            let pair: Vec<String> =
                pair.iter::<Object<'_>>().take(2).map(|part| cleaned(&read_words(&part))).collect();
            let [key, label] = <[String; 2]>::try_from(pair).ok()?;
            Some((key, label))
        }
        other => {
            let both = cleaned(&read_words(&other));
            Some((both.clone(), both))
        }
    };
    listed.iter::<Object<'_>>().take(MAX_FIELDS).filter_map(option).collect()
}

/// The text of a value: a string, a name, or several of them.
fn read_words(value: &Object<'_>) -> String {
    match value {
        Object::String(string) => text::decode(string.as_bytes()),
        Object::Name(name) => text::decode(name.as_ref()),
        Object::Array(array) => {
            let parts = array.iter::<PdfString<'_>>().take(MAX_FIELDS);
            parts.map(|part| text::decode(part.as_bytes())).collect::<Vec<_>>().join(", ")
        }
        // A long text may be a stream (ISO 32000-1, 12.7.4.3).
        Object::Stream(stream) => stream.decoded().map(|bytes| text::decode(&bytes)).unwrap_or_default(),
        _ => String::new(),
    }
}
