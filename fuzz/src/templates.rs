//! Templates and what they escape: the input is a template, a zero byte, and a value. Any template is checked and rendered
//! without a panic; a value stays text wherever it is written.

use std::collections::BTreeMap;

use convoke::diagnostic::Checked;
use convoke::template::{Engine, MergeTemplates as _, escape};
use typst_syntax::{SyntaxKind, parse};

pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (template, value) = text.split_once('\0').unwrap_or((text, text));
    check_escaped(value);
    let context = serde_json::json!({
        "recipient": { "name": value, "lines": [value, value], "country": null },
        "form": { "participants": 2 },
    });
    for file in ["letter.typ.hbs", "email.txt.hbs"] {
        let source = BTreeMap::from([(("en".to_owned(), file.to_owned()), template.to_owned())]);
        let Checked { value: engine, problems } = Engine::new("templates", &source);
        assert!(problems.iter().all(|problem| problem.location.is_some()), "{problems:#?}");
        let checked = engine.check("en", file, &context);
        let rendered = engine.render("en", file, &context);
        if checked.is_empty() && engine.listing().has("en", file) {
            let again = engine.render("en", file, &context);
            assert_eq!(again, rendered);
        }
    }
}

/// An escaped value is only text, as markup and as a string.
fn check_escaped(value: &str) {
    let escaped = escape(value);
    let only = [SyntaxKind::Text, SyntaxKind::Escape, SyntaxKind::Space, SyntaxKind::Parbreak];
    for node in parse(&escaped).children() {
        assert!(only.contains(&node.kind()), "{:?} in {escaped:?}", node.kind());
    }
    let string = parse(&format!("#\"{escaped}\""));
    assert!(string.errors_and_warnings().0.is_empty(), "{escaped:?}");
    let kinds: Vec<_> = string.children().map(|node| node.kind()).collect();
    assert_eq!(kinds, [SyntaxKind::Hash, SyntaxKind::Str], "{escaped:?}");
}
