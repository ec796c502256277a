//! Reading XLIFF 1.2, 2.0 and 2.1 as translation tools save it. The file is taken for hostile: it is bounded, has no document
//! type and no entities of its own, and what it says codes stand for is not read.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;
use serde::{Deserialize, Serialize};

use super::model::{ITEM, NAMESPACE, NAMESPACE_1};
use crate::diagnostic::{Diagnostic, LineIndex, Location, codes};

/// Largest file read, in bytes.
pub const MAX_BYTES: u64 = 64 << 20;

/// Deepest nesting of elements.
const MAX_DEPTH: usize = 64;

/// Most attributes of an element; each is compared with all others, as XML forbids the same one twice.
const MAX_ATTRIBUTES: usize = 64;

/// Most texts of a file.
const MAX_UNITS: usize = 200_000;

/// A token of a source or target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::translate) enum Token {
    Text(String),
    Alone(String),
    Open(String),
    Close(String),
}

/// A segment, or what a tool put between segments.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::translate) struct ReadSegment {
    /// White space and codes between segments, which nobody translates. (XLIFF 2.1, 4.2.2.6)
    pub(in crate::translate) is_ignorable: bool,
    pub(in crate::translate) state: String,
    /// The place of the target within the unit, from 1, where it is not that of its source.
    pub(in crate::translate) order: Option<usize>,
    pub(in crate::translate) source: Vec<Token>,
    pub(in crate::translate) target: Option<Vec<Token>>,
}

/// A unit with the line it begins on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::translate) struct ReadUnit {
    pub(in crate::translate) file: String,
    pub(in crate::translate) id: String,
    pub(in crate::translate) line: u32,
    pub(in crate::translate) segments: Vec<ReadSegment>,
}

/// What an XLIFF file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct XliffFile {
    pub(in crate::translate) source: String,
    pub(in crate::translate) target: String,
    pub(in crate::translate) units: Vec<ReadUnit>,
}

/// Reads a file's text; `file` is its name, for messages.
///
/// # Errors
///
/// The text is not XLIFF, or exceeds the bounds on one.
pub fn read(text: &str, file: &str) -> Result<XliffFile, Diagnostic> {
    let lines = LineIndex::new(text);
    // The white space before an element is an event of its own: the element's own line is the one it begins on.
    let line = |at: u64| usize::try_from(at).map_or(u32::MAX, |at| lines.place(text, at).0);
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut state =
        Reading { read: XliffFile::default(), names: Vec::new(), words: Words::None, pairs: Vec::new() };
    loop {
        let at = reader.buffer_position();
        let failed = |cause: String| broken(line(at), file, &cause);
        let (namespace, event) = reader.read_resolved_event().map_err(|error| failed(error.to_string()))?;
        let ours = matches!(namespace, ResolveResult::Bound(bound) if [NAMESPACE, NAMESPACE_1].contains(&bound.as_ref()));
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
        return Err(broken(1, file, "the file is not XLIFF 1.2 or 2"));
    }
    Ok(state.read)
}

struct Reading {
    read: XliffFile,
    /// The elements that are open; the names of foreign ones are empty.
    names: Vec<String>,
    words: Words,
    /// The paired codes that are open.
    pairs: Vec<String>,
}

/// Whose words are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    /// Neither a source's nor a target's, or those of a proposal beside them.
    None,
    Source,
    Target,
}

