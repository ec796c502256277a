//! A row of a spreadsheet as a recipient, by its columns file.

use super::built::{Built, primary};
use super::mapping::{Mapping, Slot, place_of};
use super::model::{GivenIds, IdSource};
use crate::diagnostic::{Checked, Diagnostic, Location, Place, Problems, codes};
use crate::input::{At, Node};
use crate::locale::{FREE_OFFICE, name_states};
use crate::names::fold_words;
use crate::recipient::cell::{Cell, Row};
use crate::recipient::cells::{examine, has_no_value};
use crate::recipient::check::wrong_state;
use crate::recipient::model::Recipient;
use crate::recipient::office_words::{find_form_of_address, find_office};
use crate::recipient::read::read_entry;
use crate::recipient::remarks::{find_stop, report_stop};
use crate::recipient::table::{is_same, quote, report_headings, report_passed_over};
use crate::recipient::tree::{in_no_column, order_copies};
use crate::recipient::values::{OwnWords, read_cell, split};

/// What the example row of the workbook to fill in begins with.
pub(crate) const EXAMPLE: &str = "Example:";

/// Words that begin a row of totals.
const TOTALS: [&str; 17] = [
    "total",
    "totals",
    "subtotal",
    "sum",
    "count",
    "totaux",
    "soustotal",
    "suma",
    "totalgeneral",
    "grandtotal",
    "итого",
    "всего",
    "合计",
    "总计",
    "共计",
    "المجموع",
    "الإجمالي",
];

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
fn put_title_under_gender(recipient: &mut Recipient) {
    let Some(gender) = recipient.addressee.gender else { return };
    for style in recipient.addressee.styles.values_mut() {
        if let Some(title) = style.title.take() {
            style.of_mut(gender).title.get_or_insert(title);
        }
    }
}

impl Mapping {
    /// Reads a row, without empty cells, as a recipient.
    pub(in crate::recipient) fn read_row(&self, row: &Row) -> Checked<Option<Recipient>> {
        if self.is_headings(row) {
            return Checked::new(None, report_headings(row, &self.file));
        }
        if self.is_remark(row) {
            let hint = "fill in more of the row if it is a recipient; totals and remarks may stay";
            return Checked::new(
                None,
                report_passed_over(row, &self.file, "a row that says little of a recipient", hint),
            );
        }
        let Checked { value: built, mut problems } = self.build_tree(row);
        let Some(node) = built else { return Checked::new(None, problems) };
        let id = node.get("id").and_then(Node::text).map(str::to_owned);
        if let Some(id) = id {
            problems = problems.into_iter().map(|problem| problem.blocking(id.clone())).collect();
        }
        let mut read = read_entry(node, &self.file, &self.extra_fields);
        read.problems.iter_mut().for_each(|problem| self.name_the_column(problem));
        // What is missing because of its cell is told already.
        let told: Vec<&str> = problems
            .iter()
            .filter(|problem| [codes::CELL_ERROR, codes::CELL_NO_RESULT].contains(&problem.code))
            .filter_map(|problem| problem.subject.field.as_deref())
            .collect();
        read.problems
            .retain(|problem| problem.subject.field.as_deref().is_none_or(|field| !told.contains(&field)));
        let mut recipient = read.report_to(&mut problems);
        if self.slots.values().any(|slot| slot.is == "title") {
            recipient.iter_mut().for_each(put_title_under_gender);
        }
        Checked::new(recipient, problems)
    }

    /// Whether a row has the headings again, as lists that were printed page by page do.
    pub(in crate::recipient) fn is_headings(&self, row: &Row) -> bool {
        let filled = || row.iter().filter_map(|(index, cell)| Some((self.slots.get(index)?, cell)));
        let is_same = |(slot, cell): (&Slot, &Cell)| fold_words(&slot.heading) == fold_words(&cell.text);
        filled().count() >= 2 && filled().all(is_same)
    }

    /// Whether a row is a total, a remark or the heading of a group: it says one thing of a recipient at most, or two behind a
    /// word for a total.
    pub(in crate::recipient) fn is_remark(&self, row: &Row) -> bool {
        let says = |slot: &&Slot| slot.is != "left-out" && !slot.is.starts_with("fields.");
        let count = row.iter().filter_map(|(index, _)| self.slots.get(index)).filter(says).count();
        let first = row.first().map_or("", |(_, cell)| cell.text.as_str());
        if first.trim_start().starts_with(EXAMPLE) {
            return true;
        }
        let word: String =
            first.chars().take_while(|c| !c.is_ascii_digit() && *c != ':' && *c != '：').collect();
        count <= 1 || count <= 2 && TOTALS.contains(&fold_words(&word).as_str())
    }

