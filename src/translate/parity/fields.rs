//! The merge fields, blocks and partials of a text, and which of them stand for the same thing in another language.

use std::collections::BTreeSet;

/// A merge field, block or partial in a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::translate) struct Code {
    /// As it is written, such as `{{event.place}}`, `{{else}}` or `{{> letterhead}}`.
    pub(in crate::translate) written: String,
    /// What it stands for, the same in all languages.
    pub(in crate::translate) class: String,
    /// Where its tag begins, in bytes of the text.
    pub(in crate::translate) offset: usize,
}

impl Code {
    /// What to call it where a translation does without it.
    pub(in crate::translate) fn path(&self) -> &str {
        self.class.trim_start_matches(['#', '>', ' '])
    }
}

/// The codes of a text, in order.
pub(in crate::translate) fn codes(text: &str) -> Vec<Code> {
    let mut codes = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("{{")).map(|found| at + found) {
        let rest = text.get(start..).unwrap_or_default();
        let close = if rest.starts_with("{{!--") || rest.starts_with("{{~!--") { "--}}" } else { "}}" };
        let length = rest.find(close).map_or(rest.len(), |end| end + close.len());
        let tag = rest.get(..length).unwrap_or_default();
        at = start + length;
        let inside = tag.trim_start_matches("{{").trim_end_matches("}}").trim_matches('~').trim();
        let mut code = |written: String, class: String| codes.push(Code { written, class, offset: start });
        if inside.starts_with('!') || inside.starts_with('/') {
            continue;
        }
        if let Some(partial) = inside.strip_prefix('>') {
            let name = partial.split_whitespace().next().unwrap_or_default();
            code(format!("{{{{> {name}}}}}"), format!("> {name}"));
            continue;
        }
        if inside == "else" || inside == "^" {
            code("{{else}}".to_owned(), "else".to_owned());
            continue;
        }
        for path in
            inside.split(|c: char| c.is_whitespace() || "()#=|".contains(c)).filter(|word| is_path(word))
        {
            let written = if inside.starts_with('#') { tag.to_owned() } else { format!("{{{{{path}}}}}") };
            let class = class(path);
            let class = if inside.starts_with('#') { format!("#{class}") } else { class };
            code(written, class);
        }
    }
    codes
}

/// Whether a word of a tag is the path of a merge field: names joined by dots.
fn is_path(word: &str) -> bool {
    let name = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
    word.contains('.') && word.split('.').all(name) && word.starts_with(|c: char| c.is_alphabetic())
}

/// What a path stands for. Languages inflect: they write one of several forms of a State's name, of the dates, and
/// `event.forms.place_in` where another language has `event.place`; what follows the last `_` names the form.
pub(super) fn class(path: &str) -> String {
    if path.starts_with("recipient.country.") || path == "recipient.country" {
        return "recipient.country".to_owned();
    }
    if let Some(form) = path.strip_prefix("event.forms.") {
        return format!("event.{}", form.rsplit_once('_').map_or(form, |(base, _)| base));
    }
    path.strip_suffix("_plain").unwrap_or(path).to_owned()
}

/// The classes of some codes.
pub(in crate::translate) fn classes(codes: &[Code]) -> BTreeSet<&str> {
    codes.iter().map(|code| code.class.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_blocks_and_partials_are_found() {
        let text = "{{!-- {{no.field}} --}}{{> letterhead}} {{#if recipient.country}}{{recipient.country.of}}{{else}}\
                    {{ltr sender.tel}}{{/if}} {{event.forms.place_in}}, {{join return.lines \", \"}} {{this}} {{@index}}";
        let found: Vec<_> = codes(text).into_iter().map(|code| code.class).collect();
        let expected =
            ["> letterhead", "#recipient.country", "recipient.country", "else", "sender.tel", "event.place"];
        assert_eq!(found, [expected.as_slice(), &["return.lines"]].concat());
        assert_eq!(codes("{{#if a.b}}{{/if}}")[0].written, "{{#if a.b}}");
    }
}
