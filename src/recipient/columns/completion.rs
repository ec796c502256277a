//! What a row leaves open: its kind, office, channels and languages by its columns file, and its address put together.

use super::built::{Built, primary};
use super::mapping::Mapping;
use super::postcode::report_short;
use crate::diagnostic::{Diagnostic, Location, Place, Problems, codes};
use crate::input::At;
use crate::locale::FREE_OFFICE;
use crate::recipient::model::Recipient;
use crate::recipient::office_words::{find_form_of_address, find_office};

/// Offices that letters go to where neither the row nor its columns file names one.
const STATE_OFFICE: &str = "foreign-minister";
const ORGANISATION_OFFICE: &str = "head-of-organisation";

/// First words of what only States have, and the end of their names in Chinese.
const OF_STATES: [&str; 9] = [
    "ministry",
    "ministère",
    "ministerio",
    "ministério",
    "министерство",
    "وزارة",
    "département fédéral",
    "department of state",
    "外交部",
];

/// Whether a name is that of a part of a State's government.
fn is_of_state(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    OF_STATES.iter().any(|words| name.starts_with(words))
}

/// Says of a row's own title that it is for the person of the row.
pub(super) fn put_title_under_gender(recipient: &mut Recipient) {
    let Some(gender) = recipient.addressee.gender else { return };
    for style in recipient.addressee.styles.values_mut() {
        if let Some(title) = style.title.take() {
            style.of_mut(gender).title.get_or_insert(title);
        }
    }
}

/// Takes the State off the city: `Oslo, Norway`.
fn take_state_off_city(built: &mut Built) {
    let Some(written) = built.whereabouts.city.clone() else { return };
    let city = built.whereabouts.without_state(&written).to_owned();
    if city.len() < written.len() && built.text("city").is_some() {
        built.put("city", city.clone());
    }
    built.whereabouts.city = Some(city);
}

impl Mapping {
    /// Adds what the row does not say itself. What it leaves open although there is a column for it is told.
    pub(super) fn complete(&self, built: &mut Built, place: &Place) -> Problems {
        let otherwise = &self.rules.otherwise;
        let mut problems = Problems::new();
        if !built.has("kind") {
            problems.extend(self.report_no_state(built, place));
            let kind = if built.has("iso") { "state" } else { "organisation" };
            built.put("kind", otherwise.kind.as_ref().map_or(kind, |kind| kind.as_str()).to_owned());
        }
        // An organisation has no code; where it is remains in its address.
        if built.text("kind") == Some("organisation") {
            built.remove("iso");
        }
        for (path, list) in [("channels", &otherwise.channels), ("languages", &otherwise.languages)] {
            if !built.has(path) && !list.is_empty() {
                problems.extend(self.report_otherwise(path, list, place));
                built.put_list(path, list.iter().map(|value| value.value.clone()));
            }
        }
        if let Some(office) = built.title.as_ref().and_then(|(title, ..)| find_office(title)) {
            built.title = None;
            built.put("addressee.office", office.to_owned());
        }
        if !built.has("addressee.office") {
            let usual = match (&built.title, built.text("kind")) {
                (Some((title, ..)), _) => find_form_of_address(title).unwrap_or(FREE_OFFICE),
                (None, Some("organisation")) => ORGANISATION_OFFICE,
                (None, _) => STATE_OFFICE,
            };
            let office = otherwise.office.as_ref().map_or(usual, |office| office.as_str()).to_owned();
            built.put("addressee.office", office);
        }
        if let Some(rank) = otherwise.rank.as_ref().filter(|_| !built.has("addressee.rank")) {
            built.put("addressee.rank", rank.value.clone());
        }
        take_state_off_city(built);
        problems.extend(self.report_postcode(built, place));
        let address = std::mem::take(&mut built.whereabouts).address(&self.rules.address_ends_with);
        built.put_list("address", address);
        built.put_title();
        problems
    }

    /// A warning of a postcode that a spreadsheet has taken zeros from.
    fn report_postcode(&self, built: &Built, place: &Place) -> Option<Diagnostic> {
        let heading = &self.slots.values().find(|slot| slot.is == "postcode")?.heading;
        let row = &built.whereabouts;
        let problem = report_short(row.postcode.as_deref()?, row.state()?)?;
        Some(problem.with_location(Location::at(&self.file, place.clone())).with_field(heading.clone()))
    }

    /// A warning of a cell that is empty, in place of which the columns file gives a value.
    fn report_otherwise(&self, path: &str, list: &[At<String>], place: &Place) -> Option<Diagnostic> {
        let heading = &self.slots.values().find(|slot| slot.is == path)?.heading;
        let values: Vec<&str> = list.iter().map(|value| value.as_str()).collect();
        let message =
            format!("nothing is in `{heading}`: read as {}, as the columns file says", values.join(", "));
        let problem = Diagnostic::new(codes::CELL_OTHERWISE, message)
            .with_location(Location::at(&self.file, place.clone()));
        Some(
            problem
                .with_field(heading.clone())
                .with_hint("fill in the cell; where it is meant so, accept the warning"),
        )
    }

    /// A warning of a ministry without a State, which is read as an organisation.
    fn report_no_state(&self, built: &Built, place: &Place) -> Option<Diagnostic> {
        let heading = &self.slots.values().find(|slot| slot.is == "country")?.heading;
        if built.has("iso") || self.rules.otherwise.kind.is_some() {
            return None;
        }
        let names =
            self.slots.values().filter(|slot| slot.is == "ministry" || slot.is.starts_with("ministry."));
        let name = names.filter_map(|slot| built.text(&slot.is)).find(|name| is_of_state(name))?;
        let message = format!("`{name}` has no State, and is read as an organisation");
        let problem = Diagnostic::new(codes::STATE_MISSING, message)
            .with_location(Location::at(&self.file, place.clone()));
        Some(problem.with_field(heading.clone()).with_hint(format!("fill in `{heading}`")))
    }

    /// A warning of a title that the first letter of the recipient does not show.
    pub(super) fn report_title(&self, built: &Built) -> Option<Diagnostic> {
        let (title, language, place) = built.title.as_ref().filter(|(_, language, _)| language != "own")?;
        let first = built.first_language()?;
        (primary(&first) != primary(language)).then(|| {
            let message =
                format!("the title `{title}` is in `{language}`, and the first language is `{first}`");
            let heading =
                self.slots.values().find(|slot| slot.is == "title").map(|slot| slot.heading.clone());
            Diagnostic::new(codes::TITLE_LANGUAGE, message)
                .with_location(Location::at(&self.file, place.clone()))
                .with_field(heading.unwrap_or_default())
                .with_hint("give the title in that language too, in a column of its own")
                .with_hint(
                    "or, where each row has the title in its own first language, write `language: own` for the column in the columns file",
                )
        })
    }
}
