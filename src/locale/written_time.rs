//! Times of the day as people write them beside a date, and the offset from UTC.

use unicode_normalization::UnicodeNormalization as _;

use super::digits::to_ascii_digit;

/// A time that stands in a text, and what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrittenTime {
    /// What stands before it.
    pub(super) before: String,
    /// What stands behind it, without the offset.
    pub(super) after: String,
    /// Hour and minute, as a day of 24 hours has them.
    pub(super) time: (u32, u32),
    /// The offset from UTC.
    pub(super) zone: Zone,
}

/// How far a time is from UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Zone {
    /// It is not said.
    Unsaid,
    /// So many minutes east of Greenwich.
    Offset(i32),
    /// By a name, such as `cet`.
    Named(String),
}

/// Signs between hours and minutes that only times have.
const HOUR_SIGNS: [char; 6] = ['h', 'ч', '时', '時', '点', 'u'];

/// Finds the first time of a text: `14:30`, `14h30`, `2:30 pm`, `2.30 p.m.`, `10 am`, `10 h`.
pub(super) fn find_time(text: &str) -> Option<WrittenTime> {
    let text: String = text.nfkc().map(to_ascii_digit).flat_map(char::to_lowercase).collect();
    let is_digit = |c: char| c.is_ascii_digit();
    let mut at = 0;
    while let Some(start) = text.get(at..)?.find(is_digit).map(|found| at + found) {
        let rest = text.get(start..)?;
        let length = rest.find(|c| !is_digit(c)).unwrap_or(rest.len());
        at = start + length;
        if length > 2 {
            continue;
        }
        if let Some((hour, minute, behind)) = read_time(rest.get(..length)?, text.get(at..)?) {
            let (zone, after) = read_zone(behind);
            let before = text.get(..start)?.to_owned();
            return Some(WrittenTime { before, after: after.to_owned(), time: (hour, minute), zone });
        }
    }
    None
}

/// Reads minutes and half of the day behind an hour; what is behind them.
fn read_time<'a>(hour: &str, rest: &'a str) -> Option<(u32, u32, &'a str)> {
    let hour: u32 = hour.parse().ok()?;
    let (minute, behind, is_sure) = if let Some((minute, behind)) = two_digits(rest, ':') {
        (minute, behind.strip_prefix(':').map_or(behind, skip_seconds), true)
    } else if let Some(behind) = rest.trim_start().strip_prefix(HOUR_SIGNS) {
        match two_digits(behind.trim_start(), '\0') {
            Some((minute, behind)) => (minute, behind, true),
            None if behind.starts_with(char::is_alphabetic) => return None,
            None => (0, behind, true),
        }
    } else if let Some((minute, behind)) = two_digits(rest, '.') {
        (minute, behind, false)
    } else {
        (0, rest, false)
    };
    let half = behind.trim_start();
    let (hour, behind) =
        match ["a.m.", "am", "p.m.", "pm"].into_iter().find(|half_of| half.starts_with(half_of)) {
            Some(_) if !(1..=12).contains(&hour) => return None,
            Some(name) => {
                let after_noon = if name.starts_with('p') { 12 } else { 0 };
                (hour % 12 + after_noon, half.get(name.len()..)?)
            }
            None if is_sure => (hour, behind),
            None => return None,
        };
    (hour < 24 && minute < 60).then_some((hour, minute, behind))
}