/// Elements that stand for a code; what is in them is its data, or belongs to another text.
const CODES: [&str; 8] = ["ph", "sc", "ec", "bpt", "ept", "it", "x", "sub"];

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
                if version == "1.2" {
                    return Ok(());
                }
                if !version.starts_with("2.") {
                    return Err(format!("XLIFF {version} is not read, only 1.2, 2.0 and 2.1"));
                }
                self.read.source = needed("srcLang")?;
                self.read.target = attribute("trgLang")?.unwrap_or_default();
            }
            "file" | "unit" | "trans-unit" if self.read.units.len() >= MAX_UNITS => {
                return Err(format!("it has more than {MAX_UNITS} texts"));
            }
            "file" => {
                let id = match attribute("original")? {
                    // XLIFF 1.2 names the languages of each file, and has no other name for it than its path.
                    Some(original) if attribute("source-language")?.is_some() => {
                        self.languages(needed("source-language")?, attribute("target-language")?)?;
                        original.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
                    }
                    _ => needed("id")?,
                };
                self.read.units.push(ReadUnit { file: id, ..ReadUnit::default() });
            }
            "unit" => {
                // The entry a file began with holds its name only.
                let file = self.read.units.last().map(|unit| unit.file.clone()).unwrap_or_default();
                let id = needed("id")?;
                self.read.units.push(ReadUnit { file, id, line, segments: Vec::new() });
            }
            "trans-unit" => {
                let file = self.read.units.last().map(|unit| unit.file.clone()).unwrap_or_default();
                let id = needed("id")?;
                let state = if attribute("approved")?.as_deref() == Some("yes") { "final" } else { "" };
                let segment = ReadSegment { state: state.to_owned(), ..ReadSegment::default() };
                let base = id.split_once(ITEM).map(|(base, _)| base.to_owned());
                let of_list = |unit: &&mut ReadUnit| unit.file == file && Some(&unit.id) == base.as_ref();
                match self.read.units.last_mut().filter(of_list) {
                    Some(unit) => unit.segments.push(segment),
                    None => {
                        let id = base.unwrap_or(id);
                        self.read.units.push(ReadUnit { file, id, line, segments: vec![segment] });
                    }
                }
            }
            "segment" | "ignorable" => {
                let is_ignorable = name == "ignorable";
                let state = attribute("state")?.unwrap_or_default();
                if let Some(unit) = self.read.units.last_mut() {
                    unit.segments.push(ReadSegment { is_ignorable, state, ..ReadSegment::default() });
                }
            }
            // What a memory or a machine proposes has a source and a target too.
            "source" | "target" if !self.is_of_text() => {}
            "source" => self.words = Words::Source,
            "target" => {
                self.words = Words::Target;
                let state = attribute("state")?;
                let order = attribute("order")?.and_then(|order| order.parse().ok());
                if let Some(segment) = self.segment() {
                    segment.order = order;
                    if let Some(state) = state {
                        segment.state = state_of_target(&state).to_owned();
                    }
                    segment.target = Some(Vec::new());
                }
            }
            "ph" | "x" | "it" => {
                let id = needed("id")?;
                self.push(Token::Alone(id));
            }
            "pc" | "g" => {
                let id = needed("id")?;
                self.pairs.push(id.clone());
                self.push(Token::Open(id));
            }
            "sc" => {
                let id = needed("id")?;
                self.push(Token::Open(id));
            }
            "bpt" | "bx" => {
                let id = attribute("rid")?.map_or_else(|| needed("id"), Ok)?;
                self.push(Token::Open(id));
            }
            "ec" | "ept" | "ex" => {
                let start = attribute("startRef")?.or(attribute("rid")?);
                let id = start.or(attribute("id")?).unwrap_or_default();
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

    /// Takes over the languages that a file of XLIFF 1.2 is for.
    fn languages(&mut self, source: String, target: Option<String>) -> Result<(), String> {
        let target = target.unwrap_or_default();
        if self.read.source.is_empty() {
            (self.read.source, self.read.target) = (source, target);
        } else if (&self.read.source, &self.read.target) != (&source, &target) {
            return Err("its files are for several languages".to_owned());
        }
        Ok(())
    }

    fn end(&mut self) {
        let name = self.names.pop();
        match name.as_deref() {
            Some("pc" | "g") => {
                if let Some(id) = self.pairs.pop() {
                    self.push(Token::Close(id));
                }
            }
            Some("source" | "target") if self.is_text(self.names.last()) => self.words = Words::None,
            _ => {}
        }
    }

    /// Whether the element that begins stands in a text itself.
    fn is_of_text(&self) -> bool {
        self.is_text(self.names.iter().rev().nth(1))
    }

    fn is_text(&self, name: Option<&String>) -> bool {
        name.is_some_and(|name| ["segment", "ignorable", "trans-unit"].contains(&name.as_str()))
    }

    fn segment(&mut self) -> Option<&mut ReadSegment> {
        self.read.units.last_mut()?.segments.last_mut()
    }

    /// Whether words count: those of a source or target, annotations in it too, but not the data of a code.
    fn in_words(&self) -> bool {
        let within =
            self.names.iter().rev().take_while(|name| !["source", "target"].contains(&name.as_str()));
        let own = self.names.iter().rev().find(|name| ["source", "target"].contains(&name.as_str()));
        own.is_some()
            && within.skip(usize::from(self.begins_code())).all(|name| !CODES.contains(&name.as_str()))
    }

    /// Whether the innermost element is a code: it counts itself, and what it holds does not.
    fn begins_code(&self) -> bool {
        self.names.last().is_some_and(|name| CODES.contains(&name.as_str()))
    }

    fn push(&mut self, token: Token) {
        if self.words == Words::None || !self.in_words() {
            return;
        }
        if matches!(token, Token::Text(_)) && self.begins_code() {
            return;
        }
        let in_target = self.words == Words::Target;
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

/// The state of a target in XLIFF 1.2, in the words of XLIFF 2; those of 2 are states of segments. (XLIFF 1.2, state)
fn state_of_target(state: &str) -> &str {
    match state {
        "final" | "translated" => state,
        "signed-off" => "reviewed",
        _ => "initial",
    }
}

fn local(start: &BytesStart<'_>, ours: bool) -> String {
    if ours { start.local_name().as_ref().to_owned() } else { String::new() }
}

/// The line of a byte.
fn broken(line: u32, file: &str, cause: &str) -> Diagnostic {
    Diagnostic::new(codes::XLIFF_UNREADABLE, format!("this cannot be read as XLIFF ({cause})"))
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

    /// A text of XLIFF 1.2 as `kind: words`, its target after a bar.
    fn texts(inside: &str) -> Vec<String> {
        let text = format!(
            "<xliff xmlns=\"{NAMESPACE_1}\" version=\"1.2\"><file original=\"a/b.hbs\" source-language=\"en\" \
             target-language=\"fr\"><body>{inside}</body></file></xliff>"
        );
        let read = read(&text, "a.xlf").expect("readable");
        assert_eq!((read.source.as_str(), read.target.as_str()), ("en", "fr"));
        let words = |tokens: &[Token]| -> String {
            let shown = tokens.iter().map(|token| match token {
                Token::Text(text) => text.clone(),
                Token::Alone(id) => format!("[{id}]"),
                Token::Open(id) => format!("<{id}>"),
                Token::Close(id) => format!("</{id}>"),
            });
            shown.collect()
        };
        let segment = |segment: &ReadSegment| {
            let target = segment.target.as_deref().map_or_else(|| "-".to_owned(), words);
            format!("{}|{target}|{}", words(&segment.source), segment.state)
        };
        let units = read.units.iter().filter(|unit| !unit.id.is_empty());
        units
            .map(|unit| {
                let segments: Vec<String> = unit.segments.iter().map(segment).collect();
                format!("{} {}: {}", unit.file, unit.id, segments.join(" + "))
            })
            .collect()
    }

    #[test]
    fn units_of_xliff_1_are_read_as_those_of_2() {
        for (inside, read) in [
            (
                "<trans-unit id=\"a\"><source>One <x id=\"1\"/> <g id=\"2\">two</g></source><target state=\"translated\"><g \
                 id=\"2\">deux</g> <x id=\"1\"/></target></trans-unit>",
                "b.hbs a: One [1] <2>two</2>|<2>deux</2> [1]|translated",
            ),
            ("<trans-unit id=\"a\"><source>One</source></trans-unit>", "b.hbs a: One|-|"),
            ("<trans-unit id=\"a\"><source>One</source><target/></trans-unit>", "b.hbs a: One||"),
            (
                "<trans-unit id=\"a\" approved=\"yes\"><source>One</source><target>Un</target></trans-unit>",
                "b.hbs a: One|Un|final",
            ),
            (
                "<trans-unit id=\"a\"><source>One</source><target state=\"needs-review-translation\">Un</target></trans-unit>",
                "b.hbs a: One|Un|initial",
            ),
            // What a code stands for, divided sources and proposals of a memory are not the text.
            (
                "<trans-unit id=\"a\"><source>One <ph id=\"1\">{{x}}<sub>no</sub></ph></source><seg-source><mrk mtype=\"seg\" \
                 mid=\"0\">One</mrk></seg-source><target><mrk mtype=\"seg\" mid=\"0\">Un</mrk> <ph \
                 id=\"1\">#evil</ph></target><alt-trans><source>Other</source><target>Autre</target></alt-trans></trans-unit>",
                "b.hbs a: One [1]|Un [1]|",
            ),
            (
                "<trans-unit id=\"a\"><source><bpt id=\"3\" rid=\"2\">b</bpt>One<ept id=\"4\" \
                 rid=\"2\">b</ept></source></trans-unit>",
                "b.hbs a: <2>One</2>|-|",
            ),
            (
                "<trans-unit id=\"m/1\"><source>May</source></trans-unit><group><trans-unit \
                 id=\"m/2\"><source>June</source><target>juin</target></trans-unit></group>",
                "b.hbs m: May|-| + June|juin|",
            ),
        ] {
            assert_eq!(texts(inside), [read], "{inside}");
        }
    }

    #[test]
    fn other_versions_and_several_languages_are_refused() {
        for (text, cause) in [
            (
                format!("<xliff xmlns=\"{NAMESPACE_1}\" version=\"1.1\"/>"),
                "XLIFF 1.1 is not read, only 1.2, 2.0 and 2.1",
            ),
            (
                format!(
                    "<xliff xmlns=\"{NAMESPACE_1}\" version=\"1.2\"><file original=\"a\" source-language=\"en\" \
                     target-language=\"fr\"/><file original=\"a\" source-language=\"en\" target-language=\"es\"/></xliff>"
                ),
                "its files are for several languages",
            ),
            ("<xliff version=\"1.2\"/>".to_owned(), "the file is not XLIFF 1.2 or 2"),
        ] {
            let problem = read(&text, "a.xlf").expect_err(cause);
            assert!(problem.message.contains(cause), "{problem}");
        }
    }

    #[test]
    fn a_proposal_beside_a_text_is_not_its_translation() {
        let inside = "<unit id=\"a\"><m:matches xmlns:m=\"urn:oasis:names:tc:xliff:matches:2.0\"><m:match \
                      ref=\"#s\"><source>One</source><target>Eins</target></m:match></m:matches><segment><source>One</source>\
                      </segment></unit>";
        let read = read(&document(inside), "a.xlf").expect("readable");
        let unit = read.units.iter().find(|unit| unit.id == "a").expect("the unit");
        assert_eq!(unit.segments.len(), 1);
        assert_eq!(
            (unit.segments[0].source.as_slice(), &unit.segments[0].target),
            ([Token::Text("One".to_owned())].as_slice(), &None)
        );
    }
}
