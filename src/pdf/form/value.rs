//! What a field takes: values checked against its kind, and put into the one form of that kind.

use std::fmt;
use std::sync::LazyLock;

use jiff::civil::Date;

use super::model::{Field, TICKED};
use crate::diagnostic::counted;
use crate::locale::{WrittenDate, find_cldr, read_written_date};
use crate::pdf::fields::FieldKind;
use crate::recipient::is_email;

/// Why a field does not take a value. None of them repeats the value, which may be personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// It is not a date, or its day and month cannot be distinguished.
    Date,
    /// It is not one plain e-mail address.
    Email,
    /// It is not the key of an option.
    Option(Vec<String>),
    /// It has more characters than the field takes.
    Long {
        /// How many it has.
        characters: usize,
        /// How many the field takes.
        limit: usize,
    },
    /// A box is neither ticked nor not.
    Tick,
    /// Signatures cannot be typed.
    Signature,
}

impl Unfit {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Date => "write the date as YYYY-MM-DD".to_owned(),
            Self::Email => "write one address, such as name@example.org".to_owned(),
            Self::Option(keys) => format!("choose one of: {}", keys.join(", ")),
            Self::Long { limit, .. } => format!("shorten it to {}", counted(*limit, "character")),
            Self::Tick => "write true or false".to_owned(),
            Self::Signature => "sign in a PDF reader".to_owned(),
        }
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date => f.write_str("no date that can be understood one way only"),
            Self::Email => f.write_str("not one e-mail address"),
            Self::Option(_) => f.write_str("none of the options"),
            Self::Long { characters, limit } => {
                write!(f, "{}, more than the {limit} allowed", counted(*characters, "character"))
            }
            Self::Tick => f.write_str("neither ticked nor not"),
            Self::Signature => f.write_str("a signature cannot be typed"),
        }
    }
}

/// The names of months that people fill in, whatever the language of the form: those of the six languages, and short ones in English.
static MONTHS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    const SHORT: &str = "jan feb mar apr may jun jul aug sep oct nov dec";
    let of_language =
        |tag| find_cldr(tag).map(|language| language.months.into_iter().map(str::to_owned).collect());
    let long = ["en", "fr", "es", "ru", "zh", "ar"].into_iter().filter_map(of_language);
    long.chain([SHORT.split(' ').map(str::to_owned).collect()]).collect()
});

/// Checks a value against its field, and gives it as its kind has it: dates as `YYYY-MM-DD`, options by their keys, boxes
/// as [`TICKED`] or nothing. An empty value always fits.
///
/// # Errors
///
/// Why the field does not take it.
pub fn check(field: &Field, value: &str) -> Result<String, Unfit> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(String::new());
    }
    match field.kind {
        FieldKind::Date => parse_date(value).map(|date| date.to_string()).ok_or(Unfit::Date),
        FieldKind::Email if !is_email(value) => Err(Unfit::Email),
        FieldKind::Choice | FieldKind::Radio => option(field, value),
        FieldKind::Check => match value {
            TICKED => Ok(TICKED.to_owned()),
            "false" => Ok(String::new()),
            _ => Err(Unfit::Tick),
        },
        FieldKind::Signature => Err(Unfit::Signature),
        FieldKind::Text | FieldKind::Multiline | FieldKind::Email => {
            let characters = field.characters.max(value.chars().count());
            match field.limit {
                Some(limit) if value.chars().count() > limit => Err(Unfit::Long { characters, limit }),
                _ => Ok(value.to_owned()),
            }
        }
    }
}

fn option(field: &Field, value: &str) -> Result<String, Unfit> {
    let only = |is: &dyn Fn(&(String, String)) -> bool| {
        let mut found = field.options.iter().filter(|option| is(option));
        found.next().map(|first| Some(first).filter(|_| found.next().is_none()))
    };
    let (small, lower) = (value.to_lowercase(), |text: &str| text.to_lowercase());
    let found = only(&|(key, _)| key == value)
        .or_else(|| only(&|(_, label)| label == value))
        .or_else(|| only(&|(key, label)| lower(key) == small || lower(label) == small))
        .flatten();
    match found {
        Some((key, _)) => Ok(key.clone()),
        None => Err(Unfit::Option(field.options.iter().map(|(key, _)| key.clone()).collect())),
    }
}

