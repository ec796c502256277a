//! What the run says of itself: its metadata and its catalog; and what documents claim of themselves.
//!
//! The run claims no more than all of its documents do, since pages are copied as they are.

use std::collections::BTreeMap;
use std::io::{self, Write};

use pdf_writer::{Dict, Finish, Name, Ref, Str, TextStr};
use quick_xml::escape::escape;

use super::model::RunSettings;
use super::sink::Sink;
use crate::digest::Sha256;
use crate::pdf::write::{CREATOR, chunk, pdf_date};

/// What a document claims of PDF/A, as far as its pages can hold to PDF/A-2 (ISO 19005-2, 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Claim {
    /// Nothing.
    None,
    /// That it looks the same for ever: level B.
    Look,
    /// That its text can be read, too: level U or A.
    Text,
}

/// What metadata claims. The later parts of the standard allow what this one does not; the third differs in files that
/// stay behind.
pub(super) fn claim(xmp: &[u8]) -> Claim {
    let value = |key: &[u8]| {
        let after = memchr::memmem::find(xmp, key).and_then(|at| xmp.get(at + key.len()..))?;
        let mut after = after.iter().skip_while(|byte| b"=>\"' \t\r\n".contains(byte));
        after.next().map(u8::to_ascii_uppercase)
    };
    match (value(b"pdfaid:part"), value(b"pdfaid:conformance")) {
        (Some(b'1'..=b'3'), Some(b'A' | b'U')) => Claim::Text,
        (Some(b'1'..=b'3'), Some(b'B')) => Claim::Look,
        _ => Claim::None,
    }
}

/// What the catalog refers to.
pub(super) struct Parts {
    pub(super) pages: i32,
    pub(super) bookmarks: Option<i32>,
    pub(super) labels: Option<i32>,
    pub(super) intent: Option<i32>,
    /// Layers, and whether each is out of sight.
    pub(super) layers: BTreeMap<i32, bool>,
    pub(super) claim: Claim,
}

/// Writes catalog, metadata and document information, and gives the entries of the trailer.
pub(super) fn write<W: Write>(
    settings: &RunSettings,
    parts: &Parts,
    sink: &mut Sink<W>,
) -> io::Result<String> {
    let identifier: String = identifier(settings).iter().map(|byte| format!("{byte:02x}")).collect();
    let xmp = xmp(settings, parts.claim, &identifier);
    let metadata = sink.reserve()?;
    let mut object = chunk();
    object.metadata(Ref::new(metadata), xmp.as_bytes()).finish();
    sink.put_chunk(metadata, &object)?;
    let information = write_information(settings, sink)?;
    let catalog = write_catalog(settings, parts, metadata, sink)?;
    Ok(format!("/Root {catalog} 0 R/Info {information} 0 R/ID[<{identifier}><{identifier}>]"))
}

fn write_information<W: Write>(settings: &RunSettings, sink: &mut Sink<W>) -> io::Result<i32> {
    let id = sink.reserve()?;
    let date = pdf_date(&settings.issued_at);
    let mut object = chunk();
    let mut dict = object.indirect(Ref::new(id)).dict();
    dict.pair(Name(b"Title"), TextStr(&settings.title));
    dict.pair(Name(b"Creator"), TextStr(CREATOR));
    dict.pair(Name(b"CreationDate"), Str(date.as_bytes()));
    dict.pair(Name(b"ModDate"), Str(date.as_bytes()));
    dict.finish();
    sink.put_chunk(id, &object)?;
    Ok(id)
}

fn write_catalog<W: Write>(
    settings: &RunSettings,
    parts: &Parts,
    metadata: i32,
    sink: &mut Sink<W>,
) -> io::Result<i32> {
    let id = sink.reserve()?;
    let mut object = chunk();
    let mut dict = object.indirect(Ref::new(id)).dict();
    dict.pair(Name(b"Type"), Name(b"Catalog"));
    dict.pair(Name(b"Pages"), Ref::new(parts.pages));
    dict.pair(Name(b"Metadata"), Ref::new(metadata));
    dict.pair(Name(b"Lang"), TextStr(&settings.language));
    dict.insert(Name(b"ViewerPreferences")).dict().pair(Name(b"DisplayDocTitle"), true);
    if let Some(bookmarks) = parts.bookmarks {
        dict.pair(Name(b"Outlines"), Ref::new(bookmarks));
        dict.pair(Name(b"PageMode"), Name(b"UseOutlines"));
    }
    if let Some(labels) = parts.labels {
        dict.pair(Name(b"PageLabels"), Ref::new(labels));
    }
    if let Some(intent) = parts.intent {
        dict.insert(Name(b"OutputIntents")).array().item(Ref::new(intent));
    }
    if !parts.layers.is_empty() {
        write_layers(&mut dict, &parts.layers);
    }
    dict.finish();
    sink.put_chunk(id, &object)?;
    Ok(id)
}

/// Says which layers are out of sight; archival files name this, and list all layers (ISO 19005-2, 6.9).
fn write_layers(catalog: &mut Dict<'_>, layers: &BTreeMap<i32, bool>) {
    let all = || layers.keys().map(|layer| Ref::new(*layer));
    let hidden = layers.iter().filter(|(_, is_hidden)| **is_hidden).map(|(layer, _)| Ref::new(*layer));
    let mut properties = catalog.insert(Name(b"OCProperties")).dict();
    properties.insert(Name(b"OCGs")).array().items(all());
    let mut shown = properties.insert(Name(b"D")).dict();
    shown.pair(Name(b"Name"), TextStr("Print"));
    shown.insert(Name(b"Order")).array().items(all());
    shown.insert(Name(b"OFF")).array().items(hidden);
}

/// What identifies the file (ISO 32000-1, 14.4): it follows the ident alone.
fn identifier(settings: &RunSettings) -> [u8; 16] {
    let hash = Sha256::digest(settings.ident.as_bytes());
    hash.first_chunk().copied().unwrap_or_default()
}

fn xmp(settings: &RunSettings, claim: Claim, identifier: &str) -> String {
    let date = settings.issued_at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let clean = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>();
    let (title, language) = (clean(&settings.title), clean(&settings.language));
    let level = match claim {
        Claim::None => None,
        Claim::Look => Some('B'),
        Claim::Text => Some('U'),
    };
    let claim = level.map_or_else(String::new, |level| {
        format!("<pdfaid:part>2</pdfaid:part><pdfaid:conformance>{level}</pdfaid:conformance>")
    });
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\" \
         xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\
         <dc:format>application/pdf</dc:format>\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></dc:title>\
         <dc:language><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:language>\
         <xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>\
         <xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>\
         <xmpMM:DocumentID>{identifier}</xmpMM:DocumentID><xmpMM:InstanceID>{identifier}</xmpMM:InstanceID>\
         {claim}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>",
        escape(title.as_str()),
        escape(language.as_str()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_found_however_they_are_written() {
        let element = b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>";
        assert_eq!(claim(element), Claim::Text);
        assert_eq!(claim(b"<a pdfaid:conformance='b' pdfaid:part = \"1\"/>"), Claim::Look);
        assert_eq!(claim(b"<pdfaid:part>4</pdfaid:part>"), Claim::None);
        assert_eq!(claim(b"pdfaid:part"), Claim::None);
    }
}
