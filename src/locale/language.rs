//! Languages as people write them in tables: a tag in any case, or the name of the language.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::cldr::cldr_names;
use super::tag::is_language;
use crate::diagnostic::nearest;
use crate::names::fold_words;

/// Names of languages that lists often have, by their tags: the language's own, then in English, French, Spanish, Russian, Chinese and
/// Arabic. CLDR has one name for each.
const NAMES: [(&str, &[&str]); 17] = [
    ("ar", &["العربية", "Arabic", "arabe", "árabe", "арабский", "阿拉伯文", "阿拉伯语", "عربي"]),
    ("de", &["Deutsch", "German", "allemand", "alemán", "немецкий", "德文", "德语", "الألمانية"]),
    ("en", &["English", "anglais", "inglés", "английский", "英文", "英语", "الإنجليزية", "الإنكليزية"]),
    (
        "es",
        &[
            "español",
            "castellano",
            "Spanish",
            "Castilian",
            "espagnol",
            "испанский",
            "西班牙文",
            "西班牙语",
            "الإسبانية",
        ],
    ),
    ("fa", &["فارسی", "Persian", "Farsi", "persan", "persa", "персидский", "波斯文", "波斯语", "الفارسية"]),
    ("fr", &["français", "French", "francés", "французский", "法文", "法语", "الفرنسية"]),
    ("hi", &["हिन्दी", "हिंदी", "Hindi", "хинди", "印地文", "印地语", "الهندية"]),
    ("it", &["italiano", "Italian", "italien", "итальянский", "意大利文", "意大利语", "الإيطالية"]),
    ("ja", &["日本語", "Japanese", "japonais", "japonés", "японский", "日文", "日语", "اليابانية"]),
    (
        "ko",
        &[
            "한국어",
            "조선말",
            "Korean",
            "coréen",
            "coreano",
            "корейский",
            "韩文",
            "韩语",
            "朝鲜语",
            "الكورية",
        ],
    ),
    (
        "pt",
        &[
            "português",
            "Portuguese",
            "portugais",
            "portugués",
            "португальский",
            "葡萄牙文",
            "葡萄牙语",
            "البرتغالية",
        ],
    ),
    ("ru", &["русский", "Russian", "russe", "ruso", "俄文", "俄语", "الروسية"]),
    ("tr", &["Türkçe", "Turkish", "turc", "turco", "турецкий", "土耳其文", "土耳其语", "التركية"]),
    ("zh", &["中文", "汉语", "漢語", "Chinese", "Mandarin", "chinois", "chino", "китайский", "الصينية"]),
    (
        "zh-Hans",
        &[
            "Chinese (Simplified)",
            "Simplified Chinese",
            "chinois simplifié",
            "chino simplificado",
            "简体中文",
            "中文（简体）",
        ],
    ),
    (
        "zh-Hant",
        &[
            "Chinese (Traditional)",
            "Traditional Chinese",
            "chinois traditionnel",
            "chino tradicional",
            "繁體中文",
            "中文（繁體）",
        ],
    ),
    ("pt-BR", &["Portuguese (Brazil)", "Brazilian Portuguese", "português (Brasil)", "português do Brasil"]),
];

/// Tags of languages by the usual names, in plain form: made of constants when it is first asked for.
static USUAL: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    NAMES.iter().flat_map(|(tag, names)| names.iter().map(|name| (fold_words(name), *tag))).collect()
});

/// The same by all names that CLDR has, which are many: made when something is asked for that is neither a usual name nor a tag.
static OF_CLDR: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut known: HashMap<String, BTreeSet<&'static str>> = HashMap::new();
    for (name, tag) in cldr_names() {
        known.entry(fold_words(name)).or_default().insert(tag);
    }
    // A name of two languages is none of either.
    let of_one = known.into_iter().filter(|(_, tags)| tags.len() == 1);
    of_one.filter_map(|(name, tags)| Some((name, tags.into_iter().next()?))).collect()
});

/// The tag of a language by one of its names.
fn by_name(text: &str) -> Option<&'static str> {
    let name = fold_words(text);
    USUAL.get(&name).or_else(|| OF_CLDR.get(&name)).copied()
}

/// Codes of States that people take for those of their languages, and that no language has; and the letters that the symbols of documents of
/// the United Nations have for the six languages.
const OF_STATES: &str = "a ar, c zh, e en, f fr, r ru, s es, al sq, at de, by be, cn zh, cz cs, dk da, gb en, ge ka, gr el, il he, ir fa, jp ja, mx es, pk ur, rs sr, ua uk, us en, vn vi";

