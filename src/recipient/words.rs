//! Values as people write them in tables: channels, gender, kinds and offices in other words than the documented ones.
//!
//! Words are compared without case, spaces and signs. A word with two meanings, such as `mail`, is in no list: it stays as it is,
//! and the check says so.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::channel::Channel;
use super::model::Kind;
use super::office_words::find_office;
use crate::locale::{Gender, split_title};
use crate::names::fold_words;

const CHANNELS: [(Channel, &str); 7] = [
    (
        Channel::Pouch,
        "diplomatic pouch; bag; diplomatic bag; dip bag; valise; valise diplomatique; par valise; \
        valija; valija diplomática; диппочта; дипломатическая почта; дипломатической почтой; дипкурьер; \
        外交邮袋; 外交信袋; 外交邮件; الحقيبة الدبلوماسية; حقيبة دبلوماسية",
    ),
    (
        Channel::Post,
        "by post; letter; letter post; ordinary post; ordinary mail; postal mail; regular mail; airmail; \
        air mail; surface mail; snail mail; poste; par poste; courrier; courrier postal; \
        courrier simple; correo postal; por correo; correo ordinario; почта; почтой; по почте; 邮寄; 邮政; \
        平邮; 航空邮件; بريد; البريد; بالبريد; البريد العادي; بريد عادي",
    ),
    (
        Channel::RegisteredPost,
        "registered; post (registered); registered (post); mail registered; registered mail; registered letter; recorded delivery; certified mail; recommandé; \
        lettre recommandée; courrier recommandé; certificado; correo certificado; carta certificada; \
        заказное; заказное письмо; заказным письмом; 挂号; 挂号信; 挂号邮寄; بريد مسجل; البريد المسجل; مسجل",
    ),
    (
        Channel::Courier,
        "by courier; courier service; courier mail; express courier; dhl; dhl express; fedex; federal express; ups; tnt; \
        ems; aramex; chronopost; coursier; par coursier; messagerie express; mensajería; mensajero; por mensajería; \
        курьер; курьером; курьерская служба; курьерской службой; 快递; 特快专递; ساعي; ساع; بريد سريع; البريد السريع; \
        شركة توصيل",
    ),
    (
        Channel::Fax,
        "by fax; facsimile; telefax; télécopie; par fax; télécopieur; telefax; por fax; факс; факсом; \
        传真; فاكس; بالفاكس",
    ),
    (
        Channel::EMail,
        "by e-mail; electronic mail; courriel; mél; par courriel; courrier électronique; messagerie; \
        correo electrónico; correo-e; por correo electrónico; эл. почта; электронная почта; \
        электронной почтой; имейл; 电子邮件; 电邮; 电子邮箱; بريد إلكتروني; البريد الإلكتروني; بريد الكتروني; \
        إيميل; ايميل",
    ),
    (
        Channel::ByHand,
        "hand; by hand delivery; hand delivery; hand-delivered; delivered by hand; messenger; \
        by messenger; remise en main propre; en main propre; main propre; porteur; par porteur; \
        en mano; entrega en mano; a mano; нарочным; с нарочным; лично; 专人递送; 专递; 面交; باليد; \
        تسليم باليد; مناولة",
    ),
];

/// What lines of addresses begin with that are a box at a post office, where no courier delivers.
const BOXES: &str = "po box; p.o. box; post office box; pob; private bag; bp; b.p; boîte postale; case postale; cp; \
    apartado; apartado postal; casilla; casilla de correo; casilla postal; apdo; caixa postal; postfach; а/я; \
    абонентский ящик; 邮政信箱; 信箱; ص.ب; ص ب; صندوق بريد; صندوق البريد";

const GENDERS: [(Gender, &str); 2] = [
    (
        Gender::Masculine,
        "m; masc; male; man; men; mr; mister; sir; monsieur; mm; homme; masculin; sr; señor; hombre; \
        masculino; varón; don; herr; м; муж; мужской; мужчина; г-н; господин; 男; 男性; 男士; 先生; ذكر; \
        السيد; سيد; رجل; مذكر",
    ),
    (
        Gender::Feminine,
        "f; fem; fém; female; woman; women; ms; mrs; miss; mme; madam; madame; mlle; mademoiselle; femme; féminin; \
        sra; srta; señora; señorita; mujer; femenino; doña; frau; ж; жен; женский; женщина; г-жа; \
        госпожа; 女; 女性; 女士; 小姐; 夫人; أنثى; انثى; السيدة; سيدة; الآنسة; امرأة; مؤنث",
    ),
];

