//! The contact sheet: all pages of a plan's documents, small and side by side, each with a caption.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::make::draw_document;
use super::preview::Preview;
use crate::diagnostic::{Diagnostic, Problems};
use crate::pdf;
use crate::plan::{Plan, PlannedDocument, PlannedRecipient};
use crate::template::escape;
use crate::typeset::with_worker_pool;
use crate::worker::Worker;

/// Dots per inch of the small pages.
const DPI: f64 = 96.0;

/// The layout of the sheet; its cells follow.
const SHEET: &str = include_str!("sheet.typ");

/// A contact sheet, and the problems of the documents missing from it.
#[derive(Debug)]
pub struct Sheet {
    /// File names and contents.
    pub files: Vec<(String, Vec<u8>)>,
    /// The problems of the documents that are missing.
    pub problems: Problems,
}

/// Sets all documents of a plan and puts their pages on one sheet, `sample_<languages>`.
///
/// # Errors
///
/// The sheet itself cannot be made, or the system gives no thread.
pub fn sheet(plan: &Plan, what: Preview, worker: &mut Worker) -> Result<Sheet, Problems> {
    with_worker_pool(|| make_sheet(plan, what, worker))?
}

fn make_sheet(plan: &Plan, what: Preview, worker: &mut Worker) -> Result<Sheet, Problems> {
    let name = plan.locales().fold("sample".to_owned(), |name, locale| format!("{name}_{locale}"));
    let name = if plan.is_pseudo() { name + "_pseudo" } else { name };
    let mut pages = Pages::default();
    let mut problems = Problems::new();
    for planned in plan.recipients() {
        let planned = planned?;
        for document in planned.documents.iter().filter(|_| !planned.is_blocked()) {
            if let Err(found) = pages.draw(plan, &planned, document, worker) {
                problems.extend(found);
            }
        }
    }
    let title = escape(&format!("{} – {name}", plan.mailing().reference.value));
    let text = format!("#let title = \"{title}\"\n{SHEET}#pages((\n{}))\n", pages.cells);
    let typesetter = plan.typesetter_with(pages.images)?;
    let typeset = typesetter.set(&text)?;
    let files = match what {
        Preview::Pdf => {
            vec![(format!("{name}.pdf"), pdf::export(&typeset, &plan.sheet_settings(&name))?)]
        }
        Preview::Png { dpi } => {
            let images = (0..typeset.pages()).filter_map(|page| {
                let image = typeset.png(page, dpi.into())?;
                Some(image.map(|image| (format!("{name}-{}.png", page + 1), image)))
            });
            images.collect::<Result<_, Diagnostic>>()?
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
        worker: &mut Worker,
    ) -> Result<(), Problems> {
        let pictures = draw_document(plan, planned, document, worker, (DPI, usize::MAX))?;
        let all = pictures.len();
        for (page, picture) in (1..).zip(pictures) {
            let path = format!("/sheet/{}.png", self.images.len() + 1);
            let iso = planned.recipient.iso.as_ref().map_or(String::new(), |iso| format!(" ({})", iso.value));
            let what = format!("{}{iso}", planned.id().replace('-', " "));
            let which = format!("{} {page}/{all}", document.key());
            let _ = writeln!(self.cells, "  (\"{}\", \"{}\", \"{}\"),", path, escape(&what), escape(&which));
            self.images.insert(path, picture);
        }
        Ok(())
    }
}
