//! Parity: what a translation lacks, has too much of, or says otherwise than its source.
//!
//! Compared are files, merge fields, blocks, partials and form fields, numbers, dates and addresses in prose, and the
//! keys and placeholders of `locale.yaml`. Words are not: [`stale`](super::stale) reports that a paragraph is to be
//! translated again. Nothing here knows a language by name.

mod excerpt;
mod fields;
mod form;
mod marks;
mod numbers;
mod outside;
mod pack;
mod pairing;
mod paragraphs;
mod side;

use std::collections::BTreeSet;

pub(super) use self::excerpt::opening;
pub(super) use self::pack::missing_keys;
pub(super) use self::side::Side;
use super::files::{Files, PACK};
use crate::diagnostic::{Diagnostic, Location, Problems, codes, nearest};

/// What is wrong with a translation compared with its source. `shared` are the files all languages share,
/// which a language's own of the same name replaces; `states`
/// are the codes of the States that need names, all those of the source where there are none.
pub(super) fn check(
    source: Side<'_>,
    target: Side<'_>,
    shared: &Files,
    states: Option<&BTreeSet<String>>,
) -> Problems {
    let mut problems = Problems::new();
    let names: BTreeSet<&String> =
        source.files.templates.keys().chain(target.files.templates.keys()).collect();
    for name in names {
        problems.extend(check_template(name, source, target, shared));
    }
    problems.extend(pack::check(source, target, states));
    problems
}

/// What is wrong with one file of a translation: a template or `locale.yaml`.
pub(super) fn check_file(name: &str, source: Side<'_>, target: Side<'_>, shared: &Files) -> Problems {
    match name {
        PACK => pack::check(source, target, Some(&BTreeSet::new())),
        _ => check_template(name, source, target, shared),
    }
}

fn check_template(name: &str, source: Side<'_>, target: Side<'_>, shared: &Files) -> Problems {
    let own = source.files.templates.get(name);
    let original = own.or_else(|| shared.templates.get(name));
    match (original, target.files.templates.get(name)) {
        (Some(original), None) if own.is_some() => {
            report_missing_file(original.file(), target.files, name).into()
        }
        (Some(original), Some(text)) => {
            let mut problems = paragraphs::check(original, text, source.pack, target.pack);
            problems.extend(form::check(original, text));
            problems
        }
        (None, Some(_)) => report_extra_file(source.files, target.files, name).into(),
        _ => Problems::new(),
    }
}

fn report_missing_file(original: &str, target: &Files, name: &str) -> Diagnostic {
    Diagnostic::new(codes::TRANSLATION_FILE_MISSING, format!("`{}` has no `{name}`", target.tag))
        .with_location(Location::file(target.path(name)))
        .with_hint(format!("copy {original} and translate it"))
}

fn report_extra_file(source: &Files, target: &Files, name: &str) -> Diagnostic {
    let known =
        source.templates.keys().map(String::as_str).filter(|known| !target.templates.contains_key(*known));
    let hint = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("remove it, or add it to `{}` too", source.tag),
    };
    Diagnostic::new(codes::TRANSLATION_FILE_EXTRA, format!("the source `{}` has no `{name}`", source.tag))
        .with_location(Location::file(target.path(name)))
        .with_hint(hint)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::locale;
    use crate::translate::files::languages;

    #[test]
    fn nothing_is_found_in_the_shipped_languages() {
        let root = Path::new(".");
        let read =
            |tag: &str| (Files::read(root, "templates", tag), locale::read(root, "templates", tag).value);
        let shared = Files::read(root, "templates", "");
        let mut found = String::new();
        let (source, source_pack) = read("en");
        for tag in languages(root, "templates") {
            let (target, pack) = read(&tag);
            let problems = check(
                Side { files: &source, pack: source_pack.as_ref() },
                Side { files: &target, pack: pack.as_ref() },
                &shared,
                None,
            );
            for problem in problems {
                found += &format!("{problem} {:?}\n", problem.hints);
            }
        }
        assert!(found.is_empty(), "{found}");
    }
}
