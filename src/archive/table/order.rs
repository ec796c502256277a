//! The order of `register.csv`: language by language, each sorted as that language sorts names.
//!
//! Numbers have no part in it, nor has it any in them: only the rows of the list are put in order. Few of them are held at a
//! time: a long list is sorted in parts, which go through files and are merged.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write};
use std::path::Path;

use csv::ByteRecord;
use icu_collator::options::CollatorOptions;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;

use crate::archive::format::entry::{Entry, Role};
use crate::beneath::Folder;

/// How many rows are sorted at a time.
const PART: usize = 1 << 14;

/// The documents among some files, in the order of the register.
pub(in crate::archive) fn sorted_documents(files: &[Entry]) -> Vec<&Entry> {
    let mut documents: Vec<&Entry> = files.iter().filter(|entry| entry.role == Role::Document).collect();
    sort_documents(&mut documents);
    documents
}

/// Sorts documents by language, and those of a language by the recipient's name in it (CLDR root collation with the
/// language's own rules: pinyin in Chinese, ñ after n in Spanish). Those of one name stay in the order they have.
pub fn sort_documents(entries: &mut [&Entry]) {
    let mut keys = Keys::default();
    entries.sort_by_cached_key(|entry| keys.key(entry));
}

/// Sorts things by a name each has, as a language sorts names; those of one name stay in the order they have.
pub fn sort_by_name<T>(things: &mut [T], language: &str, name: impl Fn(&T) -> &str) {
    let collator = collator(language);
    things.sort_by_cached_key(|thing| {
        let mut key = Vec::new();
        if let Some(collator) = &collator {
            // A vector takes any key.
            let _ = collator.write_sort_key_to(name(thing), &mut key);
        }
        key.push(0);
        key.extend(name(thing).as_bytes());
        key
    });
}

/// Rows of documents, to be put in the order of [`sort_documents`] however many there are: few are held, the others are in files.
#[derive(Debug)]
pub(in crate::archive) struct Sorter {
    folder: Folder,
    keys: Keys,
    part: Vec<Row>,
    written: Vec<WrittenPart>,
}

/// The key of a row, and its cells.
type Row = (Vec<u8>, ByteRecord);

impl Sorter {
    /// A sorter whose files are made in a folder, and go when they are closed.
    pub(in crate::archive) fn new(folder: Folder) -> Self {
        Self { folder, keys: Keys::default(), part: Vec::new(), written: Vec::new() }
    }

    /// Takes the row of a document.
    ///
    /// # Errors
    ///
    /// A part of the rows cannot be written.
    pub(in crate::archive) fn push(&mut self, document: &Entry, row: ByteRecord) -> io::Result<()> {
        if self.part.len() == PART {
            self.part.sort_by(|(one, _), (other, _)| one.cmp(other));
            self.written.push(WrittenPart::write(&mut self.part, self.folder.path())?);
        }
        self.part.push((self.keys.key(document), row));
        Ok(())
    }

    /// All rows, in order; those of one key as they came.
    ///
    /// # Errors
    ///
    /// A part of the rows cannot be read; one that shows later is the last item.
    pub(in crate::archive) fn sorted(self) -> io::Result<impl Iterator<Item = io::Result<ByteRecord>>> {
        let Self { mut part, written, .. } = self;
        part.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut parts: Vec<Part> = written.into_iter().map(Part::Written).collect();
        parts.push(Part::Held(part.into_iter()));
        let mut heads = BinaryHeap::new();
        for (number, part) in parts.iter_mut().enumerate() {
            heads.extend(part.next().transpose()?.map(|(key, row)| Reverse((key, number, Equal(row)))));
        }
        let mut failed = false;
        Ok(std::iter::from_fn(move || {
            let Reverse((_, number, Equal(row))) = heads.pop().filter(|_| !failed)?;
            match parts.get_mut(number).and_then(Iterator::next).transpose() {
                Ok(next) => heads.extend(next.map(|(key, row)| Reverse((key, number, Equal(row))))),
                Err(error) => {
                    failed = true;
                    return Some(Err(error));
                }
            }
            Some(Ok(row))
        }))
    }
}

