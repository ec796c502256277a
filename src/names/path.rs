//! The path of a file inside an archive, a pack or a preview, checked when it is made.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::check_entry_name;

/// A relative path of portable names with `/` between: the only thing that files of archives and packs are written by.
///
/// It cannot leave the folder it is taken from, on any system, and two programs read it alike.
///
/// ```
/// use convoke::names::ArchivePath;
///
/// let path: ArchivePath = "pouch/letters/045_FRA_letter_fr.pdf".parse()?;
/// assert_eq!(path.folders().collect::<Vec<_>>(), ["pouch", "letters"]);
/// assert_eq!(path.name(), "045_FRA_letter_fr.pdf");
/// for text in ["", "../x", "/x", "a//b", "C:/x", "a\\b", "nul.pdf", "a/./b"] {
///     assert!(text.parse::<ArchivePath>().is_err());
/// }
/// # Ok::<(), convoke::names::NoArchivePath>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ArchivePath(Cow<'static, str>);

/// A text that is not the path of a file in an archive, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoArchivePath {
    text: String,
    cause: &'static str,
}

impl ArchivePath {
    /// The path of a file that this crate names itself; a test holds that each is one.
    pub(crate) const fn own(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the file, without its folders.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The names of the folders it is in, the outermost first.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        let folders = self.0.rsplit_once('/').map(|(folders, _)| folders.split('/'));
        folders.into_iter().flatten()
    }
}

impl NoArchivePath {
    /// What is wrong with the text, such as `it leaves its folder`.
    #[must_use]
    pub fn cause(&self) -> &'static str {
        self.cause
    }
}

impl fmt::Display for NoArchivePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// How much of a text is shown: a hostile one may be of any length.
        const SHOWN: usize = 120;
        let shown: String = self.text.chars().take(SHOWN).collect();
        let more = if shown.len() < self.text.len() { "…" } else { "" };
        write!(f, "{shown:?}{more} cannot be a path in an archive: {}", self.cause)
    }
}

impl std::error::Error for NoArchivePath {}

impl TryFrom<String> for ArchivePath {
    type Error = NoArchivePath;

    fn try_from(text: String) -> Result<Self, NoArchivePath> {
        match check_entry_name(&text) {
            Ok(()) => Ok(Self(Cow::Owned(text))),
            Err(cause) => Err(NoArchivePath { text, cause }),
        }
    }
}

impl FromStr for ArchivePath {
    type Err = NoArchivePath;

    fn from_str(text: &str) -> Result<Self, NoArchivePath> {
        Self::try_from(text.to_owned())
    }
}

impl fmt::Debug for ArchivePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for ArchivePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Deref for ArchivePath {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for ArchivePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_as_it_was_written_and_a_hostile_one_is_not_read() {
        let path: ArchivePath = "pouch/fr/labels.pdf".parse().unwrap();
        let json = serde_json::to_string(&path).unwrap();
        assert_eq!(serde_json::from_str::<ArchivePath>(&json).unwrap(), path);
        for (text, cause) in [
            ("../x", "it leaves its folder"),
            ("a/../../x", "it leaves its folder"),
            ("/x", "it is absolute"),
            ("//host/share/x", "it is absolute"),
            ("C:\\x", "it holds a backslash"),
            ("C:/x", "it is not a portable file name"),
            ("\\\\?\\C:\\x", "it holds a backslash"),
            ("a//x", "a part of it is empty"),
            ("a/x/", "a part of it is empty"),
            ("./x", "a part of it is empty"),
            ("a/\u{202e}x", "it holds control or invisible characters"),
            ("a/x\u{0}", "it holds control or invisible characters"),
            ("aux/x", "it is not a portable file name"),
            ("a/x.", "it is not a portable file name"),
            ("a/x ", "it is not a portable file name"),
            ("a/.x", "it is not a portable file name"),
            ("a/x:stream", "it is not a portable file name"),
        ] {
            let error = text.parse::<ArchivePath>().unwrap_err();
            assert_eq!(error.cause(), cause, "{text:?}");
            let json = serde_json::to_string(text).unwrap();
            assert!(serde_json::from_str::<ArchivePath>(&json).unwrap_err().to_string().contains(cause));
        }
        let long = format!("{}x", "abc/".repeat(80)).parse::<ArchivePath>().unwrap_err().to_string();
        assert!(long.ends_with("… cannot be a path in an archive: it is longer than 240 bytes"), "{long}");
    }
}
