//! The channels that documents are sent by, and what each of them asks for.
//!
//! Everything else in the code that depends on a channel asks here, through a `match` without a wildcard: a new channel
//! does not compile until each question has an answer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a document reaches its recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// Diplomatic pouch.
    Pouch,
    /// Ordinary post.
    Post,
    /// Registered post.
    RegisteredPost,
    /// Courier service, such as DHL or UPS.
    Courier,
    /// Fax.
    Fax,
    /// E-mail.
    EMail,
    /// By hand to a mission.
    ByHand,
}

/// What carries the documents of a channel. It decides what the recipient must have and what a pack makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Carrier {
    /// Printed, in an envelope with an address: a print run, labels and envelopes.
    Paper,
    /// Messages to an e-mail address.
    EMail,
    /// Printed behind a cover sheet, to a fax number: cover sheets and a print run.
    Fax,
}

/// How documents are handed over against a signature, in a list of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Handover {
    /// To the pouch service, which signs the pouch list.
    Pouch,
    /// To the recipient, who signs the delivery list.
    Delivery,
    /// To the driver of a courier service, who signs the courier list; it has what the service's waybills ask for.
    Courier,
}

impl Carrier {
    /// Whether the documents go as attachments of a message, which has a text of its own.
    #[must_use]
    pub const fn is_message(self) -> bool {
        match self {
            Self::EMail => true,
            Self::Paper | Self::Fax => false,
        }
    }
}

impl Handover {
    /// The key of the list's title among the `dispatch_` labels of a locale pack.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Pouch => "list_pouch_title",
            Self::Delivery => "list_by_hand_title",
            Self::Courier => "list_courier_title",
        }
    }

    /// The keys of the two columns that are filled in by hand, among the same labels.
    #[must_use]
    pub const fn to_fill_in(self) -> [&'static str; 2] {
        match self {
            Self::Pouch | Self::Delivery => ["handed_over", "signature"],
            Self::Courier => ["waybill", "signature"],
        }
    }
}

impl Channel {
    /// All channels, in the order of an office's work.
    pub const ALL: [Self; 7] =
        [Self::Pouch, Self::Post, Self::RegisteredPost, Self::Courier, Self::Fax, Self::EMail, Self::ByHand];

    /// The name, as recipient lists write it: `registered-post`. The folders of archives and packs bear it too.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pouch => "pouch",
            Self::Post => "post",
            Self::RegisteredPost => "registered-post",
            Self::Courier => "courier",
            Self::Fax => "fax",
            Self::EMail => "e-mail",
            Self::ByHand => "by-hand",
        }
    }

    /// What carries the documents.
    #[must_use]
    pub const fn carrier(self) -> Carrier {
        match self {
            Self::Pouch | Self::Post | Self::RegisteredPost | Self::Courier | Self::ByHand => Carrier::Paper,
            Self::Fax => Carrier::Fax,
            Self::EMail => Carrier::EMail,
        }
    }

    /// How the documents are handed over against a signature; `None` for channels that are sent.
    #[must_use]
    pub const fn handover(self) -> Option<Handover> {
        match self {
            Self::Pouch => Some(Handover::Pouch),
            Self::ByHand => Some(Handover::Delivery),
            Self::Courier => Some(Handover::Courier),
            Self::Post | Self::RegisteredPost | Self::Fax | Self::EMail => None,
        }
    }

    /// Whether it asks for a telephone number, which addresses on its labels and envelopes then end with.
    #[must_use]
    pub const fn needs_telephone(self) -> bool {
        match self {
            Self::Courier => true,
            Self::Pouch | Self::Post | Self::RegisteredPost | Self::Fax | Self::EMail | Self::ByHand => false,
        }
    }

    /// Whether the post or a courier service carries the documents, so that strangers read the address.
    #[must_use]
    pub const fn is_posted(self) -> bool {
        match self {
            Self::Post | Self::RegisteredPost | Self::Courier => true,
            Self::Pouch | Self::Fax | Self::EMail | Self::ByHand => false,
        }
    }

    /// The key of its name among the `dispatch_` labels of a locale pack: `channel_registered_post`.
    #[must_use]
    pub fn label(self) -> String {
        format!("channel_{}", self.key())
    }

    /// The key of what the office does with its folder, among the same labels: `do_registered_post`.
    #[must_use]
    pub fn instruction(self) -> String {
        format!("do_{}", self.key())
    }

    fn key(self) -> String {
        self.name().replace('-', "_")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_holds_every_channel_under_the_name_files_have() {
        let schema = schemars::schema_for!(Channel).to_value();
        let read: Vec<&str> = schema["oneOf"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|choice| choice["const"].as_str())
            .collect();
        assert_eq!(
            Channel::ALL.map(Channel::name).as_slice(),
            read,
            "Channel::ALL or Channel::name lacks a channel"
        );
    }
}
