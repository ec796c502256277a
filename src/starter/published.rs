//! The list of a text that is published: one entry for each language, which gets the documents to publish.

use std::fmt::Write as _;

use super::answers::Answers;
use super::genre_folder::GenreFolder;
use super::topic::Topic;
use crate::mailing::Numbering;

/// The path of the list.
pub(super) const LIST: &str = "recipients/published.yaml";

/// Whether a mailing begins with the list: its letters are one text, and no list was named.
pub(super) fn is_begun(answers: &Answers, genre: &GenreFolder) -> bool {
    genre.rules().numbering == Numbering::One && answers.get(Topic::List).is_none()
}

/// The text of the list.
pub(super) fn write(answers: &Answers) -> String {
    let mut list = HEAD.to_owned();
    for language in answers.languages() {
        let _ = writeln!(
            list,
            "  - {{ id: {language}, kind: organisation, addressee: {{ office: head-of-organisation }}, ministry: {{ {language}: Publication ({language}) }}, address: \
             [Website], channels: [by-hand], languages: [{language}] }}"
        );
    }
    list
}

const HEAD: &str = "\
# yaml-language-server: $schema=../docs/schemas/recipients.json
# The text is published, in one document for each language. To send it too, name a list of recipients in mailing.yaml.
format: 1
recipients:
";
