//! The files of the template folder: what each language has, the virtual files pages are set with, and fonts.
//!
//! Reads bytes and nothing else; what stands in a template or locale pack is others' business.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Location, codes};
use crate::digest::Sha256;
use crate::mailing::Mailing;
use crate::names::safe_file_name;

/// Ending of a template's file name.
const TEMPLATE: &str = ".hbs";

/// The files of a locale pack; reading them is the locale's business, only their hash is ours.
const PACK: [&str; 2] = ["locale.yaml", "countries.yaml"];

/// Everything read from the template folder and the assets.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// Text of each template, by language and file name; the language of partials that all share is empty.
    pub(super) templates: BTreeMap<(String, String), String>,
    /// Virtual files for Typst: `/layout.typ` and everything the mailing names as an asset.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// Hash of each language's locale pack, in hexadecimal.
    pub(super) packs: BTreeMap<String, String>,
    /// Font files, by path from the mailing's folder.
    pub(super) fonts: Vec<(String, Vec<u8>)>,
}

impl Sources {
    /// Reads the folder; a language is a folder with a `locale.yaml`.
    pub(super) fn read(root: &Path, mailing: &Mailing) -> (Self, Vec<Diagnostic>) {
        let mut sources = Self::default();
        let mut problems = Vec::new();
        let folder = mailing.templates.as_str();
        let names = match names(&root.join(folder)) {
            Ok(names) => names,
            Err(error) => {
                problems.push(
                    Diagnostic::new(
                        codes::TEMPLATES_UNREADABLE,
                        format!("the template folder cannot be read ({error})"),
                    )
                    .with_location(Location::file(folder))
                    .with_field("templates")
                    .with_hint("name the folder with the templates under `templates:` of the mailing"),
                );
                return (sources, problems);
            }
        };
        for name in names {
            let path = format!("{folder}/{name}");
            let full = root.join(&path);
            if full.join("locale.yaml").is_file() {
                sources.read_language(root, &path, &name, &mut problems);
            } else if name == "fonts" {
                sources.read_fonts(root, &path, &mut problems);
            } else if full.is_file() && name.ends_with(TEMPLATE) {
                sources.read_template(root, &path, (String::new(), name), &mut problems);
            } else if full.is_file() && name.ends_with(".typ") {
                sources.read_file(root, &path, format!("/{name}"), &mut problems);
            }
        }
        for (key, asset) in [("emblem", &mailing.assets.emblem), ("signature", &mailing.assets.signature)] {
            let virtual_path = asset_path(&asset.file);
            let before = problems.len();
            sources.read_file(root, &asset.file.value, virtual_path, &mut problems);
            for problem in problems.iter_mut().skip(before) {
                problem.subject.field = Some(format!("assets.{key}.file"));
            }
        }
        (sources, problems)
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

    /// A hash of all that shapes a document besides data, locale pack and fonts: the parts of its template by file,
    /// layout and assets.
    pub(super) fn digest(&self, template: &BTreeMap<&str, &str>) -> String {
        let mut hash = Sha256::new();
        let mut add = |name: &str, content: &[u8]| {
            for part in [name.as_bytes(), content] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        };
        template.iter().for_each(|(name, text)| add(name, text.as_bytes()));
        self.files.iter().for_each(|(name, content)| add(name, content));
        hex(&hash.finalize())
    }

    fn read_language(&mut self, root: &Path, folder: &str, language: &str, problems: &mut Vec<Diagnostic>) {
        let mut hash = Sha256::new();
        for name in PACK {
            let content = fs::read(root.join(folder).join(name)).unwrap_or_default();
            hash.update((content.len() as u64).to_le_bytes());
            hash.update(content);
        }
        self.packs.insert(language.to_owned(), hex(&hash.finalize()));
        for name in names(&root.join(folder)).unwrap_or_default() {
            if !name.ends_with(TEMPLATE) {
                continue;
            }
            self.read_template(root, &format!("{folder}/{name}"), (language.to_owned(), name), problems);
        }
    }

    fn read_template(
        &mut self,
        root: &Path,
        path: &str,
        key: (String, String),
        problems: &mut Vec<Diagnostic>,
    ) {
        match fs::read(root.join(path)).map(String::from_utf8) {
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

    fn read_fonts(&mut self, root: &Path, folder: &str, problems: &mut Vec<Diagnostic>) {
        for name in names(&root.join(folder)).unwrap_or_default() {
            let lower = name.to_lowercase();
            if ![".otf", ".ttf", ".otc", ".ttc"].iter().any(|ending| lower.ends_with(ending)) {
                continue;
            }
            let path = format!("{folder}/{name}");
            match fs::read(root.join(&path)) {
                Ok(content) => self.fonts.push((path, content)),
                Err(error) => problems.push(unreadable(&path, &error)),
            }
        }
    }

    fn read_file(&mut self, root: &Path, path: &str, name: String, problems: &mut Vec<Diagnostic>) {
        match fs::read(root.join(path)) {
            Ok(content) => {
                self.files.insert(name, content);
            }
            Err(error) => problems.push(unreadable(path, &error)),
        }
    }
}

/// Where an asset stands among the virtual files: `/assets/` and its file name.
pub(super) fn asset_path(file: &str) -> String {
    format!("/assets/{}", file.rsplit('/').next().unwrap_or(file))
}

/// Where an enclosure stands in the archive.
pub(super) fn enclosure_path(locale: &str, file: &str) -> String {
    format!("enclosures/{locale}/{}", safe_file_name(file.rsplit('/').next().unwrap_or(file)))
}

/// Reads the enclosures of some languages, by path in the archive; each must be a PDF.
pub(super) fn read_enclosures<'a>(
    root: &Path,
    mailing: &Mailing,
    file: &str,
    locales: impl Iterator<Item = &'a String>,
) -> (BTreeMap<String, Vec<u8>>, Vec<Diagnostic>) {
    let mut enclosures = BTreeMap::new();
    let mut problems = Vec::new();
    for locale in locales {
        for enclosure in mailing.enclosures.get(locale).into_iter().flatten() {
            let path = format!("{}/{locale}/enclosures/{}", mailing.templates.value, enclosure.file.value);
            let content = match fs::read(root.join(&path)) {
                Ok(content) if content.starts_with(b"%PDF-") => content,
                Ok(_) => {
                    problems.push(
                        Diagnostic::new(
                            codes::ENCLOSURE_NOT_PDF,
                            format!("the enclosure `{path}` is no PDF"),
                        )
                        .with_location(enclosure.file.location(file))
                        .with_hint("enclose a finished PDF"),
                    );
                    continue;
                }
                Err(error) => {
                    problems.push(
                        Diagnostic::new(
                            codes::ENCLOSURE_UNREADABLE,
                            format!("`{path}` cannot be read ({error})"),
                        )
                        .with_location(enclosure.file.location(file))
                        .with_hint("put the PDF there, or correct `enclosures` of the mailing"),
                    );
                    continue;
                }
            };
            enclosures.insert(enclosure_path(locale, &enclosure.file), content);
        }
    }
    (enclosures, problems)
}

/// The SHA-256 of some texts, none of which can be taken for a part of another, in hexadecimal.
pub(super) fn hash_of(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hex(&hash.finalize())
}

/// A hash in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The names in a folder, sorted; hidden ones do not count.
fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn unreadable(path: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(codes::FILE_UNREADABLE, format!("the file cannot be read ({error})"))
        .with_location(Location::file(path))
        .with_hint("check its name and that you may read it")
}
