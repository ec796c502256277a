//! Failures of the system in words, since its own differ from system to system.

use std::error::Error;
use std::io::{self, ErrorKind};

/// What kept a file from being read or written.
#[must_use]
pub fn io_text(error: &io::Error) -> String {
    let error = of_system(error).unwrap_or(error);
    let text = match error.kind() {
        ErrorKind::NotFound => "it does not exist",
        ErrorKind::PermissionDenied => "access is not permitted",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "a folder of its path is a file",
        ErrorKind::AlreadyExists => "it exists already",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the quota of the disk is used up",
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        ErrorKind::InvalidFilename => "its name is too long for the system",
        _ => return without_number(&error.to_string()).to_owned(),
    };
    // An error with words of its own says more than its kind.
    if error.raw_os_error().is_some() || error.get_ref().is_none() {
        text.to_owned()
    } else {
        error.to_string()
    }
}

/// The failure of the system that other errors were put around.
fn of_system(error: &io::Error) -> Option<&io::Error> {
    let mut inner: Option<&(dyn Error + 'static)> = error.get_ref().map(|inner| inner as _);
    while let Some(error) = inner {
        match error.downcast_ref::<io::Error>() {
            Some(found) if found.raw_os_error().is_some() => return Some(found),
            _ => inner = error.source(),
        }
    }
    None
}

/// A text of the system without the number of its error.
fn without_number(text: &str) -> &str {
    match text.rsplit_once(" (os error ") {
        Some((words, number)) if number.ends_with(')') => words,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_told_in_words() {
        assert_eq!(io_text(&io::Error::from_raw_os_error(2)), "it does not exist");
        assert_eq!(io_text(&ErrorKind::PermissionDenied.into()), "access is not permitted");
        assert_eq!(io_text(&io::Error::other("it is larger than 64 MB")), "it is larger than 64 MB");
        assert_eq!(io_text(&io::Error::new(ErrorKind::NotFound, "no template")), "no template");
        let wrapped = io::Error::other(zip::result::ZipError::Io(io::Error::from_raw_os_error(28)));
        assert_eq!(io_text(&wrapped), "the disk is full");
        let other = io_text(&io::Error::from_raw_os_error(5));
        assert!(!other.contains("os error"), "{other}");
    }
}
