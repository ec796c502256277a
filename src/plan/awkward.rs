//! Which recipients are awkward to write to, so that whoever looks at letters sees theirs first.

use std::collections::{BTreeMap, BTreeSet};

use super::planned::PlannedRecipient;
use crate::locale::{Gender, state_name_in};
use crate::mailing::Mailing;
use crate::recipient::{Kind, Recipient};

/// What is awkward about a recipient, or that it is the first of its sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Awkward {
    /// No other has so long a name.
    LongestName,
    /// No other has so long an address.
    LongestAddress,
    /// No other has an addressee with so long a name.
    LongestAddressee,
    /// It has no address.
    NoAddress,
    /// It has no ministry and no name.
    NoName,
    /// It is the State that invites to the event.
    Host,
    /// It gets copies for others.
    Copies,
    /// It gets courtesy translations.
    SecondLanguage,
    /// It is an organisation.
    Organisation,
    /// It gets another template than most.
    Variant,
    /// Its addressee is a woman.
    Feminine,
    /// Its addressee is a man.
    Masculine,
    /// It is the first with its channel.
    Channel,
    /// It does not get every document.
    FewerDocuments,
}

impl Awkward {
    /// All, in the order they are looked at.
    pub const ALL: [Self; 14] = [
        Self::LongestName,
        Self::LongestAddress,
        Self::LongestAddressee,
        Self::NoAddress,
        Self::NoName,
        Self::Host,
        Self::Copies,
        Self::SecondLanguage,
        Self::Organisation,
        Self::Variant,
        Self::Feminine,
        Self::Masculine,
        Self::Channel,
        Self::FewerDocuments,
    ];
}

/// Numbered recipients of a language in the order in which they are best looked at: the awkward ones with what is awkward about each,
/// one of each sort, then the others as they are listed.
pub(super) fn awkward_first<'a>(
    numbered: impl Iterator<Item = (usize, &'a PlannedRecipient)>,
    mailing: &Mailing,
    language: &str,
) -> Vec<(usize, Vec<Awkward>)> {
    let all: Vec<(usize, &PlannedRecipient)> = numbered.collect();
    let mut found: Vec<(usize, Vec<Awkward>)> = Vec::new();
    let mut note = |number: usize, why: Awkward| match found.iter_mut().find(|(own, _)| *own == number) {
        Some((_, reasons)) => reasons.push(why),
        None => found.push((number, vec![why])),
    };
    for why in Awkward::ALL {
        if why == Awkward::Channel {
            first_of_channels(&all).into_iter().for_each(|number| note(number, why));
            continue;
        }
        // The first of equals.
        let greatest = all
            .iter()
            .map(|(number, planned)| (*number, measure(why, planned, mailing, language)))
            .filter(|(_, measure)| *measure > 0)
            .reduce(|best, next| if next.1 > best.1 { next } else { best });
        if let Some((number, _)) = greatest {
            note(number, why);
        }
    }
    let seen: BTreeSet<usize> = found.iter().map(|(number, _)| *number).collect();
    let others = all.iter().filter(|(number, _)| !seen.contains(number));
    found.extend(others.map(|(number, _)| (*number, Vec::new())));
    found
}

/// The first recipient of each channel.
fn first_of_channels(all: &[(usize, &PlannedRecipient)]) -> Vec<usize> {
    let mut first = BTreeMap::new();
    for (number, planned) in all {
        if let Some(channel) = planned.recipient.channels.first() {
            first.entry(*channel).or_insert(*number);
        }
    }
    let mut numbers: Vec<usize> = if first.len() > 1 { first.into_values().collect() } else { Vec::new() };
    numbers.sort_unstable();
    numbers
}

