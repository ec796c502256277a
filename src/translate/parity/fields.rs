//! The merge fields, blocks and partials of a text, and which of them stand for the same thing in another language.

use std::collections::BTreeSet;

use crate::template::{Role, Tags};

/// A merge field, block or partial in a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Code {
    /// As it is written, such as `{{event.place}}`, `{{else}}` or `{{> letterhead}}`.
    pub(super) written: String,
    /// What it stands for, the same in all languages.
    pub(super) class: String,
    /// Where its tag begins, in bytes of the text.
    pub(super) offset: usize,
}

impl Code {
    /// What to call it where a translation does without it.
    pub(super) fn path(&self) -> &str {
        self.class.trim_start_matches(['#', '>', ' '])
    }
}

/// The codes of a text, in order.
pub(super) fn find_codes(text: &str) -> Vec<Code> {
    let mut codes = Vec::new();
    for tag in Tags::new(text).all() {
        if !matches!(tag.role, Role::Comment | Role::Close) {
            let written = text.get(tag.range.clone()).unwrap_or_default();
            codes.extend(read_tag(written).into_iter().map(|(written, class)| Code {
                written,
                class,
                offset: tag.range.start,
            }));
        }
    }
    codes
}

/// The codes of one tag: how each is written, and its class.
fn read_tag(tag: &str) -> Vec<(String, String)> {
    let inside = tag.trim_start_matches("{{").trim_end_matches("}}").trim_matches('~').trim();
    if let Some(partial) = inside.strip_prefix('>') {
        let name = partial.split_whitespace().next().unwrap_or_default();
        return vec![(format!("{{{{> {name}}}}}"), format!("> {name}"))];
    }
    if inside == "else" || inside == "^" {
        return vec![("{{else}}".to_owned(), "else".to_owned())];
    }
    let is_block = inside.starts_with('#');
    let words = inside.split(|c: char| c.is_whitespace() || "()#=|".contains(c));
    words
        .filter(|word| is_path(word))
        .map(|path| match is_block {
            true => (tag.to_owned(), format!("#{}", class(path))),
            false => (format!("{{{{{path}}}}}"), class(path)),
        })
        .collect()
}

/// Whether a word of a tag is the path of a merge field: names joined by dots.
fn is_path(word: &str) -> bool {
    let name = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
    word.contains('.') && word.split('.').all(name) && word.starts_with(|c: char| c.is_alphabetic())
}

/// What a path stands for. Languages inflect: they write one of several forms of a State's name, of the dates, and
/// `event.forms.place_in` or `event.in_place` where another language has `event.place`; what follows the last `_` of a form
/// names it.
pub(super) fn class(path: &str) -> String {
    match path {
        "event.in_place" | "event.forms.in_place" => return "event.place".to_owned(),
        "event.in_month" | "event.of_month" => return "event.month_name".to_owned(),
        _ => {}
    }
    if path.starts_with("recipient.country.") || path == "recipient.country" {
        return "recipient.country".to_owned();
    }
    if path.starts_with("event.host.") {
        return "event.host".to_owned();
    }
    if let Some(form) = path.strip_prefix("event.forms.") {
        return format!("event.{}", form.rsplit_once('_').map_or(form, |(base, _)| base));
    }
    path.strip_suffix("_plain").unwrap_or(path).to_owned()
}

/// The classes of some codes.
pub(super) fn classes(codes: &[Code]) -> BTreeSet<&str> {
    codes.iter().map(|code| code.class.as_str()).collect()
}

/// The first code of each class that is wanted.
pub(super) fn first_of_each(codes: &[Code], wanted: impl Fn(&str) -> bool) -> Vec<&Code> {
    let mut seen = BTreeSet::new();
    codes.iter().filter(|code| wanted(&code.class) && seen.insert(code.class.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_blocks_and_partials_are_found() {
        let text = "{{!-- {{no.field}} --}}{{> letterhead}} {{#if recipient.country}}{{recipient.country.of}}{{else}}\
                    {{ltr sender.tel}}{{/if}} {{event.in_place}}, {{join return.lines \", \"}} {{this}} {{@index}}";
        let found: Vec<_> = find_codes(text).into_iter().map(|code| code.class).collect();
        let expected =
            ["> letterhead", "#recipient.country", "recipient.country", "else", "sender.tel", "event.place"];
        assert_eq!(found, [expected.as_slice(), &["return.lines"]].concat());
        assert_eq!(find_codes("{{#if a.b}}{{/if}}")[0].written, "{{#if a.b}}");
    }
}
