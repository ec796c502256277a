//! Whether a pack has the forms that an addressee needs, and whether the addressee's own agree with it.

use std::collections::BTreeMap;

use super::address::Chosen;
use super::addressee::{Addressee, StyleParts};
use super::countries::CountryNames;
use super::forms::{AddressWords, OfficeForms};
use super::gender::Gender;
use super::local_text::LocalText;
use super::own_title::OwnTitle;
use super::pack::LocalePack;
use crate::diagnostic::{Code, Diagnostic, Location, Problems, codes, did_you_mean};
use crate::input::At;
use crate::names::fold_words;

impl LocalePack {
    /// Finds offices and ranks that the pack lacks, a named person whose gender is unknown, forms that the addressee's gender lacks,
    /// and a title that is not the ministry's.
    ///
    /// `location` is that of the addressee's recipient; the recipient itself is the caller's to name.
    pub fn check_addressee(
        &self,
        addressee: &Addressee,
        country: Option<CountryNames<'_>>,
        ministry: &LocalText,
        location: &Location,
    ) -> Problems {
        let forms = &self.file.address;
        let mut problems = check_key(
            codes::OFFICE_UNKNOWN,
            ("addressee.office", "office"),
            &addressee.office,
            &forms.offices,
            location,
        );
        if let (Some(rank), Some(office)) = (&addressee.rank, forms.offices.get(&addressee.office.value)) {
            let known: BTreeMap<String, ()> =
                forms.ranks.keys().chain(office.ranks.keys()).map(|rank| (rank.clone(), ())).collect();
            let field = ("addressee.rank", "rank");
            problems.extend(check_key(codes::RANK_UNKNOWN, field, rank, &known, location));
        }
        if addressee.name.is_some() && addressee.gender.is_none() {
            problems.push(
                Diagnostic::new(
                    codes::GENDER_UNKNOWN,
                    "a named addressee without gender gets the doubled form",
                )
                .with_location(location.clone())
                .with_field("addressee.gender")
                .with_hint("add `gender: feminine` or `gender: masculine`"),
            );
        }
        if let Some(chosen) = self.choose(addressee, country, ministry) {
            problems.extend(self.check_style(addressee, chosen.office, location));
            match self.check_title(addressee, location) {
                Some(problem) => problems.push(problem),
                None => problems.extend(self.check_portfolio(&chosen, ministry, location)),
            }
        }
        problems
    }

    /// Forms of the addressee's own that its gender lacks.
    fn check_style(
        &self,
        addressee: &Addressee,
        office: &OfficeForms,
        location: &Location,
    ) -> Option<Diagnostic> {
        let style = self.style_of(addressee)?;
        let gender = addressee.gender;
        let inflects = self.file.address.inflects_titles;
        let differs = |part: &str| match part {
            "title" => inflects,
            "honorific" => inflects && differ(office, |words| &words.honorific),
            "salutation" => inflects && differ(office, |words| &words.salutation),
            "vocative" => inflects && differ(office, |words| &words.vocative),
            _ => false,
        };
        let own = style.of(gender);
        let lacks = |part: &&str| {
            if own.is_some_and(|own| own.get(part).is_some()) {
                return false;
            }
            let is_for_all = style.for_all().get(part).is_some();
            let of_others = style.genders().any(|(_, parts)| parts.get(part).is_some());
            if is_for_all { gender.is_some() && differs(part) } else { of_others }
        };
        let lacking: Vec<String> =
            StyleParts::NAMES.iter().filter(|part| lacks(part)).map(|part| format!("`{part}`")).collect();
        if lacking.is_empty() {
            return None;
        }
        let field = format!("addressee.styles.{}", self.tag());
        Some(self.no_form(&lacking.join(", "), &format!("{field}.{}", name(gender)), gender, location))
    }

