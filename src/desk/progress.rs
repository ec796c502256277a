//! How far the mailing is looked at, wherever that is shown: a line that follows by itself.

use maud::{Markup, html};

use super::looking::{Looking, Sight};
use super::words::{Words, filled};

/// Where the line hears how far it is.
pub(super) const EVENTS: &str = "/reading/events";

/// The line. Once all is looked at, the parts of the page that are marked with `data-anew` are shown anew.
pub(super) fn line(words: &Words, looking: &Looking) -> Markup {
    with(words, looking.sight(), None)
}

/// The line on a page that has nothing else yet: there may be more to be shown once all recipients are read, and at the end.
pub(super) fn waiting(words: &Words, looking: &Looking) -> Markup {
    let sight = looking.sight();
    with(words, sight, Some(if sight.is_listed { "all" } else { "list" }))
}

fn with(words: &Words, sight: Sight, waits_for: Option<&str>) -> Markup {
    html! {
        div.looked-at id="looking" data-events=(EVENTS) data-waits=[waits_for] {
            p role="status" data-of="text" { (text(words, sight)) }
            progress aria-label=(words.frame.reading) max=(sight.all.max(1)) value=[value(sight)] {}
        }
    }
}

/// How much of the bar is full; `None` as long as recipients are still being read.
fn value(sight: Sight) -> Option<usize> {
    (sight.is_listed || !sight.is_reading).then_some(sight.done)
}

/// How far it is, in words.
pub(super) fn text(words: &Words, sight: Sight) -> String {
    let frame = &words.frame;
    match sight {
        Sight { is_reading: false, all, .. } => filled(&frame.reading_ended, &[&all]),
        Sight { is_listed: false, all: 0, .. } => frame.reading.clone(),
        Sight { is_listed: false, all, .. } => filled(&frame.reading_found, &[&all]),
        Sight { done, all, .. } => filled(&frame.reading_done, &[&done, &all]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_how_far_it_is() {
        let words = Words::of("en").expect("a language");
        for (is_reading, is_listed, done, all, told) in [
            (true, false, 0, 0, "The mailing is being read"),
            (true, false, 0, 2_000, "Recipients read: 2000"),
            (true, true, 0, 10_000, "Recipients looked at: 0 of 10000"),
            (true, true, 1_024, 10_000, "Recipients looked at: 1024 of 10000"),
            (false, true, 10_000, 10_000, "All recipients were looked at: 10000"),
        ] {
            assert_eq!(text(words, Sight { is_reading, is_listed, done, all }), told);
        }
    }
}
