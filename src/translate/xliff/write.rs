//! Writing XLIFF 2.1.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use quick_xml::escape::escape;
use serde_json::Value;

use super::model::{ExportFile, ExportUnit, NAMESPACE, Numbered};
use super::piece::{Piece, Role};
use crate::translate::stale::show_changes;
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
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xliff xmlns=\"{NAMESPACE}\" version=\"2.1\" srcLang=\"{}\" \
         trgLang=\"{}\">\n",
        escape(source),
        escape(target)
    );
    for file in files {
        let name = escape(file.name.as_str());
        let _ = writeln!(out, "  <file id=\"{name}\" original=\"{}/{name}\">", escape(folder));
        for one in &file.units {
            unit(one, values, &mut out);
        }
        out.push_str("  </file>\n");
    }
    out + "</xliff>\n"
}

fn unit(unit: &ExportUnit, values: &Value, out: &mut String) {
    let _ = writeln!(
        out,
        "    <unit id=\"{}\" canResegment=\"no\" xml:space=\"preserve\">",
        escape(unit.id.as_str())
    );
    notes(unit, values, out);
    // Each code's own data, by number and role; a target's code of the same number has the same.
    let mut data: BTreeMap<(usize, Role), &str> = BTreeMap::new();
    for numbered in unit.segments.iter().flat_map(|segment| segment.source.iter().chain(&segment.target)) {
        if let Piece::Code { data: text, role } = &numbered.piece {
            data.entry((numbered.id, *role)).or_insert(text);
        }
    }
    if !data.is_empty() {
        out.push_str("      <originalData>\n");
        for ((id, role), text) in &data {
            let _ = writeln!(out, "        <data id=\"{}\">{}</data>", data_id(*id, *role), escape(*text));
        }
        out.push_str("      </originalData>\n");
    }
    let state = if unit.standing == Standing::Done { "final" } else { "initial" };
    for (index, segment) in unit.segments.iter().enumerate() {
        let _ = writeln!(out, "      <segment id=\"s{}\" state=\"{state}\">", index + 1);
        let target = Some(("target", &segment.target)).filter(|_| !unit.is_untouched());
        for (name, pieces) in std::iter::once(("source", &segment.source)).chain(target) {
            let _ = write!(out, "        <{name}>");
            inline(pieces, values, out);
            let _ = writeln!(out, "</{name}>");
        }
        out.push_str("      </segment>\n");
    }
    out.push_str("    </unit>\n");
}

fn notes(unit: &ExportUnit, values: &Value, out: &mut String) {
    let notes = notes_of(unit, values);
    if notes.is_empty() {
        return;
    }
    out.push_str("      <notes>\n");
    for (category, note) in notes {
        let _ = writeln!(out, "        <note category=\"{category}\">{}</note>", escape(note.as_str()));
    }
    out.push_str("      </notes>\n");
}

/// What a translator is told of a text that the source leaves empty.
const EMPTY: &str = "empty in the source: leave it empty, or write what your language has there";

/// What a translator is told of a unit: what changed in its source, what its fields stand for, and whether it may stay empty; each
/// with its category.
pub(super) fn notes_of(unit: &ExportUnit, values: &Value) -> Vec<(&'static str, String)> {
    let mut notes: Vec<(&str, String)> = Vec::new();
    if let Standing::Stale(old) = &unit.standing {
        let source: String =
            unit.segments.iter().map(|segment| plain(&segment.source)).collect::<Vec<_>>().join(" ");
        notes.push((
            "changed",
            format!("the source changed: {}", show_changes(&old.replace('\n', " "), &source)),
        ));
    }
    if unit.is_empty() {
        notes.push(("empty", EMPTY.to_owned()));
    }
    for segment in &unit.segments {
        for numbered in &segment.source {
            if let Piece::Code { data, role: Role::Alone } = &numbered.piece
                && let Some(sample) = path(data).and_then(|path| sample(values, path))
            {
                let note = format!("{data} stands for a value, such as “{sample}”");
                if !notes.iter().any(|(_, known)| *known == note) {
                    notes.push(("value", note));
                }
            }
        }
    }
    notes
}

/// Pieces, byte for byte as in the file they came from.
fn plain(pieces: &[Numbered]) -> String {
    let text = pieces.iter().map(|numbered| match &numbered.piece {
        Piece::Text(text) => text.as_str(),
        Piece::Code { data, .. } => data.as_str(),
    });
    text.collect()
}

fn inline(pieces: &[Numbered], values: &Value, out: &mut String) {
    for Numbered { piece, id } in pieces {
        match piece {
            Piece::Text(text) => text_of(text, out),
            Piece::Code { data, role: Role::Alone } => {
                let reference = data_id(*id, Role::Alone);
                let _ =
                    write!(out, "<ph id=\"{id}\" dataRef=\"{reference}\" canCopy=\"no\" canDelete=\"no\"");
                let _ = write!(out, " equiv=\"{}\"", escape(path(data).unwrap_or(data)));
                if let Some(sample) = path(data).and_then(|path| sample(values, path)) {
                    let _ = write!(out, " disp=\"{}\"", escape(sample.as_str()));
                }
                out.push_str("/>");
            }
            Piece::Code { role: Role::Open, .. } => {
                let _ = write!(
                    out,
                    "<pc id=\"{id}\" dataRefStart=\"{}\" dataRefEnd=\"{}\" canCopy=\"no\" canDelete=\"no\">",
                    data_id(*id, Role::Open),
                    data_id(*id, Role::Close)
                );
            }
            Piece::Code { role: Role::Close, .. } => out.push_str("</pc>"),
        }
    }
}

/// Words; a character XML cannot hold is written as a code point.
fn text_of(text: &str, out: &mut String) {
    for c in text.chars() {
        if c.is_control() && !matches!(c, '\t' | '\n' | '\r') {
            let _ = write!(out, "<cp hex=\"{:04X}\"/>", u32::from(c));
        } else {
            out.push_str(&escape(c.to_string().as_str()));
        }
    }
}

fn data_id(id: usize, role: Role) -> String {
    match role {
        Role::Alone | Role::Open => format!("d{id}"),
        Role::Close => format!("d{id}-end"),
    }
}

/// The merge field of a tag that writes one, also inside a call.
pub(super) fn path(data: &str) -> Option<&str> {
    let (_, rest) = data.split_once("{{")?;
    let (inside, _) = rest.split_once("}}")?;
    let inside = inside.trim();
    if inside.starts_with(['#', '/', '!', '>', '^']) || inside == "else" {
        return None;
    }
    inside.split_whitespace().last()
}

/// A sample of a merge field's value.
fn sample(values: &Value, path: &str) -> Option<String> {
    let found = values.pointer(&format!("/{}", path.replace('.', "/")))?;
    match found {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => {
            let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        }
        _ => None,
    }
}
