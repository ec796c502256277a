//! The places of an HTML template's values: they are text, so they may be between tags and in quoted attributes, and
//! not where HTML reads names, scripts, styles or the beginning of an address.
//!
//! There the escaper cannot help: an address may begin with `javascript:`, and an attribute without quotation marks ends at
//! a space. Templates are trusted to be HTML otherwise; this does not validate it.

use std::ops::Range;

use super::misplaced::Misplaced;
use crate::template::source::{Branches, Source};

/// What HTML reads where an address begins.
pub(super) const ADDRESS: &str = "an address";

/// Attributes that hold an address.
const ADDRESSES: [&str; 10] =
    ["href", "src", "action", "formaction", "background", "cite", "data", "poster", "srcset", "ping"];

/// Elements whose content is not text.
const RAW: [&str; 7] = ["script", "style", "iframe", "noscript", "noembed", "noframes", "xmp"];

/// What HTML reads at each value that is not in text, by the offset of its tag.
pub(super) fn find_misplaced(source: &Source) -> Misplaced {
    let mut misplaced = Misplaced::new();
    for branch in Branches::new(source.text(), source.tags()).shown() {
        let html = branch.text.to_ascii_lowercase();
        Scan { html: &html, values: &branch.values, found: &mut misplaced }.text();
    }
    misplaced
}

/// A template in small letters with a word in place of each value, read from its beginning.
struct Scan<'a> {
    html: &'a str,
    values: &'a [usize],
    found: &'a mut Misplaced,
}

impl Scan<'_> {
    /// Reads text and passes over the comments and tags in it.
    fn text(&mut self) {
        let mut at = 0;
        while let Some(open) = self.find(at, "<") {
            let rest = self.html.get(open + 1..).unwrap_or_default();
            if rest.starts_with("!--") {
                at = self.find(open, "-->").unwrap_or(self.html.len());
                self.refuse(open..at, "a comment");
            } else if rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
                at = self.tag(open + 1);
            } else {
                at = open + 1;
            }
        }
    }

    /// Reads a tag and what is not text after it; returns where text goes on.
    fn tag(&mut self, start: usize) -> usize {
        let name = self.run(start, |c| !c.is_whitespace() && c != '>');
        self.refuse(name.clone(), "the name of a tag");
        let element = self.html.get(name.clone()).unwrap_or_default().trim_end_matches('/');
        let mut at = name.end;
        loop {
            at = self.run(at, |c| c.is_whitespace() || c == '/').end;
            match self.html.get(at..).and_then(|rest| rest.chars().next()) {
                None => return at,
                Some('>') => break,
                Some(_) => at = self.attribute(at),
            }
        }
        if !RAW.contains(&element) {
            return at + 1;
        }
        let end = self.find(at, &format!("</{element}")).unwrap_or(self.html.len());
        self.refuse(at..end, "a script or a style sheet");
        end
    }

    /// Reads an attribute; returns where it ends.
    fn attribute(&mut self, start: usize) -> usize {
        let first =
            start + self.html.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        let rest = self.run(first, |c| !c.is_whitespace() && !matches!(c, '=' | '>' | '/'));
        let name = start..rest.end;
        self.refuse(name.clone(), "the name of an attribute");
        let equals = self.run(name.end, char::is_whitespace).end;
        if !self.html.get(equals..).is_some_and(|rest| rest.starts_with('=')) {
            return name.end;
        }
        let value = self.run(equals + 1, char::is_whitespace).end;
        let quote =
            self.html.get(value..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '"' | '\''));
        let Some(quote) = quote else {
            let bare = self.run(value, |c| !c.is_whitespace() && c != '>');
            self.refuse(bare.clone(), "an attribute without quotation marks");
            return bare.end;
        };
        let inside = self.run(value + 1, |c| c != quote);
        let name = self.html.get(name).unwrap_or_default();
        if name == "style" || name == "srcdoc" || name.starts_with("on") {
            self.refuse(inside.clone(), "a script or a style");
        } else if ADDRESSES.contains(&name.rsplit(':').next().unwrap_or_default()) {
            let begin = self.run(inside.start, char::is_whitespace).end;
            self.refuse(begin..begin + 1, ADDRESS);
        }
        inside.end + 1
    }

    /// Values in a range are not in text.
    fn refuse(&mut self, range: Range<usize>, what: &'static str) {
        let first = self.values.partition_point(|at| *at < range.start);
        let inside = self.values.iter().skip(first).take_while(|at| **at < range.end);
        self.found.extend(inside.map(|at| (*at, what)));
    }

    fn find(&self, from: usize, what: &str) -> Option<usize> {
        self.html.get(from..)?.find(what).map(|at| from + at)
    }

    /// The characters from an offset on that are so.
    fn run(&self, from: usize, so: impl Fn(char) -> bool) -> Range<usize> {
        let rest = self.html.get(from..).unwrap_or_default();
        from..from + rest.find(|c: char| !so(c)).unwrap_or(rest.len())
    }
}

#[cfg(test)]
mod tests {
    use super::find_misplaced;
    use crate::template::source::Source;

    #[track_caller]
    fn found(text: &str, expected: &[&str]) {
        assert_eq!(
            find_misplaced(&Source::new("email.html.hbs", text)).into_values().collect::<Vec<_>>(),
            expected,
            "{text}"
        );
    }

    #[test]
    fn values_between_tags_and_in_quoted_attributes_are_text() {
        for text in [
            "<!DOCTYPE html><html lang=\"{{a}}\" dir='{{b}}'><title>{{c}}</title><p>{{d}} < {{e}} > {{f}}</p>",
            "<a href=\"mailto:{{a}}\" title = \"{{b}}\">{{c}}</a><br/>{{d}}<img alt='{{e}}' src=x>{{f}}",
            "{{#if a}}<p class=\"{{b}}\">{{else}}<p>{{/if}}{{c}}</p>",
            "<style>p { color: red }</style>{{a}}<!-- note -->{{b}}",
            "{{!-- <a {{a}}> --}}<p>{{b}}</p>",
        ] {
            found(text, &[]);
        }
    }

    #[test]
    fn values_elsewhere_are_not() {
        found("<a href=\"{{a}}\">", &["an address"]);
        found("<a href=' {{a}}/{{b}}'>", &["an address"]);
        found("<img SRC=\"{{a}}\"><svg><use xlink:href=\"{{b}}\"/></svg>", &["an address"; 2]);
        found("<p class={{a}}>", &["an attribute without quotation marks"]);
        found("<p {{a}}>", &["the name of an attribute"]);
        found("<{{a}}>{{b}}</{{c}}>", &["the name of a tag"; 2]);
        found("<h{{a}}>", &["the name of a tag"]);
        found("<p style=\"color: {{a}}\" onclick='f({{b}})'>", &["a script or a style"; 2]);
        found("<script>let a = \"{{a}}\";</script><STYLE>{{b}}</STYLE>", &["a script or a style sheet"; 2]);
        found("<!-- {{a}} -->", &["a comment"]);
        found("<p {{#if a}}title=\"\"{{else}}{{b}}{{/if}}>", &["the name of an attribute"]);
    }
}
