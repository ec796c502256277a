//! The findings of the review of all six languages: each answered in docs/languages.md, and the wordings that were put right kept.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use convoke::locale::{self, Addressee, Gender, LocalText, LocalePack};
use jiff::civil::{Date, date};

const DOCS: &str = "docs/languages.md";

/// How many findings there are of each kind.
const FINDINGS: [(&str, usize); 8] =
    [("X", 27), ("EN", 14), ("FR", 13), ("ES", 9), ("RU", 13), ("ZH", 9), ("AR", 15), ("T", 8)];

/// The findings that an official would not sign, or for which a letter goes astray, and the next worst.
const WORST: [&str; 20] = [
    "X-1", "X-2", "X-3", "X-4", "X-5", "X-6", "X-7", "FR-1", "ES-1", "RU-1", "ZH-1", "AR-1", "AR-2", "X-8",
    "X-9", "X-11", "X-12", "X-16", "X-20", "X-21",
];

/// By finding: where it was, what no longer stands there (nothing, if that is said elsewhere), and what does.
const WORDINGS: [(&str, &str, &str, &str); 63] = [
    (
        "X-9",
        "mailing.yaml",
        "",
        "fr: [Secrétariat exécutif du SMSI, Union internationale des télécommunications,",
    ),
    ("X-13", "templates/en/email.txt.hbs", "", "{{addressee.close}}"),
    ("X-13", "templates/ar/email.txt.hbs", "", "{{addressee.close}}"),
    ("X-14", "templates/en/letter.typ.hbs", "great pleasure", "I have the honour to invite"),
    ("X-14", "templates/fr/letter.typ.hbs", "J’ai le plaisir", "J’ai l’honneur"),
    ("X-14", "templates/es/letter.typ.hbs", "el agrado", "Tengo el honor"),
    ("X-14", "templates/ar/letter.typ.hbs", "يسرني", "أتشرف"),
    ("X-15", "templates/en/locale.yaml", "pecial needs", "\"Accessibility and dietary requirements\""),
    ("X-15", "templates/fr/locale.yaml", "esoins spéciaux", "\"Accessibilité et régime alimentaire\""),
    (
        "X-15",
        "templates/es/locale.yaml",
        "ecesidades especiales",
        "\"Requisitos de accesibilidad y alimentación\"",
    ),
    (
        "X-15",
        "templates/ru/locale.yaml",
        "Особые потребности",
        "Требования в отношении доступности и питания",
    ),
    ("X-15", "templates/zh/locale.yaml", "特殊需要", "无障碍与饮食要求"),
    ("X-15", "templates/ar/locale.yaml", "احتياجات خاصة", "متطلبات التيسير"),
    ("X-18", "templates/en/form.typ.hbs", "Participant {{number}} of", "please copy this page"),
    ("X-19", "templates/en/locale.yaml", "", "role_observer: \"Observer\""),
    ("X-22", "templates/ru/countries.yaml", "", "Королевство Нидерландов"),
    ("X-22", "templates/zh/countries.yaml", "", "荷兰王国"),
    ("X-22", "templates/ar/countries.yaml", "", "مملكة هولندا"),
    ("X-24", "templates/en/countries.yaml", "", "postal: Vatican City State"),
    ("X-25", "templates/en/countries.yaml", "", "the Republic of the Fiji Islands"),
    ("EN-3", "templates/en/letter.typ.hbs", "leading through the second phase", "structure of the process"),
    ("EN-4", "templates/en/letter.typ.hbs", "what delegations contribute", "contributions from delegations"),
    ("EN-5", "templates/en/letter.typ.hbs", "occasion", "take this opportunity"),
    ("EN-6", "templates/en/letter.typ.hbs", "Geneva phase", "Geneva Phase"),
    ("EN-7", "templates/en/letter.typ.hbs", "What is asked of us now", "We must now translate"),
    ("EN-9", "templates/en/locale.yaml", "\"Sendings\"", "dispatch_sendings: \"Items\""),
    ("EN-10", "templates/en/locale.yaml", "Recipients served", "\"Recipients covered:\""),
    (
        "EN-11",
        "templates/en/locale.yaml",
        "As by post, but registered",
        "As for ordinary post, but by registered mail",
    ),
    ("EN-12", "templates/en/locale.yaml", "tell the sender", "please notify the sender"),
    ("EN-13", "templates/en/letter.typ.hbs", "Copy for", "Copy to"),
    (
        "EN-14",
        "templates/en/locale.yaml",
        "\"Accredited civil society\"",
        "\"Accredited civil society entity\"",
    ),
    ("FR-3", "templates/fr/locale.yaml", "title: \"Titre\"", "title: \"Civilité\""),
    (
        "FR-4",
        "templates/fr/locale.yaml",
        "\"Assistance pour le visa\"",
        "\"Demande d’assistance pour le visa\"",
    ),
    ("FR-7", "templates/fr/locale.yaml", "\"Rôle\"", "\"Qualité dans la délégation\""),
    (
        "FR-9",
        "templates/fr/locale.yaml",
        "\"Société civile accréditée\"",
        "\"Entité accréditée de la société civile\"",
    ),
    ("FR-11", "templates/fr/locale.yaml", "Destinataires servis", "Destinataires concernés"),
    ("FR-12", "templates/fr/locale.yaml", "N°", "Nº"),
    ("ES-5", "templates/es/locale.yaml", "\"Visado\"", "\"Visa\""),
    ("ES-6", "templates/es/locale.yaml", "Jefe o jefa", "Jefe/a"),
    (
        "ES-7",
        "templates/es/locale.yaml",
        "\"Sociedad civil acreditada\"",
        "\"Entidad acreditada de la sociedad civil\"",
    ),
    ("ES-8", "templates/es/locale.yaml", "Procédase vía por vía", "Tramítese cada vía por separado"),
    (
        "ES-9",
        "templates/es/letter.typ.hbs",
        "a partir de las contribuciones",
        "sobre la base de las contribuciones",
    ),
    ("RU-2", "templates/ru/letter.typ.hbs", "особенно целеустремленной", "и прежде всего целеустремленной"),
    ("RU-3", "templates/ru/locale.yaml", "Образование с", "Субъект, имеющий постоянное приглашение"),
    ("RU-5", "templates/ru/locale.yaml", "contact: \"Контактное лицо:\"", "contact: \"Контакт:\""),
    ("RU-6", "templates/ru/letter.typ.hbs", "к тому, чтобы", "Ваше правительство"),
    ("RU-7", "templates/ru/letter.typ.hbs", "Рассчитываю на встречу", "Надеюсь на встречу"),
    ("RU-8", "templates/ru/locale.yaml", "\"Адрес:\"", "\"Адрес для возврата:\""),
    (
        "RU-9",
        "templates/ru/locale.yaml",
        "\"Аккредитованное",
        "Аккредитованная организация гражданского общества",
    ),
    ("RU-11", "templates/ru/locale.yaml", "Подготовлено в", "Подготовлено с помощью"),
    (
        "RU-12",
        "templates/ru/countries.yaml",
        "Независимое государство Папуа",
        "Независимое Государство Папуа",
    ),
    ("ZH-2", "templates/zh/letter.typ.hbs", "邀请您", "邀请阁下"),
    ("ZH-3", "templates/zh/letter.typ.hbs", "贵国（", "贵国政府"),
    ("ZH-4", "templates/zh/locale.yaml", "已制作的收件人", "已处理的收件人"),
    ("ZH-5", "templates/zh/letter.typ.hbs", "紧张", "密集而深入的筹备进程"),
    ("ZH-6", "templates/zh/locale.yaml", "\"代表团身份\"", "\"在代表团中的身份\""),
    ("ZH-7", "templates/zh/locale.yaml", "放不下的地址", "超出版面的地址"),
    ("ZH-9", "templates/zh/locale.yaml", "报名表", "登记表"),
    ("AR-3", "templates/ar/locale.yaml", "معتمدة من المجتمع المدني", "إحدى منظمات المجتمع المدني المعتمدة"),
    ("AR-4", "templates/ar/locale.yaml", "title: \"اللقب\"", "صيغة المخاطبة"),
    ("AR-6", "recipients/ministries.yaml", "ar: عمان }", "عمّان"),
    ("AR-11", "templates/ar/email.txt.hbs", "طيه", "رفقه"),
    ("AR-14", "recipients/ministries.yaml", "أبوظبي", "أبو ظبي"),
];

