//! Previews one recipient's documents, and writes the files of a preview.

use std::path::Path;

use super::firsts::Firsts;
use super::made::Content;
use super::make::{Pages, draw_document, make};
use super::place::{Place, archive_path, unwritable, write_loose};
use crate::beneath::Folder;
use crate::diagnostic::{Diagnostic, Problems};
use crate::plan::blame::blame_recipient;
use crate::plan::{Plan, PlannedRecipient};
use crate::typeset::with_worker_pool;
use crate::worker::Worker;

/// The form of a preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preview {
    /// A PDF for each document, the same bytes as in the archive.
    Pdf,
    /// A PNG image for each page.
    Png {
        /// Dots per inch.
        dpi: u16,
    },
}

/// Makes one recipient's documents and e-mails; returns file names and contents.
///
/// # Errors
///
/// Its documents cannot be made, or the system gives no thread.
pub fn preview(
    plan: &Plan,
    planned: &PlannedRecipient,
    what: Preview,
    worker: &mut Worker,
) -> Result<Vec<(String, Vec<u8>)>, Problems> {
    with_worker_pool(|| make_files(plan, planned, what, worker))?
}

fn make_files(
    plan: &Plan,
    planned: &PlannedRecipient,
    what: Preview,
    worker: &mut Worker,
) -> Result<Vec<(String, Vec<u8>)>, Problems> {
    let mut files: Vec<(String, Vec<u8>)> = match what {
        Preview::Pdf => {
            let made =
                make(plan, planned, (&Place::Nowhere, &Firsts::none()), worker, &mut Pages::default())?;
            let names = planned.documents.iter().map(|document| file_name(&document.path).to_owned());
            let printed = made.into_iter().filter_map(|made| match made.content {
                Content::New(printed) => Some(printed.bytes),
                Content::Old(_) => None,
            });
            names.zip(printed).collect()
        }
        Preview::Png { dpi } => draw_pages(plan, planned, worker, dpi)?,
    };
    files.extend(render_emails(plan, planned)?);
    Ok(files)
}

/// The e-mails that bring the documents, as text and as HTML.
fn render_emails(plan: &Plan, planned: &PlannedRecipient) -> Result<Vec<(String, Vec<u8>)>, Problems> {
    let mut files = Vec::new();
    for copy in plan.emails(planned) {
        let (Some(email), Some(document)) = (plan.email(planned, copy), planned.documents.first()) else {
            continue;
        };
        let email = email.map_err(|problem| blame_recipient(planned, [problem]))?;
        let copy = copy.map_or_else(String::new, |copy| format!("_copy-{}", copy + 1));
        let stem = format!("{}_email_{}{copy}", planned.id(), document.locale);
        files.push((format!("{stem}.txt"), email.to_string().into_bytes()));
        files.extend(email.html.map(|html| (format!("{stem}.html"), html.into_bytes())));
    }
    Ok(files)
}

fn draw_pages(
    plan: &Plan,
    planned: &PlannedRecipient,
    worker: &mut Worker,
    dpi: u16,
) -> Result<Vec<(String, Vec<u8>)>, Problems> {
    if planned.is_blocked() {
        return Err(planned.problems.clone());
    }
    let mut files = Vec::new();
    for document in &planned.documents {
        let pictures = draw_document(plan, planned, document, worker, (dpi.into(), usize::MAX))?;
        let stem = file_name(&document.path).trim_end_matches(".pdf");
        let named = (1..).zip(pictures).map(|(page, picture)| (format!("{stem}-{page}.png"), picture));
        files.extend(named);
    }
    Ok(files)
}

/// Writes the files of a preview into a folder, which is made if it is not there.
///
/// # Errors
///
/// A name is none that every system can hold, or a file cannot be written.
pub fn write_preview(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Diagnostic> {
    let opened = Folder::create(folder).map_err(|error| unwritable(folder, &error))?;
    for (name, bytes) in files {
        write_loose(&opened, &archive_path(name)?, bytes)?;
    }
    Ok(())
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
