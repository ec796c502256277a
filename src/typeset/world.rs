//! What the Typst compiler sees: fonts, virtual files and one rendered text.
//!
//! File ids are process-wide, 16 bits wide and never freed, so they are interned here once for each
//! virtual path and never for a document.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::facts::{Facts, RENDERED};
use super::properties;
use crate::barcode;
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::fonts::Fonts;

/// The main source of every document.
const MAIN_TEXT: &str = r#"#eval(read("/rendered.typ"), mode: "markup")"#;

/// The file in which a layout finds how many pages the document is taken to have.
const EXPECTED_PAGES: &str = "expected-pages";

/// The file in which a layout finds the document's barcode.
const BARCODE: &str = "barcode";

/// The file in which a layout finds whether the document is to be sealed.
const SEALED: &str = "sealed";

/// The file in which a layout finds the families a mailing brings, as a list in JSON.
const ADDED_FAMILIES: &str = "added-families.json";

/// What all documents share.
pub(super) struct Base {
    library: LazyHash<Library>,
    fonts: Arc<Fonts>,
    main: Source,
    rendered: FileId,
    expected_pages: FileId,
    barcode: FileId,
    sealed: FileId,
    files: HashMap<FileId, File>,
}

/// A virtual file, parsed if it is Typst source.
struct File {
    content: Bytes,
    source: Option<Source>,
}

impl Base {
    pub(super) fn new(fonts: Arc<Fonts>, files: BTreeMap<String, Vec<u8>>) -> Result<Self, Diagnostic> {
        let files = files.into_iter().map(|(path, content)| {
            let id = intern(&path)?;
            let text = path.ends_with(".typ").then(|| std::str::from_utf8(&content).ok()).flatten();
            let source = text.map(|text| Source::new(id, text.to_owned()));
            let content = match &source {
                Some(source) => Bytes::from_string(source.clone()),
                None => Bytes::new(content),
            };
            Ok((id, File { content, source }))
        });
        let mut files: HashMap<FileId, File> = files.collect::<Result<_, Diagnostic>>()?;
        let added = serde_json::json!(fonts.added()).to_string();
        files.insert(intern(ADDED_FAMILIES)?, File { content: Bytes::from_string(added), source: None });
        Ok(Self {
            library: LazyHash::new(Library::default()),
            fonts,
            main: Source::new(intern("main.typ")?, MAIN_TEXT.into()),
            rendered: intern(RENDERED)?,
            expected_pages: intern(EXPECTED_PAGES)?,
            barcode: intern(BARCODE)?,
            sealed: intern(SEALED)?,
            files,
        })
    }
}

impl fmt::Debug for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Base").field("fonts", &self.fonts).finish_non_exhaustive()
    }
}

/// Looks whether Typst can use the path of a file.
pub(super) fn check_path(path: &str) -> Result<(), Diagnostic> {
    intern(path).map(drop)
}

fn intern(path: &str) -> Result<FileId, Diagnostic> {
    let virtual_path = VirtualPath::new(path).map_err(|cause| {
        Diagnostic::new(codes::VIRTUAL_PATH, format!("`{path}` cannot be used in a template ({cause})"))
            .with_location(Location::file(path))
            .with_hint("keep the file inside the template folder and write its path with `/`")
    })?;
    Ok(RootedPath::new(VirtualRoot::Project, virtual_path).intern())
}

/// What a document's barcode says, and its pixels, made when a layout asks for it.
#[derive(Debug)]
struct Barcode {
    text: String,
    pixels: OnceLock<Bytes>,
}

/// The world of one document.
#[derive(Debug, Clone)]
pub(super) struct DocumentWorld {
    base: Arc<Base>,
    text: Bytes,
    /// The text as it is evaluated.
    evaluated: Bytes,
    expected_pages: Bytes,
    barcode: Arc<Barcode>,
    is_sealed: bool,
    /// The rendered text as the main source, when the document is compiled to place an error.
    plain: Option<Source>,
}

impl DocumentWorld {
    pub(super) fn new(base: &Arc<Base>, rendered: &str, facts: &Facts) -> Self {
        let text = Bytes::from_string(rendered.to_owned());
        Self {
            base: Arc::clone(base),
            evaluated: properties::set_apart(rendered).map_or_else(|| text.clone(), Bytes::from_string),
            text,
            expected_pages: Bytes::from_string(facts.pages.to_string()),
            barcode: Arc::new(Barcode { text: facts.barcode.clone(), pixels: OnceLock::new() }),
            is_sealed: facts.is_sealed,
            plain: None,
        }
    }

    /// The same document with the rendered text as its main source.
    pub(super) fn as_plain_source(&self) -> Self {
        let source = Source::new(self.base.rendered, self.rendered_text().to_owned());
        Self { plain: Some(source), ..self.clone() }
    }

    /// The rendered text.
    pub(super) fn rendered_text(&self) -> &str {
        self.text.as_str().unwrap_or_default()
    }

    /// The text of a file, unless it is the constant main source, binary or unknown.
    pub(super) fn text_of(&self, id: FileId) -> Option<&str> {
        if id == self.base.rendered {
            return Some(self.rendered_text());
        }
        self.base.files.get(&id)?.content.as_str().ok()
    }

    /// Whether the file is the rendered text.
    pub(super) fn is_rendered(&self, id: FileId) -> bool {
        id == self.base.rendered
    }

    fn unknown(&self, id: FileId) -> FileError {
        match id.root() {
            VirtualRoot::Project => FileError::NotFound(PathBuf::from(id.vpath().get_with_slash())),
            VirtualRoot::Package(_) => FileError::Package(PackageError::Other(Some(
                "packages are not loaded; copy the file into the template folder".into(),
            ))),
        }
    }
}

impl World for DocumentWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.base.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.base.fonts.book()
    }

    fn main(&self) -> FileId {
        if self.plain.is_some() { self.base.rendered } else { self.base.main.id() }
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match &self.plain {
            Some(source) if id == source.id() => return Ok(source.clone()),
            _ if id == self.base.main.id() => return Ok(self.base.main.clone()),
            _ => {}
        }
        let file = self.base.files.get(&id).ok_or_else(|| self.unknown(id))?;
        match &file.source {
            Some(source) => Ok(source.clone()),
            None if file.content.as_str().is_err() => Err(FileError::InvalidUtf8),
            None => Err(FileError::NotSource),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.base.rendered {
            return Ok(self.evaluated.clone());
        }
        if id == self.base.expected_pages {
            return Ok(self.expected_pages.clone());
        }
        if id == self.base.barcode {
            let Barcode { text, pixels } = &*self.barcode;
            return Ok(pixels.get_or_init(|| Bytes::new(barcode::pixels(text))).clone());
        }
        if id == self.base.sealed {
            return Ok(Bytes::from_string(if self.is_sealed { "true" } else { "" }.to_owned()));
        }
        self.base.files.get(&id).map(|file| file.content.clone()).ok_or_else(|| self.unknown(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.base.fonts.face(index)
    }

    /// Nothing: a document's date is the mailing's, never the day it happens to be made on.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
