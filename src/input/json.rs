//! JSON as a tree of nodes, from there on read like YAML: no key is given twice, and no number loses a digit.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::node::{Node, Value};
use crate::diagnostic::{Diagnostic, Location, Place, codes};

/// Parses one JSON value of a line of a file; lines count from one.
///
/// # Errors
///
/// It is not well-formed, gives a key twice, or has a number that would not keep its digits.
pub fn parse_json(text: &str, file: &str, line: u32) -> Result<Node, Diagnostic> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let node = Tree(&Place::Text { line, column: 1 }).deserialize(&mut reader);
    node.and_then(|node| reader.end().map(|()| node)).map_err(|error| {
        let column = u32::try_from(error.column()).unwrap_or(u32::MAX).max(1);
        report(&error).with_location(Location::text(file, line, column))
    })
}

/// A value as the tree that its JSON would be.
///
/// # Errors
///
/// It has no JSON, or has a number that would not keep its digits.
pub fn to_node(value: &impl Serialize) -> Result<Node, Diagnostic> {
    let json = serde_json::to_value(value).map_err(|error| report(&error))?;
    Tree(&Place::Text { line: 1, column: 1 }).deserialize(json).map_err(|error| report(&error))
}

fn report(error: &serde_json::Error) -> Diagnostic {
    let told = error.to_string();
    // The line is that of the file, not of the text.
    let cause = told.rsplit_once(" at line ").map_or(told.as_str(), |(cause, _)| cause);
    Diagnostic::new(codes::REQUEST_SYNTAX, format!("this is not JSON that can be read ({cause})"))
        .with_hint("write one JSON object, as the schema of requests says (`convoke schema request`)")
}

/// Reads a value at a place.
#[derive(Clone, Copy)]
struct Tree<'a>(&'a Place);

impl Tree<'_> {
    fn node(self, value: Value) -> Node {
        Node { value, place: self.0.clone() }
    }

    fn scalar(self, text: impl ToString) -> Node {
        self.node(Value::Scalar(text.to_string()))
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(self.node(Value::Null("null".to_owned())))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(self.scalar(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(self.scalar(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(self.scalar(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Err(E::custom(format!("the number {value} may not be written as it was; put it in quotation marks")))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(self.scalar(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(self.node(Value::List(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        let mut keys = BTreeSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            if !keys.insert(key.clone()) {
                return Err(A::Error::custom(format!("the key `{key}` is given twice")));
            }
            map.push((key, self.0.clone(), entries.next_value_seed(self)?));
        }
        Ok(self.node(Value::Map(map)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(json: &str) -> String {
        let node = parse_json(json, "requests", 7).expect("JSON");
        node.get("a").and_then(Node::text).expect("a text").to_owned()
    }

    #[test]
    fn scalars_keep_their_text() {
        for (json, text) in [
            (r#"{"a": 45}"#, "45"),
            (r#"{"a": -1}"#, "-1"),
            (r#"{"a": 18446744073709551615}"#, "18446744073709551615"),
            (r#"{"a": "1.10"}"#, "1.10"),
            (r#"{"a": true}"#, "true"),
            // A character beyond the first plane, as many programs write it.
            (r#"{"a": "\ud83d\ude00\/"}"#, "😀/"),
        ] {
            assert_eq!(text_of(json), text);
        }
    }

    #[test]
    fn what_would_be_lost_in_silence_is_refused() {
        for (json, cause) in [
            (r#"{"a": 1.10}"#, "quotation marks"),
            (r#"{"a": 18446744073709551616}"#, "quotation marks"),
            (r#"{"a": 1, "a": 2}"#, "the key `a` is given twice"),
            (r#"{"a": 1} {"#, "trailing"),
            ("{\"a\": ", "EOF"),
        ] {
            let problem = parse_json(json, "requests", 7).expect_err(json).to_string();
            assert!(problem.contains(cause) && problem.starts_with("requests:7:"), "{problem}");
            assert!(!problem.contains("at line"), "{problem}");
        }
    }

    #[test]
    fn a_value_is_the_tree_of_its_json() {
        let value = serde_json::json!({ "a": ["x", null, 3] });
        let parsed = parse_json(&value.to_string(), "x", 1).expect("JSON");
        assert_eq!(to_node(&value).expect("a tree"), parsed);
    }
}
