//! The services behind addresses: clients of the crate `object_store`, set up by the variables that the tools of each service read.

use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, Checksum};
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::multipart::MultipartStore;
use object_store::{ClientOptions, Error, ObjectStore, RetryConfig};

use super::address::{StoreAddress, StoreService};

/// A service, by the two ways to ask it.
#[derive(Clone)]
pub(super) struct Asked {
    pub(super) objects: Arc<dyn ObjectStore>,
    pub(super) parts: Arc<dyn MultipartStore>,
}

impl Asked {
    fn new<S: ObjectStore + MultipartStore>(service: S) -> Self {
        let service = Arc::new(service);
        Self { objects: Arc::clone(&service) as _, parts: service }
    }

    /// Objects in memory, for tests.
    #[cfg(test)]
    pub(super) fn memory() -> Self {
        Self::new(object_store::memory::InMemory::new())
    }

    /// Sets up the client of an address by variables of the environment.
    pub(super) fn open(address: &StoreAddress, variables: &[(String, String)]) -> Result<Self, Error> {
        // Connections are encrypted by the provider that is there already. A second one changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let bucket = StoreAddress::to_string(address);
        let of = |prefix: &'static str| {
            let named = move |(name, _): &&(String, String)| name.starts_with(prefix);
            variables.iter().filter(named).map(|(name, value)| (name.to_ascii_lowercase(), value.clone()))
        };
        match address.service() {
            StoreService::S3 => {
                let builder =
                    of("AWS_").fold(AmazonS3Builder::new(), |builder, (name, value)| match name.parse() {
                        Ok(key) => builder.with_config(key, value),
                        Err(_) => builder,
                    });
                let builder = builder
                    .with_url(bucket)
                    .with_checksum_algorithm(Checksum::SHA256)
                    .with_client_options(client(is_loopback(variables, "AWS_ENDPOINT")))
                    .with_retry(once());
                builder.build().map(Self::new)
            }
            StoreService::Azure => {
                let builder = of("AZURE_").fold(MicrosoftAzureBuilder::new(), |builder, (name, value)| {
                    match name.parse() {
                        Ok(key) => builder.with_config(key, value),
                        Err(_) => builder,
                    }
                });
                let options = client(is_loopback(variables, "AZURE_STORAGE_ENDPOINT"));
                builder
                    .with_url(bucket)
                    .with_client_options(options)
                    .with_retry(once())
                    .build()
                    .map(Self::new)
            }
            StoreService::Google => {
                let builder =
                    of("GOOGLE_").fold(GoogleCloudStorageBuilder::new(), |builder, (name, value)| match name
                        .parse()
                    {
                        Ok(key) => builder.with_config(key, value),
                        Err(_) => builder,
                    });
                builder
                    .with_url(bucket)
                    .with_client_options(client(false))
                    .with_retry(once())
                    .build()
                    .map(Self::new)
            }
        }
    }
}

/// It is asked again elsewhere, where that is counted.
fn once() -> RetryConfig {
    RetryConfig { max_retries: 0, ..RetryConfig::default() }
}

fn client(allows_http: bool) -> ClientOptions {
    ClientOptions::new()
        .with_connect_timeout(Duration::from_secs(10))
        .with_timeout(Duration::from_secs(120))
        .with_allow_http(allows_http)
}

/// Whether the endpoint is on this machine, where nobody listens between: only there, or where it is asked for, a connection is not encrypted.
fn is_loopback(variables: &[(String, String)], prefix: &str) -> bool {
    let named =
        |name: &str| variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let endpoints = variables.iter().filter(|(name, _)| name.starts_with(prefix));
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    let is_local = |value: &str| {
        local.iter().any(|start| {
            value.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
        })
    };
    endpoints.into_iter().any(|(_, value)| is_local(value)) || named("AWS_ALLOW_HTTP") == Some("true")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_that_is_looked_for_says_something_to_its_client() {
        use object_store::aws::AmazonS3ConfigKey;
        use object_store::azure::AzureConfigKey;
        use object_store::gcp::GoogleConfigKey;
        for service in [StoreService::S3, StoreService::Azure, StoreService::Google] {
            for name in service.known_variables() {
                let key = name.to_ascii_lowercase();
                let is_known = match service {
                    StoreService::S3 => key.parse::<AmazonS3ConfigKey>().is_ok(),
                    StoreService::Azure => key.parse::<AzureConfigKey>().is_ok(),
                    StoreService::Google => key.parse::<GoogleConfigKey>().is_ok(),
                };
                assert!(is_known, "{name}");
            }
        }
    }

    #[test]
    fn only_this_machine_is_asked_without_encryption() {
        for (endpoint, is_local) in [
            ("http://127.0.0.1:9000", true),
            ("http://localhost/", true),
            ("http://127.0.0.1.example.org", false),
            ("https://s3.example.org", false),
            ("http://s3.example.org", false),
        ] {
            let variables = [("AWS_ENDPOINT_URL".to_owned(), endpoint.to_owned())];
            assert_eq!(is_loopback(&variables, "AWS_ENDPOINT"), is_local, "{endpoint}");
        }
    }
}
