//! `locale.yaml` and `countries.yaml`: labels, patterns, forms of address and States that are missing or extra, and
//! placeholders that differ.

use std::collections::{BTreeMap, BTreeSet};

use super::excerpt::opening;
use super::numbers::{numbers, without};
use super::side::Side;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, nearest};
use crate::translate::files::PACK;
use crate::translate::unit::Unit;

/// Keys below which names are free, so that reading a pack does not tell what is missing there.
const FREE: [&str; 4] = ["labels.", "address.offices.", "address.ranks.", "typography."];

/// Parts of offices that a language has only where its usage asks for them.
const OF_USAGE: [&str; 6] = [".unnamed.", ".ranks.", ".lines", ".close", ".in_sentence.", ".portfolio"];

/// Keys a language has only where its grammar asks for them.
const OPTIONAL: [&str; 9] = [
    "address.inflects_titles",
    "dates.digits",
    "dates.first_day",
    "dates.months_in",
    "dates.contractions",
    "prepositions.changes",
    "address.greeting",
    "address.in_sentence",
    "address.ministries",
];

/// The most States listed whose names are not all there.
const LISTED: usize = 12;

pub(super) fn check(source: Side<'_>, target: Side<'_>, states: Option<&BTreeSet<String>>) -> Problems {
    let (left, right) = (source.files.pack_units(), target.files.pack_units());
    if left.is_empty() || right.is_empty() {
        return Problems::new();
    }
    let mut problems = keys(&left, &right, source, target);
    let originals: BTreeMap<&str, &Unit> = left.iter().map(|unit| (unit.key.as_str(), unit)).collect();
    for unit in &right {
        let Some(original) = originals.get(unit.key.as_str()) else { continue };
        problems.extend(placeholders(original, unit));
        if unit.key.starts_with("labels.") {
            let (a, b) = (numbers(&original.text, &[]), numbers(&unit.text, &[]));
            if !without(&a, &b).is_empty() || !without(&b, &a).is_empty() {
                let message = format!("the numbers differ from the source: “{}”", opening(&original.text));
                problems.push(
                    Diagnostic::new(codes::TRANSLATION_NUMBER, message)
                        .with_location(unit.location.clone())
                        .with_field(&unit.key)
                        .with_hint(format!("compare {}", original.location)),
                );
            }
        }
    }
    problems.extend(countries(source, target, states));
    problems
}

fn keys(left: &[Unit], right: &[Unit], source: Side<'_>, target: Side<'_>) -> Problems {
    let known: BTreeSet<&str> = left.iter().map(|unit| unit.key.as_str()).collect();
    let present: BTreeMap<&str, &Unit> = right.iter().map(|unit| (unit.key.as_str(), unit)).collect();
    let mut missing = missing_keys(left, right);
    let mut problems = Problems::new();
    for unit in right.iter().filter(is_free).filter(|unit| !known.contains(unit.key.as_str())) {
        let near = nearest(&unit.key, missing.iter().map(|unit| unit.key.as_str())).map(str::to_owned);
        let at = near.as_ref().and_then(|near| missing.iter().position(|unit| unit.key == *near));
        problems.push(
            match at.map(|at| missing.remove(at)) {
                Some(original) => {
                    let message = format!("the key `{}` is `{}` in the source", unit.key, original.key);
                    Diagnostic::new(codes::TRANSLATION_KEY_RENAMED, message)
                        .with_location(unit.location.clone())
                        .with_hint(format!("write `{}`, as in {}", last(&original.key), original.location))
                }
                None => Diagnostic::new(
                    codes::TRANSLATION_KEY_EXTRA,
                    format!("the source `{}` has no key `{}`", source.files.tag, unit.key),
                )
                .with_location(unit.location.clone())
                .with_hint("remove it, or add it to the source too"),
            }
            .with_field(&unit.key),
        );
    }
    for original in missing {
        // Where it belongs: after the last key before it that the translation has.
        let earlier: Vec<&Unit> = left.iter().take_while(|unit| unit.key != original.key).collect();
        let before = earlier.into_iter().rev().find_map(|known| present.get(known.key.as_str()));
        let location =
            before.map_or_else(|| Location::file(target.files.path(PACK)), |unit| unit.location.clone());
        let message =
            format!("the key `{}` of the source is missing: “{}”", original.key, opening(&original.text));
        problems.push(
            Diagnostic::new(codes::TRANSLATION_KEY_MISSING, message)
                .with_location(location)
                .with_field(&original.key)
                .with_hint(format!("translate {} and add it after this line", original.location)),
        );
    }
    problems
}

/// The keys of the source that a translation has to have and has not, in order.
pub(in crate::translate) fn missing_keys<'a>(left: &'a [Unit], right: &[Unit]) -> Vec<&'a Unit> {
    let present: BTreeSet<&str> = right.iter().map(|unit| unit.key.as_str()).collect();
    let optional = |key: &str| OPTIONAL.iter().any(|start| key.starts_with(start));
    let missing = left.iter().filter(is_free);
    missing.filter(|unit| !present.contains(unit.key.as_str()) && !optional(&unit.key)).collect()
}

