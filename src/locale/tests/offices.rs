//! How every office is addressed in the six languages, by gender and with and without a name; and that no form mixes languages or
//! genders.

use std::fmt::Write as _;

use super::{LANGUAGES, TODAY, pack};
use crate::diagnostic::Checked;
use crate::golden;
use crate::input::At;
use crate::locale::{Addressee, FormOfAddress, Gender, LocalText, LocalePack};
use crate::recipient::{Recipient, read_yaml};

/// A holder: whether there is a name, and the gender.
pub(crate) const HOLDERS: [(&str, bool, Option<Gender>); 6] = [
    ("masculine", true, Some(Gender::Masculine)),
    ("feminine", true, Some(Gender::Feminine)),
    ("unknown", true, None),
    ("unnamed", false, None),
    ("unnamed masculine", false, Some(Gender::Masculine)),
    ("unnamed feminine", false, Some(Gender::Feminine)),
];

/// A name in the letters of a language; in Russian it stands in the dative.
fn name(language: &str) -> &'static str {
    match language {
        "ru" => "Анне Мартен",
        "zh" => "安娜·马丁",
        "ar" => "آنا مارتن",
        _ => "A. EXAMPLE",
    }
}

pub(crate) fn ministry() -> LocalText {
    let texts = [
        ("en", "Ministry of Europe and Foreign Affairs"),
        ("fr", "Ministère de l’Europe et des affaires étrangères"),
        ("es", "Ministerio de Europa y de Relaciones Exteriores"),
        ("ru", "Министерство Европы и иностранных дел"),
        ("zh", "法兰西共和国欧洲和外交部"),
        ("ar", "وزارة أوروبا والشؤون الخارجية"),
    ];
    LocalText::ByLanguage(texts.map(|(tag, text)| (tag.to_owned(), text.to_owned())).into())
}

pub(crate) fn addressee(office: &str, language: &str, named: bool, gender: Option<Gender>) -> Addressee {
    let name = named.then(|| name(language).to_owned());
    Addressee { name, gender, office: At::from(office.to_owned()), ..Addressee::default() }
}

pub(crate) fn offices() -> Vec<String> {
    pack("en").file().address.offices.keys().cloned().collect()
}

#[test]
fn every_office_is_addressed_as_written_down() {
    let packs = LANGUAGES.map(pack);
    let mut found = String::new();
    for office in offices() {
        writeln!(found, "{office}").unwrap();
        for pack in &packs {
            for (holder, named, gender) in HOLDERS {
                let addressee = addressee(&office, pack.tag(), named, gender);
                let country = pack.country("FRA", TODAY);
                let address = pack.address(&addressee, country, &ministry());
                let FormOfAddress { lines, salutation, close, greeting, spoken_of, .. } = address;
                let said = [salutation, greeting, close].join(" ");
                writeln!(found, "  {} {holder}: {} || {said}", pack.tag(), lines.join(" | ")).unwrap();
                if !named {
                    writeln!(found, "      ({}, {}, {})", spoken_of.name, spoken_of.to, spoken_of.pronoun)
                        .unwrap();
                }
            }
        }
    }
    golden::assert("src/locale/tests/offices.txt", &found);
}

/// Words of one language that are in no form of another in the same letters.
const WORDS_OF: [(&str, &[&str]); 3] = [
    (
        "en",
        &["the", "of", "minister", "sir", "madam", "excellency", "accept", "yours", "president", "mr", "ms"],
    ),
    ("fr", &["monsieur", "madame", "ministre", "excellence", "veuillez", "du", "des", "président", "son"]),
    (
        "es",
        &["el", "señor", "señora", "ministro", "ministra", "sírvase", "del", "excelencia", "su", "saluda"],
    ),
];

/// Words that only a man is addressed with, and only a woman.
const GENDERED: [(&str, &[&str], &[&str]); 6] = [
    ("en", &["his", "mr", "sir", "king", "prince", "him"], &["her", "ms", "madam", "queen", "princess"]),
    (
        "fr",
        &[
            "monsieur",
            "président",
            "directeur",
            "ambassadeur",
            "chargé",
            "conseiller",
            "premier",
            "roi",
            "sire",
        ],
        &[
            "madame",
            "présidente",
            "directrice",
            "ambassadrice",
            "chargée",
            "conseillère",
            "première",
            "reine",
        ],
    ),
    (
        "es",
        &["señor", "ministro", "director", "embajador", "encargado", "rey", "sr", "excelentísimo", "excmo"],
        &[
            "señora",
            "ministra",
            "directora",
            "embajadora",
            "encargada",
            "reina",
            "sra",
            "excelentísima",
            "excma",
        ],
    ),
    (
        "ru",
        &["его", "господин", "уважаемый", "уважаемый", "королю", "принцу"],
        &["ее", "госпожа", "уважаемая", "королеве", "принцессе"],
    ),
    ("zh", &["先生", "国王", "亲王"], &["女士", "女王", "公主"]),
    (
        "ar",
        &[
            "السيد",
            "الوزير",
            "السفير",
            "الرئيس",
            "المدير",
            "الأمين",
            "صاحب",
            "وزير",
            "سفير",
            "رئيس",
            "ملك",
            "عضو",
        ],
        &["السيدة", "الوزيرة", "السفيرة", "الرئيسة", "المديرة", "الأمينة", "صاحبة", "وزيرة", "سفيرة", "رئيسة"],
    ),
];

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphabetic());
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn has(text: &str, language: &str, list: &[&str]) -> Option<String> {
    if language == "zh" {
        return list.iter().find(|word| text.contains(*word)).map(|word| (*word).to_owned());
    }
    words(text).into_iter().find(|word| list.contains(&word.as_str()))
}

