//! What a text must say after a change: it is read again by what reads all files, and compared.

use super::value::{Step, YamlValue as Value};
use crate::diagnostic::Place;
use crate::input::{Node, Value as Found};

/// A change of a tree.
#[derive(Debug)]
pub(super) enum Change<'a> {
    /// Another value.
    Replace(&'a Value),
    /// A new child, at this place among the others.
    Insert(usize, &'a Value),
    /// One child less.
    Remove,
}

/// The node at the end of a way.
pub(super) fn at<'n>(root: &'n Node, path: &[Step]) -> Option<&'n Node> {
    path.iter().try_fold(root, |node, step| match (&node.value, step) {
        (Found::Map(entries), Step::Key(key)) => {
            entries.iter().find(|(name, _, _)| name == key).map(|(_, _, node)| node)
        }
        (Found::List(items), Step::Item(item)) => items.get(*item),
        _ => None,
    })
}

/// Makes a change in a tree; `None` where the way leads nowhere.
pub(super) fn make(root: &mut Node, path: &[Step], change: &Change<'_>) -> Option<()> {
    let Some((last, above)) = path.split_last() else {
        let Change::Replace(value) = change else { return None };
        root.value = node(value).value;
        return Some(());
    };
    let holder = above.iter().try_fold(root, |node, step| child(node, step))?;
    match (change, &mut holder.value, last) {
        (Change::Replace(value), ..) => child(holder, last)?.value = node(value).value,
        (Change::Insert(place, value), Found::Map(entries), Step::Key(key)) if *place <= entries.len() => {
            entries.insert(*place, (key.clone(), nowhere(), node(value)));
        }
        (Change::Insert(place, value), Found::List(items), Step::Item(_)) if *place <= items.len() => {
            items.insert(*place, node(value));
        }
        (Change::Remove, Found::Map(entries), Step::Key(key)) => {
            let place = entries.iter().position(|(name, _, _)| name == key)?;
            entries.remove(place);
        }
        (Change::Remove, Found::List(items), Step::Item(item)) if *item < items.len() => {
            items.remove(*item);
        }
        _ => return None,
    }
    Some(())
}

fn child<'n>(node: &'n mut Node, step: &Step) -> Option<&'n mut Node> {
    match (&mut node.value, step) {
        (Found::Map(entries), Step::Key(key)) => {
            entries.iter_mut().find(|(name, _, _)| name == key).map(|(_, _, node)| node)
        }
        (Found::List(items), Step::Item(item)) => items.get_mut(*item),
        _ => None,
    }
}

fn node(value: &Value) -> Node {
    let value = match value {
        Value::Text(text) | Value::Plain(text) => Found::Scalar(text.clone()),
        Value::List(items) => Found::List(items.iter().map(node).collect()),
        Value::Map(entries) => {
            Found::Map(entries.iter().map(|(key, value)| (key.clone(), nowhere(), node(value))).collect())
        }
    };
    Node { value, place: nowhere() }
}

fn nowhere() -> Place {
    Place::Text { line: 0, column: 0 }
}

/// Whether two trees say the same, wherever they do.
pub(super) fn is_same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Found::Null(_), Found::Null(_)) => true,
        (Found::Scalar(one), Found::Scalar(other)) => one == other,
        (Found::List(one), Found::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Found::Map(one), Found::Map(other)) => {
            let same =
                |((key, _, one), (name, _, other)): (&(String, Place, Node), &(String, Place, Node))| {
                    key == name && is_same(one, other)
                };
            one.len() == other.len() && one.iter().zip(other).all(same)
        }
        _ => false,
    }
}

/// Whether a tree says a value.
pub(super) fn says(found: &Node, value: &Value) -> bool {
    is_same(found, &node(value))
}