/// Two digits behind a sign (none for `\0`), and what is behind them.
fn two_digits(text: &str, sign: char) -> Option<(u32, &str)> {
    let digits = if sign == '\0' { text } else { text.strip_prefix(sign)? };
    let two = digits.get(..2).filter(|two| two.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some((two.parse().ok()?, digits.get(2..)?))
}

/// What is behind seconds and their fraction.
fn skip_seconds(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
}

/// Reads an offset from UTC: `z`, `utc`, `utc+3`, `gmt-03:30`, `+0545`; or the name of a zone.
fn read_zone(text: &str) -> (Zone, &str) {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || "([,;".contains(c));
    if let Some(rest) = start.strip_prefix('z').filter(|rest| !rest.starts_with(char::is_alphabetic)) {
        return (Zone::Offset(0), rest);
    }
    let is_named = ["utc", "gmt"].into_iter().find_map(|name| start.strip_prefix(name));
    let numbers = is_named.unwrap_or(start).trim_start();
    if let Some((minutes, rest)) = read_offset(numbers) {
        return (Zone::Offset(minutes), rest);
    }
    match is_named {
        Some(rest) => (Zone::Offset(0), rest),
        None => {
            let end = start.find(|c: char| !(c.is_alphabetic() || "/_".contains(c))).unwrap_or(start.len());
            match start.get(..end).filter(|name| !name.is_empty()) {
                Some(name) => (Zone::Named(name.to_owned()), start),
                None => (Zone::Unsaid, start),
            }
        }
    }
}

/// Reads `+3`, `-03:30` or `+0545` as minutes.
fn read_offset(text: &str) -> Option<(i32, &str)> {
    let (sign, rest) = match text.chars().next()? {
        '+' => (1, text.get(1..)?),
        '-' => (-1, text.get(1..)?),
        '\u{2212}' => (-1, text.get('\u{2212}'.len_utf8()..)?),
        _ => return None,
    };
    let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, behind) = rest.split_at_checked(length)?;
    let (hours, minutes, behind) = match length {
        1 | 2 => match two_digits(behind, ':') {
            Some((minutes, behind)) => (digits, minutes, behind),
            None => (digits, 0, behind),
        },
        4 => (digits.get(..2)?, digits.get(2..)?.parse().ok()?, behind),
        _ => return None,
    };
    let hours: i32 = hours.parse().ok()?;
    Some((sign * (hours * 60 + i32::try_from(minutes).ok()?), behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_as_people_write_them() {
        for (text, found) in [
            ("2026-11-28T14:30", "14:30 unsaid"),
            ("28 November 2026, 14h30", "14:30 unsaid"),
            ("28 novembre 2026 à 14 h 30", "14:30 unsaid"),
            ("9 March 2027 at 2:30 pm", "14:30 unsaid"),
            ("9 March 2027, 2.30 p.m.", "14:30 unsaid"),
            ("9 March 2027 at 10 a.m.", "10:00 unsaid"),
            ("12 am on 9 March 2027", "0:00 named on"),
            ("12:15 pm", "12:15 unsaid"),
            ("10h", "10:00 unsaid"),
            ("2027年3月9日14时30", "14:30 unsaid"),
            ("٠٩:٣٠", "9:30 unsaid"),
            ("2026-11-28T09:00:00.5Z", "9:00 0"),
            ("2026-11-28 09:00 UTC", "9:00 0"),
            ("2026-11-28 09:00 UTC+3", "9:00 180"),
            ("2026-11-28 09:00 (GMT−3:30)", "9:00 -210"),
            ("2026-11-28T09:00:00+0545", "9:00 345"),
            ("2026-11-28T09:00:00+05:45[Asia/Kathmandu]", "9:00 345"),
            ("2026-11-28 09:00 CET", "9:00 named cet"),
            ("2026-11-28T09:00[Europe/Zurich]", "9:00 named europe/zurich"),
            ("2026-11-28", ""),
            ("28.11.2026", ""),
            ("9th of March 2027", ""),
            ("25:00", ""),
            ("9:75", ""),
            ("14:30 pm", ""),
            ("9 hundred", ""),
            ("", ""),
        ] {
            let shown = find_time(text).map(|WrittenTime { time: (hour, minute), zone, .. }| {
                let zone = match zone {
                    Zone::Unsaid => "unsaid".to_owned(),
                    Zone::Offset(minutes) => minutes.to_string(),
                    Zone::Named(name) => format!("named {name}"),
                };
                format!("{hour}:{minute:02} {zone}")
            });
            assert_eq!(shown.unwrap_or_default(), found, "{text}");
        }
    }
}
