//! What a value says, by its type; the server writes all of them as text.

use std::collections::BTreeMap;

use super::talk::Talk;
use crate::diagnostic::Diagnostic;
use crate::tables::cell::Shown;

/// How values of a column are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Type {
    /// As the server writes them.
    Text,
    /// Without the blanks that fill them up.
    Padded,
    Boolean,
    /// A moment, in UTC.
    Moment,
    /// A text of JSON: a value, or a list of values.
    Json,
    /// A list.
    List(Box<Self>),
    /// Not at all.
    Unknown(String),
}

/// The types of PostgreSQL that have numbers of their own (catalog `pg_type`).
fn built_in(oid: u32) -> Option<Type> {
    Some(match oid {
        16 => Type::Boolean,
        // char, name, int8, int2, int4, text, oid, float4, float8, unknown, varchar, date, time, numeric, uuid
        18 | 19 | 20 | 21 | 23 | 25 | 26 | 700 | 701 | 705 | 1043 | 1082 | 1083 | 1114 | 1700 | 2950 => {
            Type::Text
        }
        1042 => Type::Padded,
        1184 => Type::Moment,
        114 | 3802 => Type::Json,
        1000 => Type::List(Box::new(Type::Boolean)),
        1002 | 1003 | 1005 | 1007 | 1009 | 1015 | 1016 | 1021 | 1022 | 1115 | 1182 | 1231 | 2951 => {
            Type::List(Box::new(Type::Text))
        }
        1014 => Type::List(Box::new(Type::Padded)),
        1185 => Type::List(Box::new(Type::Moment)),
        _ => return None,
    })
}

impl Type {
    /// The types of columns. What is not built in is looked up: names of a set (ENUM) and texts of other kinds (`citext`).
    pub(super) fn find_all(talk: &mut Talk, columns: &[(String, u32)]) -> Result<Vec<Self>, Diagnostic> {
        let others: Vec<String> = columns
            .iter()
            .filter(|(_, oid)| built_in(*oid).is_none())
            .map(|(_, oid)| oid.to_string())
            .collect();
        let mut found = BTreeMap::new();
        if !others.is_empty() {
            let rows = talk.rows_of(&format!(
                "SELECT t.oid, t.typname, t.typtype, t.typcategory, e.typtype, e.typcategory FROM pg_catalog.pg_type t \
                 LEFT JOIN pg_catalog.pg_type e ON t.typcategory = 'A' AND e.oid = t.typelem WHERE t.oid IN ({})",
                others.join(", ")
            ))?;
            for row in rows {
                let texts: Vec<String> = row
                    .into_iter()
                    .map(|value| {
                        value.map_or_else(String::new, |bytes| String::from_utf8_lossy(&bytes).into_owned())
                    })
                    .collect();
                if let [oid, name, kind, category, of_items @ ..] = texts.as_slice() {
                    found.insert(oid.clone(), looked_up(name, kind, category, of_items));
                }
            }
        }
        let find = |(_, oid): &(String, u32)| {
            built_in(*oid)
                .or_else(|| found.get(&oid.to_string()).cloned())
                .unwrap_or_else(|| Self::Unknown("of a type that is not known".to_owned()))
        };
        Ok(columns.iter().map(find).collect())
    }

    /// Why values cannot be read.
    pub(super) fn refused(&self) -> Option<String> {
        match self {
            Self::Unknown(name) => Some(name.clone()),
            _ => None,
        }
    }

    /// What a value says.
    pub(super) fn show(&self, bytes: &[u8]) -> Shown {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Shown::Wrong("the cell is no text in UTF-8".to_owned());
        };
        match self {
            Self::Text => Shown::text(text.to_owned()),
            Self::Padded => Shown::text(text.trim_end_matches(' ').to_owned()),
            Self::Boolean => Shown::text(if text == "t" { "true" } else { "false" }.to_owned()),
            Self::Moment => Shown::text(match text.strip_suffix("+00") {
                Some(moment) => format!("{moment}+00:00"),
                None => text.to_owned(),
            }),
            Self::Json => json(text),
            Self::List(items) => match items_of(text) {
                Some(found) => found
                    .into_iter()
                    .flatten()
                    .map(|item| items.show(item.as_bytes()))
                    .fold(Shown::Empty, Shown::join),
                None => Shown::Wrong("the cell holds a list of lists".to_owned()),
            },
            Self::Unknown(_) => Shown::Empty,
        }
    }
}

