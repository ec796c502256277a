//! The keys that returned forms are verified with: those named, or those of the mailing.

use std::path::Path;

use crate::archive::Opened;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};
use crate::register::{FormKeys, KEY_FILE};

/// Finds the keys that the forms of an archive were made with: in the file that is named, or else in the mailing's folder.
///
/// `None` where they are not at hand, which the problems say; forms cannot be verified then.
///
/// # Errors
///
/// The file cannot be read, or the one named has other keys.
pub fn find_keys(
    folder: &Path,
    named: Option<&Path>,
    archive: &Opened,
) -> Result<Checked<Option<FormKeys>>, Problems> {
    let default = folder.join(KEY_FILE);
    let path = named.unwrap_or(&default);
    let Checked { value: found, problems } = FormKeys::read(path);
    if problems.has_errors() {
        return Err(problems);
    }
    let at = Location::file(path.display().to_string());
    if named.is_some() && found.is_none() {
        let missing = Diagnostic::new(
            codes::FORM_KEY_DAMAGED,
            "the key of the forms cannot be read (there is no such file)",
        );
        return Err(missing.with_location(at).with_hint("name the register.key of the mailing").into());
    }
    let Some(made_with) = &archive.manifest().form_key else { return Ok(Checked::new(found, problems)) };
    match found {
        Some(keys) if keys.has(made_with) => Ok(Checked::new(Some(keys), problems)),
        Some(keys) if named.is_some() => {
            let own = keys.current().fingerprint();
            let message = format!("the key is {own}, the forms of the archive were made with {made_with}");
            let other = Diagnostic::new(codes::FORM_KEY_OTHER, message).with_location(at);
            Err(other.with_hint("name the register.key of the mailing that the archive is of").into())
        }
        _ => {
            let message = "the key of the forms is not at hand, so nobody can tell whether they are genuine";
            let missing = Diagnostic::new(codes::FORM_KEY_MISSING, message).with_location(at);
            Ok(Checked::new(None, missing.with_hint("name the mailing's register.key with --key")))
        }
    }
}
