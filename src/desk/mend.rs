//! Where a problem is mended: the address of the place that shows what it is about.

use super::address::{SETTINGS, encoded, recipient};
use crate::diagnostic::{Diagnostic, Location, Place};
use crate::translate;

/// The address of where a problem is mended; `None` where no place of the desk shows it.
///
/// A template leads to the letter at its line, what its translation lacks to the texts of its language, a locale pack to its
/// language, the mailing's own file to the settings, and what is said of a recipient to its form.
pub(super) fn mend_path(problem: &Diagnostic) -> Option<String> {
    let of_file = problem.location.as_ref().and_then(|location| of_file(location, problem));
    of_file.or_else(|| problem.subject.recipient.as_deref().map(recipient))
}

fn of_file(location: &Location, problem: &Diagnostic) -> Option<String> {
    let line = match &location.place {
        Some(Place::Text { line, .. }) => Some(line.to_string()),
        _ => None,
    };
    let field = problem.subject.field.as_deref();
    let parts: Vec<&str> = location.file.split('/').collect();
    let name = parts.last()?;
    if let Some(stem) = name.strip_suffix(".hbs") {
        let document = stem.split('.').next().unwrap_or(stem);
        // Templates of all languages are in the folder of templates itself.
        let language = match parts[..] {
            [_, language, _] => Some(language),
            _ => None,
        };
        // What a translation lacks is mended beside its source.
        if let Some(language) = language.filter(|_| problem.code.name.starts_with(translate::CODES)) {
            return Some(address(&format!("/languages/{}", encoded(language)), [("file", Some(*name))]));
        }
        let file = Some(location.file.as_str());
        let asked =
            [("document", Some(document)), ("language", language), ("file", file), ("line", line.as_deref())];
        return Some(address("/letter", asked));
    }
    match (&parts[..], *name) {
        ([_, language, _], "locale.yaml" | "translation.yaml" | "countries.yaml") => {
            Some(address(&format!("/languages/{}", encoded(language)), [("text", field)]))
        }
        ([_], "mailing.yaml") => Some(match field {
            Some(field) => format!("{SETTINGS}#{}", encoded(field)),
            None => SETTINGS.to_owned(),
        }),
        _ => None,
    }
}

fn address<'a>(path: &str, asked: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for (name, value) in asked {
        if let Some(value) = value {
            pairs.append_pair(name, value);
        }
    }
    let pairs = pairs.finish();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{pairs}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::codes;

    #[test]
    fn each_problem_leads_to_where_it_is_mended() {
        let problem = || Diagnostic::new(codes::GLYPH_MISSING, "");
        let at = |file: &str| problem().with_location(Location::text(file, 12, 1));
        for (problem, path) in [
            (problem(), None),
            (problem().about("FRA"), Some("/recipients/FRA")),
            (problem().about("a/b ç"), Some("/recipients/a%2Fb%20%C3%A7")),
            (at("recipients/a.yaml").about("FRA"), Some("/recipients/FRA")),
            (at("recipients/a.yaml"), None),
            (
                at("templates/en/letter.typ.hbs").about("FRA"),
                Some("/letter?document=letter&language=en&file=templates%2Fen%2Fletter.typ.hbs&line=12"),
            ),
            (
                at("templates/registration.typ.hbs"),
                Some("/letter?document=registration&file=templates%2Fregistration.typ.hbs&line=12"),
            ),
            (
                Diagnostic::new(codes::TRANSLATION_STALE, "").with_location(Location::text(
                    "templates/fr/letter.typ.hbs",
                    12,
                    1,
                )),
                Some("/languages/fr?file=letter.typ.hbs"),
            ),
            (
                at("templates/fr/locale.yaml").with_field("labels.date"),
                Some("/languages/fr?text=labels.date"),
            ),
            (at("templates/fr/translation.yaml"), Some("/languages/fr")),
            (at("mailing.yaml").with_field("event.place"), Some("/settings#event.place")),
            (at("mailing.yaml"), Some("/settings")),
            (at("templates/layout.typ"), None),
        ] {
            assert_eq!(mend_path(&problem).as_deref(), path, "{problem:?}");
        }
    }
}
