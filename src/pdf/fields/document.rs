//! A document whose fields are made fillable.

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Object, ObjectIdentifier, Stream};

use super::content;
use super::keys::{IDENTITY, SEAL};
use super::marked::{self, Marked, Rect, Widget};
use super::splice::{Splice, lacks};
use super::tree::Tree;
use super::widget::{self, Appearances};
use crate::pdf::signature::SealPlace;
use crate::pdf::write::compress;

/// A PDF whose fields are being made.
pub(super) struct Form<'a> {
    file: &'a Pdf,
    pub(super) widgets: Vec<Widget<'a>>,
    /// What the structure's parent tree holds, by key.
    parents: BTreeMap<i32, i32>,
    pub(super) splice: Splice<'a>,
    /// The structure element above that of each widget.
    above: Vec<Option<i32>>,
    /// What prefilled widgets show, as content of their page; by position in `widgets`.
    values: BTreeMap<usize, Vec<u8>>,
}

fn catalog(file: &Pdf) -> Option<Dict<'_>> {
    file.xref().get::<Dict<'_>>(file.xref().root_id())
}

fn integer(dict: &Dict<'_>, key: &str) -> Option<i32> {
    dict.get::<i32>(key)
}

impl<'a> Form<'a> {
    pub(super) fn read(file: &'a Pdf, bytes: &'a [u8]) -> Result<Self, String> {
        let mut widgets = Vec::new();
        for page in file.pages().iter() {
            let annotations = page.raw().get::<Array<'_>>("Annots");
            for annotation in annotations.iter().flat_map(Array::raw_iter) {
                let Some(id) = annotation.as_obj_ref() else { continue };
                let id = ObjectIdentifier::new(id.obj_number, id.gen_number);
                let Some(dict) = file.xref().get::<Dict<'_>>(id) else { continue };
                let Some(json) = marked::target(&dict) else { continue };
                let marked: Marked =
                    serde_json::from_str(&json).map_err(|error| format!("{error} in {json}"))?;
                let rect = dict.get::<Array<'_>>("Rect").map(|rect| rect.iter::<f32>().collect::<Vec<_>>());
                let Some([left, bottom, right, top]) =
                    rect.as_deref().and_then(|rect| rect.first_chunk().copied())
                else {
                    return Err(lacks("rectangle"));
                };
                widgets.push(Widget {
                    id: id.obj_number,
                    page: page.raw().clone(),
                    rect: Rect { left, bottom, right, top },
                    parent_key: integer(&dict, "StructParent").ok_or_else(|| lacks("structure parent"))?,
                    marked,
                });
            }
        }
        let mut parents = BTreeMap::new();
        let root = catalog(file).and_then(|catalog| catalog.get::<Dict<'_>>("StructTreeRoot"));
        let tree =
            root.and_then(|root| root.get::<Dict<'_>>("ParentTree")).ok_or_else(|| lacks("parent tree"))?;
        collect_numbers(&tree, &mut parents, 0);
        let splice = Splice::new(bytes)?;
        Ok(Self { file, widgets, parents, splice, above: Vec::new(), values: BTreeMap::new() })
    }

    fn dict(&self, id: i32) -> Option<Dict<'a>> {
        self.file.xref().get::<Dict<'_>>(ObjectIdentifier::new(id, 0))
    }

    /// Takes the prefilled values out of the pages' contents and out of the structure.
    pub(super) fn lift_values(&mut self) -> Result<(), String> {
        // By page: which marked content belongs to which widget.
        let mut pages: BTreeMap<i32, (Dict<'a>, BTreeMap<i32, usize>)> = BTreeMap::new();
        for (position, widget) in self.widgets.iter().enumerate() {
            let Some(element) = self.parents.get(&widget.parent_key).and_then(|id| self.dict(*id)) else {
                return Err(lacks("structure element"));
            };
            self.above.push(element.get_ref("P").map(|above| above.obj_number));
            let mut found = Marks::default();
            self.collect_marks(&element, &mut found, 0);
            for id in found.elements {
                self.splice.remove(id);
            }
            if found.contents.is_empty() {
                continue;
            }
            let key = widget.page_id().ok_or_else(|| lacks("page"))?;
            let (_, contents) = pages.entry(key).or_insert_with(|| (widget.page.clone(), BTreeMap::new()));
            contents.extend(found.contents.into_iter().map(|content| (content, position)));
        }
        for (page, owners) in pages.into_values() {
            let id = page.get_ref("Contents").ok_or_else(|| lacks("contents"))?.obj_number;
            let stream = page.get::<Stream<'_>>("Contents").ok_or_else(|| lacks("contents"))?;
            let content = stream.decoded().map_err(|error| format!("{error:?}"))?;
            let cut = content::cut(&content, &|mark| owners.contains_key(&mark));
            self.splice.put_value(id, &compress(&cut.rest)?);
            for (mark, taken) in cut.taken {
                if let Some(position) = owners.get(&mark) {
                    self.values.entry(*position).or_default().extend(taken);
                }
            }
            self.forget(&page, &owners)?;
        }
        Ok(())
    }

    /// Collects the marked content under a structure element, and the elements between.
    fn collect_marks(&self, element: &Dict<'a>, found: &mut Marks, depth: usize) {
        const MOST: usize = 16;
        let kids = match element.get::<Object<'_>>("K") {
            Some(Object::Array(kids)) => kids.raw_iter().collect(),
            Some(other) => vec![MaybeRef::NotRef(other)],
            None => Vec::new(),
        };
        for kid in kids {
            match kid {
                MaybeRef::NotRef(Object::Number(mark)) => {
                    found.contents.extend(i32::try_from(mark.as_i64()));
                }
                MaybeRef::Ref(id) if depth < MOST => {
                    if let Some(inner) = self.dict(id.obj_number).filter(|inner| inner.contains_key("S")) {
                        found.elements.insert(id.obj_number);
                        self.collect_marks(&inner, found, depth + 1);
                    }
                }
                _ => {}
            }
        }
    }

    /// Takes marked content out of the page's list of structure parents.
    fn forget(&mut self, page: &Dict<'a>, gone: &BTreeMap<i32, usize>) -> Result<(), String> {
        let list = integer(page, "StructParents").and_then(|key| self.parents.get(&key).copied());
        let list = list.ok_or_else(|| lacks("list of structure parents"))?;
        let array = self.file.xref().get::<Array<'_>>(ObjectIdentifier::new(list, 0));
        let mut text = b"[".to_vec();
        for (mark, parent) in array.ok_or_else(|| lacks("list of structure parents"))?.raw_iter().enumerate()
        {
            let gone = i32::try_from(mark).is_ok_and(|mark| gone.contains_key(&mark));
            match parent.as_obj_ref() {
                Some(id) if !gone => text.extend(format!("{} {} R ", id.obj_number, id.gen_number).bytes()),
                _ => text.extend(b"null "),
            }
        }
        text.push(b']');
        self.splice.put_value(list, &text);
        Ok(())
    }

    /// Writes widgets, fields, their structure elements and the form itself.
    pub(super) fn write_fields(
        &mut self,
        identity: Option<&str>,
        seal: Option<&SealPlace>,
    ) -> Result<(), String> {
        let catalog = catalog(self.file).ok_or_else(|| lacks("catalog"))?;
        let from_right = catalog
            .get::<Dict<'_>>("ViewerPreferences")
            .and_then(|preferences| preferences.get::<hayro_syntax::object::Name<'_>>("Direction"))
            .is_some_and(|direction| direction.as_str() == "R2L");
        let of_seal = self.widgets.iter().filter(|widget| widget.marked.name == SEAL).count();
        if of_seal > 1 {
            return Err("it has two places for its seal".to_owned());
        }
        let is_form = self.widgets.len() > of_seal;
        let identity = identity.filter(|_| is_form);
        let mut tree = Tree::new(&self.widgets)?;
        if identity.is_some() {
            tree.add(IDENTITY, None)?;
        }
        if seal.is_some() && of_seal == 0 {
            tree.add(SEAL, None)?;
        }
        tree.assign_ids(&mut || self.splice.new_id(), &self.widgets);
        tree.signature = seal.map(|_| self.splice.new_id());
        self.write_widgets(&tree, from_right)?;
        tree.write_groups(&self.widgets, from_right, &mut self.splice);
        self.write_outside(&tree, identity, seal.filter(|_| of_seal == 0))?;
        let font = is_form.then(|| widget::write_font(&mut self.splice));
        let form = widget::write_form(&tree.roots(), font, seal.is_some(), &mut self.splice);
        let mut entries = format!("/AcroForm {form} 0 R");
        if let (Some(place), Some(id)) = (seal, tree.signature) {
            self.splice.put_value(id, &place.to_pdf(is_form));
            if is_form {
                // What certifies a form says that it may be filled in and signed (ISO 32000-1, 12.8.4).
                entries.push_str(&format!("/Perms<</DocMDP {id} 0 R>>"));
            }
        }
        let id = file_root(self.file);
        self.splice.put_value(id, &with_entry(&catalog, &entries)?);
        Ok(())
    }

    /// Writes the fields that no page shows, on the first page.
    fn write_outside(
        &mut self,
        tree: &Tree,
        identity: Option<&str>,
        seal: Option<&SealPlace>,
    ) -> Result<(), String> {
        if identity.is_none() && seal.is_none() {
            return Ok(());
        }
        let first = self.widgets.first().map(|widget| widget.page.clone()).filter(|_| identity.is_some());
        let page = first.or_else(|| self.file.pages().iter().next().map(|page| page.raw().clone()));
        let page = page.ok_or_else(|| lacks("page"))?;
        let page_id = page.obj_id().ok_or_else(|| lacks("page"))?.obj_number;
        let appearance = self.splice.new_id();
        widget::write_empty(appearance, Rect::OUTSIDE, &mut self.splice);
        let mut ids = Vec::new();
        if let Some(identity) = identity {
            let id = tree.id_of(IDENTITY).ok_or_else(|| lacks("identity"))?;
            tree.write_identity(id, page_id, identity, appearance, &mut self.splice);
            ids.push(id);
        }
        if let Some(place) = seal {
            let id = tree.id_of(SEAL).ok_or_else(|| lacks("seal"))?;
            tree.write_seal(id, page_id, &place.name, appearance, &mut self.splice);
            ids.push(id);
        }
        self.splice.put_value(page_id, &with_annotations(&page, &ids)?);
        Ok(())
    }

    fn write_widgets(&mut self, tree: &Tree, from_right: bool) -> Result<(), String> {
        let mut appearances = Appearances::default();
        for (position, widget) in self.widgets.iter().enumerate() {
            let shown = self.values.get(&position).map(|content| match from_right {
                true => content::in_reading_order(content),
                false => content.clone(),
            });
            let shown = shown.as_ref().map(|content| (content.as_slice(), &widget.page));
            let appearance = appearances.get_or_write(widget, shown, &mut self.splice)?;
            tree.write_widget(widget, position, appearance, from_right, &mut self.splice);
            if let Some(element) = self.parents.get(&widget.parent_key) {
                let above = self.above.get(position).copied().flatten();
                let above = above.ok_or_else(|| lacks("structure element"))?;
                widget::write_structure(widget, *element, above, &mut self.splice)?;
            }
        }
        Ok(())
    }
}

/// A page's text with more annotations before its own.
///
/// They are outside of what the page shows: archival files must not have hidden widgets, and what no page shows needs no place in the
/// structure (ISO 14289-1, 7.18.1).
fn with_annotations(page: &Dict<'_>, ids: &[i32]) -> Result<Vec<u8>, String> {
    const KEY: &[u8] = b"/Annots[";
    let references: String = ids.iter().map(|id| format!("{id} 0 R ")).collect();
    let data = page.data();
    if let Some(at) = data.windows(KEY.len()).position(|window| window == KEY) {
        let (before, after) = data.split_at(at + KEY.len());
        return Ok([before, references.as_bytes(), after].concat());
    }
    if page.contains_key("Annots") {
        return Err(lacks("annotations"));
    }
    // Annotations are gone through in the order of the structure (ISO 14289-1, 7.18.3).
    let tabs = if page.contains_key("Tabs") { "" } else { "/Tabs/S" };
    with_entry(page, &format!("{tabs}/Annots[{}]", references.trim_end()))
}

fn file_root(file: &Pdf) -> i32 {
    file.xref().root_id().obj_number
}

/// The marked content and the elements under a structure element.
#[derive(Default)]
struct Marks {
    contents: Vec<i32>,
    elements: BTreeSet<i32>,
}

/// The objects of a number tree, by their keys.
fn collect_numbers(node: &Dict<'_>, found: &mut BTreeMap<i32, i32>, depth: usize) {
    const MOST: usize = 8;
    if let Some(pairs) = node.get::<Array<'_>>("Nums") {
        let mut key = None;
        for item in pairs.raw_iter() {
            match item {
                MaybeRef::NotRef(Object::Number(number)) => key = i32::try_from(number.as_i64()).ok(),
                MaybeRef::Ref(id) => found.extend(key.take().map(|key| (key, id.obj_number))),
                MaybeRef::NotRef(_) => key = None,
            }
        }
    }
    if let Some(kids) = node.get::<Array<'_>>("Kids")
        && depth < MOST
    {
        kids.iter::<Dict<'_>>().for_each(|kid| collect_numbers(&kid, found, depth + 1));
    }
}

/// A dictionary's text with one more entry.
fn with_entry(dict: &Dict<'_>, entry: &str) -> Result<Vec<u8>, String> {
    let inside = dict.data().strip_suffix(b">>").ok_or_else(|| lacks("dictionary"))?;
    Ok([inside, entry.as_bytes(), b">>"].concat())
}