fn looked_up(name: &str, kind: &str, category: &str, of_items: &[String]) -> Type {
    let is_text = |kind: &str, category: &str| kind == "e" || category == "S";
    match of_items {
        [item_kind, item_category] if category == "A" && is_text(item_kind, item_category) => {
            Type::List(Box::new(Type::Text))
        }
        _ if is_text(kind, category) => Type::Text,
        _ => Type::Unknown(format!("of the type `{name}`")),
    }
}

/// What a text of JSON says: a value, or a list of values.
fn json(text: &str) -> Shown {
    use serde_json::Value;
    let scalar = |value: &Value| {
        match value {
        Value::Null => Shown::Empty,
        Value::String(text) => Shown::text(text.clone()),
        Value::Bool(_) | Value::Number(_) => Shown::text(value.to_string()),
        Value::Array(_) | Value::Object(_) => Shown::Wrong(
            "the cell holds JSON with parts: select each as a column, such as ministry->>'en' AS \"ministry.en\"".to_owned(),
        ),
    }
    };
    match serde_json::from_str(text) {
        Ok(Value::Array(items)) => items.iter().map(scalar).fold(Shown::Empty, Shown::join),
        Ok(value) => scalar(&value),
        Err(_) => Shown::Wrong("the cell holds no JSON that can be read".to_owned()),
    }
}

/// The items of a list as the server writes it, such as `{a,"b \"c\"",NULL}`; `None` for a list of lists.
fn items_of(text: &str) -> Option<Vec<Option<String>>> {
    // The bounds of one that does not begin at 1 are before it.
    let text = if text.starts_with('[') { text.split_once('=')?.1 } else { text };
    let inside = text.strip_prefix('{')?.strip_suffix('}')?;
    let mut items = Vec::new();
    let mut chars = inside.chars().peekable();
    while chars.peek().is_some() {
        let (mut item, mut is_quoted, mut is_open) = (String::new(), false, false);
        while let Some(c) = chars.next() {
            match c {
                '"' => {
                    is_quoted = true;
                    is_open = !is_open;
                }
                '\\' => item.extend(chars.next()),
                ',' if !is_open => break,
                '{' if !is_open => return None,
                c => item.push(c),
            }
        }
        items.push(Some(item).filter(|item| is_quoted || item != "NULL"));
    }
    Some(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Shown {
        Shown::Text(text.to_owned())
    }

    #[test]
    fn lists_are_read_as_the_server_writes_them() {
        let list = Type::List(Box::new(Type::Text));
        for (written, shown) in [
            ("{}", Shown::Empty),
            ("{NULL}", Shown::Empty),
            ("{a,NULL,\"NULL\"}", text("a\nNULL")),
            ("{\"a, b\",\"c \\\"d\\\"\",e\\\\f}", text("a, b\nc \"d\"\ne\\f")),
            ("[2:3]={a,b}", text("a\nb")),
        ] {
            assert_eq!(list.show(written.as_bytes()), shown, "{written}");
        }
        assert!(matches!(list.show(b"{{a},{b}}"), Shown::Wrong(_)));
        assert_eq!(Type::List(Box::new(Type::Boolean)).show(b"{t,f}"), text("true\nfalse"));
    }

    #[test]
    fn values_say_what_lists_say() {
        for (kind, written, shown) in [
            (Type::Boolean, "t", text("true")),
            (Type::Padded, "ab  ", text("ab")),
            (Type::Moment, "2026-11-30 12:00:00.5+00", text("2026-11-30 12:00:00.5+00:00")),
            (Type::Json, "null", Shown::Empty),
            (Type::Json, "[\"a@b.example\", null, 3]", text("a@b.example\n3")),
            (Type::Json, "\"NULL\"", text("NULL")),
            (Type::Text, "", Shown::Empty),
        ] {
            assert_eq!(kind.show(written.as_bytes()), shown, "{written}");
        }
        for wrong in ["{\"a\": 1}", "[[1]]", "{"] {
            assert!(matches!(Type::Json.show(wrong.as_bytes()), Shown::Wrong(_)), "{wrong}");
        }
        assert!(matches!(Type::Text.show(b"\xff"), Shown::Wrong(_)));
        let large = "x".repeat((1 << 20) + 1);
        assert!(matches!(Type::Text.show(large.as_bytes()), Shown::Wrong(_)));
    }
}