/// By finding: language, State, office, gender of a holder without a name, what is among the words that address it, and what is not.
type Address =
    (&'static str, &'static str, &'static str, &'static str, Option<Gender>, &'static str, &'static str);

const ADDRESSES: [Address; 22] = [
    ("X-7", "en", "", "head-of-organisation", None, "Dear Sir or Madam,", "Head"),
    ("X-12", "fr", "", "non-governmental", None, "considération distinguée", "très haute"),
    ("X-12", "zh", "", "head-of-organisation", None, "尊敬的先生/女士", "阁下"),
    ("X-21", "ar", "SAU", "royal-minister", Some(Gender::Masculine), "صاحب السمو", "معالي"),
    (
        "X-24",
        "en",
        "VAT",
        "cardinal-secretary-of-state",
        Some(Gender::Masculine),
        "His Eminence",
        "Cardinal Cardinal",
    ),
    ("EN-2", "en", "KEN", "foreign-minister", None, "His/Her Excellency the Minister", "To the"),
    ("EN-8", "en", "KEN", "foreign-minister", None, "Minister for Foreign Affairs", "Minister of"),
    (
        "FR-2",
        "fr",
        "CIV",
        "foreign-minister",
        None,
        "Madame la Ministre, Monsieur le Ministre,",
        "Madame, Monsieur,",
    ),
    ("FR-5", "fr", "", "director-general", Some(Gender::Feminine), "Directrice générale", "Chef"),
    (
        "FR-6",
        "fr",
        "CIV",
        "foreign-minister",
        Some(Gender::Feminine),
        "Son Excellence Madame la Ministre",
        "Au Ministre",
    ),
    ("FR-10", "fr", "HUN", "foreign-minister", None, "de la Hongrie", "de Hongrie"),
    (
        "ES-1",
        "es",
        "ARG",
        "foreign-minister",
        Some(Gender::Feminine),
        "Ministra de Relaciones Exteriores",
        "Ministro",
    ),
    ("ES-1", "es", "HND", "secretary-of-state", Some(Gender::Feminine), "Señora Secretaria", "Ministra"),
    ("ES-2", "es", "ARG", "foreign-minister", None, "Señor Ministro/Señora Ministra:", "Señor/Señora:"),
    ("ES-4", "es", "MEX", "secretary-of-state", None, "Señor Secretario/Señora Secretaria", "Ministro"),
    (
        "RU-4",
        "ru",
        "KGZ",
        "foreign-minister",
        None,
        "Уважаемая госпожа Министр, уважаемый господин Министр,",
        "уважаемый господин,",
    ),
    ("ZH-1", "zh", "CHN", "foreign-minister", None, "部长阁下：", "先生/女士"),
    ("AR-5", "ar", "JOR", "foreign-minister", None, "المملكة الأردنية الهاشمية", "وزير خارجية الأردن"),
    ("AR-5", "ar", "COD", "foreign-minister", None, "جمهورية الكونغو الديمقراطية", "خارجية الكونغو"),
    ("AR-7", "ar", "DZA", "foreign-minister", None, "معالي الوزير،", "صاحب/صاحبة"),
    ("AR-8", "ar", "", "head-of-organisation", None, "", "معالي"),
    ("AR-13", "ar", "JOR", "ambassador", None, "سعادة السفير", "معالي"),
];

