//! Which labels of a locale pack a template may write, told from its text: the few it names are a small part of a tree that is
//! made, handed over and copied for each document.

use std::collections::BTreeSet;

use super::source::{Role, Source};

/// The merge field that has the labels.
const LABELS: &str = "labels";

/// The names of the labels that some templates write; `None` where one may come by labels without naming them.
pub(super) fn find_named<'a>(sources: impl IntoIterator<Item = &'a Source>) -> Option<BTreeSet<String>> {
    let mut named = BTreeSet::new();
    for source in sources {
        let tags = source.tags();
        let spoken = tags.all().iter().filter(|tag| tag.role != Role::Comment);
        for tag in spoken {
            if takes_all(source.part(tag.range.clone()), tag.role) {
                return None;
            }
        }
        let comments = tags.all().iter().filter(|tag| tag.role == Role::Comment).map(|tag| tag.range.clone());
        let ends = comments.clone().map(|comment| comment.start).chain([source.text().len()]);
        let starts = std::iter::once(0).chain(comments.map(|comment| comment.end));
        for (start, end) in starts.zip(ends) {
            collect(source.part(start..end), &mut named)?;
        }
    }
    Some(named)
}

/// Adds the names behind each `labels.`; `None` where something else is behind `labels`.
fn collect(text: &str, named: &mut BTreeSet<String>) -> Option<()> {
    let is_of_name = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(LABELS) {
        rest = behind;
        if before.ends_with(is_of_name) || behind.starts_with(is_of_name) {
            continue;
        }
        let name = behind.strip_prefix('.')?;
        let length = name.find(|c| !is_of_name(c)).unwrap_or(name.len());
        let (name, after) = name.split_at(length);
        if name.is_empty() || after.starts_with(['.', '/', '[']) {
            return None;
        }
        named.insert(name.to_owned());
    }
    Some(())
}

/// Whether a tag hands all merge fields, or what may be all of them, to a block, a helper or a partial.
fn takes_all(tag: &str, role: Role) -> bool {
    let is_all = |word: &str| {
        let word = word.trim_end_matches('/');
        matches!(word, "this" | "." | ".." | "@root")
            || ["/this", ".this", "/.", "/.."].iter().any(|end| word.ends_with(end))
    };
    let is_between = |c: char| c.is_whitespace() || "{}()=|~#^>*&".contains(c);
    let mut words = tag.split(is_between).filter(|word| !word.is_empty());
    let (first, others) = (words.next().unwrap_or_default(), words);
    let is_computed = role == Role::Other && tag.contains('(');
    is_computed || role == Role::Open && is_all(first) || others.into_iter().any(is_all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Option<Vec<String>> {
        let source = Source::new("templates/en/a.typ.hbs", text);
        find_named([&source]).map(|named| named.into_iter().collect())
    }

    #[test]
    fn labels_are_found_by_their_names() {
        let text = "{{labels.tel}} {{#if event.name}}{{@root.labels.e_mail}}{{/if}}{{default ../labels.fax labels.tel}}
            {{!-- labels of this --}}{{#each addressee.lines}}{{this}}{{/each}} sublabels {{> letterhead}}";
        assert_eq!(named(text), Some(["e_mail", "fax", "tel"].map(str::to_owned).to_vec()));
        assert_eq!(named("{{event.name}}"), Some(Vec::new()));
    }

    #[test]
    fn whatever_may_come_by_others_has_them_all() {
        for text in [
            "{{lookup labels recipient.kind}}",
            "{{lookup this \"labels\"}}",
            "{{lookup @root event.name}}",
            "{{#with labels}}{{tel}}{{/with}}",
            "{{#each labels}}{{this}}{{/each}}",
            "{{labels/tel}}",
            "{{labels.[tel]}}",
            "{{[labels].tel}}",
            "{{#each this}}{{#each this}}{{this}}{{/each}}{{/each}}",
            "{{#each @root}}{{@key}}{{/each}}",
            "{{#with ..}}{{this}}{{/with}}",
            "{{#event}}{{#with ../..}}{{/with}}{{/event}}",
            "{{#.}}{{/.}}",
            "{{> part this}}",
            "{{> part of=.}}",
            "{{> (lookup event \"name\")}}",
            "{{join x \"}}\" labels}}",
        ] {
            assert_eq!(named(text), None, "{text}");
        }
    }
}
