//! What a line of an address is: a street, a city, a place behind its postcode, or none that post reads.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::diagnostic::nearest;
use crate::locale::{LocalText, StateLines};
use crate::names::fold_words;
use crate::recipient::follows_city;

/// Whether a line says nothing but the city.
pub(super) fn is_city(line: &str, city: &LocalText) -> bool {
    city.texts().any(|city| fold_words(city) == fold_words(line))
}

/// Whether a text has a letter.
pub(super) fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// Words of streets and boxes, which stand first or last on a line.
const STREETS: &str = "street; st; road; rd; avenue; ave; av; boulevard; blvd; lane; drive; square; quai; rue; route; place; chemin; calle; avenida; \
    plaza; paseo; carrera; ulitsa; prospekt; ул; улица; проспект; площадь; شارع; po box; p o box; bp; b p; apartado; casilla; box";

/// Whether an address is a street or a box alone: none of its lines says where that is.
pub(super) fn is_street_alone(lines: &[String]) -> bool {
    let is_state = |line: &&str| !StateLines::known().exact(line).is_empty();
    let filled = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty() && !is_state(line));
    let lines: Vec<&str> = filled.collect();
    let says_nothing = |line: &&str| is_street(line) || !has_letter(line);
    lines.iter().all(says_nothing) && lines.iter().any(|line| is_street(line))
}

/// Whether a line is a street or a box: it has neither a comma nor a postcode, and begins with the number of a house or a box, or has a
/// word of streets first or last.
fn is_street(line: &str) -> bool {
    if line.contains([',', '،', '，']) || !StateLines::known().find(line).is_empty() {
        return false;
    }
    let words: Vec<String> = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let digits = |word: &String| word.chars().take_while(char::is_ascii_digit).count();
    let is_number = |word: &String| (1..=3).contains(&digits(word));
    let text = words.join(" ");
    let first = |street: &str| text.strip_prefix(street).is_some_and(|rest| rest.starts_with(' '));
    let last = |street: &str| text.strip_suffix(street).is_some_and(|rest| rest.ends_with(' '));
    let is_street = STREETS.split("; ").any(|street| first(street) || last(street));
    let has_postcode = words.iter().any(|word| digits(word) >= 4) && !is_street;
    !has_postcode && words.len() > 1 && (is_street || words.first().is_some_and(is_number))
}

/// The line of an address as it is printed that has a city already, above the line that the city was put on: behind a postcode, or by
/// nearly the same name.
pub(super) fn line_with_other_city<'a>(
    lines: &'a [String],
    city: &LocalText,
    state: &str,
) -> Option<&'a str> {
    // A State may have the name of its city, as Luxembourg.
    let lines = match lines.split_last() {
        Some((last, above)) if StateLines::known().exact(last).contains(&state) => above,
        _ => lines,
    };
    let at = lines.iter().rposition(|line| is_city(line, city))?;
    let (line, city) = (lines.get(at.checked_sub(1)?)?, lines.get(at)?);
    let is_alike =
        has_letter(line) && fold_words(line) != fold_words(city) && nearest(line, [city.as_str()]).is_some();
    (is_alike || !follows_city(state) && is_behind_postcode(line)).then_some(line)
}

/// Whether a line is a place behind its postcode, such as `1010 Wien` or `D-10117 Berlin`.
fn is_behind_postcode(line: &str) -> bool {
    let code = line.trim_start_matches(|c: char| c.is_ascii_uppercase() || c == '-');
    let digits = code.bytes().take_while(u8::is_ascii_digit).count();
    let (before, place) = (line.len() - code.len(), code.get(digits..).unwrap_or_default());
    let is_in_two = digits == 3 && has_two_digits(place);
    let is_code = is_in_two || (4..=6).contains(&digits) && !is_street(line);
    let has_name = place.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() > 2);
    before <= 4 && is_code && place.starts_with(' ') && has_name
}

/// Whether the second half of a postcode follows, as in `118 00 Praha`.
fn has_two_digits(rest: &str) -> bool {
    let digits = rest.trim_start().bytes().take_while(u8::is_ascii_digit).count();
    digits == 2
}

/// What lines begin with that are numbers and addresses of other ways than post.
const OTHER_WAYS: &str = "tel; telephone; phone; ph; fax; telefax; mobile; mob; cell; whatsapp; email; web; website; internet; tél; téléphone; télécopie; \
    courriel; site; teléfono; correo; тел; телефон; факс; элпочта; 电话; 传真; 邮箱; 电邮; هاتف; تلفون; فاكس";

/// The same as they are compared: they are looked for in each line of each address.
static WAYS: LazyLock<HashSet<String>> = LazyLock::new(|| OTHER_WAYS.split("; ").map(fold_words).collect());

