//! What Typst does not print as it stands, and what passes; and that what is advised prints it.

use typst::syntax::{LinkedNode, SyntaxKind, ast, parse};

use super::{Names, find};
use crate::diagnostic::{Severity, codes};
use crate::template::source::Source;

fn found(text: &str) -> Vec<(usize, bool, String, String)> {
    let source = Source::new("templates/en/letter.typ.hbs", text);
    let names = Names::new([&source], &[&source]);
    let told = find(&source, &names).into_iter().map(|finding| {
        let is_lost = finding.code == codes::PROSE_LOST;
        assert_eq!(finding.code.severity == Severity::Error, is_lost);
        (finding.range.start, is_lost, finding.message, finding.hint)
    });
    told.collect()
}

#[track_caller]
fn lost(text: &str, at: usize, hint: &str) {
    one(text, at, true, hint);
}

#[track_caller]
fn changed(text: &str, at: usize, hint: &str) {
    one(text, at, false, hint);
}

#[track_caller]
fn one(text: &str, at: usize, is_lost: bool, hint: &str) {
    let found = found(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    let (begin, lost, message, hints) = &found[0];
    assert_eq!((*begin, *lost), (at, is_lost), "{text}: {message}");
    assert!(hints.contains(hint), "{text}: {hints}");
}

#[test]
fn text_that_is_not_printed_is_found() {
    for (text, at, hint) in [
        ("Room A // Room B on the second floor, 09:00.", 7, r"`\/\/`"),
        ("// at the beginning", 0, r"`\/\/`"),
        ("ftp://host.example", 4, r"`\/\/`"),
        ("and/or /* both */ of them", 7, r"`\/\*` and `\*\/`"),
        ("open /*中", 5, r"`\/\*`"),
        ("*bold // not\nnext*", 6, r"`\/\/`"),
        ("item #3 of the agenda", 5, r"`\#3`"),
        ("#1.5 times", 0, r"`\#1.5`"),
        ("room # 3", 5, r"`\#`"),
        ("#1st", 0, r"`\#1st`"),
        ("say #none", 4, r"`\#none`"),
        ("follow #Climate on", 7, r"`\#Climate`"),
        ("follow #climate on", 7, r"`\#climate`"),
        (r"C:\Users\Maria", 2, r"`C:\\Users\\Maria`"),
        (r"on \\server\share now", 11, r"`\\\\server\\share`"),
        (r"and\or", 3, r"`and\\or`"),
        (r"the drive C:\ and others", 12, r"`C:\\`"),
        ("j.smith@naefc.example", 7, r"`\@naefc.example`"),
        ("Dear <name>,", 5, r"`\<name>`"),
        ("if x <5 then", 5, r"`\<`"),
        ("Fee: $250 and $300.", 5, r"`\$`"),
        ("Fee: $250.", 5, r"`\$`"),
        ("{{a}} costs $ {{b}} $", 12, r"`\$`"),
        ("5 * 3", 2, r"`\*`"),
        ("* one\n\ntwo", 0, r"`\*`"),
        ("a _word", 2, r"`\_`"),
        ("Name: ________", 6, r"`\_` for each"),
        ("**bold**", 0, r"`*…*`"),
        ("about ~50 people", 6, r"`\~`"),
        ("www.itu.int/~user", 12, r"`\~`"),
        ("yes -? no", 4, r"`-\?`"),
        ("see #strong[this]; then that", 17, r"`\;`"),
        ("#let f = [Room // two]\n#f", 15, r"`\/\/`"),
        ("= Title // sub", 8, r"`\/\/`"),
        ("- item // rest", 7, r"`\/\/`"),
    ] {
        if text.starts_with("**") {
            assert_eq!(found(text).len(), 2, "{:?}", found(text));
            continue;
        }
        lost(text, at, hint);
    }
}

#[test]
fn text_that_looks_other_than_it_stands_is_found() {
    for (text, at, hint) in [
        ("* a * b", 0, r"`- `"),
        ("* one\n* two", 0, r"`- `"),
        ("5 * 3 * 2", 2, r"`\*`"),
        ("word* and other*", 4, r"`\*`"),
        ("(_) yes (_) no", 1, r"`\_`"),
        ("a _ b _", 2, r"`\_`"),
        ("say `code` here", 4, "#raw"),
        ("l`ONU et l`OIT", 1, "‘…’"),
        (r"either \ or", 7, r"`\\`"),
        ("on 24 June\n2004. The meeting", 11, r"`2004\.`"),
        ("am\n24. Juni", 3, r"`24\.`"),
        ("text\n= more", 5, r"`\=`"),
        ("/ term: meaning", 0, r"`\/`"),
    ] {
        changed(text, at, hint);
    }
}

#[test]
fn text_that_is_still_to_be_written_is_found() {
    for (text, at) in [
        ("The room is TBC, the time too.", 12),
        ("= TODO", 2),
        ("- one\n- XXXX", 8),
        ("*TBD*", 1),
        ("at ??? o’clock", 3),
        ("Lorem ipsum dolor sit amet", 0),
    ] {
        let found = super::find(&Source::new("templates/en/letter.typ.hbs", text), &Names::new([], &[]));
        let told: Vec<_> = found.iter().map(|one| (one.range.start, one.code)).collect();
        assert_eq!(told, [(at, codes::PROSE_UNFINISHED)], "{text}");
    }
    let turned =
        super::find(&Source::new("templates/en/letter.typ.hbs", "a \u{202e}b"), &Names::new([], &[]));
    assert_eq!(turned.len(), 1);
    assert!(turned[0].message.contains("U+202E") && turned[0].range.start == 2, "{turned:?}");
}

#[test]
fn what_is_meant_passes() {
    for text in [
        "plain text, 50 % & more; 3 < 4 > 2, a = b, ½ + 1 – (x) [y] {z} ^ | 'q' \"q\"",
        "*bold*, _italic_, *{{a}}*, _{{#if a}}x{{else}}{{b}}{{/if}}_, 中文*粗体*中文",
        "= Heading\n\ntext\n\n== Second",
        "The following:\n- one\n- two\n  - three\n\n1. one\n2. two\n\ntext\n\n3. three\n+ next",
        "https://www.itu.int/wsis/~user//x, http://a.example.",
        r"office\@example.org, \#3, \$250, C:\\Users, \<b>, \~50, \/\/ and \/\*, \u{2f}, a\;",
        "line \\\nnext\\\nlast",
        "10~km, «~mot~», No.~5, 2003--2004, a---b, …, ..., -1, auto-?matic",
        "snake_case, 5*3, a*b, {{a}}_{{b}}, a/b, 24/7, either/or, 1.5, 2004.",
        "#let x = 1 // a remark\n#import \"/layout.typ\": letter // another\n#set text(size: 3pt);\n#x",
        "#let f(\n  // a remark\n  a: 1, /* another */\n) = a\n#f(a: 2)",
        "{{!-- // and $ --}}#isolated(\"{{a}} // b # 3\")",
        "#math.equation($x^2$, alt: \"x squared\") #(1 + 2) #\"text\" #[content] #for i in (1, 2) [#i]",
        "the #\"TODO\" list, the XXX session, really??, {{TBC}}",
        "see @table\n\n#figure[x] <table>\n#link(<other>)[x] = y <other>",
        "#strong[a];b\n\n#v(1em);\n#emph[x]",
        "{{#if a}}*{{/if}}x{{#if a}}*{{else}}{{/if}}",
        "{{#each a}}{{this}}, {{/each}}",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn all_is_told_together() {
    let text = "A // b\n$5 or\n`c` #3\nD:\\E $6 `f";
    let places: Vec<usize> = found(text).into_iter().map(|(at, ..)| at).collect();
    assert_eq!(places, [2, 7, 13, 17, 22, 28]);
}

#[test]
fn what_is_advised_prints_the_text() {
    for (advised, printed) in [
        (r"\/\/", "//"),
        (r"\/\* x \*\/", "/* x */"),
        (r"\#3", "#3"),
        (r"C:\\Users\\Maria", r"C:\Users\Maria"),
        (r"\\\\server\\share", r"\\server\share"),
        (r"j.smith\@naefc.example", "j.smith@naefc.example"),
        (r"\<name>", "<name>"),
        (r"\$250", "$250"),
        (r"\* a \* b", "* a * b"),
        (r"\_\_", "__"),
        (r"\~50", "~50"),
        (r"-\?", "-?"),
        (r"2004\. The", "2004. The"),
        (r"\= x", "= x"),
        (r"\/ x", "/ x"),
        ("\\`", "`"),
        (r"\;", ";"),
    ] {
        assert_eq!(found(advised), [], "{advised}");
        assert_eq!(print(&LinkedNode::new(&parse(advised))), printed);
    }
}

fn print(node: &LinkedNode<'_>) -> String {
    if let Some(escape) = node.get().cast::<ast::Escape>() {
        return escape.get().to_string();
    }
    match node.kind() {
        SyntaxKind::Markup => node.children().map(|child| print(&child)).collect(),
        SyntaxKind::Text | SyntaxKind::Space => node.leaf_text().to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_large_template_is_read_in_bounds() {
    let text = "Fee: $5 // or\n\n* a * `b` #3 ".repeat(20_000);
    let found = found(&text);
    assert!(!found.is_empty() && found.len() < 100, "{}", found.len());
}
