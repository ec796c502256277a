//! A field of a form: its label, what is in it, and the problems beside it.

use maud::{Markup, html};

use crate::desk::hint;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Diagnostic, visible};

/// Fields that belong together.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) title: String,
    pub(super) fields: Vec<Field>,
}

/// A field.
#[derive(Debug)]
pub(super) struct Field {
    /// Its name in the file, with dots.
    pub(super) name: String,
    pub(super) label: String,
    pub(super) input: Input,
    /// The lines of what is in it; of a text one.
    pub(super) value: Vec<String>,
    /// The language of its text.
    pub(super) language: Option<String>,
}

/// How a field is entered.
#[derive(Debug)]
pub(super) enum Input {
    /// A text.
    Text,
    /// A text on each line.
    Lines,
    /// Texts with commas between.
    Words,
    /// One of these, or none.
    Choice(Vec<(String, String)>),
    /// Some of these in an order, at least so many places.
    Choices(Vec<(String, String)>, usize),
}

impl Field {
    /// Whether a problem is about it.
    pub(super) fn is_meant(&self, problem: &Diagnostic) -> bool {
        let meant = problem.subject.field.as_deref().unwrap_or_default();
        let below = |one: &str, other: &str| {
            one.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        !meant.is_empty() && (below(meant, &self.name) || below(&self.name, meant))
    }

    /// The field with its problems.
    pub(super) fn shown(&self, words: &Words, problems: &[&Diagnostic], is_fixed: bool) -> Markup {
        let id = format!("f-{}", self.name);
        let told = format!("p-{}", self.name);
        let described = (!problems.is_empty()).then_some(told.as_str());
        let hint = match self.input {
            Input::Lines => Some(&words.recipient.one_a_line),
            Input::Words => Some(&words.recipient.with_commas),
            _ => None,
        };
        html! {
            div.entry {
                label for=(id) { (self.label) @if let Some(hint) = hint { " " span.quiet { "(" (hint) ")" } } }
                (self.control(words, &id, described, is_fixed))
                @if !problems.is_empty() {
                    ul.problems id=(told) {
                        @for problem in problems {
                            li class=(problem.severity) {
                                bdi lang="en" { (visible(&problem.message)) }
                                @for hint in &problem.hints { (hint::shown(words, hint)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn control(&self, words: &Words, id: &str, described: Option<&str>, is_fixed: bool) -> Markup {
        let text = self.value.join("\n");
        let invalid = described.map(|_| "true");
        let language = self.language.as_deref();
        // A text is written in the direction of its own characters.
        html! {
            @match &self.input {
                Input::Text => {
                    input id=(id) name=(self.name) value=(text) lang=[language] dir="auto" readonly[is_fixed]
                        autocomplete="off" aria-invalid=[invalid] aria-describedby=[described];
                }
                Input::Lines => {
                    textarea id=(id) name=(self.name) lang=[language] dir="auto" readonly[is_fixed]
                        rows=(self.value.len().clamp(2, 8)) aria-invalid=[invalid] aria-describedby=[described] {
                        // A line break right after the tag is none of the text.
                        "\n" (text)
                    }
                }
                Input::Words => {
                    input id=(id) name=(self.name) value=(self.value.join(", ")) dir="auto" readonly[is_fixed]
                        autocomplete="off" aria-invalid=[invalid] aria-describedby=[described];
                }
                Input::Choice(choices) => {
                    select id=(id) name=(self.name) disabled[is_fixed] aria-invalid=[invalid] aria-describedby=[described] {
                        (options(choices, &text))
                    }
                }
                Input::Choices(choices, least) => {
                    div.ordered {
                        @for place in 0..(self.value.len() + 1).max(*least) {
                            @let chosen = self.value.get(place).map_or("", String::as_str);
                            select id=[(place == 0).then_some(id)] name=(self.name) disabled[is_fixed]
                                aria-label=(filled(&words.recipient.choice, &[&self.label, &(place + 1)]))
                                aria-invalid=[invalid] aria-describedby=[described] {
                                (options(choices, chosen))
                            }
                        }
                    }
                }
            }
        }
    }

    /// What was entered, as the lines of the field.
    pub(super) fn entered(&self, posted: &[(String, String)]) -> Option<Vec<String>> {
        let values = posted.iter().filter(|(name, _)| *name == self.name).map(|(_, value)| value.as_str());
        let values: Vec<&str> = values.collect();
        let first = values.first()?;
        let lines: Vec<&str> = match self.input {
            Input::Text | Input::Choice(_) => vec![first.trim()],
            Input::Lines => first.lines().map(str::trim).collect(),
            Input::Words => first.split([',', '،', '，', '、']).map(str::trim).collect(),
            Input::Choices(..) => values.iter().map(|value| value.trim()).collect(),
        };
        Some(lines.into_iter().filter(|line| !line.is_empty()).map(str::to_owned).collect())
    }
}

/// The choices of a field; what is in the file stays one, whatever it is.
fn options(choices: &[(String, String)], chosen: &str) -> Markup {
    let is_known = chosen.is_empty() || choices.iter().any(|(value, _)| value == chosen);
    html! {
        option value="" selected[chosen.is_empty()] { "–" }
        @if !is_known { option value=(chosen) selected { (chosen) } }
        @for (value, label) in choices { option value=(value) selected[value == chosen] { (label) } }
    }
}
