//! A finished pack on its way into an object store: its list is last, so that what has no list is no pack.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::archive::PackList;
use crate::archive::layout::PACK_LIST_PATH;
use crate::beneath::read_regular;
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::digest::hash_file;
use crate::objects::{Depot, StoreRefusal, hash_object, put_file};

/// Puts the pack in a folder into a place of a store, where the very same may be already. Nothing there is written over.
///
/// # Errors
///
/// Another pack is there, or the store refuses; what has no list there is no pack then.
pub fn put(folder: &Path, depot: &Arc<dyn Depot>) -> Result<(), Diagnostic> {
    let path = PACK_LIST_PATH;
    let list = path.as_str();
    let failed = |name: &str, error: &io::Error| {
        StoreRefusal::report(error).unwrap_or_else(|| {
            Diagnostic::new(
                codes::STORE_UNREACHABLE,
                format!("the pack cannot be put into the store ({error})"),
            )
            .with_location(Location::file(depot.address(name)))
            .with_hint("run the command again")
        })
    };
    let taken = |name: &str| {
        Diagnostic::new(codes::STORE_TAKEN, "another pack is there already")
            .with_location(Location::file(depot.address(name)))
            .with_hint("name another place, or remove what is there")
    };
    if let Some(there) = hash_object(depot, list).map_err(|error| failed(list, &error))? {
        let own = hash_file(&folder.join(list)).map_err(|error| failed(list, &error))?;
        return if there == own.hash { Ok(()) } else { Err(taken(list)) };
    }
    let text = read_regular(&folder.join(list), u64::MAX).map_err(|error| failed(list, &error))?;
    let held: PackList = serde_json::from_slice(&text).map_err(|error| failed(list, &error.into()))?;
    let files = held.files.iter().map(|file| file.path.as_str()).chain([list]);
    for name in files {
        let put = File::open(folder.join(name)).and_then(|mut file| put_file(depot, name, &mut file));
        if !put.map_err(|error| failed(name, &error))? {
            return Err(taken(name));
        }
    }
    Ok(())
}