/// Titles of persons that say nothing of their gender.
const TITLES: &str = "he; hexc; excellency; se; sem; the; hon; honourable; honorable; rt; right; dr; docteur; doctor; \
    prof; professor; professeur; ambassador; amb; ambassadeur; eng; ing; gen; col; exc; д-р; проф; 博士; \
    教授; د; الدكتور; سعادة";

const KINDS: [(Kind, &str); 2] = [
    (
        Kind::State,
        "country; government; gov; govt; member; member state; state party; contracting party; nation; \
        état; pays; état membre; gouvernement; estado; país; estado miembro; gobierno; государство; \
        страна; правительство; 国家; 会员国; 成员国; 政府; دولة; الدولة; دولة عضو; حكومة",
    ),
    (
        Kind::Organisation,
        "organization; org; organisations; igo; ingo; ngo; intergovernmental organization; \
        international organization; int. org; un agency; agency; observer organisation; \
        observer organization; oi; oig; ong; organisme; organisation internationale; organización; \
        organismo; organización internacional; организация; международная организация; мпо; нпо; 组织; \
        国际组织; 政府间组织; 非政府组织; منظمة; المنظمة; منظمة دولية; منظمة غير حكومية",
    ),
];

type Words<T> = LazyLock<HashMap<String, T>>;

static CHANNEL_WORDS: Words<Channel> = LazyLock::new(|| {
    let documented = Channel::ALL.into_iter().map(|channel| (fold_words(channel.name()), channel));
    list(&CHANNELS).into_iter().chain(documented).collect()
});

static GENDER_WORDS: Words<Gender> = LazyLock::new(|| list(&GENDERS));

static PLAIN_TITLES: LazyLock<HashSet<String>> = LazyLock::new(|| items(TITLES).map(fold_words).collect());

static KIND_WORDS: Words<Kind> = LazyLock::new(|| {
    let documented = [Kind::State, Kind::Organisation].map(|kind| (fold_words(kind.name()), kind));
    list(&KINDS).into_iter().chain(documented).collect()
});

fn list<T: Copy>(words: &[(T, &str)]) -> HashMap<String, T> {
    words.iter().flat_map(|(value, words)| items(words).map(|word| (fold_words(word), *value))).collect()
}

fn items(words: &str) -> impl Iterator<Item = &str> {
    words.split("; ").filter(|word| !word.is_empty())
}

/// The channel of a word.
pub(crate) fn find_channel(word: &str) -> Option<Channel> {
    CHANNEL_WORDS.get(&fold_words(word)).copied()
}

/// Whether a line of an address is a box at a post office and a number, as `P.O. Box 8114 Dep` is.
pub(crate) fn is_post_office_box(line: &str) -> bool {
    static BOX_WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| items(BOXES).map(fold_words).collect());
    let word: String = line.chars().take_while(|c| !c.is_numeric() && !",;:№#".contains(*c)).collect();
    line.chars().any(char::is_numeric) && BOX_WORDS.contains(&fold_words(word.trim_end_matches(" no.")))
}

/// The kind of recipient of a word.
pub(crate) fn find_kind(word: &str) -> Option<Kind> {
    KIND_WORDS.get(&fold_words(word)).copied()
}

/// The gender that a word or a title says; titles such as `H.E. Mr` are looked at word by word.
pub(crate) fn find_gender(text: &str) -> Option<Gender> {
    if let Some(gender) = GENDER_WORDS.get(&fold_words(text)) {
        return Some(*gender);
    }
    // Titles of a name, such as `Excmo. Sr.`, before a name that nobody has.
    let named = format!("{text} Ø");
    if let Some(gender) =
        split_title(&named, "").filter(|found| found.name == "Ø").and_then(|found| found.gender)
    {
        return Some(gender);
    }
    let mut found = None;
    for word in words(text).filter(|word| !is_title(word)) {
        let gender = GENDER_WORDS.get(&fold_words(word))?;
        if found.is_some_and(|other| other != *gender) {
            return None;
        }
        found = Some(*gender);
    }
    found
}

/// Whether a text consists of titles of persons that say nothing of their gender, such as `H.E. Dr`.
pub(crate) fn is_neutral_title(text: &str) -> bool {
    words(text).next().is_some() && words(text).all(is_title)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !fold_words(word).is_empty())
}

fn is_title(word: &str) -> bool {
    let word = fold_words(word);
    PLAIN_TITLES.contains(&word)
}

