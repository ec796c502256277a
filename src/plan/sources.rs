//! The files of the template folder: what each language has, the virtual files pages are set with, and fonts.
//!
//! Reads bytes only; `template` and `locale` read what they mean.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::archive::layout::ENCLOSURES;
use crate::beneath::{FileKind, has_bytes_within, list_within, look_within, read_within};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, io_text};
use crate::digest::{Sha256, to_hex};
use crate::fonts::embedded_files;
use crate::mailing::{Mailing, leads_outside};
use crate::names::{ArchivePath, NoArchivePath, safe_file_name};
use crate::template::{FORM_DATA, TemplateTexts};

/// Ending of a template's file name.
const TEMPLATE: &str = ".hbs";

/// The files of a locale pack: `locale` reads them, they are hashed here.
const PACK: [&str; 2] = ["locale.yaml", "countries.yaml"];

/// Everything read from the template folder and the assets.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// Text of each template, by language and file name; the language of partials that all share is empty.
    pub(super) templates: BTreeMap<(String, String), String>,
    /// Virtual files for Typst: `/layout.typ` and everything the mailing names as an asset.
    pub(super) files: Arc<BTreeMap<String, Vec<u8>>>,
    /// What the form asks, by language, without the labels of the locale packs.
    pub(super) forms: BTreeMap<String, String>,
    /// Hash of each language's locale pack, in hexadecimal.
    pub(super) packs: BTreeMap<String, String>,
    /// Font files that are not embedded, by path from the mailing's folder.
    pub(super) fonts: Vec<(String, Vec<u8>)>,
}

impl Sources {
    /// Reads the folder; a language is a folder with a `locale.yaml`.
    pub(super) fn read(root: &Path, mailing: &Mailing) -> Checked<Self> {
        let mut sources = Self::default();
        let mut problems = Problems::new();
        let folder = mailing.templates.as_str();
        let names = match list_names(root, folder) {
            Ok(names) => names,
            Err(error) => {
                problems.push(
                    Diagnostic::new(
                        codes::TEMPLATES_UNREADABLE,
                        format!("the template folder cannot be read ({})", io_text(&error)),
                    )
                    .with_location(Location::file(folder))
                    .with_field("templates")
                    .with_hint("name the folder with the templates under `templates:` of the mailing"),
                );
                return Checked::new(sources, problems);
            }
        };
        for name in names {
            let path = format!("{folder}/{name}");
            let is_file = match look_within(root, &path) {
                Ok(Some(FileKind::Special)) => {
                    problems.push(unreadable(&path, &std::io::Error::other("it is not a regular file")));
                    continue;
                }
                Ok(Some(kind)) => kind == FileKind::File,
                Ok(None) => continue,
                Err(error) => {
                    problems.push(unreadable(&path, &error));
                    continue;
                }
            };
            if is_there(root, &format!("{path}/locale.yaml")) {
                sources.read_language(root, &path, &name, &mut problems);
            } else if name == "fonts" {
                sources.read_fonts(root, &path, &mut problems);
            } else if is_file && name.ends_with(TEMPLATE) {
                sources.read_template(root, &path, (String::new(), name), &mut problems);
            } else if is_file && name.ends_with(".typ") {
                sources.read_file(root, &path, format!("/{name}"), &mut problems);
            }
        }
        for (key, asset) in mailing.assets.iter() {
            // The mailing's own check names it.
            if leads_outside(&asset.file) {
                continue;
            }
            let virtual_path = asset_path(&asset.file);
            let before = problems.len();
            sources.read_file(root, &asset.file.value, virtual_path, &mut problems);
            for problem in problems.iter_mut().skip(before) {
                problem.subject.field = Some(format!("assets.{key}.file"));
            }
        }
        Checked::new(sources, problems)
    }

    /// The languages that have at least one of these templates; one that lacks another is incomplete, which the check
    /// of templates reports, so that no recipient silently gets another language.
    pub(super) fn languages<'a>(&'a self, documents: &'a [&str]) -> impl Iterator<Item = &'a str> {
        let mut languages: Vec<&str> = self.templates.keys().map(|(language, _)| language.as_str()).collect();
        languages.dedup();
        languages.into_iter().filter(|language| {
            let has =
                |file: &&str| self.templates.contains_key(&((*language).to_owned(), (*file).to_owned()));
            !language.is_empty() && documents.iter().any(has)
        })
    }

    /// A hash of all that shapes a document besides data, locale pack and fonts: the parts of its template, which are paths, layout
    /// and assets; of a form also what it asks in the language. `folder` is that of the templates.
    pub(super) fn digest(&self, folder: &str, parts: &[String], language: &str) -> String {
        let mut hash = Sha256::new();
        let mut add = |name: &str, content: &[u8]| {
            for part in [name.as_bytes(), content] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        };
        for part in parts {
            add(part, self.template(folder, part).as_bytes());
        }
        let files = self.files.iter().filter(|(name, _)| !name.starts_with(FORM_DATA));
        files.for_each(|(name, content)| add(name, content));
        if let Some(outline) = self.forms.get(language).filter(|_| self.asks(folder, parts)) {
            add(FORM_DATA, outline.as_bytes());
        }
        to_hex(&hash.finalize())
    }

