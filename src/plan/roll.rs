//! The recipients of a mailing as read from the lists, one at a time: each with its languages and documents, without
//! numbers and paths.
//!
//! Keeps nothing of a recipient: each pass reads the lists again.

use std::collections::BTreeSet;

use super::blame::blocks;
use super::language::{self, Choice};
use super::options::PlanOptions;
use super::planned::{PlannedDocument, PlannedRecipient};
use crate::diagnostic::{Checked, Diagnostic, Problems};
use crate::input::At;
use crate::mailing::{self, Mailing};
use crate::recipient::{Asked, Lists, NO_SECOND_LANGUAGE, Recipient, Rows};

/// The lists, and how languages are chosen.
#[derive(Debug)]
pub(super) struct Roll {
    lists: Lists,
    /// Languages that have templates.
    usable: BTreeSet<String>,
    /// The mailing's second language, where it has templates.
    second: Option<String>,
    /// The only language documents are made in, if one is forced.
    locale: Option<String>,
    /// Ids of the only recipients wanted; all where there are none.
    only: Option<BTreeSet<String>>,
}

/// One recipient, as far as it can be read.
#[derive(Debug)]
pub(super) struct Called {
    /// The recipient, unless its problems keep it from being read; its own problems are those that block it.
    pub(super) planned: Option<PlannedRecipient>,
    /// What reading it found.
    pub(super) unread: Problems,
    /// What choosing its languages found.
    pub(super) languages: Problems,
}

impl Roll {
    /// The roll of these lists; `locale` is the only language documents are made in, if one is forced. The problems are that
    /// the mailing's second language has no templates, and what of the recipients asked for is nobody.
    pub(super) fn new(
        lists: Lists,
        usable: BTreeSet<String>,
        mailing: &Mailing,
        file: &str,
        locale: Option<&str>,
        options: &PlanOptions,
    ) -> Checked<Self> {
        let second = language::second(mailing.second_language.as_ref(), file, &usable);
        let (second, problem) = match second {
            Ok(second) => (second, None),
            Err(problem) => (None, Some(problem)),
        };
        let mut problems = Problems::from_iter(problem);
        let only = (!options.only.is_empty()).then(|| find(&lists, &options.only).report_to(&mut problems));
        let roll = Self { lists, usable, second, locale: locale.map(str::to_owned), only };
        Checked::new(roll, problems)
    }

    /// The lists.
    pub(super) fn lists(&self) -> &Lists {
        &self.lists
    }

    /// Whether a recipient is among those wanted.
    pub(super) fn wants(&self, id: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(id))
    }

    /// Calls the recipients, those not wanted too.
    pub(super) fn call<'a>(&'a self, mailing: &'a Mailing) -> Calls<'a> {
        Calls { roll: self, rows: self.lists.rows(), mailing }
    }

    /// The language that has templates and is called so; tags are the same in any case.
    pub(super) fn usable(&self, tag: &str) -> Option<&str> {
        self.usable.iter().map(String::as_str).find(|known| known.eq_ignore_ascii_case(tag))
    }

    /// The languages that have templates.
    pub(super) fn languages(&self) -> impl Iterator<Item = &str> {
        self.usable.iter().map(String::as_str)
    }

    /// Chooses the languages of a recipient, or takes the only one that is asked for, and lists its documents.
    pub(super) fn plan(
        &self,
        mailing: &Mailing,
        mut recipient: Recipient,
        locale: Option<&str>,
    ) -> Checked<PlannedRecipient> {
        if let Some(locale) = locale {
            recipient.languages = vec![At::from(locale.to_owned())];
            recipient.second_language = Some(At::from(NO_SECOND_LANGUAGE.to_owned()));
        }
        let usable = &self.usable;
        let Checked { value: mut language, mut problems } =
            language::choose(&recipient, &mailing.default_language, usable);
        let mut documents = Vec::new();
        if let Some(chosen) = &mut language {
            match language::courtesy(&recipient, chosen, self.second.as_deref(), usable) {
                Ok(second) => chosen.second = second,
                Err(problem) => problems.push(problem),
            }
            documents = lay_out(mailing, &recipient, chosen);
        }
        let blocking = problems.iter().filter(|problem| blocks(problem)).cloned().collect();
        let planned = PlannedRecipient {
            recipient,
            serial: String::new(),
            replaces: None,
            language,
            documents,
            problems: blocking,
        };
        Checked::new(planned, problems)
    }
}

/// The ids of the recipients asked for.
fn find(lists: &Lists, only: &[String]) -> Checked<BTreeSet<String>> {
    let mut asked = Asked::new(only);
    lists.rows().filter_map(|row| row.ok()?.value).for_each(|recipient| recipient.meet(&mut asked));
    asked.ids()
}

/// The recipients as they are called; an error is the last item.
#[derive(Debug)]
pub(super) struct Calls<'a> {
    roll: &'a Roll,
    rows: Rows<'a>,
    mailing: &'a Mailing,
}

impl Calls<'_> {
    /// Passes over those that are left.
    pub(super) fn pass(self) -> Result<(), Diagnostic> {
        self.rows.pass()
    }
}

impl Iterator for Calls<'_> {
    type Item = Result<Called, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.rows.next()?.map(|row| {
            let planned = row
                .value
                .map(|recipient| self.roll.plan(self.mailing, recipient, self.roll.locale.as_deref()));
            let (planned, languages) =
                planned.map_or_else(Default::default, |planned| (Some(planned.value), planned.problems));
            Called { planned, unread: row.problems, languages }
        }))
    }
}

/// A recipient's documents in its languages; copies are of the first document, of which the others are annexes.
fn lay_out(mailing: &Mailing, recipient: &Recipient, chosen: &Choice) -> Vec<PlannedDocument> {
    let plan = |index: usize, document: &mailing::Document, locale: &str, copy| PlannedDocument {
        index,
        document: document.id.value.clone(),
        template: document.template_for(recipient).to_owned(),
        locale: locale.to_owned(),
        copy,
        courtesy: false,
        path: String::new(),
    };
    let mut documents = Vec::new();
    let own = || mailing.documents.iter().enumerate().filter(|(_, document)| document.is_for(recipient));
    for (index, document) in own() {
        let copies = (0..recipient.copies.len()).map(Some).filter(|_| index == 0);
        let versions = std::iter::once(None).chain(copies);
        documents.extend(versions.map(|copy| plan(index, document, &chosen.locale, copy)));
    }
    let translated = |document: &mailing::Document| {
        mailing
            .courtesy_documents
            .as_ref()
            .is_none_or(|ids| ids.iter().any(|id| id.value == document.id.value))
    };
    if let Some(second) = &chosen.second {
        let courtesy = own().filter(|(_, document)| translated(document));
        documents.extend(courtesy.map(|(index, document)| PlannedDocument {
            courtesy: true,
            ..plan(index, document, second, None)
        }));
    }
    documents
}
