//! Recipients that are written to in the default language because none of theirs has templates: one problem for each
//! language that is missing, with all of them.

use std::collections::BTreeMap;

use super::language::Reason;
use super::planned::PlannedRecipient;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, counted, list_places};

/// The recipients by the languages they asked for, and the language they are written to in.
#[derive(Debug, Default)]
pub(super) struct Fallbacks(BTreeMap<(String, String), Vec<(Location, String)>>);

impl Fallbacks {
    /// Notes a recipient, if the language of its documents is none of its own.
    pub(super) fn add(&mut self, planned: &PlannedRecipient) {
        let Some(chosen) = &planned.language else { return };
        if chosen.reason != Reason::Default {
            return;
        }
        let key = (chosen.without_templates.join(", "), chosen.locale.clone());
        self.0.entry(key).or_default().push((planned.recipient.location.clone(), planned.id().to_owned()));
    }

    /// One warning for each language.
    pub(super) fn report(self) -> Problems {
        self.0.into_iter().map(|((wanted, locale), recipients)| warn(&wanted, &locale, &recipients)).collect()
    }
}

fn warn(wanted: &str, locale: &str, recipients: &[(Location, String)]) -> Diagnostic {
    let (are, count) = match recipients.len() {
        1 => ("is", counted(1, "recipient")),
        many => ("are", counted(many, "recipient")),
    };
    let message =
        format!("no templates for {wanted}: {count} {are} written to in {locale}, the default language");
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
