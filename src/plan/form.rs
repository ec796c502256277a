//! The files in which layouts find what the registration form asks, one for each language.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::sources::Sources;
use crate::diagnostic::{Diagnostic, Location, Problems, codes};
use crate::fonts::Fonts;
use crate::locale::LocalePack;
use crate::mailing::Mailing;
use crate::template::{FORM_DATA, check_form, form_data, form_file, form_outline};

/// Adds the files, where templates read them, and tells what languages lack for them; `file` is the mailing's.
pub(super) fn add(
    sources: &mut Sources,
    mailing: &Mailing,
    packs: &BTreeMap<String, LocalePack>,
    fonts: &Fonts,
    file: &str,
) -> Problems {
    let mut problems = Problems::new();
    let read = format!("\"{FORM_DATA}");
    if !sources.templates.values().any(|text| text.contains(&read)) {
        problems.extend(unread(mailing, file));
        return problems;
    }
    for (language, pack) in packs {
        problems.extend(check_form(mailing, pack));
        let data = form_data(mailing, pack).to_string();
        problems.extend(
            fonts.missing(&data).into_iter().map(|character| without_glyph(character, mailing, pack, file)),
        );
        Arc::make_mut(&mut sources.files).insert(form_file(language), data.into_bytes());
        sources.forms.insert(language.clone(), form_outline(mailing, language).to_string());
    }
    problems
}

/// The mailing says what the form asks, and no template reads it: those of a folder that was begun before there was `form`.
fn unread(mailing: &Mailing, file: &str) -> Option<Diagnostic> {
    let location = mailing.location("form", file);
    location.place.is_some().then(|| {
        Diagnostic::new(codes::MAILING_VALUE, "no template reads what the form asks")
            .with_location(location)
            .with_field("form")
            .with_hint(
                "take the form's templates of a new mailing, `registration.typ.hbs`, `questionnaire.typ`, `layout.typ` and each \
                 `form.typ.hbs`, or leave out `form`",
            )
    })
}

/// A character of the form that no font has: in a label of the locale pack, or else in a text of the mailing.
fn without_glyph(character: char, mailing: &Mailing, pack: &LocalePack, file: &str) -> Diagnostic {
    let label = pack.file().labels.iter().find(|(_, text)| text.contains(character));
    let (location, field) = match label {
        Some((label, _)) => {
            let path = format!("{}/{}/locale.yaml", mailing.templates.as_str(), pack.tag());
            (Location::file(path), format!("labels.{label}"))
        }
        None => (mailing.location("form", file), "form".to_owned()),
    };
    let message = format!("no font has a glyph for `{character}` (U+{:04X})", u32::from(character));
    Diagnostic::new(codes::GLYPH_MISSING, message)
        .with_location(location)
        .with_field(field)
        .with_hint("correct the text, or add a font that has it to the template folder's `fonts`")
}