/// Codes of languages of two letters (ISO 639-1).
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el \
en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km \
kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl \
ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi \
vo wa wo xh yi yo za zh zu";

/// Codes of three letters that have one of two, and that one, which is the tag of the language (RFC 5646, 2.2.1); of libraries too.
const THREE_LETTERS: &str = "aar aa, abk ab, afr af, aka ak, alb sq, amh am, ara ar, arg an, arm hy, asm as, ava av, ave ae, aym ay, aze az, bak ba, bam bm, baq eu, \
bel be, ben bn, bis bi, bod bo, bos bs, bre br, bul bg, bur my, cat ca, ces cs, cha ch, che ce, chi zh, chu cu, chv cv, cor kw, cos co, \
cre cr, cym cy, cze cs, dan da, deu de, div dv, dut nl, dzo dz, ell el, eng en, epo eo, est et, eus eu, ewe ee, fao fo, fas fa, fij fj, \
fin fi, fra fr, fre fr, fry fy, ful ff, geo ka, ger de, gla gd, gle ga, glg gl, glv gv, gre el, grn gn, guj gu, hat ht, hau ha, heb he, \
her hz, hin hi, hmo ho, hrv hr, hun hu, hye hy, ibo ig, ice is, ido io, iii ii, iku iu, ile ie, ina ia, ind id, ipk ik, isl is, ita it, \
jav jv, jpn ja, kal kl, kan kn, kas ks, kat ka, kau kr, kaz kk, khm km, kik ki, kin rw, kir ky, kom kv, kon kg, kor ko, kua kj, kur ku, \
lao lo, lat la, lav lv, lim li, lin ln, lit lt, ltz lb, lub lu, lug lg, mac mk, mah mh, mal ml, mao mi, mar mr, may ms, mkd mk, mlg mg, \
mlt mt, mon mn, mri mi, msa ms, mya my, nau na, nav nv, nbl nr, nde nd, ndo ng, nep ne, nld nl, nno nn, nob nb, nor no, nya ny, oci oc, \
oji oj, ori or, orm om, oss os, pan pa, per fa, pli pi, pol pl, por pt, pus ps, que qu, roh rm, ron ro, rum ro, run rn, rus ru, sag sg, \
san sa, sin si, slk sk, slo sk, slv sl, sme se, smo sm, sna sn, snd sd, som so, sot st, spa es, sqi sq, srd sc, srp sr, ssw ss, sun su, \
swa sw, swe sv, tah ty, tam ta, tat tt, tel te, tgk tg, tgl tl, tha th, tib bo, tir ti, ton to, tsn tn, tso ts, tuk tk, tur tr, twi tw, \
uig ug, ukr uk, urd ur, uzb uz, ven ve, vie vi, vol vo, wel cy, wln wa, wol wo, xho xh, yid yi, yor yo, zha za, zho zh, zul zu";

/// The tag of a language that is given by a tag in any case, which is then written as RFC 5646 (2.1.1) has it, or by its name in
/// one of the languages that come with the program. `None` for what no registry has.
#[must_use]
pub fn find_language(text: &str) -> Option<String> {
    if let Some(tag) = USUAL.get(&fold_words(text)) {
        return Some((*tag).to_owned());
    }
    let named = text;
    let text = text.trim().trim_end_matches('.').replace('_', "-");
    let primary = text.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let is_registered = match primary.len() {
        2 => TWO_LETTERS.as_bytes().chunks(3).any(|code| code.starts_with(primary.as_bytes())),
        // Codes of three letters (ISO 639-2 and 639-3) are some eight thousand; longer ones have never been given.
        length => length == 3,
    };
    if is_language(&text) && is_registered {
        return Some(in_usual_case(&shorten(&text, &primary)));
    }
    by_name(named).map(str::to_owned)
}

/// The language that a text may be meant for that is none: one that a word of it names, or whose name is nearly it.
#[must_use]
pub fn near_language(text: &str) -> Option<String> {
    const SHORTEST: usize = 4;
    let words = || text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= SHORTEST);
    let named = words().find_map(by_name);
    let alike = || {
        let known: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        words().find_map(|word| nearest(word, known.iter().copied())).and_then(by_name)
    };
    let code = text.trim().to_ascii_lowercase();
    let mut states = OF_STATES.split(", ").filter_map(|pair| pair.split_once(' '));
    let of_state = states.find(|(state, _)| *state == code).map(|(_, tag)| tag);
    of_state.or(named).or_else(alike).map(str::to_owned)
}

