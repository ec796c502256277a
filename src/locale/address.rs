//! Forms of address: office, gender, rank and overrides drive inside address, salutation and close together.

use super::addressee::{Addressee, Style, StyleParts};
use super::countries::CountryNames;
use super::forms::{AddressWords, InSentence, OfficeForms};
use super::gender::Gender;
use super::local_text::LocalText;
use super::own_title::OwnTitle;
use super::pack::LocalePack;
use super::pattern::fill;
use super::portfolio::{Ministry, read_ministry};
use crate::input::At;

/// How one addressee is addressed in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormOfAddress {
    /// Lines of the inside address: name and office.
    pub lines: Vec<String>,
    /// Whether the lines name the organisation, so that it does not follow them.
    pub names_entity: bool,
    /// Salutation with its punctuation.
    pub salutation: String,
    /// A line below the salutation; empty where the language has none.
    pub greeting: String,
    /// Form of address within a sentence.
    pub vocative: String,
    /// The complimentary close.
    pub close: String,
    /// The office as others speak of it, within a sentence.
    pub spoken_of: SpokenOf,
}

/// An office as others speak of it; empty where the pack does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpokenOf {
    /// As a subject or object, with its article.
    pub name: String,
    /// As one to whom something is given or said.
    pub to: String,
    /// The pronoun that takes its place.
    pub pronoun: String,
}

impl LocalePack {
    /// Addresses somebody of a ministry or organisation.
    ///
    /// Gender is never guessed: where it is not given, the form serves both. The address is empty if the pack lacks the
    /// office; [`check_addressee`](Self::check_addressee) says so, and which forms are not there.
    #[must_use]
    pub fn address(
        &self,
        addressee: &Addressee,
        country: Option<CountryNames<'_>>,
        ministry: &LocalText,
    ) -> FormOfAddress {
        match self.choose(addressee, country, ministry) {
            Some(chosen) => chosen.compose(self, addressee.name.as_deref().unwrap_or("")),
            None => FormOfAddress::default(),
        }
    }

    /// The words for an addressee; `None` if the pack lacks the office.
    pub(super) fn choose<'a>(
        &'a self,
        addressee: &'a Addressee,
        country: Option<CountryNames<'a>>,
        ministry: &'a LocalText,
    ) -> Option<Chosen<'a>> {
        let forms = &self.file.address;
        let office = forms.offices.get(&addressee.office.value)?;
        let gender = addressee.gender;
        let rank = addressee.rank.as_ref().map(|rank| rank.value.as_str());
        let ranks = rank.into_iter().flat_map(|rank| [office.ranks.get(rank), forms.ranks.get(rank)]);
        let mut words: Vec<&AddressWords> = ranks.flatten().map(|rank| rank.words(gender)).collect();
        if addressee.name.is_none() {
            words.push(office.unnamed.words(gender));
        }
        words.push(office.words(gender));
        let entity = ministry.get_or_first(self.tag());
        let names = country.unwrap_or(CountryNames {
            short: entity,
            in_text: entity,
            of: entity,
            formal: entity,
            formal_of: entity,
        });
        Some(Chosen {
            office,
            words,
            gender,
            style: self.style_of(addressee),
            title: self.title_of(addressee),
            ministry: ministry.get(self.tag()),
            values: vec![
                ("short", names.short),
                ("in_text", names.in_text),
                ("of", names.of),
                ("formal", names.formal),
                ("formal_of", names.formal_of),
                ("entity", entity),
            ],
        })
    }

    /// The addressee's own forms of address in the pack's language.
    pub(super) fn style_of<'a>(&self, addressee: &'a Addressee) -> Option<&'a Style> {
        in_language(&addressee.styles, self.tag())
    }

    /// The addressee's own title in the pack's language.
    pub(super) fn title_of<'a>(&self, addressee: &'a Addressee) -> Option<&'a OwnTitle> {
        in_language(&addressee.title, self.tag())
    }
}

