//! Files attached to a PDF (ISO 32000-1, 7.11.4): a portfolio holds forms that way, and a note on a page may hold one.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Object, Stream, String as PdfString};

use super::walk::dicts;
use crate::pdf::syntax::guard::run_guarded;
use crate::pdf::syntax::text::{cleaned, decode};

/// Most levels of the tree of attached files.
const MAX_DEPTH: usize = 8;

/// Most files taken out.
const MAX_FILES: usize = 1_000;

/// A file's name and bytes.
type Attached = (String, Vec<u8>);

/// The files attached to a PDF; none of one that cannot be read.
#[must_use]
pub fn read_attached(pdf: &[u8]) -> Vec<Attached> {
    // Every attached file is a stream, whose dictionary is never packed.
    if memchr::memmem::find(pdf, b"EmbeddedFile").is_none() {
        return Vec::new();
    }
    let read = |pdf: Vec<u8>| Ok(Pdf::new(pdf).map(|file| read_file(&file)).unwrap_or_default());
    run_guarded(pdf, read).unwrap_or_default()
}

fn read_file(file: &Pdf) -> Vec<Attached> {
    let mut found = Vec::new();
    let catalog = file.xref().get::<Dict<'_>>(file.xref().root_id()).unwrap_or_else(Dict::empty);
    if let Some(tree) =
        catalog.get::<Dict<'_>>("Names").and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles"))
    {
        read_tree(&tree, 0, &mut found);
    }
    for page in file.pages().iter() {
        for note in dicts(page.raw(), "Annots") {
            let attached = note.get::<Dict<'_>>("FS");
            found.extend(attached.and_then(|attached| read_one(&attached)));
        }
    }
    found.truncate(MAX_FILES);
    found
}

/// Reads a node of the tree: pairs of a name and a file, or nodes below it (ISO 32000-1, 7.9.6).
fn read_tree(node: &Dict<'_>, depth: usize, found: &mut Vec<Attached>) {
    if let Some(pairs) = node.get::<Array<'_>>("Names") {
        for item in pairs.iter::<Object<'_>>().take(2 * MAX_FILES) {
            if let Object::Dict(file) = item {
                found.extend(read_one(&file));
            }
        }
    }
    if depth < MAX_DEPTH && found.len() < MAX_FILES {
        dicts(node, "Kids").iter().for_each(|kid| read_tree(kid, depth + 1, found));
    }
}

fn read_one(file: &Dict<'_>) -> Option<Attached> {
    const KEYS: [&str; 2] = ["UF", "F"];
    let streams = file.get::<Dict<'_>>("EF")?;
    let bytes = KEYS.iter().find_map(|key| streams.get::<Stream<'_>>(*key))?.decoded().ok()?.to_vec();
    let name = KEYS.iter().find_map(|key| file.get::<PdfString<'_>>(*key));
    Some((name.map(|name| cleaned(&decode(name.as_bytes()))).unwrap_or_default(), bytes))
}
