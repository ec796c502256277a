//! The time that people give, or that it is.

use jiff::Timestamp;

use crate::diagnostic::{Diagnostic, codes};

/// A moment as given; the present one where none is.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line alone reads the clock, and hands the time to the library"
)]
pub(super) fn moment(text: Option<&str>) -> Result<Timestamp, Diagnostic> {
    let Some(text) = text else {
        // Fractions of a second say nothing in a ledger.
        let now = Timestamp::now();
        return Ok(Timestamp::from_second(now.as_second()).unwrap_or(now));
    };
    text.parse().map_err(|_| {
        Diagnostic::new(codes::TIME, format!("`{text}` is not a time with an offset from UTC"))
            .with_field("--now")
            .with_hint("write it as in 2004-05-11T09:00:00+02:00")
    })
}
