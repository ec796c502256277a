//! The formulae of a note verbale with its sender and its addressee in them.

use super::countries::CountryNames;
use super::note::{BySender, SenderGender};
use super::pack::LocalePack;
use super::pattern::fill;

/// A note's opening and renewal, with its sender and addressee.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// The opening formula.
    pub opening: String,
    /// The renewal of assurances.
    pub renewal: String,
    /// The institution that is written to, as in both.
    pub addressee: String,
}

impl LocalePack {
    /// The formulae of a note to the institution of an office; `entity` is the name of the ministry or organisation, `sender` the
    /// sender's name in full with its gender. `None` where the language has no notes, or does not name that institution.
    #[must_use]
    pub fn note(
        &self,
        office: &str,
        country: Option<CountryNames<'_>>,
        entity: &str,
        (sender, gender): (&str, SenderGender),
    ) -> Option<Note> {
        let forms = self.file.note.as_ref()?;
        let institution = forms.institutions.get(office)?;
        let [short, in_text, of, formal, formal_of] = match country {
            Some(CountryNames { short, in_text, of, formal, formal_of }) => {
                [short, in_text, of, formal, formal_of]
            }
            None => [entity; 5],
        };
        let names = [
            ("short", short),
            ("in_text", in_text),
            ("of", of),
            ("formal", formal),
            ("formal_of", formal_of),
        ];
        let addressee = fill(institution, &[&names[..], &[("entity", entity)]].concat());
        let values = [("sender", sender), ("addressee", addressee.as_str())];
        let filled = |formula: &BySender| Some(fill(formula.of(gender)?, &values));
        let (opening, renewal) = (filled(&forms.opening)?, filled(&forms.renewal)?);
        Some(Note { opening, renewal, addressee })
    }
}
