//! In which direction a language is written, by its script.

use super::model::Direction;

/// Languages that are written from right to left where their tag names no script.
const RIGHT_TO_LEFT: [&str; 23] = [
    "ar", "arc", "ary", "arz", "bal", "ckb", "dv", "fa", "glk", "he", "iw", "khw", "ks", "lrc", "mzn", "nqo",
    "ps", "sd", "syr", "ug", "ur", "yi", "ji",
];

/// Scripts that are written from right to left (ISO 15924).
const SCRIPTS: [&str; 13] =
    ["adlm", "arab", "aran", "armi", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi"];

/// The direction of a language: that of the script its tag names, or of the script it is usually written in.
#[must_use]
pub fn direction_of(tag: &str) -> Direction {
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let script = parts
        .take_while(|part| part.len() > 1)
        .find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()));
    let is_rtl = match script {
        Some(script) => SCRIPTS.contains(&script),
        None => RIGHT_TO_LEFT.contains(&language),
    };
    if is_rtl { Direction::Rtl } else { Direction::Ltr }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_decides() {
        for tag in
            ["ar", "he", "fa-AF", "ur", "ps", "dv", "ug", "az-Arab", "ku-Arab-IQ", "HE", "yi", "ff-Adlm"]
        {
            assert_eq!(direction_of(tag), Direction::Rtl, "{tag}");
        }
        for tag in
            ["en", "fr", "zh-Hant", "ru", "tr", "ku", "az", "ar-Latn", "uz-Cyrl", "ha", "", "en-x-arab"]
        {
            assert_eq!(direction_of(tag), Direction::Ltr, "{tag}");
        }
    }
}
