//! What stands in for values that are still empty or cannot be read, so that all else of a mailing can be checked with them: a
//! person is told everything at once.
//!
//! Nothing is made of such a mailing, since each gap is an error; but a contact sheet shows what is still empty.

use crate::input::{Node, Value};

/// A text of any language.
const TEXT: &str = "…";

/// Keys that nothing can stand in for: too much follows from them.
const UNKNOWABLE: [&str; 4] = ["default_language", "event", "sender", "sender.signatory"];

/// Keys of dates.
const DATES: [&str; 6] = [
    "issued_at",
    "names_as_of",
    "event.start",
    "event.end",
    "deadlines.contributions",
    "deadlines.registration",
];

/// The tree with something in each gap, the key of which is given; `None` if nothing can stand in for one.
pub(super) fn fill(node: &Node, gaps: &[String]) -> Option<Node> {
    if gaps.iter().any(|gap| UNKNOWABLE.contains(&gap.as_str())) {
        return None;
    }
    let mut filled = node.clone();
    for gap in gaps {
        let keys: Vec<&str> = gap.split('.').collect();
        match keys[..] {
            // A picture that is not named is none.
            ["assets", picture, "file"] => remove(filled.get_mut("assets")?, picture),
            _ => {
                let day = day(node, gap, gaps);
                let value = keys.iter().try_fold(&mut filled, |node, key| node.get_mut(key))?;
                value.value = stand_in(gap, day);
            }
        }
    }
    Some(filled)
}

fn stand_in(gap: &str, day: String) -> Value {
    let scalar = |text: &str| Value::Scalar(text.to_owned());
    match gap {
        "reference" => scalar("REFERENCE"),
        "recipients" => Value::List(Vec::new()),
        "sender.e_mail" => scalar("office@example.org"),
        gap if DATES.contains(&gap) => Value::Scalar(day),
        "sender.signatory.titles" => Value::Map(Vec::new()),
        gap if gap.starts_with("sender.signatory.titles.") => {
            let place = crate::diagnostic::Place::Text { line: 1, column: 1 };
            Value::List(vec![Node { value: scalar(TEXT), place }])
        }
        _ => scalar(TEXT),
    }
}

/// A day for a date: the event begins and ends on one where only one of these is known.
fn day(node: &Node, gap: &str, gaps: &[String]) -> String {
    let event = |key: &str| {
        let is_known = !gaps.iter().any(|gap| gap == &format!("event.{key}"));
        node.get("event")?.get(key)?.text().filter(|_| is_known)
    };
    let other = match gap {
        "event.start" => event("end"),
        "event.end" => event("start"),
        _ => None,
    };
    other.unwrap_or("2000-01-01").to_owned()
}

fn remove(node: &mut Node, key: &str) {
    if let Value::Map(entries) = &mut node.value {
        entries.retain(|(name, ..)| name != key);
    }
}

/// Whether a problem of a mailing's check follows from what stands in for a gap.
pub(super) fn follows(field: &str, gaps: &[String]) -> bool {
    let is_date = |key: &str| DATES.contains(&key);
    gaps.iter().any(|gap| gap == field) || is_date(field) && gaps.iter().any(|gap| is_date(gap))
}
