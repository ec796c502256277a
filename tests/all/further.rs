//! One letter in ten languages beyond the six, each in the fonts of its script, from Debian's packages.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::folder::{Folder, entries, pdf_text, plain, skip};

/// Where Debian puts its fonts.
const FONTS: &str = "/usr/share/fonts";

/// The fonts, as `convoke locale new` names them, and the packages that have them.
const FILES: [&str; 10] = [
    "truetype/noto/NotoSerifDevanagari-Regular.ttf",
    "truetype/noto/NotoSerifDevanagari-Bold.ttf",
    "truetype/noto/NotoSerifEthiopic-Regular.ttf",
    "truetype/noto/NotoSerifEthiopic-Bold.ttf",
    "truetype/noto/NotoSerifGeorgian-Regular.ttf",
    "truetype/noto/NotoSerifGeorgian-Bold.ttf",
    "truetype/noto/NotoSerifThai-Regular.ttf",
    "truetype/noto/NotoSerifThai-Bold.ttf",
    "opentype/noto/NotoSerifCJK-Regular.ttc",
    "opentype/noto/NotoSerifCJK-Bold.ttc",
];

/// By language: the letter's file, the face of its words, and what it says, dates, marks and names among it.
const LETTERS: [(&str, &str, &str, [&str; 4]); 10] = [
    (
        "de",
        "001_DEU",
        "LibertinusSerif",
        [
            "Genf, 2. März 2026",
            "vom 1. bis 12. Juni 2026",
            "„Briefe für alle“",
            "der Bundesrepublik Deutschland",
        ],
    ),
    (
        "pt",
        "002_BRA",
        "LibertinusSerif",
        [
            "Genebra, 2 de março de 2026",
            "de 1º a 12 de junho de 2026",
            "“Cartas para todos”",
            "da República Federativa do Brasil",
        ],
    ),
    (
        "ja",
        "003_JPN",
        "NotoSerifCJKjp",
        [
            "ジュネーブ、2026年3月2日",
            "2026年6月1日から12日まで",
            "「すべての人に手紙を」",
            "日本国外務大臣閣下",
        ],
    ),
    ("he", "004_ISR", "LibertinusSerif", ["במרץ", "מעלתך", "לכול", "ישראל"]),
    ("hi", "005_IND", "NotoSerifDevanagari", ["2026", "12", "महामहिम", "भारत"]),
    ("th", "006_THA", "NotoSerifThai", ["2026", "12", "protocol@conference.example", "FL-1/006"]),
    (
        "ka",
        "007_GEO",
        "NotoSerifGeorgian",
        ["ჟენევა, 2 მარტი, 2026", "1–12 ივნისი", "„წერილები ყველასთვის“", "საქართველოს საგარეო საქმეთა"],
    ),
    (
        "am",
        "008_ETH",
        "NotoSerifEthiopic",
        ["ጄኔቫ፣ 2 ማርች 2026", "ከጁን 1 እስከ 12 ቀን 2026", "«ደብዳቤ ለሁሉም»", "ፌዴራላዊ ዴሞክራሲያዊ ሪፐብሊክ"],
    ),
    (
        "ko",
        "009_KOR",
        "NotoSerifCJKkr",
        [
            "제네바, 2026년 3월 2일",
            "2026년 6월 1일부터 12일까지",
            "“모두를 위한 편지”",
            "대한민국 외교부 장관 각하",
        ],
    ),
    (
        "vi",
        "010_VNM",
        "LibertinusSerif",
        [
            "Genève, 2 tháng 3, 2026",
            "từ ngày 1 đến ngày 12 tháng 6, 2026",
            "“Thư cho mọi người”",
            "Cộng hòa Xã hội chủ nghĩa Việt Nam",
        ],
    ),
];

