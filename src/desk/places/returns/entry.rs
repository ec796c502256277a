//! What a person enters of an answer, as a form posts it: values by participant and column.

use std::collections::BTreeMap;

use crate::collect::{AskedForm, Collected, EnteredStatus, NewAnswer, Returned};
use crate::mailing::IssuedAt;

/// Most participants that a form posts.
const PARTICIPANTS: usize = 200;

/// What a person enters.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    pub(super) recipient: String,
    pub(super) status: EnteredStatus,
    pub(super) date: String,
    pub(super) note: String,
    /// The files that are dealt with, as the table names them.
    pub(super) files: Vec<String>,
    /// What is said of the delegation.
    pub(super) shared: BTreeMap<String, String>,
    /// What is said of each participant.
    pub(super) participants: Vec<BTreeMap<String, String>>,
    /// Whether it is as it is on paper, though something is wrong with it.
    pub(super) anyway: bool,
    /// Whether one more participant is asked for.
    pub(super) more: bool,
}

impl Entry {
    /// What a form posts; `None` where a value is none that it could.
    pub(super) fn of(pairs: Vec<(String, String)>) -> Option<Self> {
        let mut entry = Self::default();
        for (name, value) in pairs {
            let value = value.replace("\r\n", "\n").trim().to_owned();
            match name.as_str() {
                "recipient" => entry.recipient = value,
                "status" => entry.status = EnteredStatus::of_word(&value)?,
                "date" => entry.date = value,
                "note" => entry.note = value,
                "file" => entry.files.extend(Some(value).filter(|file| !file.is_empty())),
                "anyway" => entry.anyway = true,
                "more" => entry.more = true,
                _ => entry.put(&name, value)?,
            }
        }
        Some(entry)
    }

    /// A value of the delegation, `all.COLUMN`, or of a participant, `1.COLUMN`.
    fn put(&mut self, name: &str, value: String) -> Option<()> {
        let (whose, column) = name.split_once('.')?;
        if whose == "all" {
            self.shared.insert(column.to_owned(), value);
            return Some(());
        }
        let number: usize = whose.parse().ok().filter(|number| (1..=PARTICIPANTS).contains(number))?;
        let known = self.participants.len().max(number);
        self.participants.resize_with(known, BTreeMap::new);
        self.participants.get_mut(number - 1)?.insert(column.to_owned(), value);
        Some(())
    }

    /// What a file that was read says, to be corrected; the files of its recipient are dealt with by it.
    pub(super) fn of_file(collected: &Collected, number: usize) -> Option<Self> {
        let file = collected.files.get(number)?;
        let recipient = file.recipient.clone()?;
        let is_other = |other: &&Returned| {
            other.recipient.as_ref() == Some(&recipient)
                && other.version.is_some()
                && !other.status.is_entered()
        };
        let files = collected.files.iter().filter(is_other).map(Returned::place);
        let rows = collected.registrations.iter().filter(|row| row.file == number);
        Some(Self {
            recipient: recipient.clone(),
            files: files.collect(),
            participants: rows.map(|row| row.values.clone()).collect(),
            ..Self::default()
        })
    }

    /// Values apart by whose they are: the delegation's are those of the first participant.
    pub(super) fn divide(&mut self, form: &AskedForm) {
        for field in form.fields.iter().filter(|field| !field.is_each) {
            for participant in &mut self.participants {
                if let Some(value) = participant.remove(&field.column) {
                    self.shared.entry(field.column.clone()).or_insert(value);
                }
            }
        }
    }

    /// The answer as the table of answers has it, with the values that the form asks for alone; a day that is none is left out.
    pub(super) fn into_answer(self, form: Option<&AskedForm>) -> NewAnswer {
        let is_answered = self.status == EnteredStatus::Answered;
        let is_asked =
            |column: &str| form.is_some_and(|form| form.fields.iter().any(|field| field.column == column));
        let shared = self.shared;
        let said = |values: BTreeMap<String, String>| -> BTreeMap<String, String> {
            values.into_iter().filter(|(column, value)| !value.is_empty() && is_asked(column)).collect()
        };
        let participants = self.participants.into_iter().map(said).filter(|values| !values.is_empty());
        let mut participants: Vec<_> = participants.filter(|_| is_answered).collect();
        let shared = if is_answered { said(shared) } else { BTreeMap::new() };
        if participants.is_empty() && !shared.is_empty() {
            participants.push(BTreeMap::new());
        }
        for participant in &mut participants {
            participant.extend(shared.clone());
        }
        NewAnswer {
            recipient: self.recipient,
            status: self.status,
            date: IssuedAt::parse_date(&self.date),
            note: self.note,
            files: self.files,
            participants,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_posts_what_it_asks_and_nothing_else() {
        let of = |pairs: &[(&str, &str)]| {
            Entry::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
        };
        let entry =
            of(&[("recipient", "FRA"), ("2.family_name", " Dupont "), ("all.note", "x"), ("file", "")]);
        let entry = entry.expect("an entry");
        assert_eq!((entry.participants.len(), entry.files.len()), (2, 0));
        assert_eq!(entry.participants[1]["family_name"], "Dupont");
        for wrong in [("status", "lost"), ("0.x", ""), ("201.x", ""), ("-1.x", ""), ("other", "")] {
            assert!(of(&[wrong]).is_none(), "{wrong:?}");
        }
        assert!(entry.into_answer(None).participants.is_empty(), "what no form asks for is not kept");
    }
}
