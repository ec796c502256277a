//! What stands in the way of a save.

use similar::{ChangeTag, TextDiff};

use crate::diagnostic::{Diagnostic, Location, codes};

/// Most lines of a comparison that a message shows.
const SHOWN: usize = 60;

/// A file was changed by somebody else since it was read.
pub(super) fn changed(path: &str, now: Option<&[u8]>, wanted: &[u8]) -> Diagnostic {
    let message = match now {
        Some(_) => "the file was changed elsewhere since it was read",
        None => "the file was removed elsewhere since it was read",
    };
    let problem = Diagnostic::new(codes::FILE_CHANGED, message)
        .with_location(Location::file(path))
        .with_hint("open it again: nothing was written over it")
        .with_hint("make your change again in the file as it is now");
    match compare(now.unwrap_or_default(), wanted) {
        Some(lines) if !lines.is_empty() => problem.with_excerpt(lines),
        _ => problem,
    }
}

/// The lines in which two texts differ: `-` before those of the first, `+` before those of the second; `None` of what is no text.
#[must_use]
pub fn compare(one: &[u8], other: &[u8]) -> Option<String> {
    let (one, other) = (std::str::from_utf8(one).ok()?, std::str::from_utf8(other).ok()?);
    let diff = TextDiff::from_lines(one, other);
    let differing = diff.iter_all_changes().filter_map(|change| {
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => return None,
        };
        Some(format!("{sign} {}", change.value().trim_end_matches(['\r', '\n'])))
    });
    let mut lines: Vec<String> = differing.take(SHOWN + 1).collect();
    if lines.len() > SHOWN {
        lines.truncate(SHOWN);
        lines.push("…".to_owned());
    }
    Some(lines.join("\n"))
}

/// A path that is none of a file in the mailing.
pub(super) fn outside(path: &str) -> Diagnostic {
    Diagnostic::new(codes::FILE_OUTSIDE, "the file is not within the mailing’s folder")
        .with_location(Location::file(path))
        .with_hint("change it with the program that it was made with")
}

/// A file cannot be read.
pub(super) fn unreadable(path: &str, cause: &str) -> Diagnostic {
    Diagnostic::new(codes::FILE_UNREADABLE, format!("the file cannot be read ({cause})"))
        .with_location(Location::file(path))
        .with_hint("check that it is there, and that you may read it")
}

/// Another program saves at this moment.
pub(super) fn in_use(path: &str) -> Diagnostic {
    Diagnostic::new(codes::FILE_IN_USE, "another program saves a file of this mailing")
        .with_location(Location::file(path))
        .with_hint("try again in a moment")
}

/// There is no former text to take back.
#[must_use]
pub fn nothing_former(path: &str) -> Diagnostic {
    Diagnostic::new(codes::FILE_NO_HISTORY, "there is no former text of this file to take back")
        .with_location(Location::file(path))
}

/// An edit that cannot be made for sure, of the field that it was to change.
#[must_use]
pub fn by_hand(path: &str, field: &str) -> Diagnostic {
    Diagnostic::new(codes::FILE_BY_HAND, "the file is written in a way that is not changed here")
        .with_location(Location::file(path))
        .with_field(field)
        .with_hint("change it in a text editor")
}