    /// Builds the tree of a row; `None` where it has no id.
    fn build_tree(&self, row: &Row) -> Checked<Option<Node>> {
        let place = place_of(row);
        let mut built = Built::new(place);
        let mut problems = Problems::new();
        let mut cells: Vec<(Option<&Slot>, &(usize, Cell))> =
            row.iter().map(|cell| (self.slots.get(&cell.0), cell)).collect();
        cells.sort_by_key(|(slot, _)| slot.map(|slot| slot.order));
        for (slot, (index, cell)) in cells {
            match slot {
                Some(slot) if slot.is == "left-out" => {
                    let told = find_stop(cell.text.trim()).map(|_| report_stop(cell.text.trim()));
                    let at = Location::at(&self.file, cell.place.clone());
                    problems.extend(told.map(|told| told.with_location(at).with_field(slot.heading.clone())));
                }
                Some(slot) => problems.extend(self.add(slot, cell, &mut built)),
                None if self.headed.contains(index) => {}
                None => problems.push(in_no_column(cell, &self.file)),
            }
        }
        problems.extend(self.complete(&mut built, &place_of(row)));
        problems.extend(self.report_title(&built));
        match self.id(row, &built) {
            Ok(Some(id)) => built.put("id", id),
            Ok(None) => {}
            Err(problem) => {
                problems.push(problem);
                return Checked::new(None, problems);
            }
        }
        order_copies(&mut built.root);
        Checked::new(Some(built.root), problems)
    }

    /// Adds a cell to what is built.
    fn add(&self, slot: &Slot, cell: &Cell, built: &mut Built) -> Problems {
        let is_extra = slot.is.starts_with("fields.");
        let problems = Problems::from(examine(cell, &slot.heading, is_extra, &self.file));
        if has_no_value(cell) {
            return problems;
        }
        let text = cell.text.trim();
        let key = match slot.is.as_str() {
            "country" => "iso",
            is if is.starts_with("address.") => "address",
            is => is.rsplit('.').next().unwrap_or(is),
        };
        let none = OwnWords::new();
        let own = self.words.get(if key == "iso" { "country" } else { key }).unwrap_or(&none);
        match slot.is.as_str() {
            "address" => built.lines(split("address", text).unwrap_or_default()),
            "postcode" => built.whereabouts.postcode = Some(text.to_owned()),
            "title" => {
                built.title =
                    Some((text.to_owned(), slot.language.clone().unwrap_or_default(), cell.place.clone()))
            }
            "addressee.name" => built.add_name(text, cell),
            field if field.strip_prefix("fields.").is_some_and(|field| !self.declares(field)) => {}
            is => {
                match is {
                    "country" => built.whereabouts.country = Some(text.to_owned()),
                    "city" => built.whereabouts.city = Some(text.to_owned()),
                    _ => {}
                }
                if let Some(node) = read_cell(key, cell, own) {
                    built.add(if is == "country" { "iso" } else { is }, node);
                }
            }
        }
        problems
    }

    /// Adds what the row does not say itself. What it leaves open although there is a column for it is told.
    fn complete(&self, built: &mut Built, place: &Place) -> Problems {
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
        let address = std::mem::take(&mut built.whereabouts).address(&self.rules.address_ends_with);
        built.put_list("address", address);
        built.put_title();
        problems
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
    fn report_title(&self, built: &Built) -> Option<Diagnostic> {
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
        })
    }

    /// The id of a row, where it is not in a column.
    fn id(&self, row: &Row, built: &Built) -> Result<Option<String>, Diagnostic> {
        if self.rules.ids == IdSource::Column {
            return Ok(None);
        }
        let text = |column: &usize| {
            row.iter().find(|(index, _)| index == column).map_or("", |(_, cell)| cell.text.as_str())
        };
        let given = self.rules.given_ids.as_ref().and_then(|given| {
            let key = GivenIds::key(self.known_by.iter().map(text));
            given.ids.get(&key)
        });
        let state = built.text("iso").filter(|_| self.rules.ids == IdSource::Country);
        let id = given.map(|id| id.value.clone()).or_else(|| state.map(str::to_owned));
        id.map(Some).ok_or_else(|| {
            // A State that is not known yet has no id because of that.
            let country = built.find("iso").and_then(|node| Some((node.text()?, node.place.clone())));
            let country = country.filter(|(text, _)| name_states(text).len() != 1);
            if let Some((text, place)) = country.filter(|_| self.rules.ids == IdSource::Country) {
                let (message, hint) = wrong_state(text);
                let hint = format!("{hint}, or say what it means under `words` of the columns file");
                return Diagnostic::new(codes::RECIPIENT_VALUE, message)
                    .with_location(Location::at(&self.file, place))
                    .with_field("iso")
                    .with_hint(hint);
            }
            let hint = format!(
                "give new rows an id, and keep the others, with `convoke import {} --replace`",
                self.file
            );
            Diagnostic::new(codes::ROW_WITHOUT_ID, format!("the row `{}` has no id yet", quote(row)))
                .with_location(Location::at(&self.file, place_of(row)))
                .with_hint(hint)
        })
    }

    /// Names the heading of the person's own in place of the key.
    fn name_the_column(&self, problem: &mut Diagnostic) {
        let Some(field) = problem.subject.field.take() else { return };
        let is_it = |slot: &&Slot| match slot.is.as_str() {
            "country" => field == "iso",
            is => is_same(is, &field),
        };
        let heading = self.slots.values().find(is_it).map(|slot| slot.heading.clone());
        for hint in &mut problem.hints {
            if hint.starts_with("add a line `") {
                *hint = match &heading {
                    Some(heading) => format!("fill in the column `{heading}`"),
                    None => format!(
                        "let a column be `{field}` in the columns file, or give a value for all under `otherwise`"
                    ),
                };
            }
        }
        problem.subject.field = Some(heading.unwrap_or(field));
    }
}
