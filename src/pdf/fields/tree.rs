//! The fields of a form: a tree of names (ISO 32000-1, 12.7.3), with widgets at its ends.

use std::collections::BTreeMap;

use pdf_writer::types::FieldFlags;
use pdf_writer::{Dict, Finish, Name, Ref, Str, TextStr};

use super::keys::{PRIVATE_KEY, SEAL};
use super::kind::FieldKind;
use super::marked::{Marked, Rect, Widget};
use super::splice::Splice;
use super::widget::{self, TYPED};
use crate::pdf::write::chunk;

/// The fields of a form, in the order of their first widgets.
pub(super) struct Tree {
    nodes: Vec<Node>,
    by_name: BTreeMap<String, usize>,
    /// The node of each widget, by its position.
    of_widget: Vec<usize>,
    /// The object of the signature that the seal's field holds.
    pub(super) signature: Option<i32>,
}

struct Node {
    /// The last part of its name.
    name: String,
    parent: Option<usize>,
    children: Vec<usize>,
    /// Positions of the widgets of a field.
    widgets: Vec<usize>,
    /// Whether it is a field, not only the beginning of names.
    is_field: bool,
    id: i32,
}

impl Tree {
    pub(super) fn new(widgets: &[Widget<'_>]) -> Result<Self, String> {
        let mut tree =
            Self { nodes: Vec::new(), by_name: BTreeMap::new(), of_widget: Vec::new(), signature: None };
        for (position, widget) in widgets.iter().enumerate() {
            let node = tree.add(&widget.marked.name, Some(position))?;
            let first = tree.nodes[node].widgets.first().and_then(|first| widgets.get(*first));
            if first.is_some_and(|first| first.marked.kind != widget.marked.kind) {
                return Err(format!("the field {} is of two kinds", widget.marked.name));
            }
            tree.of_widget.push(node);
        }
        Ok(tree)
    }

    /// Adds a field by its full name, with one of its widgets; returns its node.
    pub(super) fn add(&mut self, name: &str, widget: Option<usize>) -> Result<usize, String> {
        let mut parent = None;
        let mut end = 0;
        for part in name.split('.') {
            if part.is_empty() {
                return Err(format!("`{name}` is not a name of a field"));
            }
            end += part.len() + usize::from(end > 0);
            let full = &name[..end];
            let node = match self.by_name.get(full) {
                Some(known) => *known,
                None => {
                    let node = self.nodes.len();
                    self.nodes.push(Node {
                        name: part.to_owned(),
                        parent,
                        children: Vec::new(),
                        widgets: Vec::new(),
                        is_field: false,
                        id: 0,
                    });
                    self.by_name.insert(full.to_owned(), node);
                    if let Some(parent) = parent {
                        self.nodes[parent].children.push(node);
                    }
                    node
                }
            };
            parent = Some(node);
        }
        let node = parent.ok_or_else(|| "a field has no name".to_owned())?;
        self.nodes[node].is_field = true;
        self.nodes[node].widgets.extend(widget);
        let above = std::iter::successors(self.nodes[node].parent, |node| self.nodes[*node].parent);
        if !self.nodes[node].children.is_empty() || above.into_iter().any(|node| self.nodes[node].is_field) {
            return Err(format!("the name of the field {name} begins another's"));
        }
        Ok(node)
    }

    /// Gives the nodes their object numbers: a field of one widget is that widget.
    pub(super) fn assign_ids(&mut self, new_id: &mut dyn FnMut() -> i32, widgets: &[Widget<'_>]) {
        for node in &mut self.nodes {
            let single = match node.widgets.as_slice() {
                [one] => widgets.get(*one).filter(|widget| widget.marked.kind != FieldKind::Radio),
                _ => None,
            };
            node.id = single.map_or_else(&mut *new_id, |widget| widget.id);
        }
    }

    pub(super) fn id_of(&self, name: &str) -> Option<i32> {
        self.by_name.get(name).map(|node| self.nodes[*node].id)
    }

    /// The object numbers of the nodes without parents.
    pub(super) fn roots(&self) -> Vec<i32> {
        self.nodes.iter().filter(|node| node.parent.is_none()).map(|node| node.id).collect()
    }

    /// Writes a widget, with the entries of its field where it is the only one.
    pub(super) fn write_widget(
        &self,
        widget: &Widget<'_>,
        position: usize,
        appearance: widget::Appearance,
        from_right: bool,
        splice: &mut Splice<'_>,
    ) {
        let node = &self.nodes[self.of_widget[position]];
        let mut object = chunk();
        let mut dict = object.indirect(Ref::new(widget.id)).dict();
        widget::write_entries(&mut dict, widget, appearance);
        if node.id == widget.id {
            self.write_node_entries(&mut dict, node);
            write_field_entries(&mut dict, &[&widget.marked], from_right);
            if let Some(signature) = self.signature.filter(|_| widget.marked.name == SEAL) {
                dict.pair(Name(b"V"), Ref::new(signature));
            }
        } else {
            dict.pair(Name(b"Parent"), Ref::new(node.id));
            // Some viewers look for a tooltip in the widget only.
            dict.pair(Name(b"TU"), TextStr(&widget.marked.said()));
        }
        dict.finish();
        splice.put(widget.id, &object);
    }

    /// Writes the fields of several widgets, and the nodes that are only beginnings of names.
    pub(super) fn write_groups(&self, widgets: &[Widget<'_>], from_right: bool, splice: &mut Splice<'_>) {
        for node in &self.nodes {
            let own: Vec<&Widget<'_>> =
                node.widgets.iter().filter_map(|position| widgets.get(*position)).collect();
            if own.iter().any(|widget| widget.id == node.id) || (node.is_field && own.is_empty()) {
                continue;
            }
            let mut object = chunk();
            let mut dict = object.indirect(Ref::new(node.id)).dict();
            self.write_node_entries(&mut dict, node);
            let children = node.children.iter().map(|child| self.nodes[*child].id);
            let kids = children.chain(own.iter().map(|widget| widget.id)).map(Ref::new);
            dict.insert(Name(b"Kids")).array().items(kids);
            if !own.is_empty() {
                let marked: Vec<&Marked> = own.iter().map(|widget| &widget.marked).collect();
                write_field_entries(&mut dict, &marked, from_right);
            }
            dict.finish();
            splice.put(node.id, &object);
        }
    }

    /// Writes the field and widget of the identity.
    pub(super) fn write_identity(
        &self,
        id: i32,
        page: i32,
        identity: &str,
        appearance: i32,
        splice: &mut Splice<'_>,
    ) {
        self.write_unseen(id, page, appearance, splice, |dict| {
            dict.pair(Name(b"FT"), Name(b"Tx"));
            dict.pair(Name(b"Ff"), FieldFlags::READ_ONLY.bits() as i32);
            dict.pair(Name(b"DA"), Str(TYPED));
            dict.pair(Name(b"V"), TextStr(identity));
        });
    }

    /// Writes the field and widget of a seal that no page shows.
    pub(super) fn write_seal(
        &self,
        id: i32,
        page: i32,
        name: &str,
        appearance: i32,
        splice: &mut Splice<'_>,
    ) {
        self.write_unseen(id, page, appearance, splice, |dict| {
            dict.pair(Name(b"FT"), Name(b"Sig"));
            dict.pair(Name(b"TU"), TextStr(name));
            if let Some(signature) = self.signature {
                dict.pair(Name(b"V"), Ref::new(signature));
            }
        });
    }

    /// Writes a field whose widget is outside of its page, with entries of its own.
    fn write_unseen(
        &self,
        id: i32,
        page: i32,
        appearance: i32,
        splice: &mut Splice<'_>,
        entries: impl FnOnce(&mut Dict<'_>),
    ) {
        let Some(node) = self.nodes.iter().find(|node| node.id == id) else { return };
        let mut object = chunk();
        let mut dict = object.indirect(Ref::new(id)).dict();
        widget::write_place(&mut dict, page, Rect::OUTSIDE);
        dict.insert(Name(b"AP")).dict().pair(Name(b"N"), Ref::new(appearance));
        self.write_node_entries(&mut dict, node);
        entries(&mut dict);
        dict.finish();
        splice.put(id, &object);
    }

    fn write_node_entries(&self, dict: &mut Dict<'_>, node: &Node) {
        dict.pair(Name(b"T"), TextStr(&node.name));
        if let Some(parent) = node.parent {
            dict.pair(Name(b"Parent"), Ref::new(self.nodes[parent].id));
        }
    }
}

/// The entries of a field: type, tooltip, flags, limits and value. `marked` are its widgets.
fn write_field_entries(dict: &mut Dict<'_>, marked: &[&Marked], from_right: bool) {
    let Some(first) = marked.first() else { return };
    let kind = first.kind;
    let field_type: &[u8] = match kind {
        FieldKind::Radio | FieldKind::Check => b"Btn",
        FieldKind::Choice => b"Ch",
        FieldKind::Signature => b"Sig",
        FieldKind::Text | FieldKind::Multiline | FieldKind::Date | FieldKind::Email => b"Tx",
    };
    dict.pair(Name(b"FT"), Name(field_type));
    dict.pair(Name(b"TU"), TextStr(first.tip()));
    let mut flags = match kind {
        FieldKind::Multiline => FieldFlags::MULTILINE,
        FieldKind::Radio => FieldFlags::RADIO,
        FieldKind::Choice => FieldFlags::COMBO,
        FieldKind::Date | FieldKind::Email => FieldFlags::DO_NOT_SPELL_CHECK,
        FieldKind::Text | FieldKind::Check | FieldKind::Signature => FieldFlags::empty(),
    };
    flags.set(FieldFlags::REQUIRED, first.required);
    flags.set(FieldFlags::READ_ONLY, first.read_only);
    if !flags.is_empty() {
        dict.pair(Name(b"Ff"), flags.bits() as i32);
    }
    match kind {
        FieldKind::Check => {
            let state: &[u8] = if first.is_ticked() { widget::TICKED } else { widget::OFF };
            dict.pair(Name(b"V"), Name(state));
        }
        FieldKind::Radio => {
            let chosen = marked.iter().find(|box_| box_.is_ticked()).and_then(|box_| box_.option.as_ref());
            dict.pair(Name(b"V"), Name(chosen.map_or(widget::OFF, |(key, _)| key.as_bytes())));
        }
        FieldKind::Signature => {}
        FieldKind::Text | FieldKind::Multiline | FieldKind::Date | FieldKind::Email | FieldKind::Choice => {
            dict.pair(Name(b"DA"), Str(TYPED));
            if from_right {
                const RIGHT: i32 = 2;
                dict.pair(Name(b"Q"), RIGHT);
            }
            if let Some(limit) = first.limit.filter(|_| kind.is_typed()) {
                let given = i32::try_from(first.value.chars().count()).unwrap_or(i32::MAX);
                dict.pair(Name(b"MaxLen"), limit.max(given));
            }
            if kind == FieldKind::Choice {
                let mut options = dict.insert(Name(b"Opt")).array();
                for (key, label) in &first.options {
                    options.push().array().item(TextStr(key)).item(TextStr(label));
                }
            }
            if !first.value.is_empty() {
                dict.pair(Name(b"V"), TextStr(&first.value));
            }
        }
    }
    let mut own = dict.insert(Name(PRIVATE_KEY.as_bytes())).dict();
    own.pair(Name(b"Kind"), Name(kind.name().as_bytes()));
    if first.personal {
        own.pair(Name(b"Personal"), true);
    }
}
