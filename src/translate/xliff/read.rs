//! Reading XLIFF 2.0 and 2.1 as translation tools save it. The file is taken for hostile: it is bounded, has no document
//! type and no entities of its own, and what it says codes stand for is not read.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;
use serde::{Deserialize, Serialize};

use super::model::NAMESPACE;
use crate::diagnostic::{Diagnostic, LineIndex, Location, codes};

/// Largest file read, in bytes.
pub(super) const MAX_BYTES: u64 = 64 << 20;

/// Deepest nesting of elements.
const MAX_DEPTH: usize = 64;

/// Most attributes of an element; each is compared with all others, as XML forbids the same one twice.
const MAX_ATTRIBUTES: usize = 64;

/// Most texts of a file.
const MAX_UNITS: usize = 200_000;

/// A token of a source or target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Token {
    Text(String),
    Alone(String),
    Open(String),
    Close(String),
}

/// A segment, or what a tool put between segments.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ReadSegment {
    /// White space and codes between segments, which nobody translates. (XLIFF 2.1, 4.2.2.6)
    pub(super) is_ignorable: bool,
    pub(super) state: String,
    /// The place of the target within the unit, from 1, where it is not that of its source.
    pub(super) order: Option<usize>,
    pub(super) source: Vec<Token>,
    pub(super) target: Option<Vec<Token>>,
}

/// A unit with the line it begins on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ReadUnit {
    pub(super) file: String,
    pub(super) id: String,
    pub(super) line: u32,
    pub(super) segments: Vec<ReadSegment>,
}

/// What an XLIFF file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct XliffFile {
    pub(super) source: String,
    pub(super) target: String,
    pub(super) units: Vec<ReadUnit>,
}

/// Reads a file's text; `file` is its name, for messages.
///
/// # Errors
///
/// The text is not XLIFF 2, or exceeds the bounds on one.
pub fn read(text: &str, file: &str) -> Result<XliffFile, Diagnostic> {
    let lines = LineIndex::new(text);
    // The white space before an element is an event of its own: the element's own line is the one it begins on.
    let line = |at: u64| usize::try_from(at).map_or(u32::MAX, |at| lines.place(text, at).0);
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut state =
        Reading { read: XliffFile::default(), names: Vec::new(), in_target: false, pairs: Vec::new() };
    loop {
        let at = reader.buffer_position();
        let failed = |cause: String| broken(line(at), file, &cause);
        let (namespace, event) = reader.read_resolved_event().map_err(|error| failed(error.to_string()))?;
        let ours = matches!(namespace, ResolveResult::Bound(bound) if bound.as_ref() == NAMESPACE);
        match event {
            Event::Start(start) => {
                if state.names.len() >= MAX_DEPTH {
                    return Err(failed("elements are nested too deep".to_owned()));
                }
                let name = local(&start, ours);
                state.names.push(name);
                state.start(&start, line(at)).map_err(failed)?;
            }
            Event::Empty(start) => {
                state.names.push(local(&start, ours));
                state.start(&start, line(at)).map_err(failed)?;
                state.end();
            }
            Event::End(_) => state.end(),
            Event::Text(words) => {
                state.text(&words);
            }
            Event::CData(words) => {
                state.text(&words);
            }
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|error| failed(error.to_string()))?;
                let resolved = character.map(String::from);
                let resolved =
                    resolved.or_else(|| quick_xml::escape::resolve_xml_entity(&reference).map(str::to_owned));
                match resolved {
                    Some(text) => state.text(&text),
                    None => {
                        return Err(failed(format!("the entity &{}; is not one of XML's own", &*reference)));
                    }
                }
            }
            Event::DocType(_) => return Err(failed("document types are not read".to_owned())),
            Event::Eof if state.names.is_empty() => break,
            Event::Eof => return Err(failed("it ends before its elements do".to_owned())),
            _ => {}
        }
    }
    if state.read.source.is_empty() {
        return Err(broken(1, file, "the file is not XLIFF 2"));
    }
    Ok(state.read)
}

struct Reading {
    read: XliffFile,
    /// The elements that are open; the names of foreign ones are empty.
    names: Vec<String>,
    in_target: bool,
    /// The paired codes that are open.
    pairs: Vec<String>,
}

