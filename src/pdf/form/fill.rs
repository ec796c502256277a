//! Writes values into a form: for those who key in what came back on paper.
//!
//! Typst sets each value on a page of its field's size, in the fonts letters are set in, and that page becomes what the
//! field shows. So a filled form holds to the standards it held to before.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::ZonedDateTime;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use typst::foundations::Datetime;
use typst_pdf::{PdfOptions, Timestamp};

use super::date;
use super::model::{Form, MAX_FIELDS, TICKED};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::fonts::Fonts;
use crate::pdf::export::Standards;
use crate::pdf::fields::{FieldKind, SEAL};
use crate::pdf::syntax::guard;
use crate::pdf::syntax::text::decode;
use crate::pdf::write::{end_line, pdf_date};
use crate::template::escape;
use crate::typeset::{Typeset, Typesetter};

/// What the pages of values look like; calls of `value` follow.
const VALUES: &str = include_str!("values.typ");

/// Writes checked values into the fields of a form, which [`read`](super::read) has read; fields without one stay as
/// they are. `modified` becomes the file's modification date.
///
/// ```no_run
/// use std::collections::BTreeMap;
/// use convoke::pdf::form;
///
/// # let pdf = Vec::new();
/// let blank = form::read(&pdf).expect("a form");
/// let values = BTreeMap::from([("participant.1.family_name".to_owned(), "Dupont".to_owned())]);
/// let filled = form::fill(&pdf, &blank, &values, None).expect("values the fonts have");
/// ```
///
/// # Errors
///
/// The file cannot be changed, or no font has a character of a value.
pub fn fill(
    pdf: &[u8],
    form: &Form,
    values: &BTreeMap<String, String>,
    modified: Option<&ZonedDateTime>,
) -> Result<Vec<u8>, Problems> {
    // The reader is foreign code: a panic on a hostile file means that the file cannot be filled in.
    let read = catch_unwind(AssertUnwindSafe(|| guard::load(pdf)));
    let document = read.ok().and_then(Result::ok).filter(|document| !document.was_encrypted());
    let document = document.ok_or_else(|| unfillable("it is damaged or encrypted"))?;
    let mut filling = Filling { widgets: BTreeMap::new(), document };
    filling.find_widgets();
    filling.unseal();
    filling.set_values(form, values)?;
    filling.show(form, values)?;
    if let Some(modified) = modified {
        filling.set_date(modified);
    }
    let mut out = Vec::with_capacity(pdf.len() * 2);
    filling.document.save_to(&mut out).map_err(unfillable)?;
    end_line(&mut out);
    Ok(out)
}

/// The problem of a form that cannot be filled in.
pub(crate) fn unfillable(cause: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::new(codes::FORM_UNFILLABLE, format!("the form cannot be filled in ({cause})"))
        .with_hint("take the form that was sent out")
}

struct Filling {
    document: Document,
    /// The fields by name, each with its widgets.
    widgets: BTreeMap<String, (ObjectId, Vec<ObjectId>)>,
}

impl Filling {
    fn dict(&self, id: ObjectId) -> Option<&Dictionary> {
        self.document.get_dictionary(id).ok()
    }

    fn kids(&self, dict: &Dictionary, key: &[u8]) -> Vec<ObjectId> {
        let array = dict.get_deref(key, &self.document).and_then(Object::as_array);
        array.into_iter().flatten().filter_map(|kid| kid.as_reference().ok()).collect()
    }

    fn find_widgets(&mut self) {
        let form = self.document.catalog().and_then(|catalog| catalog.get_deref(b"AcroForm", &self.document));
        let roots = form.and_then(Object::as_dict).map(|form| self.kids(form, b"Fields")).unwrap_or_default();
        let mut found = BTreeMap::new();
        for root in roots {
            self.find_below(root, "", 0, &mut found);
        }
        self.widgets = found;
    }

