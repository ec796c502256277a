//! Whether the families that languages name for their text are there.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Location, Problems, codes};
use crate::fonts::Fonts;
use crate::locale::{LocalePack, free_font_of_family};

/// Finds families of `typography.fonts` that no font file has; `templates` is the folder of the languages.
pub(super) fn check(packs: &BTreeMap<String, LocalePack>, fonts: &Fonts, templates: &str) -> Problems {
    let languages = packs.iter().filter_map(|(language, pack)| {
        let setting = pack.file().typography.get("fonts")?;
        let is_missing = |family: &&str| !fonts.families().any(|known| known.eq_ignore_ascii_case(family));
        let families = setting.split(',').map(str::trim).filter(|family| !family.is_empty());
        Some((language, families.filter(is_missing).collect::<Vec<_>>()))
    });
    let of_language = |(language, missing): (&String, Vec<&str>)| {
        let problem = |family| report(language, family, templates);
        missing.into_iter().map(problem).collect::<Vec<_>>()
    };
    languages.flat_map(of_language).collect()
}

fn report(language: &str, family: &str, templates: &str) -> Diagnostic {
    let from = free_font_of_family(family).map_or_else(String::new, |font| {
        format!(" (free: https://fonts.google.com/noto, or Debian's package {})", font.package)
    });
    Diagnostic::new(codes::FONT_MISSING, format!("there is no font `{family}`, which `{language}` is set in"))
        .with_location(Location::file(format!("{templates}/{language}/locale.yaml")))
        .with_field("typography.fonts")
        .with_hint(format!(
            "put its regular and bold files into {templates}/fonts{from}, or name another family"
        ))
}
