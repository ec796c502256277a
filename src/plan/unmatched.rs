//! What conditions of the mailing name and no recipient has: a misspelt group is nobody's, and its documents would go to nobody.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Problems, codes, did_you_mean};
use crate::mailing::{Mailing, Named};
use crate::recipient::Recipient;

/// What no recipient met so far has, with the keys of the conditions that name it.
#[derive(Debug)]
pub(super) struct Unmatched<'a> {
    pending: BTreeMap<Named<'a>, Vec<String>>,
    /// Groups there are.
    groups: BTreeSet<String>,
}

impl<'a> Unmatched<'a> {
    /// All that the conditions of a mailing name.
    pub(super) fn of(mailing: &'a Mailing) -> Self {
        let mut pending: BTreeMap<Named<'a>, Vec<String>> = BTreeMap::new();
        for (key, condition) in mailing.conditions() {
            // A field that is not declared is told by the mailing's own check.
            let is_declared = |named: &Named<'_>| match named {
                Named::Field(name, _) => mailing.extra_fields.iter().any(|field| field == name),
                Named::Id(_) | Named::Group(_) => true,
            };
            for named in condition.named().filter(is_declared) {
                pending.entry(named).or_default().push(key.clone());
            }
        }
        Self { pending, groups: BTreeSet::new() }
    }

    /// Takes out what a recipient has.
    pub(super) fn meet(&mut self, recipient: &Recipient) {
        if self.pending.is_empty() {
            return;
        }
        self.groups.extend(recipient.group.iter().map(str::to_owned));
        self.pending.retain(|named, _| !named.is_of(recipient));
    }

    /// A problem for each thing that nobody has; ids that could not be read are told already.
    pub(super) fn problems(
        self,
        mailing: &Mailing,
        file: &str,
        is_unread: impl Fn(&str) -> bool,
    ) -> Problems {
        let groups = self.groups;
        let told =
            self.pending.into_iter().filter(|(named, _)| !matches!(named, Named::Id(id) if is_unread(id)));
        told.map(|(named, keys)| {
            let (message, hint) = match named {
                Named::Id(id) => (
                    format!("no recipient has the id `{id}`"),
                    "use an `id` of the recipient lists".to_owned(),
                ),
                Named::Group(group) if groups.is_empty() => (
                    format!("no recipient is in the group `{group}`"),
                    "fill in `group` of the recipients that belong to it".to_owned(),
                ),
                Named::Group(group) => (
                    format!("no recipient is in the group `{group}`"),
                    did_you_mean(group, groups.iter().map(String::as_str)),
                ),
                Named::Field(name, value) => (
                    format!("no recipient has `{value}` in the field `{name}`"),
                    "correct the value, or fill it in in the recipient lists".to_owned(),
                ),
            };
            let key = keys.first().map_or("", String::as_str);
            Diagnostic::new(codes::CONDITION_UNMATCHED, message)
                .with_location(mailing.location(key, file))
                .with_field(key)
                .with_hint(hint)
        })
        .collect()
    }
}
