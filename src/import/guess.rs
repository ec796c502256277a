//! What each column is, by its heading and by its values.

use std::collections::BTreeSet;

use super::ask::{ask, field_name, shorten};
use super::content::{self, share};
use super::header::documented;
use super::headings::{self, Meant};
use super::model::{ImportQuestion, Meaning, ProposedColumn, Why};
use super::taken::{Needed, Taken};
use crate::locale::{find_language, name_states};
use crate::recipient::grid::{Grid, Heading, unheaded};
use crate::recipient::words::{find_gender, is_neutral_title};

/// How many values of a column are shown.
const EXAMPLES: usize = 3;

/// The columns behind the row of headings, with questions where one is unsure.
pub(super) fn columns(grid: &Grid, header: usize) -> (Vec<ProposedColumn>, Vec<ImportQuestion>) {
    let mut taken = Taken::default();
    let mut columns = Vec::new();
    let mut questions = Vec::new();
    let mut headings = grid.headings(header);
    headings.extend(without_heading(grid, header, &headings));
    headings.sort_by_key(|heading| heading.column);
    let has_first_name = headings.iter().any(|heading| meaning(heading) == Some(Meaning::FirstName));
    let has_gender = headings.iter().any(|heading| meaning(heading) == Some(Meaning::Gender));
    let needed = Needed::of(&headings);
    for heading in &headings {
        let values = values(grid, header, heading.column);
        let sample = values.get(..content::MOST.min(values.len())).unwrap_or_default();
        let mut guess = guess(heading, sample, &needed);
        // A title says the gender only where no column of its own does.
        if has_gender && meaning(heading) == Some(Meaning::Title) && guess.is(Meaning::Gender) {
            guess.meant = None;
        }
        let is_second = guess.meant.is_some_and(|meant| taken.is_second(meant.meaning));
        let is = free(&guess, heading, &mut taken);
        let mut column = ProposedColumn {
            index: heading.column,
            heading: heading.text.clone(),
            is,
            language: None,
            order: content::name_order(sample),
            why: guess.why,
            examples: sample.iter().take(EXAMPLES).map(|text| shorten(text)).collect(),
        };
        if column.is == "title" {
            let language = guess.meant.and_then(|meant| meant.language).unwrap_or("en");
            column.language = Some(language.to_owned());
        }
        // What would be left out of letters by a guess is not left out unseen: nothing is usual.
        if !column.examples.is_empty() && (is_second || guess.is_strange || needed.may_be(&column, sample)) {
            questions.push(ask(&column, None));
        } else if let Some(usual) = &guess.usual {
            questions.push(ask(&column, Some(usual.as_deref().unwrap_or(&column.is))));
        }
        columns.push(column);
    }
    if has_first_name {
        put_given_names_first(&mut columns);
    }
    (columns, questions)
}

fn meaning(heading: &Heading) -> Option<Meaning> {
    headings::find(&heading.text).map(|meant| meant.meaning)
}

/// Columns that have values and no heading.
fn without_heading(grid: &Grid, header: usize, headings: &[Heading]) -> Vec<Heading> {
    let headed: BTreeSet<usize> = headings.iter().map(|heading| heading.column).collect();
    let mut found = std::collections::BTreeMap::new();
    for (column, cell) in grid.rows.iter().skip(header + 1).flat_map(|row| &row.cells) {
        if !headed.contains(column) {
            found.entry(*column).or_insert_with(|| cell.place.clone());
        }
    }
    found.into_iter().map(|(column, place)| Heading { column, text: unheaded(column), place }).collect()
}

/// The values of a column.
pub(super) fn values(grid: &Grid, header: usize, column: usize) -> Vec<&str> {
    let rows = grid.rows.iter().skip(header + 1);
    let cells = rows.filter_map(|row| {
        let at = row.cells.binary_search_by_key(&column, |(index, _)| *index).ok()?;
        row.cells.get(at).map(|(_, cell)| cell.text.trim())
    });
    cells.filter(|text| !text.is_empty()).collect()
}

/// What a column may be, and why.
struct Guess {
    path: Option<String>,
    meant: Option<Meant>,
    why: Why,
    /// What is usual where it is unsure; `None` within for what it is guessed to be.
    usual: Option<Option<String>>,
    /// Whether its heading says what no value is, without which letters would go out in another language.
    is_strange: bool,
}

impl Guess {
    fn is(&self, meaning: Meaning) -> bool {
        self.meant.as_ref().is_some_and(|meant| meant.meaning == meaning)
    }
}

