//! The pages of a file and the fields on them, told apart into the forms they are of.
//!
//! Programs that join files rename fields, list them or do not, and leave barcodes and pages as they are. So a form is what
//! its pages are: it begins on the page with its identity, or where the barcode is another.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::ZonedDateTime;
use serde::{Deserialize, Serialize};

use super::model::{Content, Field, Form, Written};
use crate::pdf::fields::IDENTITY;

/// A page of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sheet {
    pub(super) content: Content,
    /// What its barcode says.
    pub(super) barcode: Option<String>,
    pub(super) written: Written,
}

/// A field, and the pages it is on, from zero; none where only the list of fields knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Placed {
    pub(super) field: Field,
    pub(super) pages: Vec<usize>,
}

impl Placed {
    /// Whether it says which form of which mailing it is on, also where a program that joins files has renamed it.
    pub(super) fn is_identity(&self) -> bool {
        /// How an identity begins, and how many stars it has at least.
        const MARK: &str = "CVK";
        const STARS: usize = 6;
        let Field { name, value, .. } = &self.field;
        let last = IDENTITY.rsplit('.').next().unwrap_or(IDENTITY);
        name == IDENTITY
            || (name.contains(last) && value.starts_with(MARK) && value.matches('*').count() >= STARS)
    }

    /// Its name without the first part, which is where programs rename, and what it says.
    fn below_first(&self) -> (String, String) {
        let Field { name, value, .. } = &self.field;
        (name.split_once('.').map_or(name.as_str(), |(_, rest)| rest).to_owned(), value.clone())
    }

    fn is_on(&self, pages: &Range<usize>) -> bool {
        self.pages.iter().any(|page| pages.contains(page))
    }
}

/// The pages of a file with the fields on them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormSheets {
    pub(super) sheets: Vec<Sheet>,
    /// In the order of the form, then of the pages.
    pub(super) fields: Vec<Placed>,
    #[serde(with = "crate::pdf::moment::optional")]
    pub(super) modified: Option<ZonedDateTime>,
}

impl FormSheets {
    /// The pages, from zero, on which a barcode may still be found by drawing them: those without a field, and without a barcode
    /// that is a picture of its modules.
    #[must_use]
    pub fn to_be_drawn(&self) -> Vec<usize> {
        let has_field = |page: &usize| self.fields.iter().any(|placed| placed.pages.contains(page));
        let lacks = self.sheets.iter().enumerate().filter(|(_, sheet)| sheet.barcode.is_none());
        lacks.map(|(page, _)| page).filter(|page| !has_field(page)).collect()
    }

    /// Whether a page, from zero, is a picture of paper.
    #[must_use]
    pub fn is_scan(&self, page: usize) -> bool {
        self.sheets.get(page).is_some_and(|sheet| sheet.content == Content::Images)
    }

    /// Notes what the barcode of a page says.
    pub fn note_barcode(&mut self, page: usize, barcode: String) {
        if let Some(sheet) = self.sheets.get_mut(page) {
            sheet.barcode = Some(barcode);
        }
    }

    /// The forms in the order of their pages, one at least; pages that are of no form are forms without fields.
    #[must_use]
    pub fn into_forms(mut self) -> Vec<Form> {
        let starts = self.find_starts();
        let ends = starts.iter().skip(1).copied().chain([self.sheets.len()]);
        let ranges: Vec<Range<usize>> = starts.iter().zip(ends).map(|(start, end)| *start..end).collect();
        let fields = std::mem::take(&mut self.fields);
        let mut parts: Vec<Vec<Placed>> = ranges.iter().map(|_| Vec::new()).collect();
        let (placed, loose): (Vec<Placed>, Vec<Placed>) =
            fields.into_iter().partition(|placed| ranges.iter().any(|range| placed.is_on(range)));
        for placed in placed {
            for (range, part) in ranges.iter().zip(&mut parts) {
                if placed.is_on(range) {
                    part.push(placed.clone());
                }
            }
        }
        // What no page shows goes with the first form, but for copies that some programs leave of what pages show.
        let several = parts.len() > 1;
        let shown: BTreeSet<_> =
            parts.iter().flatten().filter(|_| several).map(Placed::below_first).collect();
        let loose = loose.into_iter().filter(|placed| !several || !shown.contains(&placed.below_first()));
        if let Some(first) = parts.first_mut() {
            first.extend(loose);
        }
        ranges.into_iter().zip(parts).map(|(range, fields)| self.to_form(range, fields)).collect()
    }

    /// The pages on which forms begin, from zero.
    fn find_starts(&self) -> Vec<usize> {
        let identities = self.fields.iter().filter(|placed| placed.is_identity());
        let begun: BTreeSet<usize> = identities.flat_map(|placed| placed.pages.iter().copied()).collect();
        let mut starts = vec![0];
        let mut barcode: Option<&str> = None;
        for (page, sheet) in self.sheets.iter().enumerate() {
            let is_other = barcode.zip(sheet.barcode.as_deref()).is_some_and(|(own, next)| own != next);
            if page > 0 && (begun.contains(&page) || is_other) {
                starts.push(page);
                barcode = None;
            }
            barcode = barcode.or(sheet.barcode.as_deref());
        }
        starts
    }

    fn to_form(&self, pages: Range<usize>, placed: Vec<Placed>) -> Form {
        let sheets = self.sheets.get(pages.clone()).unwrap_or_default();
        let has = |content| sheets.iter().any(|sheet| sheet.content == content);
        let is_mixed = placed.iter().any(|placed| placed.pages.iter().any(|page| !pages.contains(page)));
        let mut fields: Vec<Field> = Vec::with_capacity(placed.len());
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut contradicted = Vec::new();
        let mut identity: Option<String> = None;
        for placed in placed {
            if placed.is_identity() {
                let value = placed.field.value;
                match &identity {
                    Some(first) if *first != value => contradicted.push(placed.field.name),
                    Some(_) => {}
                    None => identity = Some(value).filter(|value| !value.is_empty()),
                }
                continue;
            }
            match known.get(&placed.field.name).and_then(|at| fields.get(*at)) {
                Some(first) if first.value != placed.field.value => contradicted.push(placed.field.name),
                Some(_) => {}
                None => {
                    known.insert(placed.field.name.clone(), fields.len());
                    fields.push(placed.field);
                }
            }
        }
        Form {
            fields,
            identity,
            barcode: sheets.iter().find_map(|sheet| sheet.barcode.clone()),
            modified: self.modified.clone(),
            first_page: pages.start + 1,
            pages: pages.len(),
            content: match (has(Content::Text), has(Content::Images)) {
                (true, _) => Content::Text,
                (false, true) => Content::Images,
                (false, false) => Content::Empty,
            },
            written: Written {
                markups: sheets.iter().map(|sheet| sheet.written.markups).sum(),
                marks: sheets.iter().map(|sheet| sheet.written.marks).sum(),
            },
            contradicted,
            is_mixed,
        }
    }
}
