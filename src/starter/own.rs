//! The files of a mailing of one's own: letters of a genre that name no event, in the languages chosen, with the packs of those.

use std::collections::BTreeMap;

use super::answers::Answers;
use super::embedded::{GITIGNORE, SHARED};
use super::genre_folder::GenreFolder;
use super::{mailing_file, published};

/// The shared files that belong to no language.
const FOR_ALL: [&str; 5] = [
    "templates/email.html.hbs",
    "templates/layout.typ",
    "templates/letterhead.typ.hbs",
    "templates/questionnaire.typ",
    "templates/registration.typ.hbs",
];

/// The files, each by its path with forward slashes; the states of the translations and the schemas are not among them.
pub(super) fn files(answers: &Answers, genre: &GenreFolder) -> Vec<(String, Vec<u8>)> {
    let languages = answers.languages();
    let packs: Vec<String> = languages
        .iter()
        .flat_map(|language| ["countries", "locale"].map(|pack| format!("templates/{language}/{pack}.yaml")))
        .collect();
    let shared =
        SHARED.iter().filter(|(path, _)| FOR_ALL.contains(path) || packs.iter().any(|pack| pack == path));
    let fixed = shared.chain([&GITIGNORE]).map(|(path, content)| ((*path).to_owned(), content.to_vec()));
    let mailing = ("mailing.yaml".to_owned(), mailing_file::write(answers, genre).into_bytes());
    let published = published::is_begun(answers, genre)
        .then(|| (published::LIST.to_owned(), published::write(answers).into_bytes()));
    // The genre's files come last: one of its own is taken instead of one that all mailings share.
    let all = fixed.chain([mailing]).chain(published).chain(genre.files_for(&languages));
    all.collect::<BTreeMap<_, _>>().into_iter().collect()
}