    /// Whether a part of a template reads what the form asks.
    fn asks(&self, folder: &str, parts: &[String]) -> bool {
        parts.iter().any(|part| self.template(folder, part).contains(FORM_DATA))
    }

    /// The text of the template at a path.
    pub(super) fn template(&self, folder: &str, path: &str) -> &str {
        template_text(&self.templates, folder, path)
    }

    fn read_language(&mut self, root: &Path, folder: &str, language: &str, problems: &mut Problems) {
        let mut hash = Sha256::new();
        for name in PACK {
            let content = read_within(root, &format!("{folder}/{name}")).unwrap_or_default();
            hash.update((content.len() as u64).to_le_bytes());
            hash.update(content);
        }
        self.packs.insert(language.to_owned(), to_hex(&hash.finalize()));
        for name in list_names(root, folder).unwrap_or_default() {
            if !name.ends_with(TEMPLATE) {
                continue;
            }
            self.read_template(root, &format!("{folder}/{name}"), (language.to_owned(), name), problems);
        }
    }

    fn read_template(&mut self, root: &Path, path: &str, key: (String, String), problems: &mut Problems) {
        match read_within(root, path).map(String::from_utf8) {
            Ok(Ok(text)) => {
                let text = text.strip_prefix('\u{FEFF}').map_or_else(|| text.clone(), str::to_owned);
                self.templates.insert(key, text);
            }
            Ok(Err(_)) => problems.push(
                Diagnostic::new(codes::TEMPLATE_UNREADABLE, "the template is not UTF-8 text")
                    .with_location(Location::file(path))
                    .with_hint("save it again with the encoding UTF-8"),
            ),
            Err(error) => problems.push(unreadable(path, &error)),
        }
    }

    fn read_fonts(&mut self, root: &Path, folder: &str, problems: &mut Problems) {
        for name in list_names(root, folder).unwrap_or_default() {
            let lower = name.to_lowercase();
            if ![".otf", ".ttf", ".otc", ".ttc"].iter().any(|ending| lower.ends_with(ending)) {
                continue;
            }
            let path = format!("{folder}/{name}");
            // Megabytes, which are in the program already.
            if embedded_files().any(|bytes| has_bytes_within(root, &path, bytes).unwrap_or_default()) {
                continue;
            }
            match read_within(root, &path) {
                Ok(content) => self.fonts.push((path, content)),
                Err(error) => problems.push(unreadable(&path, &error)),
            }
        }
    }

    fn read_file(&mut self, root: &Path, path: &str, name: String, problems: &mut Problems) {
        match read_within(root, path) {
            Ok(content) => {
                Arc::make_mut(&mut self.files).insert(name, content);
            }
            Err(error) => problems.push(unreadable(path, &error)),
        }
    }
}

/// The text of the template at a path, among those of a folder.
pub(super) fn template_text<'a>(texts: &'a TemplateTexts, folder: &str, path: &str) -> &'a str {
    let inside = path.strip_prefix(folder.trim_end_matches('/')).unwrap_or(path).trim_start_matches('/');
    let (language, file) = inside.split_once('/').unwrap_or(("", inside));
    texts.get(&(language.to_owned(), file.to_owned())).map_or("", String::as_str)
}

/// The path of an asset among the virtual files: `/assets/` and its file name.
pub(super) fn asset_path(file: &str) -> String {
    format!("/assets/{}", file.rsplit('/').next().unwrap_or(file))
}

/// The path of an enclosure in the archive.
///
/// # Errors
///
/// The language and the name together are too long.
pub(super) fn enclosure_path(locale: &str, file: &str) -> Result<ArchivePath, NoArchivePath> {
    let name = safe_file_name(file.rsplit('/').next().unwrap_or(file));
    format!("{ENCLOSURES}/{}/{name}", safe_file_name(locale)).parse()
}

/// The path in the archive of an enclosure that is the same file for all languages.
pub(super) fn common_enclosure_path(file: &str) -> Result<ArchivePath, NoArchivePath> {
    let name = safe_file_name(file.rsplit('/').next().unwrap_or(file));
    format!("{ENCLOSURES}/{name}").parse()
}

/// The SHA-256 of some texts, each prefixed with its length, in hexadecimal.
pub(super) fn hash_parts(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    to_hex(&hash.finalize())
}

/// The names in a folder, sorted; without hidden ones.
fn list_names(root: &Path, folder: &str) -> std::io::Result<Vec<String>> {
    let mut names = list_within(root, folder)?;
    names.retain(|name| !name.starts_with('.'));
    Ok(names)
}

/// Whether a file is there, or cannot be looked at: what is wrong with it is told when it is read.
pub(super) fn is_there(root: &Path, path: &str) -> bool {
    !matches!(look_within(root, path), Ok(None | Some(FileKind::Folder)))
}

fn unreadable(path: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(codes::FILE_UNREADABLE, format!("the file cannot be read ({})", io_text(error)))
        .with_location(Location::file(path))
        .with_hint("check its name and that you may read it")
}
