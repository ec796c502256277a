//! The contact sheet: all pages of a plan's documents, small and side by side, each with a caption.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::make::{narrowed, set};
use super::preview::Preview;
use crate::diagnostic::Diagnostic;
use crate::pdf;
use crate::plan::{Plan, PlannedDocument, PlannedRecipient};
use crate::template::escape;
use crate::typeset::Typesetter;

/// Dots per inch of the small pages.
const DPI: f64 = 96.0;

/// What the sheet looks like; its cells follow.
const SHEET: &str = include_str!("sheet.typ");

/// A contact sheet and what kept documents off it.
#[derive(Debug)]
pub struct Sheet {
    /// File names and contents.
    pub files: Vec<(String, Vec<u8>)>,
    /// Why recipients are missing.
    pub problems: Vec<Diagnostic>,
}

/// Sets all documents of a plan and puts their pages on one sheet, `sample_<languages>`.
///
/// # Errors
///
/// The sheet itself cannot be made.
pub fn sheet(plan: &Plan, what: Preview) -> Result<Sheet, Vec<Diagnostic>> {
    let name = plan.locales().fold("sample".to_owned(), |name, locale| format!("{name}_{locale}"));
    let name = if plan.is_pseudo() { name + "_pseudo" } else { name };
    let typesetter = plan.typesetter().map_err(|problem| vec![problem])?;
    let mut pages = Pages::default();
    let mut problems = Vec::new();
    for planned in plan.recipients() {
        let planned = planned.map_err(|problem| vec![problem])?;
        for document in planned.documents.iter().filter(|_| !planned.is_blocked()) {
            if let Err(found) = pages.draw(plan, &planned, document, &typesetter) {
                problems.extend(found);
            }
        }
    }
    let title = escape(&format!("{} – {name}", plan.mailing().reference.value));
    let text = format!("#let title = \"{title}\"\n{SHEET}#pages((\n{}))\n", pages.cells);
    let typesetter = plan.typesetter_with(pages.images).map_err(|problem| vec![problem])?;
    let typeset = typesetter.set(&text).map_err(Vec::from_iter)?;
    let files = match what {
        Preview::Pdf => {
            vec![(
                format!("{name}.pdf"),
                pdf::export(&typeset, &plan.sheet_settings(&name)).map_err(Vec::from_iter)?,
            )]
        }
        Preview::Png { dpi } => {
            let images = (0..typeset.pages()).filter_map(|page| {
                let image = typeset.png(page, dpi.into())?;
                Some(image.map(|image| (format!("{name}-{}.png", page + 1), image)))
            });
            images.collect::<Result<_, _>>().map_err(|problem| vec![problem])?
        }
    };
    Ok(Sheet { files, problems })
}

/// The pages drawn so far.
#[derive(Debug, Default)]
struct Pages {
    images: BTreeMap<String, Vec<u8>>,
    cells: String,
}

impl Pages {
    fn draw(
        &mut self,
        plan: &Plan,
        planned: &PlannedRecipient,
        document: &PlannedDocument,
        typesetter: &Typesetter,
    ) -> Result<(), Vec<Diagnostic>> {
        let typeset = set(plan, planned, document, typesetter)?;
        for page in 0..typeset.pages() {
            let Some(image) = typeset.png(page, DPI) else { continue };
            let image = image.map_err(|problem| narrowed(vec![problem], planned))?;
            let path = format!("/sheet/{}.png", self.images.len() + 1);
            let iso = planned.recipient.iso.as_ref().map_or(String::new(), |iso| format!(" ({})", iso.value));
            let what = format!("{}{iso}", planned.id().replace('-', " "));
            let which = format!("{} {}/{}", document.key(), page + 1, typeset.pages());
            let _ = writeln!(self.cells, "  (\"{}\", \"{}\", \"{}\"),", path, escape(&what), escape(&which));
            self.images.insert(path, image);
        }
        Ok(())
    }
}
