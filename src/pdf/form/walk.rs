//! The tree of a form's fields, and those fields that only pages know.
//!
//! What a field lacks it has from those above it (ISO 32000-1, 12.7.3.1).

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::object::{Array, Dict, Name, ObjRef, ObjectIdentifier};
use hayro_syntax::xref::XRef;

use super::field::to_field;
use super::inherited::Inherited;
use super::model::{Field, MAX_FIELDS, MAX_VALUE, MAX_VALUES};

/// The dictionaries of an array.
pub(super) fn dicts<'a>(dict: &Dict<'a>, key: &str) -> Vec<Dict<'a>> {
    let array = dict.get::<Array<'a>>(key);
    array.iter().flat_map(|array| array.iter::<Dict<'a>>()).take(MAX_FIELDS).collect()
}

/// Most levels of nested fields.
const MAX_DEPTH: usize = 16;

/// The fields come to so far.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) fields: Vec<Field>,
    by_name: BTreeMap<String, usize>,
    seen: BTreeSet<(i32, i32)>,
    characters: usize,
}

impl Walk {
    /// The index of a field among those found.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Whether a dictionary is come to for the first time.
    fn is_new(&mut self, dict: &Dict<'_>) -> bool {
        dict.obj_id().is_none_or(|ObjectIdentifier { obj_number, gen_number }| {
            self.seen.insert((obj_number, gen_number))
        })
    }

    /// Reads a field and those below it.
    pub(super) fn field<'a>(&mut self, dict: &Dict<'a>, above: &Inherited<'a>, depth: usize) {
        if depth > MAX_DEPTH || self.fields.len() >= MAX_FIELDS || !self.is_new(dict) {
            return;
        }
        let own = above.with(dict);
        // A field that has itself or one above it among its kids is read as if it had not.
        let kids = dicts(dict, "Kids").into_iter().filter(|kid| self.is_new_field(kid));
        let (below, mut widgets): (Vec<_>, Vec<_>) = kids.partition(|kid| kid.contains_key("T"));
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
    pub(super) fn stray<'a>(&mut self, annotation: &Dict<'a>, xref: &'a XRef) {
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
            self.field(&top, &Inherited::default(), 0);
            return;
        }
        // Its parents are read already, and do not name it among their kids.
        let above =
            chain.iter().skip(1).rev().fold(Inherited::default().with(&top), |above, dict| above.with(dict));
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
