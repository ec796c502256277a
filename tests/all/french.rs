//! French spacing: none before a colon, as the ITU writes, unless the locale pack asks for it.

use crate::folder::{Folder, pdf_text};

const LETTER: &str = "output/DM-1132/pouch/letters/001_FRA_letter_fr.pdf";

/// The letter's text with a wish put before its last paragraph; every space is a plain one.
fn letter(setting: &str) -> Option<String> {
    let folder = Folder::started();
    folder.edit("templates/fr/locale.yaml", "punctuation_space: \"none\"", setting);
    folder.edit(
        "templates/fr/letter.typ.hbs",
        "Je me réjouis",
        "Voici (bien!) une «citation», une « autre »; à 10:30.\n\nJe me réjouis",
    );
    folder.run(&["build", "--allow-stale"]).ends_with(0);
    Some(pdf_text(&folder.path(LETTER))?.replace(['\u{a0}', '\u{202f}'], " "))
}

#[test]
fn the_itu_puts_no_space_before_a_colon() {
    let Some(text) = letter("punctuation_space: \"none\"") else { return };
    assert!(text.contains("Réf.: DM-1132/001"), "{text}");
    assert!(text.contains("Voici (bien!) une «citation», une « autre »; à 10:30."), "{text}");
}

#[test]
fn the_custom_of_france_is_a_setting() {
    let Some(text) = letter("punctuation_space: \"no-break\"") else { return };
    assert!(text.contains("Réf. : DM-1132/001"), "{text}");
    // pdftotext takes the thin spaces before ; and ! for none.
    assert!(text.contains("Voici (bien!) une « citation », une « autre »; à 10:30."), "{text}");
    assert!(text.contains("WSIS-contributions@itu.int"), "{text}");
}