/// A row that has no part in the order: what sorts alike goes by the number of its part.
struct Equal(ByteRecord);

impl PartialEq for Equal {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Equal {}

impl PartialOrd for Equal {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Equal {
    fn cmp(&self, _: &Self) -> std::cmp::Ordering {
        std::cmp::Ordering::Equal
    }
}

/// A sorted part of the rows.
enum Part {
    Held(std::vec::IntoIter<Row>),
    Written(WrittenPart),
}

impl Iterator for Part {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Held(rows) => rows.next().map(Ok),
            Self::Written(rows) => rows.next(),
        }
    }
}

/// A sorted part in a file: of each row the key, how many cells there are, and the cells, each behind its length.
#[derive(Debug)]
struct WrittenPart {
    file: BufReader<File>,
    left: usize,
}

impl WrittenPart {
    fn write(rows: &mut Vec<Row>, folder: &Path) -> io::Result<Self> {
        let mut file = BufWriter::new(tempfile::tempfile_in(folder)?);
        let left = rows.len();
        for (key, row) in rows.drain(..) {
            write_piece(&mut file, &key)?;
            file.write_all(&length(row.len())?)?;
            row.iter().try_for_each(|cell| write_piece(&mut file, cell))?;
        }
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Self { file: BufReader::new(file), left })
    }

    fn read(&mut self) -> io::Result<Row> {
        let mut key = Vec::new();
        read_piece(&mut self.file, &mut key)?;
        let (mut row, mut cell) = (ByteRecord::new(), Vec::new());
        for _ in 0..read_length(&mut self.file)? {
            read_piece(&mut self.file, &mut cell)?;
            row.push_field(&cell);
        }
        Ok((key, row))
    }
}

impl Iterator for WrittenPart {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        Some(self.read())
    }
}

fn length(of: usize) -> io::Result<[u8; 4]> {
    u32::try_from(of).map(u32::to_le_bytes).map_err(io::Error::other)
}

fn write_piece(file: &mut impl Write, piece: &[u8]) -> io::Result<()> {
    file.write_all(&length(piece.len())?)?;
    file.write_all(piece)
}

fn read_length(file: &mut impl Read) -> io::Result<usize> {
    let mut length = [0; 4];
    file.read_exact(&mut length)?;
    usize::try_from(u32::from_le_bytes(length)).map_err(io::Error::other)
}

fn read_piece(file: &mut impl Read, piece: &mut Vec<u8>) -> io::Result<()> {
    piece.resize(read_length(file)?, 0);
    file.read_exact(piece)
}

