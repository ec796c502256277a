//! Which columns are taken already, and what letters need that none is yet.

use std::collections::BTreeSet;

use super::content;
use super::headings;
use super::model::{Meaning, ProposedColumn, Why};
use crate::recipient::grid::Heading;

/// Columns that may be there several times: they are joined.
const SEVERAL: [&str; 5] = ["address", "addressee.name", "emails", "languages", "left-out"];

/// The columns that are taken.
#[derive(Debug, Default)]
pub(super) struct Taken {
    columns: BTreeSet<String>,
    meanings: BTreeSet<Meaning>,
}

impl Taken {
    /// Whether a column may be this, by what its heading means.
    pub(super) fn is_free(&self, is: &str, meaning: Option<Meaning>) -> bool {
        let is_joined = SEVERAL.contains(&is) && !meaning.is_some_and(|meaning| self.is_second(meaning));
        is_joined || !self.columns.contains(is)
    }

    /// Takes a column.
    pub(super) fn take(&mut self, is: &str, meaning: Option<Meaning>) {
        self.columns.insert(is.to_owned());
        self.meanings.extend(meaning);
    }

    /// Whether there is such a column, of which a letter has room for one: parts of a name are joined, two persons are not.
    pub(super) fn is_second(&self, meaning: Meaning) -> bool {
        let has = |meaning| self.meanings.contains(&meaning);
        match meaning {
            Meaning::Name => has(Meaning::Name) || has(Meaning::FamilyName) && has(Meaning::FirstName),
            Meaning::FirstName | Meaning::FamilyName => has(meaning),
            Meaning::Ministry | Meaning::Organisation => has(Meaning::Ministry) || has(Meaning::Organisation),
            _ => false,
        }
    }
}

/// What letters need and no heading says.
#[derive(Debug)]
pub(super) struct Needed {
    name: bool,
    address: bool,
}

impl Needed {
    /// What none of these headings says.
    pub(super) fn of(all: &[Heading]) -> Self {
        let means = |heading: &Heading| headings::find(&heading.text).map(|meant| meant.meaning);
        let has = |is: &[Meaning]| all.iter().filter_map(means).any(|meaning| is.contains(&meaning));
        let is_documented = |path: &str| all.iter().any(|heading| heading.text.starts_with(path));
        Self {
            name: !has(&[Meaning::Name, Meaning::FirstName, Meaning::FamilyName])
                && !is_documented("addressee.name"),
            address: !has(&[Meaning::Address]) && !is_documented("address"),
        }
    }

    /// Whether no heading says this.
    pub(super) fn lacks(&self, meaning: Meaning) -> bool {
        match meaning {
            Meaning::Name => self.name,
            Meaning::Address => self.address,
            _ => false,
        }
    }

    /// Whether a column that is not known may hold what letters need.
    pub(super) fn may_be(&self, column: &ProposedColumn, values: &[&str]) -> bool {
        column.why == Why::Unknown
            && (self.name && content::may_be_names(values) || self.address && content::may_be_streets(values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_name_are_joined_and_two_persons_are_not() {
        use Meaning::{Emails, FamilyName, FirstName, Ministry, Name, Organisation};
        for (before, meaning, is_second) in [
            (&[][..], Name, false),
            (&[Name], Name, true),
            (&[Name], FirstName, false),
            (&[FirstName], FamilyName, false),
            (&[FirstName, FamilyName], Name, true),
            (&[FamilyName], FamilyName, true),
            (&[Ministry], Organisation, true),
            (&[Emails], Emails, false),
        ] {
            let mut taken = Taken::default();
            before.iter().for_each(|meaning| taken.take("x", Some(*meaning)));
            assert_eq!(taken.is_second(meaning), is_second, "{before:?} {meaning:?}");
        }
    }
}
