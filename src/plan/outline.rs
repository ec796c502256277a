//! What a frozen plan keeps of all its recipients together: machines that make shares, or join them, need not read the lists to know it.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::planned::PlannedRecipient;
use crate::digest::{Sha256, to_hex};

/// The recipients of a plan, summed up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outline {
    /// How many documents each of them gets, in the order of the lists: the number, and how many follow each other that get as many.
    #[serde(serialize_with = "write_sizes", deserialize_with = "read_sizes")]
    pub(super) sizes: Vec<(usize, usize)>,
    /// How many of them have a document in each language.
    pub(super) readers: BTreeMap<String, usize>,
    /// The hash of the [`Sequence`] of those that get documents.
    pub(super) sequence: String,
}

impl Outline {
    /// Whether there are so many recipients, and they get so many documents together.
    pub(super) fn is_of(&self, recipients: usize, documents: usize) -> bool {
        let count = |(recipients, documents): (usize, usize), (size, many): &(usize, usize)| {
            Some((recipients.checked_add(*many)?, documents.checked_add(size.checked_mul(*many)?)?))
        };
        self.sizes.iter().try_fold((0, 0), count) == Some((recipients, documents))
    }
}

/// A text such as `2x100 3x1`: for a list in no order there are many of them.
fn write_sizes<S: Serializer>(sizes: &[(usize, usize)], serializer: S) -> Result<S::Ok, S::Error> {
    let runs: Vec<String> = sizes.iter().map(|(size, many)| format!("{size}x{many}")).collect();
    serializer.serialize_str(&runs.join(" "))
}

fn read_sizes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(usize, usize)>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let run = |run: &str| {
        let (size, many) = run.split_once('x')?;
        Some((size.parse().ok()?, many.parse().ok()?))
    };
    let runs = text.split(' ').filter(|text| !text.is_empty());
    runs.map(|text| run(text).ok_or_else(|| D::Error::custom(format!("`{text}` is no number of documents"))))
        .collect()
}

/// Recipients that get documents, one after the other, hashed: the same for a plan and for the shares that were made of all of it.
#[derive(Debug)]
pub(crate) struct Sequence(Sha256);

/// What a document is known by in a [`Sequence`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct DocumentName<'a> {
    pub(crate) document: &'a str,
    pub(crate) locale: &'a str,
    pub(crate) courtesy: bool,
    pub(crate) path: &'a str,
}

impl Sequence {
    pub(crate) fn new() -> Self {
        Self(Sha256::new())
    }

    /// Adds the next recipient with its documents.
    pub(crate) fn add<'a>(
        &mut self,
        id: &str,
        serial: &str,
        documents: impl Iterator<Item = DocumentName<'a>>,
    ) {
        self.text(id);
        self.text(serial);
        for DocumentName { document, locale, courtesy, path } in documents {
            self.text(document);
            self.text(locale);
            self.text(path);
            self.0.update([u8::from(courtesy)]);
        }
        // Longer than any text: here the documents end.
        self.0.update(u64::MAX.to_le_bytes());
    }

    /// Adds the next recipient of a plan.
    pub(super) fn add_planned(&mut self, planned: &PlannedRecipient) {
        let documents = planned.documents.iter().map(|document| DocumentName {
            document: &document.document,
            locale: &document.locale,
            courtesy: document.courtesy,
            path: &document.path,
        });
        self.add(planned.id(), &planned.serial, documents);
    }

    /// The hash of all of them, in hexadecimal.
    pub(crate) fn finish(self) -> String {
        to_hex(&self.0.finalize())
    }

    fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_they_are_written() {
        for sizes in [vec![], vec![(2, 100)], vec![(2, 100), (0, 1), (3, 7)]] {
            let outline =
                Outline { sizes, readers: [("en".to_owned(), 3)].into(), sequence: "ab".to_owned() };
            let text = serde_json::to_string(&outline).unwrap();
            assert_eq!(serde_json::from_str::<Outline>(&text).unwrap(), outline, "{text}");
        }
        let outline = Outline { sizes: vec![(2, 100), (0, 1), (3, 7)], ..Outline::default() };
        assert!(outline.is_of(108, 221) && !outline.is_of(108, 220));
        let endless = Outline { sizes: vec![(2, usize::MAX)], ..Outline::default() };
        assert!(!endless.is_of(usize::MAX, 2));
        for text in ["2", "2x", "x2", "2x3x4", "-1x2"] {
            let text = format!(r#"{{"sizes": "{text}", "readers": {{}}, "sequence": ""}}"#);
            assert!(serde_json::from_str::<Outline>(&text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_sequence_tells_who_gets_what_and_in_which_order() {
        let hash = |recipients: &[(&str, &[&str])]| {
            let mut sequence = Sequence::new();
            for (id, paths) in recipients {
                let documents = paths.iter().map(|path| DocumentName {
                    document: "letter",
                    locale: "en",
                    courtesy: false,
                    path,
                });
                sequence.add(id, "DM/001", documents);
            }
            sequence.finish()
        };
        let made: [&[(&str, &[&str])]; 6] = [
            &[("FRA", &["a", "b"]), ("KEN", &["c"])],
            &[("KEN", &["c"]), ("FRA", &["a", "b"])],
            &[("FRA", &["a"]), ("KEN", &["b", "c"])],
            &[("FRA", &["a", "b"])],
            &[("FRA", &["ab"]), ("KEN", &["c"])],
            &[("FRA", &["b", "a"]), ("KEN", &["c"])],
        ];
        let hashes: Vec<String> = made.iter().map(|made| hash(made)).collect();
        for (number, one) in hashes.iter().enumerate() {
            assert_eq!(hashes.iter().position(|other| other == one), Some(number));
        }
    }
}
