//! What a letter would print in another language than its own, because the list gives it in others: a ministry, a city, an address,
//! a copy's addressee.
//!
//! Nobody is written to in a mixture of languages unless that is asked for.

use std::collections::BTreeMap;

use super::options::Unfinished;
use super::planned::PlannedRecipient;
use crate::diagnostic::{Diagnostic, Problems, Severity, codes};
use crate::locale::{LocalLines, LocalText, LocalePack, Script, StateLines};
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

    /// What of a recipient a letter prints in other languages than its own; the names of its fields.
    pub(super) fn mixed(&self, recipient: &Recipient, language: &str) -> Vec<&'static str> {
        self.find(recipient, language).map(|(field, _)| field).collect()
    }

    /// The same, each with whether it is given in other languages, or once for all of them and in another script.
    fn find(&self, recipient: &Recipient, language: &str) -> impl Iterator<Item = (&'static str, Lack)> {
        let reader = Reader { language, script: self.0.get(language).copied() };
        // A title or a style that is given in other languages only is told by the locale pack: the office has its own words.
        let fields = [
            ("ministry", reader.lack(&recipient.ministry)),
            ("city", reader.lack(&recipient.city)),
            ("address", reader.lack_of_lines(&recipient.address)),
            ("copies", recipient.copies.iter().filter_map(|copy| reader.lack_of_copy(copy)).max()),
        ];
        fields.into_iter().filter_map(|(field, lack)| Some((field, lack?)))
    }

    /// Tells what the letters of a recipient would print in other languages: an error, unless it is asked for; a warning where a text is
    /// given once for all languages, which may be how the office wants it.
    pub(super) fn check(&self, planned: &PlannedRecipient, unfinished: Unfinished) -> Problems {
        let mut locales: Vec<&str> =
            planned.documents.iter().map(|document| document.locale.as_str()).collect();
        locales.dedup();
        let mut problems = Problems::new();
        for locale in locales {
            for lack in [Lack::Script, Lack::Language] {
                let found = self.find(&planned.recipient, locale).filter(|(_, found)| *found == lack);
                let fields: Vec<&str> = found.map(|(field, _)| field).collect();
                let Some(first) = fields.first() else { continue };
                let mut problem = report(lack, locale, &fields.join(", "))
                    .with_location(planned.recipient.location.clone())
                    .with_field(*first);
                if unfinished != Unfinished::Refuse {
                    // What is asked for is told, and nobody has to accept it.
                    problem.severity = match lack {
                        Lack::Language => Severity::Warning,
                        Lack::Script => Severity::Note,
                    };
                }
                problems.push(problem);
            }
        }
        problems
    }
}

fn report(lack: Lack, locale: &str, fields: &str) -> Diagnostic {
    match lack {
        Lack::Language => {
            let message =
                format!("a letter in {locale} would mix languages: `{fields}` is given in others only");
            Diagnostic::new(codes::LANGUAGE_MIXED, message)
                .with_hint(format!("give it in {locale} too, or build with --allow-stale"))
        }
        Lack::Script => {
            let message = format!(
                "a letter in {locale} mixes scripts: `{fields}` is given once for all languages, in another"
            );
            Diagnostic::new(codes::LANGUAGE_SCRIPT, message).with_hint(format!(
                "give it by language, with {locale}; where it is meant so, accept the warning"
            ))
        }
    }
}

/// How a text is not in a letter's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lack {
    /// It is given once for all languages, in another script.
    Script,
    /// It is given in other languages.
    Language,
}

/// A language and its script, where that is known.
#[derive(Debug, Clone, Copy)]
struct Reader<'a> {
    language: &'a str,
    script: Option<Script>,
}

impl Reader<'_> {
    fn lack(self, text: &LocalText) -> Option<Lack> {
        match text {
            _ if text.is_blank() => None,
            LocalText::Same(text) => (!is_acronym(text) && self.is_foreign(text)).then_some(Lack::Script),
            LocalText::ByLanguage(_) => {
                text.get(self.language).is_none_or(|text| text.trim().is_empty()).then_some(Lack::Language)
            }
        }
    }

    fn lack_of_lines(self, lines: &LocalLines) -> Option<Lack> {
        match lines {
            _ if lines.is_blank() => None,
            // An address in Latin letters is read everywhere.
            LocalLines::Same(lines) => {
                // The line of the country is put into the language of the letter.
                let is_country =
                    |line: &&String| lines.last() == Some(*line) && StateLines::known().is_name(line);
                let is_foreign = |line: &&String| {
                    Script::of_text(line) != Some(Script::Latin) && self.is_foreign(line) && !is_country(line)
                };
                lines.iter().any(|line| is_foreign(&line)).then_some(Lack::Script)
            }
            LocalLines::ByLanguage(_) => {
                lines.get(self.language).is_none_or(<[String]>::is_empty).then_some(Lack::Language)
            }
        }
    }

    fn lack_of_copy(self, copy: &Copy) -> Option<Lack> {
        self.lack(&copy.to).max(self.lack(&copy.city)).max(self.lack_of_lines(&copy.address))
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
    fn what_is_given_in_other_languages_is_worse_than_what_is_given_once() {
        let lack = |more: &str| {
            let text = format!(
                "format: 1\nrecipients:\n  - {{id: X, kind: organisation, channels: [post], languages: [en], addressee: {{office: o}}, {more}}}\n"
            );
            let recipients = read_yaml(&text, "r.yaml", &[]).value;
            let scripts = Scripts([("ru".to_owned(), Script::Cyrillic)].into());
            scripts.find(&recipients[0], "ru").collect::<Vec<_>>()
        };
        assert_eq!(lack("ministry: {en: A}"), [("ministry", Lack::Language)]);
        assert_eq!(lack("ministry: Ministry"), [("ministry", Lack::Script)]);
        assert_eq!(lack("ministry: Министерство"), []);
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
    }
}
