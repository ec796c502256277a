//! Finds shares: ZIP files that are named, folders of them, places in stores, and what an index names.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::archive::{ArchiveAt, Opened, layout};
use crate::beneath::{FileKind, Folder};
use crate::diagnostic::{Diagnostic, Location, Problems, codes, io_text, path_text};
use crate::objects::{Objects, StoreRefusal};

/// Where shares are looked for.
#[derive(Debug, Clone)]
pub enum SharePlace {
    /// A ZIP file or folder of this machine.
    Path(PathBuf),
    /// A ZIP file in a store.
    Zip(ArchiveAt),
    /// All that lies beneath a place in a store, which has this address.
    Stored(Arc<dyn Objects>, String),
}

/// Finds the ZIP files of shares: those that are named; and in folders that are named those with the names of shares, also in folders of such names.
///
/// # Errors
///
/// What is named cannot be looked at. Links in folders are not followed, and are named.
pub fn find_shares(named: &[SharePlace]) -> Result<Vec<ArchiveAt>, Problems> {
    let mut found = Vec::new();
    let mut stored = Vec::new();
    let mut problems = Problems::new();
    for place in named {
        let path = match place {
            SharePlace::Path(path) => path,
            SharePlace::Zip(at) => {
                problems.extend(find_in_zip(at, &mut stored).err());
                continue;
            }
            SharePlace::Stored(objects, address) => {
                problems.extend(find_stored(objects, address, &mut stored).err());
                continue;
            }
        };
        let looked = match path.is_dir() {
            _ if layout::is_index(path) => find_held(path, &mut found),
            true => find_in(path, &mut found),
            false => {
                found.push(path.clone());
                Ok(())
            }
        };
        problems.extend(looked.err());
    }
    found.sort();
    found.dedup();
    let found = found.iter().map(ArchiveAt::from).chain(stored);
    if problems.is_empty() { Ok(found.collect()) } else { Err(problems) }
}

/// A share in a store, or those that an index there names.
fn find_in_zip(at: &ArchiveAt, found: &mut Vec<ArchiveAt>) -> Result<(), Diagnostic> {
    if !layout::is_index(at.path()) {
        found.push(at.clone());
        return Ok(());
    }
    let opened = Opened::open(at)?;
    let shares = opened.manifest().shares.iter().map(|held| at.held(&held.file));
    found.extend(shares.filter(|share| share.bytes().is_ok()));
    Ok(())
}

/// Finds the ZIP files of shares beneath a place in a store.
fn find_stored(
    objects: &Arc<dyn Objects>,
    address: &str,
    found: &mut Vec<ArchiveAt>,
) -> Result<(), Diagnostic> {
    let names = objects.list().map_err(|error| {
        StoreRefusal::report(&error).unwrap_or_else(|| {
            Diagnostic::new(codes::ARCHIVE_OPEN, format!("the place cannot be read ({})", io_text(&error)))
                .with_location(Location::file(address))
        })
    })?;
    let shares = names.into_iter().filter(|name| {
        let mut parts = name.split('/');
        name.ends_with(".zip")
            && parts.clone().count() <= 2
            && parts.all(|part| layout::share_of(part).is_some())
    });
    found.extend(
        shares
            .map(|name| ArchiveAt::stored(Arc::clone(objects), name.as_str(), &format!("{address}/{name}"))),
    );
    Ok(())
}

/// Finds the shares that an index names, as far as they are there.
fn find_held(index: &Path, found: &mut Vec<PathBuf>) -> Result<(), Diagnostic> {
    let opened = Opened::open(index)?;
    let zip = match index.is_dir() {
        true => index.join(layout::index_zip_name(&opened.manifest().reference)),
        false => index.to_owned(),
    };
    let at = ArchiveAt::from(&zip);
    let shares = opened.manifest().shares.iter().map(|held| at.held(&held.file));
    found.extend(shares.filter(|share| share.bytes().is_ok()).map(|share| share.path().to_owned()));
    Ok(())
}

fn find_in(path: &Path, found: &mut Vec<PathBuf>) -> Result<(), Diagnostic> {
    let failed = |error: io::Error| {
        Diagnostic::new(codes::ARCHIVE_OPEN, format!("the folder cannot be read ({})", io_text(&error)))
            .with_location(Location::file(path_text(path)))
            .with_hint("name folders of shares, or their ZIP files")
    };
    let folder = Folder::open(path).map_err(failed)?;
    for entry in folder.list().map_err(failed)? {
        let is_zip = entry.name.ends_with(".zip");
        if layout::share_of(&entry.name).is_none() {
            continue;
        }
        let inside = path.join(&entry.name);
        match entry.kind {
            FileKind::File if is_zip => found.push(inside),
            FileKind::Folder => {
                let listed = folder.folder(&entry.name).and_then(|folder| folder.list()).map_err(failed)?;
                let zips = listed.into_iter().filter(|entry| {
                    entry.kind == FileKind::File
                        && entry.name.ends_with(".zip")
                        && layout::share_of(&entry.name).is_some()
                });
                found.extend(zips.map(|zip| inside.join(zip.name)));
            }
            FileKind::Link | FileKind::Special => {
                return Err(failed(io::Error::other(format!("`{}` is a link or no plain file", entry.name))));
            }
            FileKind::File => {}
        }
    }
    Ok(())
}