/// Whether a line of an address is a telephone number, an e-mail or a web address.
pub(super) fn is_no_line(line: &str) -> bool {
    let line = line.trim();
    let end = line.find(|c: char| !c.is_alphabetic() && !".-".contains(c)).unwrap_or(line.len());
    let (word, rest) = line.split_at(end);
    let is_way = || WAYS.contains(&fold_words(word));
    let is_number = rest.trim_start_matches([' ', ':', '：', '+', '(']).starts_with(char::is_numeric);
    let lower = line.to_lowercase();
    let is_web = lower.starts_with("www.") || lower.contains("://");
    let is_value = matches!(lower.as_str(), "true" | "false" | "vrai" | "faux" | "wahr" | "falsch");
    is_web || is_value || is_date(line) || line.contains('@') || is_number && is_way()
}

/// Whether a line is nothing but a date in figures.
fn is_date(line: &str) -> bool {
    let parts: Vec<&str> = line.split(['/', '.', '-']).collect();
    let are_figures =
        parts.iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    parts.len() == 3 && are_figures && parts.iter().any(|part| part.len() == 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_street_alone_is_told_from_an_address_with_its_city() {
        for line in [
            "37 Quai d’Orsay",
            "PO Box 1",
            "7. juni-plassen 1",
            "B.P. 4050",
            "Calle 5",
            "12 Main Street",
            "شارع النيل 5",
        ] {
            assert!(is_street_alone(&[line.to_owned()]), "{line}");
        }
        for line in [
            "London SW1A 2AH",
            "3003 Bern",
            "Granada",
            "Bern",
            "37 Quai d’Orsay, Paris",
            "Paris",
            "PO Box 1, Nairobi",
            "Geneva 20",
        ] {
            assert!(!is_street_alone(&[line.to_owned()]), "{line}");
        }
        assert!(!is_street_alone(&["1 Street".to_owned(), "Geneva".to_owned()]));
        assert!(is_street_alone(&["37 Quai d’Orsay".to_owned(), "FRANCE".to_owned()]));
    }

    #[test]
    fn lines_of_streets_boxes_and_figures_say_no_city() {
        let lines = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect::<Vec<_>>();
        assert!(is_street_alone(&lines(&["P.O. Box 30551", "00100", "KENYA"])));
        assert!(!is_street_alone(&lines(&["P.O. Box 30551", "00100 Nairobi"])));
        assert!(!is_street_alone(&lines(&["00100"])));
    }

    #[test]
    fn a_city_below_its_name_in_another_language_is_told() {
        let told = |lines: &[&str], city: &str, state: &str| {
            let lines: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
            line_with_other_city(&lines, &LocalText::Same(city.to_owned()), state).is_some()
        };
        for (line, city, state) in [
            ("1010 Wien", "Vienna", "AUT"),
            ("118 00 Praha 1", "Prague", "CZE"),
            ("2515 XP Den Haag", "The Hague", "NLD"),
            ("D-10117 Berlin", "Bonn", "DEU"),
            ("Lisboa", "Lisbon", "PRT"),
            ("Roma", "Rome", "ITA"),
        ] {
            assert!(told(&["Street 1", line, city, "STATE"], city, state), "{line}");
        }
        for (line, city, state) in [
            ("2201 C Street NW", "Washington", "USA"),
            ("2330 Roxas Boulevard", "Pasay", "PHL"),
            ("PO Box 30551", "Nairobi", "KEN"),
            ("Chiyoda-ku 100", "Tokyo", "JPN"),
            ("Rue 12", "Genève", "CHE"),
            ("Djibouti", "Djibouti", "DJI"),
        ] {
            assert!(!told(&["Block 2", line, city, "STATE"], city, state), "{line}");
        }
        assert!(!told(&["1010 Wien", "AUSTRIA"], "Wien", "AUT"));
        assert!(!told(&["9 rue du Palais", "1841 Luxembourg", "LUXEMBOURG"], "Luxembourg", "LUX"));
        assert!(told(
            &["9 rue du Palais", "1841 Lëtzebuerg", "Luxembourg", "LUXEMBOURG"],
            "Luxembourg",
            "LUX"
        ));
    }

    #[test]
    fn numbers_and_mails_are_told_from_lines_of_addresses() {
        for line in [
            "Tel: +81 3 3580 3311",
            "Tel. (22) 730 5111",
            "Phone +1 202 555 0100",
            "Fax: 123",
            "Tél. : 01 43 17 53 53",
            "Тел.: 495 123-45-67",
            "电话：010-65961114",
            "هاتف 123",
            "E-mail: a@b.example",
            "protocol@mofa.example",
            "www.mfa.example",
            "https://mfa.example/protocol",
            "12/03/2004",
            "2004-03-12",
            "TRUE",
        ] {
            assert!(is_no_line(line), "{line}");
        }
        for line in [
            "",
            "Telegrafberget 7",
            "Faxgatan 3",
            "Phone House",
            "Cell Block 9B, Main Street",
            "7. juni-plassen",
            "PO Box 3",
            "Webster 12",
            "2-2-1",
            "12-14/2",
            "Mobil",
        ] {
            assert!(!is_no_line(line), "{line}");
        }
    }
}
