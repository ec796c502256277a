//! What is wrong with the form of a mailing, besides texts that a language lacks.

use std::collections::BTreeSet;

use super::asked::LAST;
use super::catalogue;
use super::choice::FormChoice;
use super::choices::ChoiceList;
use super::kind::QuestionKind;
use super::listed::Listed;
use super::model::RegistrationForm;
use super::question::FormQuestion;
use super::section::FormSection;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, did_you_mean};
use crate::input::At;

/// Most rows of a delegation list.
const MOST_ROWS: u32 = 200;

/// Columns that a line of questions has.
const COLUMNS: u32 = 24;

/// What names of fields that are not questions begin with.
const TAKEN: [&str; 5] = ["participant", "delegation", "mailing", "return", "form"];

/// Finds what is wrong with the form of a mailing that was read from `file`.
pub(crate) fn check(form: &RegistrationForm, file: &str) -> Problems {
    let mut check =
        Check { file, sections: BTreeSet::new(), questions: BTreeSet::new(), problems: Problems::new() };
    match &form.sections {
        Some(sections) => sections.iter().for_each(|section| check.section(section)),
        None => {
            for known in catalogue::SECTIONS {
                check.sections.insert(known.id);
                check.questions.extend(known.questions);
            }
        }
    }
    for question in &form.questions {
        check.added(question);
    }
    for list in ChoiceList::ALL {
        if let (Some(given), Some(key)) = (list.given(form), list.key()) {
            check.choices(&format!("form.{key}"), given, list.known().0);
        }
    }
    check.left_out(form);
    if let Some(rows) = form.rows.as_ref().filter(|rows| !(1..=MOST_ROWS).contains(&rows.value)) {
        let message = format!("a delegation list of {} rows", rows.value);
        let hint = format!("give 1 to {MOST_ROWS}, or leave out `delegation_list`");
        check.wrong("form.rows", rows.location(file), message, hint);
    }
    check.problems
}

struct Check<'a> {
    file: &'a str,
    sections: BTreeSet<&'a str>,
    /// The questions so far; those of the delegation list stand in the section of the participant too.
    questions: BTreeSet<&'a str>,
    problems: Problems,
}

impl<'a> Check<'a> {
    fn wrong(&mut self, field: &str, at: Location, message: impl Into<String>, hint: impl Into<String>) {
        let problem = Diagnostic::new(codes::MAILING_VALUE, message);
        self.problems.push(problem.with_location(at).with_field(field).with_hint(hint));
    }

    fn section(&mut self, section: &'a At<Listed<FormSection>>) {
        let (id, at) = (section.id.as_str(), section.location(self.file));
        let field = format!("form.sections.{id}");
        let known = catalogue::section(id);
        if known.is_none() && section.label.is_none() {
            let ids = catalogue::SECTIONS.iter().map(|known| known.id);
            let hint = format!("{}; a section of your own needs a `label`", did_you_mean(id, ids));
            self.wrong(&field, at.clone(), format!("no section is called `{id}`"), hint);
        } else if known.is_none() {
            self.name(id, &field, &at);
        }
        if !self.sections.insert(id) {
            self.wrong(&field, at.clone(), format!("the section `{id}` is there twice"), "list it once");
        }
        let is_list = id == "delegation_list";
        match &section.questions {
            Some(_) if known.is_some_and(catalogue::KnownSection::is_drawn) => {
                let hint = "leave out `questions`, or give them in a section of your own";
                self.wrong(&field, at, format!("the section `{id}` has questions of its own"), hint);
            }
            Some(questions) => {
                for question in questions {
                    self.question(question, &question.location(self.file), &field);
                }
                if questions.is_empty() {
                    let hint = "list questions, or take the section out of `sections`";
                    self.wrong(&field, at, format!("the section `{id}` asks nothing"), hint);
                }
            }
            None if known.is_none() => {
                self.wrong(&field, at, format!("the section `{id}` asks nothing"), "give it `questions`");
            }
            None => {
                for id in known.iter().filter(|_| !is_list).flat_map(|known| known.questions) {
                    self.once(id, &at, &field);
                }
            }
        }
    }

    /// A question that is added to a section.
    fn added(&mut self, question: &'a At<FormQuestion>) {
        let section = question.section.as_deref().unwrap_or(LAST);
        let field = "form.questions";
        if !self.sections.contains(section) {
            let hint = did_you_mean(section, self.sections.iter().copied());
            let message = format!("no section of the form is called `{section}`");
            self.wrong(field, question.location(self.file), message, hint);
        }
        self.question(question, &question.location(self.file), field);
    }

