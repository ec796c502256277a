//! A value as the text of a cell.

use jiff::civil::{Date, Time, date};
use jiff::{SignedDuration, Span};

use super::schema::{Leaf, Logical, Physical, Unit};
use super::values::Value;

/// Days from the beginning of the Julian count to 1970.
const JULIAN: i64 = 2_440_588;

const NO_TEXT: &str = "the cell is no text in UTF-8";
const NO_DATE: &str = "the cell has a date that is none";

/// The text of a value; an error says what is wrong with it.
pub(super) fn show(value: Value<'_>, leaf: &Leaf) -> Result<String, &'static str> {
    match (value, leaf.logical) {
        (_, Some(Logical::Nothing)) => Ok(String::new()),
        (Value::Boolean(value), _) => Ok(value.to_string()),
        (Value::Integer(days), Some(Logical::Date)) => day(days).map(|day| day.to_string()),
        (Value::Integer(count), Some(Logical::Time { unit })) => time(count, unit),
        (Value::Integer(count), Some(Logical::Timestamp { is_utc, unit })) => timestamp(count, unit, is_utc),
        (Value::Integer(number), Some(Logical::Decimal { scale })) => Ok(decimal(number.into(), scale)),
        (Value::Integer(number), Some(Logical::Integer { is_signed: false })) => {
            Ok(unsigned(number, leaf.physical))
        }
        (Value::Integer(number), _) => Ok(number.to_string()),
        (Value::Single(number), _) => Ok(number.to_string()),
        (Value::Double(number), _) => Ok(number.to_string()),
        (Value::Bytes(bytes), Some(Logical::Decimal { scale })) => large(bytes)
            .map(|number| decimal(number, scale))
            .ok_or("the cell has a number of too many digits"),
        (Value::Bytes(bytes), Some(Logical::Uuid)) => Ok(uuid(bytes)),
        (Value::Bytes(bytes), Some(Logical::Half)) => Ok(half(bytes).to_string()),
        (Value::Bytes(bytes), _) if leaf.physical == Physical::Int96 => moment(bytes),
        (Value::Bytes(bytes), _) => std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| NO_TEXT),
    }
}

fn day(days: i64) -> Result<Date, &'static str> {
    let span = Span::new().try_days(days).map_err(|_| NO_DATE)?;
    date(1970, 1, 1).checked_add(span).map_err(|_| NO_DATE)
}

fn time(count: i64, unit: Unit) -> Result<String, &'static str> {
    let since = Time::midnight().checked_add(duration(count, unit));
    since.map(|time| time.to_string()).map_err(|_| "the cell has a time that is none")
}

fn timestamp(count: i64, unit: Unit, is_utc: bool) -> Result<String, &'static str> {
    let moment = date(1970, 1, 1).at(0, 0, 0, 0).checked_add(duration(count, unit)).map_err(|_| NO_DATE)?;
    Ok(format!("{} {}{}", moment.date(), moment.time(), if is_utc { "+00:00" } else { "" }))
}

fn duration(count: i64, unit: Unit) -> SignedDuration {
    match unit {
        Unit::Millis => SignedDuration::from_millis(count),
        Unit::Micros => SignedDuration::from_micros(count),
        Unit::Nanos => SignedDuration::from_nanos(count),
    }
}

/// A moment as older programs write it: nanoseconds of a day, and the day.
fn moment(bytes: &[u8]) -> Result<String, &'static str> {
    let (nanos, day) = bytes.split_at_checked(8).ok_or(NO_DATE)?;
    let nanos = i64::from_le_bytes(nanos.try_into().map_err(|_| NO_DATE)?);
    let days = i64::from(i32::from_le_bytes(day.try_into().map_err(|_| NO_DATE)?)) - JULIAN;
    let start = self::day(days)?.at(0, 0, 0, 0);
    let moment = start.checked_add(SignedDuration::from_nanos(nanos)).map_err(|_| NO_DATE)?;
    Ok(format!("{} {}", moment.date(), moment.time()))
}

fn unsigned(number: i64, physical: Physical) -> String {
    match (physical, i32::try_from(number)) {
        (Physical::Int32, Ok(number)) => number.cast_unsigned().to_string(),
        _ => number.cast_unsigned().to_string(),
    }
}

/// A whole number of at most 16 bytes, the highest first.
fn large(bytes: &[u8]) -> Option<i128> {
    let sign = if bytes.first()? & 0x80 == 0 { 0 } else { -1 };
    (bytes.len() <= 16).then(|| bytes.iter().fold(sign, |number, byte| number << 8 | i128::from(*byte)))
}

/// A number of so many places behind the point, all of them.
fn decimal(number: i128, scale: i64) -> String {
    let places = usize::try_from(scale).unwrap_or_default();
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = places + 1);
    let sign = if number < 0 { "-" } else { "" };
    match digits.split_at_checked(digits.len() - places) {
        Some((whole, "")) => format!("{sign}{whole}"),
        Some((whole, rest)) => format!("{sign}{whole}.{rest}"),
        None => digits,
    }
}

fn uuid(bytes: &[u8]) -> String {
    let mut text = String::new();
    for (index, byte) in bytes.iter().enumerate() {
        if [4, 6, 8, 10].contains(&index) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// A number of half precision.
fn half(bytes: &[u8]) -> f32 {
    let bits = bytes.iter().rev().fold(0_u16, |bits, byte| bits << 8 | u16::from(*byte));
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f32::from(bits & 0x3ff));
    sign * match exponent {
        0 => fraction * 2_f32.powi(-24),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        _ => (1.0 + fraction / 1024.0) * 2_f32.powi(exponent - 15),
    }
}
