//! What each list says, in the shapes of sheets.

use jiff::civil::Date;

use super::model::ListFile;
use super::office::ListOffice;
use super::people::{People, PeopleOf, Person};
use crate::diagnostic::{Checked, Problems};
use crate::sheets::{Badge, BadgeSheet, Made, PeopleColumn, PeopleGroup, PeopleList, PeopleRow};

/// The lists of an office.
pub(super) struct Lists<'a> {
    people: &'a People,
    office: &'a ListOffice,
    as_of: Option<Date>,
}

impl<'a> Lists<'a> {
    pub(super) fn new(people: &'a People, office: &'a ListOffice, as_of: Option<Date>) -> Self {
        Self { people, office, as_of }
    }

    /// Sets one of them.
    pub(super) fn set(&self, file: ListFile, badges: Option<&BadgeSheet>) -> Result<Checked<Made>, Problems> {
        let office = self.office;
        let paper = office.office.paper;
        let words = office.sheet_words();
        let list = match file {
            ListFile::Badges => {
                let meta = office.meta(&office.words.badges, file.name());
                let sheet = badges.copied().unwrap_or(BadgeSheet::Cut(paper));
                return office.sheets.badges(&sheet, &office.event, &self.badges(), &words, &meta);
            }
            ListFile::ByState => self.by_delegation(),
            ListFile::Heads => self.heads(),
            ListFile::Counts => self.counts(),
            ListFile::Participants | ListFile::Workbook => self.participants(),
        };
        office.sheets.people(paper, &list, &words, &office.meta(&list.title, file.name()))
    }

    /// All by name, to be ticked as they come.
    pub(super) fn participants(&self) -> PeopleList {
        let words = &self.office.words;
        let row = |(of, person): (&PeopleOf, &Person)| {
            self.row(
                of,
                vec![
                    by_family_name(person),
                    person.function.clone(),
                    person.capacity.clone(),
                    of.name.clone(),
                    person.number.clone(),
                ],
            )
        };
        let rows = self.people.by_name().into_iter().map(row).collect();
        PeopleList {
            title: words.participants.clone(),
            facts: self.facts(),
            columns: columns(&[
                (&words.name, 8),
                (&words.function, 7),
                (&words.capacity, 5),
                (&words.delegation, 6),
                (&words.number, 0),
            ]),
            groups: vec![PeopleGroup { rows, ..PeopleGroup::default() }],
            to_tick: words.present.clone(),
        }
    }

    /// Each delegation with its people.
    pub(super) fn by_delegation(&self) -> PeopleList {
        let words = &self.office.words;
        let group = |of: &PeopleOf| {
            let row = |person: &Person| {
                self.row(
                    of,
                    vec![
                        by_family_name(person),
                        person.function.clone(),
                        person.capacity.clone(),
                        person.number.clone(),
                    ],
                )
            };
            PeopleGroup {
                title: of.name.clone(),
                note: of.people.len().to_string(),
                rows: of.people.iter().map(row).collect(),
            }
        };
        PeopleList {
            title: words.by_state.clone(),
            facts: self.facts(),
            columns: columns(&[
                (&words.name, 8),
                (&words.function, 8),
                (&words.capacity, 6),
                (&words.number, 0),
            ]),
            groups: self.people.delegations.iter().map(group).collect(),
            to_tick: words.present.clone(),
        }
    }

    /// Who leads each delegation.
    pub(super) fn heads(&self) -> PeopleList {
        let words = &self.office.words;
        let rows = self.people.delegations.iter().flat_map(|of| {
            let row = |person: &Person| {
                let cells =
                    [of.name.clone(), by_family_name(person), person.function.clone(), person.number.clone()];
                self.row(of, cells.into())
            };
            let mut rows: Vec<PeopleRow> = of.heads().map(row).collect();
            if rows.is_empty() {
                let none = format!("– ({})", words.without_head);
                rows.push(PeopleRow {
                    locale: String::new(),
                    ..self.row(of, vec![of.name.clone(), none, String::new(), String::new()])
                });
            }
            rows
        });
        PeopleList {
            title: words.heads.clone(),
            facts: self.facts(),
            columns: columns(&[
                (&words.delegation, 7),
                (&words.name, 8),
                (&words.function, 8),
                (&words.number, 0),
            ]),
            groups: vec![PeopleGroup { rows: rows.collect(), ..PeopleGroup::default() }],
            to_tick: String::new(),
        }
    }