    fn question(&mut self, question: &'a FormQuestion, at: &Location, list: &str) {
        let id = question.id.as_str();
        let field = format!("{list}.{id}");
        self.once(id, at, &field);
        let known = catalogue::question(id);
        match known {
            None if question.label.is_none() => {
                let ids = catalogue::QUESTIONS.iter().map(|known| known.id);
                let hint = format!("{}; a question of your own needs a `label`", did_you_mean(id, ids));
                self.wrong(&field, at.clone(), format!("no question is called `{id}`"), hint);
            }
            None => self.name(id, &field, at),
            Some(_) if question.kind.is_some() => {
                let hint = "leave out `kind`, or give the question a name of your own";
                self.wrong(
                    &field,
                    at.clone(),
                    format!("`{id}` is a known question, whose kind is fixed"),
                    hint,
                );
            }
            Some(_) => {}
        }
        let kind = known.map_or(question.kind.unwrap_or(QuestionKind::Text), |known| known.kind);
        if kind.has_choices() && question.choices.is_empty() && known.is_none() {
            let hint = "list them under `choices`";
            self.wrong(&field, at.clone(), format!("`{id}` has nothing to choose from"), hint);
        } else if !kind.has_choices() && !question.choices.is_empty() {
            let hint = "give it the kind `radio` or `choice`, or leave out `choices`";
            self.wrong(&field, at.clone(), format!("`{id}` is no choice between several"), hint);
        }
        self.choices(&format!("{field}.choices"), &question.choices, &[]);
        if let Some(width) = question.width.as_ref().filter(|width| !(1..=COLUMNS).contains(&width.value)) {
            let message = format!("a width of {} columns", width.value);
            self.wrong(&field, width.location(self.file), message, format!("give 1 to {COLUMNS}"));
        }
        if let Some(limit) = question.limit.as_ref().filter(|limit| limit.value == 0 || !kind.is_written()) {
            let message = format!("`{id}` cannot have {} characters at most", limit.value);
            self.wrong(
                &field,
                limit.location(self.file),
                message,
                "give at least 1, for an answer that is written",
            );
        }
    }

    /// A question is asked once.
    fn once(&mut self, id: &'a str, at: &Location, field: &str) {
        if !self.questions.insert(id) {
            self.wrong(field, at.clone(), format!("the question `{id}` is there twice"), "ask it once");
        }
    }

    /// A name of one's own is that of a field, and the beginning of no other.
    fn name(&mut self, id: &str, field: &str, at: &Location) {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !id.starts_with(|c: char| c.is_ascii_lowercase()) || !id.chars().all(plain) {
            let hint = "use lower-case letters, digits and underscores, beginning with a letter";
            self.wrong(field, at.clone(), format!("`{id}` cannot name a part of the form"), hint);
            return;
        }
        let first = |id: &'static str| id.split('.').next().unwrap_or(id);
        let known = catalogue::QUESTIONS.iter().any(|known| first(known.id) == id && known.id != id);
        if known || TAKEN.contains(&id) {
            self.wrong(
                field,
                at.clone(),
                format!("`{id}` is what other fields of the form are called"),
                "choose another name",
            );
        }
    }

    /// Choices have names, each once, and labels where the locale packs have none.
    fn choices(&mut self, field: &str, choices: &[At<Listed<FormChoice>>], known: &[&str]) {
        let mut ids = BTreeSet::new();
        for choice in choices {
            let (id, at) = (choice.id.as_str(), choice.location(self.file));
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            if id.is_empty() || !id.chars().all(plain) {
                let hint = "use letters, digits, underscores and hyphens";
                self.wrong(field, at.clone(), format!("`{id}` cannot name a choice"), hint);
            } else if choice.label.is_none() && !known.contains(&id) {
                let own = format!("a choice of your own is {{ id: {id}, label: … }}");
                let hint = if known.is_empty() {
                    own
                } else {
                    format!("{}; {own}", did_you_mean(id, known.iter().copied()))
                };
                self.wrong(field, at.clone(), format!("the choice `{id}` has no label"), hint);
            }
            if !ids.insert(id) {
                self.wrong(field, at, format!("the choice `{id}` is there twice"), "list it once");
            }
        }
    }

    fn left_out(&mut self, form: &'a RegistrationForm) {
        let known = || {
            catalogue::SECTIONS
                .iter()
                .map(|known| known.id)
                .chain(catalogue::QUESTIONS.iter().map(|known| known.id))
        };
        for left in &form.leave_out {
            let id = left.value.as_str();
            let is_there =
                self.sections.contains(id) || self.questions.contains(id) || known().any(|known| known == id);
            if !is_there {
                let hint = did_you_mean(id, known());
                self.wrong(
                    "form.leave_out",
                    left.location(self.file),
                    format!("nothing of the form is called `{id}`"),
                    hint,
                );
            }
        }
    }
}
