//! Archives and shares that lie in object stores, by the addresses that people give.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::archive::{ArchiveAt, layout};
use crate::batch::SharePlace;
use crate::diagnostic::Diagnostic;
use crate::objects::{Depot, StoreAddress};

/// An archive, or a place with shares, that lies in a store.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    /// As the person gave it.
    given: PathBuf,
    /// The place that it lies beneath: nothing else of the store is read.
    pub(super) place: StoreAddress,
    /// The ZIP file, as seen from there; `None` for all shares there.
    name: Option<String>,
    /// Whether anything may be written there, instead of an index alone.
    #[cfg_attr(
        not(all(feature = "store", unix)),
        expect(dead_code, reason = "what has no stores serves none")
    )]
    pub(super) is_written: bool,
}

/// The same, open.
#[derive(Debug, Clone)]
pub(super) struct OpenStored {
    stored: Stored,
    depot: Arc<dyn Depot>,
}

/// Which of these lie in stores: archives, or with `shares` places that have shares too.
pub(super) fn find(named: &[PathBuf], shares: bool) -> Result<Vec<Stored>, Diagnostic> {
    let stored = named.iter().filter_map(|given| {
        let address = StoreAddress::parse(given.to_str()?)?;
        Some(address.map(|address| {
            let is_zip = address.key().ends_with(".zip");
            let is_place = shares && !is_zip && !layout::is_index(Path::new(address.key()));
            let (place, name) = match is_place {
                true => (address, None),
                false => {
                    let (place, name) = address.of_archive();
                    (place, Some(name))
                }
            };
            Stored { given: given.clone(), place, name, is_written: false }
        }))
    });
    stored.collect()
}

/// A place in a store that something is written to.
pub(super) fn find_written(named: &Path) -> Result<Option<Stored>, Diagnostic> {
    let address = named.to_str().and_then(StoreAddress::parse).transpose()?;
    Ok(address.map(|place| Stored { given: named.to_owned(), place, name: None, is_written: true }))
}

/// Whether a path is an address in a store, or begins as one.
pub(super) fn is_address(named: &Path) -> bool {
    named.to_str().and_then(StoreAddress::parse).is_some()
}

/// An archive that a person named, read by this process, with who asks where it lies in a store.
pub(super) fn open(named: &Path) -> Result<(ArchiveAt, Option<Asking>), Diagnostic> {
    let Some(stored) = find(&[named.to_owned()], false)?.pop() else { return Ok((named.into(), None)) };
    let asking = ask(&stored.place)?;
    let open = [stored.open_with(asking.depot())];
    Ok((archive(&open, named), Some(asking)))
}

/// The address that a text is; `None` where it is none.
pub(super) fn address(text: &str) -> Option<Result<StoreAddress, Diagnostic>> {
    StoreAddress::parse(text)
}

impl Stored {
    pub(super) fn open_with(self, depot: Arc<dyn Depot>) -> OpenStored {
        OpenStored { stored: self, depot }
    }
}

/// Where an archive lies that a person named.
pub(super) fn archive(open: &[OpenStored], named: &Path) -> ArchiveAt {
    let Some(OpenStored { stored, depot }) = of(open, named) else { return named.into() };
    let name = stored.name.clone().unwrap_or_default();
    let address = depot.address(&name);
    ArchiveAt::stored(Arc::clone(depot) as _, name, &address)
}

/// Where shares lie that a person named.
pub(super) fn shares(open: &[OpenStored], named: &Path) -> SharePlace {
    match of(open, named) {
        None => SharePlace::Path(named.to_owned()),
        Some(OpenStored { stored: Stored { name: Some(_), .. }, .. }) => {
            SharePlace::Zip(archive(open, named))
        }
        Some(OpenStored { stored, depot }) => {
            SharePlace::Stored(Arc::clone(depot) as _, stored.place.to_string())
        }
    }
}

/// The place in a store that a person named.
pub(super) fn depot(open: &[OpenStored], named: &Path) -> Option<Arc<dyn Depot>> {
    of(open, named).map(|found| Arc::clone(&found.depot))
}

fn of<'o>(open: &'o [OpenStored], named: &Path) -> Option<&'o OpenStored> {
    open.iter().find(|open| open.stored.given == named)
}

/// The variables of the environment that say where stores are and who asks.
pub(super) fn variables() -> Vec<OsString> {
    let is_of_store = |name: &OsString| {
        let starts = ["AWS_", "AZURE_", "GOOGLE_"];
        name.to_str().is_some_and(|name| starts.iter().any(|start| name.starts_with(start)))
    };
    std::env::vars_os().map(|(name, _)| name).filter(is_of_store).collect()
}

#[cfg(feature = "store")]
pub(super) use asked::{Asking, ask};

#[cfg(not(feature = "store"))]
pub(super) use unasked::{Asking, ask};

/// With the feature: stores are asked over the network.
#[cfg(feature = "store")]
mod asked {
    use std::sync::Arc;

    use crate::cli::render;
    use crate::cli::setting::Setting;
    use crate::diagnostic::{Diagnostic, codes, counted};
    use crate::objects::{Depot, StoreAddress, StoreClient, StoreRefusal};

    /// Asks a place in a store.
    #[derive(Debug, Clone)]
    pub(in crate::cli) struct Asking(StoreClient);

    /// Opens a place, by the environment.
    pub(in crate::cli) fn ask(place: &StoreAddress) -> Result<Asking, Diagnostic> {
        let variables: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let opened = StoreClient::open(place, &variables);
        opened.map(Asking).map_err(|error| {
            StoreRefusal::report(&error).unwrap_or_else(|| {
                Diagnostic::new(codes::STORE_UNREACHABLE, format!("the store cannot be asked ({error})"))
            })
        })
    }

    impl Asking {
        pub(in crate::cli) fn depot(&self) -> Arc<dyn Depot> {
            Arc::new(self.0.clone())
        }

        /// Tells what was asked again.
        pub(in crate::cli) fn tell_retries(&self, setting: &Setting, json: bool) {
            if !setting.verbose {
                return;
            }
            let told: Vec<Diagnostic> = self
                .0
                .retries()
                .into_iter()
                .map(|(cause, count)| {
                    let message = format!("the store was asked again {} ({cause})", counted(count, "time"));
                    Diagnostic::new(codes::STORE_RETRIED, message)
                })
                .collect();
            render::report(&told, json, true);
        }
    }
}

/// Without the feature: an address is refused.
#[cfg(not(feature = "store"))]
mod unasked {
    use std::sync::Arc;

    use crate::cli::setting::Setting;
    use crate::diagnostic::Diagnostic;
    use crate::objects::{Depot, StoreAddress};

    /// There is none.
    #[derive(Debug, Clone)]
    pub(in crate::cli) enum Asking {}

    /// Refuses.
    pub(in crate::cli) fn ask(place: &StoreAddress) -> Result<Asking, Diagnostic> {
        Err(place.unsupported())
    }

    impl Asking {
        pub(in crate::cli) fn depot(&self) -> Arc<dyn Depot> {
            match *self {}
        }

        pub(in crate::cli) fn tell_retries(&self, _: &Setting, _: bool) {
            match *self {}
        }
    }
}
