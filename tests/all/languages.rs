//! A started mailing writes in all six languages: a letter of one page, a form of three, and an e-mail.

use serde_json::Value;

use crate::barcodes;
use crate::folder::{Folder, pdf_text, plain};

/// Recipients, their language, and what letter and form must say: dateline, a word of the close, a label.
const WANTED: [(&str, &str, &str, &str, &str); 6] = [
    ("FRA", "es", "Ginebra, 10 de mayo de 2004", "consideración más distinguida", "Apellidos"),
    ("GMB", "ru", "Женева, 10 мая 2004 года", "принять уверения", "Фамилия"),
    ("KEN", "zh", "2004年5月10日，日内瓦", "顺致最崇高的敬意。", "护照号码"),
    ("FRA", "en", "Geneva, 10 May 2004", "highest consideration", "Passport number"),
    ("GMB", "fr", "Genève, le 10 mai 2004", "très haute considération", "Numéro de passeport"),
    // Poppler gives Arabic in the order of the glyphs: words without a ligature, each by itself.
    ("KEN", "ar", "مايو", "والتقدير", "البريدي"),
];

#[test]
fn a_started_mailing_writes_in_all_six_languages() {
    for wanted in WANTED.chunks(3) {
        let folder = Folder::started();
        let list = folder.read("recipients/ministries.yaml");
        let mut languages = wanted.iter().map(|(_, language, ..)| language);
        let list: Vec<String> = list
            .lines()
            .map(|line| match line.strip_prefix("    languages: ") {
                Some(_) => format!("    languages: [{}]", languages.next().expect("three recipients")),
                None => line.to_owned(),
            })
            .collect();
        folder.write("recipients/ministries.yaml", &list.join("\n"));
        // Ministries and cities stay as they are, in English and French.
        folder.run(&["build", "--allow-stale"]).ends_with(0);
        let manifest: Value =
            serde_json::from_str(&folder.read("output/DM-1132/manifest.json")).expect("JSON");
        for entry in
            manifest["files"].as_array().expect("files").iter().filter(|file| file["document"].is_string())
        {
            let pages = if entry["document"] == "letter" { 1 } else { 3 };
            assert_eq!(entry["pages"], pages, "{}", entry["path"]);
        }
        for (number, (recipient, language, dateline, close, label)) in (1..).zip(wanted) {
            let channel = ["pouch", "e-mail", "post"][number - 1];
            let file = |document| {
                format!(
                    "output/DM-1132/{channel}/{document}s/00{number}_{recipient}_{document}_{language}.pdf"
                )
            };
            let form = std::fs::read(folder.path(&file("form"))).expect("a form");
            barcodes::are_quiet(form, &file("form"));
            let Some(letter) = pdf_text(&folder.path(&file("letter"))) else { return };
            let form = pdf_text(&folder.path(&file("form"))).expect("pdftotext was there a moment ago");
            for (text, word) in [(&letter, dateline), (&letter, close), (&form, label)] {
                assert!(plain(text).contains(&plain(word)), "{word} is not in {language}:\n{text}");
            }
            let serial = format!("DM-1132/00{number}");
            assert!(letter.contains(&serial), "{serial} is not in {language}:\n{letter}");
            folder.run(&["preview", recipient, "-o", "seen"]).ends_with(0);
            let email = folder.read(&format!("seen/{recipient}_email_{language}.txt"));
            assert!(email.lines().next().is_some_and(|subject| subject.contains(&serial)), "{email}");
        }
    }
}

#[test]
fn a_font_of_the_mailing_serves_characters_the_embedded_ones_lack() {
    let folder = Folder::started();
    folder.edit("recipients/ministries.yaml", "address: [Banjul,", "address: [\"Banjul ლ\",");
    folder.run(&["build"]).ends_with(3).says("no font has a glyph for `ლ` (U+10DA)").says("recipient GMB");
    let mono = typst_assets::fonts()
        .find(|data| {
            let font = typst::text::Font::new(typst::foundations::Bytes::new(*data), 0);
            font.is_some_and(|font| font.info().coverage.contains('ლ'.into()))
        })
        .expect("a font with Georgian letters");
    std::fs::create_dir(folder.path("templates/fonts")).expect("a new folder");
    convoke::input::write_atomically(&folder.path("templates/fonts/mono.ttf"), mono).expect("written");
    folder.run(&["build"]).ends_with(3);
    let Some(letter) = pdf_text(&folder.path("output/DM-1132/e-mail/letters/002_GMB_letter_en.pdf")) else {
        return;
    };
    assert!(letter.contains("Banjul ლ"), "{letter}");
}
