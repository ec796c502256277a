//! Dates and times that workbooks store as numbers of days.

use jiff::civil::{Date, DateTime, Time, date};
use jiff::{Span, ToSpan as _};

const SECONDS_OF_DAY: f64 = 86_400.0;

/// The date and time of a serial number; `None` for one that is no date. Days count from 1904, or from 1900, of which
/// spreadsheet programs believe that it had a 29 February (ECMA-376, part 1, 18.17.4.1).
pub(super) fn date_time(serial: f64, is_1904: bool) -> Option<DateTime> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let (mut day, mut seconds) = (serial.floor(), (serial.fract() * SECONDS_OF_DAY).round());
    if seconds >= SECONDS_OF_DAY {
        (day, seconds) = (day + 1.0, 0.0);
    }
    let begin = match day {
        _ if is_1904 => date(1904, 1, 1),
        60.0 => return None,
        1.0..60.0 => date(1899, 12, 31),
        _ => date(1899, 12, 30),
    };
    // Both are whole and small.
    let (day, seconds) = (day as i64, seconds as i64);
    let date = begin.checked_add(day.days()).ok()?;
    date.to_datetime(Time::midnight()).checked_add(Span::new().seconds(seconds)).ok()
}

/// A date and the time of day, if it is to be seen.
pub(super) fn show(moment: DateTime, has_time: bool) -> String {
    if has_time { format!("{} {}", moment.date(), clock(moment.time())) } else { moment.date().to_string() }
}

/// A time of day, with seconds where there are any.
pub(super) fn clock(time: Time) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    match time.second() {
        0 => format!("{hour:02}:{minute:02}"),
        second => format!("{hour:02}:{minute:02}:{second:02}"),
    }
}

/// A length of time in hours, with seconds where there are any.
pub(super) fn hours(days: f64) -> Option<String> {
    if !(0.0..1e6).contains(&days) {
        return None;
    }
    let seconds = (days * SECONDS_OF_DAY).round() as u64;
    let (hour, minute) = (seconds / 3600, seconds / 60 % 60);
    Some(match seconds % 60 {
        0 => format!("{hour:02}:{minute:02}"),
        second => format!("{hour:02}:{minute:02}:{second:02}"),
    })
}

/// Names of time zones that people write beside times.
const ZONES: &str = "UTC GMT CET CEST EET EEST WET WEST BST EST EDT CST CDT MST MDT PST PDT MSK JST IST SGT HKT AEST AEDT NZST NZDT";

/// A moment with the zone that stands in a text beside it, such as `UTC+3`: without it the moment is another one.
pub(super) fn with_zone(shown: String, text: &str) -> String {
    let mut words =
        text.split(|c: char| c.is_whitespace() || "()[],;".contains(c)).filter(|word| !word.is_empty());
    let is_zone = |word: &&str| {
        let name = word.split(['+', '-', '\u{2212}']).next().unwrap_or_default();
        ZONES.split(' ').any(|zone| zone == name)
    };
    let Some(zone) = words.find(is_zone) else { return shown };
    match words.next().filter(|next| next.starts_with(['+', '-', '\u{2212}'])) {
        Some(offset) => format!("{shown} {zone}{offset}"),
        None => format!("{shown} {zone}"),
    }
}

/// A date or a date and time of ISO 8601, as OpenDocument has it; `has_time` says whether the time is to be seen.
pub(super) fn show_iso(text: &str, has_time: bool) -> Option<String> {
    match text.split_once('T') {
        Some(_) => Some(show(text.parse().ok()?, has_time)),
        None => Some(text.parse::<Date>().ok()?.to_string()),
    }
}

/// A duration of ISO 8601 such as `PT09H30M00S`, as OpenDocument has times of day. `shown` is what the cell shows, which tells a time of day
/// from hours that are counted on.
pub(super) fn show_duration(text: &str, shown: &str) -> Option<String> {
    let (mut seconds, mut number) = (0.0, String::new());
    for c in text.strip_prefix("PT")?.chars() {
        match c {
            '0'..='9' | '.' => number.push(c),
            ',' => number.push('.'),
            'H' | 'M' | 'S' => {
                let unit = match c {
                    'H' => 3600.0,
                    'M' => 60.0,
                    _ => 1.0,
                };
                seconds += std::mem::take(&mut number).parse::<f64>().ok()? * unit;
            }
            _ => return None,
        }
    }
    let hour = (seconds / 3600.0).floor();
    let is_counted_on = shown.is_empty() || shown.contains(&format!("{hour}"));
    let seconds = if is_counted_on { seconds } else { seconds % SECONDS_OF_DAY };
    hours(seconds / SECONDS_OF_DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_dates() {
        let shown = |serial, is_1904| date_time(serial, is_1904).map(|moment| show(moment, true));
        assert_eq!(shown(38117.375, false).as_deref(), Some("2004-05-10 09:00"));
        assert_eq!(shown(38117.9999999, false).as_deref(), Some("2004-05-11 00:00"));
        assert_eq!(shown(1.0, false).as_deref(), Some("1900-01-01 00:00"));
        assert_eq!(shown(61.0, false).as_deref(), Some("1900-03-01 00:00"));
        assert_eq!(shown(0.0, true).as_deref(), Some("1904-01-01 00:00"));
        assert_eq!(shown(60.0, false), None);
        assert_eq!(shown(-1.0, false), None);
        assert_eq!(shown(1e300, false), None);
        assert_eq!(shown(f64::NAN, false), None);
    }

    #[test]
    fn times_of_opendocument_are_clocks() {
        assert_eq!(show_duration("PT09H30M00S", "9:30").as_deref(), Some("09:30"));
        assert_eq!(show_duration("PT26H00M05S", "").as_deref(), Some("26:00:05"));
        assert_eq!(show_duration("PT26H00M05S", "26:00:05").as_deref(), Some("26:00:05"));
        assert_eq!(show_duration("PT1104018H00M00S", "06:00:00 PM").as_deref(), Some("18:00"));
        assert_eq!(show_duration("P1Y", ""), None);
        assert_eq!(show_duration("PT1e9H", ""), None);
        assert_eq!(show_iso("2004-05-10", true).as_deref(), Some("2004-05-10"));
        assert_eq!(show_iso("2004-05-10T09:30:00", true).as_deref(), Some("2004-05-10 09:30"));
        assert_eq!(show_iso("2004-05-10T09:30:00", false).as_deref(), Some("2004-05-10"));
        assert_eq!(show_iso("yesterday", true), None);
    }

    #[test]
    fn the_zone_beside_a_time_stays() {
        for (text, shown) in [
            ("09:05 UTC+3", "09:05 UTC+3"),
            ("9:05 AM (GMT +5:45)", "09:05 GMT+5:45"),
            ("09 MAR 2027, 09:05 CET", "09:05 CET"),
            ("09:05 UTC", "09:05 UTC"),
            ("9h05", "09:05"),
            ("09:05 Uhr", "09:05"),
            ("", "09:05"),
        ] {
            assert_eq!(with_zone("09:05".to_owned(), text), shown, "{text}");
        }
    }
}