/// The mailing of `tests/all/further` with the layout of all mailings, without fonts.
fn started() -> Folder {
    let folder = Folder::empty();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/further");
    let files = entries(&own).into_iter().map(|entry| entry.path()).filter(|path| path.is_file());
    let shared = ["layout.typ", "letterhead.typ.hbs"].map(|name| format!("templates/{name}"));
    let shared = shared.map(|name| (Path::new(env!("CARGO_MANIFEST_DIR")).join(&name), name.into()));
    let files = files.map(|path| (path.clone(), path.strip_prefix(&own).expect("beneath it").to_owned()));
    for (from, to) in files.chain(shared) {
        let to = folder.root().join(to);
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(from, to).expect("a file");
    }
    folder
}

#[test]
fn a_letter_is_set_in_ten_further_languages() {
    let missing: Vec<&str> =
        FILES.into_iter().filter(|file| !Path::new(FONTS).join(file).is_file()).collect();
    if !missing.is_empty() {
        return skip(&format!(
            "not in {FONTS} (Debian: fonts-noto-core, fonts-noto-cjk): {}",
            missing.join(", ")
        ));
    }
    let folder = started();
    fs::create_dir_all(folder.path("templates/fonts")).expect("a folder");
    for file in FILES {
        let name = file.rsplit('/').next().unwrap_or(file);
        fs::copy(Path::new(FONTS).join(file), folder.path("templates/fonts").join(name)).expect("a font");
    }
    let ran = folder.run(&["build"]).ends_with(0);
    assert!(!ran.err.contains("warning"), "{}", ran.err);
    for (language, name, face, said) in LETTERS {
        let file = folder.path(&format!("output/FL-1/pouch/letters/{name}_letter_{language}.pdf"));
        let Some(text) = pdf_text(&file) else { return };
        for words in said {
            assert!(plain(&text).contains(&plain(words)), "{language}: {words} is not in\n{text}");
        }
        // Marks are no letters.
        let marks = said[2].chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace());
        assert!(marks.into_iter().all(|mark| text.contains(mark)), "{language}: {} in\n{text}", said[2]);
        assert_faces(&file, language, face);
    }
}

/// The words of a letter are in the face of its script, regular and bold, and none in that of another language.
fn assert_faces(file: &Path, language: &str, face: &str) {
    let Ok(output) = Command::new("pdffonts").arg(file).output() else { return skip("there is no pdffonts") };
    let fonts = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(fonts.contains(&format!("+{face}-Regular")) && fonts.contains(face), "{language}\n{fonts}");
    let bold = ["Bold", "Semibold"].iter().any(|weight| fonts.contains(&format!("+{face}-{weight}")));
    assert!(bold, "{language} has no bold face\n{fonts}");
    let others =
        fonts.lines().skip(2).filter(|line| !line.contains(face) && !line.contains("LibertinusSerif"));
    assert_eq!(others.count(), 0, "{language}\n{fonts}");
}

#[test]
fn a_missing_font_is_told_once_with_where_it_is_had_from() {
    let ran = started().run(&["check"]).ends_with(1);
    let missing = ["Devanagari", "Ethiopic", "Georgian", "Thai", "CJK JP", "CJK KR"];
    for family in missing {
        let said = format!("there is no font `Noto Serif {family}`");
        assert_eq!(ran.err.matches(&said).count(), 1, "{family}: {}", ran.err);
    }
    assert_eq!(ran.err.matches("error[font-missing]").count(), missing.len(), "{}", ran.err);
    assert!(ran.err.contains("Debian's package fonts-noto-cjk"), "{}", ran.err);
}

#[test]
fn the_further_languages_are_complete() {
    let ran = started().run(&["locale", "status"]).ends_with(0);
    let lines: Vec<&str> = ran.out.lines().filter(|line| !line.starts_with("en ")).collect();
    assert_eq!(lines.len(), 10, "{}", ran.out);
    assert!(lines.iter().all(|line| line.trim_end().ends_with("complete")), "{}\n{}", ran.out, ran.err);
}
