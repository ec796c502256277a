//! The words of dispatch.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::archive::PackKind;
use crate::ledger::{LedgerEvent, SendingState};
use crate::receive::{ReceivedAs, ReceivedOutcome};

/// Dispatch.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct DispatchWords {
    pub(in crate::desk) title: String,
    pub(in crate::desk) overview: String,
    pub(in crate::desk) messages: String,
    pub(in crate::desk) ledger: String,
    pub(in crate::desk) received: String,
    pub(in crate::desk) no_archive: String,
    pub(in crate::desk) standing: String,
    pub(in crate::desk) sendings: String,
    pub(in crate::desk) out: String,
    pub(in crate::desk) failed: String,
    pub(in crate::desk) unsettled: String,
    pub(in crate::desk) open: String,
    pub(in crate::desk) send_open: String,
    pub(in crate::desk) packs: String,
    pub(in crate::desk) no_packs: String,
    pub(in crate::desk) new_pack: String,
    pub(in crate::desk) make_pack: String,
    pub(in crate::desk) packing: String,
    pub(in crate::desk) open_pack: String,
    pub(in crate::desk) pack: String,
    pub(in crate::desk) made_for: String,
    pub(in crate::desk) for_all: String,
    pub(in crate::desk) for_some: String,
    pub(in crate::desk) for_failed: String,
    pub(in crate::desk) of_another: String,
    pub(in crate::desk) only_hint: String,
    pub(in crate::desk) codes_hint: String,
    pub(in crate::desk) sheets: String,
    pub(in crate::desk) labels: String,
    pub(in crate::desk) envelopes: String,
    pub(in crate::desk) sides: String,
    pub(in crate::desk) as_set: String,
    pub(in crate::desk) window: String,
    pub(in crate::desk) both_sides: String,
    pub(in crate::desk) one_side: String,
    pub(in crate::desk) nothing_failed: String,
    pub(in crate::desk) file: String,
    pub(in crate::desk) kind_of_file: String,
    pub(in crate::desk) failed_count: String,
    pub(in crate::desk) failed_hint: String,
    pub(in crate::desk) stands: String,
    pub(in crate::desk) said: String,
    pub(in crate::desk) next: String,
    pub(in crate::desk) address: String,
    pub(in crate::desk) no_way: String,
    pub(in crate::desk) mend_address: String,
    pub(in crate::desk) make_second: String,
    pub(in crate::desk) send_second: String,
    pub(in crate::desk) server: String,
    pub(in crate::desk) no_server: String,
    pub(in crate::desk) mailbox: String,
    pub(in crate::desk) pack_first: String,
    pub(in crate::desk) look_title: String,
    pub(in crate::desk) look_hint: String,
    pub(in crate::desk) look: String,
    pub(in crate::desk) way: String,
    pub(in crate::desk) by_server: String,
    pub(in crate::desk) into_drafts: String,
    pub(in crate::desk) only_second: String,
    pub(in crate::desk) would_go: String,
    pub(in crate::desk) nothing_sent: String,
    pub(in crate::desk) go_on_to_question: String,
    pub(in crate::desk) ready: String,
    pub(in crate::desk) held: String,
    pub(in crate::desk) why: String,
    pub(in crate::desk) question: String,
    pub(in crate::desk) question_drafts: String,
    pub(in crate::desk) question_sample: String,
    pub(in crate::desk) sure: String,
    pub(in crate::desk) sure_drafts: String,
    pub(in crate::desk) sure_sample: String,
    pub(in crate::desk) enter_number: String,
    pub(in crate::desk) wrong_number: String,
    pub(in crate::desk) yes: String,
    pub(in crate::desk) yes_drafts: String,
    pub(in crate::desk) closed: String,
    pub(in crate::desk) closed_hint: String,
    pub(in crate::desk) changed: String,
    pub(in crate::desk) sending: String,
    pub(in crate::desk) drafting: String,
    pub(in crate::desk) waiting: String,
    pub(in crate::desk) still_open: String,
    pub(in crate::desk) sample_title: String,
    pub(in crate::desk) sample_hint: String,
    pub(in crate::desk) own_address: String,
    pub(in crate::desk) sample: String,
    pub(in crate::desk) sample_sent: String,
    pub(in crate::desk) search: String,
    pub(in crate::desk) since: String,
    pub(in crate::desk) reminders: String,
    pub(in crate::desk) book: String,
    pub(in crate::desk) booked_count: String,
    pub(in crate::desk) entries: String,
    pub(in crate::desk) no_entries: String,
    pub(in crate::desk) when: String,
    pub(in crate::desk) what: String,
    pub(in crate::desk) by: String,
    pub(in crate::desk) number: String,
    pub(in crate::desk) to: String,
    pub(in crate::desk) next_unknown: String,
    pub(in crate::desk) next_drafted: String,
    pub(in crate::desk) next_deferred: String,
    pub(in crate::desk) next_failed: String,
    pub(in crate::desk) proof: String,
    pub(in crate::desk) proof_hint: String,
    pub(in crate::desk) make_proof: String,
    pub(in crate::desk) recipient_hint: String,
    pub(in crate::desk) as_archive: String,
    pub(in crate::desk) happened: String,
    pub(in crate::desk) post_number: String,
    pub(in crate::desk) to_whom: String,
    pub(in crate::desk) copy_number: String,
    pub(in crate::desk) many: String,
    pub(in crate::desk) many_hint: String,
    pub(in crate::desk) table_file: String,
    pub(in crate::desk) book_all: String,
    pub(in crate::desk) received_hint: String,
    pub(in crate::desk) give_messages: String,
    pub(in crate::desk) message_files: String,
    pub(in crate::desk) only_look: String,
    pub(in crate::desk) read_messages: String,
    pub(in crate::desk) mailbox_hint: String,
    pub(in crate::desk) read_mailbox: String,
    pub(in crate::desk) nothing_booked: String,
    pub(in crate::desk) saved: String,
    pub(in crate::desk) what_next: String,
    pub(in crate::desk) unclear_hint: String,
    pub(in crate::desk) message: String,
    pub(in crate::desk) taken_for_title: String,
    pub(in crate::desk) booked_as: String,
    events: BTreeMap<LedgerEvent, String>,
    states: BTreeMap<SendingState, String>,
    kinds: BTreeMap<PackKind, String>,
    notices: BTreeMap<ReceivedAs, String>,
    outcomes: BTreeMap<ReceivedOutcome, String>,
}

