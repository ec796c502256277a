//! The tree of a form's fields, and those fields that only pages know.
//!
//! What a field lacks it has from those above it (ISO 32000-1, 12.7.3.1).

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjRef, Object, ObjectIdentifier};
use hayro_syntax::xref::XRef;

use super::field::to_field;
use super::inherited::Inherited;
use super::model::{MAX_FIELDS, MAX_VALUE, MAX_VALUES};
use super::sheets::Placed;
use crate::pdf::fields::SEAL;

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
    pub(super) fields: Vec<Placed>,
    /// The page of each annotation that is an object of its own.
    pages: BTreeMap<(i32, i32), usize>,
    seen: BTreeSet<(i32, i32)>,
    characters: usize,
}

impl Walk {
    /// A walk that has come to nothing yet, in a file of these pages.
    pub(super) fn on<'a>(pages: impl Iterator<Item = &'a Dict<'a>>) -> Self {
        let mut walk = Self::default();
        for (number, page) in pages.enumerate() {
            let Some(annotations) = page.get::<Array<'_>>("Annots") else { continue };
            for annotation in annotations.raw_iter().take(MAX_FIELDS) {
                if let MaybeRef::Ref(ObjRef { obj_number, gen_number }) = annotation {
                    walk.pages.entry((obj_number, gen_number)).or_insert(number);
                }
            }
        }
        walk
    }

    /// Whether a dictionary is come to for the first time.
    fn is_new(&mut self, dict: &Dict<'_>) -> bool {
        dict.obj_id().is_none_or(|ObjectIdentifier { obj_number, gen_number }| {
            self.seen.insert((obj_number, gen_number))
        })
    }

    /// The annotations of a page that the form's fields did not lead to. To look one up among packed objects takes as long as to
    /// read it, and most of a form's are its fields'.
    pub(super) fn unseen<'a>(&self, page: &Dict<'a>, xref: &'a XRef) -> Vec<Dict<'a>> {
        let Some(annotations) = page.get::<Array<'a>>("Annots") else { return Vec::new() };
        let look_up = |annotation| match annotation {
            MaybeRef::Ref(ObjRef { obj_number, gen_number }) => {
                let is_seen = self.seen.contains(&(obj_number, gen_number));
                (!is_seen).then(|| xref.get(ObjectIdentifier::new(obj_number, gen_number)))?
            }
            MaybeRef::NotRef(Object::Dict(dict)) => Some(dict),
            MaybeRef::NotRef(_) => None,
        };
        annotations.raw_iter().take(MAX_FIELDS).filter_map(look_up).collect()
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
        let on_page = |widget: &Dict<'_>| {
            let ObjectIdentifier { obj_number, gen_number } = widget.obj_id()?;
            self.pages.get(&(obj_number, gen_number)).copied()
        };
        let mut pages: Vec<usize> = widgets.iter().filter_map(on_page).collect();
        pages.dedup();
        if let Some(field) = to_field(&own, &widgets) {
            self.add(Placed { field, pages });
        }
    }

    /// Reads the field of a page's widget that the form does not list.
    pub(super) fn stray<'a>(&mut self, annotation: &Dict<'a>, page: usize, xref: &'a XRef) {
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
        let before = self.fields.len();
        if chain.is_empty() || self.is_new_field(&top) {
            self.field(&top, &Inherited::default(), 0);
        } else {
            // Its parents are read already, and do not name it among their kids.
            let above = chain.iter().skip(1).rev();
            let above = above.fold(Inherited::default().with(&top), |above, dict| above.with(dict));
            self.field(annotation, &above, chain.len());
        }
        // A widget that is no object of its own is on the page that has it.
        for placed in self.fields.iter_mut().skip(before).filter(|placed| placed.pages.is_empty()) {
            placed.pages.push(page);
        }
    }

    fn is_new_field(&self, dict: &Dict<'_>) -> bool {
        dict.obj_id().is_none_or(|id| !self.seen.contains(&(id.obj_number, id.gen_number)))
    }

    fn add(&mut self, mut placed: Placed) {
        let field = &mut placed.field;
        // The seal is what the form was issued with, and no answer.
        if field.name.is_empty() || is_seal(&field.name) {
            return;
        }
        if self.characters + field.characters.min(MAX_VALUE) > MAX_VALUES {
            field.value = field.value.chars().take(MAX_VALUES.saturating_sub(self.characters)).collect();
        }
        self.characters += field.value.chars().count();
        self.fields.push(placed);
    }
}

/// Whether a field is that of the seal, also where a program that joins files has put a name before it.
fn is_seal(name: &str) -> bool {
    name.strip_suffix(SEAL).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}
