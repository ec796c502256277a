//! Which recipients a part of the mailing is for.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::input::Words;
use crate::recipient::{Kind, Recipient};

/// A condition on recipients: of each part that is given, one value has to fit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Condition {
    /// States, or organisations.
    pub kind: Option<Kind>,
    /// Ids of recipients.
    pub id: Words,
    /// Groups of recipients.
    pub group: Words,
    /// Values of extra fields, by the name of the field.
    pub fields: BTreeMap<String, Words>,
}

/// What a condition names of recipients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named<'a> {
    /// The id of one.
    Id(&'a str),
    /// A group.
    Group(&'a str),
    /// The value of an extra field, which is first.
    Field(&'a str, &'a str),
}

impl Condition {
    /// Whether a recipient fits.
    #[must_use]
    pub fn fits(&self, recipient: &Recipient) -> bool {
        let one_of = |words: &Words, fits: &dyn Fn(&str) -> bool| words.is_empty() || words.iter().any(fits);
        let field = |name: &str| recipient.fields.get(name).map_or("", String::as_str);
        self.kind.is_none_or(|kind| kind == recipient.kind)
            && one_of(&self.id, &|id| Named::Id(id).is_of(recipient))
            && one_of(&self.group, &|group| Named::Group(group).is_of(recipient))
            && self.fields.iter().all(|(name, values)| match values.is_empty() {
                // A field without a value stands for recipients that have none.
                true => field(name).is_empty(),
                false => one_of(values, &|value| Named::Field(name, value).is_of(recipient)),
            })
    }

    /// All that it names.
    pub fn named(&self) -> impl Iterator<Item = Named<'_>> {
        let fields = self
            .fields
            .iter()
            .flat_map(|(name, values)| values.iter().map(|value| Named::Field(name, value)));
        let groups = self.group.iter().map(Named::Group);
        self.id.iter().map(Named::Id).chain(groups).chain(fields)
    }
}

impl Named<'_> {
    /// Whether a recipient has it; letter case makes no difference.
    #[must_use]
    pub fn is_of(&self, recipient: &Recipient) -> bool {
        let same = |one: &str, other: &str| one.to_lowercase() == other.trim().to_lowercase();
        match self {
            Self::Id(id) => same(id, &recipient.id.value),
            Self::Group(group) => recipient.group.iter().any(|of| same(group, of)),
            Self::Field(name, value) => recipient.fields.get(*name).is_some_and(|of| same(value, of)),
        }
    }
}
