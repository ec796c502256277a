//! Seals: signatures of documents, of manifests and of the ledger's head, and what such a signature says.
//!
//! [`Seal`] is what makes them; the key is with whoever implements it, and the rest of the library never sees it. [`Sealer`] has a
//! certificate and its key, or a key of minisign; it is behind the feature `seal`, as is looking into signatures. Without the feature
//! [`inspect`] finds seals and says that they are not looked at.
//!
//! Nothing here reads a clock or a secret: both are handed over.
//!
//! | question | file |
//! | --- | --- |
//! | what an archive says of its seal, and what is found in one | `model` |
//! | which keys are taken, and what is wrong with one | `key` |
//! | keys on tokens (PKCS#11): finding one, and what it signs; behind the feature `pkcs11` | `token`, `token_key` |
//! | how a signature is written (CMS, RFC 5652) | `cms` |
//! | time stamps (RFC 3161) | `stamp` |
//! | what seals documents and texts | `sealer` |
//! | whether a signature holds | `signed` |
//! | whether a certificate is trusted | `chain`, `trust` |
//! | which signature is made with which key | `algorithm` |
//! | names and moments of certificates | `words` |
//! | signatures of minisign | `plain` |

#[cfg(feature = "seal")]
mod algorithm;
#[cfg(feature = "seal")]
mod chain;
#[cfg(feature = "seal")]
mod cms;
mod inspect;
#[cfg(feature = "seal")]
mod key;
mod model;
#[cfg(feature = "seal")]
mod plain;
#[cfg(feature = "seal")]
mod sealer;
#[cfg(feature = "seal")]
mod signed;
#[cfg(feature = "seal")]
mod stamp;
#[cfg(feature = "pkcs11")]
mod token;
#[cfg(feature = "pkcs11")]
mod token_key;
mod trust;
#[cfg(feature = "seal")]
mod words;

#[cfg(all(test, feature = "seal"))]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_methods, reason = "tests")]
mod tests;

pub use inspect::{changed_since, inspect, inspect_text};
pub use model::{Faith, Seal, SealRecord, SealReport, Stamped};
#[cfg(feature = "seal")]
pub use sealer::{Sealer, SealerSettings};
pub use trust::Trust;
