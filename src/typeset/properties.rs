//! Sets the properties of a document apart from its text, so that what was set of one document is found for the next.
//!
//! `#set document(title: …)` at the beginning of a text is part of the style of all that follows, and the style is part of every key
//! of Typst's caches: with a recipient's value in the title nothing of the letter would be found again. In a block of its own
//! the rule says the same of the document, and nothing of the text. A text that may read its properties stays as it is.

use typst::syntax::ast::{self, AstNode as _};
use typst::syntax::{SyntaxKind, SyntaxNode, parse};

/// A text whose rules for the document, where they stand at its beginning, are in blocks of their own; `None` where it stays as it is.
pub(super) fn set_apart(text: &str) -> Option<String> {
    memchr::memmem::find(text.as_bytes(), b"set document(")?;
    let root = parse(text);
    if root.diagnosis().errors || reads_properties(&root) {
        return None;
    }
    let mut apart = String::with_capacity(text.len() + 16);
    let (mut at, mut copied) = (0, 0);
    for node in root.children() {
        match node.kind() {
            // It would be that of the block.
            SyntaxKind::Label => return None,
            kind if is_of_preamble(kind) => {}
            _ => break,
        }
        let end = at + node.len();
        if is_document_rule(node) {
            // Before it is its `#`.
            apart.extend([text.get(copied..at)?, "[#", text.get(at..end)?, "]"]);
            copied = end;
        }
        at = end;
    }
    apart.push_str(text.get(copied..)?);
    (copied > 0).then_some(apart)
}

/// Whether nothing on a page comes of a node of this kind, so that it may stand before the rules.
fn is_of_preamble(kind: SyntaxKind) -> bool {
    use SyntaxKind::{BlockComment, Hash, LetBinding, LineComment, Parbreak, Semicolon, SetRule, Space};
    matches!(kind, BlockComment | Hash | LetBinding | LineComment | Parbreak | Semicolon | SetRule | Space)
}

/// Whether a node is `set document(…)`, without a condition.
fn is_document_rule(node: &SyntaxNode) -> bool {
    let rule = ast::SetRule::from_untyped(node);
    rule.is_some_and(|rule| is_document(rule.target()) && rule.condition().is_none())
}

fn is_document(target: ast::Expr<'_>) -> bool {
    matches!(target, ast::Expr::Ident(name) if name.as_str() == "document")
}

/// Whether a text may read the properties of its document: by their names, by a title's element, in a file or in a text that it makes.
fn reads_properties(node: &SyntaxNode) -> bool {
    match node.kind() {
        SyntaxKind::Ident | SyntaxKind::MathIdent => {
            matches!(node.leaf_text().as_str(), "document" | "title" | "eval" | "std")
        }
        SyntaxKind::ModuleImport | SyntaxKind::ModuleInclude => true,
        SyntaxKind::SetRule if is_document_rule(node) => {
            node.children().filter(|child| child.kind() == SyntaxKind::Args).any(reads_properties)
        }
        // The name of an argument, or of a field, is none of a variable.
        SyntaxKind::Named => node.children().skip(1).any(reads_properties),
        SyntaxKind::FieldAccess => node.children().next().is_some_and(reads_properties),
        _ => node.children().any(reads_properties),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_at_the_beginning_are_in_blocks() {
        let rest =
            "#set page(paper: \"a5\")\n= The document\n#table(title: 1, [set document(title)], it.title)";
        for (before, after) in [
            ("#set document(title: \"A\")\n", "#[#set document(title: \"A\")]\n"),
            (
                "// Values\n#let name = \"B)\"; #set text(lang: \"fr\")\n#set document(\n  title: name,\n)\n\n#set document(author: (\"é\",));",
                "// Values\n#let name = \"B)\"; #set text(lang: \"fr\")\n#[#set document(\n  title: name,\n)]\n\n#[#set document(author: (\"é\",))];",
            ),
        ] {
            let text = format!("{before}{rest}");
            assert_eq!(set_apart(&text), Some(format!("{after}{rest}")), "{text}");
        }
    }

    #[test]
    fn what_may_read_its_properties_stays_as_it_is() {
        for rest in [
            "#context document.title",
            "#title()",
            "#show title: emph",
            "#let own = document",
            "#eval(\"document\" + \".title\")",
            "#std.title()",
            "#import \"/layout.typ\": letter",
            "#[#include \"/end.typ\"]",
            "$ title $",
            "<label>",
            "#set document(title: \"B\") if true",
            "#unclosed(",
        ] {
            assert_eq!(set_apart(&format!("#set document(title: \"A\")\n{rest}")), None, "{rest}");
        }
        for text in [
            "",
            "Sir,",
            "Sir,\n#set document(title: \"A\")\n",
            "#show: it => it\n#set document(title: \"A\")\n",
            "```typ\n#set document(title: \"A\")\n```",
            "/*\n#set document(title: \"A\")\n*/",
            "#set document(title: \"A\") if true\n",
            "#{\n  set document(title: \"A\")\n}",
        ] {
            assert_eq!(set_apart(text), None, "{text}");
        }
    }
}
