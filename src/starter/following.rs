//! The texts of letters that follow others, embedded by genre and language: reminders, acknowledgements, confirmations.

use crate::input::{Node, parse};

/// A text of a genre in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GenreText {
    /// The language, as a BCP 47 tag.
    pub language: &'static str,
    /// The name of its file in a language's folder.
    pub file: &'static str,
    /// The text.
    pub text: &'static str,
}

macro_rules! texts {
    ($genre:literal, $files:tt, [$($language:literal),*]) => {
        &[$(texts!(@files $genre, $language, $files)),*]
    };
    (@files $genre:literal, $language:literal, [$($file:literal),*]) => {
        &[$(GenreText {
            language: $language,
            file: $file,
            text: include_str!(concat!("following/", $genre, "/", $language, "/", $file)),
        }),*]
    };
}

/// A genre: its texts by language, and the names of its documents by id and language.
struct Genre {
    name: &'static str,
    texts: &'static [&'static [GenreText]],
    names: &'static str,
}

const GENRES: [Genre; 3] = [
    Genre {
        name: "reminder",
        texts: texts!(
            "reminder",
            ["reminder.typ.hbs", "email.txt.hbs"],
            ["ar", "en", "es", "fr", "ru", "zh"]
        ),
        names: include_str!("following/reminder/names.yaml"),
    },
    Genre {
        name: "note-reminder",
        texts: texts!(
            "note-reminder",
            ["reminder.typ.hbs", "email.txt.hbs"],
            ["ar", "en", "es", "fr", "ru", "zh"]
        ),
        names: include_str!("following/note-reminder/names.yaml"),
    },
    Genre {
        name: "confirmation",
        texts: texts!(
            "confirmation",
            ["acknowledgement.typ.hbs", "confirmation.typ.hbs", "visa.typ.hbs", "email.txt.hbs"],
            ["ar", "en", "es", "fr", "ru", "zh"]
        ),
        names: include_str!("following/confirmation/names.yaml"),
    },
];

/// The texts of a genre in a language; none where it has none.
#[must_use]
pub fn genre_texts(genre: &str, language: &str) -> Vec<GenreText> {
    let found = GENRES.iter().find(|known| known.name == genre);
    let texts = found.iter().flat_map(|genre| genre.texts).flat_map(|texts| texts.iter());
    texts.filter(|text| text.language == language).copied().collect()
}

/// What a genre calls something, such as a document by its id, in a language; `None` where it says nothing.
#[must_use]
pub fn genre_name(genre: &str, id: &str, language: &str) -> Option<String> {
    let found = GENRES.iter().find(|known| known.name == genre)?;
    let names = parse(found.names, "names.yaml").ok()?;
    names.get(id)?.get(language).and_then(Node::text).map(str::to_owned)
}
