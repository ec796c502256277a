//! Dates that are valid and cannot be meant: a digit too many, a year of another century, an end before its beginning.

use jiff::civil::Date;

use crate::pdf::FieldKind;
use crate::pdf::form::Field;

/// What the last part of a field's name says where its date is one of the event.
const OF_THE_EVENT: [&str; 6] = ["arrival", "departure", "arrives", "departs", "check_in", "check_out"];

/// What the last part of a field's name says where its date has to be past, or still to come, at the time of the event.
const PAST: [&str; 3] = ["birth_date", "date_of_birth", "issue_date"];
const TO_COME: [&str; 2] = ["expiry_date", "valid_until"];

/// The last parts of the names of two dates of which the first comes first.
const IN_ORDER: [(&str, &str); 4] = [
    ("arrival", "departure"),
    ("arrives", "departs"),
    ("check_in", "check_out"),
    ("issue_date", "expiry_date"),
];

/// What is wrong with the later of two dates, where it comes before the other. `find` gives the value of the field of a participant whose
/// name ends so.
pub(super) fn check_order<'a>(
    name: &str,
    value: &str,
    find: impl Fn(&str) -> Option<&'a str>,
) -> Option<String> {
    let last = last_part(name);
    let (first, _) = IN_ORDER.into_iter().find(|(_, later)| *later == last)?;
    let (first_day, day) = (find(first)?.parse::<Date>().ok()?, value.parse::<Date>().ok()?);
    (day < first_day).then(|| format!("a date before `{first}`: ask which is meant"))
}

fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

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
    let name = last_part(&field.name);
    let is_far = match name {
        name if OF_THE_EVENT.contains(&name) => days.abs() > TRAVEL,
        _ => !(-BEFORE..=AFTER).contains(&years),
    };
    let told = match name {
        _ if is_far => "a date far from the event: check the year",
        name if PAST.contains(&name) && days > 0 => "a date after the deadline: check the year",
        name if TO_COME.contains(&name) && days < 0 => "a date before the event: ask for the valid paper",
        _ => return None,
    };
    Some(told.to_owned())
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
            ("participant.1.visa.expiry_date", "2004-01-01", true),
            ("participant.1.visa.birth_date", "2024-05-04", true),
            ("participant.1.visa.issue_date", "2004-06-09", false),
            ("participant.1.arrival", "", false),
            ("participant.1.arrival", "soon", false),
        ] {
            let field = Field { kind: FieldKind::Date, ..field(name) };
            assert_eq!(check_date(&field, value, deadline).is_some(), is_told, "{name} {value}");
            assert_eq!(check_date(&field, value, None), None);
            assert_eq!(check_date(&super::super::renamed::tests::field(name), value, deadline), None);
        }
    }

    #[test]
    fn an_end_before_its_beginning_is_told() {
        let find = |name: &str| (name == "arrival").then_some("2004-06-26");
        for (name, value, is_told) in [
            ("participant.1.departure", "2004-06-23", true),
            ("participant.1.departure", "2004-06-26", false),
            ("participant.1.departure", "soon", false),
            ("participant.1.arrival", "2004-06-23", false),
            ("participant.1.check_out", "2004-06-23", false),
        ] {
            assert_eq!(check_order(name, value, find).is_some(), is_told, "{name} {value}");
        }
    }
}