    /// A title of the addressee's own that is not given in the language, or not for its gender.
    fn check_title(&self, addressee: &Addressee, location: &Location) -> Option<Diagnostic> {
        let styled = self.style_of(addressee).is_some_and(|style| {
            style.title.is_some() || style.genders().any(|(_, parts)| parts.title.is_some())
        });
        if addressee.title.is_empty() || styled {
            return None;
        }
        let field = format!("addressee.title.{}", self.tag());
        let Some(title) = self.title_of(addressee) else {
            let given = addressee.title.keys().map(|tag| format!("`{tag}`")).collect::<Vec<_>>().join(", ");
            let message = format!("the title is given in {given}, and not in `{}`", self.tag());
            let problem = Diagnostic::new(codes::TITLE_MISSING, message).with_location(location.clone());
            return Some(problem.with_hint(format!("add it as `{field}`")).with_field(field));
        };
        let serves = match title {
            OwnTitle::Same(_) => addressee.gender.is_none() || !self.file.address.inflects_titles,
            OwnTitle::ByGender(_) => title.get(addressee.gender).is_some(),
        };
        let field = format!("{field}.{}", name(addressee.gender));
        (!serves).then(|| self.no_form("`title`", &field, addressee.gender, location))
    }

    fn no_form(&self, parts: &str, field: &str, gender: Option<Gender>, location: &Location) -> Diagnostic {
        let of = match gender {
            Some(Gender::Masculine) => "a man",
            Some(Gender::Feminine) => "a woman",
            None => "an addressee of unknown gender",
        };
        let message = format!("there is no {parts} for {of} in `{}`", self.tag());
        Diagnostic::new(codes::GENDER_FORM, message)
            .with_location(location.clone())
            .with_field(field)
            .with_hint(format!(
                "give it under `{field}`; one for all serves where it does not differ by gender"
            ))
    }

    /// A title that is not what the ministry's name says, or that follows from no name.
    fn check_portfolio(
        &self,
        chosen: &Chosen<'_>,
        ministry: &LocalText,
        location: &Location,
    ) -> Option<Diagnostic> {
        let title = chosen.pattern(|words| &words.title)?;
        let by_ministry = title.contains("{portfolio}");
        let (of_ministry, own) = (chosen.read_ministry(self), chosen.own_title());
        let field = format!("addressee.title.{}", self.tag());
        match (own, of_ministry) {
            (Some(own), Some(said)) if by_ministry && !says(own, &said.portfolio) => {
                let message = format!(
                    "the title `{own}` is not that of the ministry, `{}`",
                    chosen.ministry.unwrap_or_default()
                );
                let problem = Diagnostic::new(codes::TITLE_MINISTRY, message).with_location(location.clone());
                let hint = "leave the title out, so that it follows the ministry, or correct either";
                Some(problem.with_field(field).with_hint(hint))
            }
            (None, None) if by_ministry && chosen.office.portfolio.is_none() => {
                let message = format!("no title follows from the ministry, `{}`", self.shown(ministry));
                let problem = Diagnostic::new(codes::TITLE_MISSING, message).with_location(location.clone());
                Some(problem.with_hint(format!("give it as `{field}`")).with_field(field))
            }
            (None, None) if by_ministry && ministry.languages().next().is_some() => {
                let ministry = chosen.ministry?;
                let usual = chosen.office.portfolio.as_ref()?;
                let message = format!(
                    "the ministry, `{ministry}`, does not say the title: it is that for `{}`",
                    usual.value
                );
                let problem = Diagnostic::new(codes::TITLE_MINISTRY, message).with_location(location.clone());
                Some(problem.with_hint(format!("give the title as `{field}`")).with_field(field))
            }
            _ => None,
        }
    }

    fn shown<'a>(&self, ministry: &'a LocalText) -> &'a str {
        ministry.get_or_first(self.tag())
    }
}

/// A key that a pack does not have.
fn check_key<T>(
    code: &'static Code,
    (field, what): (&str, &str),
    key: &At<String>,
    known: &BTreeMap<String, T>,
    location: &Location,
) -> Problems {
    let unknown = (!known.contains_key(&key.value)).then(|| {
        Diagnostic::new(code, format!("unknown {what} `{}`", key.value))
            .with_location(key.location(&location.file))
            .with_field(field)
            .with_hint(did_you_mean(key, known.keys().map(String::as_str)))
    });
    Problems::from(unknown)
}

/// Whether a title says a portfolio.
fn says(title: &str, portfolio: &str) -> bool {
    fold_words(title).contains(&fold_words(portfolio))
}

/// Whether an office has another form for a woman than for a man.
fn differ(office: &OfficeForms, part: fn(&AddressWords) -> &Option<At<String>>) -> bool {
    let text = |words| part(words).as_ref().map(|text| text.value.as_str());
    text(&office.masculine) != text(&office.feminine)
}

fn name(gender: Option<Gender>) -> &'static str {
    gender.map_or("unknown", Gender::name)
}