const TODAY: Date = date(2026, 1, 1);

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a text file")
}

/// The findings of the table in the documentation, each with what became of it.
fn answered() -> Vec<(String, String)> {
    let is_id = |id: &str| {
        id.split_once('-').is_some_and(|(kind, number)| {
            FINDINGS.iter().any(|(known, _)| *known == kind) && number.parse::<usize>().is_ok()
        })
    };
    let docs = read(DOCS);
    let rows = docs.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix("| ")?.split(" | ").collect();
        let [id, _, became] = cells[..] else { return None };
        is_id(id).then(|| (id.to_owned(), became.trim_end_matches(['|', ' ']).to_owned()))
    });
    rows.collect()
}

#[test]
fn every_finding_is_answered_and_the_worst_name_a_test_that_there_is() {
    let answered = answered();
    let ids: Vec<String> = FINDINGS
        .iter()
        .flat_map(|(kind, count)| (1..=*count).map(move |number| format!("{kind}-{number}")))
        .collect();
    let found: Vec<&String> = answered.iter().map(|(id, _)| id).collect();
    assert_eq!(found, ids.iter().collect::<Vec<_>>());
    assert!(answered.iter().all(|(_, became)| !became.trim().is_empty()));
    let tests = names_of_tests();
    for (id, became) in &answered {
        let named: Vec<&str> = became.split('`').skip(1).step_by(2).filter_map(test_of).collect();
        for test in &named {
            assert!(tests.contains(*test), "{id} names {test}, and there is no such test");
        }
        assert!(!named.is_empty() || !WORST.contains(&id.as_str()), "{id} names no test: {became}");
    }
}

/// The name of a test in what stands between two backticks; tests are sentences.
fn test_of(code: &str) -> Option<&str> {
    let name = code.rsplit("::").next().unwrap_or(code);
    let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    (is_name && name.matches('_').count() > 3).then_some(name)
}

/// All functions that are tests.
fn names_of_tests() -> BTreeSet<String> {
    let mut folders =
        ["src", "tests"].map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).to_vec();
    let mut names = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(path).expect("a text file");
                let after = text
                    .split("#[test]")
                    .skip(1)
                    .filter_map(|after| after.split_once("fn ")?.1.split_once('('));
                names.extend(after.map(|(name, _)| name.to_owned()));
            }
        }
    }
    names
}

#[test]
fn wordings_that_were_put_right_stand() {
    for (id, file, wrong, right) in WORDINGS {
        let text = read(file).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(right), "{id}: {right} is not in {file}");
        assert!(wrong.is_empty() || !text.contains(wrong), "{id}: {wrong} is in {file}");
    }
}

fn pack(language: &str) -> LocalePack {
    locale::read(Path::new(env!("CARGO_MANIFEST_DIR")), "templates", language).value.expect("a pack")
}

#[test]
fn addressees_are_called_as_the_review_asked() {
    for (id, language, iso, office, gender, right, wrong) in ADDRESSES {
        let pack = pack(language);
        let addressee = Addressee { gender, office: office.to_owned().into(), ..Addressee::default() };
        let ministry = LocalText::Same("Z".to_owned());
        let said = pack.address(&addressee, pack.country(iso, TODAY), &ministry);
        let said = [said.lines.join(" "), said.salutation, said.close].join(" ");
        assert!(said.contains(right), "{id}: {right} is not in {said}");
        assert!(!said.contains(wrong), "{id}: {wrong} is in {said}");
    }
}
