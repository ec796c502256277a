//! A place in a store, asked over the network.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, PoisonError};

use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::{Error, ObjectStoreExt as _, PutMode, PutOptions, PutPayload};

use super::address::StoreAddress;
use super::connection::{Connection, Known, refusal};
use super::depot::{Depot, Objects, Upload};
use super::refusal::RefusalReason;
use super::retry::reason_of;
use super::service::Asked;
use super::upload::Parts;

/// The most objects that are listed: a plan has 10,000 shares of three each.
const MOST_LISTED: usize = 100_000;

/// A place in a store.
#[derive(Debug, Clone)]
pub struct StoreClient(Arc<Connection>);

impl StoreClient {
    /// Opens a place by the variables of the environment that say where the service is and who asks. Nothing is asked yet.
    ///
    /// # Errors
    ///
    /// What the variables say is not complete.
    pub fn open(address: &StoreAddress, variables: &[(String, String)]) -> io::Result<Self> {
        let asked = Asked::open(address, variables).map_err(|_| refusal(address, RefusalReason::Unknown))?;
        Self::of(address, asked)
    }

    pub(super) fn of(address: &StoreAddress, asked: Asked) -> io::Result<Self> {
        Connection::new(address, asked).map(|connection| Self(Arc::new(connection)))
    }

    pub(super) fn address_of(&self, name: &str) -> StoreAddress {
        self.0.address.join(name)
    }

    /// Why something was asked again, and how often, since this was asked last.
    #[must_use]
    pub fn retries(&self) -> BTreeMap<&'static str, usize> {
        self.0.retries.take()
    }
}

impl Objects for StoreClient {
    fn length(&self, name: &str) -> io::Result<u64> {
        let inner = &self.0;
        let path = inner.path(name)?;
        let looked = inner.runtime.block_on(inner.look(&path));
        let (bytes, tag) = looked.map_err(|error| inner.refused(name, &error))?;
        let mut known = inner.known.lock().unwrap_or_else(PoisonError::into_inner);
        // Opened again, it has to be what it was.
        match known.get(name) {
            Some(before) if (before.bytes, &before.tag) != (bytes, &tag) => {
                Err(refusal(&inner.address.join(name), RefusalReason::Changed).into())
            }
            _ => {
                known.insert(name.to_owned(), Known { bytes, tag });
                Ok(bytes)
            }
        }
    }

    fn read(&self, name: &str, from: u64, bytes: usize) -> io::Result<Vec<u8>> {
        let inner = &self.0;
        let path = inner.path(name)?;
        let known = inner.known(name);
        let tag = known.as_ref().and_then(|known| known.tag.as_ref());
        let got = inner.runtime.block_on(inner.fetch(&path, from, bytes, tag));
        let got = got.map_err(|error| inner.refused(name, &error))?;
        got.ok_or_else(|| refusal(&inner.address.join(name), RefusalReason::Changed).into())
    }

    fn list(&self) -> io::Result<Vec<String>> {
        let inner = &self.0;
        let listed = inner.runtime.block_on(self.list_all());
        let mut names =
            listed.map_err(|error| io::Error::from(refusal(&inner.address, reason_of(&error))))?;
        if names.len() > MOST_LISTED {
            let words =
                format!("there are more than {MOST_LISTED} objects: name a place that has shares alone");
            return Err(refusal(&inner.address, RefusalReason::Other(words)).into());
        }
        names.sort();
        Ok(names)
    }
}

impl StoreClient {
    async fn list_all(&self) -> Result<Vec<String>, Error> {
        let inner = &self.0;
        let above = inner.address.key().to_owned();
        let place = object_store::path::Path::parse(&above)?;
        inner
            .retries
            .ask(|_| async {
                let found = inner.asked.objects.list(Some(&place)).take(MOST_LISTED + 1);
                let found: Vec<_> = found.try_collect().await?;
                let names = found.into_iter().filter_map(|found| {
                    let path = found.location.to_string();
                    let name = path.strip_prefix(&above)?;
                    Some(name.trim_start_matches('/').to_owned())
                });
                Ok(names.collect())
            })
            .await
    }
}

impl Depot for StoreClient {
    fn address(&self, name: &str) -> String {
        self.0.address.join(name).to_string()
    }

