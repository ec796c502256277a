//! The files of a mailing of one's own: letters that name no event in the languages chosen, with the packs of those.

use super::answers::Answers;
use super::embedded::{GITIGNORE, LETTERS, SHARED};
use super::mailing_file;

/// The shared files that belong to no language.
const FOR_ALL: [&str; 5] = [
    "templates/email.html.hbs",
    "templates/layout.typ",
    "templates/letterhead.typ.hbs",
    "templates/questionnaire.typ",
    "templates/registration.typ.hbs",
];

/// The files, each by its path with forward slashes; the states of the translations and the schemas are not among them.
pub(super) fn files(answers: &Answers) -> Vec<(String, Vec<u8>)> {
    let languages = answers.languages();
    let packs: Vec<String> = languages
        .iter()
        .flat_map(|language| ["countries", "locale"].map(|pack| format!("templates/{language}/{pack}.yaml")))
        .collect();
    let shared =
        SHARED.iter().filter(|(path, _)| FOR_ALL.contains(path) || packs.iter().any(|pack| pack == path));
    let letters = LETTERS.iter().filter(|(path, _)| {
        let language = path.split('/').nth(1).unwrap_or_default();
        languages.contains(&language)
    });
    let fixed = shared.chain(letters).chain([&GITIGNORE]);
    let mailing = ("mailing.yaml".to_owned(), mailing_file::write(answers).into_bytes());
    let mut files = vec![mailing];
    files.extend(fixed.map(|(path, content)| ((*path).to_owned(), content.to_vec())));
    files
}
