//! A moment by the parts of it that a format shows, always in the order of ISO 8601.

use super::token::Token;
use crate::workbook::moment::{clock, date_time, hours, show as show_moment, with_zone};

/// Whether a section shows a date or a time.
pub(super) fn is_moment(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| matches!(token, Token::Moment(..) | Token::Elapsed(_)))
}

/// Which parts of a moment a section shows.
#[derive(Debug, Default, PartialEq, Eq)]
struct Parts {
    year: bool,
    month: bool,
    day: bool,
    weekday: bool,
    hour: bool,
    minute: bool,
    second: bool,
    elapsed: Option<char>,
}

/// Shows a moment by a section, with the zone that it names; `None` if what it shows has no writing in ISO 8601 that people understand.
pub(super) fn show(tokens: &[Token], serial: f64, is_1904: bool) -> Option<String> {
    let literals = tokens.iter().map(|token| match token {
        Token::Literal(text) => text.as_str(),
        _ => " ",
    });
    Some(with_zone(show_parts(tokens, serial, is_1904)?, &literals.collect::<String>()))
}

fn show_parts(tokens: &[Token], serial: f64, is_1904: bool) -> Option<String> {
    let parts = parts(tokens)?;
    if parts.elapsed == Some('h') {
        return hours(serial).filter(|_| !parts.year && !parts.month && !parts.day);
    }
    let moment = date_time(serial, is_1904)?;
    match parts {
        Parts { elapsed: Some(_), .. } => None,
        Parts { year: true, month: true, day: true, hour, .. } => Some(show_moment(moment, hour)),
        Parts { day: true, .. } | Parts { weekday: true, .. } => None,
        Parts { year: true, month: true, hour: false, .. } => {
            Some(format!("{:04}-{:02}", moment.year(), moment.month()))
        }
        Parts { year: true, month: false, hour: false, .. } => Some(format!("{:04}", moment.year())),
        Parts { year: false, month: false, hour: true, minute: true, .. } => Some(clock(moment.time())),
        _ => None,
    }
}

/// The whole of a moment, where a format shows something else of it.
pub(super) fn plain(serial: f64, is_1904: bool) -> Option<String> {
    date_time(serial, is_1904).map(|moment| show_moment(moment, serial.fract() != 0.0))
}

/// The parts of a section; an `m` is a minute next to hours or seconds. `None` if there is what is not understood.
fn parts(tokens: &[Token]) -> Option<Parts> {
    let mut units = Vec::new();
    let mut parts = Parts::default();
    for token in tokens {
        match token {
            Token::Moment(unit, count) => units.push((*unit, *count)),
            Token::Elapsed(unit) => {
                parts.elapsed = Some(*unit);
                units.push((*unit, 1));
            }
            // Text, numbers of digits and fractions of seconds around it.
            Token::Literal(_)
            | Token::Slash
            | Token::Text
            | Token::Comma
            | Token::Point
            | Token::Digit('0') => {}
            _ => return None,
        }
    }
    for (index, (unit, count)) in units.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| units.get(index)).map(|(unit, _)| *unit);
        let after = units.get(index + 1).map(|(unit, _)| *unit);
        match unit {
            'y' => parts.year = true,
            'd' if *count > 2 => parts.weekday = true,
            'd' => parts.day = true,
            'h' => parts.hour = true,
            's' => parts.second = true,
            'm' if *count < 3 && (before == Some('h') || after == Some('s')) => parts.minute = true,
            'm' => parts.month = true,
            _ => {}
        }
    }
    Some(parts)
}
