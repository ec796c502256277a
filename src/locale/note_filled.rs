//! The formulae of a note verbale with its sender and its addressee in them.

use std::collections::BTreeMap;

use super::address::SpokenOf;
use super::addressee::Addressee;
use super::countries::CountryNames;
use super::local_text::LocalText;
use super::note::{BySender, SenderGender};
use super::pack::LocalePack;
use super::pattern::fill;

/// Where a formula has its addressee as one to whom something is given or said.
const TO: &str = "{to}";

/// Where a formula has the name of its addressee.
const ADDRESSEE: &str = "{addressee}";

/// Who writes a note, in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoteSender<'a> {
    /// The sender's name in full, as the subject of a sentence.
    pub name: &'a str,
    /// The gender of that name.
    pub gender: SenderGender,
    /// Whether it is a person, who writes to persons, or an office, which writes to offices.
    pub is_person: bool,
}

/// A note's opening and renewal, with its sender and addressee.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// The opening formula.
    pub opening: String,
    /// The renewal of assurances.
    pub renewal: String,
    /// The addressee, as in both.
    pub addressee: SpokenOf,
}

impl LocalePack {
    /// The formulae of a note to an addressee; `None` where the language has no notes, or no words for the addressee in a sentence.
    #[must_use]
    pub fn note(
        &self,
        addressee: &Addressee,
        country: Option<CountryNames<'_>>,
        ministry: &LocalText,
        sender: NoteSender<'_>,
    ) -> Option<Note> {
        let forms = self.file.note.as_ref()?;
        let addressee = self.note_addressee(addressee, country, ministry, sender.is_person)?;
        let filled = |formula: &BySender| {
            let formula = formula.of(sender.gender)?;
            Some(complete(formula, sender.name, &addressee, &forms.contractions))
        };
        let (opening, renewal) = (filled(&forms.opening)?, filled(&forms.renewal)?);
        Some(Note { opening, renewal, addressee })
    }

    /// Whom a note to an addressee is to, within a sentence: the holder of the office where a person writes, the office where one
    /// does; `None` where the language has no words for either.
    #[must_use]
    pub fn note_addressee(
        &self,
        addressee: &Addressee,
        country: Option<CountryNames<'_>>,
        ministry: &LocalText,
        from_person: bool,
    ) -> Option<SpokenOf> {
        let forms = self.file.note.as_ref()?;
        let chosen = self.choose(addressee, country, ministry)?;
        let institution = || chosen.institution(self, forms.institutions.get(&addressee.office.value));
        let spoken = match from_person || chosen.has_own_sentence() {
            true => None,
            false => institution(),
        };
        let spoken = spoken.unwrap_or_else(|| self.address(addressee, country, ministry).spoken_of);
        let asked =
            |mark: &str| forms.opening.iter().chain(forms.renewal.iter()).any(|text| text.contains(mark));
        let lacks = |mark, words: &str| asked(mark) && words.is_empty();
        (!lacks(TO, &spoken.to) && !lacks(ADDRESSEE, &spoken.name)).then_some(spoken)
    }
}

/// A formula with sender and addressee.
fn complete(
    formula: &str,
    sender: &str,
    addressee: &SpokenOf,
    contractions: &BTreeMap<String, String>,
) -> String {
    let values = [("sender", sender), ("to", addressee.to.as_str())];
    let mut parts = formula.split(ADDRESSEE).map(|part| fill(part, &values));
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |before, after| joined(before, &addressee.name, contractions) + &after)
}

/// Words and the name after them, contracted where they meet.
fn joined(before: String, name: &str, contractions: &BTreeMap<String, String>) -> String {
    for (from, to) in contractions {
        let meeting = from.char_indices().skip(1).find_map(|(at, _)| {
            let (end, beginning) = from.split_at(at);
            Some((before.strip_suffix(end)?, name.strip_prefix(beginning)?))
        });
        if let Some((before, name)) = meeting {
            return format!("{before}{to}{name}");
        }
    }
    before + name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preposition_and_an_article_are_contracted_where_they_meet() {
        let contractions = BTreeMap::from([("لال".to_owned(), "لل".to_owned())]);
        let joined = |before: &str, name: &str| joined(before.to_owned(), name, &contractions);
        assert_eq!(joined("مجددا ل", "الأمين العام"), "مجددا للأمين العام");
        assert_eq!(joined("مجددا ل", "وزارة خارجية كينيا"), "مجددا لوزارة خارجية كينيا");
        assert_eq!(joined("إلى ", "الأمين العام"), "إلى الأمين العام");
    }
}
