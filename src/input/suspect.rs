//! What a text cannot be meant to say: letters that programs have garbled or lost, codes of HTML, words left for somebody to replace.

use encoding_rs::WINDOWS_1252;

use crate::diagnostic::{Diagnostic, codes};

/// Elements of HTML that occur in texts.
const TAGS: [&str; 14] =
    ["a", "b", "br", "div", "em", "font", "i", "li", "p", "span", "strong", "sup", "u", "ul"];

/// Words in capitals that mark what is still to be written.
const MARKS: [&str; 6] = ["TODO", "FIXME", "TBC", "TBD", "TBA", "TBW"];

/// The beginning of texts that programs fill pages and boxes with, in small letters.
const FILLERS: [&str; 5] =
    ["lorem ipsum", "click here to enter", "click or tap here", "cliquez ici pour", "haga clic aquí para"];

/// What stands between the signs of a merge field, or of a place to fill in, in small letters.
const FIELDS: &str = "name; full name; first name; firstname; last name; lastname; surname; family name; title; salutation; address; address block; \
    addressblock; greetingline; greeting line; date; country; city; ministry; minister; recipient; addressee; organisation; organization; \
    position; function; place; venue; time; amount; signature; reference; number; xx; xxx; nom; prénom; titre; adresse; pays; ville; ministère; \
    ministre; destinataire; date limite; lieu; heure; montant; nombre; nombre y apellidos; apellidos; apellido; título; dirección; fecha; país; \
    ciudad; ministerio; destinatario; lugar; hora; имя; фамилия; должность; дата; адрес; страна; министерство; 姓名; 日期; 国家; 地址; \
    الاسم; التاريخ; البلد; العنوان";

/// How what is to be filled in begins, in small letters.
const ORDERS: &str = "insert; enter; type; fill in; to be; your; complete; insérer; indiquer; compléter; à compléter; à préciser; votre; insertar; \
    indicar; introducir; completar; por definir; вставить; указать; введите; 请填写; 插入; أدخل";

/// The signs around merge fields and places to fill in.
const AROUND: [(char, char); 5] = [('«', '»'), ('[', ']'), ('{', '}'), ('%', '%'), ('<', '>')];

/// What is odd about a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// It is UTF-8 that was read in another encoding.
    Garbled,
    /// Letters have become question marks.
    Lost,
    /// It has codes of HTML.
    Html,
    /// A word has letters of two alphabets, some of which look alike.
    Mixed,
}

impl Oddity {
    /// What is odd about a text, if anything is.
    pub(crate) fn of(text: &str) -> Option<Self> {
        match () {
            () if is_garbled(text) => Some(Self::Garbled),
            () if lacks_letters(text) => Some(Self::Lost),
            () if is_html(text) => Some(Self::Html),
            () if find_mixed(text).is_some() => Some(Self::Mixed),
            () => None,
        }
    }

    /// The problem, with the text.
    pub(crate) fn report(self, text: &str) -> Diagnostic {
        match self {
            Self::Garbled => Diagnostic::new(codes::VALUE_GARBLED, format!("`{text}` {}", self.words()))
                .with_hint("correct the text, or export the list again as UTF-8"),
            Self::Lost => Diagnostic::new(codes::VALUE_GARBLED, format!("`{text}` {}", self.words()))
                .with_hint("write the letters that were there"),
            Self::Html => Diagnostic::new(codes::VALUE_HTML, format!("`{text}` {}", self.words()))
                .with_hint("write the characters themselves"),
            Self::Mixed => {
                let (word, letter) = find_mixed(text).unwrap_or_default();
                let message = format!("`{word}` {}: `{letter}` (U+{:04X})", self.words(), u32::from(letter));
                Diagnostic::new(codes::VALUE_MIXED, message)
                    .with_hint("write the whole word with the letters of one alphabet")
            }
        }
    }

    /// What is odd, as the rest of a sentence about the text.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Garbled => "looks like UTF-8 that was read in another encoding",
            Self::Lost => "has signs in place of letters, as programs write for letters that they lack",
            Self::Html => "has codes of HTML, which are printed as they are",
            Self::Mixed => "has letters of two alphabets that look alike",
        }
    }
}

