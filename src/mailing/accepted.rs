//! Warnings that a person has looked at and accepts.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Problems, Severity, codes, did_you_mean};
use crate::input::{At, Words};

/// A kind of warning that is accepted, for all recipients or some.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The warning, by its code, such as `recipient-alike`.
    pub warning: At<String>,
    /// Ids of the recipients it is accepted for; all where left out. A warning about several is accepted where all of them are named.
    #[serde(default)]
    pub recipients: Words,
    /// Why it is accepted, for those who read the mailing later.
    pub because: At<String>,
}

impl Accepted {
    fn fits(&self, problem: &Diagnostic) -> bool {
        let is_named = |id: &str| self.recipients.iter().any(|named| named == id);
        let subject = &problem.subject;
        let fits_recipients = match (&subject.recipients[..], &subject.recipient) {
            _ if self.recipients.is_empty() => true,
            ([], Some(recipient)) => is_named(recipient),
            ([], None) => false,
            (several, _) => several.iter().all(|recipient| is_named(recipient)),
        };
        fits_recipients && problem.code.name == self.warning.value
    }

    /// What is wrong with it, if anything is.
    pub(super) fn check(&self, file: &str) -> Option<Diagnostic> {
        let name = self.warning.as_str();
        let wrong = |message: String, hint: String| {
            Diagnostic::new(codes::MAILING_VALUE, message)
                .with_location(self.warning.location(file))
                .with_field("accepted.warning")
                .with_hint(hint)
        };
        let warnings =
            || codes::all().filter(|code| code.severity == Severity::Warning).map(|code| code.name);
        match codes::named(name) {
            None => Some(wrong(format!("no warning is called `{name}`"), did_you_mean(name, warnings()))),
            Some(code) => (code.severity != Severity::Warning).then(|| {
                let message = format!("`{name}` is no warning, and cannot be accepted");
                wrong(message, format!("mend what `convoke explain {name}` describes"))
            }),
        }
    }
}

/// Makes notes of the warnings that are accepted; returns which of `accepted` fitted none, by number.
pub(super) fn accept(accepted: &[Accepted], problems: &mut Problems) -> Vec<usize> {
    let mut unused: Vec<usize> = (0..accepted.len()).collect();
    for problem in problems.iter_mut().filter(|problem| problem.severity == Severity::Warning) {
        let fitting = accepted.iter().enumerate().find(|(_, accepted)| accepted.fits(problem));
        if let Some((number, accepted)) = fitting {
            problem.severity = Severity::Note;
            problem.hints = vec![format!("accepted: {}", accepted.because.value)];
            unused.retain(|other| *other != number);
        }
    }
    unused
}
