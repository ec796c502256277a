//! Whether what goes on paper has an address that post can deliver: with a city, in the recipient's State, and in letters that post
//! reads.

use std::collections::BTreeMap;

use super::planned::PlannedRecipient;
use super::postal_lines::{has_letter, is_city, is_no_line, is_street_alone, line_with_other_city};
use crate::diagnostic::{Diagnostic, Problems, Severity, codes};
use crate::locale::{
    LocalText, LocalePack, PostalPlace, StateLines, is_latin, is_nearly, name_states, near_states,
};
use crate::mailing::Mailing;
use crate::recipient::{Carrier, Channel};
use crate::template;

/// What addresses are checked with.
#[derive(Debug)]
pub(super) struct Postal<'a> {
    mailing: &'a Mailing,
    packs: &'a BTreeMap<String, LocalePack>,
}

/// An address that is printed, and for what.
struct Printed<'a> {
    channel: Channel,
    place: PostalPlace<'a>,
    city: &'a LocalText,
    /// The State of the recipient; a copy goes anywhere.
    state: Option<&'a str>,
    /// What its fields are below.
    key: &'static str,
}

impl<'a> Postal<'a> {
    /// Addresses of a mailing are checked with its packs.
    pub(super) fn new(mailing: &'a Mailing, packs: &'a BTreeMap<String, LocalePack>) -> Self {
        Self { mailing, packs }
    }

    /// Checks the addresses of a recipient and its copies that their channels print.
    pub(super) fn check(&self, planned: &PlannedRecipient) -> Problems {
        let recipient = &planned.recipient;
        // What is handed over is taken to a mission, whose address is another.
        let goes = |channel: &Channel| channel.carrier() == Carrier::Paper && *channel != Channel::ByHand;
        let own = recipient.channels.iter().copied().find(goes).map(|channel| Printed {
            channel,
            place: recipient.place(),
            city: &recipient.city,
            state: recipient.iso.as_ref().map(|iso| iso.value.as_str()),
            key: "",
        });
        let copies = recipient.copies.iter().filter(|copy| copy.channel.is_posted()).map(|copy| Printed {
            channel: copy.channel,
            place: copy.place(),
            city: &copy.city,
            state: None,
            key: "copies.",
        });
        let locale = planned.language.as_ref().map_or("", |choice| choice.locale.as_str());
        let Some(pack) = self.packs.get(locale) else { return Problems::new() };
        let told = own.into_iter().chain(copies).flat_map(|printed| self.check_one(&printed, pack));
        let located = told.map(|problem| {
            problem.with_location(recipient.location.clone()).about(recipient.id.value.as_str())
        });
        located.collect()
    }

    fn check_one(&self, printed: &Printed<'_>, pack: &LocalePack) -> Problems {
        let Printed { channel, place, city, key, .. } = printed;
        let told = |code, message: String, field: &str, hint: String| {
            Diagnostic::new(code, message).with_field(format!("{key}{field}")).with_hint(hint)
        };
        let address = template::postal_address(self.mailing, pack, *place);
        if address.is_empty() {
            let message = format!("sent by {} without an address", channel.name());
            let hint = "add the address, or another channel".to_owned();
            return told(codes::ADDRESS_MISSING, message, "address", hint).into();
        }
        let mut problems = Problems::new();
        let lines = place.lines.get_or_first(pack.tag());
        let is_open = || *channel == Channel::Pouch || address.is_country_alone() || is_street_alone(lines);
        if city.is_blank() && is_open() {
            let message = format!("sent by {} without a city", channel.name());
            problems.push(told(codes::CITY_MISSING, message, "city", "add the city".to_owned()));
        }
        if let Some(name) = city.texts().find(|name| !name.trim().is_empty() && !has_letter(name)) {
            let message = format!("`{}` is no city", name.trim());
            problems.push(told(
                codes::CITY_MISSING,
                message,
                "city",
                "write the name of the city".to_owned(),
            ));
        }
        if let Some(line) = lines.iter().find(|line| is_no_line(line)) {
            let message = format!("`{}` is no line of an address", line.trim());
            let hint = "leave it out: telephone, fax and e-mail addresses have columns of their own";
            problems.push(told(codes::ADDRESS_LINE, message, "address", hint.to_owned()));
        }
        problems.extend(
            self.check_country(printed, pack)
                .map(|(message, hint)| told(codes::ADDRESS_COUNTRY, message, "address", hint)),
        );
        let lines = address.lines();
        if let Some(line) = printed.state.and_then(|state| line_with_other_city(&lines, city, state)) {
            let message = format!("`{line}` seems to have a city, and another name of one follows it");
            let hint =
                "write the city as the address has it, or by language: `city: { en: Vienna, de: Wien }`";
            problems.push(told(codes::ADDRESS_LINE, message, "city", hint.to_owned()));
        }
        let strange = lines.iter().find(|line| !is_latin(line));
        if let Some(line) = strange.filter(|_| channel.is_posted() && !place.has_latin()) {
            let message = format!("`{line}` has no form in Latin letters, which post abroad reads");
            let hint = "give the address or the city by language, such as `city: { ar: الرياض, en: Riyadh }`";
            problems.push(told(codes::ADDRESS_SCRIPT, message, "address", hint.to_owned()));
        }
        problems
    }

