//! The smallest edit of a YAML text: what was asked for changes, and nothing else does. Comments, order, quotes, indentation, brackets,
//! line ends and a byte-order mark stay.
//!
//! Each edit is read again by what reads all files of a mailing. An edit that would not say exactly what was asked for is not made:
//! the answer is `None`, and a person has to change the file by hand.

mod change;
mod expected;
mod scalar;
mod splice;
#[cfg(test)]
mod tests;
mod tree;
mod value;
mod write;

pub use value::{Step, YamlValue as Value};

use change::{Spot, find};
use expected::Change;
use splice::Splice;

use crate::input::{Node, Value as Found, parse};

const MARK: char = '\u{feff}';

/// The text with a value at the end of a way: one that is there is changed, one that is not is added with all that leads to it, at the
/// end of what holds it. Of a list or map, only that changes which differs.
///
/// ```
/// use convoke::edit::yaml::{self, Value};
///
/// let text = "event:\n  place: Tunis # or elsewhere\n  start: 2004-06-24\n";
/// let path = ["event".into(), "place".into()];
/// let changed = yaml::set(text, &path, &Value::from("Hammamet")).unwrap();
/// assert_eq!(changed, "event:\n  place: Hammamet # or elsewhere\n  start: 2004-06-24\n");
/// ```
#[must_use]
pub fn set(text: &str, path: &[Step], value: &Value) -> Option<String> {
    let found = parse(text, "").ok()?;
    if let Some(found) = expected::at(&found, path) {
        return reconcile(text, path, found, value);
    }
    let there = (0..path.len()).rev().find_map(|length| {
        let above = path.get(..length)?;
        expected::at(&found, above).map(|found| (above, found))
    });
    let (above, holder) = there?;
    let (step, below) = path.get(above.len()..)?.split_first()?;
    let value = wrap(below, value)?;
    match (&holder.value, step) {
        (Found::Null(_), _) => replace(text, above, &wrap(std::slice::from_ref(step), &value)?),
        (Found::Map(entries), Step::Key(_)) => insert_at(text, above, step, entries.len(), &value),
        (Found::List(items), Step::Item(item)) if *item == items.len() => {
            insert_at(text, above, step, *item, &value)
        }
        _ => None,
    }
}

/// The text with a new value at the end of a way: the value of a key that is not there, or an item before the one that has its number.
/// What leads to it is added too.
#[must_use]
pub fn insert(text: &str, path: &[Step], value: &Value) -> Option<String> {
    let found = parse(text, "").ok()?;
    let (last, above) = path.split_last()?;
    match (expected::at(&found, above).map(|holder| &holder.value), last) {
        (Some(Found::List(items)), Step::Item(item)) if *item <= items.len() => {
            insert_at(text, above, last, *item, value)
        }
        _ if expected::at(&found, path).is_some() => None,
        _ => set(text, path, value),
    }
}

/// The text with a new value of a key, which goes after those of the map that precede it in an order. A key that is there is changed.
#[must_use]
pub fn set_in_order(text: &str, path: &[Step], value: &Value, order: &[&str]) -> Option<String> {
    let found = parse(text, "").ok()?;
    let (last, above) = path.split_last()?;
    let (Step::Key(key), Some(Found::Map(entries)), None) =
        (last, expected::at(&found, above).map(|holder| &holder.value), expected::at(&found, path))
    else {
        return set(text, path, value);
    };
    let rank = |key: &str| order.iter().position(|name| *name == key);
    let Some(own) = rank(key) else { return set(text, path, value) };
    let after = entries.iter().rposition(|(name, _, _)| rank(name).is_some_and(|rank| rank < own));
    insert_at(text, above, last, after.map_or(0, |place| place + 1), value)
}

/// The text without the value at the end of a way, and without its key.
#[must_use]
pub fn remove(text: &str, path: &[Step]) -> Option<String> {
    let found = parse(text, "").ok()?;
    expected::at(&found, path)?;
    let (_, above) = path.split_last()?;
    let is_alone = match &expected::at(&found, above)?.value {
        Found::Map(entries) => entries.len() == 1,
        Found::List(items) => items.len() == 1,
        _ => false,
    };
    if is_alone {
        let empty = match &expected::at(&found, above)?.value {
            Found::Map(_) => Value::Map(Vec::new()),
            _ => Value::List(Vec::new()),
        };
        return replace(text, above, &empty);
    }
    checked(text, path, &Change::Remove, |text, root| {
        let (last, above) = path.split_last()?;
        let holder = find(root, above)?.node;
        change::remove(text, holder, holder.find(last)?)
    })
}

