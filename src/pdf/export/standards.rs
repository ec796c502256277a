//! The PDF standards a mailing may ask for.

use std::fmt;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StrDeserializer};
use typst_pdf::{PdfStandard, PdfStandards};

use crate::diagnostic::{Diagnostic, codes, did_you_mean};

/// The names a mailing may use.
const NAMES: [&str; 17] = [
    "1.4", "1.5", "1.6", "1.7", "2.0", "a-1b", "a-1a", "a-2b", "a-2u", "a-2a", "a-3b", "a-3u", "a-3a", "a-4",
    "a-4f", "a-4e", "ua-1",
];

/// A list of PDF standards that can be held to at once.
///
/// ```
/// use convoke::pdf::Standards;
/// assert!(Standards::parse(["a-2a", "ua-1"]).is_ok());
/// assert!(Standards::parse(["a-4", "ua-1"]).is_err());
/// ```
#[derive(Clone)]
pub struct Standards {
    names: Vec<String>,
    typst: PdfStandards,
}

impl Standards {
    /// Reads the names of standards: `a-2a` is PDF/A-2a (ISO 19005-2), `ua-1` is PDF/UA-1 (ISO 14289-1),
    /// `1.7` is PDF 1.7 itself.
    ///
    /// # Errors
    ///
    /// A name is not known, or the standards exclude each other.
    pub fn parse<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Result<Self, Diagnostic> {
        let names: Vec<String> = names.into_iter().map(|name| name.as_ref().to_owned()).collect();
        let list = names.iter().map(|name| standard(name)).collect::<Result<Vec<_>, _>>()?;
        let typst = PdfStandards::new(&list).map_err(|cause| {
            let problem = Diagnostic::new(codes::PDF_STANDARDS_CLASH, cause.message().trim_end_matches('.'))
                .with_field("standards")
                .with_hint("ask for a set that goes together, such as [a-2a, ua-1]");
            cause.hints().iter().fold(problem, |problem, hint| problem.with_hint(hint.as_str()))
        })?;
        Ok(Self { names, typst })
    }

    /// PDF/A-2a and PDF/UA-1, what a mailing holds to unless it says otherwise.
    ///
    /// # Errors
    ///
    /// None in practice; see [`parse`](Self::parse).
    pub fn archival_and_accessible() -> Result<Self, Diagnostic> {
        Self::parse(["a-2a", "ua-1"])
    }

    /// The names, as given.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    pub(in crate::pdf) fn to_typst(&self) -> PdfStandards {
        self.typst.clone()
    }
}

impl fmt::Debug for Standards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Standards").field(&self.names).finish()
    }
}

fn standard(name: &str) -> Result<PdfStandard, Diagnostic> {
    let text: StrDeserializer<'_, ValueError> = name.into_deserializer();
    PdfStandard::deserialize(text).map_err(|_| {
        Diagnostic::new(codes::PDF_STANDARD_UNKNOWN, format!("`{name}` is not a known PDF standard"))
            .with_field("standards")
            .with_hint(did_you_mean(name, NAMES))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_every_name() {
        for name in NAMES {
            assert!(Standards::parse([name]).is_ok(), "{name}");
        }
    }

    #[test]
    fn explains_an_unknown_name() {
        let problem = Standards::parse(["a-2a", "ua1"]).unwrap_err();
        assert_eq!(
            problem.to_string(),
            "error[pdf-standard-unknown]: `ua1` is not a known PDF standard (standards)"
        );
        assert_eq!(problem.hints, ["did you mean `ua-1`?"]);
    }

    #[test]
    fn refuses_standards_that_exclude_each_other() {
        let problem = Standards::parse(["a-4", "ua-1"]).unwrap_err();
        assert_eq!(problem.code, "pdf-standards-clash");
        assert!(problem.message.contains("mutually incompatible"), "{}", problem.message);
    }
}
