//! The proof as a page for browsers: one file, without scripts, that reads nothing from elsewhere.

use std::io::{self, Write};

use base64::prelude::{BASE64_STANDARD, Engine as _};

use crate::sheets::{DispatchWords, Meta, ProofRow, ProofSheet};
use crate::template::escape_html as text;

const STYLE: &str = include_str!("page.css");

/// Writes the page, whose pictures are larger than all else of it, piece by piece.
pub(super) fn write(
    page: &mut dyn Write,
    proof: &ProofSheet,
    words: &DispatchWords,
    meta: &Meta,
) -> io::Result<()> {
    let label = |key: &str| text(words.get(key));
    let direction = if words.is_rtl { "rtl" } else { "ltr" };
    write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <h1>{}</h1>\n<p>{}</p>\n<p>{} · {} · {} {}</p>\n",
        text(&words.locale),
        text(&meta.title),
        label("proof_title"),
        text(&words.get("proof_intro").replace("{reference}", &meta.reference)),
        text(&proof.event),
        text(&proof.issued),
        label("recipients"),
        text(&proof.of),
    )?;
    let heads = [label("serial"), label("addressee"), label("proof_seen")];
    let heads = heads.map(|head| format!("<th scope=\"col\">{head}</th>")).concat();
    writeln!(page, "<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>")?;
    proof.rows.iter().try_for_each(|row| write_row(page, row, words))?;
    writeln!(page, "</tbody>\n</table>")?;
    if proof.is_last {
        let blanks =
            [label("proof_name"), text(words.get("date").trim_end_matches([':', '：'])), label("signature")];
        let blanks = blanks.map(|blank| format!("<div class=\"blank\">{blank}</div>")).concat();
        writeln!(page, "<h2>{}</h2>\n<div class=\"sign\">{blanks}</div>", label("proof_approval"))?;
    }
    writeln!(page, "</body>\n</html>")
}

fn write_row(page: &mut dyn Write, row: &ProofRow, words: &DispatchWords) -> io::Result<()> {
    let label = |key: &str| text(words.get(key));
    let picture = match &row.picture {
        Some(png) => format!(
            "<img src=\"data:image/png;base64,{}\" alt=\"{}, 1\">",
            BASE64_STANDARD.encode(png),
            text(&row.serial)
        ),
        None => format!("<em>{}</em>", label("proof_missing")),
    };
    let lines = |lines: &[String]| lines.iter().map(|line| text(line)).collect::<Vec<_>>().join("<br>");
    let channel = row.channel.map(|channel| words.channel(channel)).unwrap_or_default();
    let parts = [
        ("proof_salutation", text(&row.salutation)),
        ("language", lines(&row.language)),
        ("channel", text(channel)),
        ("documents", lines(&row.documents)),
        ("proof_notes", lines(&row.notes)),
    ];
    let parts = parts.into_iter().filter(|(_, value)| !value.is_empty());
    let parts: String =
        parts.map(|(key, value)| format!("<dt>{}</dt><dd dir=\"auto\">{value}</dd>", label(key))).collect();
    let class = if row.notes.is_empty() { "" } else { " class=\"look\"" };
    let serial = text(&row.serial);
    writeln!(
        page,
        "<tr{class}><th scope=\"row\">{serial}<br>{picture}</th><td><p dir=\"auto\">{}</p><dl>{parts}</dl></td>\
         <td><input type=\"checkbox\" aria-label=\"{}: {serial}\"></td></tr>",
        lines(&row.lines),
        label("proof_seen"),
    )
}
