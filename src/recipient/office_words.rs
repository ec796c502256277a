//! Offices by the titles that lists write: those that are an office's own title, and those that only say how their holder is addressed.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::names::fold_words;

/// Titles that are all an office of the packs says.
pub(super) const OFFICES: [(&str, &str); 6] = [
    (
        "foreign-minister",
        "minister for foreign affairs; minister of foreign affairs; foreign affairs minister; foreign minister; \
        ministre des affaires étrangères; ministro de relaciones exteriores; ministra de relaciones exteriores; \
        ministro de asuntos exteriores; ministra de asuntos exteriores; министр иностранных дел; 外交部长; \
        وزير الخارجية; وزيرة الخارجية; وزير الشؤون الخارجية; وزيرة الشؤون الخارجية",
    ),
    (
        "head-of-organisation",
        "head of organization; head of organisation; head of the organisation; head of the organization; executive head; \
        chef d'organisation; chef de secrétariat",
    ),
    (
        "director-general",
        "director-general; directeur général; directrice générale; directora general; генеральный директор; \
        总干事; المدير العام; المديرة العامة",
    ),
    (
        "secretary-general",
        "secretary-general; secrétaire général; secrétaire générale; secretario general; secretaria general; \
        генеральный секретарь; 秘书长; الأمين العام; الأمينة العامة",
    ),
    (
        "executive-director",
        "executive director; directeur exécutif; directrice exécutive; director ejecutivo; directora ejecutiva; \
        исполнительный директор; 执行主任; المدير التنفيذي; المديرة التنفيذية",
    ),
    (
        "permanent-representative",
        "permanent representative; ambassador, permanent representative; représentant permanent; représentante permanente; \
        representante permanente; постоянный представитель; 常驻代表; الممثل الدائم; الممثلة الدائمة",
    ),
];

/// First words of titles whose holders are addressed as those of an office, the longer of two that begin alike first. A minister
/// counsellor is none.
const BEGINNINGS: [(&str, &str); 3] = [
    (
        "permanent-representative",
        "permanent representative; représentant permanent; représentante permanente; representante permanente; \
        постоянный представитель; الممثل الدائم; الممثلة الدائمة; المندوب الدائم; المندوبة الدائمة",
    ),
    ("ambassador", "ambassador; ambassadeur; ambassadrice; embajador; embajadora; посол; سفير; سفيرة"),
    (
        "minister",
        "minister for; minister of; federal minister; ministre de; ministre des; ministre du; ministre d; ministre fédéral; \
        ministre fédérale; ministro de; ministro del; ministra de; ministra del; министр; وزير; وزيرة",
    ),
];

/// Ends of titles in Chinese, and those of deputies, which say nothing.
const ENDS: [(&str, &str); 2] = [("ambassador", "大使"), ("minister", "部长")];
const DEPUTY: char = '副';

static BY_TITLE: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let words =
        OFFICES.iter().flat_map(|(office, titles)| titles.split("; ").map(move |title| (title, *office)));
    let documented = OFFICES.iter().map(|(office, _)| (*office, *office));
    words.chain(documented).map(|(title, office)| (fold_words(title), office)).collect()
});

/// The office of a title, as the packs that come with the program name it.
pub(crate) fn find_office(title: &str) -> Option<&'static str> {
    BY_TITLE.get(&fold_words(title)).copied()
}

/// The office as whose holder a person with a title of its own is addressed.
pub(crate) fn find_form_of_address(title: &str) -> Option<&'static str> {
    let words: Vec<String> = title
        .split([' ', '\u{a0}', ',', '’', '\''])
        .map(fold_words)
        .filter(|word| !word.is_empty())
        .collect();
    let begins = |beginning: &str| {
        let mut wanted = beginning.split(' ').map(fold_words);
        let mut words = words.iter();
        wanted.all(|wanted| words.next().is_some_and(|word| *word == wanted))
    };
    let beginning = BEGINNINGS.iter().find(|(_, all)| all.split("; ").any(begins));
    let is_deputy = title.contains(DEPUTY);
    let end = ENDS.iter().find(|(_, end)| title.trim().ends_with(end) && !is_deputy);
    beginning.or(end).map(|(office, _)| *office)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_say_how_their_holders_are_addressed() {
        for (title, office) in [
            ("Minister of Health", Some("minister")),
            ("Ministre d’État", Some("minister")),
            ("Ministra del Interior", Some("minister")),
            ("Министр связи", Some("minister")),
            ("卫生部长", Some("minister")),
            ("卫生部副部长", None),
            ("وزيرة الصحة", Some("minister")),
            ("Ambassadrice, Représentante permanente", Some("ambassador")),
            ("Permanent Representative to the United Nations", Some("permanent-representative")),
            ("Minister Counsellor", None),
            ("Adviser to the Minister of Health", None),
            ("Deputy Minister of Health", None),
            ("Ministerial adviser", None),
            ("Director of Fisheries", None),
            ("", None),
        ] {
            assert_eq!(find_form_of_address(title), office, "{title}");
        }
        assert_eq!(find_office("Director General"), Some("director-general"));
        assert_eq!(find_office("Directora Ejecutiva"), Some("executive-director"));
        assert_eq!(find_office("Director of Fisheries"), None);
    }
}
