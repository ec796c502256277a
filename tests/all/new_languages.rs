//! What a new language begins with: tables from Unicode CLDR, words to be translated.

use crate::folder::Folder;

#[test]
fn a_new_language_begins_with_the_tables_of_cldr() {
    let folder = Folder::started();
    let ran = folder.run(&["locale", "new", "pt"]).ends_with(0);
    assert!(ran.out.contains("short names of 195 States") && !ran.out.contains("font"), "{}", ran.out);
    let pack = folder.read("templates/pt/locale.yaml");
    for line in [
        "name: \"português\"",
        "  quotes: \"‘ ’ “ ”\"",
        "  date: \"{day} de {month} de {year}\"",
        "    month: \"{day1} – {day2} de {month1} de {year1}\"",
        "  hotel: \"Hotel\"",
    ] {
        assert!(pack.lines().any(|known| known == line), "{line} is not in\n{pack}");
    }
    assert!(pack.contains("[\"janeiro\", \"fevereiro\", \"março\"") && pack.contains("\"inglês\""), "{pack}");
    let countries = folder.read("templates/pt/countries.yaml");
    assert_eq!(countries.matches("{ short: \"").count(), 195);
    assert!(countries.contains("  KEN: { short: \"Quênia\" }\n"), "{countries}");
    // Of the 195 only the three of the list and the host need their other names, and a paragraph that nobody began is not blamed for its month.
    let ran = folder.run(&["locale", "status", "pt"]).ends_with(1);
    let ran =
        ran.says("States of which `formal`, `formal_of`, `in_text`, `of` are missing: FRA, GMB, KEN, TUN\n");
    assert!(!ran.err.contains("translation-number"), "{}", ran.err);
    folder.edit("templates/pt/countries.yaml", "# forms: {", "forms: {");
    let ran = folder.run(&["locale", "status", "pt"]).ends_with(1);
    assert!(!ran.err.contains("translation-countries"), "{}", ran.err);
}

#[test]
fn a_form_of_a_language_begins_with_its_own_data() {
    let folder = Folder::started();
    for (tag, name) in [("pt-PT", "KEN: { short: \"Quénia\" }"), ("pt-AO", "KEN: { short: \"Quénia\" }")] {
        folder.run(&["locale", "new", tag]).ends_with(0);
        let countries = folder.read(&format!("templates/{tag}/countries.yaml"));
        assert!(countries.contains(name) && countries.contains(&format!("locale: {tag}\n")), "{countries}");
    }
    // A language CLDR does not know, or not in this script, begins as a copy.
    let ran = folder.run(&["locale", "new", "uz-Arab", "--from", "fr"]).ends_with(0);
    assert!(ran.out.contains("has nothing of uz-Arab"), "{}", ran.out);
    assert!(folder.read("templates/uz-Arab/locale.yaml").contains("janvier"));
}

#[test]
fn a_language_of_another_script_names_its_font_and_its_digits() {
    let folder = Folder::started();
    let ran = folder.run(&["locale", "new", "bn"]).ends_with(0);
    assert!(
        ran.out.contains("put Noto Serif Bengali, regular and bold, into templates/fonts"),
        "{}",
        ran.out
    );
    let pack = folder.read("templates/bn/locale.yaml");
    assert!(
        pack.contains("fonts: \"Libertinus Serif, Noto Serif Bengali\"")
            && pack.contains("digits: \"০১২৩৪৫৬৭৮৯\""),
        "{pack}"
    );
    // Without the font nothing is made, and one message says what to do.
    folder.edit("recipients/ministries.yaml", "languages: [fr, en]", "languages: [bn]");
    let ran = folder.run(&["check"]).ends_with(1);
    let ran = ran
        .says("error[font-missing]: there is no font `Noto Serif Bengali`, which `bn` is set in")
        .says("put its regular and bold files into templates/fonts (free: https://fonts.google.com/noto, or Debian's package");
    assert_eq!(ran.err.matches("error[font-missing]").count(), 1, "{}", ran.err);
    folder.edit("templates/bn/locale.yaml", "digits: \"০১২৩৪৫৬৭৮৯\"", "digits: \"০১২৩৪৫৬৭৮\"");
    folder.run(&["check"]).ends_with(1).says("error[digits-incomplete]: 9 digits given");
}

#[test]
fn a_letter_to_a_state_without_all_its_names_is_held_back() {
    let folder = Folder::started();
    folder.edit(
        "templates/fr/countries.yaml",
        "  FRA: { short: France, in_text: la France, of: de la France, ",
        "  FRA: { short: France, ",
    );
    let ran = folder.run(&["check"]).ends_with(3);
    ran.says("error[country-unnamed]: `fr` has not all names of the State FRA: `in_text`, `of` missing")
        .says("add them to countries.yaml in the folder `fr`, or `forms` that they follow from");
    folder.edit(
        "templates/fr/countries.yaml",
        "\ncountries:\n",
        "\nforms: { in_text: \"la {short}\", of: \"de {shrt}\" }\ncountries:\n",
    );
    folder.run(&["check"]).ends_with(1).says("unknown placeholder `{shrt}`").says("did you mean `short`?");
    folder.edit("templates/fr/countries.yaml", "{shrt}", "la {short}");
    folder.run(&["check"]).ends_with(0);
}