    fn find_below(
        &self,
        id: ObjectId,
        above: &str,
        depth: usize,
        found: &mut BTreeMap<String, (ObjectId, Vec<ObjectId>)>,
    ) {
        const MOST: usize = 16;
        let Some(dict) = self.dict(id).filter(|_| depth < MOST && found.len() < MAX_FIELDS) else {
            return;
        };
        let Ok(part) = dict.get_deref(b"T", &self.document).and_then(Object::as_str) else { return };
        let part = decode(part);
        let name = if above.is_empty() { part } else { format!("{above}.{part}") };
        let kids = self.kids(dict, b"Kids");
        let (below, widgets): (Vec<_>, Vec<_>) =
            kids.into_iter().partition(|kid| self.dict(*kid).is_some_and(|kid| kid.has(b"T")));
        if below.is_empty() {
            let widgets = if widgets.is_empty() { vec![id] } else { widgets };
            found.entry(name).or_insert((id, widgets));
        } else {
            below.into_iter().for_each(|kid| self.find_below(kid, &name, depth + 1, found));
        }
    }

    /// Sets the fields' values, and the states of boxes.
    fn set_values(&mut self, form: &Form, values: &BTreeMap<String, String>) -> Result<(), Problems> {
        for field in &form.fields {
            let Some(value) = values.get(&field.name) else { continue };
            let Some((id, widgets)) = self.widgets.get(&field.name).cloned() else {
                return Err(unfillable(format!("the field {} is not listed", field.name)).into());
            };
            let is_box = matches!(field.kind, FieldKind::Check | FieldKind::Radio);
            let mut state = b"Off".to_vec();
            for widget in widgets.iter().filter(|_| is_box) {
                let on = self.on_state(*widget).unwrap_or_default();
                let is_on = match field.kind {
                    FieldKind::Check => value == TICKED,
                    _ => decode(&on) == *value,
                };
                if is_on {
                    state.clone_from(&on);
                }
                let shown = if is_on { on } else { b"Off".to_vec() };
                self.change(*widget, |dict| dict.set("AS", Object::Name(shown)));
            }
            self.change(id, |dict| match field.kind {
                FieldKind::Check | FieldKind::Radio => dict.set("V", Object::Name(state)),
                _ if value.is_empty() => {
                    dict.remove(b"V");
                }
                _ => dict.set("V", lopdf::text_string(value)),
            });
        }
        Ok(())
    }

    /// Takes the seal away: the file is written anew, which no seal outlasts.
    fn unseal(&mut self) {
        let Some((seal, _)) = self.widgets.get(SEAL).cloned() else { return };
        self.change(seal, |dict| {
            dict.remove(b"V");
        });
        let form = self.document.catalog().and_then(|catalog| catalog.get(b"AcroForm")?.as_reference());
        if let Ok(catalog) = self.document.catalog_mut() {
            catalog.remove(b"Perms");
        }
        if let Ok(form) = form {
            self.change(form, |dict| {
                dict.remove(b"SigFlags");
            });
        }
        self.document.prune_objects();
    }

    fn change(&mut self, id: ObjectId, how: impl FnOnce(&mut Dictionary)) {
        if let Ok(dict) = self.document.get_dictionary_mut(id) {
            how(dict);
        }
    }

    fn on_state(&self, widget: ObjectId) -> Option<Vec<u8>> {
        let appearance =
            self.dict(widget)?.get_deref(b"AP", &self.document).and_then(Object::as_dict).ok()?;
        let states = appearance.get_deref(b"N", &self.document).and_then(Object::as_dict).ok()?;
        states.iter().map(|(state, _)| state.clone()).find(|state| state != b"Off")
    }

    /// Makes what the widgets show.
    fn show(&mut self, form: &Form, values: &BTreeMap<String, String>) -> Result<(), Problems> {
        let mut text = VALUES.to_owned();
        let mut shown = Vec::new();
        for field in &form.fields {
            let Some(value) = values.get(&field.name) else { continue };
            if matches!(field.kind, FieldKind::Check | FieldKind::Radio | FieldKind::Signature) {
                continue;
            }
            let label = field.options.iter().find(|(key, _)| key == value).map(|(_, label)| label);
            let words = label.unwrap_or(value);
            let lines: String = words.lines().map(|line| format!("\"{}\",", escape(line))).collect();
            let many = field.kind == FieldKind::Multiline;
            let direction = if is_from_right(words) { "rtl" } else { "ltr" };
            let Some((id, widgets)) = self.widgets.get(&field.name).cloned() else { continue };
            let side = if direction == "rtl" || self.is_flush_right(id) { "right" } else { "left" };
            for widget in widgets {
                let Some((width, height)) = self.size(widget) else { continue };
                let _ = writeln!(
                    text,
                    "#value({width}pt, {height}pt, {direction}, {side}, {many}, ({lines}).join(linebreak()))"
                );
                shown.push(widget);
            }
        }
        if shown.is_empty() {
            return Ok(());
        }
        let pages =
            self.lift(&typeset_values(&text)?).ok_or_else(|| unfillable("what it shows cannot be set"))?;
        for (widget, page) in shown.into_iter().zip(pages) {
            self.change(widget, |dict| dict.set("AP", dictionary! { "N" => page }));
        }
        self.document.prune_objects();
        Ok(())
    }

