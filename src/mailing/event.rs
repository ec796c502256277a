//! What the recipients are invited to, and until when they answer.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::input::At;
use crate::locale::LocalText;

/// The event the mailing is about.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Name of the event.
    pub name: LocalText,
    /// Its abbreviation, where templates write one.
    pub short_name: Option<LocalText>,
    /// Name of the meeting.
    pub meeting: LocalText,
    /// Phase of the event the meeting belongs to, where templates write one.
    pub phase: Option<LocalText>,
    /// Place of the meeting.
    pub place: LocalText,
    /// What the meeting is convened by, as it follows “in accordance with” in each language, such as `Article 25 of the Convention`;
    /// where templates write it.
    pub legal_basis: Option<LocalText>,
    /// ISO code of the State whose Government kindly invites to it, such as `TUN`.
    pub host: Option<At<String>>,
    /// Inflected forms of these texts that a language's templates need, by language and a name of one's own.
    #[serde(default)]
    pub forms: BTreeMap<String, BTreeMap<String, String>>,
    /// First day.
    #[schemars(with = "String")]
    pub start: At<Date>,
    /// Last day.
    #[schemars(with = "String")]
    pub end: At<Date>,
}

/// Last days for answers, each where templates write it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Deadlines {
    /// For contributions.
    #[schemars(with = "Option<String>")]
    pub contributions: Option<At<Date>>,
    /// For registration.
    #[schemars(with = "Option<String>")]
    pub registration: Option<At<Date>>,
}
