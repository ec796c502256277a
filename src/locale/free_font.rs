//! Free fonts for scripts that the embedded faces do not cover, by `data/cldr/fonts.txt`.

const DATA: &str = include_str!("../../data/cldr/fonts.txt");

/// A free font for a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreeFont {
    /// Its family.
    pub family: &'static str,
    /// The package of Debian that has it.
    pub package: &'static str,
}

/// The free font for a script, by its code of ISO 15924; `None` for scripts of the embedded faces, and for rare ones.
#[must_use]
pub fn free_font(script: &str) -> Option<FreeFont> {
    let lines = DATA.lines().filter(|line| !line.starts_with('#'));
    let mut fields = lines.map(|line| line.split('|'));
    fields.find_map(|mut fields| {
        let (known, family, package) = (fields.next()?, fields.next()?, fields.next()?);
        (known == script).then_some(FreeFont { family, package })
    })
}

/// Where a family is had from; every family of a mailing may be one of them.
#[must_use]
pub fn free_font_of_family(family: &str) -> Option<FreeFont> {
    let line = DATA.lines().find(|line| line.split('|').nth(1) == Some(family))?;
    free_font(line.split('|').next()?)
}
