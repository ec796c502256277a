//! Writes a file with object streams as one in which each object is where the table says.
//!
//! A complete reader goes through the head of an object stream anew for each object that is looked up in it, and a form has
//! hundreds of them. Files of other kinds, such as those with updates, are left to the reader as they are.

use std::io::Write as _;

use super::packed::Packed;
use super::value::get;

/// How many bytes a row of the table and the words round an object take, about.
const BESIDE: usize = 48;

/// The entries of the trailer that lead on.
const KEPT: [&str; 3] = ["Root", "Info", "ID"];

/// The same file without object streams; `None` for one that has none, or is of another kind.
pub(in crate::pdf) fn write_plain(pdf: &[u8]) -> Option<Vec<u8>> {
    let file = Packed::read(pdf)?;
    let packed = file.unpack_all()?;
    let mut offsets = file.offsets.clone();
    let length: usize = packed.iter().map(|object| object.value.len() + BESIDE).sum();
    let mut out = Vec::with_capacity(pdf.len() + length + offsets.len() * BESIDE);
    out.extend_from_slice(pdf);
    // What is in them is looked at once, where it stands by itself.
    for range in file.packed_ranges() {
        out.get_mut(range)?.fill(b' ');
    }
    out.push(b'\n');
    for object in packed {
        *offsets.get_mut(usize::try_from(object.id).ok()?)? = out.len();
        writeln!(out, "{} 0 obj", object.id).ok()?;
        out.extend_from_slice(object.value);
        out.extend_from_slice(b"\nendobj\n");
    }
    write_table(&mut out, &offsets, file.trailer)?;
    Some(out)
}

/// Writes the table of all objects, and what leads to it (ISO 32000-1, 7.5.4 and 7.5.5).
fn write_table(out: &mut Vec<u8>, offsets: &[usize], trailer: &[u8]) -> Option<()> {
    let start = out.len();
    writeln!(out, "xref\n0 {}", offsets.len()).ok()?;
    for offset in offsets {
        let (generation, kind) = if *offset > 0 { (0, 'n') } else { (65_535, 'f') };
        writeln!(out, "{offset:010} {generation:05} {kind} ").ok()?;
    }
    write!(out, "trailer\n<</Size {}", offsets.len()).ok()?;
    for key in KEPT {
        if let Some(value) = get(trailer, key) {
            write!(out, "/{key} ").ok()?;
            out.extend_from_slice(value);
        }
    }
    writeln!(out, ">>\nstartxref\n{start}\n%%EOF").ok()
}
