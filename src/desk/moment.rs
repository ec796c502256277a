//! How a day and a moment are shown: as the page's language writes them, a moment in UTC, as ledgers have it. A script shows it in the
//! reader's own time.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use maud::{Markup, html};

use super::words::{FrameWords, Words, filled};

/// A moment to the minute.
pub(super) fn moment(words: &Words, at: Timestamp) -> Markup {
    let there = TimeZone::UTC.to_datetime(at);
    let text = filled(&words.frame.moment, &[&day(words, there.date()), &there.strftime("%H:%M")]);
    html! { time datetime=(at) { (text) } }
}

/// A day of the calendar.
pub(super) fn day(words: &Words, date: Date) -> String {
    let FrameWords { months, date: pattern, first_day, .. } = &words.frame;
    let month = usize::try_from(date.month() - 1).ok().and_then(|month| months.get(month));
    let first = first_day.as_ref().filter(|_| date.day() == 1);
    let day = first.cloned().unwrap_or_else(|| date.day().to_string());
    let parts = [("{day}", day.as_str()), ("{month}", month.map_or("", String::as_str))];
    let text = parts.into_iter().fold(pattern.clone(), |text, (part, value)| text.replace(part, value));
    text.replace("{year}", &date.year().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::words::LANGUAGES;

    #[test]
    fn a_moment_is_shown_to_the_minute() {
        let at: Timestamp = "2026-11-30T01:26:49Z".parse().expect("a moment");
        let shown = |tag: &str| moment(Words::of(tag).expect("a language"), at).into_string();
        for (tag, text) in [
            ("en", ">30 November 2026, 01:26 UTC<"),
            ("fr", ">30 novembre 2026, 01:26 UTC<"),
            ("es", ">30 de noviembre de 2026, 01:26 UTC<"),
            ("ru", ">30 ноября 2026 г., 01:26 UTC<"),
            ("zh", ">2026年11月30日 01:26 UTC<"),
            ("ar", ">30 نوفمبر 2026، 01:26 UTC<"),
        ] {
            let shown = shown(tag);
            assert!(shown.contains(text) && shown.contains("2026-11-30T01:26:49Z"), "{tag}: {shown}");
        }
    }

    #[test]
    fn each_language_has_twelve_months() {
        let first: Date = "2027-01-01".parse().expect("a day");
        for words in LANGUAGES.iter() {
            let months = &words.frame.months;
            assert!(
                months.len() == 12 && day(words, first).contains(months[0].as_str()),
                "{}",
                words.frame.tag
            );
        }
        assert_eq!(day(Words::of("fr").expect("French"), first), "1er janvier 2027");
    }
}
