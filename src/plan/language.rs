//! In which language a recipient is written to.
//!
//! The first of a recipient's languages that has a locale pack and a template for every document; the mailing's
//! default language where none has.

use crate::diagnostic::{Diagnostic, Severity};
use crate::recipient::Recipient;

/// Chooses a recipient's language among the usable ones; the diagnostic says that none of its own was usable.
pub(super) fn choose(
    recipient: &Recipient,
    default: &str,
    usable: impl Fn(&str) -> bool,
) -> (Option<String>, Option<Diagnostic>) {
    let wanted = recipient.languages.iter().map(|language| language.value.as_str());
    let found = wanted.clone().find_map(|tag| lookup(tag).find(|tag| usable(tag)));
    if let Some(tag) = found {
        return (Some(tag.to_owned()), None);
    }
    let own = wanted.collect::<Vec<_>>().join(", ");
    let usable_default = usable(default);
    let problem = if usable_default {
        let mut note = Diagnostic::note(
            "language-fallback",
            format!("written to in {default}, the default language: no templates for {own}"),
        );
        note.subject.recipient = Some(recipient.id.value.clone());
        note
    } else {
        Diagnostic::error(
            "language-none",
            format!("no templates for {own}, nor for {default}, the default language"),
        )
        .with_hint(format!("add templates and a locale pack for {default}, or correct `languages`"))
        .blocking(recipient.id.value.as_str())
    };
    debug_assert!(usable_default == (problem.severity == Severity::Note), "a fallback is only a note");
    let problem = problem.with_location(recipient.location.clone()).with_field("languages");
    (usable_default.then(|| default.to_owned()), Some(problem))
}

/// The tag and its ever shorter prefixes (RFC 4647, 3.4): `zh-Hans-CN`, `zh-Hans`, `zh`.
fn lookup(tag: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(tag), |tag| tag.rsplit_once('-').map(|(shorter, _)| shorter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_shortened_part_by_part() {
        assert_eq!(lookup("zh-Hans-CN").collect::<Vec<_>>(), ["zh-Hans-CN", "zh-Hans", "zh"]);
    }
}
