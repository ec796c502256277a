//! Previews one recipient's documents, and writes the files of a preview.

use std::io;
use std::panic::resume_unwind;
use std::path::Path;
use std::thread::{Builder, ScopedJoinHandle};

use super::firsts::Firsts;
use super::made::Content;
use super::make::{Pages, draw_document, make_document};
use super::place::{Place, archive_path, unwritable, write_loose};
use crate::beneath::Folder;
use crate::diagnostic::{Diagnostic, Problems};
use crate::plan::blame::blame_recipient;
use crate::plan::{Plan, PlannedDocument, PlannedRecipient};
use crate::typeset::{no_thread, with_worker_pool};
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

/// Makes one recipient's documents and e-mails, as many at a time as there are workers, which stay warm for the next; returns file
/// names and contents.
///
/// # Errors
///
/// Its documents cannot be made, or the system gives no thread.
pub fn preview(
    plan: &Plan,
    planned: &PlannedRecipient,
    what: Preview,
    (worker, others): (&mut Worker, &mut [Worker]),
) -> Result<Vec<(String, Vec<u8>)>, Problems> {
    if planned.is_blocked() {
        return Err(planned.problems.clone());
    }
    let share = planned.documents.len().div_ceil(1 + others.len()).max(1);
    let work_through = |documents: &[PlannedDocument], worker: &mut Worker| {
        let mut make = |document| make_files(plan, planned, document, what, worker);
        with_worker_pool(|| documents.iter().map(&mut make).collect::<Vec<_>>())
    };
    let workers = std::iter::once(&mut *worker).chain(others);
    let shares = planned.documents.chunks(share).zip(workers);
    let made: Vec<_> = std::thread::scope(|scope| {
        let start =
            |(documents, worker)| Builder::new().spawn_scoped(scope, move || work_through(documents, worker));
        let threads: Vec<_> = shares.map(start).collect();
        let finish = |thread: io::Result<ScopedJoinHandle<'_, _>>| match thread {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(error) => Err(no_thread(&error)),
        };
        threads.into_iter().map(finish).collect()
    });
    let (mut files, mut problems) = (Vec::new(), Problems::new());
    for made in made {
        for made in made? {
            match made {
                Ok(made) => files.extend(made),
                Err(found) => problems.extend(found),
            }
        }
    }
    if !problems.is_empty() {
        return Err(blame_recipient(planned, problems));
    }
    files.extend(render_emails(plan, planned, worker)?);
    Ok(files)
}

fn make_files(
    plan: &Plan,
    planned: &PlannedRecipient,
    document: &PlannedDocument,
    what: Preview,
    worker: &mut Worker,
) -> Result<Vec<(String, Vec<u8>)>, Problems> {
    let name = file_name(&document.path);
    Ok(match what {
        Preview::Pdf => {
            let at = (&Place::Nowhere, &Firsts::none());
            let made = make_document(plan, planned, document, at, worker, &mut Pages::default())?;
            match made.content {
                Content::New(printed) => vec![(name.to_owned(), printed.bytes)],
                Content::Old(_) => Vec::new(),
            }
        }
        Preview::Png { dpi } => {
            let pictures = draw_document(plan, planned, document, worker, (dpi.into(), usize::MAX))?;
            let stem = name.trim_end_matches(".pdf");
            (1..).zip(pictures).map(|(page, picture)| (format!("{stem}-{page}.png"), picture)).collect()
        }
    })
}

/// The e-mails that bring the documents, as text and as HTML.
fn render_emails(
    plan: &Plan,
    planned: &PlannedRecipient,
    worker: &mut Worker,
) -> Result<Vec<(String, Vec<u8>)>, Problems> {
    let templates = worker.merging(plan.templates());
    let mut files = Vec::new();
    for copy in plan.emails(planned) {
        let (Some(email), Some(document)) =
            (plan.email_by(&templates, planned, copy), planned.documents.first())
        else {
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
