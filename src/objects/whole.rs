//! Whole objects and whole files: the hash of the one, and the other as an object.

use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::sync::Arc;

use super::depot::{Depot, Objects};
use super::reader::ObjectReader;
use crate::digest::hash_reader;

/// The largest object that is written in one request, which a store can refuse if there is one.
const MOST_AT_ONCE: u64 = 32 << 20;

/// SHA-256 of an object; `None` where there is none.
pub(crate) fn hash_object(depot: &Arc<dyn Depot>, name: &str) -> io::Result<Option<String>> {
    let objects: Arc<dyn Objects> = Arc::clone(depot) as _;
    match ObjectReader::open(objects, name) {
        Ok(reader) => Ok(Some(hash_reader(reader)?.hash)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes a file as an object; returns `false` if there is another of this name.
pub(crate) fn put_file(depot: &Arc<dyn Depot>, name: &str, file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() <= MOST_AT_ONCE {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        return depot.put_new(name, &bytes);
    }
    if let Some(there) = hash_object(depot, name)? {
        return Ok(there == hash_reader(&mut *file)?.hash);
    }
    file.rewind()?;
    let mut upload = depot.begin(name)?;
    let mut piece = vec![0; 1 << 20];
    loop {
        match file.read(&mut piece)? {
            0 => break,
            length => upload.add(piece.get(..length).unwrap_or_default())?,
        }
    }
    upload.complete().map(|()| true)
}