/// How much of it a recipient has; 0 for nothing of it.
fn measure(why: Awkward, planned: &PlannedRecipient, mailing: &Mailing, language: &str) -> usize {
    let recipient = &planned.recipient;
    let iso = recipient.iso.as_ref().map(|iso| iso.value.as_str());
    let name = recipient.ministry.get_or_first(language);
    let state = iso.filter(|_| recipient.kind == Kind::State).and_then(|iso| state_name_in(language, iso));
    let address = recipient.address.get_or_first(language);
    let is = usize::from;
    match why {
        Awkward::LongestName => length(name) + state.map_or(0, length),
        Awkward::LongestAddress => address.iter().map(|line| length(line) + 1).sum(),
        Awkward::LongestAddressee => recipient.addressee.name.as_deref().map_or(0, length),
        Awkward::NoAddress => is(address.is_empty()),
        Awkward::NoName => is(name.is_empty() && recipient.addressee.name.is_none()),
        Awkward::Host => {
            is(iso.is_some() && iso == mailing.event.host.as_ref().map(|host| host.value.as_str()))
        }
        Awkward::Copies => recipient.copies.len(),
        Awkward::SecondLanguage => is(planned.documents.iter().any(|document| document.courtesy)),
        Awkward::Organisation => is(recipient.kind == Kind::Organisation),
        Awkward::Variant => is(has_variant(planned, mailing)),
        Awkward::Feminine => is(recipient.addressee.gender == Some(Gender::Feminine)),
        Awkward::Masculine => is(recipient.addressee.gender == Some(Gender::Masculine)),
        Awkward::FewerDocuments => lacking(recipient, mailing),
        Awkward::Channel => 0,
    }
}

fn has_variant(planned: &PlannedRecipient, mailing: &Mailing) -> bool {
    let usual = |index: usize| mailing.documents.get(index).map(|document| document.template.as_str());
    planned.documents.iter().any(|document| usual(document.index) != Some(document.template.as_str()))
}

/// How many of the mailing's documents a recipient does not get.
fn lacking(recipient: &Recipient, mailing: &Mailing) -> usize {
    mailing.documents.iter().filter(|document| !document.is_for(recipient)).count()
}

fn length(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::mailing;
    use crate::recipient::read_yaml;

    fn planned(id: &str, more: &str) -> PlannedRecipient {
        let text = format!("format: 1\nrecipients:\n  - {{id: {id}, languages: [en], {more}}}\n");
        let read = read_yaml(&text, "r.yaml", &[]);
        assert!(read.problems.is_empty(), "{:#?}", read.problems);
        PlannedRecipient {
            recipient: read.value.into_iter().next().expect("a recipient"),
            serial: String::new(),
            replaces: None,
            language: None,
            documents: Vec::new(),
            problems: crate::diagnostic::Problems::new(),
        }
    }

    #[test]
    fn one_of_each_sort_comes_first_and_everybody_once() {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mailing = mailing::read(sample, "mailing.yaml").value.expect("the sample");
        let state = "kind: state, addressee: {office: foreign-minister}, channels: [post]";
        let all = [
            planned("KEN", &format!("iso: KEN, ministry: Ministry, address: [Street], {state}")),
            planned("FRA", &format!("iso: FRA, ministry: Ministry, address: [Street], {state}")),
            planned("TUN", &format!("iso: TUN, ministry: Min, address: [Street], {state}")),
            planned(
                "ORG",
                "kind: organisation, ministry: An organisation with a long name, channels: [fax], fax: '+41 22 730 6393', \
                 addressee: {office: head-of-organisation, name: Jane Roe, gender: feminine}",
            ),
        ];
        let order = awkward_first(all.iter().enumerate(), &mailing, "en");
        let order: Vec<(&str, &[Awkward])> =
            order.iter().map(|(number, why)| (all[*number].id(), why.as_slice())).collect();
        assert_eq!(order[0].0, "ORG");
        for why in [
            Awkward::LongestName,
            Awkward::LongestAddressee,
            Awkward::NoAddress,
            Awkward::Organisation,
            Awkward::Feminine,
            Awkward::Channel,
        ] {
            assert!(order[0].1.contains(&why), "{why:?} in {order:?}");
        }
        // Of equals the first; the others follow as they are listed.
        assert_eq!(order[1].0, "KEN");
        assert!(order[1].1.contains(&Awkward::LongestAddress), "{order:?}");
        assert_eq!(order[2], ("TUN", &[Awkward::Host][..]));
        assert_eq!(order[3], ("FRA", &[][..]));
    }
}