    /// How many people there are, by capacity and by delegation.
    pub(super) fn counts(&self) -> PeopleList {
        let words = &self.office.words;
        let row = |name: String, count: usize| PeopleRow {
            cells: vec![name, count.to_string()],
            ..PeopleRow::default()
        };
        let by_capacity = self.people.by_capacity().into_iter().map(|(capacity, count)| {
            let is_said = !capacity.is_empty();
            row(if is_said { capacity.to_owned() } else { format!("– ({})", words.without_capacity) }, count)
        });
        let by_delegation = self.people.delegations.iter().map(|of| row(of.name.clone(), of.people.len()));
        let group = |title: &str, mut rows: Vec<PeopleRow>| {
            rows.push(row(words.total.clone(), self.people.count()));
            PeopleGroup { title: title.to_owned(), note: String::new(), rows }
        };
        let mut columns = columns(&[(&words.counts, 5), (&words.people, 1)]);
        if let Some(column) = columns.last_mut() {
            column.is_number = true;
        }
        PeopleList {
            title: words.counts.clone(),
            facts: self.facts(),
            columns,
            groups: vec![
                group(&words.capacity, by_capacity.collect()),
                group(&words.delegation, by_delegation.collect()),
            ],
            to_tick: String::new(),
        }
    }

    /// A badge for each, delegation by delegation, as they are handed out.
    fn badges(&self) -> Vec<Badge> {
        let badge = |of: &PeopleOf, person: &Person| Badge {
            recipient: of.recipient.clone(),
            locale: of.locale.clone(),
            name: person.badge.clone(),
            function: person.function.clone(),
            delegation: of.name.clone(),
            capacity: person.capacity.clone(),
            number: person.number.clone(),
        };
        let delegations = self.people.delegations.iter();
        delegations.flat_map(|of| of.people.iter().map(move |person| badge(of, person))).collect()
    }

    /// What is said above each list.
    fn facts(&self) -> Vec<(String, String)> {
        let words = &self.office.words;
        let mut facts = vec![
            (words.reference.clone(), self.office.reference.clone()),
            (words.event.clone(), self.office.event.clone()),
        ];
        facts.extend(self.as_of.map(|day| (words.as_of.clone(), self.office.day(day))));
        facts.push((words.total_delegations.clone(), self.people.delegations.len().to_string()));
        facts.push((words.total_participants.clone(), self.people.count().to_string()));
        facts
    }

    fn row(&self, of: &PeopleOf, cells: Vec<String>) -> PeopleRow {
        PeopleRow { recipient: of.recipient.clone(), locale: of.locale.clone(), cells }
    }
}

/// A name as lists by name have it.
pub(super) fn by_family_name(person: &Person) -> String {
    let both = !person.family_name.is_empty() && !person.first_name.is_empty();
    // What is written without a space has its family name first already.
    if both && person.name.contains(' ') {
        let is_arabic =
            person.family_name.chars().all(|c| !c.is_alphabetic() || ('\u{600}'..='\u{6ff}').contains(&c));
        let comma = if is_arabic { '،' } else { ',' };
        return format!("{}{comma} {}", person.family_name, person.first_name);
    }
    person.name.clone()
}

fn columns(columns: &[(&String, u32)]) -> Vec<PeopleColumn> {
    let column = |(label, share): &(&String, u32)| PeopleColumn {
        label: (*label).clone(),
        share: *share,
        is_number: false,
    };
    columns.iter().map(column).collect()
}
