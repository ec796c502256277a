//! The fonts documents are set in: the embedded faces, those a mailing brings, and what they cover.
//!
//! Nothing here looks at the fonts of the system, so that the same mailing gives the same bytes
//! everywhere. Choosing among the faces is Typst's work; this module only holds them.

mod weights;

use std::fmt;
use std::sync::{Arc, OnceLock};

use rustybuzz::ttf_parser::{Face, name_id};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontFlags};
use typst::utils::LazyHash;
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes};
use crate::digest::Sha256;

/// The family of Latin, Greek and Cyrillic: Libertinus Serif, from `typst-assets`.
pub const EMBEDDED_FAMILY: &str = "Libertinus Serif";

/// The other embedded families, of which `templates/fonts/README.md` says how they were made.
pub const OTHER_FAMILIES: [&str; 2] = ["Noto Naskh Arabic", "Noto Serif CJK SC"];

/// The embedded faces of [`OTHER_FAMILIES`].
const OTHER_SCRIPTS: [&[u8]; 4] = [
    include_bytes!("../../templates/fonts/NotoNaskhArabic-Regular.ttf"),
    include_bytes!("../../templates/fonts/NotoNaskhArabic-Bold.ttf"),
    include_bytes!("../../templates/fonts/NotoSerifCJKsc-Regular.otf"),
    include_bytes!("../../templates/fonts/NotoSerifCJKsc-Bold.otf"),
];

/// The embedded files of [`OTHER_FAMILIES`], which a mailing may have in its folder too.
pub(crate) fn embedded_files() -> impl Iterator<Item = &'static [u8]> {
    OTHER_SCRIPTS.into_iter()
}

/// The embedded families, each with the version that its file of regular weight tells.
#[must_use]
pub fn embedded_versions() -> Vec<(&'static str, String)> {
    let faces: Vec<Face> =
        typst_assets::fonts().chain(OTHER_SCRIPTS).filter_map(|data| Face::parse(data, 0).ok()).collect();
    let version = |family: &str| {
        let of_family = |face: &&Face| tell(face, name_id::FAMILY).as_deref() == Some(family);
        let face = faces.iter().filter(of_family).find(|face| face.is_regular());
        let told = face.and_then(|face| tell(face, name_id::VERSION)).unwrap_or_default();
        // The specification asks for `Version 1.2`, behind which tools may write of themselves. (OpenType, `name`, ID 5)
        let number =
            told.split([';', ' ']).find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
        number.unwrap_or_default().to_owned()
    };
    [EMBEDDED_FAMILY].into_iter().chain(OTHER_FAMILIES).map(|family| (family, version(family))).collect()
}

/// What a face tells of itself.
fn tell(face: &Face, id: u16) -> Option<String> {
    face.names().into_iter().find(|name| name.name_id == id && name.is_unicode())?.to_string()
}

/// A set of faces and the index Typst chooses from.
///
/// ```
/// let fonts = convoke::fonts::Fonts::embedded();
/// assert!(fonts.covers('é'));
/// assert!(fonts.missing("Genève, Женева, 日内瓦, جنيف").is_empty());
/// assert_eq!(fonts.missing("Genève เจนีวา"), ['เ', 'จ', 'น', 'ี', 'ว', 'า']);
/// ```
pub struct Fonts {
    book: LazyHash<FontBook>,
    faces: Vec<Font>,
    /// Families of the faces that are not embedded, in the order they were given.
    added: Vec<String>,
    /// Every character an upright face of regular weight has, sorted.
    covered: OnceLock<Vec<u32>>,
    digest: OnceLock<String>,
}

impl Fonts {
    /// The embedded faces only: six of Libertinus Serif, two each of Noto Naskh Arabic and Noto Serif CJK SC.
    #[must_use]
    pub fn embedded() -> Self {
        Self::new(embedded_faces(), Vec::new())
    }

