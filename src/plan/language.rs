//! In which language a recipient is written to, and in which its courtesy translations are.
//!
//! The first of a recipient's languages that has a locale pack and a template for every document; the mailing's
//! default language where none has. A courtesy translation goes along where that language is another one.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::diagnostic::{Checked, Diagnostic, codes};
use crate::input::At;
use crate::recipient::{NO_SECOND_LANGUAGE, Recipient};

/// The languages of a recipient's documents, and why these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The language it is written to in.
    pub locale: String,
    /// Why.
    pub reason: Reason,
    /// Languages the recipient prefers and that have no templates.
    pub without_templates: Vec<String>,
    /// The language of the courtesy translations that go along.
    pub second: Option<String>,
}

/// Why a recipient is written to in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// It is the first of the recipient's languages.
    First,
    /// It is the first of the recipient's languages that has templates.
    FirstWithTemplates,
    /// None of the recipient's languages has templates: it is the mailing's default.
    Default,
}

impl Choice {
    /// The reason as a phrase, such as `first of its languages`.
    #[must_use]
    pub fn why(&self) -> String {
        let without = self.without_templates.join(", ");
        match self.reason {
            Reason::First => "first of its languages".to_owned(),
            Reason::FirstWithTemplates => {
                format!("first of its languages with templates (none for {without})")
            }
            Reason::Default => format!("default language (no templates for {without})"),
        }
    }
}

/// Chooses a recipient's language among the usable ones; the diagnostic says that neither its own nor the default was usable.
pub(super) fn choose(
    recipient: &Recipient,
    default: &str,
    usable: &BTreeSet<String>,
) -> Checked<Option<Choice>> {
    let mut without_templates = Vec::new();
    for wanted in &recipient.languages {
        if let Some(tag) = find_usable(wanted, usable) {
            let reason =
                if without_templates.is_empty() { Reason::First } else { Reason::FirstWithTemplates };
            let choice = Choice { locale: tag, reason, without_templates, second: None };
            return Checked::sound(Some(choice));
        }
        without_templates.push(wanted.value.clone());
    }
    let own = without_templates.join(", ");
    let Some(locale) = find_usable(default, usable) else {
        let problem = Diagnostic::new(
            codes::LANGUAGE_NONE,
            format!("no templates for {own}, nor for {default}, the default language"),
        )
        .with_hint(format!("add templates and a locale pack for {default}, or correct `languages`"))
        .blocking(recipient.id.value.as_str());
        let problem = problem.with_location(recipient.location.clone()).with_field("languages");
        return Checked::new(None, problem);
    };
    Checked::sound(Some(Choice { locale, reason: Reason::Default, without_templates, second: None }))
}

/// The mailing's second language among the usable ones.
///
/// # Errors
///
/// It has no templates, which stops the build: no recipient may silently go without.
pub(super) fn second(
    wanted: Option<&At<String>>,
    file: &str,
    usable: &BTreeSet<String>,
) -> Result<Option<String>, Diagnostic> {
    let Some(wanted) = wanted else { return Ok(None) };
    find_usable(wanted, usable).map(Some).ok_or_else(|| {
        no_templates(wanted).with_location(wanted.location(file)).with_field("second_language")
    })
}

/// The language of a recipient's courtesy translations: its own wish, or the mailing's; none if it is written to
/// in that language anyway.
///
/// # Errors
///
/// The recipient wishes for a language that has no templates, which blocks it.
pub(super) fn courtesy(
    recipient: &Recipient,
    choice: &Choice,
    mailing: Option<&str>,
    usable: &BTreeSet<String>,
) -> Result<Option<String>, Diagnostic> {
    let second = match &recipient.second_language {
        Some(wish) if wish.value == NO_SECOND_LANGUAGE => None,
        Some(wish) => Some(find_usable(wish, usable).ok_or_else(|| {
            no_templates(wish)
                .with_location(wish.location(&recipient.location.file))
                .with_field("second_language")
                .blocking(recipient.id.value.as_str())
        })?),
        None => mailing.map(str::to_owned),
    };
    Ok(second.filter(|second| *second != choice.locale))
}

/// The usable language that is wanted, as its folder is called; tags are the same in any case (RFC 5646, 2.1.1).
fn find_usable(wanted: &str, usable: &BTreeSet<String>) -> Option<String> {
    let find = |tag: &str| usable.iter().find(|known| known.eq_ignore_ascii_case(tag));
    lookup(wanted).find_map(find).cloned()
}

fn no_templates(wanted: &str) -> Diagnostic {
    Diagnostic::new(codes::LANGUAGE_SECOND, format!("no templates for {wanted}, the second language"))
        .with_hint(format!("add templates and a locale pack for {wanted}, or name another language"))
}

/// The tag and its ever shorter prefixes (RFC 4647, 3.4): `zh-Hans-CN`, `zh-Hans`, `zh`.
fn lookup(tag: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(tag), |tag| tag.rsplit_once('-').map(|(shorter, _)| shorter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Checked;
    use crate::recipient::read_yaml;

    fn recipient(more: &str) -> Recipient {
        let text = format!(
            "format: 1\nrecipients:\n  - {{id: X, kind: organisation, addressee: {{office: o}}, ministry: M, \
             channels: [post], {more}}}\n"
        );
        let Checked { value: mut recipients, problems } = read_yaml(&text, "r.yaml", &[]);
        assert!(problems.is_empty(), "{problems:#?}");
        recipients.remove(0)
    }

    fn usable() -> BTreeSet<String> {
        ["en", "fr", "zh", "pt-br"].map(str::to_owned).into()
    }

    #[test]
    fn a_tag_is_shortened_part_by_part() {
        assert_eq!(lookup("zh-Hans-CN").collect::<Vec<_>>(), ["zh-Hans-CN", "zh-Hans", "zh"]);
    }

    #[test]
    fn a_choice_says_why() {
        for (languages, locale, why) in [
            ("[zh-Hans, en]", "zh", "first of its languages"),
            ("[ZH-hans, en]", "zh", "first of its languages"),
            ("[pt-BR]", "pt-br", "first of its languages"),
            ("[pt, fr]", "fr", "first of its languages with templates (none for pt)"),
            ("[pt, de]", "en", "default language (no templates for pt, de)"),
        ] {
            let choice = choose(&recipient(&format!("languages: {languages}")), "en", &usable()).value;
            let choice = choice.expect("a language");
            assert_eq!((choice.locale.as_str(), choice.why().as_str()), (locale, why));
        }
    }

    #[test]
    fn a_second_language_is_the_recipients_wish_or_the_mailings() {
        for (more, mailing, expected) in [
            ("languages: [fr]", None, None),
            ("languages: [fr]", Some("en"), Some("en")),
            ("languages: [en]", Some("en"), None),
            ("languages: [fr], second_language: zh-Hans", Some("en"), Some("zh")),
            ("languages: [fr], second_language: none", Some("en"), None),
            ("languages: [fr], second_language: fr", Some("en"), None),
            ("languages: [en], second_language: fr", None, Some("fr")),
        ] {
            let recipient = recipient(more);
            let choice = choose(&recipient, "en", &usable()).value;
            let second = courtesy(&recipient, &choice.expect("a language"), mailing, &usable());
            assert_eq!(second.expect("usable").as_deref(), expected, "{more}");
        }
        let recipient = recipient("languages: [fr], second_language: pt");
        let choice = choose(&recipient, "en", &usable()).value;
        let problem = courtesy(&recipient, &choice.expect("a language"), None, &usable()).expect_err("no pt");
        assert_eq!(problem.message, "no templates for pt, the second language");
    }
}
