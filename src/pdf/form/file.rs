//! Forms on disk: reading one, and filling one in from a file of values.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use jiff::ZonedDateTime;

use super::data::read_values;
use super::fill::fill;
use super::model::{Form, MAX_FILE};
use super::read::read;
use crate::diagnostic::{Diagnostic, Location, Problems, codes};
use crate::input::{unwritable, write_privately};

/// Reads a form and its bytes.
///
/// # Errors
///
/// The file cannot be read, or is not a form.
pub fn read_file(path: &Path) -> Result<(Vec<u8>, Form), Diagnostic> {
    let refused = |cause: String| {
        Diagnostic::new(codes::FORM_UNREADABLE, format!("the form cannot be read ({cause})"))
            .with_location(Location::file(path.display().to_string()))
            .with_hint("give the path of a PDF form")
    };
    let mut bytes = Vec::new();
    let limit = MAX_FILE as u64 + 1;
    File::open(path)
        .and_then(|file| file.take(limit).read_to_end(&mut bytes))
        .map_err(|error| refused(error.to_string()))?;
    let form = read(&bytes).map_err(|cause| refused(cause.to_string()))?;
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
pub fn fill_file(
    form: &Path,
    data: &Path,
    output: &Path,
    now: Option<&ZonedDateTime>,
) -> Result<usize, Problems> {
    let (bytes, blank) = read_file(form)?;
    let file = data.display().to_string();
    let json = fs::read_to_string(data).map_err(|error| {
        Diagnostic::new(codes::FORM_DATA, format!("the values cannot be read ({error})"))
            .with_location(Location::file(file.clone()))
            .with_hint("give the path of a JSON file in UTF-8")
    })?;
    let values = read_values(&json, &file, &blank);
    let values = values.problems.checked(values.value)?.value;
    let filled = fill(&bytes, &blank, &values, now)?;
    if output == form {
        let problem =
            Diagnostic::new(codes::FORM_OVERWRITE, "the filled form would take the place of the form itself")
                .with_location(Location::file(output.display().to_string()))
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
