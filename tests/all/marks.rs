//! Names as documents say them: letters with combining marks are found once, and no mark where there is none; a name that fits no line keeps
//! its order.

use std::path::Path;

use crate::folder::{Folder, entries, pdf_text};

/// A name for a letter in each language, with marks for which there are no letters of their own.
const NAMES: [(&str, &str, &str); 6] = [
    ("en", "MHL", "M̧akwa ỌLÁ-G̃UA"),
    ("fr", "NER", "Ọ́lá M̧ŪLÉ-G̃UARANÍ"),
    ("es", "PRY", "G̃uapa ỌMỌ́LỌLÁ"),
    ("ru", "BLR", "Ю́рий М̧АКВА́"),
    ("zh", "CHN", "M̧ọ́lì G̃UA"),
    ("ar", "EGY", "M̧ọ́lá G̃ua"),
];

/// The text of a document by what its fonts say of their glyphs alone, without space: programs that do not read `ActualText` do so.
fn text_by_fonts(path: &Path) -> String {
    let document = lopdf::Document::load(path).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text = document.extract_text(&pages).expect("text");
    text.split_whitespace().collect()
}

#[test]
fn letters_with_marks_are_found_once_in_six_languages() {
    let folder = Folder::started();
    let mut list = "format: 1\nrecipients:\n".to_owned();
    for (language, iso, name) in NAMES {
        list += &format!(
            "  - {{ id: {iso}, kind: state, iso: {iso}, addressee: {{ office: foreign-minister, name: \"{name}\", gender: masculine }}, \
             ministry: {{ {language}: {} }}, address: [M̧ājro Ọ́yọ́ 12], emails: [a@{iso}.example], channels: [e-mail], languages: [{language}] }}\n",
            crate::init::ministry(language)
        );
    }
    folder.write("recipients/ministries.yaml", &list);
    folder.run(&["build", "--allow-stale"]);
    let letters = folder.path("output/DM-1132/e-mail/letters");
    assert_eq!(entries(&letters).len(), NAMES.len());
    for entry in entries(&letters) {
        let path = entry.path();
        let (language, _, name) = NAMES
            .into_iter()
            .find(|(language, ..)| path.to_string_lossy().ends_with(&format!("_{language}.pdf")))
            .expect("its language");
        let text = text_by_fonts(&path);
        for word in name.split(' ').chain(["M̧ājro", "Ọ́yọ́"]) {
            assert_eq!(text.matches(word).count(), 1, "{word} in {language}:\n{text}");
        }
        let marks = |text: &str| text.chars().filter(|c| ('\u{300}'..='\u{36f}').contains(c)).count();
        assert_eq!(marks(&text), marks(name) + marks("M̧ājro Ọ́yọ́"), "marks elsewhere in {language}:\n{text}");
        let Some(text) = pdf_text(&path) else { return };
        let text: String = text.split_whitespace().collect();
        for word in name.split(' ').filter(|_| language != "ar") {
            assert_eq!(text.matches(word).count(), 1, "{word} in {language}:\n{text}");
        }
    }
}

#[test]
fn a_name_too_long_for_a_line_runs_from_left_to_right_in_arabic() {
    let folder = Folder::started();
    let name = "JUGNAUTHWICKREMESINGHEBANDARANAIKETHIRUVALLUVAR";
    folder.write(
        "recipients/ministries.yaml",
        &format!(
            "format: 1\nrecipients:\n  - {{ id: LKA, kind: state, iso: LKA, addressee: {{ office: foreign-minister, name: {name}, gender: masculine }}, \
             ministry: {{ ar: {} }}, address: [Colombo], emails: [a@lka.example], channels: [e-mail], languages: [ar] }}\n",
            crate::init::ministry("ar")
        ),
    );
    folder.run(&["preview", "LKA", "-o", "preview"]).ends_with(0);
    let letter = entries(&folder.path("preview")).into_iter().map(|entry| entry.path());
    let mut letter = letter.filter(|path| path.to_string_lossy().contains("_letter_ar"));
    let text = text_by_fonts(&letter.next().expect("the letter"));
    assert!(text.contains(&name[..12]) && text.contains(&name[40..]), "{text}");
}

/// Each word of a page with its left, right and upper edge; `None` where `pdftotext` is not there.
fn words(path: &Path) -> Option<Vec<(String, [f64; 3])>> {
    let output = std::process::Command::new("pdftotext").arg("-bbox").arg(path).arg("-").output().ok()?;
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let word = |line: &str| {
        let edge = |name: &str| line.split_once(&format!("{name}=\""))?.1.split('"').next()?.parse().ok();
        let said = line.split_once('>')?.1.strip_suffix("</word>")?;
        Some((said.to_owned(), [edge("xMin")?, edge("xMax")?, edge("yMin")?]))
    };
    Some(text.lines().map(str::trim).filter(|line| line.starts_with("<word")).filter_map(word).collect())
}

#[test]
fn a_long_address_keeps_clear_of_a_long_label() {
    let folder = Folder::started();
    folder.edit("mailing.yaml", "e_mail: wsis.gov@ties.itu.int", "e_mail: secretariat@commission.example");
    folder.run(&["preview", "FRA", "--locale", "ar", "-o", "pages"]);
    let Some(words) = words(&folder.path("pages/001_FRA_letter_ar.pdf")) else {
        return crate::folder::skip("pdftotext (poppler-utils) is not installed");
    };
    let find = |said: &str| words.iter().find(|(word, _)| word.contains(said)).map(|(_, edges)| *edges);
    let [from, to, top] = find("secretariat@").expect("the address");
    let beside = words.iter().filter(|(word, [.., upper])| !word.contains('@') && (upper - top).abs() < 6.0);
    let beside: Vec<_> = beside.collect();
    assert!(!beside.is_empty(), "the label stands beside the address: {words:?}");
    for (word, [left, right, _]) in beside {
        assert!(*left >= to || *right <= from, "{word} and the address are on one place");
    }
}