/// A tag whose code of three letters is the one of two, where there is one.
fn shorten(tag: &str, primary: &str) -> String {
    let mut pairs = THREE_LETTERS.split(", ").filter_map(|pair| pair.split_once(' '));
    let rest = tag.get(primary.len()..).unwrap_or_default();
    // A code of two letters, which most are, is not looked for.
    let found = if primary.len() == 3 { pairs.find(|(three, _)| *three == primary) } else { None };
    match found {
        Some((_, two)) => format!("{two}{rest}"),
        None => tag.to_owned(),
    }
}

/// A tag as it is usually written: regions in capitals, scripts with a capital, all else in small letters.
fn in_usual_case(tag: &str) -> String {
    let mut after_single = false;
    let mut parts = Vec::new();
    for (index, part) in tag.split('-').enumerate() {
        let lower = part.to_ascii_lowercase();
        let usual = match part.len() {
            2 if index > 0 && !after_single => part.to_ascii_uppercase(),
            4 if index > 0 && !after_single => {
                let (first, rest) = lower.split_at(1);
                first.to_ascii_uppercase() + rest
            }
            _ => lower,
        };
        after_single |= part.len() == 1;
        parts.push(usual);
    }
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_cldr_are_tags_of_languages() {
        let mut count = 0;
        for (name, tag) in cldr_names() {
            assert_eq!(find_language(tag).as_deref(), Some(tag), "{name}");
            count += 1;
        }
        assert!(count > 1000, "{count}");
    }

    #[test]
    fn what_is_almost_a_language_is_known() {
        for (written, tag) in [
            ("french (preferred)", Some("fr")),
            ("langue française", Some("fr")),
            ("Portugese", Some("pt")),
            ("русский яз.", Some("ru")),
            ("en if possible", None),
            ("jp", Some("ja")),
            ("UA", Some("uk")),
            ("gr", Some("el")),
            ("F", Some("fr")),
            ("any", None),
        ] {
            assert_eq!(near_language(written).as_deref(), tag, "{written}");
        }
    }

    #[test]
    fn languages_are_found_by_tag_and_name() {
        for (written, tag) in [
            ("fr", "fr"),
            ("FR", "fr"),
            (" Fr ", "fr"),
            ("pt-br", "pt-BR"),
            ("PT_BR", "pt-BR"),
            ("ZH-HANT-tw", "zh-Hant-TW"),
            ("sr-latn", "sr-Latn"),
            ("en-x-US", "en-x-us"),
            ("gsw", "gsw"),
            ("eng", "en"),
            ("ENG", "en"),
            ("fra", "fr"),
            ("FRE", "fr"),
            ("ara", "ar"),
            ("deu-CH", "de-CH"),
            ("zho_Hant", "zh-Hant"),
            ("Fr.", "fr"),
            ("Eng.", "en"),
            ("Chinese (simplified)", "zh-Hans"),
            ("Traditional Chinese", "zh-Hant"),
            ("Portuguese (Brazil)", "pt-BR"),
            ("Castilian", "es"),
            ("es-419", "es-419"),
            ("French", "fr"),
            ("FRENCH", "fr"),
            ("français", "fr"),
            ("Spanish", "es"),
            ("español", "es"),
            ("franc\u{327}ais", "fr"),
            ("हिन्दी", "hi"),
            ("русский", "ru"),
            ("Русский", "ru"),
            ("中文", "zh"),
            ("العربية", "ar"),
            ("Portuguese", "pt"),
            ("Thai", "th"),
            ("ไทย", "th"),
            ("georgiano", "ka"),
            ("Hebrew", "he"),
            ("עברית", "he"),
            ("suajili", "sw"),
            ("Kiswahili", "sw"),
            ("амхарский", "am"),
            ("Serbian", "sr"),
            ("Dutch", "nl"),
            ("ウクライナ語", ""),
            ("Nauru", ""),
        ] {
            assert_eq!(find_language(written).unwrap_or_default(), tag, "{written}");
        }
        for wrong in
            ["", "x", "xx", "qq-FR", "Klingon", "Frenchy", "fr FR", "f", "123", "en-", "français et anglais"]
        {
            assert_eq!(find_language(wrong), None, "{wrong}");
        }
    }
}
