//! Pages as they are in the run: what they show and how large they are, without annotations and structure.

use std::collections::{BTreeMap, HashSet};
use std::io::Write;

use super::balance::Balance;
use super::copy::{Copier, write_entry};
use super::flat::{self, Drawn};
use super::metadata::{Claim, claim};
use super::model::RunError;
use super::sink::Sink;
use crate::pdf::syntax::Unreadable;
use crate::pdf::syntax::guard;
use crate::pdf::syntax::object::Object;
use crate::pdf::syntax::packed::Packed;
use crate::pdf::syntax::page::Page;
use crate::pdf::syntax::source::Source;
use crate::pdf::syntax::value::{entries, get, items, parse_reference, parse_unsigned, references};
use crate::pdf::write::compress;

/// Entries of a page that say how large it is and how it is looked at.
const BOXES: [&str; 7] = ["MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox", "Rotate", "UserUnit"];

/// A page without a size has this one: A4.
const SIZE: &str = "[0 0 595.276 841.89]";

/// A document whose objects are written and whose pages are not.
pub(super) struct Prepared {
    /// The entries of its pages, but for their kind and what is above them.
    pub(super) pages: Vec<Vec<u8>>,
    /// The entries of a blank page that goes with its last one.
    pub(super) blank: Vec<u8>,
    /// What it claims to hold to.
    pub(super) claim: Claim,
    /// Its output intent.
    pub(super) intent: Option<Intent>,
    /// The layers its pages have, and whether each is out of sight.
    pub(super) layers: BTreeMap<i32, bool>,
}

/// An output intent: what device colours mean.
#[derive(Clone, Copy)]
pub(super) struct Intent {
    pub(super) id: i32,
    /// How many components the colours of its profile have.
    pub(super) components: Option<u32>,
}

/// Writes what the pages of a document are made of.
pub(super) fn prepare<W: Write>(pdf: &[u8], sink: &mut Sink<W>) -> Result<Prepared, RunError> {
    /// Where readers look for the header (ISO 32000-1, annex H.3).
    const HEAD: usize = 1024;
    if memchr::memmem::find(pdf.get(..HEAD).unwrap_or(pdf), b"%PDF-").is_none() {
        return Err(Unreadable::NotPdf.into());
    }
    let (packed, plain): (Packed<'_>, Vec<u8>);
    let source = match (Source::from_plain(pdf), Packed::read(pdf)) {
        (Some(source), _) => source,
        (None, Some(file)) => {
            packed = file;
            Source::from_packed(&packed)
        }
        (None, None) => {
            plain = guard::rewrite_plainly(pdf)?;
            let plain = Source::from_plain(&plain);
            plain.ok_or(Unreadable::MALFORMED)?
        }
    };
    let mut copier = Copier::new(source);
    let pages = copier.source.pages()?;
    let mut bodies = Vec::with_capacity(pages.len());
    for page in &pages {
        bodies.push(write_body(&mut copier, page, sink)?);
    }
    let mut blank = match pages.last() {
        Some(page) => write_boxes(&mut copier, page, sink)?,
        None => Vec::new(),
    };
    blank.extend_from_slice(b"/Resources<<>>");
    let claim = read_claim(&mut copier)?;
    let intent = copy_intent(&mut copier, sink)?;
    let layers = read_layers(&mut copier)?;
    Ok(Prepared { pages: bodies, blank, claim, intent, layers })
}

/// The layers that have been copied, as the document shows them (ISO 32000-1, 8.11.4.3).
fn read_layers(copier: &mut Copier<'_>) -> Result<BTreeMap<i32, bool>, RunError> {
    let source = &mut copier.source;
    let catalog = source.catalog()?;
    let Some(properties) = source.get(catalog, "OCProperties")? else { return Ok(BTreeMap::new()) };
    let all = source.get(properties.value, "OCGs")?.map_or(&b""[..], |all| all.value);
    let shown = source.get(properties.value, "D")?.map_or(&b""[..], |shown| shown.value);
    let mut list = |key| -> Result<HashSet<u32>, Unreadable> {
        let list = source.get(shown, key)?.map_or(&b""[..], |list| list.value);
        Ok(references(list).iter().map(|layer| layer.id).collect())
    };
    let (on, off) = (list("ON")?, list("OFF")?);
    let is_off_else = matches!(get(shown, "BaseState"), Some(b"/OFF"));
    let is_off = |id: &u32| off.contains(id) || (is_off_else && !on.contains(id));
    let layers = references(all).into_iter();
    Ok(layers.filter_map(|layer| Some((copier.number(layer.id)?, is_off(&layer.id)))).collect())
}

/// What the document's metadata claims.
fn read_claim(copier: &mut Copier<'_>) -> Result<Claim, RunError> {
    let catalog = copier.source.catalog()?;
    let metadata = copier.source.get(catalog, "Metadata")?;
    Ok(metadata.and_then(Object::content).map_or(Claim::None, |metadata| claim(&metadata)))
}

/// The document's output intent for archival files (ISO 19005-2, 6.2.3).
fn copy_intent<W: Write>(copier: &mut Copier<'_>, sink: &mut Sink<W>) -> Result<Option<Intent>, RunError> {
    let catalog = copier.source.catalog()?;
    let Some(list) = copier.source.get(catalog, "OutputIntents")? else { return Ok(None) };
    for intent in items(list.value) {
        let Some(dict) = copier.source.resolve(intent)? else { continue };
        if matches!(get(dict.value, "S"), Some(b"/GTS_PDFA1")) {
            let profile = copier.source.get(dict.value, "DestOutputProfile")?;
            let components = profile.and_then(|profile| get(profile.value, "N")).and_then(parse_unsigned);
            let text = copier.value(dict.value, sink)?;
            return Ok(Some(Intent { id: sink.share(&[&text])?, components }));
        }
    }
    Ok(None)
}

fn write_body<'a, W: Write>(
    copier: &mut Copier<'a>,
    page: &Page<'a>,
    sink: &mut Sink<W>,
) -> Result<Vec<u8>, RunError> {
    let mut drawn = flat::copy_drawn(copier, page, sink)?;
    let mut contents = page.get("Contents");
    if !drawn.is_empty()
        && let Some(form) = write_as_form(copier, page, sink)?
    {
        drawn.insert(0, Drawn { form, matrix: Drawn::IN_PLACE });
        contents = None;
    }
    let mut text = write_boxes(copier, page, sink)?;
    if let Some(group) = page.get("Group") {
        write_entry(&mut text, b"Group", &copier.value(group, sink)?);
    }
    let (resources, names) = write_resources(copier, page, &drawn, sink)?;
    write_entry(&mut text, b"Resources", format!("{resources} 0 R").as_bytes());
    if let Some(contents) = contents {
        let contents = match drawn.is_empty() {
            true => copier.value(contents, sink)?,
            false => draw_over(copier, contents, &drawn, &names, sink)?,
        };
        write_entry(&mut text, b"Contents", &contents);
    } else if !drawn.is_empty() {
        write_entry(&mut text, b"Contents", &draw_over(copier, b"null", &drawn, &names, sink)?);
    }
    Ok(text)
}

