//! The functions of `fuzz/`, each run on whole and on cut inputs: they compile, and hold for what people write.

use crate::folder::Folder;

#[path = "../../fuzz/src/lib.rs"]
#[expect(
    unreachable_pub,
    clippy::disallowed_methods,
    reason = "the file belongs to another crate too, and writes what it then reads"
)]
mod targets;

/// Runs a function on an input, on pieces of it, and on the input with one byte changed.
fn run(check: fn(&[u8]), input: &[u8]) {
    check(input);
    for part in 0..8 {
        let at = input.len() * part / 8;
        check(&input[..at]);
        let mut changed = input.to_vec();
        changed[at] ^= 0x21;
        check(&changed);
    }
}

#[test]
fn archives_are_checked() {
    let folder = Folder::built();
    run(targets::archives::check, &bytes(&folder, "output/DM-1132/DM-1132.zip"));
}

#[test]
fn locale_packs_are_read() {
    let folder = Folder::started();
    let [pack, countries] =
        ["locale", "countries"].map(|name| folder.read(&format!("templates/fr/{name}.yaml")));
    run(targets::locales::check, format!("{pack}\0{countries}").as_bytes());
}

#[test]
fn manifests_are_read() {
    let folder = Folder::built();
    run(targets::manifests::check, &bytes(&folder, "output/DM-1132/manifest.json"));
}

#[test]
fn recipient_lists_are_read_in_every_format() {
    let folder = Folder::started();
    let list = bytes(&folder, "recipients/ministries.yaml");
    for format in 0..u8::try_from(targets::recipients::FORMATS.len()).expect("few formats") {
        run(targets::recipients::check, &[&[format], list.as_slice()].concat());
    }
    let table = "\u{1}id,kind,iso,ministry,channels,desk\nKEN,state,KEN,Ministry of Foreign Affairs,post,1\n";
    run(targets::recipients::check, table.as_bytes());
}

#[test]
fn returned_forms_are_read() {
    let folder = Folder::built();
    run(targets::returns::check, &bytes(&folder, "output/DM-1132/post/forms/003_KEN_form_en.pdf"));
}

#[test]
fn messages_that_came_back_are_read() {
    for folder in ["notices", "odd"] {
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/receiving").join(folder);
        for entry in crate::folder::entries(&folder) {
            let message = std::fs::read(entry.path()).expect("a message");
            if !message.is_empty() {
                run(targets::notices::check, &message);
            }
        }
    }
}

#[test]
#[cfg(feature = "seal")]
fn seals_are_looked_at() {
    let (letter, signature) = crate::seals::letter_and_signature();
    run(targets::seals::check, &letter);
    run(targets::seals::check, &signature);
}

#[test]
fn templates_are_checked_and_values_stay_text() {
    let folder = Folder::started();
    let letter = folder.read("templates/en/letter.typ.hbs");
    run(targets::templates::check, format!("{letter}\0\"#panic() *x* {{{{y}}}} \\").as_bytes());
}

#[test]
fn xliff_files_are_imported() {
    let folder = Folder::started();
    folder.run(&["locale", "export", "fr"]).ends_with(0);
    run(targets::xliff::check, &bytes(&folder, "fr.xlf"));
}

fn bytes(folder: &Folder, name: &str) -> Vec<u8> {
    std::fs::read(folder.path(name)).expect("a file")
}
