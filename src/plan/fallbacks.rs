//! Recipients that are written to in the default language because none of theirs has templates, or in another script than they asked
//! for: one problem for each language that is missing, with all of them.

use std::collections::BTreeMap;

use super::language::Reason;
use super::planned::PlannedRecipient;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, counted, list_places};
use crate::locale::script_of;

/// The recipients by the languages they asked for, the language they are written to in, and why that is another one.
#[derive(Debug, Default)]
pub(super) struct Fallbacks(BTreeMap<(String, String, Cause), Vec<(Location, String)>>);

/// Why recipients are written to in another language than they asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    /// None of theirs has templates.
    Default,
    /// Theirs has templates in another script only, such as `zh` for `zh-Hant`.
    Script,
}

impl Fallbacks {
    /// Notes a recipient, if the language of its documents is none of its own, or in another script.
    pub(super) fn add(&mut self, planned: &PlannedRecipient) {
        let Some(chosen) = &planned.language else { return };
        let wanted = planned.recipient.languages.get(chosen.without_templates.len());
        let key = match wanted {
            _ if chosen.reason == Reason::Default => {
                (chosen.without_templates.join(", "), chosen.locale.clone(), Cause::Default)
            }
            Some(wanted) if is_other_script(wanted, &chosen.locale) => {
                (wanted.value.clone(), chosen.locale.clone(), Cause::Script)
            }
            _ => return,
        };
        self.0.entry(key).or_default().push((planned.recipient.location.clone(), planned.id().to_owned()));
    }

    /// One warning for each language.
    pub(super) fn report(self) -> Problems {
        let warnings = self
            .0
            .into_iter()
            .map(|((wanted, locale, cause), recipients)| warn((&wanted, &locale), cause, &recipients));
        warnings.collect()
    }
}

/// Whether a language is written in another script than one that was asked for, such as Chinese.
fn is_other_script(wanted: &str, locale: &str) -> bool {
    script_of(wanted).zip(script_of(locale)).is_some_and(|(wanted, other)| wanted != other)
}

fn warn((wanted, locale): (&str, &str), cause: Cause, recipients: &[(Location, String)]) -> Diagnostic {
    let (are, count) = match recipients.len() {
        1 => ("is", counted(1, "recipient")),
        many => ("are", counted(many, "recipient")),
    };
    let which = match cause {
        Cause::Default => "the default language",
        Cause::Script => "in another script",
    };
    let message = format!("no templates for {wanted}: {count} {are} written to in {locale}, {which}");
    let mut problem = Diagnostic::new(codes::LANGUAGE_FALLBACK, message).with_field("languages").with_hint(format!(
        "add templates and a locale pack for {wanted} (`convoke locale new`), or name {locale} in `languages` where it is wanted"
    ));
    problem.subject.recipients = recipients.iter().map(|(_, id)| id.clone()).collect();
    match recipients {
        [(location, id)] => problem.with_location(location.clone()).about(id.as_str()),
        [(location, _), ..] => {
            let excerpt = list_places(&location.file, recipients);
            Diagnostic { excerpt: Some(excerpt), ..problem.with_location(location.clone()) }
        }
        [] => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_script_is_told_from_another_region() {
        for (wanted, locale) in [("zh-Hant", "zh"), ("zh-TW", "zh"), ("zh-HK", "zh"), ("sr-Latn", "sr")] {
            assert!(is_other_script(wanted, locale), "{wanted} {locale}");
        }
        for (wanted, locale) in
            [("zh-CN", "zh"), ("zh-Hans", "zh"), ("fr-CA", "fr"), ("en", "en"), ("xx", "x")]
        {
            assert!(!is_other_script(wanted, locale), "{wanted} {locale}");
        }
    }
}
