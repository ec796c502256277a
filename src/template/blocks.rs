//! The text of an e-mail as an HTML template sets it: paragraphs of lines, and lists of items, with the links in them.
//!
//! The structure comes from the text alone, so that both say the same: an empty line ends a block, and lines that begin with
//! a hyphen and a space are a list.

use serde_json::{Value, json};

use super::email::Email;
use super::links::{Piece, pieces};

/// Begins an item of a list.
const ITEM: &str = "- ";

/// The mark of a link in the shape of the merge fields; nothing else has it.
const LINK: &str = "mailto:";

/// A paragraph or a list.
#[derive(Debug, PartialEq, Eq)]
enum Block<'a> {
    Lines(Vec<&'a str>),
    Items(Vec<&'a str>),
}

/// Adds to the merge fields of an e-mail what only its HTML may write: `email.subject` and `email.blocks`.
pub fn add_email(context: &mut Value, email: &Email) {
    let blocks: Vec<Value> = blocks(&email.text).iter().map(Block::value).collect();
    add(context, &email.subject, blocks);
}

/// Adds the same to the shape of the merge fields, everything filled.
pub(super) fn add_shape(shape: &mut Value) {
    let line = json!([{ "pieces": [{ "text": "text", "href": LINK }] }]);
    add(shape, "subject", vec![json!({ "lines": line, "items": line })]);
}

/// Whether a shape is that of a link of the text, which is safe in an address.
pub(super) fn is_link(shape: Option<&Value>) -> bool {
    shape.and_then(Value::as_str) == Some(LINK)
}

fn add(context: &mut Value, subject: &str, blocks: Vec<Value>) {
    if let Some(fields) = context.as_object_mut() {
        fields.insert("email".to_owned(), json!({ "subject": subject, "blocks": blocks }));
    }
}

/// The blocks of a text.
fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut is_new = true;
    for line in text.lines().map(str::trim_end) {
        if line.trim_start().is_empty() {
            is_new = true;
            continue;
        }
        match (line.strip_prefix(ITEM), blocks.last_mut().filter(|_| !is_new)) {
            (Some(item), Some(Block::Items(items))) => items.push(item),
            (Some(item), _) => blocks.push(Block::Items(vec![item])),
            (None, Some(Block::Lines(lines))) => lines.push(line),
            (None, _) => blocks.push(Block::Lines(vec![line])),
        }
        is_new = false;
    }
    blocks
}

impl Block<'_> {
    /// The block as merge fields; the kind it is not of is empty.
    fn value(&self) -> Value {
        let (lines, items): (&[&str], &[&str]) = match self {
            Self::Lines(lines) => (lines.as_slice(), &[]),
            Self::Items(items) => (&[], items.as_slice()),
        };
        json!({ "lines": line_values(lines), "items": line_values(items) })
    }
}

fn line_values(lines: &[&str]) -> Vec<Value> {
    let piece = |piece: Piece<'_>| json!({ "text": piece.text, "href": piece.href });
    lines
        .iter()
        .map(|line| json!({ "pieces": pieces(line).into_iter().map(piece).collect::<Vec<_>>() }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_paragraphs_and_lists() {
        let text = "Sir,\n\nAttached:\n- Letter\n- Form \n\n- Map\n\n\nOffice\n-Tel. 1\n";
        assert_eq!(
            blocks(text),
            [
                Block::Lines(vec!["Sir,"]),
                Block::Lines(vec!["Attached:"]),
                Block::Items(vec!["Letter", "Form"]),
                Block::Items(vec!["Map"]),
                Block::Lines(vec!["Office", "-Tel. 1"]),
            ]
        );
    }

    #[test]
    fn a_block_has_lines_or_items_of_pieces() {
        let mut context = json!({});
        let email = Email { subject: "S".to_owned(), text: "To a@b.example\n- c\n".to_owned(), html: None };
        add_email(&mut context, &email);
        let plain = |text: &str| json!({ "text": text, "href": null });
        let link = json!({ "text": "a@b.example", "href": "mailto:a@b.example" });
        assert_eq!(
            context,
            json!({ "email": { "subject": "S", "blocks": [
                { "lines": [{ "pieces": [plain("To "), link] }], "items": [] },
                { "lines": [], "items": [{ "pieces": [plain("c")] }] },
            ] } })
        );
    }
}