/// A value of a column in the documented word, where it is written in another.
pub(super) fn in_documented_word(key: &str, text: &str) -> Option<&'static str> {
    match key {
        "kind" => find_kind(text).map(Kind::name),
        "channel" | "channels" => find_channel(text).map(Channel::name),
        "gender" => find_gender(text).map(Gender::name),
        "office" => find_office(text),
        "iso" => match crate::locale::name_states(text) {
            [state] => Some(state),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn channels_are_found_as_offices_name_them() {
        for (word, channel) in [
            ("Email", Some(Channel::EMail)),
            ("E-MAIL", Some(Channel::EMail)),
            ("courriel", Some(Channel::EMail)),
            ("البريد الإلكتروني", Some(Channel::EMail)),
            ("DHL", Some(Channel::Courier)),
            ("Courier", Some(Channel::Courier)),
            ("valise", Some(Channel::Pouch)),
            ("By hand", Some(Channel::ByHand)),
            ("registered post", Some(Channel::RegisteredPost)),
            ("Post", Some(Channel::Post)),
            ("传真", Some(Channel::Fax)),
            ("mail", None),
            ("correo", None),
            ("邮件", None),
            ("", None),
            ("pigeon", None),
        ] {
            assert_eq!(find_channel(word), channel, "{word}");
        }
    }

    #[test]
    fn boxes_at_post_offices_are_known_and_streets_are_not() {
        for line in
            ["P.O. Box 8114 Dep", "PO BOX 2", "B.P. 4015", "Casilla 1", "а/я 12", "ص.ب 853", "邮政信箱100号"]
        {
            assert!(is_post_office_box(line), "{line}");
        }
        for line in ["7. juni-plassen 1", "BP Tower, 12 Main Street", "Box Hill 3", "BP", "信箱街5号"] {
            assert!(!is_post_office_box(line), "{line}");
        }
    }

    #[test]
    fn gender_is_said_by_words_and_titles_and_never_guessed() {
        for (text, gender) in [
            ("M", Some(Gender::Masculine)),
            ("F", Some(Gender::Feminine)),
            ("Mr.", Some(Gender::Masculine)),
            ("H.E. Mr", Some(Gender::Masculine)),
            ("S.E. Mme", Some(Gender::Feminine)),
            ("Dr. (Ms)", Some(Gender::Feminine)),
            ("Mlle", Some(Gender::Feminine)),
            ("Г-жа", Some(Gender::Feminine)),
            ("女士", Some(Gender::Feminine)),
            ("السيد", Some(Gender::Masculine)),
            ("Excmo. Sr.", Some(Gender::Masculine)),
            ("Son Excellence Madame", Some(Gender::Feminine)),
            ("masc.", Some(Gender::Masculine)),
            ("Mr Ms", None),
            ("Mr/Ms", None),
            ("H", None),
            ("Dr", None),
            ("H.E.", None),
            ("", None),
            ("Mr Smith", None),
        ] {
            assert_eq!(find_gender(text), gender, "{text}");
        }
        assert!(is_neutral_title("H.E. Dr.") && !is_neutral_title("Mr") && !is_neutral_title(""));
    }

    #[test]
    fn kinds_offices_and_states_are_found() {
        for (key, text, value) in [
            ("kind", "Member State", Some("state")),
            ("kind", "ONG", Some("organisation")),
            ("kind", "État", Some("state")),
            ("kind", "person", None),
            ("office", "Minister of Foreign Affairs", Some("foreign-minister")),
            ("office", "Director of Fisheries", None),
            ("iso", "France", Some("FRA")),
            ("iso", "Congo", None),
            ("emails", "email", None),
        ] {
            assert_eq!(in_documented_word(key, text), value, "{text}");
        }
    }

    #[test]
    fn no_word_means_two_things() {
        fn assert_apart<T>(words: &[(T, &str)], more: &str) {
            let plain = |words: &str| items(words).map(fold_words).collect::<BTreeSet<_>>();
            let lists: Vec<BTreeSet<String>> =
                words.iter().map(|(_, words)| plain(words)).chain([plain(more)]).collect();
            let all: BTreeSet<&String> = lists.iter().flatten().collect();
            assert_eq!(all.len(), lists.iter().map(BTreeSet::len).sum::<usize>(), "a word is in two lists");
        }
        assert_apart(&CHANNELS, BOXES);
        assert_apart(&GENDERS, TITLES);
        assert_apart(&KINDS, "");
        assert_apart(&super::super::office_words::OFFICES, "");
    }
}
