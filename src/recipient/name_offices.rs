//! Whether what stands as the name of a person is an office.

use crate::names::fold_words;

/// First words of offices, in plain form.
const OFFICES: &str = "minister; ministre; ministro; ministra; министр; وزير; وزيرة; director; directeur; directrice; directora; директор; \
    secretary; secrétaire; secretario; secretaria; chairman; chairperson; president; président; présidente; presidente; presidenta; ambassade; embassy; embajada; посольство; \
    ministry; ministère; ministerio; министерство; وزارة; department; département; departamento; protocol; protocole; protocolo; office; \
    bureau; oficina; secretariat; secrétariat; mission; head of; chief of; chef de; chef du; jefe de; to whom; whom it may";

/// Whether a name begins as offices do, perhaps with an article.
pub(super) fn is_office(words: &[&str]) -> bool {
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let is_article = |word: &String| matches!(word.as_str(), "the" | "le" | "la" | "el" | "los");
    let is_office_word = |word: &String| OFFICES.split("; ").any(|office| office == word);
    if lower.windows(2).any(|pair| matches!(pair, [one, two] if is_article(one) && is_office_word(two))) {
        return true;
    }
    let rest: Vec<String> =
        lower.iter().skip_while(|word| is_article(word)).map(|word| fold_words(word)).collect();
    let begins = |office: &str| {
        let office: Vec<String> = office.split(' ').map(fold_words).collect();
        // A name may be a word of offices: it is none alone, before another word of an office, or before two words of a name.
        let is_alone = office.len() > 1 || rest.len() != 2 || is_followed(&lower);
        rest.starts_with(&office) && is_alone
    };
    OFFICES.split("; ").any(begins)
}

/// Whether a small word follows, as in `minister of fisheries`.
fn is_followed(words: &[String]) -> bool {
    const SMALL: [&str; 22] = [
        "of",
        "for",
        "general",
        "de",
        "du",
        "des",
        "d",
        "del",
        "général",
        "générale",
        "exécutif",
        "иностранных",
        "general,",
        "chief",
        "to",
        "executive",
        "responsible",
        "in",
        "and",
        "delegate",
        "délégué",
        "affairs",
    ];
    words.iter().skip(1).any(|word| SMALL.contains(&word.trim_end_matches(',')))
}
