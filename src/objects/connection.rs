//! A service and a place in it, with what is known of the objects there.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use object_store::path::Path;
use object_store::{Error, GetOptions, GetRange, ObjectStoreExt as _};
use tokio::runtime::{Builder, Runtime};

use super::address::StoreAddress;
use super::refusal::{RefusalReason, StoreRefusal};
use super::retry::{Retries, reason_of};
use super::service::Asked;

/// A place in a store, asked over the network.
pub(super) struct Connection {
    pub(super) asked: Asked,
    pub(super) runtime: Runtime,
    pub(super) retries: Arc<Retries>,
    pub(super) address: StoreAddress,
    /// What is known of objects whose size was asked for.
    pub(super) known: Mutex<HashMap<String, Known>>,
}

#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) bytes: u64,
    pub(super) tag: Option<String>,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreClient").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Connection {
    pub(super) fn new(address: &StoreAddress, asked: Asked) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        Ok(Self {
            asked,
            runtime,
            retries: Arc::default(),
            address: address.clone(),
            known: Mutex::default(),
        })
    }

    /// The path of an object, as the service knows it.
    pub(super) fn path(&self, name: &str) -> io::Result<Path> {
        Path::parse(self.address.join(name).key()).map_err(io::Error::other)
    }

    /// The error of an object.
    pub(super) fn refused(&self, name: &str, error: &Error) -> io::Error {
        refusal(&self.address.join(name), reason_of(error)).into()
    }

    pub(super) fn known(&self, name: &str) -> Option<Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// The size of an object as it is now.
    pub(super) async fn look(&self, path: &Path) -> Result<(u64, Option<String>), Error> {
        let found = self.retries.ask(|_| self.asked.objects.head(path)).await?;
        Ok((found.size, found.e_tag))
    }

    pub(super) async fn fetch(
        &self,
        path: &Path,
        from: u64,
        bytes: usize,
        tag: Option<&String>,
    ) -> Result<Option<Vec<u8>>, Error> {
        let range = Some(GetRange::Bounded(from..from + bytes as u64));
        let got = self
            .retries
            .ask(|_| async {
                let options =
                    GetOptions { range: range.clone(), if_match: tag.cloned(), ..GetOptions::default() };
                let found = self.asked.objects.get_opts(path, options).await?;
                // Not every store heeds the condition.
                let is_same = tag.is_none() || found.meta.e_tag.as_ref() == tag;
                Ok(if is_same { Some(found.bytes().await?) } else { None })
            })
            .await?;
        Ok(got.map(Into::into))
    }
}

pub(super) fn refusal(address: &StoreAddress, reason: RefusalReason) -> StoreRefusal {
    StoreRefusal { reason, address: address.to_string(), settings: address.service().variables().to_owned() }
}
