//! Fields under other names: programs that join files put something before a name, or after one of its parts.

use std::collections::{BTreeMap, BTreeSet};

use crate::pdf::form::Field;

/// The names of the fields of a form as it was sent.
pub(super) struct KnownNames<'a>(BTreeSet<&'a str>);

impl<'a> KnownNames<'a> {
    pub(super) fn new(names: impl Iterator<Item = &'a str>) -> Self {
        Self(names.collect())
    }

    /// The returned fields by the names they were sent with, and how many were not sent. A field that has its own name goes
    /// before one that was renamed.
    pub(super) fn assign<'f>(&self, fields: &'f [Field]) -> (BTreeMap<&'a str, &'f Field>, usize) {
        let mut assigned: BTreeMap<&str, &Field> = BTreeMap::new();
        let (own, others): (Vec<&Field>, Vec<&Field>) =
            fields.iter().partition(|field| self.0.contains(field.name.as_str()));
        for field in own {
            if let Some(name) = self.0.get(field.name.as_str()) {
                assigned.insert(name, field);
            }
        }
        let mut strange = 0;
        for field in others {
            let name = self.find(&field.name);
            match name.map(|name| (name, assigned.get(name))) {
                Some((name, None)) => {
                    assigned.insert(name, field);
                }
                // A copy: some programs make one for each page.
                Some((_, Some(known))) if known.value == field.value => {}
                _ => strange += 1,
            }
        }
        (assigned, strange)
    }

    /// The name that another was made of.
    fn find(&self, name: &str) -> Option<&'a str> {
        let starts = std::iter::once(0).chain(name.match_indices('.').map(|(at, _)| at + 1));
        starts.filter_map(|start| name.get(start..)).find_map(|rest| self.find_without_marks(rest))
    }

    /// The name that another is, but for marks at the ends of its first or its last part.
    fn find_without_marks(&self, name: &str) -> Option<&'a str> {
        let (first, rest) = name.split_at(name.find('.').unwrap_or(name.len()));
        let (start, last) = rest.split_at(rest.rfind('.').map_or(0, |at| at + 1));
        let firsts = [first, without_end(first), without_start(first)];
        let lasts = [last, without_end(last)];
        let tries = firsts.into_iter().flat_map(|first| lasts.map(|last| format!("{first}{start}{last}")));
        tries.into_iter().find_map(|tried| self.0.get(tried.as_str()).copied())
    }
}

/// A part of a name without a number that was put behind it, as in `name+1`, `name_2`, `name #3`, `name(4)`.
fn without_end(part: &str) -> &str {
    let kept = part.trim_end_matches([')', ']']).trim_end_matches(|c: char| c.is_ascii_digit());
    if kept.len() == part.len() {
        part
    } else {
        kept.trim_end_matches(['+', '_', '#', '-', '~', '(', '[', ' '])
    }
}

/// A part of a name without a number, and letters before it, that were put before it, as in `2_name`, `f2-name`, `doc3_name`.
fn without_start(part: &str) -> &str {
    match part.split_once(['_', '-', '+', ' ']) {
        Some((before, rest)) if before.ends_with(|c: char| c.is_ascii_digit()) => rest,
        _ => part,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::pdf::FieldKind;

    /// A text field of this name.
    pub(in crate::collect) fn field(name: &str) -> Field {
        Field {
            name: name.to_owned(),
            kind: FieldKind::Text,
            tip: String::new(),
            value: String::new(),
            characters: 0,
            shown: None,
            limit: None,
            options: Vec::new(),
            required: false,
            read_only: false,
            personal: false,
        }
    }

    const KNOWN: [&str; 5] =
        ["participant.1.name", "participant.1.visa.number_2", "entity.name", "country", "signature"];

    #[test]
    fn names_that_programs_made_longer_are_found() {
        let known = KnownNames::new(KNOWN.into_iter());
        for (renamed, name) in [
            ("participant+1.1.name", "participant.1.name"),
            ("1.participant.1.name", "participant.1.name"),
            ("form1.participant.1.name", "participant.1.name"),
            ("doc2.a.participant.1.name", "participant.1.name"),
            ("participant.1.name_2", "participant.1.name"),
            ("participant.1.name#0", "participant.1.name"),
            ("participant (2).1.name", "participant.1.name"),
            ("2_participant.1.visa.number_2", "participant.1.visa.number_2"),
            ("f2-country", "country"),
            ("country_3", "country"),
            ("doc1.entity.name", "entity.name"),
        ] {
            assert_eq!(known.find(renamed), Some(name), "{renamed}");
        }
        for other in
            ["participant.2.name", "participant.1.visa.number", "names", "x.y", "", ".", "1", "countryside"]
        {
            assert_eq!(known.find(other), None, "{other}");
        }
    }

    #[test]
    fn what_has_its_own_name_goes_first_and_nothing_is_taken_twice() {
        let known = KnownNames::new(KNOWN.into_iter());
        let mut fields = ["form1.country", "country", "country_2", "else"].map(field);
        assert_eq!(known.assign(&fields).1, 1, "copies say the same");
        fields[1].value = "x".to_owned();
        let (assigned, strange) = known.assign(&fields);
        assert_eq!(assigned.keys().copied().collect::<Vec<_>>(), ["country"]);
        assert_eq!((assigned["country"].name.as_str(), strange), ("country", 3));
    }
}
