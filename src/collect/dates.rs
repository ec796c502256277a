//! Dates that are valid and cannot be meant: a digit too many, a year of another century.

use jiff::civil::Date;

use crate::pdf::FieldKind;
use crate::pdf::form::Field;

/// What the last part of a field's name says where its date is one of the event.
const OF_THE_EVENT: [&str; 6] = ["arrival", "departure", "arrives", "departs", "check_in", "check_out"];

/// Says what is wrong with a date, where it is far from one near the event.
pub(super) fn check_date(field: &Field, value: &str, around: Option<Date>) -> Option<String> {
    /// How far from the deadline people travel, in days.
    const TRAVEL: i32 = 366;
    /// The years a person's papers and birth may be in, before and after the event.
    const BEFORE: i16 = 120;
    const AFTER: i16 = 50;
    if field.kind != FieldKind::Date {
        return None;
    }
    let (date, around) = (value.parse::<Date>().ok()?, around?);
    let days = around.until(date).ok()?.get_days();
    let years = date.year() - around.year();
    let is_far = match field.name.rsplit('.').next() {
        Some(name) if OF_THE_EVENT.contains(&name) => days.abs() > TRAVEL,
        _ => !(-BEFORE..=AFTER).contains(&years),
    };
    is_far.then(|| "a date far from the event: check the year".to_owned())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::collect::renamed::tests::field;

    #[test]
    fn dates_far_from_the_event_are_told() {
        let deadline = Some(date(2004, 6, 10));
        for (name, value, is_told) in [
            ("participant.1.arrival", "2004-06-24", false),
            ("participant.1.arrival", "2005-06-24", true),
            ("participant.2.departure", "0204-06-24", true),
            ("participant.1.arrival", "2003-01-01", true),
            ("participant.1.visa.birth_date", "1931-05-04", false),
            ("participant.1.visa.birth_date", "0197-05-04", true),
            ("participant.1.visa.expiry_date", "2014-05-04", false),
            ("participant.1.visa.expiry_date", "2104-05-04", true),
            ("participant.1.arrival", "", false),
            ("participant.1.arrival", "soon", false),
        ] {
            let field = Field { kind: FieldKind::Date, ..field(name) };
            assert_eq!(check_date(&field, value, deadline).is_some(), is_told, "{name} {value}");
            assert_eq!(check_date(&field, value, None), None);
            assert_eq!(check_date(&super::super::renamed::tests::field(name), value, deadline), None);
        }
    }
}