/// What is given for a language, by its tag or by its primary subtag.
fn in_language<'a, T>(given: &'a std::collections::BTreeMap<String, T>, tag: &str) -> Option<&'a T> {
    let primary = tag.split('-').next().unwrap_or(tag);
    let find = |tag: &str| given.iter().find(|(of, _)| of.eq_ignore_ascii_case(tag)).map(|(_, found)| found);
    find(tag).or_else(|| find(primary))
}

/// The words that office, rank and gender choose, and the addressee's own.
pub(super) struct Chosen<'a> {
    pub(super) office: &'a OfficeForms,
    /// The special before the general.
    words: Vec<&'a AddressWords>,
    gender: Option<Gender>,
    style: Option<&'a Style>,
    title: Option<&'a OwnTitle>,
    /// The ministry's name in the language itself.
    pub(super) ministry: Option<&'a str>,
    pub(super) values: Vec<(&'static str, &'a str)>,
}

type Pattern = fn(&AddressWords) -> &Option<At<String>>;

impl Chosen<'_> {
    fn compose(&self, pack: &LocalePack, name: &str) -> FormOfAddress {
        let forms = &pack.file.address;
        let ministry = self.read_ministry(pack).unwrap_or_else(|| self.usual_ministry());
        let mut values = self.values.clone();
        values.extend([("portfolio", ministry.portfolio.as_str()), ("name", name)]);
        let word = |own: Option<&String>, part: Pattern| {
            own.cloned().unwrap_or_else(|| {
                self.pattern(part).map_or_else(String::new, |pattern| fill(pattern, &values))
            })
        };
        let honorific = word(self.own(|s| &s.honorific, |s| &s.honorific), |words| &words.honorific);
        let own_title = self.own_title();
        let title = own_title.map_or_else(|| word(None, |words| &words.title), str::to_owned);
        let salutation = word(self.own(|s| &s.salutation, |s| &s.salutation), |words| &words.salutation);
        let vocative = word(self.own(|s| &s.vocative, |s| &s.vocative), |words| &words.vocative);
        values.extend([
            ("honorific", honorific.as_str()),
            ("title", title.as_str()),
            ("vocative", vocative.as_str()),
        ]);
        let close = self.own(|s| &s.close, |s| &s.close).cloned().unwrap_or_else(|| {
            let close = self.pattern(|words| &words.close).or(self.office.close.as_ref());
            fill(close.unwrap_or(&forms.close), &values)
        });
        values.extend([
            ("ministry_name", ministry.name.as_str()),
            ("ministry_to", ministry.to.as_str()),
            ("ministry_pronoun", ministry.pronoun.as_str()),
        ]);
        let usual = forms.in_sentence.forms(self.gender);
        let own = |of_gender: fn(&StyleParts) -> &Option<String>, of_all: fn(&Style) -> &Option<String>| {
            self.own(of_gender, of_all).cloned()
        };
        // A form with the office's own title does not serve another title, and one with a title needs one.
        let suits = |text: &&At<String>| !text.contains("{title}") || !title.is_empty();
        let spoken = |own: Option<String>, part: Pattern, usual: &Option<At<String>>| {
            if let Some(own) = own {
                return own;
            }
            let of_office = self.pattern(part).filter(|text| own_title.is_none() || text.contains("{title}"));
            let text = of_office.or(usual.as_ref()).filter(suits);
            text.map_or_else(String::new, |text| fill(text, &values))
        };
        let spoken_of = SpokenOf {
            name: spoken(
                own(|s| &s.sentence_name, |s| &s.sentence_name),
                |words| &words.in_sentence.name,
                &usual.name,
            ),
            to: spoken(own(|s| &s.sentence_to, |s| &s.sentence_to), |words| &words.in_sentence.to, &usual.to),
            pronoun: spoken(
                own(|s| &s.sentence_pronoun, |s| &s.sentence_pronoun),
                |words| &words.in_sentence.pronoun,
                &usual.pronoun,
            ),
        };
        let (lines, names_entity) = self.lines(pack, name, own_title.is_some(), &values);
        let greeting = forms.greeting.as_ref().map_or_else(String::new, |greeting| greeting.value.clone());
        FormOfAddress { lines, names_entity, salutation, greeting, vocative, close, spoken_of }
    }

    /// The lines of the inside address that are not empty, and whether they name the organisation.
    fn lines(
        &self,
        pack: &LocalePack,
        name: &str,
        has_own_title: bool,
        values: &[(&str, &str)],
    ) -> (Vec<String>, bool) {
        let of_gender = self.style.and_then(|style| style.of(self.gender)?.lines.as_ref());
        let own = of_gender.or_else(|| self.style.and_then(|style| style.lines.as_ref()));
        let filled = |lines: Vec<String>| lines.into_iter().filter(|line| !line.is_empty()).collect();
        if let Some(lines) = own {
            return (filled(lines.clone()), false);
        }
        let names_title = |lines: &&Vec<At<String>>| lines.iter().any(|line| line.contains("{title}"));
        let of_words = self.words.iter().find_map(|words| words.lines.as_ref());
        let usual = &pack.file.address.lines;
        let usual = if name.is_empty() { &usual.unnamed } else { &usual.named };
        let patterns = of_words.filter(|lines| !has_own_title || names_title(lines)).unwrap_or(usual);
        let lines = patterns.iter().map(|pattern| fill(pattern, values).trim().to_owned()).collect();
        let title = self.pattern(|words| &words.title).filter(|_| !has_own_title && names_title(&patterns));
        let names_entity = patterns.iter().chain(title).any(|pattern| pattern.contains("{entity}"));
        (filled(lines), names_entity)
    }

    /// The pattern of a part.
    pub(super) fn pattern(&self, part: Pattern) -> Option<&At<String>> {
        self.words.iter().find_map(|words| part(words).as_ref())
    }

    /// The addressee's own form: that of the gender before that for all.
    fn own(
        &self,
        of_gender: fn(&StyleParts) -> &Option<String>,
        of_all: fn(&Style) -> &Option<String>,
    ) -> Option<&String> {
        let style = self.style?;
        style.of(self.gender).and_then(|parts| of_gender(parts).as_ref()).or(of_all(style).as_ref())
    }

    /// Whether the addressee has words of its own within a sentence.
    pub(super) fn has_own_sentence(&self) -> bool {
        self.own(|style| &style.sentence_to, |style| &style.sentence_to).is_some()
    }

    /// The institution of the office within a sentence: the ministry of a minister where its name is understood, or else the one
    /// given for the office.
    pub(super) fn institution(&self, pack: &LocalePack, given: Option<&InSentence>) -> Option<SpokenOf> {
        let is_of_ministry =
            self.pattern(|words| &words.title).is_some_and(|title| title.contains("{portfolio}"));
        let ministry = self.read_ministry(pack).filter(|ministry| is_of_ministry && !ministry.to.is_empty());
        if let Some(Ministry { name, to, pronoun, .. }) = ministry {
            return Some(SpokenOf { name, to, pronoun });
        }
        let InSentence { name, to, pronoun } = given?;
        let usual = self.usual_ministry();
        let values = [self.values.as_slice(), &[("portfolio", usual.portfolio.as_str())]].concat();
        let said =
            |text: &Option<At<String>>| text.as_ref().map_or_else(String::new, |text| fill(text, &values));
        Some(SpokenOf { name: said(name), to: said(to), pronoun: said(pronoun) })
    }

    /// The addressee's own title.
    pub(super) fn own_title(&self) -> Option<&str> {
        let style = self.own(|style| &style.title, |style| &style.title).map(String::as_str);
        style.or_else(|| self.title?.get(self.gender))
    }

    /// What the ministry's name says.
    pub(super) fn read_ministry(&self, pack: &LocalePack) -> Option<Ministry> {
        read_ministry(&pack.file.address.ministries, self.ministry?, &self.values)
    }

    /// The portfolio of the office where the ministry's name does not say it.
    fn usual_ministry(&self) -> Ministry {
        let portfolio = self.office.portfolio.as_ref().map_or_else(String::new, |text| text.value.clone());
        Ministry { portfolio, ..Ministry::default() }
    }
}