fn write_boxes<'a, W: Write>(
    copier: &mut Copier<'a>,
    page: &Page<'a>,
    sink: &mut Sink<W>,
) -> Result<Vec<u8>, RunError> {
    let mut text = Vec::new();
    for key in BOXES {
        match page.get(key) {
            Some(value) => write_entry(&mut text, key.as_bytes(), &copier.value(value, sink)?),
            None if key == "MediaBox" => write_entry(&mut text, key.as_bytes(), SIZE.as_bytes()),
            None => {}
        }
    }
    Ok(text)
}

/// Writes the resources of a page, with what is drawn into it under names of its own, and gives their number and the
/// names.
fn write_resources<'a, W: Write>(
    copier: &mut Copier<'a>,
    page: &Page<'a>,
    drawn: &[Drawn],
    sink: &mut Sink<W>,
) -> Result<(i32, Vec<String>), RunError> {
    const OBJECTS: &[u8] = b"XObject";
    let value = page.get("Resources").unwrap_or(b"<<>>");
    if drawn.is_empty() {
        return Ok((write_own_resources(copier, page, sink)?, Vec::new()));
    }
    let own = copier.source.resolve(value)?.map_or(&b"<<>>"[..], |own| own.value);
    let objects = copier.source.get(own, "XObject")?.map_or(&b"<<>>"[..], |objects| objects.value);
    let mut text = b"<<".to_vec();
    for (key, value) in entries(own).filter(|(key, _)| *key != OBJECTS) {
        write_entry(&mut text, key, &copier.value(value, sink)?);
    }
    text.extend_from_slice(b"/XObject<<");
    let mut taken = HashSet::new();
    for (key, value) in entries(objects) {
        taken.insert(key);
        write_entry(&mut text, key, &copier.value(value, sink)?);
    }
    let names =
        (0_usize..).map(|number| format!("Flat{number}")).filter(|name| !taken.contains(name.as_bytes()));
    let names: Vec<String> = names.take(drawn.len()).collect();
    for (name, drawn) in names.iter().zip(drawn) {
        write_entry(&mut text, name.as_bytes(), format!("{} 0 R", drawn.form).as_bytes());
    }
    text.extend_from_slice(b">>>>");
    Ok((sink.share(&[&text])?, names))
}

