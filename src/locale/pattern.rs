//! Patterns: text with `{placeholders}`, as locale packs write them.

/// Fills a pattern in one pass; what a value holds is never read as a placeholder.
pub(super) fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(pattern.len() + 32);
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        filled.push_str(before);
        let known = after[1..].find('}').and_then(|close| {
            let name = &after[1..=close];
            values.iter().find(|(key, _)| *key == name).map(|(_, value)| (value, close + 2))
        });
        match known {
            Some((value, end)) => {
                filled.push_str(value);
                rest = &after[end..];
            }
            None => {
                filled.push('{');
                rest = &after[1..];
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// The placeholders of a pattern that are not among the known ones.
pub(super) fn unknown<'a>(pattern: &'a str, known: &[&str]) -> Vec<&'a str> {
    pattern
        .split('{')
        .skip(1)
        .map(|part| part.split('}').next().unwrap_or(part))
        .filter(|name| !known.contains(name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_not_read_as_patterns() {
        assert_eq!(fill("{a} and {b}{", &[("a", "{b}"), ("b", "x")]), "{b} and x{");
    }

    #[test]
    fn unknown_placeholders_are_found() {
        assert_eq!(unknown("{day} {mnth}", &["day", "month"]), ["mnth"]);
    }
}