/// Changes what differs between what is there and a value.
fn reconcile(text: &str, path: &[Step], found: &Node, value: &Value) -> Option<String> {
    if expected::says(found, value) {
        return Some(text.to_owned());
    }
    match (&found.value, value) {
        (Found::Map(before), Value::Map(after)) if !before.is_empty() && !after.is_empty() => {
            let mut text = text.to_owned();
            for (key, value) in after {
                text = set(&text, &below(path, key.as_str()), value)?;
            }
            let gone = before.iter().filter(|(key, _, _)| !after.iter().any(|(kept, _)| kept == key));
            gone.map(|(key, _, _)| key).try_fold(text, |text, key| remove(&text, &below(path, key.as_str())))
        }
        (Found::List(before), Value::List(after)) if !before.is_empty() && !after.is_empty() => {
            reconcile_list(text, path, before, after)
        }
        _ => replace(text, path, value),
    }
}

fn reconcile_list(text: &str, path: &[Step], before: &[Node], after: &[Value]) -> Option<String> {
    let same = |(found, value): &(&Node, &Value)| expected::says(found, value);
    let head = before.iter().zip(after).take_while(same).count();
    let most = before.len().min(after.len()) - head;
    let tail = before.iter().rev().zip(after.iter().rev()).take(most).take_while(same).count();
    let (old, new) = (before.len() - head - tail, after.len() - head - tail);
    let mut text = text.to_owned();
    for place in head..head + old.min(new) {
        text = set(&text, &below(path, place), after.get(place)?)?;
    }
    for place in head + old..head + new {
        text = insert(&text, &below(path, place), after.get(place)?)?;
    }
    (head + new..head + old).rev().try_fold(text, |text, place| remove(&text, &below(path, place)))
}

fn below(path: &[Step], step: impl Into<Step>) -> Vec<Step> {
    path.iter().cloned().chain([step.into()]).collect()
}

/// A value with what leads to it.
fn wrap(path: &[Step], value: &Value) -> Option<Value> {
    path.iter().rev().try_fold(value.clone(), |value, step| match step {
        Step::Key(key) => Some(Value::Map(vec![(key.clone(), value)])),
        Step::Item(0) => Some(Value::List(vec![value])),
        Step::Item(_) => None,
    })
}

fn replace(text: &str, path: &[Step], value: &Value) -> Option<String> {
    // The line break at the end of a text in lines of its own is the manner's, where the new text has none.
    let found = parse(text, "").ok()?;
    let before = expected::at(&found, path)?.text().unwrap_or_default();
    let breaks = before.get(before.trim_end_matches('\n').len()..).unwrap_or_default();
    let plain = text.strip_prefix(MARK).unwrap_or(text);
    let is_block = matches!(find(&tree::read(plain)?, path)?.node.kind, tree::Kind::Block { .. });
    let value = match value {
        Value::Text(text) if is_block && !text.ends_with('\n') && !text.is_empty() => {
            Value::Text(format!("{text}{breaks}"))
        }
        value => value.clone(),
    };
    checked(text, path, &Change::Replace(&value), |text, root| {
        change::replace(text, root, &find(root, path)?, &value)
    })
}

fn insert_at(text: &str, above: &[Step], step: &Step, place: usize, value: &Value) -> Option<String> {
    let path = below(above, step.clone());
    let plain = text.strip_prefix(MARK).unwrap_or(text);
    let is_empty = find(&tree::read(plain)?, above)?.node.children().is_some_and(|(_, all)| all.is_empty());
    if is_empty {
        return replace(text, above, &wrap(std::slice::from_ref(step), value)?);
    }
    checked(text, &path, &Change::Insert(place, value), |text, root| {
        let key = match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Item(_) => None,
        };
        let spot: Spot<'_> = find(root, above)?;
        change::insert(text, root, &spot, place, key, value)
    })
}

/// Makes a change, and holds that the text then says what it is to say.
fn checked(
    text: &str,
    path: &[Step],
    change: &Change<'_>,
    make: impl FnOnce(&str, &tree::Node) -> Option<Vec<Splice>>,
) -> Option<String> {
    let plain = text.strip_prefix(MARK).unwrap_or(text);
    let mut wanted = parse(plain, "").ok()?;
    expected::make(&mut wanted, path, change)?;
    let changed = splice::apply(plain, make(plain, &tree::read(plain)?)?)?;
    let is_right = expected::is_same(&parse(&changed, "").ok()?, &wanted);
    let mark = if plain.len() == text.len() { "" } else { "\u{feff}" };
    is_right.then(|| format!("{mark}{changed}"))
}