/// A date in any way of writing it that can be read one way only: in numbers, or with the name of a month.
fn parse_date(text: &str) -> Option<Date> {
    match read_written_date(text, &MONTHS)? {
        WrittenDate::One(date) => Some(date),
        WrittenDate::Either(..) | WrittenDate::Beyond(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: FieldKind) -> Field {
        Field {
            name: "a".into(),
            kind,
            tip: String::new(),
            value: String::new(),
            characters: 0,
            shown: None,
            limit: Some(20),
            options: vec![("mr".into(), "Mr".into()), ("ms".into(), "Ms".into())],
            required: false,
            read_only: false,
            personal: false,
        }
    }

    #[test]
    fn dates_are_understood_where_they_mean_one_day() {
        for (written, meant) in [
            ("2004-06-24", "2004-06-24"),
            (" 2004/6/24 ", "2004-06-24"),
            ("2004.06.24.", "2004-06-24"),
            ("20040624", "2004-06-24"),
            ("24.06.2004", "2004-06-24"),
            ("3.4.2004", "2004-04-03"),
            ("24/6/2004", "2004-06-24"),
            ("6/24/2004", "2004-06-24"),
            ("05/05/2004", "2004-05-05"),
            ("2004年6月24日", "2004-06-24"),
            ("٢٠٠٤-٠٦-٢٤", "2004-06-24"),
            ("２００４－０６－２４", "2004-06-24"),
            ("24 06 2004", ""),
            ("24. 6. 2004", "2004-06-24"),
            ("3/4/2004", ""),
            ("24 June 2004", "2004-06-24"),
            ("June 24, 2004", "2004-06-24"),
            ("24-Jun-2004", "2004-06-24"),
            ("24 juin 2004", "2004-06-24"),
            ("1er mars 2004", "2004-03-01"),
            ("24 de junio de 2004", "2004-06-24"),
            ("24 июня 2004 г.", "2004-06-24"),
            ("٢٤ يونيو ٢٠٠٤", "2004-06-24"),
            ("12月24日2004", "2004-12-24"),
            ("24 June 04", ""),
            ("Mon 24 June 2004", ""),
            ("24 or 25 June 2004", ""),
            ("31 June 2004", ""),
            ("2004-02-30", ""),
            ("24.06.04", ""),
            ("-1-1-1", ""),
            ("soon", ""),
            ("+204-06-24", ""),
        ] {
            let found = check(&field(FieldKind::Date), written);
            match meant {
                "" => assert_eq!(found, Err(Unfit::Date), "{written}"),
                meant => assert_eq!(found.as_deref(), Ok(meant), "{written}"),
            }
        }
    }

    #[test]
    fn options_have_keys_and_labels() {
        assert_eq!(check(&field(FieldKind::Radio), "ms").as_deref(), Ok("ms"));
        for written in ["Mr", "MR", "mr"] {
            assert_eq!(check(&field(FieldKind::Choice), written).as_deref(), Ok("mr"));
        }
        let unfit = check(&field(FieldKind::Choice), "Dr").unwrap_err();
        assert_eq!(unfit.hint(), "choose one of: mr, ms");
        let mut twice = field(FieldKind::Choice);
        twice.options.push(("m".into(), "Mr".into()));
        assert!(check(&twice, "Mr").is_err(), "two have that label");
    }

    #[test]
    fn other_kinds_are_checked() {
        assert_eq!(check(&field(FieldKind::Email), "a@example.org").as_deref(), Ok("a@example.org"));
        for wrong in ["a", "a@b", "a@example.org, b@example.org", "a@example.org\nBcc: x@example.org"] {
            assert_eq!(check(&field(FieldKind::Email), wrong), Err(Unfit::Email), "{wrong}");
        }
        assert_eq!(check(&field(FieldKind::Check), "true").as_deref(), Ok(TICKED));
        assert_eq!(check(&field(FieldKind::Check), "false").as_deref(), Ok(""));
        assert_eq!(check(&field(FieldKind::Check), "x"), Err(Unfit::Tick));
        assert_eq!(check(&field(FieldKind::Signature), "x"), Err(Unfit::Signature));
        assert_eq!(check(&field(FieldKind::Text), &"ü".repeat(20)).as_deref(), Ok("ü".repeat(20).as_str()));
        assert_eq!(
            check(&field(FieldKind::Multiline), &"ü".repeat(21)),
            Err(Unfit::Long { characters: 21, limit: 20 })
        );
        assert_eq!(check(&field(FieldKind::Date), "  ").as_deref(), Ok(""));
    }
}
