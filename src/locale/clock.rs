//! Times of the day as people fill them in where a time is asked for.

use unicode_normalization::UnicodeNormalization as _;

use super::digits::to_ascii_digit;

/// What a text says where a time of the day is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenClock {
    /// Hour and minute of a day of 24 hours.
    Time(u32, u32),
    /// Hour, minutes and half of the day that are together in no day.
    Never,
    /// Words, or a time that may be before noon and after it.
    Other,
}

/// Halves of the day, and whether each is the later one.
const HALVES: [(&str, bool); 12] = [
    ("a.m.", false),
    ("a. m.", false),
    ("am", false),
    ("上午", false),
    ("ص", false),
    ("p.m.", true),
    ("p. m.", true),
    ("pm", true),
    ("下午", true),
    ("م", true),
    // As fields that are short make people write.
    ("a", false),
    ("p", true),
];

/// Words before a time and behind it, which change nothing.
const BEFORE: [&str; 6] = ["at ", "à ", "a las ", "a la ", "в ", "um "];
const BEHIND: [&str; 9] =
    [" hrs", "hrs", " hours", " heures", " horas", " часов", " local time", " heure locale", "."];

/// What stands between hours and minutes, and what may stand behind minutes.
const OF_HOURS: [&str; 5] = ["h", "ч", "时", "点", "時"];
const OF_MINUTES: [&str; 6] = ["", "分", "m", "min", "м", "мин"];

/// Reads a time: `14:30`, `14h30`, `2:30 pm`, `14.30`, `1430`, `下午2:30`, `2:30 م`. An hour up to twelve says nothing alone.
#[must_use]
pub fn read_clock(text: &str) -> WrittenClock {
    let text: String = text.nfkc().map(to_ascii_digit).flat_map(char::to_lowercase).collect();
    let (is_later, text) = split_half(text.trim());
    let text = BEFORE.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let text = BEHIND.iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text).trim();
    match split_numbers(text) {
        // Who counts to twelve writes no zero before the hour.
        Some((hour @ 1..=9, minute @ 0..60, true)) if is_later.is_none() && text.starts_with('0') => {
            WrittenClock::Time(hour, minute)
        }
        Some((hour, minute, is_sure)) if is_sure || is_later.is_some() => in_day(hour, minute, is_later),
        _ => WrittenClock::Other,
    }
}

/// The half of the day before a time or behind it, and the rest.
fn split_half(text: &str) -> (Option<bool>, &str) {
    let found = HALVES.into_iter().find_map(|(word, is_later)| {
        let before = || text.strip_prefix(word).filter(|_| !word.is_ascii());
        let rest = text.strip_suffix(word).or_else(before)?.trim();
        rest.contains(|c: char| c.is_ascii_digit()).then_some((Some(is_later), rest))
    });
    found.unwrap_or((None, text))
}

/// Hours and minutes, and whether the signs between them are those of a time.
fn split_numbers(text: &str) -> Option<(u32, u32, bool)> {
    let length = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (hour, rest) = text.split_at(length);
    let number = |digits: &str| digits.parse::<u32>().ok();
    if hour.len() == 4 && rest.is_empty() {
        return Some((number(hour.get(..2)?)?, number(hour.get(2..)?)?, true));
    }
    let hour = number(hour).filter(|_| hour.len() <= 2)?;
    let start = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
    let (sign, minutes) = rest.split_at(start);
    let (sign, is_of_hours) = (sign.trim(), OF_HOURS.contains(&sign.trim()));
    if minutes.is_empty() {
        return (is_of_hours || sign.is_empty()).then_some((hour, 0, is_of_hours));
    }
    let minute = number(minutes.get(..2)?)?;
    let behind = minutes.get(2..)?.trim();
    // Cells of spreadsheets have seconds.
    let behind = behind.strip_prefix(":00").unwrap_or(behind);
    let is_time = (is_of_hours || [":", "."].contains(&sign)) && OF_MINUTES.contains(&behind);
    is_time.then_some((hour, minute, true))
}

/// A time of the day; `is_later` says in which half of it, where that is said.
fn in_day(hour: u32, minute: u32, is_later: Option<bool>) -> WrittenClock {
    match (hour, is_later) {
        _ if hour > 23 || minute > 59 => WrittenClock::Never,
        (13.., Some(false)) | (0, Some(true)) => WrittenClock::Never,
        (12, Some(false)) => WrittenClock::Time(0, minute),
        (1..12, Some(true)) => WrittenClock::Time(hour + 12, minute),
        // Who counts to twelve may mean either half of the day.
        (1..=12, None) => WrittenClock::Other,
        _ => WrittenClock::Time(hour, minute),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_where_they_mean_one() {
        for (text, meant) in [
            ("14:30", "14:30"),
            ("14:30:00", "14:30"),
            ("14h30", "14:30"),
            ("14 h 30", "14:30"),
            ("14h", "14:00"),
            ("14.30", "14:30"),
            ("1430", "14:30"),
            ("0930", "09:30"),
            ("0930 hrs", "09:30"),
            ("2:30 pm", "14:30"),
            ("2.30 p.m.", "14:30"),
            ("2:30 p. m.", "14:30"),
            ("2PM", "14:00"),
            ("2:30p", "14:30"),
            ("2:30a", "02:30"),
            ("10 am", "10:00"),
            ("12 am", "00:00"),
            ("12:15 pm", "12:15"),
            ("0:45", "00:45"),
            ("14:30 pm", "14:30"),
            ("at 14:30", "14:30"),
            ("à 14 h 30", "14:30"),
            ("14ч30", "14:30"),
            ("14时30分", "14:30"),
            ("下午2:30", "14:30"),
            ("下午2点", "14:00"),
            ("２：３０ ＰＭ", "14:30"),
            ("٢:٣٠ م", "14:30"),
            ("١٤:٣٠", "14:30"),
            ("14:30 local time", "14:30"),
            ("25:00", "never"),
            ("14:75", "never"),
            ("14:30 am", "never"),
            ("0:30 pm", "never"),
            ("13 a.m.", "never"),
            ("2560", "never"),
            ("2:30", "other"),
            ("09:05", "09:05"),
            ("9:05", "other"),
            ("09:75", "never"),
            ("12:00", "other"),
            ("9", "other"),
            ("14", "other"),
            ("noon", "other"),
            ("14:3", "other"),
            ("after 2 pm", "other"),
            ("2 pm or 3 pm", "other"),
            ("14:30 + 1", "other"),
            ("24/6/2004 14:30", "other"),
            ("am", "other"),
            ("", "other"),
        ] {
            let found = match read_clock(text) {
                WrittenClock::Time(hour, minute) => format!("{hour:02}:{minute:02}"),
                WrittenClock::Never => "never".to_owned(),
                WrittenClock::Other => "other".to_owned(),
            };
            assert_eq!(found, meant, "{text}");
        }
    }
}
