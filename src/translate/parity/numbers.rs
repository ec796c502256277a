//! Numbers, dates, addresses and web pages in prose, in a form that compares across languages.

use std::collections::BTreeMap;

use crate::locale::to_ascii_digit;

/// What a text has of one kind, as it compares and as it is written.
pub(super) type Found = Vec<(String, String)>;

/// The numbers of a text; a month beside a number counts as one. `months` are the names of the twelve in the text's
/// language, in one or several forms.
pub(super) fn numbers(text: &str, months: &[Vec<String>]) -> Found {
    let mut text = digits(text);
    let mut found = Found::new();
    let mut names: Vec<(usize, String)> = months
        .iter()
        .flat_map(|twelve| twelve.iter().enumerate())
        .map(|(month, name)| (month + 1, digits(name)))
        .filter(|(_, name)| !name.is_empty())
        .collect();
    // The longest first, so that `2月` is not found in `12月`.
    names.sort_by_key(|(_, name)| std::cmp::Reverse(name.chars().count()));
    for (month, name) in names {
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| rest.find(&name)).map(|at| from + at) {
            let end = at + name.len();
            let (before, after) = (text.get(..at).unwrap_or_default(), text.get(end..).unwrap_or_default());
            let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && is_spaced(c));
            let whole = !inside(before.chars().next_back()) && !inside(after.chars().next());
            let joined = |c: &char| c.is_alphanumeric() || c.is_whitespace() || is_digit(*c);
            let beside = before.chars().rev().take(NEAR).take_while(joined).any(is_digit)
                || after.chars().take(NEAR).take_while(joined).any(is_digit);
            from = end;
            if whole {
                if beside {
                    found.push((format!("month {month}"), name.clone()));
                }
                text.replace_range(at..end, &" ".repeat(name.len()));
            }
        }
    }
    found.extend(runs(&text).into_iter().map(|run| (run.clone(), run)));
    found.sort();
    found
}

/// How near a number is to a month that is part of its date, in characters: `10 de mayo`.
const NEAR: usize = 5;

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Whether a letter is of a script that puts spaces between words.
fn is_spaced(c: char) -> bool {
    !matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF)
}

/// Runs of digits, those of one grouped number together: `1,000`, `1 000`.
fn runs(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut run = String::new();
    let mut chars = text.chars().peekable();
    let mut groups = false;
    while let Some(c) = chars.next() {
        if is_digit(c) {
            run.push(c);
            continue;
        }
        if run.is_empty() {
            continue;
        }
        let next: String = chars.clone().take_while(|c| is_digit(*c)).collect();
        let separates = matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '’' | '٬');
        if separates && next.len() == 3 && (groups || run.len() <= 3) {
            groups = true;
            continue;
        }
        groups = false;
        found.push(std::mem::take(&mut run));
    }
    if !run.is_empty() {
        found.push(run);
    }
    found
}

/// The text with the digits of all scripts as those of ASCII.
fn digits(text: &str) -> String {
    text.chars().map(to_ascii_digit).collect()
}

/// The e-mail addresses and web pages of a text.
pub(super) fn addresses(text: &str) -> Found {
    let plain = text.replace("\\@", "@");
    let mut found: Found = plain
        .split(|c: char| c.is_whitespace() || "\"“”«»()[]<>，、；。؛،".contains(c))
        .map(|word| word.trim_end_matches(['.', ',', ';', ':']))
        .filter(|word| {
            let mail =
                word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
            mail || word.contains("://") || word.starts_with("www.")
        })
        .map(|word| (word.to_lowercase(), word.to_owned()))
        .collect();
    found.sort();
    found
}

/// What the one has and the other does not, as written.
pub(super) fn without(left: &Found, right: &Found) -> Vec<String> {
    let mut rest: BTreeMap<&str, usize> = BTreeMap::new();
    for (value, _) in right {
        *rest.entry(value).or_default() += 1;
    }
    let missing = left.iter().filter(|(value, _)| match rest.get_mut(value.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    missing.map(|(_, written)| written.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str, months: &[&str]) -> Vec<String> {
        let months = vec![months.iter().map(|&name| name.to_owned()).collect::<Vec<_>>()];
        numbers(text, &months).into_iter().map(|(value, _)| value).collect()
    }

    #[test]
    fn the_same_date_is_the_same_in_every_script() {
        let english = values(
            "in December 2003, the 175 States; you may come",
            &["", "", "", "", "may", "", "", "", "", "", "", "December"],
        );
        assert_eq!(english, ["175", "2003", "month 12"]);
        let chinese: Vec<String> = (1..=12).map(|month| format!("{month}月")).collect();
        let chinese: Vec<&str> = chinese.iter().map(String::as_str).collect();
        assert_eq!(values("于2003年12月结束，175个国家，6月", &chinese), ["175", "2003", "month 12"]);
        assert_eq!(values("٢٠٠٣ و١٧٥", &[]), ["175", "2003"]);
    }

    #[test]
    fn grouped_numbers_are_one() {
        for text in ["1,000 seats", "1 000 places", "1.000 plazas", "1\u{202f}000", "1000"] {
            assert_eq!(values(text, &[]), ["1000"], "{text}");
        }
        assert_eq!(values("in 2003 175 States", &[]), ["175", "2003"]);
    }

    #[test]
    fn addresses_are_told_from_words() {
        let found =
            addresses("Write to office\\@example.org, see www.example.org/a (https://b.example). A @ b");
        let found: Vec<&str> = found.iter().map(|(value, _)| value.as_str()).collect();
        assert_eq!(found, ["https://b.example", "office@example.org", "www.example.org/a"]);
    }
}