fn guess(heading: &Heading, values: &[&str], needed: &Needed) -> Guess {
    if let Some(path) = documented(&heading.text) {
        return Guess { path: Some(path), meant: None, why: Why::Heading, usual: None, is_strange: false };
    }
    let by_values = content::find(values);
    if let Some(meant) = headings::find(&heading.text) {
        let meant = Meant { meaning: settle(meant.meaning, by_values, values), ..meant };
        let field = format!("fields.{}", field_name(&heading.text, heading.column));
        let is_unfit = !fits(meant.meaning, values);
        let is_strange = is_unfit && meant.meaning == Meaning::Languages;
        let usual = is_unfit.then_some(Some(field));
        return Guess { path: None, meant: Some(meant), why: Why::Heading, usual, is_strange };
    }
    let by_word =
        headings::find_word(&heading.text).filter(|meaning| by_values.is_none() && needed.lacks(*meaning));
    if let Some(meaning) = by_word {
        let meant = Meant { meaning, language: None };
        return Guess {
            path: None,
            meant: Some(meant),
            why: Why::Heading,
            usual: Some(None),
            is_strange: false,
        };
    }
    let is_plain = matches!(by_values, Some(Meaning::Emails | Meaning::Telephone) | None);
    let why = if by_values.is_some() { Why::Values } else { Why::Unknown };
    let meant = by_values.map(|meaning| Meant { meaning, language: None });
    Guess { path: None, meant, why, usual: (!is_plain).then_some(None), is_strange: false }
}

/// What a heading of two meanings means by its values.
fn settle(meaning: Meaning, by_values: Option<Meaning>, values: &[&str]) -> Meaning {
    match (meaning, by_values) {
        (Meaning::Title, _) => {
            let says = |text: &str| find_gender(text).is_some() || is_neutral_title(text);
            if share(values, &says) > 0.5 { Meaning::Gender } else { Meaning::Function }
        }
        // A column `Contact`, `Dispatch` or `Correo` may hold any of these.
        (Meaning::Name | Meaning::Channels | Meaning::Remarks, Some(Meaning::Emails)) => Meaning::Emails,
        (Meaning::Emails, Some(Meaning::Channels)) => Meaning::Channels,
        (Meaning::Kind, Some(Meaning::Channels)) => Meaning::Channels,
        (Meaning::Name, Some(found @ (Meaning::Telephone | Meaning::Country))) => found,
        (meaning, _) => meaning,
    }
}

/// Whether some values at least are what the heading says.
fn fits(meaning: Meaning, values: &[&str]) -> bool {
    const SOME: f64 = 0.3;
    let share = |is: &dyn Fn(&str) -> bool| values.len() < 3 || share(values, is) >= SOME;
    match meaning {
        Meaning::Emails => share(&content::has_email),
        Meaning::Country => share(&|text| !name_states(text).is_empty()),
        Meaning::Languages => {
            share(&|text| text.split([';', ',', '/', ' ']).any(|word| find_language(word).is_some()))
        }
        _ => true,
    }
}

/// What the column is to be, unless another is that already.
fn free(guess: &Guess, heading: &Heading, taken: &mut Taken) -> String {
    let wanted = guess
        .path
        .clone()
        .or_else(|| guess.meant.and_then(|meant| column_of(meant.meaning)).map(str::to_owned));
    let meaning = guess.meant.map(|meant| meant.meaning);
    let is = wanted.filter(|is| taken.is_free(is, meaning)).unwrap_or_else(|| {
        let name = field_name(&heading.text, heading.column);
        let mut names =
            std::iter::once(format!("fields.{name}")).chain((2..).map(|n| format!("fields.{name}_{n}")));
        names.find(|is| taken.is_free(is, None)).unwrap_or_default()
    });
    taken.take(&is, meaning);
    is
}

fn column_of(meaning: Meaning) -> Option<&'static str> {
    Some(match meaning {
        Meaning::Country => "country",
        Meaning::Id => "id",
        Meaning::Number => "left-out",
        Meaning::Kind => "kind",
        Meaning::Ministry | Meaning::Organisation => "ministry",
        Meaning::Name | Meaning::FirstName | Meaning::FamilyName => "addressee.name",
        Meaning::Gender => "addressee.gender",
        Meaning::Function | Meaning::Title => "title",
        Meaning::Address => "address",
        Meaning::Postcode => "postcode",
        Meaning::City => "city",
        Meaning::Emails => "emails",
        Meaning::Telephone => "telephone",
        Meaning::Fax => "fax",
        Meaning::Channels => "channels",
        Meaning::Languages => "languages",
        Meaning::SecondLanguage => "second_language",
        Meaning::Remarks => "fields.remarks",
        Meaning::Website => "fields.website",
        Meaning::Group => "group",
        // Ranks are keys of a locale pack, which a spreadsheet does not know.
        Meaning::Rank => return None,
    })
}

fn put_given_names_first(columns: &mut [ProposedColumn]) {
    let is = |meaning: Meaning| {
        move |column: &ProposedColumn| {
            headings::find(&column.heading).is_some_and(|meant| meant.meaning == meaning)
        }
    };
    let given = columns.iter().position(is(Meaning::FirstName));
    let family = columns.iter().position(is(Meaning::FamilyName));
    if let (Some(given), Some(family)) = (given, family)
        && family < given
        && let Some(names) = columns.get_mut(family..=given)
    {
        names.rotate_right(1);
    }
}
