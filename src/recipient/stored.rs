//! A list that lies in an object store: fetched once, when it is opened, into a folder of its own. There its path is its address, so that it is
//! opened and named as any other file is.

use std::path::Path;

use tempfile::TempDir;

use crate::diagnostic::{Diagnostic, Location};
use crate::objects::StoreAddress;
use crate::tables::Environment;

/// A list that was fetched, for as long as it is read.
#[derive(Debug)]
pub(super) struct StoredList {
    folder: TempDir,
    /// Its address.
    pub(super) name: String,
    /// SHA-256 of its bytes.
    pub(super) hash: String,
}

impl StoredList {
    /// Fetches the list of an address; `None` where a path is none.
    pub(super) fn fetch(file: &str, environment: Environment) -> Option<Result<Self, Diagnostic>> {
        let fetched = StoreAddress::parse(file)?.and_then(|address| fetch(&address, environment));
        Some(fetched.map_err(|problem| match problem.location {
            Some(_) => problem,
            None => problem.with_location(Location::file(file)),
        }))
    }

    /// The folder that its address is seen from.
    pub(super) fn root(&self) -> &Path {
        self.folder.path()
    }
}

#[cfg(not(feature = "store"))]
fn fetch(address: &StoreAddress, _: Environment) -> Result<StoredList, Diagnostic> {
    Err(address.unsupported())
}

#[cfg(feature = "store")]
fn fetch(address: &StoreAddress, environment: Environment) -> Result<StoredList, Diagnostic> {
    use std::io;

    use crate::beneath::Folder;
    use crate::diagnostic::{codes, io_text};
    use crate::objects::{self, StoreRefusal};

    /// Largest list, in bytes: ten million rows of a CSV file that says much of each.
    const MAX_BYTES: u64 = 32 << 30;

    let service = address.service();
    let known = service.known_variables().iter();
    let variables: Vec<_> =
        known.filter_map(|name| Some(((*name).to_owned(), environment.get(name)?))).collect();
    // Without one the network would be searched for a machine of the service that says who asks.
    if variables.is_empty() {
        return Err(Diagnostic::new(codes::STORE_ACCESS, "nothing says who asks the store for the list")
            .with_hint(format!("set {}", service.variables())));
    }
    let fetched = || -> io::Result<StoredList> {
        let folder = tempfile::Builder::new().prefix("convoke-").tempdir()?;
        let name = address.to_string();
        let mut within = Folder::open(folder.path())?;
        let mut parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty()).collect();
        let last = parts.pop().unwrap_or_default();
        for part in parts {
            within = within.make_folder(part)?;
        }
        let hash = objects::fetch(address, &variables, MAX_BYTES, &mut within.replace_own(last)?)?;
        Ok(StoredList { folder, name, hash })
    };
    fetched().map_err(|error| {
        StoreRefusal::report(&error).unwrap_or_else(|| {
            let message = format!("the list cannot be fetched ({})", io_text(&error));
            Diagnostic::new(codes::RECIPIENTS_UNREADABLE, message)
                .with_hint("make room in the folder for temporary files, which the variable TMPDIR names")
        })
    })
}
