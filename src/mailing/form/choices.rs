//! What may be chosen: the lists of the form, each replaceable, and the choices of questions of one's own.

use super::choice::FormChoice;
use super::listed::Listed;
use super::model::RegistrationForm;
use super::words::{FormText, Offered};
use crate::input::At;

/// A list of choices that known questions have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChoiceList {
    Titles,
    Categories,
    Roles,
    Languages,
    Passports,
    Credentials,
}

impl ChoiceList {
    pub(super) const ALL: [Self; 6] =
        [Self::Titles, Self::Categories, Self::Roles, Self::Languages, Self::Passports, Self::Credentials];

    /// The key of the mailing's form under which it is replaced, if it can be.
    pub(super) fn key(self) -> Option<&'static str> {
        match self {
            Self::Titles => Some("titles"),
            Self::Categories => Some("categories"),
            Self::Roles => Some("roles"),
            Self::Languages => Some("languages"),
            Self::Passports | Self::Credentials => None,
        }
    }

    /// What its labels in the locale pack begin with.
    fn prefix(self) -> &'static str {
        match self {
            Self::Titles => "title_",
            Self::Categories => "category_",
            Self::Roles => "role_",
            Self::Languages => "language_",
            Self::Passports => "passport_type_",
            Self::Credentials => "credentials_",
        }
    }

    /// The choices that the locale packs of the program name; those offered where the mailing gives none are first, as many as the
    /// number says.
    pub(super) fn known(self) -> (&'static [&'static str], usize) {
        match self {
            Self::Titles => (&["mr", "ms"], 2),
            Self::Categories => (
                &[
                    "state",
                    "un-agency",
                    "civil-society",
                    "business",
                    "media",
                    "invited",
                    "un-secretariat",
                    "associate",
                    "sector-member",
                ],
                5,
            ),
            Self::Roles => (
                &[
                    "head",
                    "deputy",
                    "alternate",
                    "delegate",
                    "adviser",
                    "expert",
                    "observer",
                    "interpreter",
                    "press",
                    "accompanying",
                    "secretary",
                    "security",
                ],
                10,
            ),
            Self::Languages => (&["en", "fr", "es", "ru", "zh", "ar"], 6),
            Self::Passports => (&["diplomatic", "service", "ordinary"], 3),
            Self::Credentials => (&["enclosed", "follow"], 2),
        }
    }

    /// The label of a choice in the locale pack.
    pub(super) fn label(self, id: &str) -> String {
        format!("{}{}", self.prefix(), id.replace('-', "_"))
    }

    /// What the mailing gives in its place.
    pub(super) fn given(self, form: &RegistrationForm) -> Option<&[At<Listed<FormChoice>>]> {
        match self {
            Self::Titles => form.titles.as_deref(),
            Self::Categories => form.categories.as_deref(),
            Self::Roles => form.roles.as_deref(),
            Self::Languages => form.languages.as_deref(),
            Self::Passports | Self::Credentials => None,
        }
    }
}

/// What a list offers in a form.
pub(super) fn offer(form: &RegistrationForm, list: ChoiceList) -> Vec<Offered<'_>> {
    match (list.given(form), list.key()) {
        (Some(given), Some(key)) => {
            given.iter().map(|choice| own(choice, &format!("form.{key}"), |id| list.label(id))).collect()
        }
        _ => {
            let (known, count) = list.known();
            let offered = known.iter().take(count);
            offered.map(|id| Offered { id, label: FormText::OfPack(list.label(id)) }).collect()
        }
    }
}

/// A choice as the mailing gives it below a key; `label` names the text of the locale pack for one without a label.
pub(super) fn own<'a>(choice: &'a FormChoice, key: &str, label: impl Fn(&str) -> String) -> Offered<'a> {
    let words = match &choice.label {
        Some(text) => FormText::OfMailing { text, key: format!("{key}.{}.label", choice.id) },
        None => FormText::OfPack(label(&choice.id)),
    };
    Offered { id: &choice.id, label: words }
}
