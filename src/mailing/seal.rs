//! The key that documents are sealed with, where the mailing has one.

use schemars::JsonSchema;
use serde::Deserialize;

use super::server::Secret;
use crate::diagnostic::{Diagnostic, Location, Problems, codes, did_you_mean};
use crate::input::At;
use crate::locale::LocalText;

/// How what is issued is sealed: documents, the manifest and the ledger.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SealSetting {
    /// The file with the certificate and its key (PKCS#12), such as `seal.p12`, beneath the mailing's folder.
    pub pkcs12: Option<At<String>>,
    /// A key of minisign, for those who have no certificate; it signs the manifest and the ledger alone.
    pub minisign: Option<At<String>>,
    /// Where the passphrase of the key is: no secret is written here.
    pub secret: Option<At<Secret>>,
    /// Why documents are sealed, as programs show it.
    pub reason: Option<LocalText>,
    /// Where they are sealed, as programs show it.
    pub location: Option<LocalText>,
    /// The address of a server of time stamps (RFC 3161), such as `https://stamps.office.example`.
    pub timestamp: Option<At<String>>,
    /// Ids of the documents that are sealed; all where left out.
    pub documents: Option<Vec<At<String>>>,
}

impl SealSetting {
    /// Whether documents of this id are sealed.
    #[must_use]
    pub fn is_for(&self, document: &str) -> bool {
        self.documents.as_ref().is_none_or(|ids| ids.iter().any(|id| id.value == document))
    }

    /// What is wrong with it; `at` is its own place in the mailing's file, `documents` the ids that the mailing has.
    pub(super) fn check(&self, file: &str, at: &Location, documents: &[&str]) -> Problems {
        let mut problems = Problems::new();
        let mut wrong = |key: &str, location: Location, message: String, hint: String| {
            let field = if key.is_empty() { "seal".to_owned() } else { format!("seal.{key}") };
            let problem = Diagnostic::new(codes::MAILING_VALUE, message).with_location(location);
            problems.push(problem.with_field(field).with_hint(hint));
        };
        let key = match (&self.pkcs12, &self.minisign) {
            (Some(key), None) | (None, Some(key)) => Some(key),
            _ => None,
        };
        match key {
            None => wrong(
                "",
                at.clone(),
                "a seal has one key".to_owned(),
                "name one file: `pkcs12: seal.p12`, or `minisign: minisign.key`".to_owned(),
            ),
            Some(key) if key.value.trim().is_empty() => wrong(
                "",
                key.location(file),
                "the file of the key is not named".to_owned(),
                "write its path beneath the mailing's folder, such as `seal.p12`".to_owned(),
            ),
            Some(_) => {}
        }
        match &self.secret {
            Some(secret) if !secret.value.is_said() => wrong(
                "secret",
                secret.location(file),
                "it is not said where the secret is".to_owned(),
                "write one of `env: NAME`, `file: PATH`, `command: [program, argument]`".to_owned(),
            ),
            None if self.pkcs12.is_some() => wrong(
                "secret",
                at.clone(),
                "it is not said where the passphrase of the key is".to_owned(),
                "write `secret: { env: NAME }`, `{ file: PATH }` or `{ command: [program, argument] }`"
                    .to_owned(),
            ),
            _ => {}
        }
        if let Some(url) = &self.timestamp {
            let is_web = ["https://", "http://"].iter().any(|scheme| url.value.starts_with(scheme));
            if !is_web || url.value.contains(|c: char| c.is_whitespace() || c.is_control()) {
                let message = format!("`{}` is no address of a server of time stamps", url.value);
                wrong("timestamp", url.location(file), message, "write it with `https://`".to_owned());
            } else if self.pkcs12.is_none() {
                let message = "a signature of minisign takes no time stamp".to_owned();
                wrong(
                    "timestamp",
                    url.location(file),
                    message,
                    "leave it out, or use a certificate".to_owned(),
                );
            }
        }
        for id in self.documents.iter().flatten().filter(|id| !documents.contains(&id.as_str())) {
            let message = format!("the mailing has no document `{}`", id.value);
            wrong("documents", id.location(file), message, did_you_mean(id, documents.iter().copied()));
        }
        problems
    }
}