    /// Whether a field's text is aligned right, as in a form in a right-to-left language (ISO 32000-1, 12.7.3.3).
    fn is_flush_right(&self, field: ObjectId) -> bool {
        const RIGHT: i64 = 2;
        self.dict(field)
            .is_some_and(|dict| dict.get(b"Q").and_then(Object::as_i64).is_ok_and(|side| side == RIGHT))
    }

    /// Width and height of a widget, in points.
    fn size(&self, widget: ObjectId) -> Option<(f32, f32)> {
        let sides = self.dict(widget)?.get_deref(b"Rect", &self.document).and_then(Object::as_array).ok()?;
        let sides: Vec<f32> = sides.iter().filter_map(|side| side.as_float().ok()).collect();
        let [left, bottom, right, top] = sides[..] else { return None };
        let (width, height) = ((right - left).abs(), (top - bottom).abs());
        (width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0).then_some((width, height))
    }

    /// Takes the pages of another PDF over as form XObjects (ISO 32000-1, 8.10), with all they use.
    fn lift(&mut self, pdf: &[u8]) -> Option<Vec<ObjectId>> {
        let mut other = Document::load_mem(pdf).ok()?;
        other.renumber_objects_with(self.document.max_id + 1);
        let mut lifted = Vec::new();
        for page in other.page_iter().collect::<Vec<_>>() {
            let dict = other.get_dictionary(page).ok()?;
            let resources = dict.get(b"Resources").cloned().unwrap_or_else(|_| Dictionary::new().into());
            let bounds = dict.get(b"MediaBox").cloned().ok()?;
            let content = [b"/Tx BMC q\n".as_slice(), &other.get_page_content(page), b"\nQ EMC"].concat();
            let mut stream = Stream::new(
                dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => bounds, "Resources" => resources },
                content,
            );
            let _ = stream.compress();
            lifted.push(stream);
        }
        self.document.max_id = other.max_id;
        self.document.objects.extend(other.objects);
        Some(lifted.into_iter().map(|stream| self.document.add_object(stream)).collect())
    }

    /// Sets the modification date, in the document information and in the metadata alike.
    fn set_date(&mut self, modified: &ZonedDateTime) {
        let text = pdf_date(modified);
        let information = self.document.trailer.get(b"Info").and_then(Object::as_reference);
        if let Ok(id) = information {
            self.change(id, |dict| dict.set("ModDate", Object::string_literal(text)));
        }
        let metadata = self.document.catalog().and_then(|catalog| catalog.get(b"Metadata")?.as_reference());
        let Ok(id) = metadata else { return };
        if let Ok(Object::Stream(stream)) = self.document.get_object_mut(id) {
            let text = modified.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
            if let Some(changed) = date::replace_xmp_date(&stream.content, &text) {
                stream.set_plain_content(changed);
            }
        }
    }
}

/// Sets the pages of values.
fn typeset_values(text: &str) -> Result<Vec<u8>, Problems> {
    let typesetter = Typesetter::new(Arc::new(Fonts::embedded()), Arc::default())?;
    let typeset: Typeset = typesetter.set(text)?;
    // Every glyph stands for a character, as PDF/A-2a and PDF/UA ask of the form.
    let standards = Standards::parse(["a-2u"])?;
    let options = PdfOptions {
        standards: standards.to_typst(),
        // Archival files have one; it stays behind with all else but the pages.
        timestamp: Datetime::from_ymd_hms(2000, 1, 1, 0, 0, 0).map(Timestamp::new_utc),
        tagged: false,
        pretty: false,
        ..PdfOptions::default()
    };
    let write = |document: &typst_layout::PagedDocument| typst_pdf::pdf(document, &options);
    write(typeset.document()).map_err(|errors| typeset.locate(&errors, write))
}

/// Whether a text begins in a script that runs from right to left (UAX #9, P2).
fn is_from_right(text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphabetic());
    first.is_some_and(|c| {
        matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}')
    })
}
