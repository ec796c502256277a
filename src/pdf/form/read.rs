//! Reads the fields of a PDF, whoever saved it last.
//!
//! Files come changed in place or rewritten, with object streams, encrypted without a user password, with fields that only
//! their pages know. What a field lacks it has from those above it (ISO 32000-1, 12.7.3.1).

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::object::{
    Array, Dict, Name, ObjRef, Object, ObjectIdentifier, Stream, String as PdfString,
};
use hayro_syntax::xref::XRef;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::{Content, Field, Form, MAX_FIELDS, MAX_FILE, MAX_VALUE, MAX_VALUES, TICKED, Unreadable};
use super::{date, guard, text};
use crate::input::clean_lines;
use crate::pdf::FieldKind;
use crate::pdf::fields::{IDENTITY, PRIVATE_KEY};

/// How deep fields may stand in each other.
const MAX_DEPTH: usize = 16;

/// How many pages are looked at.
const MAX_PAGES: usize = 100;

/// Reads the fields of a PDF.
///
/// # Errors
///
/// Why it cannot be read.
pub fn read(pdf: &[u8]) -> Result<Form, Unreadable> {
    const HEADER: &[u8] = b"%PDF-";
    /// Where readers look for it (ISO 32000-1, annex H.3).
    const HEAD: usize = 1024;
    /// Where readers look for the way to its objects, and a little more.
    const TAIL: usize = 4096;
    if memchr::memmem::find(pdf.get(..HEAD).unwrap_or(pdf), HEADER).is_none() {
        return Err(Unreadable::NotPdf);
    }
    if pdf.len() > MAX_FILE {
        return Err(Unreadable::TooLarge);
    }
    // A file whose end is missing may be read as it was before the last changes.
    if memchr::memmem::find(pdf.get(pdf.len().saturating_sub(TAIL)..).unwrap_or(pdf), b"startxref").is_none()
    {
        return Err(Unreadable::Damaged);
    }
    // The readers are not ours; should one fail on a hostile file, only that file is unreadable.
    std::thread::scope(|scope| {
        let reading = || form(guard::guarded(pdf)?.into_owned());
        let thread = std::thread::Builder::new().stack_size(guard::STACK).spawn_scoped(scope, reading);
        thread.ok().and_then(|thread| thread.join().ok()).unwrap_or(Err(Unreadable::Damaged))
    })
}

fn form(pdf: Vec<u8>) -> Result<Form, Unreadable> {
    let file = Pdf::new(pdf).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Unreadable::Password,
        _ => Unreadable::Damaged,
    })?;
    let catalog = file.xref().get::<Dict<'_>>(file.xref().root_id()).ok_or(Unreadable::Damaged)?;
    let mut walk = Walk::default();
    if let Some(form) = catalog.get::<Dict<'_>>("AcroForm") {
        for field in dicts(&form, "Fields") {
            walk.field(&field, &Above::default(), 0);
        }
    }
    let pages = file.pages();
    for page in pages.iter().take(MAX_PAGES) {
        for annotation in dicts(page.raw(), "Annots") {
            walk.stray(&annotation, file.xref());
        }
    }
    let identity = walk.position(IDENTITY).map(|position| walk.fields.remove(position).value);
    Ok(Form {
        identity: identity.filter(|identity| !identity.is_empty()),
        modified: date::modified(&file, &catalog),
        pages: pages.len(),
        content: content(&file),
        fields: walk.fields,
    })
}

/// What the pages are made of: text has fonts, a scan only images.
fn content(file: &Pdf) -> Content {
    let mut images = false;
    for page in file.pages().iter().take(MAX_PAGES) {
        let resources = page.raw().get::<Dict<'_>>("Resources").unwrap_or_else(Dict::empty);
        if resources.get::<Dict<'_>>("Font").is_some_and(|fonts| !fonts.is_empty()) {
            return Content::Text;
        }
        let objects = resources.get::<Dict<'_>>("XObject").unwrap_or_else(Dict::empty);
        for key in objects.keys() {
            let Some(object) = objects.get::<Stream<'_>>(key.as_ref()) else { continue };
            match object.dict().get::<Name<'_>>("Subtype") {
                Some(kind) if kind.as_ref() == b"Image" => images = true,
                _ if object
                    .dict()
                    .get::<Dict<'_>>("Resources")
                    .is_some_and(|own| own.contains_key("Font")) =>
                {
                    return Content::Text;
                }
                _ => {}
            }
        }
    }
    if images { Content::Images } else { Content::Empty }
}

