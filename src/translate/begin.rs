//! The files of a new language that hold no prose, filled from Unicode CLDR: a translator begins with words, not with tables.

use std::fmt::Write as _;

use crate::input::quoted;
use crate::locale::{CldrLanguage, cldr_version, free_font};

/// The face of Latin letters and digits, which a language of another script has first.
const LATIN: &str = "Libertinus Serif";

/// `locale.yaml` of another language with what CLDR knows of this one: name, marks, fonts, dates and names of languages.
pub(super) fn fill_pack(text: &str, from: &str, cldr: &CldrLanguage) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut block = String::new();
    for line in text.split_inclusive('\n') {
        // What the file of the other language says of itself.
        if block.is_empty() && line.starts_with('#') && !line.contains("$schema") {
            continue;
        }
        if let Some(key) = top_level(line) {
            block = key.to_owned();
            match key {
                "format" => {
                    let _ = writeln!(
                        filled,
                        "# {}, to be translated from `{from}`: labels, dates and forms of address.",
                        cldr.name
                    );
                }
                "name" => {
                    let _ = writeln!(filled, "name: {}", quoted(cldr.name));
                    continue;
                }
                "typography" if line.trim_end() == "typography:" => {
                    filled += line;
                    filled += &typography(cldr);
                    continue;
                }
                "dates" => filled += &dates(cldr),
                _ => {}
            }
        }
        match block.as_str() {
            "dates" => {}
            "typography" if is_own_setting(line) => {}
            "labels" => filled += &label(line, cldr),
            _ => filled += line,
        }
    }
    filled
}

/// The key of a line that begins a block of the file.
fn top_level(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(':')?;
    key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_').then_some(key)
}

fn is_own_setting(line: &str) -> bool {
    let key = line.trim_start().split(':').next().unwrap_or_default();
    ["fonts", "quotes"].contains(&key)
}

fn typography(cldr: &CldrLanguage) -> String {
    let mut text = note("check");
    let _ = writeln!(text, "  quotes: {}", quoted(&cldr.quotes.join(" ")));
    if let Some(font) = free_font(cldr.script) {
        let _ = writeln!(text, "  fonts: {}", quoted(&format!("{LATIN}, {}", font.family)));
    }
    text
}

/// A label that names a language, in the new language.
fn label(line: &str, cldr: &CldrLanguage) -> String {
    let name = line.trim_start().strip_prefix("language_").and_then(|rest| {
        let (tag, _) = rest.split_once(':')?;
        cldr.languages.iter().find(|(known, _)| *known == tag)
    });
    match name {
        Some((tag, name)) => format!("  language_{tag}: {} # CLDR {}\n", quoted(name), cldr_version()),
        None => line.to_owned(),
    }
}

/// Months and patterns; CLDR has no ranges for running text and no place with a date, so those begin with its nearest.
fn dates(cldr: &CldrLanguage) -> String {
    let mut text = format!("dates:\n{}", note("check"));
    let months: Vec<String> = cldr.months.iter().map(|month| quoted(month)).collect();
    let _ = writeln!(text, "  months: [{}]", months.join(", "));
    if let Some(digits) = cldr.digits {
        let _ = writeln!(text, "  digits: {}", quoted(digits));
    }
    let _ = writeln!(text, "  date: {}", quoted(cldr.date));
    text += "  # CLDR has no place with a date: write it as letters do.\n";
    let _ = writeln!(text, "  dateline: {}", quoted(&format!("{{place}}, {}", cldr.date)));
    text += "  # CLDR has no ranges for running text: write “from … to …” as the language has it.\n";
    for key in ["range", "range_plain"] {
        let _ = writeln!(text, "  {key}:\n    day: {}", quoted(cldr.date));
        for (name, pattern) in ["month", "year", "years"].into_iter().zip(cldr.ranges) {
            let _ = writeln!(text, "    {name}: {}", quoted(pattern));
        }
    }
    text
}

/// `countries.yaml` with the short names that CLDR has.
pub(super) fn countries(tag: &str, cldr: &CldrLanguage) -> String {
    let mut text = format!(
        "# yaml-language-server: $schema=../../docs/schemas/countries.json\n\
         # Short names of States from Unicode CLDR {}: check them, since they are not all as the United Nations writes them.\n\
         # A letter to a State needs its other names too: {{ short: …, in_text: …, of: …, formal: …, formal_of: … }}.\n\
         format: 1\nlocale: {tag}\n\
         # Where names neither take an article nor change in a sentence, these patterns serve all States: remove the # before them.\n\
         # forms: {{ in_text: \"{{short}}\", of: \"{{short}}\", formal: \"{{short}}\", formal_of: \"{{formal}}\" }}\n\
         countries:\n",
        cldr_version()
    );
    for (code, name) in &cldr.states {
        let _ = writeln!(text, "  {code}: {{ short: {} }}", quoted(name));
    }
    text
}

fn note(what: &str) -> String {
    format!("  # From Unicode CLDR {}: {what}.\n", cldr_version())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::find_cldr;

    #[test]
    fn a_pack_gets_what_cldr_knows_and_keeps_the_rest() {
        let source = "format: 1\nlocale: fr\nname: français\ntypography:\n  hyphenate: \"true\"\n  fonts: \"Own\"\nlabels:\n  \
                      hotel: \"Hôtel\"\n  language_ru: \"Russe\"\ndates:\n  months: [a]\n  first_day: 1er\naddress:\n  close: \"C\"\n";
        let filled = fill_pack(source, "fr", &find_cldr("th").expect("known"));
        assert_eq!(
            filled.lines().filter(|line| !line.contains("month") && !line.contains('#')).collect::<Vec<_>>(),
            [
                "format: 1",
                "locale: fr",
                "name: \"ไทย\"",
                "typography:",
                "  quotes: \"‘ ’ “ ”\"",
                "  fonts: \"Libertinus Serif, Noto Serif Thai\"",
                "  hyphenate: \"true\"",
                "labels:",
                "  hotel: \"Hôtel\"",
                "dates:",
                "  range:",
                "  range_plain:",
                "address:",
                "  close: \"C\"",
            ]
        );
        assert!(filled.contains("  language_ru: \"รัสเซีย\" # CLDR"), "{filled}");
        assert!(filled.contains("  date: \"{day} {month} ค.ศ. {year}\"\n"), "{filled}");
    }
}
