//! What `--version` tells: this program, what it was built with, and what documents are made by. `-V` tells the first line alone.

use std::sync::LazyLock;

use crate::fonts;
use crate::pdf::Standards;

/// The parts of the program that a build can leave out, and whether this one has them.
const FEATURES: [(&str, bool); 8] = [
    ("cli", cfg!(feature = "cli")),
    ("desk", cfg!(feature = "desk")),
    ("seal", cfg!(feature = "seal")),
    ("send", cfg!(feature = "send")),
    ("pkcs11", cfg!(feature = "pkcs11")),
    ("parquet", cfg!(feature = "parquet")),
    ("sql", cfg!(feature = "sql")),
    ("store", cfg!(feature = "store")),
];

/// The version of the program and of all that shapes a document.
pub(super) fn long() -> &'static str {
    static LONG: LazyLock<String> = LazyLock::new(write);
    &LONG
}

fn write() -> String {
    let features: Vec<&str> =
        FEATURES.into_iter().filter(|(_, is_in)| *is_in).map(|(name, _)| name).collect();
    let families = fonts::embedded_versions();
    let families: Vec<String> =
        families.into_iter().map(|(family, version)| format!("{family} {version}")).collect();
    let standards = Standards::archival_and_accessible();
    let standards: Vec<String> =
        standards.iter().flat_map(Standards::names).map(|name| standard(name)).collect();
    [
        env!("CARGO_PKG_VERSION").to_owned(),
        format!("features:  {}", features.join(", ")),
        format!("system:    {} on {}", std::env::consts::OS, std::env::consts::ARCH),
        format!("typst:     {}", typst::utils::version().raw()),
        format!("fonts:     {}", families.join(", ")),
        format!("standards: {}", standards.join(", ")),
    ]
    .join("\n")
}

/// A standard as people write it: PDF/A-2a of `a-2a`.
fn standard(name: &str) -> String {
    let (part, level) = name.split_once('-').unwrap_or((name, ""));
    format!("PDF/{}-{level}", part.to_uppercase())
}