fn dicts<'a>(dict: &Dict<'a>, key: &str) -> Vec<Dict<'a>> {
    let array = dict.get::<Array<'a>>(key);
    array.iter().flat_map(|array| array.iter::<Dict<'a>>()).take(MAX_FIELDS).collect()
}

/// What a field has from those above it.
#[derive(Clone, Default)]
struct Above<'a> {
    name: String,
    entries: BTreeMap<&'static str, Object<'a>>,
}

/// Entries a field has from above where it lacks them.
const INHERITED: [&str; 6] = ["FT", "Ff", "V", "MaxLen", "Opt", "TU"];

impl<'a> Above<'a> {
    /// The same with a field's own name and entries.
    fn with(&self, dict: &Dict<'a>) -> Self {
        let mut own = self.clone();
        if let Some(part) = dict.get::<PdfString<'_>>("T") {
            let part = cleaned(&text::decode(part.as_bytes()));
            own.name = if own.name.is_empty() { part } else { format!("{}.{part}", own.name) };
        }
        for key in INHERITED.into_iter().chain([PRIVATE_KEY]) {
            own.entries.extend(dict.get::<Object<'_>>(key).map(|entry| (key, entry)));
        }
        own
    }

    fn integer(&self, key: &str) -> i64 {
        match self.entries.get(key) {
            Some(Object::Number(number)) => number.as_i64(),
            _ => 0,
        }
    }

    fn has_flag(&self, bit: u32) -> bool {
        self.integer("Ff") & (1 << (bit - 1)) != 0
    }
}

#[derive(Default)]
struct Walk {
    fields: Vec<Field>,
    by_name: BTreeMap<String, usize>,
    seen: BTreeSet<(i32, i32)>,
    characters: usize,
}

impl Walk {
    fn position(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Whether a dictionary is come to for the first time.
    fn is_new(&mut self, dict: &Dict<'_>) -> bool {
        dict.obj_id().is_none_or(|ObjectIdentifier { obj_number, gen_number }| {
            self.seen.insert((obj_number, gen_number))
        })
    }

    /// Reads a field and those below it.
    fn field<'a>(&mut self, dict: &Dict<'a>, above: &Above<'a>, depth: usize) {
        if depth > MAX_DEPTH || self.fields.len() >= MAX_FIELDS || !self.is_new(dict) {
            return;
        }
        let own = above.with(dict);
        let (below, mut widgets): (Vec<_>, Vec<_>) =
            dicts(dict, "Kids").into_iter().partition(|kid| kid.contains_key("T"));
        for kid in &below {
            self.field(kid, &own, depth + 1);
        }
        for widget in &widgets {
            self.is_new(widget);
        }
        if !below.is_empty() {
            return;
        }
        if widgets.is_empty() {
            widgets.push(dict.clone());
        }
        if let Some(field) = to_field(&own, &widgets) {
            self.add(field);
        }
    }

    /// Reads the field of a page's widget that the form does not list.
    fn stray<'a>(&mut self, annotation: &Dict<'a>, xref: &'a XRef) {
        let is_widget = annotation.get::<Name<'_>>("Subtype").is_some_and(|name| name.as_ref() == b"Widget");
        if !is_widget
            || annotation.obj_id().is_some_and(|id| self.seen.contains(&(id.obj_number, id.gen_number)))
        {
            return;
        }
        let mut chain = vec![annotation.clone()];
        while let Some(parent) = chain.last().and_then(|last| {
            let ObjRef { obj_number, gen_number } = last.get_ref("Parent")?;
            xref.get::<Dict<'_>>(ObjectIdentifier::new(obj_number, gen_number))
        }) {
            if chain.len() > MAX_DEPTH {
                return;
            }
            chain.push(parent);
        }
        let Some(top) = chain.pop() else { return };
        if chain.is_empty() || self.is_new_field(&top) {
            self.field(&top, &Above::default(), 0);
            return;
        }
        // Its parents are read already, and do not name it among their kids.
        let above =
            chain.iter().skip(1).rev().fold(Above::default().with(&top), |above, dict| above.with(dict));
        self.field(annotation, &above, chain.len());
    }

    fn is_new_field(&self, dict: &Dict<'_>) -> bool {
        dict.obj_id().is_none_or(|id| !self.seen.contains(&(id.obj_number, id.gen_number)))
    }

    fn add(&mut self, mut field: Field) {
        if self.by_name.contains_key(&field.name) || field.name.is_empty() {
            return;
        }
        if self.characters + field.characters.min(MAX_VALUE) > MAX_VALUES {
            field.value = field.value.chars().take(MAX_VALUES.saturating_sub(self.characters)).collect();
        }
        self.characters += field.value.chars().count();
        self.by_name.insert(field.name.clone(), self.fields.len());
        self.fields.push(field);
    }
}