/// What is told of a cell that mixes languages or genders.
pub(crate) fn find_mixture(text: &str, language: &str, gender: Option<Gender>) -> Option<String> {
    let is_foreign = |c: char| match language {
        "ru" => c.is_alphabetic() && !('\u{400}'..='\u{4ff}').contains(&c),
        "zh" => c.is_alphabetic() && c < '\u{2e80}',
        "ar" => c.is_alphabetic() && !('\u{600}'..='\u{6ff}').contains(&c),
        _ => c.is_alphabetic() && c > '\u{24f}',
    };
    if let Some(foreign) = text.chars().find(|c| is_foreign(*c)) {
        return Some(format!("`{foreign}` is of another script"));
    }
    let others = WORDS_OF.iter().filter(|(tag, _)| *tag != language);
    if WORDS_OF.iter().any(|(tag, _)| *tag == language)
        && let Some(word) = others.filter_map(|(_, list)| has(text, language, list)).next()
    {
        return Some(format!("`{word}` is of another language"));
    }
    let (_, men, women) = GENDERED.iter().find(|(tag, ..)| *tag == language)?;
    let other = match gender? {
        Gender::Masculine => women,
        Gender::Feminine => men,
    };
    has(text, language, other).map(|word| format!("`{word}` is of another gender"))
}

pub(crate) fn recipients() -> Vec<Recipient> {
    let Checked { value, problems } = read_yaml(include_str!("recipients.yaml"), "recipients.yaml", &[]);
    let is_meant = |problem: &&crate::diagnostic::Diagnostic| problem.code.name == "name-marks";
    assert!(problems.iter().all(|problem| is_meant(&problem)), "{problems}");
    value
}

/// All that is said to an addressee, without the names of its State.
fn said(pack: &LocalePack, recipient: &Recipient, addressee: &Addressee) -> String {
    let country = recipient.iso.as_ref().and_then(|iso| pack.country(iso, TODAY));
    let address = pack.address(addressee, country, &ministry());
    let said = [address.lines.join("\n"), address.salutation, address.vocative, address.close].join("\n");
    let names = country.into_iter().flat_map(|names| [names.formal_of, names.formal, names.of]);
    names.fold(said, |said, name| said.replace(name, ""))
}

#[test]
fn no_form_mixes_languages_or_genders() {
    let packs = LANGUAGES.map(pack);
    let mut mixed = Vec::new();
    let mut cells = 0;
    for recipient in recipients().iter().filter(|recipient| recipient.iso.is_some()) {
        for pack in &packs {
            for office in offices() {
                for (holder, named, gender) in HOLDERS {
                    let addressee = addressee(&office, pack.tag(), named, gender);
                    let said = said(pack, recipient, &addressee).replace("A. EXAMPLE", "");
                    cells += 1;
                    let (id, tag) = (&recipient.id.value, pack.tag());
                    let found = find_mixture(&said, tag, gender);
                    mixed
                        .extend(found.map(|what| format!("{id} {tag} {office} {holder}: {what} in\n{said}")));
                }
            }
        }
    }
    assert!(mixed.is_empty(), "{} of {cells}\n{}", mixed.len(), mixed.first().unwrap());
    assert!(cells > 25_000, "{cells}");
}

#[test]
fn a_mixture_is_found() {
    for (text, language, gender) in [
        ("Madame la Ministre", "fr", Some(Gender::Masculine)),
        ("Monsieur le Ministre", "en", None),
        ("Excelentísima Señora, Ministro", "es", Some(Gender::Feminine)),
        ("معالي السيدة، وزير", "ar", Some(Gender::Feminine)),
        ("Министру of", "ru", None),
        ("部长 Minister", "zh", None),
    ] {
        assert!(find_mixture(text, language, gender).is_some(), "{text}");
    }
}
