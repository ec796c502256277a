//! What to do about a YAML file that is not well-formed, in words of who writes it and not of the parser.

/// What is wrong, where that can be said better than the parser does, and what to do.
pub(super) struct YamlAdvice {
    pub(super) message: Option<String>,
    pub(super) hint: String,
}

/// Advises on the message of the parser; `line` is that where it stopped, from one.
pub(super) fn advise(message: &str, text: &str, line: Option<u32>) -> YamlAdvice {
    let hint = |hint: String| YamlAdvice { message: None, hint };
    if let Some(key) = message.strip_prefix("duplicate mapping key: ") {
        let key = key.split(", set ").next().unwrap_or(key);
        return YamlAdvice {
            message: Some(format!("the key `{key}` is there twice")),
            hint: "take one of them out, or join what they say".to_owned(),
        };
    }
    if message.starts_with("tabs disallowed") {
        return hint("indent with spaces: tabs are not allowed there".to_owned());
    }
    let at = line.and_then(|line| usize::try_from(line).ok()).unwrap_or_default();
    let near = || (0..at).rev().filter_map(|index| Some((index + 1, text.lines().nth(index)?)));
    let mut last =
        near().filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#')).take(2);
    let found = last.find_map(|(number, line)| quote(line).or_else(|| space(line, number)));
    hint(found.unwrap_or_else(|| "check indentation, quotes and colons near this place".to_owned()))
}

/// Characters that a text without quotation marks cannot begin with.
const BEGINNINGS: &str = "[]{}\"'`@*&!%|>-?,#";

/// The advice to quote the text of a line, if without quotation marks it cannot be read.
fn quote(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches("- ").trim_start();
    let (key, value) = line.split_once(": ")?;
    let value = value.trim();
    let is_whole = |open: char, close: char| {
        value.len() > 1 && value.starts_with(open) && value.ends_with(close) && !within(value).contains(open)
    };
    let is_sound =
        is_whole('"', '"') || is_whole('\'', '\'') || value.starts_with(['[', '{']) && is_open(value);
    let needs =
        value.contains(": ") || value.ends_with(':') || value.starts_with(|c: char| BEGINNINGS.contains(c));
    if is_sound || !needs || value.is_empty() || is_block(value) {
        return None;
    }
    let quotes = ['"', '\''];
    // A quotation mark that was opened and not closed is none of the text.
    let text = match value.strip_prefix(quotes) {
        Some(rest) if !rest.contains(quotes) => rest,
        _ => value,
    };
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    Some(format!("put the text in quotation marks: `{key}: \"{escaped}\"`"))
}

/// What is between the first and the last character.
fn within(value: &str) -> &str {
    let mut chars = value.chars();
    chars.next();
    chars.next_back();
    chars.as_str()
}

/// Whether a value in brackets is nothing else, or goes on in the next line.
fn is_open(value: &str) -> bool {
    let close = if value.starts_with('[') { ']' } else { '}' };
    value.find(close).is_none_or(|_| value.ends_with(close))
}

/// Whether a text in the lines below is announced.
fn is_block(value: &str) -> bool {
    value.starts_with(['|', '>']) && value.chars().skip(1).all(|c| "+-0123456789".contains(c))
}

/// The advice to write a space after a colon.
fn space(line: &str, number: usize) -> Option<String> {
    let line = line.trim().trim_start_matches("- ").trim_start();
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    let is_stuck = value.starts_with(|c: char| !c.is_whitespace() && c != '/');
    (is_key && is_stuck).then(|| format!("write a space after the colon in line {number}: `{key}: {value}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_answered_by_what_to_write() {
        for (line, hint) in [
            ("en: Session: the 31st", "put the text in quotation marks: `en: \"Session: the 31st\"`"),
            (
                "en: \"Thirty-first\" Session",
                "put the text in quotation marks: `en: \"\\\"Thirty-first\\\" Session\"`",
            ),
            ("  en: 'Thirty-first", "put the text in quotation marks: `en: \"Thirty-first\"`"),
            ("- name: [31st] Session", "put the text in quotation marks: `name: \"[31st] Session\"`"),
            ("en: @home", "put the text in quotation marks: `en: \"@home\"`"),
            ("en: *Session", "put the text in quotation marks: `en: \"*Session\"`"),
            ("en: C:\\x: y", "put the text in quotation marks: `en: \"C:\\\\x: y\"`"),
            ("en:Session", "write a space after the colon in line 3: `en: Session`"),
            ("en: [a, b", "check indentation, quotes and colons near this place"),
            ("en: \"a b\"", "check indentation, quotes and colons near this place"),
            ("en: |", "check indentation, quotes and colons near this place"),
            ("file: http://a.example", "check indentation, quotes and colons near this place"),
        ] {
            let text = format!("format: 1\n# a: remark\n{line}\n");
            assert_eq!(advise("any", &text, Some(3)).hint, hint, "{line}");
        }
        // The parser stops in the line after the slip.
        let advice = advise("mapping values are not allowed", "a: 1\nen:Session\nfr: x\n", Some(3));
        assert_eq!(advice.hint, "write a space after the colon in line 2: `en: Session`");
        let advice = advise("duplicate mapping key: end, set DuplicateKeyPolicy in Options", "", None);
        assert_eq!(advice.message.as_deref(), Some("the key `end` is there twice"));
    }
}
