//! What counts as words and as texts of a template.

use super::*;
use crate::template::source::Source;

/// The words, paragraphs set apart by `|`.
fn shown(template: &str, words: &[Words]) -> String {
    let mut shown = String::new();
    let mut last = None;
    for Words { range, paragraph } in words {
        shown.push_str(if last.is_none_or(|last| last == *paragraph) { " " } else { " | " });
        shown.push_str(template[range.clone()].trim());
        last = Some(*paragraph);
    }
    shown.trim().to_owned()
}

#[track_caller]
fn check(template: &str, expected: &str) {
    assert_eq!(shown(template, &words(&Source::new("letter.typ.hbs", template))), expected, "{template}");
}

#[test]
fn words_of_markup_and_strings_are_found() {
    check("Dear {{a}}, *come* soon.\n\nYours", "Dear , come soon. | Yours");
    check("= Title {{a}}\n- one\n- two", "Title | one | two");
    check("#let notices = (\"Copy for {{a}}\", \"letter\", \"{{b}}\")", "Copy for");
    check("#f(lang: \"en\", [Please write])", "Please write");
    check(
        "See #isolated(\"{{url}}\") and #box[e-mail].",
        "See  and | e-mail | .".replace("  ", " ").as_str(),
    );
}

#[test]
fn code_fields_and_comments_are_none() {
    for template in [
        "#import \"/layout.typ\": letter, isolated",
        "{{!-- Some words --}}// more words\n{{> letterhead}}",
        "#let x = f(y)\n`raw words` $a b$ https://example.org",
        "{{#each a}}{{this.b}}{{/each}}",
    ] {
        check(template, "");
    }
}

#[test]
fn every_branch_of_a_block_has_its_words() {
    check("{{#if a}}your country, {{b}},{{else}}you{{/if}} to take part", "your country, , you to take part");
    check(
        "#f(({{#if a}}\"Copy for {{b}}\",{{/if}}{{#if c}}\"In place of {{d}}\",{{/if}}))",
        "Copy for | In place of",
    );
}

#[test]
fn a_translator_sees_whole_texts() {
    let template = "{{!-- Note --}}\n#import \"/layout.typ\": letter\n\n#let d = \"{{a}}{{b}}\"\n#let n = (\n  \
                    {{#if a}}\"Copy for {{a}}\",{{/if}}\n  \"x\", \"{{c}}\",\n)\n#let h(n) = [Person #n of {{b}}]\n\n\
                    {{> letterhead}}\n\nDear {{a}}, see #box[e-mail] (#f(\"{{a}}\")),\n{{#if b}}come{{else}}go{{/if}}.\n\n\
                    = Title\n- one *two*\n- {{a}}\n";
    let found: Vec<&str> =
        texts(&Source::new("letter.typ.hbs", template)).into_iter().map(|range| &template[range]).collect();
    assert_eq!(
        found,
        [
            "{{a}}{{b}}",
            "Copy for {{a}}",
            "Person #n of {{b}}",
            "Dear {{a}}, see #box[e-mail] (#f(\"{{a}}\")),\n{{#if b}}come{{else}}go{{/if}}.",
            "Title",
            "one *two*",
        ]
    );
    let plain = "{{!-- x --}}\n{{a}}: {{b}}\n\n{{c}}\nText {{d}}\n{{#if a}}\n- {{this}}\n";
    let found: Vec<&str> =
        texts(&Source::new("email.txt.hbs", plain)).into_iter().map(|range| &plain[range]).collect();
    assert_eq!(found, ["{{a}}: {{b}}", "Text {{d}}"]);
}

#[test]
fn a_line_of_plain_text_is_a_paragraph() {
    let template = "{{!-- x --}}\n{{a}}: Meeting\n\nText {{b}} more\n";
    assert_eq!(shown(template, &words(&Source::new("email.txt.hbs", template))), ": Meeting | Text more");
}
