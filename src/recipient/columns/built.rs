//! A recipient being built of a row: the tree that a YAML entry is, its address and its title.

use super::address::Whereabouts;
use crate::diagnostic::Place;
use crate::input::{Node, Value};
use crate::locale::find_language;
use crate::recipient::cell::Cell;
use crate::recipient::tree::insert;

/// The language of a tag without its region.
pub(super) fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// A recipient being built of a row.
pub(super) struct Built {
    pub(super) root: Node,
    pub(super) whereabouts: Whereabouts,
    /// A title of the addressee's own, the language it is in and its place.
    pub(super) title: Option<(String, String, Place)>,
}

impl Built {
    pub(super) fn new(place: Place) -> Self {
        let root = Node { value: Value::Map(Vec::new()), place: place.clone() };
        let mut built = Self { root, whereabouts: Whereabouts::default(), title: None };
        insert(&mut built.root, &["addressee"], Node { value: Value::Map(Vec::new()), place });
        built
    }

    pub(super) fn find(&self, path: &str) -> Option<&Node> {
        path.split('.').try_fold(&self.root, |node, key| node.get(key))
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.find(path).is_some_and(|node| !matches!(&node.value, Value::List(items) if items.is_empty()))
    }

    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.find(path).and_then(Node::text)
    }

    pub(super) fn lines(&mut self, lines: Vec<&str>) {
        self.whereabouts.lines.extend(lines.into_iter().map(str::to_owned));
    }

    pub(super) fn add_name(&mut self, text: &str, cell: &Cell) {
        let name = match self.text("addressee.name") {
            Some(before) => format!("{before} {text}"),
            None => text.to_owned(),
        };
        let node = Node { value: Value::Scalar(name), place: cell.place.clone() };
        insert(&mut self.root, &["addressee", "name"], node);
    }

    /// Adds a value; items of a list go behind those that are there.
    pub(super) fn add(&mut self, path: &str, mut node: Node) {
        if let (Value::List(items), Some(Node { value: Value::List(before), .. })) =
            (&mut node.value, self.find(path))
        {
            let all = before.iter().cloned().chain(std::mem::take(items)).collect();
            *items = all;
        }
        insert(&mut self.root, &path.split('.').collect::<Vec<_>>(), node);
    }

    pub(super) fn put(&mut self, path: &str, text: String) {
        let node = Node { value: Value::Scalar(text), place: self.root.place.clone() };
        self.add(path, node);
    }

    pub(super) fn put_list(&mut self, path: &str, texts: impl IntoIterator<Item = String>) {
        let place = self.root.place.clone();
        let items = texts.into_iter().map(|text| Node { value: Value::Scalar(text), place: place.clone() });
        self.add(path, Node { value: Value::List(items.collect()), place: place.clone() });
    }

    pub(super) fn remove(&mut self, key: &str) {
        if let Value::Map(entries) = &mut self.root.value {
            entries.retain(|(name, _, _)| name != key);
        }
    }

    pub(super) fn first_language(&self) -> Option<String> {
        let Value::List(items) = &self.find("languages")?.value else { return None };
        find_language(items.first()?.text()?)
    }

    /// Puts the title among the forms of address in its language.
    pub(super) fn put_title(&mut self) {
        let Some((title, language, place)) = &self.title else { return };
        let language = match language.as_str() {
            "own" => self.first_language().unwrap_or_default(),
            language => language.to_owned(),
        };
        let node = Node { value: Value::Scalar(title.clone()), place: place.clone() };
        if !language.is_empty() {
            insert(&mut self.root, &["addressee", "styles", primary(&language), "title"], node);
        }
    }
}
