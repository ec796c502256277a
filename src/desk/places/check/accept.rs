//! A warning that a person has looked at, accepted with a reason: an entry of `accepted` in the mailing's file.

use std::sync::Arc;

use axum::extract::{RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use crate::desk::answer::{Visitor, answered, refused, told};
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::words::Words;
use crate::diagnostic::{Diagnostic, Problems, Severity, codes, visible};
use crate::edit::yaml::{Step, Value, set};
use crate::edit::{self, Version};
use crate::mailing;

/// The path.
pub(super) const PATH: &str = "/check/accept";

/// The form beneath a warning.
pub(super) fn form(words: &Words, number: usize, problem: &Diagnostic, seen: &Version) -> Markup {
    let told = &words.check;
    let subject = &problem.subject;
    let recipients: Vec<&String> = match &subject.recipients[..] {
        [] => subject.recipient.iter().collect(),
        several => several.iter().collect(),
    };
    html! {
        details {
            summary { (told.accept) }
            form method="post" action=(PATH) {
                input type="hidden" name="seen" value=(seen);
                input type="hidden" name="warning" value=(problem.code.name);
                @for recipient in &recipients { input type="hidden" name="recipient" value=(recipient); }
                div {
                    label for={ "because-" (number) } { (told.because) }
                    input id={ "because-" (number) } name="because" required autocomplete="off" maxlength="500";
                }
                button { (told.accept) }
            }
            p.quiet {
                @if recipients.is_empty() { (told.accepted_for_all) }
                @else {
                    (told.accepted_for) ": "
                    bdi { (visible(&recipients.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", "))) }
                }
            }
        }
    }
}

/// What a person enters.
#[derive(Debug)]
struct Asked {
    seen: Version,
    warning: &'static str,
    recipients: Vec<String>,
    because: String,
}

impl Asked {
    /// Reads it; `None` where it holds what no form asks.
    fn read(form: &[u8]) -> Option<Self> {
        let (mut seen, mut warning, mut recipients, mut because) = (None, None, Vec::new(), String::new());
        for (name, value) in form_urlencoded::parse(form) {
            match &*name {
                "seen" => seen = value.parse().ok(),
                "warning" => warning = codes::named(&value).filter(|code| code.severity == Severity::Warning),
                "recipient" => recipients.push(value.into_owned()),
                "because" => because = value.trim().to_owned(),
                _ => return None,
            }
        }
        let warning = warning?.name;
        (!because.is_empty()).then_some(Self { seen: seen?, warning, recipients, because })
    }

    /// The entry as the mailing's file has it.
    fn to_value(&self) -> Value {
        let text = |text: &str| Value::from(text);
        let mut entry = vec![("warning".to_owned(), text(self.warning))];
        if !self.recipients.is_empty() {
            let recipients = self.recipients.iter().map(|id| text(id)).collect();
            entry.push(("recipients".to_owned(), Value::List(recipients)));
        }
        entry.push(("because".to_owned(), text(&self.because)));
        Value::Map(entry)
    }
}

/// Accepts it.
pub(super) async fn accept(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    RawForm(form): RawForm,
) -> Response {
    answered(&desk, words, move |desk| {
        let Some(asked) = Asked::read(&form) else {
            return told(words, StatusCode::BAD_REQUEST, &words.frame.not_done, &words.frame.failed_hint);
        };
        match write(desk, &asked) {
            Ok(()) => Redirect::to(Place::Check.path()).into_response(),
            Err(problems) => refused(words, Place::Check, &problems),
        }
    })
    .await
}

fn write(desk: &Desk, asked: &Asked) -> Result<(), Problems> {
    let (text, _) = edit::read(&desk.root, &desk.mailing)?;
    let read = mailing::read(&desk.root, &desk.mailing);
    let Some(mailing) = read.value else { return Err(read.problems) };
    let place: [Step; 2] = ["accepted".into(), mailing.accepted.len().into()];
    let changed = set(&text, &place, &asked.to_value());
    let changed = changed.ok_or_else(|| edit::by_hand(&desk.mailing, "accepted"))?;
    desk.save(&desk.mailing, &asked.seen, &changed)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_warnings_are_accepted_and_only_with_a_reason() {
        let read = |form: &str| Asked::read(form.as_bytes());
        let asked =
            read("seen=none&warning=recipient-alike&recipient=FRA&because=both+get+one").expect("a form");
        assert_eq!((asked.recipients.len(), asked.because.as_str()), (1, "both get one"));
        for wrong in [
            "seen=none&warning=recipient-alike&because=+",
            "seen=none&warning=glyph-missing&because=x",
            "seen=none&warning=no-such-thing&because=x",
            "seen=x&warning=recipient-alike&because=x",
            "seen=none&warning=recipient-alike&because=x&other=1",
            "",
        ] {
            assert!(read(wrong).is_none(), "{wrong}");
        }
    }
}
