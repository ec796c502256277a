//! What a field has from those above it (ISO 32000-1, 12.7.3.1).

use std::collections::BTreeMap;

use hayro_syntax::object::{Dict, Object, String as PdfString};

use crate::pdf::fields::PRIVATE_KEY;
use crate::pdf::syntax::text::{self, cleaned};

/// What a field has from those above it.
#[derive(Clone, Default)]
pub(super) struct Inherited<'a> {
    /// Its full name so far.
    pub(super) name: String,
    pub(super) entries: BTreeMap<&'static str, Object<'a>>,
}

/// Entries a field has from above where it lacks them.
const INHERITED: [&str; 6] = ["FT", "Ff", "V", "MaxLen", "Opt", "TU"];

impl<'a> Inherited<'a> {
    /// The same with a field's own name and entries.
    pub(super) fn with(&self, dict: &Dict<'a>) -> Self {
        let mut own = self.clone();
        if let Some(part) = dict.get::<PdfString<'_>>("T") {
            let part = cleaned(&text::decode(part.as_bytes()));
            own.name = if own.name.is_empty() { part } else { format!("{}.{part}", own.name) };
        }
        for key in INHERITED.into_iter().chain([PRIVATE_KEY]) {
            own.entries.extend(dict.get::<Object<'_>>(key).map(|entry| (key, entry)));
        }
        own
    }

    pub(super) fn integer(&self, key: &str) -> i64 {
        match self.entries.get(key) {
            Some(Object::Number(number)) => number.as_i64(),
            _ => 0,
        }
    }

    /// Whether a bit of its flags is set, counted from one.
    pub(super) fn has_flag(&self, bit: u32) -> bool {
        self.integer("Ff") & (1 << (bit - 1)) != 0
    }
}