    /// The embedded faces and those of the given files (name and content, TrueType or OpenType).
    ///
    /// A file without a usable face is an error and adds nothing; one that is embedded already adds nothing either.
    /// A family without a regular or a bold face is a warning.
    pub fn with_files<'a>(files: impl IntoIterator<Item = (&'a str, Vec<u8>)>) -> Checked<Self> {
        let mut faces = embedded_faces();
        let embedded = faces.len();
        let mut problems = Problems::new();
        let mut sources = Vec::new();
        for (name, content) in files {
            if OTHER_SCRIPTS.contains(&content.as_slice()) {
                continue;
            }
            let before = faces.len();
            faces.extend(Font::iter(Bytes::new(content)));
            sources.extend(faces.iter().skip(before).map(|face| (name, face.info().clone())));
            if faces.len() == before {
                problems.push(
                    Diagnostic::new(codes::FONT_UNREADABLE, "the file holds no usable font")
                        .with_location(Location::file(name))
                        .with_hint("replace it with a TrueType or OpenType font, or remove it"),
                );
            }
        }
        problems.extend(weights::check(&sources));
        let mut added: Vec<String> = Vec::new();
        for face in faces.iter().skip(embedded) {
            let family = &face.info().family;
            if !added.contains(family) {
                added.push(family.clone());
            }
        }
        Checked::new(Self::new(faces, added), problems)
    }

    /// The files of the faces a mailing brings, each once.
    pub(crate) fn added_files(&self) -> impl Iterator<Item = &Bytes> {
        let added = |face: &&Font| self.added.contains(&face.info().family) && face.index() == 0;
        self.faces.iter().filter(added).map(Font::data)
    }

    fn new(faces: Vec<Font>, added: Vec<String>) -> Self {
        let book = LazyHash::new(FontBook::from_fonts(&faces));
        Self { book, faces, added, covered: OnceLock::new(), digest: OnceLock::new() }
    }

    /// The families a mailing brings, in the order of its files: they have the characters that no embedded face has.
    #[must_use]
    pub fn added(&self) -> &[String] {
        &self.added
    }

    fn covered(&self) -> &[u32] {
        self.covered.get_or_init(|| {
            let regular = self.faces.iter().filter(|face| is_regular(face));
            let mut covered: Vec<u32> = regular.flat_map(|face| face.info().coverage.iter()).collect();
            covered.sort_unstable();
            covered.dedup();
            covered
        })
    }

    /// Whether some upright face of regular weight has a glyph for the character.
    ///
    /// Bold and italic faces of a family may lack a rare character the regular one has; the export
    /// then still refuses the document under PDF/A.
    #[must_use]
    pub fn covers(&self, character: char) -> bool {
        self.covered().binary_search(&character.into()).is_ok()
    }

    /// The characters of a text no font has, each once, in order of appearance.
    ///
    /// If a character is missing in its decomposed form, the text is composed (NFC) first, as shaping does;
    /// characters that draw nothing, such as joiners, do not count.
    #[must_use]
    pub fn missing(&self, text: &str) -> Vec<char> {
        let mut missing = Vec::new();
        let has =
            |character: char| character.is_ascii() || draws_nothing(character) || self.covers(character);
        if text.chars().all(has) {
            return missing;
        }
        for character in text.nfc() {
            if !has(character) && !missing.contains(&character) {
                missing.push(character);
            }
        }
        missing
    }

    /// The names of the families, sorted.
    pub fn families(&self) -> impl Iterator<Item = &str> {
        self.book.families().map(|(name, _)| name)
    }

    /// The SHA-256 of all faces in order, in hexadecimal: changes when any font does.
    #[must_use]
    pub fn digest(&self) -> String {
        let hash = || {
            let mut hash = Sha256::new();
            for face in &self.faces {
                hash.update(face.index().to_le_bytes());
                hash.update((face.data().len() as u64).to_le_bytes());
                hash.update(face.data().as_slice());
            }
            hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
        };
        self.digest.get_or_init(hash).clone()
    }

    /// Begins to compute the [`digest`](Self::digest) beside other work: fonts are megabytes.
    pub(crate) fn digest_ahead(self: &Arc<Self>) {
        let fonts = Arc::clone(self);
        // Where the system gives no thread, whoever asks computes it.
        let _ = std::thread::Builder::new().name("fonts".into()).spawn(move || fonts.digest());
    }

    /// The index Typst chooses from.
    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// The face at an index of the book.
    pub(crate) fn face(&self, index: usize) -> Option<Font> {
        self.faces.get(index).cloned()
    }
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.faces).finish()
    }
}

