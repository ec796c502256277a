//! Forms on disk: reading one, and filling one in from a file of values.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::ZonedDateTime;

use super::file::{self, Links};
use crate::diagnostic::{Diagnostic, Location, Problems, codes, path_text};
use crate::input::{unwritable, write_privately};
use crate::pdf::form::{Form, read_values};
use crate::worker::Reader;

/// Reads a form and its bytes.
///
/// # Errors
///
/// The file cannot be read, is not a form, or ended its reader.
pub fn read_form(path: &Path, reader: &mut Reader) -> Result<(Vec<u8>, Form), Diagnostic> {
    let refused = |cause: String| {
        Diagnostic::new(codes::FORM_UNREADABLE, format!("the form cannot be read ({cause})"))
            .with_location(Location::file(path_text(path)))
            .with_hint("give the path of a PDF form")
    };
    let bytes = file::read(path, Links::Followed).map_err(|refusal| refused(refusal.to_string()))?;
    let form = reader
        .read(&bytes)
        .map_err(|failure| failure.of_the_system().unwrap_or_else(|| refused(failure.to_string())))?;
    if form.fields.is_empty() {
        return Err(refused("it has no form fields".to_owned()));
    }
    Ok((bytes, form))
}

/// Fills in a form with the values of a JSON file (see [`read_values`]) and writes it for its owner alone. `now` becomes its
/// modification date. Returns how many fields have a value.
///
/// # Errors
///
/// A file cannot be read or written, a value does not fit, or the filled form would replace the form itself.
pub fn fill_form(
    form: &Path,
    data: &Path,
    output: &Path,
    now: Option<&ZonedDateTime>,
    reader: &mut Reader,
) -> Result<usize, Problems> {
    let (bytes, blank) = read_form(form, reader)?;
    let file = path_text(data);
    let json = fs::read_to_string(data).map_err(|error| {
        Diagnostic::new(codes::FORM_DATA, format!("the values cannot be read ({error})"))
            .with_location(Location::file(file.clone()))
            .with_hint("give the path of a JSON file in UTF-8")
    })?;
    let values = read_values(&json, &file, &blank);
    let values = values.problems.checked(values.value)?.value;
    let filled = reader.fill(&bytes, &blank, &values, now)?;
    if output == form {
        let problem =
            Diagnostic::new(codes::FORM_OVERWRITE, "the filled form would take the place of the form itself")
                .with_location(Location::file(path_text(output)))
                .with_hint("give another file with --output");
        return Err(problem.into());
    }
    write_privately(output, &filled).map_err(|error| unwritable(output, &error))?;
    Ok(values.len())
}

/// The file a filled form goes to if none is given: `<FORM>_filled.pdf`, beside the form.
#[must_use]
pub fn filled_path(form: &Path) -> PathBuf {
    let stem = form.file_stem().unwrap_or_default().to_string_lossy();
    form.with_file_name(format!("{stem}_filled.pdf"))
}