    fn begin(&self, name: &str) -> io::Result<Box<dyn Upload>> {
        Ok(Box::new(Parts::begin(Arc::clone(&self.0), name)?))
    }

    fn put_new(&self, name: &str, bytes: &[u8]) -> io::Result<bool> {
        let inner = &self.0;
        let path = inner.path(name)?;
        let payload = PutPayload::from(bytes.to_vec());
        let put = |mode: PutMode| {
            let options = PutOptions { mode, ..PutOptions::default() };
            inner.asked.objects.put_opts(&path, payload.clone(), options)
        };
        let written = inner.runtime.block_on(async {
            match inner.retries.ask(|_| put(PutMode::Create)).await {
                Ok(_) => Ok(true),
                Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => {
                    // An answer that was cut off leaves our own behind.
                    let there = inner
                        .retries
                        .ask(|_| async { inner.asked.objects.get(&path).await?.bytes().await })
                        .await?;
                    Ok(there.as_ref() == bytes)
                }
                // It knows no condition: it is looked at before.
                Err(Error::NotImplemented { .. } | Error::NotSupported { .. }) => {
                    match inner.look(&path).await {
                        Ok(_) => Ok(false),
                        Err(Error::NotFound { .. }) => {
                            inner.retries.ask(|_| put(PutMode::Overwrite)).await.map(|_| true)
                        }
                        Err(error) => Err(error),
                    }
                }
                Err(error) => Err(error),
            }
        });
        written.map_err(|error| inner.refused(name, &error))
    }

    fn give_up(&self, name: &str, id: &str) -> io::Result<bool> {
        let inner = &self.0;
        let path = inner.path(name)?;
        let id = id.to_owned();
        match inner.runtime.block_on(inner.retries.ask(|_| inner.asked.parts.abort_multipart(&path, &id))) {
            Ok(()) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(inner.refused(name, &error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::super::reader::ObjectReader;
    use super::super::refusal::StoreRefusal;
    use super::*;

    fn memory() -> StoreClient {
        let address = StoreAddress::parse("s3://bucket/p").expect("an address").expect("an address");
        StoreClient::of(&address, Asked::memory()).expect("a client")
    }

    #[test]
    fn an_object_is_there_once_it_is_complete_and_read_by_ranges() {
        let client = memory();
        let bytes: Vec<u8> = (0..40_000_000_u32).map(|number| (number % 251) as u8).collect();
        let mut upload = client.begin("a/a.zip").expect("begun");
        for piece in bytes.chunks(1_000_003) {
            upload.add(piece).expect("added");
        }
        assert_eq!(
            StoreRefusal::of(&client.length("a/a.zip").expect_err("not there")).expect("a refusal").reason,
            RefusalReason::Nothing
        );
        upload.complete().expect("completed");
        let mut read = Vec::new();
        let mut reader = ObjectReader::open(Arc::new(client.clone()), "a/a.zip").expect("an object");
        reader.read_to_end(&mut read).expect("read");
        assert!(read == bytes);
        assert!(client.retries().is_empty());
        assert_eq!(client.list().expect("listed"), ["a/a.zip"]);
        // What is dropped leaves nothing.
        let mut upload = client.begin("b.zip").expect("begun");
        upload.add(&bytes).expect("added");
        drop(upload);
        assert!(client.length("b.zip").is_err());
    }

    #[test]
    fn what_is_there_is_not_written_over_and_what_changes_is_not_read() {
        let client = memory();
        assert!(client.put_new("manifest.json", b"one").expect("put"));
        assert!(client.put_new("manifest.json", b"one").expect("the same is ours"));
        assert!(!client.put_new("manifest.json", b"two").expect("another"));
        assert_eq!(client.length("manifest.json").expect("there"), 3);
        assert_eq!(client.read("manifest.json", 1, 2).expect("read"), b"ne");
        let mut upload = client.begin("manifest.json").expect("begun");
        upload.add(b"three").expect("added");
        upload.complete().expect("completed");
        let refused = client.read("manifest.json", 1, 2).expect_err("changed");
        assert_eq!(StoreRefusal::of(&refused).expect("a refusal").reason, RefusalReason::Changed);
        assert!(client.length("manifest.json").is_err(), "it is another one");
        let shown = StoreRefusal::report(&refused).expect("a diagnostic");
        assert_eq!(shown.message, "the object was changed while it was read");
    }
}
