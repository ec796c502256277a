//! The words of the returns.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::collect::{AnswerVersion, ReturnStatus};

/// The returns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct ReturnWords {
    pub(in crate::desk) title: String,
    pub(in crate::desk) came: String,
    pub(in crate::desk) decide: String,
    pub(in crate::desk) participants: String,
    pub(in crate::desk) silent: String,
    pub(in crate::desk) door: String,
    pub(in crate::desk) give: String,
    pub(in crate::desk) files: String,
    pub(in crate::desk) files_hint: String,
    pub(in crate::desk) give_button: String,
    pub(in crate::desk) read_again: String,
    pub(in crate::desk) in_folder: String,
    pub(in crate::desk) unread: String,
    pub(in crate::desk) reading: String,
    pub(in crate::desk) none: String,
    pub(in crate::desk) no_archive: String,
    pub(in crate::desk) other_archive: String,
    pub(in crate::desk) answered: String,
    pub(in crate::desk) deadline: String,
    pub(in crate::desk) days_left: String,
    pub(in crate::desk) days_past: String,
    pub(in crate::desk) what: String,
    pub(in crate::desk) given: String,
    pub(in crate::desk) left: String,
    pub(in crate::desk) no_files: String,
    pub(in crate::desk) booked: String,
    pub(in crate::desk) name: String,
    pub(in crate::desk) function: String,
    pub(in crate::desk) capacity: String,
    pub(in crate::desk) delegation: String,
    pub(in crate::desk) answer: String,
    pub(in crate::desk) file: String,
    pub(in crate::desk) ask_about: String,
    pub(in crate::desk) counting: String,
    pub(in crate::desk) correct: String,
    pub(in crate::desk) nobody: String,
    pub(in crate::desk) all_answered: String,
    pub(in crate::desk) emails: String,
    pub(in crate::desk) fax: String,
    pub(in crate::desk) address: String,
    pub(in crate::desk) enter: String,
    pub(in crate::desk) nothing_to_decide: String,
    pub(in crate::desk) several: String,
    pub(in crate::desk) several_hint: String,
    pub(in crate::desk) take: String,
    pub(in crate::desk) changed_at: String,
    pub(in crate::desk) fields: String,
    pub(in crate::desk) others: String,
    pub(in crate::desk) key_in: String,
    pub(in crate::desk) dealt_with: String,
    pub(in crate::desk) recipient: String,
    pub(in crate::desk) choose: String,
    pub(in crate::desk) what_answer: String,
    pub(in crate::desk) as_answered: String,
    pub(in crate::desk) as_regrets: String,
    pub(in crate::desk) as_letter: String,
    pub(in crate::desk) date: String,
    pub(in crate::desk) note: String,
    pub(in crate::desk) dealt_files: String,
    pub(in crate::desk) participant: String,
    pub(in crate::desk) participant_hint: String,
    pub(in crate::desk) more: String,
    pub(in crate::desk) none_chosen: String,
    pub(in crate::desk) save: String,
    pub(in crate::desk) anyway: String,
    pub(in crate::desk) wrong: String,
    pub(in crate::desk) saved: String,
    pub(in crate::desk) own_window: String,
    pub(in crate::desk) as_workbook: String,
    pub(in crate::desk) no_form: String,
    pub(in crate::desk) remind: String,
    pub(in crate::desk) remind_hint: String,
    pub(in crate::desk) issued_at: String,
    pub(in crate::desk) new_deadline: String,
    pub(in crate::desk) begin: String,
    pub(in crate::desk) confirm: String,
    pub(in crate::desk) confirm_hint: String,
    pub(in crate::desk) whom: String,
    pub(in crate::desk) whom_all: String,
    pub(in crate::desk) whom_delegations: String,
    pub(in crate::desk) whom_participants: String,
    pub(in crate::desk) reference: String,
    pub(in crate::desk) folder: String,
    pub(in crate::desk) letters: String,
    pub(in crate::desk) visas: String,
    pub(in crate::desk) next: String,
    pub(in crate::desk) open_it: String,
    pub(in crate::desk) following: String,
    pub(in crate::desk) in_part: String,
    pub(in crate::desk) by_letter: String,
    pub(in crate::desk) regrets: String,
    pub(in crate::desk) held: String,
    pub(in crate::desk) replied: String,
    pub(in crate::desk) by_ledger: String,
    pub(in crate::desk) missed: String,
    pub(in crate::desk) nobodys: String,
    pub(in crate::desk) door_hint: String,
    pub(in crate::desk) language: String,
    pub(in crate::desk) badges: String,
    pub(in crate::desk) badges_cut: String,
    pub(in crate::desk) badges_labels: String,
    pub(in crate::desk) make: String,
    pub(in crate::desk) making: String,
    pub(in crate::desk) no_lists: String,
    pub(in crate::desk) old_lists: String,
    pub(in crate::desk) workbook: String,
    pub(in crate::desk) by_state: String,
    pub(in crate::desk) heads: String,
    pub(in crate::desk) counts: String,
    pub(in crate::desk) pages: String,
    /// What a file is.
    pub(in crate::desk) status: BTreeMap<ReturnStatus, String>,
    /// What a person has to do about it.
    pub(in crate::desk) to_do: BTreeMap<ReturnStatus, String>,
    /// Which of several answers it is.
    pub(in crate::desk) version: BTreeMap<AnswerVersion, String>,
}

impl ReturnWords {
    /// What a file is.
    pub(in crate::desk) fn status(&self, status: ReturnStatus) -> &str {
        self.status.get(&status).map_or_else(|| status.words(), String::as_str)
    }

    /// What a person has to do about it; nothing where there is nothing to do.
    pub(in crate::desk) fn to_do(&self, status: ReturnStatus) -> &str {
        self.to_do.get(&status).map_or_else(|| status.to_do(), String::as_str)
    }

    /// Which of several answers it is.
    pub(in crate::desk) fn version(&self, version: AnswerVersion) -> &str {
        self.version.get(&version).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::words::LANGUAGES;

    #[test]
    fn each_kind_of_file_has_its_words_in_each_language() {
        for words in LANGUAGES.iter().map(|words| &words.returns) {
            assert_eq!((words.status.len(), words.version.len()), (23, 7), "{}", words.title);
            for status in words.status.keys() {
                assert_eq!(words.to_do.contains_key(status), !status.to_do().is_empty(), "{status:?}");
            }
        }
    }
}
