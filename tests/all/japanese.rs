//! Japanese from `locale new` to letters and forms: each text of the sample in a real translation, brought in through XLIFF.
//!
//! `japanese/memory.tsv` is the translation: where a text stands (the beginning of its id, or nothing), the English text and the
//! Japanese one. Codes are called by what they stand for, `⟦event.place⟧`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::folder::{Folder, pdf_text, skip};

const MEMORY: &str = include_str!("japanese/memory.tsv");

const PACK: &str = "templates/ja/locale.yaml";

/// What is changed in the files by hand: the order of lines, which a translation tool keeps, and what is no text.
const BY_HAND: [(&str, &str, &str); 3] = [
    (PACK, "named: [\"{name}{honorific}\", \"{title}\"]", "named: [\"{title}\", \"{name}{honorific}\"]"),
    (
        "templates/ja/letter.typ.hbs",
        "  \"{{event.meeting}}（準備委員会組織会合）\",\n  \"{{event.name}} {{event.phase}}\",\n",
        "  \"{{event.name}} {{event.phase}}\",\n  \"{{event.meeting}}（準備委員会組織会合）\",\n",
    ),
    ("recipients/ministries.yaml", "languages: [fr, en]", "languages: [ja]"),
];

/// The ministries and cities of the list in Japanese.
const LIST: [(&str, &str); 2] = [
    (
        "ministry: { fr: Ministère de l’Europe et des affaires étrangères,",
        "ministry: { ja: 欧州・外務省, fr: Ministère de l’Europe et des affaires étrangères,",
    ),
    ("city: Paris\n    address: [Paris, FRANCE]", "city: { ja: パリ, fr: Paris }"),
];

/// An XLIFF file with its texts translated by the memory; what it has no translation of stays as it is, and is named.
fn translated(text: &str) -> (String, Vec<String>) {
    let mut memory: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for line in MEMORY.lines() {
        let [place, source, target] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        memory.entry(source).or_default().push((place, target));
    }
    let mut missing = Vec::new();
    let mut out = String::new();
    for unit in text.split_inclusive("</trans-unit>") {
        let between = |from: &str, to: &str| Some(unit.split_once(from)?.1.split_once(to)?.0);
        let source = between("<source>", "</source>").filter(|source| !source.is_empty());
        let (Some(id), Some(source)) = (between(" id=\"", "\""), source) else {
            out += unit;
            continue;
        };
        let (words, codes) = named(source);
        let known =
            memory.get(words.as_str()).into_iter().flatten().filter(|(place, _)| id.starts_with(place));
        let target = known.max_by_key(|(place, _)| place.len()).map_or_else(
            || {
                missing.push(format!("{id}: {words}"));
                source.to_owned()
            },
            |(_, target)| coded(target, codes),
        );
        let (head, tail) = unit.split_once("</source>").expect("a source");
        let tail = tail.split_once("</target>").map_or(tail, |(_, tail)| tail);
        out += &format!("{head}</source><target state=\"translated\">{target}</target>{tail}");
    }
    (out, missing)
}

