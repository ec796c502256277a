//! What a language lacks, counted by what its translator has to do.

use super::status::LanguageStatus;
use crate::diagnostic::{Code, Diagnostic, Severity, codes};

/// What is to be done about a problem of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// A text is not translated yet.
    ToTranslate,
    /// The source has changed since a text was translated.
    Stale,
    /// Something of the source is not there at all.
    Missing,
    /// Something is wrong in another way.
    Wrong,
    /// Something may be wrong.
    Doubtful,
}

/// The codes of what is not there at all.
const MISSING: [&Code; 7] = [
    codes::MAILING_UNTRANSLATED,
    codes::TEMPLATE_MISSING,
    codes::TRANSLATION_FIELD_MISSING,
    codes::TRANSLATION_FILE_MISSING,
    codes::TRANSLATION_KEY_MISSING,
    codes::TRANSLATION_PARAGRAPH_MISSING,
    codes::VALUE_MISSING,
];

impl Lack {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::ToTranslate, Self::Stale, Self::Missing, Self::Wrong, Self::Doubtful];

    /// In words: `to translate`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::ToTranslate => "to translate",
            Self::Stale => "stale",
            Self::Missing => "missing",
            Self::Wrong => "wrong",
            Self::Doubtful => "doubtful",
        }
    }

    /// What a problem lacks; `None` for notes, and for texts to translate, which [`LanguageStatus::to_do`] counts one by one.
    fn find(problem: &Diagnostic) -> Option<Self> {
        match problem.severity {
            Severity::Note => None,
            Severity::Warning => Some(Self::Doubtful),
            Severity::Error if problem.code == codes::TRANSLATION_TO_DO => None,
            Severity::Error if problem.code == codes::TRANSLATION_STALE => Some(Self::Stale),
            Severity::Error if MISSING.contains(&problem.code) => Some(Self::Missing),
            Severity::Error => Some(Self::Wrong),
        }
    }
}

impl LanguageStatus {
    /// How much there is of each lack, those there are.
    #[must_use]
    pub fn counts(&self) -> Vec<(Lack, usize)> {
        let count = |lack| match lack {
            Lack::ToTranslate => self.to_do,
            _ => self.problems.iter().filter(|problem| Lack::find(problem) == Some(lack)).count(),
        };
        Lack::ALL.into_iter().map(|lack| (lack, count(lack))).filter(|(_, count)| *count > 0).collect()
    }

    /// Whether the language can be used: it has no errors.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.problems.iter().all(|problem| problem.severity != Severity::Error)
    }
}
