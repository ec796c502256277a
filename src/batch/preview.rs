//! One recipient's documents, to look at; nothing is written here.

use super::make::{Pages, make, narrowed, set};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::plan::{Plan, PlannedRecipient};
use crate::typeset::Typesetter;

/// What a preview is made of.
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

/// Makes one recipient's documents and e-mail; returns file names and contents.
///
/// # Errors
///
/// The recipient is not in the plan, or its documents cannot be made.
pub fn preview(
    plan: &Plan,
    recipient: &str,
    what: Preview,
) -> Result<Vec<(String, Vec<u8>)>, Vec<Diagnostic>> {
    let ids = || plan.recipients().iter().map(|planned| planned.recipient.id.value.as_str());
    let Some(planned) = plan.recipients().iter().find(|planned| planned.recipient.id.value == recipient)
    else {
        let problem =
            Diagnostic::error("recipient-unknown", format!("no recipient has the id `{recipient}`"));
        return Err(vec![problem.with_hint(did_you_mean(recipient, ids()))]);
    };
    let typesetter = plan.typesetter().map_err(|problem| vec![problem])?;
    let mut files: Vec<(String, Vec<u8>)> = match what {
        Preview::Pdf => {
            let made = make(plan, planned, &typesetter, &mut Pages::default())?;
            let names = planned.documents.iter().map(|document| file_name(&document.path).to_owned());
            names.zip(made.into_iter().map(|made| made.bytes)).collect()
        }
        Preview::Png { dpi } => images(plan, planned, &typesetter, dpi)?,
    };
    if let (Some(email), Some(document)) = (plan.email(planned), planned.documents.first()) {
        let email = email.map_err(|problem| narrowed(vec![problem], planned))?;
        files.push((format!("{recipient}_email_{}.txt", document.locale), email.to_string().into_bytes()));
    }
    Ok(files)
}

fn images(
    plan: &Plan,
    planned: &PlannedRecipient,
    typesetter: &Typesetter,
    dpi: u16,
) -> Result<Vec<(String, Vec<u8>)>, Vec<Diagnostic>> {
    if planned.is_blocked() {
        return Err(planned.problems.clone());
    }
    let mut files = Vec::new();
    for document in &planned.documents {
        let typeset = set(plan, planned, document, typesetter)?;
        let stem = file_name(&document.path).trim_end_matches(".pdf");
        for page in 0..typeset.pages() {
            let Some(image) = typeset.png(page, dpi.into()) else { continue };
            let image = image.map_err(|problem| narrowed(vec![problem], planned))?;
            files.push((format!("{stem}-{}.png", page + 1), image));
        }
    }
    Ok(files)
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
