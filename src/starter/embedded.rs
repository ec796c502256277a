//! The files embedded in the program: those of the repository's own mailing, and the letters of a mailing of one's own.

/// A file by its path, with forward slashes, and its content.
pub(super) type File = (&'static str, &'static [u8]);

macro_rules! embedded {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../", $path)))),*]
    };
}

/// Files of the repository's own mailing, by path.
pub(super) const SHARED: &[File] = embedded![
    "mailing.yaml",
    "templates/layout.typ",
    "templates/email.html.hbs",
    "templates/letterhead.typ.hbs",
    "templates/questionnaire.typ",
    "templates/registration.typ.hbs",
    "templates/assets/emblem.svg",
    "templates/assets/signature.svg",
    "templates/ar/countries.yaml",
    "templates/ar/email.txt.hbs",
    "templates/ar/form.typ.hbs",
    "templates/ar/letter.typ.hbs",
    "templates/ar/locale.yaml",
    "templates/ar/translation.yaml",
    "templates/en/countries.yaml",
    "templates/en/email.txt.hbs",
    "templates/en/form.typ.hbs",
    "templates/en/letter.typ.hbs",
    "templates/en/locale.yaml",
    "templates/es/countries.yaml",
    "templates/es/email.txt.hbs",
    "templates/es/form.typ.hbs",
    "templates/es/letter.typ.hbs",
    "templates/es/locale.yaml",
    "templates/es/translation.yaml",
    "templates/fr/countries.yaml",
    "templates/fr/email.txt.hbs",
    "templates/fr/form.typ.hbs",
    "templates/fr/letter.typ.hbs",
    "templates/fr/locale.yaml",
    "templates/fr/translation.yaml",
    "templates/ru/countries.yaml",
    "templates/ru/email.txt.hbs",
    "templates/ru/form.typ.hbs",
    "templates/ru/letter.typ.hbs",
    "templates/ru/locale.yaml",
    "templates/ru/translation.yaml",
    "templates/zh/countries.yaml",
    "templates/zh/email.txt.hbs",
    "templates/zh/form.typ.hbs",
    "templates/zh/letter.typ.hbs",
    "templates/zh/locale.yaml",
    "templates/zh/translation.yaml",
];

/// Files that only the mailing started as a sample has: three recipients to replace, and what git should not keep.
pub(super) const SAMPLE_OWN: &[File] =
    &[("recipients/ministries.yaml", include_bytes!("recipients.yaml")), GITIGNORE];

/// What git should not keep.
pub(super) const GITIGNORE: File = (".gitignore", IGNORED.as_bytes());

/// What version control has to leave alone: what is made, and the key of the forms.
pub const IGNORED: &str = "/output/\n/register.key\n";

/// The languages that the letters come in.
pub(super) const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "zh", "ar"];

macro_rules! letters {
    ($($language:literal),*) => {
        &[$(
            (concat!("templates/", $language, "/letter.typ.hbs"), include_bytes!(concat!("own/", $language, "/letter.typ.hbs"))),
            (concat!("templates/", $language, "/form.typ.hbs"), include_bytes!(concat!("own/", $language, "/form.typ.hbs"))),
            (concat!("templates/", $language, "/email.txt.hbs"), include_bytes!(concat!("own/", $language, "/email.txt.hbs"))),
        )*]
    };
}

/// Letters, forms and e-mails of a mailing of one's own, which name no event.
pub(super) const LETTERS: &[File] = letters!["ar", "en", "es", "fr", "ru", "zh"];

/// The content of one of the repository's own files.
pub(super) fn shared(path: &str) -> &'static [u8] {
    SHARED.iter().find(|(name, _)| *name == path).map_or(&[], |(_, content)| content)
}
