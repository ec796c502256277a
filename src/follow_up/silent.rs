//! Who is reminded: those who have not answered, and of whom nothing came that a person has to look at first.

use std::collections::BTreeMap;

use crate::collect::{AnswerVersion, Collected, ReturnStatus, Returned, Unanswered};

/// A recipient that has not answered and is not reminded yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Id of the recipient.
    pub recipient: String,
    /// What came, and where it is.
    pub files: Vec<String>,
}

/// How the recipients of the first mailing stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhoAnswered {
    /// How many have answered.
    pub answered: usize,
    /// Who has answered in part: fields are wrong or empty, or a person has to key the answer in.
    pub in_part: Vec<String>,
    /// Who has answered by letter.
    pub by_letter: Vec<String>,
    /// Who will not come.
    pub regrets: Vec<String>,
    /// Who has not answered, although something came.
    pub held: Vec<Held>,
    /// Files of which nobody has said whose they are.
    pub unread: Vec<String>,
    /// Who has answered by the ledger, and not by what came back.
    pub booked: Vec<String>,
    /// Who replied by the ledger: somebody has to read what.
    pub replied: Vec<String>,
    /// Who is not known to have got the letter.
    pub missed: Vec<String>,
}

impl WhoAnswered {
    /// Whether a person has to look at something before all are reminded who have to be.
    #[must_use]
    pub fn is_unclear(&self) -> bool {
        !self.held.is_empty() || !self.unread.is_empty() || !self.replied.is_empty()
    }
}

/// Who is to be reminded, and how the others stand.
pub(super) fn find(collected: &Collected) -> (Vec<&Unanswered>, WhoAnswered) {
    let mut by_recipient: BTreeMap<&str, Vec<&Returned>> = BTreeMap::new();
    let own = collected.files.iter().filter(|file| file.status != ReturnStatus::OtherMailing);
    for file in own {
        if let Some(recipient) = &file.recipient {
            by_recipient.entry(recipient).or_default().push(file);
        }
    }
    let mut standing = WhoAnswered { answered: collected.answered, ..WhoAnswered::default() };
    standing.unread = collected.files.iter().filter(|file| is_unread(file)).map(Returned::place).collect();
    let mut reminded = Vec::new();
    for silent in &collected.unanswered {
        match by_recipient.remove(silent.recipient.as_str()) {
            None => reminded.push(silent),
            Some(files) => standing.held.push(Held {
                recipient: silent.recipient.clone(),
                files: files.into_iter().map(describe).collect(),
            }),
        }
    }
    for (recipient, files) in by_recipient {
        let has = |status: ReturnStatus| files.iter().any(|file| file.status == status && counts(file));
        let list = if has(ReturnStatus::Regrets) {
            &mut standing.regrets
        } else if has(ReturnStatus::AnsweredByLetter) {
            &mut standing.by_letter
        } else if !files.iter().any(|file| is_whole(file)) {
            &mut standing.in_part
        } else {
            continue;
        };
        list.push(recipient.to_owned());
    }
    (reminded, standing)
}

/// Whether it may be an answer, and nobody has said whose. Forms of other mailings are not, nor what was dealt with.
fn is_unread(file: &Returned) -> bool {
    let is_other =
        matches!(file.status, ReturnStatus::OtherMailing | ReturnStatus::Covering | ReturnStatus::Notice);
    file.recipient.is_none() && !is_other && file.is_to_look_at()
}

fn counts(file: &Returned) -> bool {
    !matches!(file.version, Some(AnswerVersion::Earlier | AnswerVersion::Blank | AnswerVersion::Unverified))
}

/// Whether it is an answer with nothing missing.
fn is_whole(file: &Returned) -> bool {
    file.status.is_read() && file.version == Some(AnswerVersion::Counts) && file.problems.is_empty()
}

fn describe(file: &Returned) -> String {
    let what = match file.status {
        ReturnStatus::Matched | ReturnStatus::OldVersion => "nothing is filled in",
        status => status.words(),
    };
    format!("{what}, {}", file.place())
}
