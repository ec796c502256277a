//! What would make a letter wrong is told, with all recipients it is wrong for, however many they are.

use crate::folder::{Folder, entries, pdf_text, plain};

/// A list of as many States as are asked for, one below the other.
fn list(count: usize, languages: &str) -> String {
    let recipients: String = (1..=count)
        .map(|number| {
            format!(
                "  - {{ id: R{number}, kind: organisation, addressee: {{ office: head-of-organisation }}, \
                 ministry: Office {number}, city: Geneva, address: [Geneva, SWITZERLAND], channels: [post], languages: [{languages}] }}\n"
            )
        })
        .collect();
    format!("format: 1\nrecipients:\n{recipients}")
}

#[test]
fn all_recipients_without_templates_in_their_languages_are_named() {
    let folder = Folder::started();
    folder.write("recipients/ministries.yaml", &list(450, "pt"));
    let ran = folder.run(&["check"]).ends_with(0);
    let warning = "warning[language-fallback]: no templates for pt: 450 recipients are written to in en, the default language";
    assert_eq!(ran.err.matches("warning[language-fallback]").count(), 1, "{}", ran.err);
    let ran = ran.says(warning);
    for number in [1, 200, 201, 450] {
        assert!(ran.err.contains(&format!("{}:5 R{number}", number + 2)), "R{number} is not in\n{}", ran.err);
    }
}

#[test]
fn a_title_in_a_name_is_printed_once() {
    let folder = Folder::started();
    let named = "addressee: { office: foreign-minister, name: S.E. M. Jean-Noël BARROT }";
    folder.edit("recipients/ministries.yaml", "addressee: { office: foreign-minister }", named);
    folder.run(&["build", "--only", "FRA"]).ends_with(0).says("hint: write `Jean-Noël BARROT`");
    let letter = entries(folder.root()).into_iter().map(|entry| entry.path());
    let letter = letter.filter(|path| path.to_string_lossy().ends_with("FRA_letter_fr.pdf")).last();
    let Some(text) = pdf_text(&letter.expect("a letter")) else { return };
    assert!(plain(&text).contains(&plain("Son Excellence Monsieur Jean-Noël BARROT")), "{text}");
    assert!(!text.contains("S.E."), "{text}");
}