/// The faces of [`EMBEDDED_FAMILY`] among those `typst-assets` carries, whose mathematical and monospaced
/// fonts would only hide a missing glyph, and those of other scripts.
fn embedded_faces() -> Vec<Font> {
    let face = |data| Font::new(Bytes::new(data), 0);
    // Most of what is there is not used, and all of a face is looked at to open it.
    let is_latin = |data: &&[u8]| {
        let family = Face::parse(data, 0).ok().and_then(|face| tell(&face, name_id::FAMILY));
        family.is_some_and(|family| family.starts_with(EMBEDDED_FAMILY))
    };
    let latin = typst_assets::fonts()
        .filter(is_latin)
        .filter_map(face)
        .filter(|face| face.info().family == EMBEDDED_FAMILY);
    latin.chain(OTHER_SCRIPTS.into_iter().filter_map(face)).collect()
}

fn is_regular(face: &Font) -> bool {
    let info = face.info();
    let variant = info.variant;
    (variant.style == typst::text::FontStyle::Normal && (350..=550).contains(&variant.weight.to_number()))
        || info.flags.contains(FontFlags::VARIABLE)
}

/// Control characters, joiners, direction marks, variation selectors and the byte-order mark.
fn draws_nothing(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_a_family_for_each_script_and_nothing_else() {
        let fonts = Fonts::embedded();
        let families = [EMBEDDED_FAMILY, OTHER_FAMILIES[0], OTHER_FAMILIES[1]];
        assert_eq!(fonts.families().collect::<Vec<_>>(), families);
        assert_eq!(fonts.faces.len(), 10);
    }

    #[test]
    fn each_embedded_family_tells_its_version() {
        let versions = embedded_versions();
        let told: Vec<(&str, &str)> =
            versions.iter().map(|(family, version)| (*family, version.as_str())).collect();
        assert_eq!(
            told,
            [(EMBEDDED_FAMILY, "7.051"), (OTHER_FAMILIES[0], "2.004"), (OTHER_FAMILIES[1], "2.001")]
        );
    }

    #[test]
    fn a_mailing_that_brings_an_embedded_file_brings_nothing() {
        let files = OTHER_SCRIPTS.map(|content| ("templates/fonts/a.otf", content.to_vec()));
        let Checked { value: fonts, problems } = Fonts::with_files(files);
        assert_eq!((fonts.faces.len(), problems), (10, Problems::new()));
        assert_eq!(fonts.digest(), Fonts::embedded().digest());
    }

    #[test]
    fn chinese_has_all_of_gb_2312_and_the_general_standard() {
        let fonts = Fonts::embedded();
        let chinese = fonts.faces.iter().filter(|face| face.info().family == "Noto Serif CJK SC");
        for face in chinese {
            // The last five are of the general standard alone.
            for character in "啊齄〇，。：；（）《》、·–—‘’“”‥…‧⸺㑇㧐䓖𫓧𬶨".chars()
            {
                assert!(face.info().coverage.contains(character.into()), "{character}");
            }
        }
    }

    #[test]
    fn names_each_missing_character_once() {
        let fonts = Fonts::embedded();
        assert_eq!(
            fonts.missing("Côte d’Ivoire, Ελλάδα, Россия, Tu\u{308}rkiye\u{200D}"),
            Vec::<char>::new()
        );
        assert_eq!(fonts.missing("北京 مصر and ไทย ไทย 東"), ['ไ', 'ท', 'ย', '東']);
    }

    #[test]
    fn refuses_a_file_without_a_font() {
        let Checked { value: fonts, problems } =
            Fonts::with_files([("templates/fonts/a.otf", b"no font".to_vec())]);
        assert_eq!(fonts.faces.len(), 10);
        assert_eq!(
            problems[0].to_string(),
            "templates/fonts/a.otf: error[font-unreadable]: the file holds no usable font"
        );
    }

    #[test]
    fn the_digest_follows_the_faces() {
        let plain = Fonts::embedded();
        let extra = typst_assets::fonts().last().map(<[u8]>::to_vec).unwrap_or_default();
        let Checked { value: more, problems } = Fonts::with_files([("templates/fonts/mono.ttf", extra)]);
        assert!(!problems.has_errors(), "{problems}");
        assert_eq!(plain.digest(), Fonts::embedded().digest());
        assert_ne!(plain.digest(), more.digest());
    }
}
