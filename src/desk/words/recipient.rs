//! The words of one recipient.

use serde::Deserialize;

use crate::recipient::Channel;

/// One recipient as a form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct OneWords {
    pub(in crate::desk) fields: FieldWords,
    pub(in crate::desk) channels: ChannelWords,
    pub(in crate::desk) who: String,
    pub(in crate::desk) person: String,
    pub(in crate::desk) place: String,
    pub(in crate::desk) sending: String,
    pub(in crate::desk) languages: String,
    pub(in crate::desk) extra: String,
    pub(in crate::desk) copy: String,
    pub(in crate::desk) one_a_line: String,
    pub(in crate::desk) with_commas: String,
    pub(in crate::desk) choice: String,
    pub(in crate::desk) save: String,
    pub(in crate::desk) saved: String,
    pub(in crate::desk) unchanged: String,
    pub(in crate::desk) remove: String,
    pub(in crate::desk) remove_title: String,
    pub(in crate::desk) remove_hint: String,
    pub(in crate::desk) remove_yes: String,
    pub(in crate::desk) keep: String,
    pub(in crate::desk) new: String,
    pub(in crate::desk) into: String,
    pub(in crate::desk) no_list: String,
    pub(in crate::desk) no_list_hint: String,
    pub(in crate::desk) needs_id: String,
    pub(in crate::desk) id_taken: String,
    pub(in crate::desk) doubles: String,
    pub(in crate::desk) doubles_none: String,
    pub(in crate::desk) previous: String,
    pub(in crate::desk) next: String,
    pub(in crate::desk) all: String,
    pub(in crate::desk) letter: String,
    pub(in crate::desk) no_letter: String,
    pub(in crate::desk) from_file: String,
    pub(in crate::desk) from_workbook: String,
    pub(in crate::desk) other_parts: String,
    pub(in crate::desk) stale: String,
}

/// The fields of a recipient.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct FieldWords {
    pub(in crate::desk) id: String,
    pub(in crate::desk) kind: String,
    pub(in crate::desk) state: String,
    pub(in crate::desk) organisation: String,
    pub(in crate::desk) iso: String,
    pub(in crate::desk) group: String,
    pub(in crate::desk) office: String,
    pub(in crate::desk) name: String,
    pub(in crate::desk) gender: String,
    pub(in crate::desk) masculine: String,
    pub(in crate::desk) feminine: String,
    pub(in crate::desk) rank: String,
    pub(in crate::desk) title: String,
    pub(in crate::desk) ministry: String,
    pub(in crate::desk) address: String,
    pub(in crate::desk) city: String,
    pub(in crate::desk) channels: String,
    pub(in crate::desk) emails: String,
    pub(in crate::desk) fax: String,
    pub(in crate::desk) telephone: String,
    pub(in crate::desk) languages: String,
    pub(in crate::desk) second_language: String,
    pub(in crate::desk) to: String,
    pub(in crate::desk) channel: String,
    pub(in crate::desk) email: String,
}

/// The ways that letters are sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct ChannelWords {
    pub(in crate::desk) pouch: String,
    pub(in crate::desk) post: String,
    pub(in crate::desk) registered_post: String,
    pub(in crate::desk) courier: String,
    pub(in crate::desk) fax: String,
    pub(in crate::desk) e_mail: String,
    pub(in crate::desk) by_hand: String,
}

impl ChannelWords {
    /// The name of a channel.
    pub(in crate::desk) fn of(&self, channel: Channel) -> &str {
        match channel {
            Channel::Pouch => &self.pouch,
            Channel::Post => &self.post,
            Channel::RegisteredPost => &self.registered_post,
            Channel::Courier => &self.courier,
            Channel::Fax => &self.fax,
            Channel::EMail => &self.e_mail,
            Channel::ByHand => &self.by_hand,
        }
    }
}