    /// Whether the address ends with another State than the recipient's, or with what is none, and what to write.
    fn check_country(&self, printed: &Printed<'_>, pack: &LocalePack) -> Option<(String, String)> {
        let lines = printed.place.lines.get_or_first(pack.tag());
        let last = lines.iter().rfind(|line| !line.trim().is_empty())?;
        let states = StateLines::known();
        let Some(state) = printed.state else { return check_last_line(last, printed.city) };
        let found = states.find(last);
        let line = StateLines::line(state)?;
        if found.is_empty() && !is_city(last, printed.city) && is_nearly(last, state) {
            let message = format!("`{last}` ends the address, and is almost the name of a State");
            return Some((message, format!("write `{line}`")));
        }
        if found.is_empty() && is_of_mission(lines) && !means_state(last, state) && !self.is_home(state) {
            let message =
                format!("the address is that of a mission, and names no State: it would end with `{line}`");
            return Some((message, "write the State in which the mission is as the last line".to_owned()));
        }
        let is_own = found.is_empty() || found.contains(&state) || name_states(last) == [state];
        if self.is_home(state) {
            return None;
        }
        let hint = format!("write `{line}`, unless the letter goes to a mission there");
        if !is_own {
            return Some((format!("`{last}` ends the address, and is another State"), hint));
        }
        let other = lines.iter().find(|line| names_other(line, state, printed.city))?;
        let hint = format!(
            "take it out, or write `{line}`; where it goes to a mission, end the address with that State"
        );
        Some((format!("`{}` within the address names another State", other.trim()), hint))
    }

    /// Whether a State is the one that the mailing is sent from.
    fn is_home(&self, state: &str) -> bool {
        let lines = self.mailing.return_address.lines.all();
        let last = lines.filter_map(|lines| lines.iter().rfind(|line| !line.trim().is_empty()));
        last.into_iter().any(|line| StateLines::known().find(line).contains(&state))
    }
}

/// Whether a line, or what follows its last comma, is the name of another State. In America, States have names of States.
fn names_other(line: &str, state: &str, city: &LocalText) -> bool {
    let last = line.rsplit([',', '،', '，']).next().unwrap_or(line).trim();
    let states = StateLines::known().exact(last);
    let is_part = state == "USA" && states.contains(&"GEO");
    !states.is_empty() && !states.contains(&state) && !is_part && !is_city(last, city)
}

/// Whether the last line of an address, of whoever has no State, is almost the name of one; and what to write.
fn check_last_line(last: &str, city: &LocalText) -> Option<(String, String)> {
    let near = near_states(last);
    let [state] = near.as_slice() else { return None };
    if is_city(last, city) || !StateLines::known().find(last).is_empty() {
        return None;
    }
    let message = format!("`{last}` ends the address, and is almost the name of a State");
    Some((message, format!("write `{}`", StateLines::line(state)?)))
}

/// Whether a line is a word for this State, such as its code.
fn means_state(line: &str, state: &str) -> bool {
    name_states(line).contains(&state)
}

/// What says that an address is that of a mission or an embassy.
const MISSIONS: [&str; 22] = [
    "permanent mission",
    "mission of ",
    "embassy of ",
    "high commission",
    "consulate general",
    "delegation to the",
    "permanent representation",
    "permanent delegation",
    "mission permanente",
    "ambassade d",
    "consulat général",
    "délégation permanente",
    "représentation permanente",
    "misión permanente",
    "embajada de",
    "посольство",
    "постоянное представительство",
    "大使馆",
    "代表团",
    "使团",
    "سفارة",
    "بعثة",
];

fn is_of_mission(lines: &[String]) -> bool {
    lines.iter().map(|line| line.to_lowercase()).any(|line| MISSIONS.iter().any(|words| line.contains(words)))
}

/// Whether a problem of an address follows from another, by which the address could not be read.
pub(super) fn follows(problem: &Diagnostic, known: &[Diagnostic]) -> bool {
    let is_cause = |cause: &Diagnostic| {
        let field = cause.subject.field.as_deref().unwrap_or_default();
        cause.severity == Severity::Error
            && cause.subject.recipient == problem.subject.recipient
            && (field == "address" || field.starts_with("address."))
    };
    problem.code == codes::ADDRESS_MISSING && known.iter().any(is_cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_state_within_an_address_is_told_from_its_own_and_from_cities() {
        let city = LocalText::Same("Kuwait".to_owned());
        for (line, state) in
            [("SWEDEN", "NOR"), ("c/o Embassy of Norway, Paris, France", "NOR"), ("1 Road، مصر", "NOR")]
        {
            assert!(names_other(line, state, &city), "{line}");
        }
        for (line, state) in [
            ("1 Road, Norway", "NOR"),
            ("Jordan Street 5", "NOR"),
            ("Embassy of Sweden", "NOR"),
            ("Atlanta, Georgia", "USA"),
            ("Kuwait", "NOR"),
            ("1 Road", "NOR"),
        ] {
            assert!(!names_other(line, state, &city), "{line}");
        }
    }
}
