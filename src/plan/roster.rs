//! Who is listed, in the order in which their documents are best looked at: first those that break layouts.
//!
//! Lists and the names of templates are read alone, so that there is a roster even where a template is unsound.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::awkward::{Awkward, awkward_first};
use super::options::PlanOptions;
use super::planned::PlannedRecipient;
use super::read::open_lists;
use super::roll::Roll;
use crate::diagnostic::{Checked, Problems};
use crate::mailing::{self, Mailing};
use crate::recipient::Environment;
use crate::template::{TemplateTexts, read_texts};
use crate::worker::Isolation;

/// Who is listed in a mailing, and which templates it has.
#[derive(Debug)]
pub struct Roster {
    /// The mailing.
    pub mailing: Mailing,
    /// The texts of the templates.
    pub texts: TemplateTexts,
    /// Languages that have a template of one of the mailing's documents.
    pub languages: BTreeSet<String>,
    listed: Vec<RosterEntry>,
    /// The recipients that have documents in a language, by their numbers, and what is awkward about each.
    orders: BTreeMap<String, Vec<(usize, Vec<Awkward>)>>,
}

/// A recipient of a list.
#[derive(Debug)]
pub struct RosterEntry {
    /// Its id.
    pub id: String,
    /// Code of the State it is, or is in.
    pub state: Option<String>,
    /// Name of its ministry or organisation.
    pub name: String,
    /// Ids of the documents it gets.
    pub documents: BTreeSet<String>,
}

/// Reads the lists of a mailing; `None` where it cannot be read itself.
pub fn roster(
    root: &Path,
    file: &str,
    isolation: &Isolation,
    environment: Environment,
) -> Checked<Option<Roster>> {
    let mut problems = Problems::new();
    let Some(mailing) = mailing::read(root, file).report_to(&mut problems) else {
        return Checked::new(None, problems);
    };
    let options = PlanOptions { isolation: isolation.clone(), environment, ..PlanOptions::default() };
    let lists = open_lists(root, &mailing, &options, None).report_to(&mut problems);
    let texts = read_texts(root, &mailing.templates).report_to(&mut problems);
    let languages = languages(&mailing, &texts);
    let roll = Roll::new(lists, languages.clone(), &mailing, file, None, &options).report_to(&mut problems);
    let called = roll.call(&mailing).filter_map(|called| called.ok()?.planned);
    let planned: Vec<PlannedRecipient> = called.collect();
    let order = |language: &String| {
        let own = |planned: &PlannedRecipient| planned.documents.iter().any(|it| it.locale == *language);
        let numbered = planned.iter().enumerate().filter(|(_, planned)| own(planned));
        (language.clone(), awkward_first(numbered, &mailing, language))
    };
    let orders = languages.iter().map(order).collect();
    let listed = planned.iter().map(listed).collect();
    Checked::new(Some(Roster { texts, languages, listed, orders, mailing }), problems)
}

impl Roster {
    /// The recipient of an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&RosterEntry> {
        self.listed.iter().find(|listed| listed.id == id)
    }

    /// The recipients that have a document in a language, with what is awkward about each; everybody where nobody has.
    #[must_use]
    pub fn order(&self, language: &str) -> Vec<(&RosterEntry, &[Awkward])> {
        let own = self.orders.get(language).map_or(&[][..], Vec::as_slice);
        if own.is_empty() {
            return self.listed.iter().map(|listed| (listed, &[][..])).collect();
        }
        own.iter().filter_map(|(number, why)| Some((self.listed.get(*number)?, why.as_slice()))).collect()
    }
}

/// The languages that have a template of one of the mailing's documents.
fn languages(mailing: &Mailing, texts: &TemplateTexts) -> BTreeSet<String> {
    let is_ours = |file: &str| mailing.documents.iter().any(|document| document.template == file);
    let names = texts.keys().filter(|(language, file)| !language.is_empty() && is_ours(file));
    names.map(|(language, _)| language.clone()).collect()
}

fn listed(planned: &PlannedRecipient) -> RosterEntry {
    let recipient = &planned.recipient;
    let language = planned.language.as_ref().map_or("en", |choice| choice.locale.as_str());
    RosterEntry {
        id: planned.id().to_owned(),
        state: recipient.iso.as_ref().map(|iso| iso.value.clone()),
        name: recipient.ministry.get_or_first(language).to_owned(),
        documents: planned.documents.iter().map(|document| document.document.clone()).collect(),
    }
}
