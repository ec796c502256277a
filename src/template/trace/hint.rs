//! What to write where a character is meant that Typst takes for markup.

use typst::syntax::{LinkedNode, Side, SyntaxKind, parse};

/// A hint for a problem at an offset of a text in Typst; `None` where nothing can be guessed.
pub(super) fn guess(text: &str, at: usize, message: &str) -> Option<String> {
    let parsed = parse(text);
    let root = LinkedNode::new(&parsed);
    let leaf = root.leaf_at(at, Side::After)?;
    let character = text.get(at..)?.chars().next()?;
    let meant = if ancestors(&leaf).any(|node| node.kind() == SyntaxKind::Equation) || character == '$' {
        "\\$".to_owned()
    } else if let Some(node) = ancestors(&leaf).find(|node| node.kind() == SyntaxKind::Label) {
        format!("\\{}", node.leaf_text())
    } else if ancestors(&leaf).any(|node| node.kind() == SyntaxKind::Ref) || character == '@' {
        "\\@".to_owned()
    } else if matches!(character, '*' | '_' | '`') && message.contains("unclosed") {
        format!("\\{character}")
    } else if follows_hash(text, at, message) {
        "\\#".to_owned()
    } else {
        return None;
    };
    Some(format!("write `{meant}` if the character itself is meant"))
}

fn ancestors<'a>(leaf: &'a LinkedNode<'a>) -> impl Iterator<Item = &'a LinkedNode<'a>> {
    std::iter::successors(Some(leaf), |node| node.parent())
}

/// Whether a problem is that of a word or a space after a number sign; a word with parentheses is meant as code.
fn follows_hash(text: &str, at: usize, message: &str) -> bool {
    let (before, rest) = text.split_at_checked(at).unwrap_or_default();
    let after_word = rest.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'));
    match message {
        message if message.starts_with("unknown variable") => {
            before.ends_with('#') && !after_word.starts_with(['(', '[', '.'])
        }
        message => {
            message.starts_with("expected expression") && (before.ends_with('#') || rest.starts_with('#'))
        }
    }
}
