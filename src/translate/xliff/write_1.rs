//! Writing XLIFF 1.2, which more tools read than 2.1. (OASIS Standard, 1 February 2008)

use std::fmt::Write as _;

use quick_xml::escape::escape;
use serde_json::Value;

use super::model::{ExportFile, ExportUnit, ITEM, NAMESPACE_1, Numbered, Segment};
use super::piece::{Piece, Role};
use super::write::{notes_of, path};
use crate::translate::track::Standing;

/// The file's text; `values` are merge fields with sample values.
pub(super) fn document(
    source: &str,
    target: &str,
    files: &[ExportFile],
    folder: &str,
    values: &Value,
) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff xmlns=\"{NAMESPACE_1}\" version=\"1.2\">\n"
    );
    let (source, target) = (escape(source), escape(target));
    for file in files {
        let original = format!("{folder}/{}", file.name);
        let original = escape(original.as_str());
        let _ = writeln!(
            out,
            "  <file original=\"{original}\" source-language=\"{source}\" target-language=\"{target}\" datatype=\"plaintext\">\n    \
             <body>"
        );
        for unit in &file.units {
            write_unit(unit, values, &mut out);
        }
        out.push_str("    </body>\n  </file>\n");
    }
    out + "</xliff>\n"
}

/// A text as a unit; a list as one for each item, since units of XLIFF 1.2 have no segments of their own.
fn write_unit(unit: &ExportUnit, values: &Value, out: &mut String) {
    for (index, segment) in unit.segments.iter().enumerate() {
        let number = if unit.segments.len() > 1 { format!("{ITEM}{}", index + 1) } else { String::new() };
        let approved = if unit.standing == Standing::Done { " approved=\"yes\"" } else { "" };
        let id = escape(unit.id.as_str());
        let _ = writeln!(out, "      <trans-unit id=\"{id}{number}\"{approved} xml:space=\"preserve\">");
        write_texts(unit, segment, out);
        for (_, note) in notes_of(unit, values).into_iter().filter(|_| index == 0) {
            let _ = writeln!(out, "        <note>{}</note>", escape(note.as_str()));
        }
        out.push_str("      </trans-unit>\n");
    }
}

fn write_texts(unit: &ExportUnit, segment: &Segment, out: &mut String) {
    let _ = writeln!(out, "        <source>{}</source>", inline(&segment.source));
    if !unit.is_untouched() {
        let state = if unit.standing == Standing::Done { "final" } else { "needs-review-translation" };
        let _ = writeln!(out, "        <target state=\"{state}\">{}</target>", inline(&segment.target));
    }
}

fn inline(pieces: &[Numbered]) -> String {
    let mut out = String::new();
    for Numbered { piece, id } in pieces {
        match piece {
            Piece::Text(text) => out.push_str(&escape(text.as_str())),
            Piece::Code { data, role: Role::Alone } => {
                let shown = path(data).unwrap_or(data);
                let _ = write!(out, "<x id=\"{id}\" equiv-text=\"{}\"/>", escape(shown));
            }
            Piece::Code { role: Role::Open, .. } => {
                let _ = write!(out, "<g id=\"{id}\">");
            }
            Piece::Code { role: Role::Close, .. } => out.push_str("</g>"),
        }
    }
    out
}
