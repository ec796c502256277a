//! A row of a spreadsheet as a recipient, by its columns file.

use super::built::Built;
use super::completion::put_title_under_gender;
use super::mapping::{Mapping, Slot, place_of};
use super::model::{GivenIds, IdSource};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};
use crate::input::Node;
use crate::locale::name_states;
use crate::names::fold_words;
use crate::recipient::cell::{Cell, Row};
use crate::recipient::cells::{examine, has_no_value};
use crate::recipient::check::wrong_state;
use crate::recipient::model::Recipient;
use crate::recipient::read::read_entry;
use crate::recipient::remarks::{find_stop, report_stop};
use crate::recipient::table::{is_same, quote, report_headings, report_passed_over};
use crate::recipient::tree::{in_no_column, order_copies};
use crate::recipient::values::{OwnWords, read_cell, split};
use crate::recipient::words::find_gender;

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
        problems.extend(self.report_gender(row));
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

    /// A warning of a title in a column of its own that says another gender than the column of genders.
    fn report_gender(&self, row: &Row) -> Option<Diagnostic> {
        let with = |is: &dyn Fn(&str) -> bool| {
            let cells = row.iter().filter_map(|(index, cell)| Some((self.slots.get(index)?, cell)));
            cells.filter(|(slot, _)| is(&slot.is)).collect::<Vec<(&Slot, &Cell)>>()
        };
        // A letter alone, such as `M`, may say something else there.
        let gender_of = |cell: &Cell| find_gender(cell.text.trim());
        let is_title = |cell: &Cell| cell.text.trim().chars().nth(1).is_some();
        let genders = with(&|is| is == "addressee.gender");
        let (_, gender) = genders.first()?;
        let said = gender_of(gender)?;
        let titles = with(&|is| is.starts_with("fields."));
        let (slot, title) = titles
            .into_iter()
            .find(|(_, cell)| is_title(cell) && gender_of(cell).is_some_and(|other| other != said))?;
        let message = format!("`{}` and `{}` say different genders", title.text.trim(), gender.text.trim());
        let at = Location::at(&self.file, title.place.clone());
        let told = Diagnostic::new(codes::GENDER_DIFFERS, message).with_location(at);
        Some(told.with_field(slot.heading.clone()).with_hint("correct the one that is wrong"))
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
            "addressee.name" => built.add_name(&slot.name_order.apply(text), cell),
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
