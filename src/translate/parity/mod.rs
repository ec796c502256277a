//! Parity: what a translation lacks, has too much of, or says otherwise than its source.
//!
//! Compared are files, merge fields, blocks, partials and form fields, numbers, dates and addresses in prose, and the
//! keys and placeholders of `locale.yaml`. Words are not: that a paragraph is to be translated again is for
//! [`stale`](super::stale) to say. Nothing here knows a language by name.

mod fields;
mod form;
mod numbers;
mod pack;
mod prose;

use std::collections::BTreeSet;

use super::unit::{Files, problem};
use crate::diagnostic::{Diagnostic, Location, codes, nearest};
use crate::locale::LocalePack;

/// A language's files and, where it can be read, its pack.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Its files.
    pub files: &'a Files,
    /// Its locale pack.
    pub pack: Option<&'a LocalePack>,
}

/// What is wrong with a translation when it is held against its source. `shared` are the files all languages share,
/// which a language's own of the same name replaces.
#[must_use]
pub fn check(source: Side<'_>, target: Side<'_>, shared: &Files) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let names: BTreeSet<&String> =
        source.files.templates.keys().chain(target.files.templates.keys()).collect();
    for name in names {
        let original = source.files.templates.get(name).map(|text| (source.files, text));
        let original = original.or_else(|| shared.templates.get(name).map(|text| (shared, text)));
        match (original, target.files.templates.get(name)) {
            (Some((files, _)), None) if files.tag == source.files.tag => {
                problems.push(missing_file(files, target.files, name));
            }
            (Some((files, original)), Some(text)) => {
                let pair = prose::Pair { name, source: files, target: target.files, original, text };
                problems.extend(pair.check(source.pack, target.pack));
                problems.extend(form::check(&pair));
            }
            (None, Some(_)) => problems.push(extra_file(source.files, target.files, name)),
            _ => {}
        }
    }
    problems.extend(pack::check(source, target));
    problems
}

fn missing_file(source: &Files, target: &Files, name: &str) -> Diagnostic {
    let path = target.path(name);
    problem(
        codes::TRANSLATION_FILE_MISSING,
        format!("`{}` has no `{name}`", target.tag),
        Location::file(path),
    )
    .with_hint(format!("copy {} and translate it", source.path(name)))
}

fn extra_file(source: &Files, target: &Files, name: &str) -> Diagnostic {
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

/// The first words of a text, to recognise it by.
pub(super) fn opening(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::locale;
    use crate::translate::unit::languages;

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
            );
            for problem in problems {
                found += &format!("{problem} {:?}\n", problem.hints);
            }
        }
        assert!(found.is_empty(), "{found}");
    }
}
