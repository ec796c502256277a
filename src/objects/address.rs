//! Addresses of objects: a service, a bucket, and the name of an object in it. They hold no credentials.

use std::fmt;

use crate::diagnostic::{Diagnostic, codes};

/// What serves a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreService {
    /// Amazon's S3, and whatever speaks as it does.
    S3,
    /// Azure's blobs.
    Azure,
    /// Google's storage.
    Google,
}

impl StoreService {
    const ALL: [(&'static str, Self); 3] = [("s3", Self::S3), ("az", Self::Azure), ("gs", Self::Google)];

    /// What addresses of it begin with.
    #[must_use]
    pub fn scheme(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::Azure => "az",
            Self::Google => "gs",
        }
    }

    /// The variables of the environment that say where it is and who asks.
    #[must_use]
    pub fn variables(self) -> &'static str {
        match self {
            Self::S3 => "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT_URL",
            Self::Azure => "AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY",
            Self::Google => "GOOGLE_APPLICATION_CREDENTIALS",
        }
    }

    /// All variables that say where it is and who asks, on machines of the service too.
    #[must_use]
    pub fn known_variables(self) -> &'static [&'static str] {
        match self {
            Self::S3 => &[
                "AWS_ACCESS_KEY_ID",
                "AWS_SECRET_ACCESS_KEY",
                "AWS_SESSION_TOKEN",
                "AWS_REGION",
                "AWS_DEFAULT_REGION",
                "AWS_ENDPOINT",
                "AWS_ENDPOINT_URL",
                "AWS_ENDPOINT_URL_S3",
                "AWS_ENDPOINT_URL_STS",
                "AWS_ALLOW_HTTP",
                "AWS_METADATA_ENDPOINT",
                "AWS_REQUEST_PAYER",
                "AWS_SKIP_SIGNATURE",
                "AWS_VIRTUAL_HOSTED_STYLE_REQUEST",
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                "AWS_ROLE_ARN",
                "AWS_ROLE_SESSION_NAME",
            ],
            Self::Azure => &[
                "AZURE_STORAGE_ACCOUNT_NAME",
                "AZURE_STORAGE_ACCOUNT_KEY",
                "AZURE_STORAGE_SAS_KEY",
                "AZURE_STORAGE_ENDPOINT",
                "AZURE_CLIENT_ID",
                "AZURE_CLIENT_SECRET",
                "AZURE_TENANT_ID",
                "AZURE_AUTHORITY_HOST",
                "AZURE_FEDERATED_TOKEN_FILE",
                "AZURE_MSI_ENDPOINT",
            ],
            Self::Google => &["GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_SERVICE_ACCOUNT"],
        }
    }
}

/// The address of an object, or of a place that objects lie beneath.
///
/// ```
/// use convoke::objects::StoreAddress;
/// let address = StoreAddress::parse("s3://letters/2026/DM-1132").unwrap().unwrap();
/// assert_eq!((address.bucket(), address.key()), ("letters", "2026/DM-1132"));
/// assert!(StoreAddress::parse("output/DM-1132").is_none());
/// assert!(StoreAddress::parse("s3://key:secret@letters").unwrap().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreAddress {
    service: StoreService,
    bucket: String,
    key: String,
}

