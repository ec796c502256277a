//! A mailing as it was read: its recipients, one in a row, and what is wrong.

use std::collections::{BTreeSet, HashMap};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::words::LANGUAGES;
use crate::diagnostic::{Diagnostic, Location, Place, Problems, Scope, Severity};
use crate::locale::state_name_in;
use crate::mailing::Mailing;
use crate::plan::{Choice, PlannedRecipient};
use crate::recipient::{Channel, Recipient};

/// A mailing as it was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The mailing; `None` where its file cannot be read.
    pub(super) mailing: Option<Mailing>,
    /// Its recipients, in the order of their letters.
    pub(super) recipients: Vec<Row>,
    /// How many documents they get together.
    pub(super) documents: usize,
    /// Everything that is wrong, what is alike together.
    pub(super) problems: Vec<Diagnostic>,
    /// The errors and warnings about one recipient alone, by its id.
    pub(super) about: HashMap<String, Vec<Diagnostic>>,
}

impl Read {
    /// How many problems there are of a severity.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }

    /// Whether letters can be made for everybody.
    pub(super) fn is_ready(&self) -> bool {
        self.mailing.is_some() && self.count(Severity::Error) == 0
    }
}

/// A recipient in a list.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) id: String,
    /// Code of the State it is, or is in.
    pub(super) state: Option<String>,
    /// Names of its ministry or organisation, one for each language it is given in.
    pub(super) names: Vec<String>,
    /// Whom the letter addresses, by name.
    pub(super) addressee: Option<String>,
    pub(super) emails: Vec<String>,
    pub(super) groups: Vec<String>,
    pub(super) channel: Option<Channel>,
    /// The language it is written to in; `None` where there are templates in none.
    pub(super) language: Option<String>,
    /// That language, and why it.
    pub(super) choice: Option<Choice>,
    pub(super) documents: usize,
    /// How many problems are about it alone.
    pub(super) problems: usize,
    /// Of which kinds they are.
    pub(super) kinds: BTreeSet<&'static str>,
    pub(super) is_blocked: bool,
    /// Where it is listed.
    pub(super) location: Location,
    /// What a workbook says of it, by the names of the fields; empty where it can be changed here.
    pub(super) facts: Vec<(&'static str, String)>,
    /// What names it, in all languages, folded.
    named: String,
}

impl Row {
    /// Whether each word that is searched for occurs in what names the recipient.
    pub(super) fn is_about(&self, searched: &[String]) -> bool {
        searched.iter().all(|word| self.named.contains(word.as_str()))
    }

    /// Takes over what was known to be wrong with it.
    pub(super) fn take_problems(&mut self, known: &Self) {
        self.problems = known.problems;
        self.kinds.clone_from(&known.kinds);
        self.is_blocked = known.is_blocked;
    }
}

/// The words of what is searched for, as they are compared.
pub(super) fn words_of(searched: &str) -> Vec<String> {
    fold(searched).split_whitespace().map(str::to_owned).collect()
}

/// A text as it is compared: case and accents say nothing.
pub(super) fn fold(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// A recipient with what is wrong with it alone.
pub(super) fn row(planned: &PlannedRecipient, problems: &[Diagnostic]) -> Row {
    let recipient = &planned.recipient;
    let stops =
        |problem: &Diagnostic| problem.severity == Severity::Error && problem.scope == Scope::Recipient;
    let state = recipient.iso.as_ref().map(|iso| iso.value.as_str());
    let names = LANGUAGES.iter().filter_map(|words| state_name_in(&words.frame.tag, state?));
    let texts = [Some(planned.id()), state, recipient.addressee.name.as_deref()];
    let named = texts.into_iter().flatten().chain(names).chain(recipient.ministry.texts()).map(fold);
    Row {
        named: named.collect::<Vec<_>>().join("\n"),
        id: planned.id().to_owned(),
        state: recipient.iso.as_ref().map(|iso| iso.value.clone()),
        names: recipient.ministry.texts().map(str::to_owned).collect(),
        addressee: recipient.addressee.name.clone(),
        groups: recipient.group.iter().map(str::to_owned).collect(),
        channel: recipient.channels.first().copied(),
        language: planned.language.as_ref().map(|choice| choice.locale.clone()),
        choice: planned.language.clone(),
        emails: recipient.emails.clone(),
        documents: planned.documents.len(),
        problems: problems.len(),
        kinds: problems.iter().map(|problem| problem.code.name).collect(),
        location: recipient.location.clone(),
        facts: facts(recipient),
        is_blocked: planned.is_blocked() || problems.iter().any(stops),
    }
}

/// A recipient that cannot be read.
pub(super) fn unread_row(id: &str, problems: &Problems) -> Row {
    let location = problems.iter().find_map(|problem| problem.location.clone());
    Row {
        id: id.to_owned(),
        state: None,
        names: Vec::new(),
        addressee: None,
        emails: Vec::new(),
        groups: Vec::new(),
        channel: None,
        language: None,
        choice: None,
        documents: 0,
        problems: problems.iter().count(),
        kinds: problems.iter().map(|problem| problem.code.name).collect(),
        is_blocked: true,
        location: location.unwrap_or_else(|| Location::file("")),
        facts: Vec::new(),
        named: fold(id),
    }
}

/// What a workbook or a table of programs says of a recipient.
fn facts(recipient: &Recipient) -> Vec<(&'static str, String)> {
    if !matches!(recipient.location.place, Some(Place::Cell { .. } | Place::Row { .. })) {
        return Vec::new();
    }
    let join = |texts: &mut dyn Iterator<Item = &str>| texts.collect::<Vec<_>>().join("; ");
    let channels: Vec<&str> = recipient.channels.iter().map(|channel| channel.name()).collect();
    let languages: Vec<&str> = recipient.languages.iter().map(|language| language.value.as_str()).collect();
    let address: Vec<String> = recipient.address.all().map(|lines| lines.join(", ")).collect();
    let all = [
        ("id", recipient.id.value.clone()),
        ("kind", recipient.kind.name().to_owned()),
        ("iso", recipient.iso.as_ref().map(|iso| iso.value.clone()).unwrap_or_default()),
        ("group", join(&mut recipient.group.iter())),
        ("addressee.name", recipient.addressee.name.clone().unwrap_or_default()),
        ("addressee.office", recipient.addressee.office.value.clone()),
        ("ministry", join(&mut recipient.ministry.texts())),
        ("address", address.join("; ")),
        ("city", join(&mut recipient.city.texts())),
        ("channels", channels.join("; ")),
        ("emails", recipient.emails.join("; ")),
        ("fax", recipient.fax.clone().unwrap_or_default()),
        ("telephone", recipient.telephone.clone().unwrap_or_default()),
        ("languages", languages.join("; ")),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}