/// Bits of a field's flags (ISO 32000-1, tables 221, 226, 228 and 230), counted from one.
mod flag {
    pub(super) const READ_ONLY: u32 = 1;
    pub(super) const REQUIRED: u32 = 2;
    pub(super) const MULTILINE: u32 = 13;
    pub(super) const RADIO: u32 = 16;
    pub(super) const PUSH_BUTTON: u32 = 17;
}

fn to_field(own: &Above<'_>, widgets: &[Dict<'_>]) -> Option<Field> {
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
    let listed = options(own);
    let mut shown = None;
    let value = match kind {
        FieldKind::Signature => ticked(matches!(own.entries.get("V"), Some(Object::Dict(_)))),
        FieldKind::Check | FieldKind::Radio => {
            let key = |state: Vec<u8>| match kind {
                FieldKind::Check => ticked(!state.is_empty()),
                _ => key_of_state(&state, &listed),
            };
            let value = own.entries.get("V").map(|value| key(state(value)));
            let seen = widgets.iter().filter_map(|widget| widget.get::<Name<'_>>("AS")).collect::<Vec<_>>();
            let seen_on = seen.iter().map(|name| name.as_ref()).find(|name| *name != b"Off");
            let seen = (!seen.is_empty()).then(|| key(seen_on.unwrap_or_default().to_vec()));
            shown = seen.clone().filter(|seen| value.as_ref().is_some_and(|value| value != seen));
            value.or(seen).unwrap_or_default()
        }
        FieldKind::Choice => {
            let value = own.entries.get("V").map(words).unwrap_or_default();
            let by_label = listed.iter().find(|(key, label)| *label == value && *key != value);
            by_label.map_or(value, |(key, _)| key.clone())
        }
        _ => own.entries.get("V").map(words).unwrap_or_default(),
    };
    let value = cleaned(&value);
    Some(Field {
        name: own.name.clone(),
        kind,
        tip: own.entries.get("TU").map(words).map(|tip| cleaned(&tip)).unwrap_or_default(),
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

fn ticked(is_ticked: bool) -> String {
    if is_ticked { TICKED.to_owned() } else { String::new() }
}

/// The state of a button's value; nothing where it is off.
fn state(value: &Object<'_>) -> Vec<u8> {
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

fn options(own: &Above<'_>) -> Vec<(String, String)> {
    let Some(Object::Array(listed)) = own.entries.get("Opt") else { return Vec::new() };
    let option = |item: Object<'_>| match item {
        Object::Array(pair) => {
            let pair: Vec<String> =
                pair.iter::<Object<'_>>().take(2).map(|part| cleaned(&words(&part))).collect();
            let [key, label] = <[String; 2]>::try_from(pair).ok()?;
            Some((key, label))
        }
        other => {
            let both = cleaned(&words(&other));
            Some((both.clone(), both))
        }
    };
    listed.iter::<Object<'_>>().take(MAX_FIELDS).filter_map(option).collect()
}

/// The text of a value: a string, a name, or several of them.
fn words(value: &Object<'_>) -> String {
    match value {
        Object::String(string) => text::decode(string.as_bytes()),
        Object::Name(name) => text::decode(name.as_ref()),
        Object::Array(array) => {
            let parts = array.iter::<PdfString<'_>>().take(MAX_FIELDS);
            parts.map(|part| text::decode(part.as_bytes())).collect::<Vec<_>>().join(", ")
        }
        // Long texts may stand in a stream (ISO 32000-1, 12.7.4.3).
        Object::Stream(stream) => stream.decoded().map(|bytes| text::decode(&bytes)).unwrap_or_default(),
        _ => String::new(),
    }
}

fn cleaned(text: &str) -> String {
    clean_lines(text).trim().to_owned()
}
