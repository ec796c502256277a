//! A YAML file as a tree of nodes, each with its place and its text as written.
//!
//! Scalars keep their text, so that a postal code `007`, a telephone number or the country code `NO`
//! stays as typed; its type is decided where the value is used.

use convoke_yaml_tree as tree;
use convoke_yaml_tree::Tree;

use super::yaml_advice::{YamlAdvice, advise};
use crate::diagnostic::{Diagnostic, Location, Place, codes};

/// A value of a file with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// The place.
    pub place: Place,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing: `null`, `~` or an empty value, with the text as written.
    Null(String),
    /// A scalar with its text as written.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order of the file.
    Map(Vec<(String, Place, Node)>),
}

impl Node {
    /// The value of a key, if the node is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|(name, _, _)| name == key).map(|(_, _, node)| node),
            _ => None,
        }
    }

    /// The value of a key, to be changed.
    #[must_use]
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        match &mut self.value {
            Value::Map(entries) => {
                entries.iter_mut().find(|(name, _, _)| name == key).map(|(_, _, node)| node)
            }
            _ => None,
        }
    }

    /// The text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }
}

/// Parses one YAML document.
///
/// # Errors
/// A diagnostic with line and column when the text is not one well-formed YAML document, repeats a
/// key, or is larger than the node budget allows.
pub fn parse(text: &str, file: &str) -> Result<Node, Diagnostic> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let tree = tree::parse(text).map_err(|fault| {
        let message = fault.message.lines().next().unwrap_or("unreadable").trim_end_matches('.').to_owned();
        let YamlAdvice { message: better, hint } = advise(&message, text, fault.at.map(|(line, _)| line));
        let message = better.unwrap_or_else(|| format!("this is not well-formed YAML ({message})"));
        let problem = Diagnostic::new(codes::YAML_SYNTAX, message);
        match fault.at {
            Some(at) => problem.with_location(Location::at(file, text_place(at))),
            None => problem.with_location(Location::file(file)),
        }
        .with_hint(hint)
    })?;
    Ok(build_node(tree, text))
}

fn build_node(tree: Tree, source: &str) -> Node {
    let written = || {
        let (start, length) = tree.span?;
        let (start, length) = (start as usize, length as usize);
        source.get(start..start + length).map(|text| text.trim().to_owned())
    };
    let value = match tree.value {
        tree::Value::Null => Value::Null(written().unwrap_or_default()),
        tree::Value::Typed(text) => Value::Scalar(written().filter(|w| !w.is_empty()).unwrap_or(text)),
        tree::Value::Text(text) => Value::Scalar(text),
        tree::Value::List(items) => {
            Value::List(items.into_iter().map(|item| build_node(item, source)).collect())
        }
        tree::Value::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, at, item)| (key, text_place(at), build_node(item, source)))
                .collect(),
        ),
    };
    Node { value, place: text_place(tree.at) }
}

fn text_place((line, column): (u32, u32)) -> Place {
    Place::Text { line, column }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_keep_their_text() {
        let node = parse("a: NO\nb: +41 22\nc: 007\nd: 1e3\ne: true\nf: \"12\"\n", "x.yaml").unwrap();
        let texts: Vec<_> = ["a", "b", "c", "d", "e", "f"]
            .map(|key| node.get(key).unwrap().text().unwrap().to_owned())
            .into();
        assert_eq!(texts, ["NO", "+41 22", "007", "1e3", "true", "12"]);
    }

    #[test]
    fn nothing_keeps_how_it_was_written() {
        let node = parse("a: Null\nb:\nc: ~\n", "x.yaml").unwrap();
        let value = |key| node.get(key).unwrap().value.clone();
        assert_eq!(value("a"), Value::Null("Null".into()));
        assert_eq!(value("b"), Value::Null(String::new()));
        assert_eq!(value("c"), Value::Null("~".into()));
    }

    #[test]
    fn places_count_from_one() {
        let node = parse("a:\n  - x\n  - [y, z]\n", "x.yaml").unwrap();
        let Value::List(items) = &node.get("a").unwrap().value else { panic!("a list") };
        assert_eq!(items[0].place, Place::Text { line: 2, column: 5 });
    }

    #[test]
    fn a_repeated_key_is_an_error_with_its_place() {
        let problem = parse("a: 1\na: 2\n", "x.yaml").unwrap_err();
        assert!(problem.to_string().starts_with("x.yaml:2:1: error[yaml-syntax]"), "{problem}");
    }
}
