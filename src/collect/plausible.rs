//! Values that fit their fields and cannot be meant: words for nothing, garbled letters, what another field says.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::input::{Oddity, find_leftover};
use crate::locale::{WrittenClock, name_states, read_clock};
use crate::names::fold_words;
use crate::pdf::FieldKind;
use crate::pdf::form::Field;
use crate::recipient::is_doubtful_email;

/// What people write where there is nothing to write, or where it stands elsewhere, in plain form.
const NOTHING: &str = "n a; na; none; nil; no; not applicable; same; same as above; as above; see above; see below; see attached; see attachment; \
    see letter; see note; idem; ditto; id; to be confirmed; to be determined; tbc; tbd; tba; xxx; xx; x; s o; sans objet; néant; non applicable; \
    voir ci dessus; voir pièce jointe; à confirmer; ninguno; no aplica; n d; véase arriba; por confirmar; нет; не применимо; там же; см выше; \
    无; 不适用; 同上; 待定; لا يوجد; لا ينطبق; كما أعلاه; نفسه";

/// Those words, as they are compared.
static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| NOTHING.split("; ").map(fold_words).collect());

/// The last part of the name of the field that names the State or organisation.
const ENTITY: &str = "entity.name";

/// Says what is wrong with the text of a field, without repeating it.
pub(super) fn check_text(sent: &Field, value: &str) -> Option<String> {
    if sent.kind == FieldKind::Email && value != sent.value && is_doubtful_email(value) {
        return Some("an address that is probably mistyped: ask for it".to_owned());
    }
    if value.is_empty() || value == sent.value || !matches!(sent.kind, FieldKind::Text | FieldKind::Multiline)
    {
        return None;
    }
    if let Some(oddity) = Oddity::of(value) {
        return Some(format!("the text {}: ask for it", oddity.words()));
    }
    if sent.required && says_nothing(value) {
        return Some(
            "required, and says that there is nothing, or that it is elsewhere: ask for it".to_owned(),
        );
    }
    if find_leftover(value).is_some() || is_label(sent, value) {
        return Some("says what is to be written there: ask for it".to_owned());
    }
    if is_of_time(sent) && is_no_time(value) {
        return Some("a time that no day has: ask which is meant".to_owned());
    }
    let names = |text: &str| name_states(text).to_vec();
    let (meant, was) = (names(value), names(&sent.value));
    let is_other = sent.name == ENTITY && !was.is_empty() && meant.iter().all(|state| !was.contains(state));
    (is_other && !meant.is_empty())
        .then(|| "another State than the form was sent to: ask whose answer it is".to_owned())
}

fn says_nothing(value: &str) -> bool {
    !value.chars().any(char::is_alphanumeric) || WORDS.contains(&fold_words(value))
}

/// Whether a field asks for a time of the day, such as `arrival_time`.
fn is_of_time(sent: &Field) -> bool {
    sent.name.rsplit(['.', '_']).next() == Some("time")
}

/// The time of a field that asks for one, as a day of 24 hours has it, where a value means one time alone.
pub(super) fn plain_time(sent: &Field, value: &str) -> Option<String> {
    match read_clock(value) {
        WrittenClock::Time(hour, minute) if is_of_time(sent) => Some(format!("{hour:02}:{minute:02}")),
        _ => None,
    }
}

/// Whether a value begins with hours and minutes that no day has, such as `25:00`; words such as `noon` are none.
fn is_no_time(value: &str) -> bool {
    let mut groups = value.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
    let first = groups.next().unwrap_or_default();
    let (hour, minute) = match first.len() {
        4 => first.split_at(2),
        _ => (first, groups.next().unwrap_or_default()),
    };
    let above = |text: &str, most: u32| text.parse::<u32>().is_ok_and(|number| number > most);
    read_clock(value) == WrittenClock::Never || above(hour, 24) || above(minute, 59)
}

/// Whether a value is what the form says beside the field.
fn is_label(sent: &Field, value: &str) -> bool {
    let label = sent.tip.split(['(', ';']).next().unwrap_or_default();
    let label = label.rsplit(": ").next().unwrap_or_default();
    !fold_words(label).is_empty() && fold_words(label) == fold_words(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::renamed::tests::field;

    #[test]
    fn texts_that_cannot_be_meant_are_told() {
        let required = Field {
            required: true,
            tip: "Nº 1: Nom de famille".into(),
            ..field("participant.1.family_name")
        };
        let optional = Field { tip: "Tel.".into(), ..field("participant.1.tel") };
        let time = field("participant.1.arrival_time");
        let email = Field { kind: FieldKind::Email, ..field("participant.1.email") };
        let sent = Field { value: "zoe@gmial.com".into(), ..email.clone() };
        let entity = Field { value: "Kenya".into(), ..field("entity.name") };
        for (field, value, is_told) in [
            (&required, "-", true),
            (&required, "n/a", true),
            (&required, "N.A.", true),
            (&required, "Same as above", true),
            (&required, "Voir ci-dessus", true),
            (&required, "同上", true),
            (&required, "Nom de famille", true),
            (&required, "MinistÃ¨re", true),
            (&required, "?rsted", false),
            (&required, "J?rgen", true),
            (&required, "<b>Zoe</b>", true),
            (&required, "Zo&euml;", true),
            (&required, "[name]", true),
            (&required, "Ørsted", false),
            (&required, "No", true),
            (&required, "Nil Özdemir", false),
            (&required, "", false),
            (&optional, "n/a", false),
            (&optional, "Tel", true),
            (&time, "14h30", false),
            (&time, "9:05", false),
            (&time, "0930", false),
            (&time, "2 pm", false),
            (&time, "noon", false),
            (&time, "25:00", true),
            (&time, "9.75", true),
            (&time, "2560", true),
            (&time, "14:30 am", true),
            (&email, "zoe@gmial.com", true),
            (&email, "zoe@mfa.example", false),
            (&sent, "zoe@gmial.com", false),
            (&entity, "Kenya", false),
            (&entity, "Republic of Kenya", false),
            (&entity, "Uganda", true),
            (&entity, "UGA", true),
            (&entity, "Kenya Red Cross", false),
        ] {
            assert_eq!(check_text(field, value).is_some(), is_told, "{} {value}", field.name);
        }
    }

    #[test]
    fn times_are_those_of_a_day_of_24_hours_where_they_mean_one() {
        let (time, other) = (field("participant.1.arrival_time"), field("participant.1.flight"));
        for (value, plain) in
            [("2:30 pm", Some("14:30")), ("14h30", Some("14:30")), ("2:30", None), ("noon", None)]
        {
            assert_eq!(plain_time(&time, value).as_deref(), plain, "{value}");
            assert_eq!(plain_time(&other, value), None, "{value}");
        }
    }
}
