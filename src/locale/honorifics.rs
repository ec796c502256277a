//! Titles that people write before or after a name, in the languages that come with the program, so that a letter does not
//! print them twice: once with the name, and once as its form of address.

use super::gender::Gender;
use super::honorific_words::When::{
    self, Always, BeforeAnother, Dotted, DottedOrBefore, French, FrenchCapitals, Spanish, SpanishDotted,
};
use super::honorific_words::{AFTER, BEFORE, SPANISH};
use crate::names::fold_words;

/// What of a written name is title, and what is name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TitledName<'a> {
    /// The titles, as they are written.
    pub title: &'a str,
    /// The name without them; empty if there is nothing else.
    pub name: &'a str,
    /// The gender they tell, if they tell one.
    pub gender: Option<Gender>,
}

/// Takes a written name apart, if it has a title; `language` is that in which the person is written to: in French `M.` is one, in Spanish `Don`.
///
/// ```
/// use convoke::locale::{Gender, split_title};
///
/// let name = split_title("H.E. Mr. Jean-Noël BARROT", "en").unwrap();
/// assert_eq!((name.title, name.name, name.gender), ("H.E. Mr.", "Jean-Noël BARROT", Some(Gender::Masculine)));
/// assert_eq!(split_title("M. Night Shyamalan", "en"), None);
/// ```
#[must_use]
pub fn split_title<'a>(written: &'a str, language: &str) -> Option<TitledName<'a>> {
    let written = written.trim();
    let (end, mut genders) = find_before(written, language);
    if end == 0
        && let Some(found) = split_behind(written, language)
    {
        return Some(found);
    }
    let (title, rest) = written.split_at(end);
    let (name, title) = if title.is_empty() {
        let name = strip_after(rest, &mut genders);
        (name, rest.get(name.len()..).unwrap_or_default())
    } else {
        (strip_after(rest, &mut genders), title)
    };
    let name = name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '/'));
    let title = title.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '/'));
    let mut told = genders.into_iter().flatten();
    let gender = told.next().filter(|first| told.all(|other| other == *first));
    (!title.is_empty()).then_some(TitledName { title, name, gender })
}

/// Takes a name apart whose titles stand behind it, as in `SMITH John (Mr)` or `SMITH John, H.E. Mr`.
fn split_behind<'a>(written: &'a str, language: &str) -> Option<TitledName<'a>> {
    let at = written.rfind(['(', '（', ','])?;
    let (name, behind) = written.split_at(at);
    let title = behind.trim_matches(|c: char| c.is_whitespace() || "(（,）)".contains(c));
    let (end, genders) = find_before(title, language);
    let mut told = genders.into_iter().flatten();
    let gender = told.next().filter(|first| told.all(|other| other == *first));
    let is_all = end > 0 && end == title.len();
    is_all.then_some(TitledName { title, name: name.trim_end(), gender })
}

/// The end of the titles that a name begins with, and their genders.
fn find_before(written: &str, language: &str) -> (usize, Vec<Option<Gender>>) {
    let words = words(written);
    let (mut at, mut genders) = (0, Vec::new());
    let mut last = None;
    // Titles that are ones only before another.
    let mut doubtful = 0;
    while let Some((title, count)) = find_title(words.get(at..).unwrap_or_default(), language, last) {
        at += count;
        genders.push(title.1);
        let taken = words.get(at - count..at).unwrap_or_default();
        let is_doubtful = match title.2 {
            BeforeAnother => true,
            DottedOrBefore => !taken.iter().any(|word| word.is_dotted),
            _ => false,
        };
        doubtful = if is_doubtful { doubtful + count } else { 0 };
        last = Some(title);
    }
    at -= doubtful;
    if at == 0 {
        return (0, Vec::new());
    }
    let end = words.get(at).map_or(written.len(), |word| word.start);
    (end, genders)
}

type Title = &'static (&'static str, Option<Gender>, When);

/// The title at the beginning of some words, and how many of them it takes.
fn find_title(words: &[Word], language: &str, last: Option<Title>) -> Option<(Title, usize)> {
    let primary = language.split('-').next().unwrap_or_default();
    let (is_french, is_spanish) = (primary == "fr", primary == "es");
    let matches = |title: &Title| {
        let mut count = 0;
        for part in title.0.split(' ') {
            if words.get(count).is_none_or(|word| word.folded != part) {
                return None;
            }
            count += 1;
        }
        let last_word = words.get(count - 1)?;
        let follows = |titles: &[&str]| last.is_some_and(|last| titles.contains(&last.0));
        let is_excellency = follows(&["s e", "se", "s exc", "son excellence"]);
        let is_any_excellency = follows(&["h e", "his excellency", "her excellency"]) || is_excellency;
        let is_title = match title.2 {
            Always | BeforeAnother | DottedOrBefore => true,
            Dotted => words.iter().take(count).any(|word| word.is_dotted),
            FrenchCapitals => is_french && last_word.is_capital,
            Spanish => follows(&SPANISH) || is_spanish,
            SpanishDotted => follows(&SPANISH) || is_spanish && last_word.is_dotted,
            French => {
                last_word.is_dotted && (is_excellency || is_french && (last.is_none() || is_any_excellency))
            }
        };
        is_title.then_some(count)
    };
    BEFORE.iter().find_map(|title| Some((title, matches(&title)?)))
}