impl StoreAddress {
    /// Reads an address; `None` where a text is none.
    ///
    /// # Errors
    ///
    /// It names no place, or what cannot be in an address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Result<Self, Diagnostic>> {
        let (scheme, rest) = text.split_once("://")?;
        let (_, service) = StoreService::ALL.into_iter().find(|(name, _)| *name == scheme)?;
        let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
        let key = key.trim_end_matches('/');
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let is_part = |part: &str| !part.is_empty() && part != "." && part != "..";
        let cause = if bucket.is_empty() || !bucket.chars().all(is_plain) {
            Some(
                "the bucket has a name of letters, digits, `.`, `_` and `-`; credentials are never in an address",
            )
        } else if !key.is_empty() && !key.split('/').all(is_part) {
            Some("a part of it is empty, `.` or `..`")
        } else if key.chars().any(|c| c.is_control() || "?#%\\".contains(c)) {
            Some("it has `?`, `#`, `%`, `\\` or a control character")
        } else {
            None
        };
        Some(match cause {
            // It is not repeated: it may hold a secret.
            Some(cause) => {
                Err(Diagnostic::new(codes::STORE_ADDRESS, format!("this is no address in a store: {cause}"))
                    .with_hint(format!("name a place such as {scheme}://bucket/folder")))
            }
            None => Ok(Self { service, bucket: bucket.to_owned(), key: key.to_owned() }),
        })
    }

    /// What serves it.
    #[must_use]
    pub fn service(&self) -> StoreService {
        self.service
    }

    /// The bucket or container.
    #[must_use]
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// The name in the bucket; empty for the bucket itself.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The address of what lies beneath.
    #[must_use]
    pub fn join(&self, name: &str) -> Self {
        let key = if self.key.is_empty() { name.to_owned() } else { format!("{}/{name}", self.key) };
        Self { key, ..self.clone() }
    }

    /// Parts it into the place that it lies in, and its name there.
    #[must_use]
    pub fn parted(&self) -> (Self, String) {
        let (above, name) = self.key.rsplit_once('/').unwrap_or(("", &self.key));
        (Self { key: above.to_owned(), ..self.clone() }, name.to_owned())
    }

    /// Parts an archive's address into the place that it and its shares lie beneath, and the name of its ZIP file from there: a folder has a ZIP
    /// file of its own name in it.
    #[must_use]
    pub fn of_archive(&self) -> (Self, String) {
        let mut parts: Vec<&str> = self.key.split('/').collect();
        let last = parts.last().copied().unwrap_or_default();
        let zip = format!("{last}.zip");
        if !last.ends_with(".zip") {
            parts.push(&zip);
        }
        let (above, name) = parts.split_at(parts.len().saturating_sub(2));
        (Self { key: above.join("/"), ..self.clone() }, name.join("/"))
    }

    /// The diagnostic of a program that knows no stores.
    #[must_use]
    pub fn unsupported(&self) -> Diagnostic {
        Diagnostic::new(codes::STORE_FEATURE, "this program reads and writes no object stores")
            .with_hint("it was built without the feature `store`: build it with `cargo install --path . --features store`")
    }
}

impl fmt::Display for StoreAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let slash = if self.key.is_empty() { "" } else { "/" };
        write!(f, "{}://{}{slash}{}", self.service.scheme(), self.bucket, self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_is_refused_and_never_repeated() {
        for text in [
            "s3://",
            "s3:///a",
            "s3://AKIA:secret@b/p",
            "s3://b//p",
            "s3://b/../p",
            "s3://b/p?x=secret",
            "s3://b/a%2fb",
            "az://b/a\u{7}",
        ] {
            let refused = StoreAddress::parse(text).expect("an address").expect_err(text);
            assert_eq!(refused.code, codes::STORE_ADDRESS, "{text}");
            assert!(!refused.message.contains("secret"), "{}", refused.message);
        }
        for text in ["output", "/s3://b", "c:\\a", "http://b/p", "file:///etc/passwd", "S3://b"] {
            assert!(StoreAddress::parse(text).is_none(), "{text}");
        }
        let shown = |text: &str| StoreAddress::parse(text).expect("one").expect("one").to_string();
        assert_eq!((shown("gs://b/"), shown("az://b/p/q/")), ("gs://b".into(), "az://b/p/q".into()));
    }

    #[test]
    fn an_archive_is_a_zip_file_or_the_folder_of_its_name() {
        let of = |text: &str| {
            let (above, name) = StoreAddress::parse(text).expect("one").expect("one").of_archive();
            (above.to_string(), name)
        };
        assert_eq!(of("s3://b/p/DM-1132"), ("s3://b/p".into(), "DM-1132/DM-1132.zip".into()));
        assert_eq!(of("s3://b/DM-1132"), ("s3://b".into(), "DM-1132/DM-1132.zip".into()));
        assert_eq!(of("s3://b/p/q/x.zip"), ("s3://b/p".into(), "q/x.zip".into()));
        assert_eq!(of("s3://b/x.zip"), ("s3://b".into(), "x.zip".into()));
    }
}