impl Reading {
    fn start(&mut self, start: &BytesStart<'_>, line: u32) -> Result<(), String> {
        if start.attributes().with_checks(false).take(MAX_ATTRIBUTES + 1).count() > MAX_ATTRIBUTES {
            return Err(format!("an element has more than {MAX_ATTRIBUTES} attributes"));
        }
        let attribute = |wanted: &str| -> Result<Option<String>, String> {
            for attribute in start.attributes() {
                let attribute = attribute.map_err(|error| error.to_string())?;
                if attribute.key.as_ref() == wanted {
                    let value =
                        quick_xml::escape::unescape(&attribute.value).map_err(|error| error.to_string())?;
                    return Ok(Some(value.into_owned()));
                }
            }
            Ok(None)
        };
        let needed = |name: &str| attribute(name)?.ok_or_else(|| format!("`{name}` is missing"));
        let name = self.names.last().cloned().unwrap_or_default();
        match name.as_str() {
            "xliff" => {
                let version = needed("version")?;
                if !version.starts_with("2.") {
                    return Err(format!("XLIFF {version} is not read, only 2.0 and 2.1"));
                }
                self.read.source = needed("srcLang")?;
                self.read.target = attribute("trgLang")?.unwrap_or_default();
            }
            "file" | "unit" if self.read.units.len() >= MAX_UNITS => {
                return Err(format!("it has more than {MAX_UNITS} texts"));
            }
            "file" => {
                let id = needed("id")?;
                self.read.units.push(ReadUnit { file: id, ..ReadUnit::default() });
            }
            "unit" => {
                // The entry a file began with holds its name only.
                let file = self.read.units.last().map(|unit| unit.file.clone()).unwrap_or_default();
                let id = needed("id")?;
                self.read.units.push(ReadUnit { file, id, line, segments: Vec::new() });
            }
            "segment" | "ignorable" => {
                let is_ignorable = name == "ignorable";
                let state = attribute("state")?.unwrap_or_default();
                if let Some(unit) = self.read.units.last_mut() {
                    unit.segments.push(ReadSegment { is_ignorable, state, ..ReadSegment::default() });
                }
            }
            "source" => self.in_target = false,
            "target" => {
                self.in_target = true;
                let order = attribute("order")?.and_then(|order| order.parse().ok());
                if let Some(segment) = self.segment() {
                    segment.order = order;
                    segment.target = Some(Vec::new());
                }
            }
            "ph" => {
                let id = needed("id")?;
                self.push(Token::Alone(id));
            }
            "pc" => {
                let id = needed("id")?;
                self.pairs.push(id.clone());
                self.push(Token::Open(id));
            }
            "sc" => {
                let id = needed("id")?;
                self.push(Token::Open(id));
            }
            "ec" => {
                let id = attribute("startRef")?.or(attribute("id")?).unwrap_or_default();
                self.push(Token::Close(id));
            }
            "cp" => {
                let code = u32::from_str_radix(&needed("hex")?, 16).ok().and_then(char::from_u32);
                self.text(&code.map(String::from).unwrap_or_default());
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self) {
        if self.names.pop().as_deref() == Some("pc")
            && let Some(id) = self.pairs.pop()
        {
            self.push(Token::Close(id));
        }
    }

    fn segment(&mut self) -> Option<&mut ReadSegment> {
        self.read.units.last_mut()?.segments.last_mut()
    }

    /// Whether a source or target is open, in which words count; annotations in it hold words too.
    fn in_words(&self) -> bool {
        let inline = |name: &String| matches!(name.as_str(), "pc" | "mrk" | "cp" | "ph" | "sc" | "ec");
        let outer = self.names.iter().rev().find(|name| !inline(name));
        outer.is_some_and(|name| name == "source" || name == "target")
    }

    fn push(&mut self, token: Token) {
        if !self.in_words() {
            return;
        }
        let in_target = self.in_target;
        let Some(segment) = self.segment() else { return };
        let tokens = if in_target { segment.target.get_or_insert_default() } else { &mut segment.source };
        match (tokens.last_mut(), token) {
            (Some(Token::Text(before)), Token::Text(text)) => before.push_str(&text),
            (_, token) => tokens.push(token),
        }
    }

    fn text(&mut self, text: &str) {
        self.push(Token::Text(text.to_owned()));
    }
}

fn local(start: &BytesStart<'_>, ours: bool) -> String {
    if ours { start.local_name().as_ref().to_owned() } else { String::new() }
}

/// The line of a byte.
fn broken(line: u32, file: &str, cause: &str) -> Diagnostic {
    Diagnostic::new(codes::XLIFF_UNREADABLE, format!("this cannot be read as XLIFF 2.1 ({cause})"))
        .with_location(Location::text(file, line, 1))
        .with_hint("import the file that `convoke locale export` wrote, as saved by the translation tool")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(inside: &str) -> String {
        format!(
            "<xliff xmlns=\"{NAMESPACE}\" version=\"2.1\" srcLang=\"en\" trgLang=\"fr\"><file id=\"f\">\
             <unit id=\"first\"/>{inside}<unit id=\"last\"/></file></xliff>"
        )
    }

    /// With a time quadratic in the number of elements this takes hours.
    #[test]
    fn a_million_elements_are_read_each_with_its_line() {
        const COUNT: u32 = 1_000_000;
        let read = read(&document(&"<note/>\n".repeat(COUNT as usize)), "a.xlf").expect("readable");
        assert_eq!(read.units.last().map(|unit| unit.line), Some(COUNT + 1));
    }

    #[test]
    fn an_element_with_very_many_attributes_is_refused() {
        let attributes: String = (0..100_000).map(|number| format!(" a{number}=\"\"")).collect();
        let problem = read(&document(&format!("<note{attributes}/>")), "a.xlf").expect_err("too many");
        assert!(problem.message.contains("more than 64 attributes"), "{problem}");
    }
}
