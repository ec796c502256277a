//! How a draft is marked: behind the text of each page, and above it in small letters.
//!
//! Both are artifacts, which a screen reader passes over as it does a letterhead. (PDF/UA-1, 7.1)

use std::collections::BTreeMap;

use crate::locale::LocalePack;
use crate::template::escape;

/// The label of a locale pack that says so.
const LABEL: &str = "dispatch_proof_draft";

/// A document's text with the mark, in the language of the document.
pub(super) fn mark(packs: &BTreeMap<String, LocalePack>, locale: &str, text: String) -> String {
    let label = packs.get(locale).and_then(|pack| pack.file().labels.get(LABEL));
    let label = escape(label.map_or("DRAFT", String::as_str));
    // On the line the text begins with, so that its lines keep their numbers.
    format!(
        "#set page(background: rotate(-35deg, text(96pt, fill: rgb(\"#e3e6ea\"), \"{label}\")), \
         foreground: place(top + center, dy: 4mm, text(9pt, fill: rgb(\"#a3221b\"), \"{label}\")));{text}"
    )
}
