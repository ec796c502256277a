//! XML as the parts of a workbook have it: no document type, no entities of its own, bounded nesting.

use std::io::{self, BufRead};

use quick_xml::Reader;
use quick_xml::encoding::DecodingReader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::problem::{damaged, too_large};
use crate::diagnostic::Diagnostic;

/// Deepest nesting of elements.
const MAX_DEPTH: usize = 256;

/// Most attributes of an element that are looked at.
const MAX_ATTRIBUTES: usize = 64;

/// A part being read.
pub(super) struct Xml<'a> {
    reader: Reader<DecodingReader<Box<dyn BufRead + 'a>>>,
    buffer: Vec<u8>,
    depth: usize,
}

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Item {
    Start(Element),
    /// The local name of the element that ends.
    End(String),
    Text(String),
}

/// An element that begins; prefixes of namespaces are left out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// An attribute with a prefix where another has the same local name.
    pub(super) fn get_prefixed(&self, prefix: &str, name: &str) -> Option<&str> {
        self.get(&format!("{prefix}:{name}"))
    }

    /// Whether an attribute says yes.
    pub(super) fn is(&self, name: &str) -> bool {
        matches!(self.get(name), Some("1" | "true" | "on"))
    }

    /// A number, if the attribute is one.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.trim().parse().ok()
    }
}

impl<'a> Xml<'a> {
    pub(super) fn new(part: Box<dyn BufRead + 'a>) -> Self {
        let mut reader = Reader::from_reader(DecodingReader::new(part));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    /// The next item; `None` at the end of the part.
    pub(super) fn next(&mut self) -> Result<Option<Item>, Diagnostic> {
        loop {
            self.buffer.clear();
            return Ok(Some(match self.reader.read_event_into(&mut self.buffer).map_err(failed)? {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(damaged("its elements are nested too deep"));
                    }
                    Item::Start(element(&start)?)
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    Item::End(end.local_name().as_ref().to_owned())
                }
                Event::Text(text) => Item::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Item::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => Item::Text(resolve(&reference)?),
                Event::DocType(_) => return Err(damaged("it has a document type, which workbooks have not")),
                Event::Eof if self.depth > 0 => return Err(damaged("it ends before its elements do")),
                Event::Eof => return Ok(None),
                _ => continue,
            }));
        }
    }

    /// Passes over all that is in the element whose start was just read.
    pub(super) fn skip(&mut self) -> Result<(), Diagnostic> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside && self.next()?.is_some() {}
        Ok(())
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, Diagnostic> {
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false).take(MAX_ATTRIBUTES) {
        let attribute = attribute.map_err(damaged)?;
        let value = quick_xml::escape::unescape(&attribute.value).map_err(damaged)?.into_owned();
        let name = attribute.key.as_ref();
        let local = attribute.key.local_name().as_ref().to_owned();
        // Of two attributes that differ in their prefix only, the second keeps it.
        let is_taken = attributes.iter().any(|(other, _)| *other == local);
        attributes.push((if is_taken { name.to_owned() } else { local }, value));
    }
    Ok(Element { name: start.local_name().as_ref().to_owned(), attributes })
}

fn resolve(reference: &BytesRef<'_>) -> Result<String, Diagnostic> {
    if let Some(character) = reference.resolve_char_ref().map_err(damaged)? {
        return Ok(character.to_string());
    }
    quick_xml::escape::resolve_xml_entity(reference)
        .map(str::to_owned)
        .ok_or_else(|| damaged(format!("the entity &{}; is not one of XML's own", &**reference)))
}

fn failed(error: quick_xml::Error) -> Diagnostic {
    match &error {
        quick_xml::Error::Io(cause) if cause.kind() == io::ErrorKind::FileTooLarge => too_large(cause),
        _ => damaged(error),
    }
}