/// Whether a key is one of those whose names are free.
fn is_free(unit: &&Unit) -> bool {
    FREE.iter().any(|start| unit.key.starts_with(start)) && !is_of_usage(&unit.key)
}

/// Whether a key is a part of an office that some languages have and others do not.
fn is_of_usage(key: &str) -> bool {
    key.starts_with("address.offices.") && OF_USAGE.iter().any(|part| key.contains(part))
}

fn last(key: &str) -> &str {
    key.rsplit('.').next().unwrap_or(key)
}

/// Placeholders of a pattern that differ. A language may take another form of a State's name, and in a range the
/// month or year both days share from either of them.
fn placeholders(original: &Unit, unit: &Unit) -> Option<Diagnostic> {
    let is_office = unit.key.starts_with("address.offices.");
    let is_free = unit.key.starts_with("address.in_sentence.") || is_office && !unit.key.ends_with(".title");
    if is_free || OPTIONAL.iter().any(|start| unit.key.starts_with(start)) {
        return None;
    }
    let (left, mut right) = (names(original), names(unit));
    // A language may name the organisation in a title where another has it on a line of its own.
    right.retain(|class, _| !is_office || left.contains_key(class));
    let written = |names: &BTreeMap<String, String>, other: &BTreeMap<String, String>| -> Vec<String> {
        names
            .iter()
            .filter(|(class, _)| !other.contains_key(*class))
            .map(|(_, name)| format!("{{{name}}}"))
            .collect()
    };
    let (mut missing, extra) = (written(&left, &right), written(&right, &left));
    missing.retain(|name| !unit.without.contains(name));
    let message = match (missing.as_slice(), extra.as_slice()) {
        ([], []) => return None,
        (missing, []) => format!("{} of the source is missing", missing.join(", ")),
        ([], extra) => format!("{} is not in the source", extra.join(", ")),
        (missing, extra) => {
            format!("the source has {} here, the translation {}", missing.join(", "), extra.join(", "))
        }
    };
    Some(
        Diagnostic::new(codes::TRANSLATION_PLACEHOLDER, message)
            .with_location(unit.location.clone())
            .with_field(&unit.key)
            .with_hint(format!("compare {}: “{}”", original.location, opening(&original.text)))
            .with_hint("or write `# without {…}` above it if it is meant"),
    )
}

/// The placeholders of a pattern: what each stands for, and its name.
fn names(unit: &Unit) -> BTreeMap<String, String> {
    let parts = unit.text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    parts
        .map(|(name, _)| {
            let class = match name {
                "short" | "in_text" | "of" | "formal" | "formal_of" => "State",
                "to" | "addressee" => "addressee",
                "month1" | "month2" if unit.key.ends_with(".month") => "month",
                "year1" | "year2" if unit.key.ends_with(".month") || unit.key.ends_with(".year") => "year",
                other => other,
            };
            (class.to_owned(), name.to_owned())
        })
        .collect()
}

/// States without names in the translation, those without some, and codes the source does not know.
fn countries(source: Side<'_>, target: Side<'_>, states: Option<&BTreeSet<String>>) -> Problems {
    let (Some(left), Some(right)) = (source.pack, target.pack) else { return Problems::new() };
    let known: BTreeSet<&str> = left.country_codes().collect();
    let present: BTreeSet<&str> = right.country_codes().collect();
    let list = |codes: Vec<&&str>| codes.into_iter().copied().collect::<Vec<_>>().join(", ");
    let at = || Location::file(target.files.path("countries.yaml"));
    let is_needed = |code: &&&str| states.is_none_or(|states| states.contains(**code));
    let missing: Vec<_> = known.difference(&present).filter(is_needed).collect();
    let lacks = |code: &&&str| right.missing_names(code).is_some_and(|names| !names.is_empty());
    let incomplete: Vec<_> = known.intersection(&present).filter(is_needed).filter(lacks).collect();
    let extra: Vec<_> = present.difference(&known).collect();
    let mut problems = Problems::new();
    if !missing.is_empty() {
        // Letters to them are blocked where they are planned; the language serves all others.
        let message = format!("States without names: {}", list(missing));
        problems.push(
            Diagnostic::new(codes::TRANSLATION_COUNTRIES, message)
                .with_location(at())
                .with_hint(format!("add them, as in {}", source.files.path("countries.yaml"))),
        );
    }
    if !incomplete.is_empty() {
        let names: BTreeSet<&str> =
            incomplete.iter().filter_map(|code| right.missing_names(code)).flatten().collect();
        let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
        let more = incomplete.len().saturating_sub(LISTED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let codes = list(incomplete.into_iter().take(LISTED).collect());
        problems.push(
            Diagnostic::new(
                codes::TRANSLATION_COUNTRIES,
                format!("States of which {} are missing: {codes}{more}", names.join(", ")),
            )
            .with_location(at())
            .with_hint("add them, or `forms` that they follow from"),
        );
    }
    if !extra.is_empty() {
        let message = format!("the source has no State with the code {}", list(extra));
        problems.push(
            Diagnostic::new(codes::TRANSLATION_COUNTRY_UNKNOWN, message)
                .with_location(at())
                .with_hint("write ISO 3166-1 alpha-3 codes, such as KEN"),
        );
    }
    problems
}