impl DispatchWords {
    /// What happened, as the ledger has it.
    pub(in crate::desk) fn event(&self, event: LedgerEvent) -> &str {
        self.events.get(&event).map_or(event.name(), String::as_str)
    }

    /// Where a sending stands.
    pub(in crate::desk) fn state(&self, state: SendingState) -> &str {
        self.states.get(&state).map_or(state.name(), String::as_str)
    }

    /// What a file of a pack is.
    pub(in crate::desk) fn kind(&self, kind: PackKind) -> &str {
        self.kinds.get(&kind).map_or(kind.words(), String::as_str)
    }

    /// What a message was taken for.
    pub(in crate::desk) fn taken_for(&self, taken_for: ReceivedAs) -> &str {
        self.notices.get(&taken_for).map_or(taken_for.words(), String::as_str)
    }

    /// What came of a message.
    pub(in crate::desk) fn outcome(&self, outcome: ReceivedOutcome) -> &str {
        self.outcomes.get(&outcome).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::words::Words;
    use crate::ledger::{LedgerEvent, SendingState};

    #[test]
    fn each_event_state_and_kind_has_a_word() {
        for tag in ["en", "fr", "es", "ru", "zh", "ar"] {
            let words = &Words::of(tag).expect("a language").dispatch;
            assert_eq!(words.events.len(), LedgerEvent::ALL.len(), "{tag}");
            assert_eq!(words.states.len(), SendingState::ALL.len(), "{tag}");
            assert_eq!((words.kinds.len(), words.notices.len(), words.outcomes.len()), (11, 10, 4), "{tag}");
        }
    }
}