/// A source text with its codes by their names, and the codes with theirs.
fn named(source: &str) -> (String, Vec<(String, String)>) {
    let (mut words, mut codes) = (String::new(), Vec::new());
    for (number, part) in source.split("<x ").enumerate() {
        let (code, after) = if number == 0 { ("", part) } else { part.split_once("/>").expect("a code") };
        if number > 0 {
            let name = code.split_once("equiv-text=\"").and_then(|(_, rest)| rest.split_once('"'));
            let name = format!("⟦{}⟧", unescaped(name.expect("a name").0));
            words += &name;
            codes.push((name, format!("<x {code}/>")));
        }
        words += &unescaped(after);
    }
    (words.replace('\u{a0}', " "), codes)
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// A translation with the codes of its source.
fn coded(target: &str, codes: Vec<(String, String)>) -> String {
    codes.into_iter().fold(target.replace('&', "&amp;").replace('<', "&lt;"), |text, (name, code)| {
        text.replacen(&name, &code, 1)
    })
}

/// The sample mailing with Japanese in it, as a translation tool brings it in; with the texts that nobody has translated.
fn finished() -> (Folder, Vec<String>) {
    let folder = Folder::started();
    folder.run(&["locale", "new", "ja"]).ends_with(0);
    folder.run(&["locale", "export", "ja", "--xliff", "1.2"]).ends_with(0);
    let (text, missing) = translated(&folder.read("ja.xlf"));
    folder.write("ja.xlf", &text);
    folder.run(&["locale", "import", "ja.xlf"]).ends_with(0);
    for (file, from, to) in BY_HAND {
        let text = folder.read(file);
        assert!(text.contains(from), "{from} is not in\n{text}");
        folder.write(file, &text.replace(from, to));
    }
    for (from, to) in LIST {
        folder.edit("recipients/ministries.yaml", from, to);
    }
    (folder, missing)
}

#[test]
fn japanese_is_finished_in_a_translation_tool_but_for_the_order_of_lines() {
    let (folder, missing) = finished();
    let prose = |text: &&String| text.starts_with('t') && text.as_bytes().get(9) == Some(&b':');
    assert_eq!(
        missing.iter().filter(prose).count(),
        0,
        "letter, form or e-mail is not in the memory: {missing:#?}"
    );
    // A label that is new in the six languages may wait for its Japanese.
    assert!(missing.len() < 20, "not in the memory: {missing:#?}");
    let ran = folder.run(&["locale", "status", "ja"]).ends_with(0);
    assert!(ran.out.trim_end().ends_with("complete"), "{}\n{}", ran.out, ran.err);
}

#[test]
fn a_japanese_letter_and_form_are_made() {
    let fonts = ["NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"]
        .map(|file| Path::new("/usr/share/fonts/opentype/noto").join(file));
    if !fonts.iter().all(|file| file.is_file()) {
        return skip("there is no Noto Serif CJK (Debian: fonts-noto-cjk)");
    }
    let (folder, _) = finished();
    fs::create_dir_all(folder.path("templates/fonts")).expect("a folder");
    for file in &fonts {
        let name = file.file_name().expect("a name");
        fs::copy(file, folder.path("templates/fonts").join(name)).expect("a font");
    }
    let ran = folder.run(&["build"]).ends_with(0);
    assert!(!ran.err.contains("warning"), "{}", ran.err);
    folder.run(&["preview", "FRA", "-o", "seen"]).ends_with(0);
    let email = folder.read("seen/FRA_email_ja.txt");
    assert!(
        email.starts_with("DM-1132/001：WSIS 準備会合（チュニジア・ハマメット、2004年6月24日～26日）\n"),
        "{email}"
    );
    let file = |document: &str| format!("output/DM-1132/pouch/{document}s/001_FRA_{document}_ja.pdf");
    let Some(letter) = pdf_text(&folder.path(&file("letter"))) else { return };
    for said in [
        "2004年5月10日、ジュネーブ",
        "フランス共和国欧州・外務大臣閣下 欧州・外務省 パリ フランス",
        "閣下 書簡をもって啓上いたします。チュニジア政府の懇切なる招請により、2004年6月24日から26日まで、",
        "貴国政府が極めて重要なこの準備会合に参加され、",
        "6月にこの重要な会合において閣下にお目にかかれることを",
        "以上を申し進めるに際し、ここに閣下に向かって最高の敬意を表します。",
        "内海善雄 国際電気通信連合（ITU）事務総局長",
    ] {
        assert!(bare(&letter).contains(&bare(said)), "{said} is not in\n{letter}");
    }
    let form = pdf_text(&folder.path(&file("form"))).expect("pdftotext was there a moment ago");
    for said in
        ["登録用紙", "代表団における資格", "旅券番号", "年-月-日", "査証（個人情報、査証のためにのみ使用）"]
    {
        assert!(bare(&form).contains(&bare(said)), "{said} is not in\n{form}");
    }
    for text in [&letter, &form] {
        // Lines begin with no mark that ends something, and end with none that begins it (JIS X 4051).
        let lines = text.lines().map(str::trim).filter(|line| line.chars().count() > 30);
        for line in lines {
            assert!(!line.starts_with(['、', '。', '」', '）', 'ー', 'っ', 'ゃ', 'ュ']), "{line}");
            assert!(!line.ends_with(['「', '（']), "{line}");
        }
    }
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}
