//! The genres embedded in the program: a folder of `genres/` each, with what all languages share and the templates of each language.
//!
//! What a genre has no template of, such as an e-mail or a form, is that of the letters of a mailing of one's own.

/// The files of one genre.
pub(super) struct Embedded {
    /// Its name, and that of its folder.
    pub(super) name: &'static str,
    /// Files of the folder itself, by name: `genre.yaml`, layouts, partials.
    pub(super) shared: &'static [(&'static str, &'static [u8])],
    /// Templates by language and name.
    pub(super) each: &'static [(&'static str, &'static str, &'static [u8])],
}

macro_rules! genre {
    ($name:literal, shared: [$($shared:literal),*], each: [$($file:literal),*]) => {
        Embedded {
            name: $name,
            shared: &[$(($shared, include_bytes!(concat!("genres/", $name, "/", $shared)))),*],
            each: &[$(
                ("ar", $file, include_bytes!(concat!("genres/", $name, "/ar/", $file))),
                ("en", $file, include_bytes!(concat!("genres/", $name, "/en/", $file))),
                ("es", $file, include_bytes!(concat!("genres/", $name, "/es/", $file))),
                ("fr", $file, include_bytes!(concat!("genres/", $name, "/fr/", $file))),
                ("ru", $file, include_bytes!(concat!("genres/", $name, "/ru/", $file))),
                ("zh", $file, include_bytes!(concat!("genres/", $name, "/zh/", $file))),
            )*],
        }
    };
}

/// Every genre, the ordinary letter first.
pub(super) const GENRES: &[Embedded] = &[
    genre!("letter", shared: ["genre.yaml"], each: []),
    genre!(
        "circular",
        shared: ["genre.yaml", "circular-frame.typ.hbs"],
        each: ["circular.typ.hbs", "email.txt.hbs"]
    ),
    genre!(
        "note-verbale",
        shared: ["genre.yaml", "note.typ", "note-frame.typ.hbs"],
        each: ["note.typ.hbs", "email.txt.hbs"]
    ),
    genre!(
        "invitation",
        shared: ["genre.yaml", "annex.typ", "annex-frame.typ.hbs"],
        each: [
            "invitation.typ.hbs",
            "agenda.typ.hbs",
            "information.typ.hbs",
            "credentials.typ.hbs",
            "coupon.typ.hbs",
            "email.txt.hbs"
        ]
    ),
];
