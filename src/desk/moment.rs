//! A moment, as it is shown: in UTC, as ledgers have it, whichever way the page runs.

use jiff::Timestamp;
use maud::{Markup, html};

/// A moment to the minute.
pub(super) fn moment(at: Timestamp) -> Markup {
    html! { time dir="ltr" datetime=(at) { (at.strftime("%Y-%m-%d %H:%M UTC")) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_shown_to_the_minute() {
        let at: Timestamp = "2026-11-30T01:26:49Z".parse().expect("a moment");
        let shown = moment(at).into_string();
        assert!(
            shown.contains(">2026-11-30 01:26 UTC<") && shown.contains("2026-11-30T01:26:49Z"),
            "{shown}"
        );
    }
}
