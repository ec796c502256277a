//! What a form asks: its sections and questions in order, with all that the mailing leaves out filled in.

use super::catalogue::{self, KnownQuestion, KnownSection};
use super::choices::{self, offer};
use super::kind::{Occurrence, QuestionKind, Required};
use super::model::RegistrationForm;
use super::question::FormQuestion;
use super::section::FormSection;
use super::words::{FormText, Offered};

/// The section that questions of one's own stand in where they name none.
pub(super) const LAST: &str = "other";

/// A section of the form.
#[derive(Debug, Clone)]
pub struct AskedSection<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its heading.
    pub label: FormText<'a>,
    /// A remark beside it.
    pub hint: Option<FormText<'a>>,
    /// How often it is asked.
    pub asked: Occurrence,
    /// Its questions.
    pub questions: Vec<AskedQuestion<'a>>,
}

/// A question of the form.
#[derive(Debug, Clone)]
pub struct AskedQuestion<'a> {
    /// Its id, which is the name of its field, after `participant.`, the number and a full stop where it is asked of each.
    pub id: &'a str,
    /// What people read.
    pub label: FormText<'a>,
    /// What is said of it besides.
    pub tip: Option<FormText<'a>>,
    /// What an answer is.
    pub kind: QuestionKind,
    /// Width, in columns of 24.
    pub width: u32,
    /// Most characters of an answer.
    pub limit: Option<u32>,
    /// Of whom an answer is required.
    pub required: Required,
    /// Whether answers are personal data.
    pub personal: bool,
    /// What may be chosen.
    pub choices: Vec<Offered<'a>>,
}

/// The sections of a form in order, without those that are left out or ask nothing.
#[must_use]
pub fn ask(form: &RegistrationForm) -> Vec<AskedSection<'_>> {
    let sections: Vec<AskedSection<'_>> = match &form.sections {
        Some(given) => given.iter().map(|section| of_mailing(form, section)).collect(),
        None => catalogue::SECTIONS.iter().map(|known| of_catalogue(form, known)).collect(),
    };
    let is_kept = |section: &AskedSection<'_>| {
        let is_drawn = catalogue::section(section.id).is_some_and(KnownSection::is_drawn);
        !form.leaves_out(section.id) && (is_drawn || !section.questions.is_empty())
    };
    sections.into_iter().filter(is_kept).collect()
}

fn of_catalogue<'a>(form: &'a RegistrationForm, known: &'static KnownSection) -> AskedSection<'a> {
    let label = FormText::OfPack(known.label.to_owned());
    finish(form, known.id, label, known.asked, known_questions(form, known))
}

fn of_mailing<'a>(form: &'a RegistrationForm, section: &'a FormSection) -> AskedSection<'a> {
    let known = catalogue::section(&section.id);
    let key = format!("form.sections.{}", section.id);
    let label = match (&section.label, known) {
        (Some(text), _) => FormText::OfMailing { text, key: format!("{key}.label") },
        (None, Some(known)) => FormText::OfPack(known.label.to_owned()),
        (None, None) => FormText::OfPack(section.id.clone()),
    };
    let questions = match &section.questions {
        Some(given) => {
            given.iter().map(|question| resolve(form, question, &format!("{key}.questions"))).collect()
        }
        None => known.map(|known| known_questions(form, known)).unwrap_or_default(),
    };
    let asked = section.asked.or(known.map(|known| known.asked)).unwrap_or_default();
    finish(form, &section.id, label, asked, questions)
}

/// Adds the questions that name the section, and takes away those that are left out.
fn finish<'a>(
    form: &'a RegistrationForm,
    id: &'a str,
    label: FormText<'a>,
    asked: Occurrence,
    mut questions: Vec<AskedQuestion<'a>>,
) -> AskedSection<'a> {
    let added = form.questions.iter().filter(|question| question.section.as_deref().unwrap_or(LAST) == id);
    questions.extend(added.map(|question| resolve(form, question, "form.questions")));
    questions.retain(|question| !form.leaves_out(question.id) && can_be_asked(question));
    let hint = catalogue::section(id).and_then(|known| known.hint);
    let hint = hint.map(|hint| FormText::OfPack(hint.to_owned()));
    AskedSection { id, label, hint, asked, questions }
}

/// Whether there is anything to choose, where something is to be chosen; a list of one's own may be empty to leave a question out.
fn can_be_asked(question: &AskedQuestion<'_>) -> bool {
    !question.kind.has_choices() || !question.choices.is_empty()
}

fn known_questions<'a>(form: &'a RegistrationForm, known: &KnownSection) -> Vec<AskedQuestion<'a>> {
    let questions = known.questions.iter().filter_map(|id| catalogue::question(id));
    questions.map(|question| from_catalogue(form, question)).collect()
}

fn from_catalogue<'a>(form: &'a RegistrationForm, known: &'static KnownQuestion) -> AskedQuestion<'a> {
    AskedQuestion {
        id: known.id,
        label: FormText::OfPack(known.label.to_owned()),
        tip: known.tip.map(|tip| FormText::OfPack(tip.to_owned())),
        kind: known.kind,
        width: known.width,
        limit: known.limit.or(known.kind.limit()),
        required: known.required,
        personal: known.personal,
        choices: known.choices.map(|list| offer(form, list)).unwrap_or_default(),
    }
}

/// A question as the mailing gives it, in the list at a key.
fn resolve<'a>(form: &'a RegistrationForm, question: &'a FormQuestion, list: &str) -> AskedQuestion<'a> {
    let key = format!("{list}.{}", question.id);
    let kind = question.kind.unwrap_or(QuestionKind::Text);
    let mut asked = match catalogue::question(&question.id) {
        Some(known) => from_catalogue(form, known),
        None => AskedQuestion {
            id: &question.id,
            label: FormText::OfPack(question.id.clone()),
            tip: None,
            kind,
            width: kind.width(),
            limit: kind.limit(),
            required: Required::Never,
            personal: false,
            choices: Vec::new(),
        },
    };
    if let Some(text) = &question.label {
        asked.label = FormText::OfMailing { text, key: format!("{key}.label") };
        asked.tip = None;
    }
    if !question.choices.is_empty() {
        let below = format!("{key}.choices");
        asked.choices =
            question.choices.iter().map(|choice| choices::own(choice, &below, str::to_owned)).collect();
    }
    if let Some(required) = question.required {
        asked.required = if required { Required::Always } else { Required::Never };
    }
    asked.width = question.width.as_ref().map_or(asked.width, |width| width.value);
    asked.limit = question.limit.as_ref().map_or(asked.limit, |limit| Some(limit.value));
    asked.personal = question.personal.unwrap_or(asked.personal);
    asked
}

/// All labels of the locale pack that known questions have, asked or not.
#[cfg(test)]
pub(crate) fn known_labels() -> Vec<String> {
    let questions =
        catalogue::QUESTIONS.iter().flat_map(|known| std::iter::once(known.label).chain(known.tip));
    let sections =
        catalogue::SECTIONS.iter().flat_map(|known| std::iter::once(known.label).chain(known.hint));
    let choices = choices::ChoiceList::ALL
        .into_iter()
        .flat_map(|list| list.known().0.iter().map(move |id| list.label(id)));
    questions.chain(sections).map(str::to_owned).chain(choices).collect()
}