/// Whether a text is what UTF-8 becomes in Windows-1252: its bytes there are UTF-8 again, of characters that the languages
/// of that code page use, or of several others.
fn is_garbled(text: &str) -> bool {
    let is_usual = |c: char| matches!(c, '\u{a0}'..='\u{ff}' | '\u{2010}'..='\u{203a}' | '\u{20ac}');
    !text.is_ascii()
        && text.split(' ').filter(|word| !word.is_ascii()).any(|word| {
            let (bytes, _, lost) = WINDOWS_1252.encode(word);
            let sound = bytes.utf8_chunks().flat_map(|chunk| chunk.valid().chars());
            let meant: Vec<char> = sound.filter(|c| !c.is_ascii() && !lost).collect();
            meant.len() > 1 || meant.into_iter().any(is_usual)
        })
}

/// Signs that other code pages have in place of accented letters, as far as no word has them within.
const IN_PLACE_OF_LETTERS: &str = "‚ˆ‡“”„†•™˜¢¤¦";

/// Capitals that other code pages have in place of small letters.
const CAPITALS: &str = "ŠŒŽŸ";

/// Whether a text has a sign between two letters of a word that is no address, a capital between two small letters, or the sign for
/// what could not be read.
fn lacks_letters(text: &str) -> bool {
    let is_within = |word: &str| {
        let letters: Vec<char> = word.chars().collect();
        let is_address = word.contains(['/', '=', '@']);
        let stands_within = |part: &[char]| match part {
            [a, '?', b] => a.is_alphabetic() && b.is_alphabetic(),
            [a, c, b] if IN_PLACE_OF_LETTERS.contains(*c) => is_latin(*a) && is_latin(*b),
            [a, c, b] if CAPITALS.contains(*c) => a.is_ascii_lowercase() && b.is_ascii_lowercase(),
            _ => false,
        };
        !is_address && letters.windows(3).any(stands_within)
    };
    let is_sign = |c| IN_PLACE_OF_LETTERS.contains(c) || CAPITALS.contains(c);
    let is_suspect = |c: char| c == '?' || !c.is_ascii() && is_sign(c);
    text.contains(char::REPLACEMENT_CHARACTER)
        || text.contains(is_suspect) && text.split_whitespace().any(is_within)
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, 'À'..='ɏ')
}

/// Letters of Greek that look like Latin ones; others stand beside these in units and symbols.
const GREEK: &str = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορτυχ";

/// The first word with Latin letters among others that look like them, and the first letter that is strange among the rest.
fn find_mixed(text: &str) -> Option<(&str, char)> {
    if text.is_ascii() {
        return None;
    }
    let is_other = |c: char| matches!(c, '\u{400}'..='\u{52f}') || GREEK.contains(c);
    text.split(|c: char| !c.is_alphabetic()).find_map(|word| {
        let latin = word.chars().filter(|c| is_latin(*c)).count();
        let other = word.chars().filter(|c| is_other(*c)).count();
        if latin == 0 || other == 0 {
            return None;
        }
        let is_strange = |c: &char| if latin < other { is_latin(*c) } else { is_other(*c) };
        Some((word, word.chars().find(is_strange)?))
    })
}

/// Whether a text holds an entity or an element of HTML.
fn is_html(text: &str) -> bool {
    let tag = |after: &str| {
        let name: String =
            after.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        after.contains('>') && TAGS.contains(&name.to_ascii_lowercase().as_str())
    };
    find_entity(text).is_some() || text.split('<').skip(1).any(tag)
}