/// Writes the resources of a page as they are, and gives their number.
fn write_own_resources<'a, W: Write>(
    copier: &mut Copier<'a>,
    page: &Page<'a>,
    sink: &mut Sink<W>,
) -> Result<i32, RunError> {
    let value = page.get("Resources").unwrap_or(b"<<>>");
    let copied = match parse_reference(value, 0) {
        Some((id, _)) => copier.copy(id, sink)?,
        None => {
            let text = copier.value(value, sink)?;
            Some(sink.share(&[&text])?)
        }
    };
    Ok(copied.map_or_else(|| sink.share(&[b"<<>>"]), Ok)?)
}

/// Writes a page's contents as a form XObject, which touches no graphics state but its own (ISO 32000-1, 8.10), and gives
/// its number; `None` if they are not one stream.
fn write_as_form<'a, W: Write>(
    copier: &mut Copier<'a>,
    page: &Page<'a>,
    sink: &mut Sink<W>,
) -> Result<Option<i32>, RunError> {
    let Some(contents) = page.get("Contents") else { return Ok(None) };
    let Some(Object { value, stream: Some(data) }) = copier.source.resolve(contents)? else {
        return Ok(None);
    };
    let mut text = b"<</Type/XObject/Subtype/Form".to_vec();
    let bounds = page.get("MediaBox").unwrap_or(SIZE.as_bytes());
    write_entry(&mut text, b"BBox", &copier.value(bounds, sink)?);
    let resources = write_own_resources(copier, page, sink)?;
    write_entry(&mut text, b"Resources", format!("{resources} 0 R").as_bytes());
    for key in ["Filter", "DecodeParms"] {
        if let Some(value) = get(value, key) {
            write_entry(&mut text, key.as_bytes(), &copier.value(value, sink)?);
        }
    }
    write_entry(&mut text, b"Length", data.len().to_string().as_bytes());
    Ok(Some(sink.share(&[&text, b">>\nstream\n", data, b"\nendstream"])?))
}

/// A stream's text, its content as it is.
fn make_stream(content: &str) -> String {
    format!("<</Length {}>>\nstream\n{content}\nendstream", content.len())
}

/// A page's contents with more drawn over them.
fn draw_over<'a, W: Write>(
    copier: &mut Copier<'a>,
    contents: &'a [u8],
    drawn: &[Drawn],
    names: &[String],
    sink: &mut Sink<W>,
) -> Result<Vec<u8>, RunError> {
    /// How long contents are that are worth packing, in bytes.
    const PACKED_FROM: usize = 2048;
    let object = copier.source.resolve(contents)?;
    let streams = match object {
        Some(Object { stream: Some(_), .. }) => contents,
        Some(list) => list.value,
        None => b"[]",
    };
    let mut balance = Balance::default();
    for stream in references(streams) {
        if let Some(content) = copier.source.object(stream.id)?.and_then(Object::content) {
            balance.read(&content);
        }
    }
    let (before, after) = balance.around();
    let mut over = "Q\n".repeat(after);
    for (name, drawn) in names.iter().zip(drawn) {
        let matrix = drawn.matrix.map(format_number);
        let moved = match drawn.matrix == Drawn::IN_PLACE {
            true => String::new(),
            false => format!("{} cm ", matrix.join(" ")),
        };
        over.push_str(&format!("q {moved}/{name} Do Q\n"));
    }
    let before = "q\n".repeat(before);
    let before = sink.share(&[make_stream(&before).as_bytes()])?;
    let over = match over.len() < PACKED_FROM {
        true => sink.share(&[make_stream(&over).as_bytes()])?,
        false => sink.share(&[&compress(over.as_bytes()).map_err(std::io::Error::other)?])?,
    };
    let mut text = format!("[{before} 0 R ").into_bytes();
    for stream in references(streams) {
        if let Some(id) = copier.copy(stream.id, sink)? {
            text.extend_from_slice(format!("{id} 0 R ").as_bytes());
        }
    }
    text.extend_from_slice(format!("{over} 0 R]").as_bytes());
    Ok(text)
}

/// A number as content has it, to a ten-thousandth of a point.
fn format_number(number: f64) -> String {
    let text = format!("{number:.5}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
