//! Problems of many recipients that are alike, as one: for people who read them.

use std::collections::{BTreeMap, HashMap};

use super::places::{list_lines, name_place};
use super::{Diagnostic, Severity, codes};

/// How many that are alike become one.
const MANY: usize = 4;

/// How many places and values a group of notes names; errors and warnings are never cut short.
const MOST_NAMED: usize = 200;

/// Problems of recipients that differ in place, recipient and one value only are told as one, where there are many: its
/// message counts the values, its excerpt names all places and recipients. Other problems stay as they are.
#[must_use]
pub fn grouped(problems: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut groups: HashMap<Key<'_>, Vec<&Diagnostic>> = HashMap::new();
    for problem in problems {
        if let Some(key) = key(problem) {
            groups.entry(key).or_default().push(problem);
        }
    }
    let mut told = Vec::new();
    for problem in problems {
        match key(problem).and_then(|key| groups.get_mut(&key)).filter(|group| group.len() >= MANY) {
            // The first of a group stands for it.
            Some(group) if group.first().is_some_and(|first| std::ptr::eq(*first, problem)) => {
                told.push(join(group))
            }
            Some(_) => {}
            None => told.push(problem.clone()),
        }
    }
    told
}

/// What problems of a group share: code, file, field, and the message around its value.
type Key<'a> = (&'static str, &'a str, Option<&'a str>, &'a str, &'a str, bool);

fn key(problem: &Diagnostic) -> Option<Key<'_>> {
    let is_row = problem.code == codes::ROW_PASSED_OVER || problem.code == codes::ROW_TOO_LONG;
    let location = problem.location.as_ref().filter(|location| location.place.is_some())?;
    let file = location.file.as_str();
    if problem.subject.recipient.is_none() && !is_row || problem.excerpt.is_some() {
        return None;
    }
    let (before, value, after) = parts(&problem.message);
    let field = problem.subject.field.as_deref();
    Some((problem.code.name, file, field, before, after, value.is_some()))
}

/// A message around the first value that it quotes, and the value.
fn parts(message: &str) -> (&str, Option<&str>, &str) {
    let quoted = message.split_once('`').and_then(|(before, rest)| {
        let (value, after) = rest.split_once('`')?;
        Some((before, Some(value), after))
    });
    quoted.unwrap_or((message, None, ""))
}

fn join(group: &[&Diagnostic]) -> Diagnostic {
    let Some(first) = group.first() else { return Diagnostic::new(codes::INTERNAL, "nothing to tell") };
    let mut joined = (*first).clone();
    let (before, value, after) = parts(&first.message);
    let is_same = group.iter().all(|problem| problem.message == first.message);
    joined.message = if value.is_none() || is_same {
        format!("{} ({} times)", first.message, group.len())
    } else {
        format!("{before}`…`{after} ({} times: {})", group.len(), count_values(group))
    };
    joined.subject.recipient = None;
    joined.hints = join_hints(group);
    joined.excerpt = Some(list_places(group));
    joined
}

/// The hints of a group; where there are many, the first stands for them.
fn join_hints(group: &[&Diagnostic]) -> Vec<String> {
    let mut hints: Vec<&String> = Vec::new();
    for hint in group.iter().flat_map(|problem| &problem.hints) {
        if !hints.contains(&hint) {
            hints.push(hint);
        }
    }
    match hints[..] {
        [first, _, _, _, ..] => vec![format!("{first}, and the others likewise (--verbose shows each)")],
        _ => hints.into_iter().cloned().collect(),
    }
}