/// The keys entries are sorted by.
#[derive(Debug, Default)]
struct Keys(BTreeMap<String, Option<CollatorBorrowed<'static>>>);

impl Keys {
    /// Language, the name as the language sorts it, the name as it is, and the recipient. (Unicode Technical Standard 10, 7)
    fn key(&mut self, entry: &Entry) -> Vec<u8> {
        let [locale, name, recipient] =
            [&entry.locale, &entry.entity, &entry.recipient].map(|part| part.as_deref().unwrap_or_default());
        let mut key = Vec::from(locale);
        key.push(0);
        if !self.0.contains_key(locale) {
            self.0.insert(locale.to_owned(), collator(locale));
        }
        if let Some(Some(collator)) = self.0.get(locale) {
            // A vector takes any key.
            let _ = collator.write_sort_key_to(name, &mut key);
        }
        for part in [name, recipient] {
            key.push(0);
            key.extend(part.as_bytes());
        }
        key
    }
}

/// The collator of a language; an invalid tag sorts by the root collation.
fn collator(tag: &str) -> Option<CollatorBorrowed<'static>> {
    let locale = Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN);
    CollatorBorrowed::try_new(CollatorPreferences::from(&locale), CollatorOptions::default()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sorts names in a language, from both ends, so that an order that was there already proves nothing.
    #[track_caller]
    fn check(locale: &str, sorted: &[&str]) {
        let entry = |name: &&str| Entry {
            locale: Some(locale.to_owned()),
            entity: Some((*name).to_owned()),
            ..Entry::default()
        };
        let made: Vec<Entry> = sorted.iter().map(entry).collect();
        for mut entries in [made.iter().collect::<Vec<_>>(), made.iter().rev().collect()] {
            sort_documents(&mut entries);
            assert_eq!(
                entries.into_iter().filter_map(|entry| entry.entity.as_deref()).collect::<Vec<_>>(),
                sorted,
                "{locale}"
            );
        }
    }

    #[test]
    fn english_sorts_accents_with_their_letters() {
        check(
            "en",
            &[
                "Comoros",
                "Congo",
                "Costa Rica",
                "Côte d’Ivoire",
                "Croatia",
                "Togo",
                "Tonga",
                "Türkiye",
                "Zambia",
            ],
        );
    }

    #[test]
    fn french_sorts_accents_with_their_letters() {
        check("fr", &["Égypte", "El Salvador", "Émirats arabes unis", "Équateur", "Érythrée", "Espagne"]);
        check("fr", &["cote", "coté", "côte", "côté"]);
    }

    #[test]
    fn spanish_sorts_its_own_letter_after_n() {
        check("es", &["Nauru", "Nueva Zelandia", "Ñandú", "Omán"]);
        check("en", &["Ñandú", "Nauru", "Nueva Zelandia", "Omán"]);
    }

    #[test]
    fn russian_sorts_by_its_alphabet() {
        check("ru", &["Белиз", "Ёлка", "Ель", "Замбия", "Индия", "Испания", "Йемен", "Эсватини", "Япония"]);
    }

    #[test]
    fn chinese_sorts_by_pinyin() {
        // a'er, ba, de, fa, ri, zhong.
        check("zh", &["阿尔巴尼亚", "巴西", "德国", "法国", "日本", "中国"]);
        check("und", &["中国", "巴西", "德国", "日本", "法国", "阿尔巴尼亚"]);
    }

    #[test]
    fn arabic_sorts_by_its_alphabet() {
        // A hamza does not move its alif; the article counts.
        check("ar", &["إسبانيا", "أفغانستان", "اليمن", "بلجيكا", "تونس", "فرنسا", "مصر"]);
    }

    #[test]
    fn languages_stand_apart_and_a_bad_tag_is_no_trouble() {
        let entry = |locale: &str, name: &str, recipient: &str| Entry {
            locale: Some(locale.to_owned()),
            entity: Some(name.to_owned()),
            recipient: Some(recipient.to_owned()),
            ..Entry::default()
        };
        let made = [
            entry("fr", "Allemagne", "DEU"),
            entry("not a tag!", "x", "X"),
            entry("en", "Zambia", "Z2"),
            entry("en", "Zambia", "Z1"),
        ];
        let mut entries: Vec<&Entry> = made.iter().collect();
        sort_documents(&mut entries);
        let order: Vec<_> = entries.into_iter().filter_map(|entry| entry.recipient.as_deref()).collect();
        assert_eq!(order, ["Z1", "Z2", "DEU", "X"]);
    }

    #[test]
    fn a_long_list_is_sorted_like_a_short_one() {
        let count = 2 * PART + 100;
        let made: Vec<Entry> = (0..count)
            .map(|number| Entry {
                locale: Some(["fr", "en"][number % 2].to_owned()),
                entity: Some(["Zambia", "Égypte", "Espagne"][number % 3].to_owned()),
                path: number.to_string().parse().unwrap(),
                ..Entry::default()
            })
            .collect();
        let mut expected: Vec<&Entry> = made.iter().collect();
        sort_documents(&mut expected);
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = Sorter::new(Folder::open(folder.path()).unwrap());
        for entry in &made {
            let row = ByteRecord::from(vec![entry.path.as_str(), "", entry.entity.as_deref().unwrap()]);
            sorter.push(entry, row).unwrap();
        }
        assert_eq!(sorter.written.len(), 2);
        let found: Vec<ByteRecord> = sorter.sorted().unwrap().map(Result::unwrap).collect();
        let of =
            |entry: &Entry| ByteRecord::from(vec![entry.path.as_str(), "", entry.entity.as_deref().unwrap()]);
        assert_eq!(found, expected.into_iter().map(of).collect::<Vec<_>>());
    }
}
