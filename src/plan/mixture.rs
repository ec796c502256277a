//! What a letter would print in another language than its own, because the list gives it in others: a ministry, a city, an address,
//! a form of address, a copy's addressee.
//!
//! Nobody is written to in a mixture of languages unless that is asked for.

use std::collections::BTreeMap;

use super::options::Unfinished;
use super::planned::PlannedRecipient;
use crate::diagnostic::{Diagnostic, Problems, Severity, codes};
use crate::locale::{LocalLines, LocalText, LocalePack, Script};
use crate::recipient::{Copy, Recipient};

/// The scripts that languages are written in.
#[derive(Debug, Default)]
pub(super) struct Scripts(BTreeMap<String, Script>);

impl Scripts {
    /// The scripts of some languages, by the labels of their packs.
    pub(super) fn new(packs: &BTreeMap<String, LocalePack>) -> Self {
        let script = |pack: &LocalePack| {
            let labels = pack.file().labels.values().filter_map(|label| Script::of_text(label));
            labels.reduce(|one, other| if one == Script::Latin { other } else { one })
        };
        let known = packs.iter().filter_map(|(tag, pack)| Some((tag.clone(), script(pack)?)));
        Self(known.collect())
    }

    /// What of a recipient there is in other languages only than a letter's; the names of its fields.
    pub(super) fn mixed(&self, recipient: &Recipient, language: &str) -> Vec<&'static str> {
        let reader = Reader { language, script: self.0.get(language).copied() };
        let styles = &recipient.addressee.styles;
        let has_style = styles.is_empty() || styles.keys().any(|tag| is_of(tag, language));
        let fields = [
            ("ministry", reader.lacks(&recipient.ministry)),
            ("city", reader.lacks(&recipient.city)),
            ("address", reader.lacks_lines(&recipient.address)),
            ("addressee.styles", !has_style),
            ("copies", recipient.copies.iter().any(|copy| reader.lacks_copy(copy))),
        ];
        fields.into_iter().filter(|(_, is_mixed)| *is_mixed).map(|(field, _)| field).collect()
    }

    /// Tells what the letters of a recipient would print in other languages: an error, unless it is asked for.
    pub(super) fn check(&self, planned: &PlannedRecipient, unfinished: Unfinished) -> Problems {
        let mut locales: Vec<&str> =
            planned.documents.iter().map(|document| document.locale.as_str()).collect();
        locales.dedup();
        let told = locales.into_iter().filter_map(|locale| {
            let fields = self.mixed(&planned.recipient, locale);
            let first = fields.first()?;
            let message = format!(
                "a letter in {locale} would mix languages: `{}` is given in others only",
                fields.join(", ")
            );
            let mut problem = Diagnostic::new(codes::LANGUAGE_MIXED, message)
                .with_location(planned.recipient.location.clone())
                .with_field(*first)
                .with_hint(format!("give it in {locale} too, or build with --allow-stale"));
            if unfinished != Unfinished::Refuse {
                problem.severity = Severity::Warning;
            }
            Some(problem)
        });
        told.collect()
    }
}

/// A language and its script, where that is known.
#[derive(Debug, Clone, Copy)]
struct Reader<'a> {
    language: &'a str,
    script: Option<Script>,
}

impl Reader<'_> {
    fn lacks(self, text: &LocalText) -> bool {
        match text {
            _ if text.is_blank() => false,
            LocalText::Same(text) => !is_acronym(text) && self.is_foreign(text),
            LocalText::ByLanguage(_) => text.get(self.language).is_none_or(|text| text.trim().is_empty()),
        }
    }

    fn lacks_lines(self, lines: &LocalLines) -> bool {
        match lines {
            _ if lines.is_blank() => false,
            // An address in Latin letters is read everywhere.
            LocalLines::Same(lines) => {
                let is_foreign =
                    |line: &&String| Script::of_text(line) != Some(Script::Latin) && self.is_foreign(line);
                lines.iter().any(|line| is_foreign(&line))
            }
            LocalLines::ByLanguage(_) => lines.get(self.language).is_none_or(<[String]>::is_empty),
        }
    }

    fn lacks_copy(self, copy: &Copy) -> bool {
        self.lacks(&copy.to) || self.lacks(&copy.city) || self.lacks_lines(&copy.address)
    }

    /// Whether a text that is to serve all languages has letters, and none of this one's script.
    fn is_foreign(self, text: &str) -> bool {
        let mut scripts = text.chars().filter_map(Script::of).peekable();
        let Some(own) = self.script else { return false };
        scripts.peek().is_some() && scripts.all(|script| script != own)
    }
}

/// Whether a text is one word in capitals, such as `UNESCO`, which languages of all scripts write so.
fn is_acronym(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-')
}

/// Whether a tag serves a language: as it is, or by its primary subtag.
fn is_of(tag: &str, language: &str) -> bool {
    tag.eq_ignore_ascii_case(language) || language.split('-').next() == Some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Checked;
    use crate::recipient::read_yaml;

    fn mixed(more: &str, language: &str) -> Vec<&'static str> {
        let text = format!(
            "format: 1\nrecipients:\n  - {{id: X, kind: organisation, channels: [post], languages: [en], {more}}}\n"
        );
        let Checked { value: recipients, problems } = read_yaml(&text, "r.yaml", &[]);
        assert!(!problems.has_errors(), "{problems:#?}");
        let scripts = Scripts(
            [("en", Script::Latin), ("fr", Script::Latin), ("ru", Script::Cyrillic), ("ar", Script::Arabic)]
                .map(|(tag, script)| (tag.to_owned(), script))
                .into(),
        );
        scripts.mixed(&recipients[0], language)
    }

    #[test]
    fn what_is_given_in_other_languages_is_named() {
        let office = "addressee: {office: o}";
        for (more, language, fields) in [
            ("ministry: {en: A, fr: B}", "fr", &[][..]),
            ("ministry: {en: A, fr: B}", "fr-CA", &[]),
            ("ministry: {en: A, fr: B}", "ru", &["ministry"]),
            ("ministry: {en: A, fr: ''}", "fr", &["ministry"]),
            ("ministry: Ministry", "fr", &[]),
            ("ministry: Ministry", "ru", &["ministry"]),
            ("ministry: وزارة", "en", &["ministry"]),
            ("ministry: وزارة", "ru", &["ministry"]),
            ("ministry: 'وزارة (MFA)'", "en", &[]),
            ("ministry: UNESCO", "ar", &[]),
            ("ministry: M, city: {en: Bern}", "fr", &["city"]),
            ("ministry: M, city: ''", "fr", &[]),
            ("ministry: {ru: М}, address: [Bern, SUISSE]", "ru", &[]),
            ("ministry: M, address: [الرياض]", "en", &["address"]),
            ("ministry: M, address: {ar: [الرياض]}", "en", &["address"]),
            ("ministry: M, address: {ar: [الرياض], en: [Riyadh]}", "en", &[]),
            ("ministry: {ar: و}, address: [Минск]", "ar", &["address"]),
            ("ministry: M, copies: [{to: {en: Mission}, channel: post}]", "fr", &["copies"]),
            ("ministry: {ru: М}, copies: [{to: Mission, channel: post}]", "ru", &["copies"]),
        ] {
            assert_eq!(mixed(&format!("{office}, {more}"), language), fields, "{more} in {language}");
        }
        let style = "ministry: M, addressee: {office: o, styles: {en: {title: Secretary}}}";
        assert_eq!(mixed(style, "en"), [""; 0]);
        assert_eq!(mixed(style, "fr"), ["addressee.styles"]);
    }
}