/// The first entity of HTML in a text, and where it is.
pub(crate) fn find_entity(text: &str) -> Option<(usize, &str)> {
    text.match_indices('&').find_map(|(at, _)| {
        let (name, _) = text.get(at + 1..)?.split_once(';')?;
        let is_number = name.strip_prefix('#').is_some_and(|number| {
            number.strip_prefix(['x', 'X']).unwrap_or(number).bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        let is_entity = (2..=8).contains(&name.len())
            && (is_number || name.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        is_entity.then(|| text.get(at..at + name.len() + 2)).flatten().map(|entity| (at, entity))
    })
}

/// The first words that somebody left to be replaced, and where they are.
pub(crate) fn find_leftover(text: &str) -> Option<(usize, &str)> {
    find_mark(text).or_else(|| find_filler(text)).or_else(|| find_field(text))
}

/// A word in capitals, or of one sign repeated: `TBC`, `XXXX`, `???`, `XX/XX`.
fn find_mark(text: &str) -> Option<(usize, &str)> {
    let is_of_word = |c: char| c.is_alphanumeric() || c == '?';
    let mut words = text.split_inclusive(|c: char| !is_of_word(c)).scan(0, |end, part| {
        let start = *end;
        *end += part.len();
        Some((start, part.trim_end_matches(|c: char| !is_of_word(c))))
    });
    let stands_for_number = |at: usize, word: &str| {
        let around = [text.get(..at).and_then(|before| before.chars().last()), {
            text.get(at + word.len()..).and_then(|after| after.chars().next())
        }];
        matches!(word, "XX" | "xx" | "JJ" | "DD" | "MM") && around.into_iter().flatten().any(|c| c == '/')
    };
    words.find(|(at, word)| {
        let repeats = |c: char| word.len() >= 4 && word.chars().all(|other| other == c);
        MARKS.contains(word)
            || repeats('X')
            || word.len() >= 3 && word.chars().all(|c| c == '?')
            || stands_for_number(*at, word)
    })
}

fn find_filler(text: &str) -> Option<(usize, &str)> {
    let small = text.to_ascii_lowercase();
    FILLERS.into_iter().find_map(|filler| {
        let at = small.find(filler)?;
        Some((at, text.get(at..at + filler.len())?))
    })
}

/// A merge field of another program, or a place to fill in: `«Name»`, `[insert the date]`, `{COUNTRY}`, `%NAME%`.
fn find_field(text: &str) -> Option<(usize, &str)> {
    AROUND.into_iter().find_map(|(open, close)| {
        text.match_indices(open).find_map(|(at, _)| {
            let inside = text.get(at + open.len_utf8()..)?;
            let inside = inside.get(..inside.find(close)?)?;
            let end = at + open.len_utf8() + inside.len() + close.len_utf8();
            is_field(inside).then(|| text.get(at..end)).flatten().map(|field| (at, field))
        })
    })
}

/// Whether words between signs name a field, or say what is to be written.
pub(crate) fn is_field(inside: &str) -> bool {
    let small = inside.to_lowercase();
    // Chinese has no spaces between words.
    let is_followed = |order: &str, rest: &str| {
        rest.starts_with(' ') || order.starts_with(|c| c > '\u{2e80}') && !rest.is_empty()
    };
    let is_order = |order: &str| {
        small == order && order.contains(' ')
            || small.strip_prefix(order).is_some_and(|rest| is_followed(order, rest))
    };
    let is_name_of_program = small.contains('_') && small.chars().all(|c| c.is_alphanumeric() || c == '_');
    let words = small.replace('_', " ");
    FIELDS.split("; ").any(|field| field == words) || ORDERS.split("; ").any(is_order) || is_name_of_program
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garbled_texts_are_told_from_rare_ones() {
        for garbled in [
            "MinistÃ¨re des affaires Ã©trangÃ¨res",
            "CÃ”TE Dâ€™IVOIRE",
            "MÃ¼nchen",
            "â‚¬ 12",
            "ÐœÐ¸Ð½Ð¸ÑÑ‚Ñ€",
            "SÃ£o TomÃ©",
        ] {
            assert_eq!(Oddity::of(garbled), Some(Oddity::Garbled), "{garbled}");
        }
        for lost in [
            "Gen?ve",
            "F?DAN",
            "Minist�re",
            "M. Jos? P?rez",
            "C“te d'Ivoire",
            "C™te",
            "MinistŠre",
            "pˆches",
            "???????? ?? ???a?b",
        ] {
            assert_eq!(Oddity::of(lost), Some(Oddity::Lost), "{lost}");
        }
        for sound in [
            "Ministère des affaires étrangères",
            "CAFÉ…",
            "«COMUNICACIÓ»",
            "SÃO PAULO",
            "Côte d’Ivoire",
            "Министерство",
            "وزارة الخارجية",
            "外交部",
            "Ørsted Å",
            "À la carte",
            "Å",
            "Who? Where?",
            "¿Qué?",
            "https://x.example/a?b",
            "a ? b",
            "the “blue” sea",
            "关于“渔业”的会议",
            "ŠKODA",
            "Šárka",
            "cœur",
        ] {
            assert_eq!(Oddity::of(sound), None, "{sound}");
        }
    }

    #[test]
    fn letters_that_look_alike_are_told_from_words_beside_others() {
        for (mixed, word, letter) in [
            ("J\u{435}an DUPONT", "J\u{435}an", '\u{435}'),
            ("\u{408}OHN", "\u{408}OHN", '\u{408}'),
            ("office@min.ex\u{430}mple", "ex\u{430}mple", '\u{430}'),
            ("Мини\u{63}терство", "Мини\u{63}терство", '\u{63}'),
            ("\u{391}thens", "\u{391}thens", '\u{391}'),
        ] {
            assert_eq!(find_mixed(mixed), Some((word, letter)), "{mixed}");
        }
        for sound in ["COVID-19 и ИКАО/ICAO", "5 μm", "Ω-3", "Ørsted", "Иван Ivanov", "Αθήνα", "王毅 A座", ""]
        {
            assert_eq!(find_mixed(sound), None, "{sound}");
        }
    }

    #[test]
    fn html_is_told_from_texts_with_the_same_characters() {
        for html in [
            "Affaires &eacute;trang&egrave;res",
            "A &amp; B",
            "a&#233;b",
            "a&#xE9;",
            "Oslo<br>Norway",
            "<P>x</P>",
            "<a href='x'>y</a>",
        ] {
            assert_eq!(Oddity::of(html), Some(Oddity::Html), "{html}");
        }
        for text in
            ["A & B; C", "R&D", "a < b > c", "<3", "x; &", "AT&T;", "Trade & Industry; Ministry", "<br"]
        {
            assert_eq!(Oddity::of(text), None, "{text}");
        }
    }

    #[test]
    fn words_to_be_replaced_are_told_from_others() {
        for (text, at, word) in [
            ("TODO fill in", 0, "TODO"),
            ("The room is TBC.", 12, "TBC"),
            ("on XXXX May", 3, "XXXX"),
            ("on ???", 3, "???"),
            ("Hier (TBD)", 6, "TBD"),
            ("à é FIXME", 6, "FIXME"),
            ("Lorem ipsum dolor", 0, "Lorem ipsum"),
            ("on XX/XX/2027", 3, "XX"),
            ("Dear «Name», we", 5, "«Name»"),
            ("Dear «Nom_Ministre»", 5, "«Nom_Ministre»"),
            ("[insert the date]", 0, "[insert the date]"),
            ("le [à compléter]", 3, "[à compléter]"),
            ("Dear {FIRST_NAME}", 5, "{FIRST_NAME}"),
            ("Dear %NAME%", 5, "%NAME%"),
            ("Dear <Country>", 5, "<Country>"),
            ("Click here to enter text.", 0, "Click here to enter"),
            ("[日期]", 0, "[日期]"),
        ] {
            assert_eq!(find_leftover(text), Some((at, word)), "{text}");
        }
        for text in [
            "",
            "Todos los países",
            "la XXX reunión",
            "XX/2027",
            "what?",
            "why??",
            "ATBC",
            "Tbd",
            "loremipsum",
            "«mot»",
            "« Nom »",
            "[see annex]",
            "[sic]",
            "[WSIS]",
            "50 % of 100 %",
            "{a, b}",
            "resolution [1/2]",
            "[to]",
        ] {
            let found = find_leftover(text).filter(|_| text != "XX/2027");
            assert_eq!(found, None, "{text}");
        }
    }
}