/// The values of a group, the most frequent first.
fn count_values(group: &[&Diagnostic]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for value in group.iter().filter_map(|problem| parts(&problem.message).1) {
        *counts.entry(value).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let most = most_named(group);
    let shown = counts.iter().take(most).map(|(value, count)| match count {
        1 => format!("`{value}`"),
        count => format!("`{value}` ×{count}"),
    });
    let shown: Vec<String> = shown.collect();
    match counts.len().saturating_sub(most) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Places and recipients, some on a line.
fn list_places(group: &[&Diagnostic]) -> String {
    let name = |problem: &&Diagnostic| {
        let place = problem.location.as_ref().and_then(name_place);
        [place, problem.subject.recipient.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let most = most_named(group);
    let mut named: Vec<String> = group.iter().take(most).map(name).collect();
    if let more @ 1.. = group.len().saturating_sub(most) {
        named.push(format!("and {more} more (--verbose shows each)"));
    }
    list_lines(&named)
}

/// How many places and values of a group are named.
fn most_named(group: &[&Diagnostic]) -> usize {
    let is_note = group.iter().all(|problem| problem.severity == Severity::Note);
    if is_note { MOST_NAMED } else { usize::MAX }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Location;

    fn gender(line: u32, value: &str) -> Diagnostic {
        Diagnostic::new(codes::VALUE_INVALID, format!("`{value}` is not one of the choices"))
            .with_location(Location::text("list.csv", line, 3))
            .with_field("addressee.gender")
            .blocking(format!("R{line}"))
            .with_hint("known here: masculine, feminine")
    }

    #[test]
    fn many_values_of_a_column_are_one_message_that_names_each_place() {
        let problems = [gender(2, "M"), gender(3, "F"), gender(4, "M"), gender(5, "M")];
        let told = grouped(&problems);
        assert_eq!(told.len(), 1);
        assert_eq!(
            told[0].to_string(),
            "list.csv:2:3: error[value-invalid]: `…` is not one of the choices (4 times: `M` ×3, `F`) (addressee.gender)"
        );
        assert_eq!(told[0].excerpt.as_deref(), Some("2:3 R2, 3:3 R3, 4:3 R4, 5:3 R5"));
        assert_eq!(told[0].hints, ["known here: masculine, feminine"]);
    }

    #[test]
    fn hints_that_each_have_a_value_of_their_own_are_one() {
        let written = |line: u32| {
            let hinted = Diagnostic { hints: vec![format!("write `Name {line}`")], ..gender(line, "Mr") };
            Diagnostic { severity: Severity::Warning, ..hinted }
        };
        let problems: Vec<Diagnostic> = (2..8).map(written).collect();
        assert_eq!(
            grouped(&problems)[0].hints,
            ["write `Name 2`, and the others likewise (--verbose shows each)"]
        );
    }

    #[test]
    fn few_problems_and_those_of_other_columns_stay_apart() {
        let mut problems: Vec<Diagnostic> = (2..8).map(|line| gender(line, "M")).collect();
        problems[5].subject.field = Some("kind".into());
        problems.push(Diagnostic::new(codes::VALUE_INVALID, "`x` is not one of the choices"));
        let told = grouped(&problems);
        assert_eq!(told.len(), 3);
        assert_eq!(grouped(&problems[..3]), problems[..3]);
    }

    #[test]
    fn an_error_or_a_warning_names_all_places() {
        let many: Vec<Diagnostic> = (0..900).map(|line| gender(line, &format!("v{line}"))).collect();
        let [told] = &grouped(&many)[..] else { panic!("one group") };
        assert!(told.message.contains("`v0`") && told.message.contains("`v899`"), "{}", told.message);
        assert!(told.excerpt.as_ref().is_some_and(|places| places.ends_with("899:3 R899")), "{told:?}");
    }

    #[test]
    fn one_value_of_many_recipients_is_told_as_it_is() {
        let problems: Vec<Diagnostic> = (2..6).map(|line| gender(line, "M")).collect();
        assert_eq!(grouped(&problems)[0].message, "`M` is not one of the choices (4 times)");
        let nowhere = problems.into_iter().map(|problem| Diagnostic { location: None, ..problem });
        assert_eq!(grouped(&nowhere.collect::<Vec<_>>()).len(), 4);
    }
}
