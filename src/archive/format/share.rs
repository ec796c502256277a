//! Shares: the parts of a plan that machines make, each an archive of its own until they are merged. Plain data.

use std::fmt;
use std::io;
use std::str::FromStr;

use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::parsed;
use crate::diagnostic::Problems;
use crate::names::ArchivePath;

/// Most shares of a plan.
pub const MAX_SHARES: u32 = 10_000;

/// Which share of a plan one is, and of how many.
///
/// ```
/// use convoke::archive::ShareNumber;
/// let share: ShareNumber = "3/8".parse().unwrap();
/// assert_eq!((share.number(), share.of()), (3, 8));
/// assert_eq!(share.to_string(), "3/8");
/// assert!("0/8".parse::<ShareNumber>().is_err() && "9/8".parse::<ShareNumber>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ShareNumber {
    number: u32,
    of: u32,
}

impl ShareNumber {
    /// The share of this number, from one; `None` where there is no such share.
    #[must_use]
    pub fn new(number: u32, of: u32) -> Option<Self> {
        ((1..=MAX_SHARES).contains(&of) && (1..=of).contains(&number)).then_some(Self { number, of })
    }

    /// All shares of so many, in order.
    pub fn all(of: u32) -> impl Iterator<Item = Self> {
        (1..=of.min(MAX_SHARES)).map(move |number| Self { number, of })
    }

    /// Its number, from one.
    #[must_use]
    pub fn number(self) -> u32 {
        self.number
    }

    /// Of how many it is one.
    #[must_use]
    pub fn of(self) -> u32 {
        self.of
    }
}

impl fmt::Display for ShareNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

/// A text that names no share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoShare;

impl fmt::Display for NoShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "give a share such as 3/8: its number, from one, and how many there are, at most {MAX_SHARES}"
        )
    }
}

impl std::error::Error for NoShare {}

impl FromStr for ShareNumber {
    type Err = NoShare;

    fn from_str(text: &str) -> Result<Self, NoShare> {
        let (number, of) = text.split_once('/').ok_or(NoShare)?;
        let digits = |text: &str| {
            let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|_| is_number).ok_or(NoShare)
        };
        Self::new(digits(number)?, digits(of)?).ok_or(NoShare)
    }
}

impl<'de> Deserialize<'de> for ShareNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Parts {
            number: u32,
            of: u32,
        }
        let Parts { number, of } = Parts::deserialize(deserializer)?;
        Self::new(number, of).ok_or_else(|| D::Error::custom(format!("there is no share {number} of {of}")))
    }
}

/// What a manifest says of the share that it is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareRecord {
    /// Which share.
    pub share: ShareNumber,
    /// SHA-256 of the frozen plan that it is of.
    #[serde(deserialize_with = "parsed::sha256")]
    pub plan: String,
    /// Why recipients got nothing, where the plan did not foresee it.
    #[serde(default, skip_serializing_if = "is_empty")]
    pub problems: Problems,
}

/// What a manifest says, before its list of files, of the share that it is of, and of the program and the mailing that it is from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ShareHead {
    /// Name and version of the tool that made the share.
    pub(crate) tool: String,
    /// Reference of the mailing.
    pub(crate) reference: String,
    /// Which share it is; `None` where the manifest is that of an archive.
    pub(crate) share: Option<ShareRecord>,
}

impl ShareHead {
    /// Reads the text of a manifest up to its list of files; the list is not looked at.
    ///
    /// # Errors
    ///
    /// The text cannot be read, or is not what a manifest begins with.
    pub(in crate::archive) fn read(reader: impl io::Read) -> serde_json::Result<Self> {
        let mut head = Self::default();
        let mut is_read = false;
        let mut deserializer = serde_json::Deserializer::from_reader(reader);
        match deserializer.deserialize_map(BeforeFiles { head: &mut head, is_read: &mut is_read }) {
            Err(error) if !is_read => Err(error),
            _ => Ok(head),
        }
    }
}

/// Reads a manifest, and ends at its list of files.
struct BeforeFiles<'h> {
    head: &'h mut ShareHead,
    is_read: &'h mut bool,
}

impl<'de> Visitor<'de> for BeforeFiles<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a manifest")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "tool" => self.head.tool = map.next_value()?,
                "reference" => self.head.reference = map.next_value()?,
                "share" => self.head.share = map.next_value()?,
                "files" => {
                    *self.is_read = true;
                    // Ends the reading; nobody is told.
                    return Err(A::Error::custom("the list of files"));
                }
                _ => map.next_value::<IgnoredAny>().map(drop)?,
            }
        }
        *self.is_read = true;
        Ok(())
    }
}

/// A share that documents of an index lie in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldShare {
    /// Which share.
    pub share: ShareNumber,
    /// Its ZIP file, as seen from the folder above that of the index.
    pub file: ArchivePath,
    /// SHA-256 of the ZIP file, in hexadecimal.
    #[serde(deserialize_with = "parsed::sha256")]
    pub sha256: String,
    /// Size of the ZIP file in bytes.
    pub bytes: u64,
    /// SHA-256 of the manifest in it.
    #[serde(deserialize_with = "parsed::sha256")]
    pub manifest_sha256: String,
    /// How many files of recipients it holds.
    pub files: usize,
    /// Recipients whose documents it holds: how many.
    pub recipients: usize,
}

fn is_empty(problems: &Problems) -> bool {
    problems.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_share_is_refused() {
        for text in
            ["", "3", "/", "3/", "/8", "0/8", "9/8", "1/0", "+1/8", "1/10001", "-1/8", " 1/8", "1/8/2"]
        {
            assert_eq!(text.parse::<ShareNumber>(), Err(NoShare), "{text}");
        }
        for json in [r#"{"number":0,"of":8}"#, r#"{"number":9,"of":8}"#, r#"{"number":1,"of":8,"x":1}"#] {
            assert!(serde_json::from_str::<ShareNumber>(json).is_err(), "{json}");
        }
        let share = ShareNumber::new(3, 8).expect("a share");
        let json = serde_json::to_string(&share).expect("JSON");
        assert_eq!(serde_json::from_str::<ShareNumber>(&json).expect("a share"), share);
        assert_eq!(
            ShareNumber::all(3).map(|share| share.to_string()).collect::<Vec<_>>(),
            ["1/3", "2/3", "3/3"]
        );
    }
}