/// A name without the titles it ends with.
fn strip_after<'a>(written: &'a str, genders: &mut Vec<Option<Gender>>) -> &'a str {
    let mut name = written;
    while let Some((title, gender)) = AFTER.iter().find(|(title, _)| name.ends_with(title)) {
        genders.push(*gender);
        name = name.strip_suffix(title).unwrap_or(name).trim_end_matches([' ', '/', '\u{a0}']);
    }
    name
}

/// A word of a written name.
#[derive(Debug)]
struct Word {
    start: usize,
    folded: String,
    is_dotted: bool,
    /// Whether it has no small letter.
    is_capital: bool,
}

/// The words of a written name: full stops, spaces, slashes and commas end them.
fn words(written: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut push = |start: usize, end: usize, is_dotted: bool| {
        let word = written.get(start..end).unwrap_or_default();
        let folded = fold_words(word);
        if !folded.is_empty() {
            words.push(Word { start, folded, is_dotted, is_capital: !word.chars().any(char::is_lowercase) });
        }
    };
    for (at, c) in written.char_indices() {
        if c.is_whitespace() || matches!(c, '.' | '/' | ',') {
            push(start, at, c == '.');
            start = at + c.len_utf8();
        }
    }
    push(start, written.len(), false);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::honorific_words::{ANY, HE, SHE};

    #[track_caller]
    fn titled(written: &str, language: &str, title: &str, name: &str, gender: Option<Gender>) {
        assert_eq!(split_title(written, language), Some(TitledName { title, name, gender }), "{written}");
    }

    #[test]
    fn titles_are_told_from_names() {
        for (written, title, name, gender) in [
            ("H.E. Mr. Jean-Noël BARROT", "H.E. Mr.", "Jean-Noël BARROT", HE),
            ("Mr. Ding-Rong LIN", "Mr.", "Ding-Rong LIN", HE),
            ("HE Ms Penny Wong", "HE Ms", "Penny Wong", SHE),
            ("H. E. Dr. Subrahmanyam Jaishankar", "H. E. Dr.", "Subrahmanyam Jaishankar", ANY),
            ("MRS A. B. Person", "MRS", "A. B. Person", SHE),
            ("Dr.Ali Hassan", "Dr.", "Ali Hassan", ANY),
            ("The Hon. Mélanie Joly", "The Hon.", "Mélanie Joly", ANY),
            ("The Rt Hon. David Lammy", "The Rt Hon.", "David Lammy", ANY),
            ("His Excellency Mr A. Person", "His Excellency Mr", "A. Person", HE),
            ("S.E. M. Abdoulaye Diop", "S.E. M.", "Abdoulaye Diop", HE),
            ("S.E.M. Abdoulaye Diop", "S.E.M.", "Abdoulaye Diop", HE),
            ("Son Excellence Madame Rose Christiane", "Son Excellence Madame", "Rose Christiane", SHE),
            ("Mme Yassine Fall", "Mme", "Yassine Fall", SHE),
            ("L’Honorable Jean Claude", "L’Honorable", "Jean Claude", ANY),
            ("Excmo. Sr. D. José Manuel Albares", "Excmo. Sr. D.", "José Manuel Albares", HE),
            ("Sra. Alicia Bárcena", "Sra.", "Alicia Bárcena", SHE),
            ("S.E. Señora Laura Sarabia", "S.E. Señora", "Laura Sarabia", SHE),
            ("Г-н Сергей Лавров", "Г-н", "Сергей Лавров", HE),
            ("Ее Превосходительство г-жа Иванова", "Ее Превосходительство г-жа", "Иванова", SHE),
            ("王毅阁下", "阁下", "王毅", ANY),
            ("王毅 先生", " 先生".trim(), "王毅", HE),
            ("王毅先生阁下", "先生阁下", "王毅", HE),
            ("السيد بدر عبد العاطي", "السيد", "بدر عبد العاطي", HE),
            ("سعادة السيدة نجلاء", "سعادة السيدة", "نجلاء", SHE),
            ("Mr/Ms A. Person", "Mr/Ms", "A. Person", ANY),
            ("Prof. Dr. Mr", "Prof. Dr. Mr", "", HE),
            ("H.E Mr Jean BARROT", "H.E Mr", "Jean BARROT", HE),
            ("H.E Jean BARROT", "H.E", "Jean BARROT", ANY),
            ("HE. Jean BARROT", "HE.", "Jean BARROT", ANY),
            ("H.R.H. Princess Anna", "H.R.H.", "Princess Anna", ANY),
            ("HRH Princess Anna", "HRH Princess", "Anna", SHE),
            ("Eng. Ali Hassan", "Eng.", "Ali Hassan", ANY),
            ("Gen. (Rtd) John Doe", "Gen.", "(Rtd) John Doe", ANY),
            ("Rev. Fr. John Doe", "Rev. Fr.", "John Doe", ANY),
            ("Mgr Dupont", "Mgr", "Dupont", HE),
            ("Exmo. Senhor João Silva", "Exmo. Senhor", "João Silva", HE),
            ("д-р Иванов", "д-р", "Иванов", ANY),
            ("阁下 王毅", "阁下", "王毅", ANY),
            ("王毅 部长", "部长", "王毅", ANY),
            ("SMITH John (Mr)", "Mr", "SMITH John", HE),
            ("SMITH John, H.E. Mr", "H.E. Mr", "SMITH John", HE),
            ("Иванов (г-н)", "г-н", "Иванов", HE),
        ] {
            titled(written, "en", title, name, gender);
        }
        titled("M. Stéphane Dion", "fr", "M.", "Stéphane Dion", HE);
        titled("Don Pedro SÁNCHEZ", "es-MX", "Don", "Pedro SÁNCHEZ", HE);
        titled("D. Pedro SÁNCHEZ", "es", "D.", "Pedro SÁNCHEZ", HE);
        titled("Doña María GÓMEZ", "en", "Doña", "María GÓMEZ", SHE);
        titled("Hr. Lars LØKKE", "en", "Hr.", "Lars LØKKE", HE);
        titled("SEM Jean DION", "fr", "SEM", "Jean DION", HE);
        titled("H.E. M. Dion", "fr", "H.E. M.", "Dion", HE);
    }

    #[test]
    fn names_are_left_alone() {
        for name in [
            "",
            "A. Person",
            "M. Night Shyamalan",
            "HE Wei",
            "He Jiang",
            "Don McKinnon",
            "Hon Xuan",
            "Drew Barry",
            "Mrsic Ana",
            "Se-young Kim",
            "D. Person",
            "Ing Huot",
            "Sir Keir Starmer",
            "Prince Faisal bin Farhan",
            "Excellency",
            "Srettha Thavisin",
            "王毅",
            "Лавров С. В.",
            "Marie Madame",
            "Sem Dresden",
            "SEM Dara",
            "Gen Urobuchi",
            "John Smith, PhD",
            "John Smith (acting)",
            "Kim, Mr and others",
        ] {
            assert_eq!(split_title(name, "en"), None, "{name}");
        }
        assert_eq!(split_title("M Night", "fr"), None);
        assert_eq!(split_title("D. Pedro SÁNCHEZ", "en"), None);
        assert_eq!(split_title("Don McKinnon", "en"), None);
        assert_eq!(split_title("D Pedro", "es"), None);
        assert_eq!(split_title("Mr Don McKinnon", "en").map(|found| found.name), Some("Don McKinnon"));
        assert_eq!(split_title("Mr D. Person", "en").map(|found| found.name), Some("D. Person"));
        assert_eq!(split_title("Dr M. Diallo", "fr").map(|found| found.name), Some("M. Diallo"));
    }

    #[test]
    fn the_words_are_folded_and_none_hides_another() {
        for (at, (title, ..)) in BEFORE.iter().enumerate() {
            let folded: Vec<String> = title.split(' ').map(fold_words).collect();
            assert_eq!(folded.join(" "), *title);
            let begins = |(earlier, ..): &&(&str, Option<Gender>, When)| {
                title.strip_prefix(earlier).is_some_and(|rest| rest.starts_with(' ') || rest.is_empty())
            };
            assert_eq!(BEFORE.iter().take(at).find(begins), None, "{title}");
        }
    }

    #[test]
    fn the_forms_of_address_of_all_languages_are_titles() {
        for language in ["en", "fr", "es", "ru", "zh", "ar"] {
            let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
            let pack = crate::locale::read(root, "templates", language).value.unwrap();
            let offices = pack.file().address.offices.values();
            let words = offices.flat_map(|office| [&office.masculine, &office.feminine, &office.unknown]);
            let honorifics = words.filter_map(|words| words.honorific.as_ref()).map(|words| words.as_str());
            let mut count = 0;
            for honorific in honorifics.filter(|honorific| !honorific.is_empty()) {
                let written = if language == "zh" {
                    format!("王毅{honorific}")
                } else {
                    format!("{honorific} BARROT")
                };
                let name = split_title(&written, "en").map(|found| found.name);
                assert_eq!(name, Some(if language == "zh" { "王毅" } else { "BARROT" }), "{written}");
                count += 1;
            }
            assert!(count >= 6, "{language}: {count}");
        }
    }
}
