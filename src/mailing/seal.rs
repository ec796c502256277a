//! The key that documents are sealed with, where the mailing has one.

use std::path::Path;

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
    /// A key on a card, a stick or in a security module (PKCS#11).
    pub pkcs11: Option<TokenSetting>,
    /// A key of minisign, for those who have no certificate; it signs the manifest and the ledger alone.
    pub minisign: Option<At<String>>,
    /// Where the passphrase of the key or the PIN of the token is: no secret is written here.
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

/// A key on a token, and what leads to it (PKCS#11).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenSetting {
    /// The module of the token's maker, by its whole path, such as `/usr/lib/softhsm/libsofthsm2.so`.
    pub module: At<String>,
    /// The label of the token; may be left out where only one is there.
    pub token: Option<At<String>>,
    /// The label of the key; may be left out where only one is on the token.
    pub key: Option<At<String>>,
    /// The file with the certificate (PEM), beneath the mailing's folder, and with those that vouch for it; where left out, those of the
    /// token are taken.
    pub certificate: Option<At<String>>,
}

impl SealSetting {
    /// The setting that names the key, and what it names: a file, or the module of a token.
    #[must_use]
    pub fn key(&self) -> Option<(&'static str, &At<String>)> {
        let pkcs12 = self.pkcs12.as_ref().map(|file| ("seal.pkcs12", file));
        let pkcs11 = || self.pkcs11.as_ref().map(|token| ("seal.pkcs11", &token.module));
        pkcs12.or_else(pkcs11).or_else(|| self.minisign.as_ref().map(|file| ("seal.minisign", file)))
    }

    /// The setting that names a file of the key or its certificate, and the file.
    #[must_use]
    pub fn file(&self) -> Option<(&'static str, &At<String>)> {
        match &self.pkcs11 {
            Some(token) => Some(("seal.pkcs11.certificate", token.certificate.as_ref()?)),
            None => self.key(),
        }
    }

    /// Whether it seals with a certificate.
    #[must_use]
    pub fn is_certified(&self) -> bool {
        self.pkcs12.is_some() || self.pkcs11.is_some()
    }

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
        let keys = [self.pkcs12.is_some(), self.pkcs11.is_some(), self.minisign.is_some()];
        let has_one = keys.into_iter().filter(|is_there| *is_there).count() == 1;
        match self.key().filter(|_| has_one) {
            None => wrong(
                "",
                at.clone(),
                "a seal has one key".to_owned(),
                "name one: `pkcs12: seal.p12`, `pkcs11: { module: PATH }` or `minisign: minisign.key`"
                    .to_owned(),
            ),
            Some((_, module)) if self.pkcs11.is_some() => {
                if !Path::new(&module.value).is_absolute() {
                    wrong(
                        "pkcs11.module",
                        module.location(file),
                        "the module of the token is not named by its whole path".to_owned(),
                        "write it as `/usr/lib/softhsm/libsofthsm2.so`; a program is never taken from the mailing"
                            .to_owned(),
                    );
                }
            }
            Some((_, key)) if key.value.trim().is_empty() => wrong(
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
            } else if !self.is_certified() {
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
