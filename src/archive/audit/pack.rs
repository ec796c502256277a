//! Checking a pack: every file its list names hashed and read again, nothing added, and nothing it should hold left out.
//!
//! A pack belongs to one archive: what was made from another is an error, since it could be sent. Links are not followed.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use super::contents;
use super::report::{CheckedPack, Report};
use crate::archive::format::counts::Sendings;
use crate::archive::format::layout;
use crate::archive::format::limits::MAX_FILE;
use crate::archive::format::manifest::Manifest;
use crate::archive::format::pack_list::{PackFile, PackKind, PackList};
use crate::archive::problem::{of_pack, pack_unreadable};
use crate::archive::reader::folder::{is_free, open, open_list, read, read_manifest};
use crate::beneath::{FileKind, Folder, Found};
use crate::diagnostic::{Diagnostic, Problems, codes, io_text};
use crate::digest::{Stored, hash_reader};
use crate::recipient::Channel;

/// Whether a folder is a pack and not an archive: it has the list of a pack, or a link in its place.
pub(super) fn is_pack(folder: &Folder) -> bool {
    !is_free(folder, PackList::FILE) && is_free(folder, layout::MANIFEST)
}

/// Whether a pack, or a link that may lead to one, is in an archive's folder.
pub(super) fn is_beside(dir: &Folder) -> bool {
    match dir.look_up(PackList::FOLDER) {
        Ok(Some(FileKind::Folder)) => dir.folder(PackList::FOLDER).is_ok_and(|folder| is_pack(&folder)),
        Ok(found) => found == Some(FileKind::Link),
        Err(_) => true,
    }
}

/// Checks the pack in an archive's folder, if there is one.
pub(super) fn check_beside(dir: &Folder, manifest: &Manifest, manifest_sha256: &str, report: &mut Report) {
    let unreadable = |cause: &str| pack_unreadable(PackList::FOLDER, cause);
    let checked = match dir.look_up(PackList::FOLDER) {
        Ok(Some(FileKind::Folder)) => match dir.folder(PackList::FOLDER) {
            Ok(folder) if is_pack(&folder) => {
                check(&folder, Some((manifest, manifest_sha256)), report).map(drop)
            }
            Ok(_) => Ok(()),
            Err(error) => Err(unreadable(&io_text(&error))),
        },
        Ok(Some(FileKind::Link)) => Err(unreadable("it is a link")),
        Ok(_) => Ok(()),
        Err(error) => Err(unreadable(&io_text(&error))),
    };
    report.problems.extend(checked.err());
}

/// Checks a pack by itself, and against the archive whose folder it is in, if it is in one.
pub(super) fn check_alone(path: &Path, report: &mut Report) -> Result<(), Diagnostic> {
    let folder = open(path)?;
    let list = match find_archive(path) {
        Some(archive) => {
            if path.is_symlink() {
                return Err(pack_unreadable(PackList::FOLDER, "it is a link"));
            }
            let (manifest, hash) = read_manifest(&archive)?;
            check(&folder, Some((&manifest, hash.as_str())), report)?
        }
        None => {
            report.problems.push(
                Diagnostic::new(
                    codes::PACK_ALONE,
                    "the pack is not in its archive's folder: nothing tells whether it is complete",
                )
                .with_hint("put it back into the folder of its archive, or compare the manifest's SHA-256"),
            );
            check(&folder, None, report)?
        }
    };
    let PackList { tool, reference, manifest_sha256, .. } = list;
    report.tool = Some(tool);
    report.reference = Some(reference);
    report.manifest_sha256 = Some(manifest_sha256);
    Ok(())
}

/// The archive in whose folder a pack is. A path without folders, such as `.`, is that of the working folder.
pub(super) fn find_archive(folder: &Path) -> Option<Folder> {
    let parent = match folder.file_name().and_then(|_| folder.parent()) {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        Some(_) => PathBuf::from("."),
        None => folder.join(".."),
    };
    Folder::open(&parent).ok().filter(|parent| !is_free(parent, layout::MANIFEST))
}

/// Checks a pack, against the manifest of its archive if that is known; returns its list.
fn check(
    folder: &Folder,
    archive: Option<(&Manifest, &str)>,
    report: &mut Report,
) -> Result<PackList, Diagnostic> {
    let file = open_list(folder, PackList::FILE)
        .map_err(|problem| of_pack(codes::PACK_UNREADABLE, problem.message))?;
    let list = PackList::read(file)?;
    let mut checked = CheckedPack::default();
    let mut known = BTreeSet::from([PackList::FILE]);
    for file in &list.files {
        let refuse = |code, message: &str| of_pack(code, format!("the pack lists {:?} {message}", file.path));
        if !known.insert(&*file.path) {
            report.problems.push(refuse(codes::PACK_ENTRY_TWICE, "twice"));
        } else {
            match check_file(folder, file) {
                Ok(pages) => {
                    checked.sound += 1;
                    checked.pages += u64::from(pages);
                }
                Err(problem) => report.problems.push(problem),
            }
        }
    }
    report.problems.extend(check_added(folder, &known));
    report.problems.extend(match archive {
        Some((_, hash)) if hash != list.manifest_sha256 => {
            let message = format!(
                "the pack was made from another archive (whose manifest is {})",
                list.manifest_sha256
            );
            of_pack(codes::PACK_STALE, message).into()
        }
        Some((manifest, _)) => check_counts(&list, &Sendings::count_by(&manifest.files, list.channels())),
        None => Problems::new(),
    });
    checked.only = list.only.len();
    report.pack = Some(checked);
    Ok(list)
}

/// The path of a pack's file as seen from the archive's folder.
fn shown(path: &str) -> String {
    format!("{}/{path}", PackList::FOLDER)
}

/// Checks one file's hash, and of a PDF its pages; returns their number.
fn check_file(folder: &Folder, file: &PackFile) -> Result<u32, Diagnostic> {
    let path = shown(&file.path);
    let unreadable = |error: io::Error| pack_unreadable(&path, &io_text(&error));
    if folder.look_up(&file.path).map_err(unreadable)?.is_none() {
        return Err(of_pack(codes::PACK_MISSING, format!("`{path}` is missing")));
    }
    let (content, _) = folder.open_file(&file.path).map_err(unreadable)?;
    let Stored { hash: sha256, bytes, .. } = hash_reader(content).map_err(unreadable)?;
    if sha256 != file.sha256 || bytes != file.bytes {
        let message = format!("`{path}` was altered: it no longer has the checksum it was given");
        return Err(of_pack(codes::PACK_ALTERED, message));
    }
    let is_pdf = file.pages.is_some() || file.path.to_ascii_lowercase().ends_with(".pdf");
    // A print run may be larger than what is read into memory; then its hash is all that is checked.
    if !is_pdf || bytes > MAX_FILE {
        return Ok(file.pages.unwrap_or_default());
    }
    let content = read(folder, &file.path)?;
    let pages = contents::count_pages(&content).map_err(|cause| pack_unreadable(&path, &cause))?;
    match file.pages {
        Some(expected) if expected != pages => {
            let message = format!("`{path}` has {pages} pages, the pack's list says {expected}");
            Err(of_pack(codes::PACK_PAGES, message))
        }
        _ => Ok(pages),
    }
}

/// Names the files of the pack's folders that are not listed.
fn check_added(folder: &Folder, known: &BTreeSet<&str>) -> Problems {
    let mut problems = Problems::new();
    let mut found = Vec::new();
    let mut waiting = vec![String::new()];
    while let Some(inside) = waiting.pop() {
        let listing = match list(folder, &inside) {
            Ok(listing) => listing,
            Err(error) => {
                problems.push(pack_unreadable(&shown(&inside), &io_text(&error)));
                continue;
            }
        };
        for Found { name, kind } in listing {
            let path = if inside.is_empty() { name } else { format!("{inside}/{name}") };
            if kind == FileKind::Folder {
                waiting.push(path);
            } else if !known.contains(path.as_str()) {
                found.push(path);
            }
        }
    }
    found.sort();
    problems.extend(found.iter().map(|path| {
        Diagnostic::new(codes::PACK_ADDED, format!("{:?} was added: the pack does not list it", shown(path)))
            .with_hint("do not open or send it; ask whoever made the pack")
    }));
    problems
}

/// What is in a folder of the pack, whose own path is empty.
fn list(folder: &Folder, path: &str) -> io::Result<Vec<Found>> {
    if path.is_empty() { folder.list() } else { folder.folder(path)?.list() }
}

/// Checks that the files for a channel hold every sending that goes by it, and no others.
fn check_counts(list: &PackList, sendings: &Sendings) -> Problems {
    let mut problems = Problems::new();
    for (channel, languages) in sendings.by_channel() {
        let carrier = PackKind::carrier(channel);
        let kinds: BTreeSet<PackKind> =
            list.files.iter().filter(|file| file.channel == Some(channel)).map(|file| file.kind).collect();
        let wanted = kinds.into_iter().chain([carrier]).filter(|kind| kind.is_complete());
        for kind in wanted.collect::<BTreeSet<_>>() {
            problems.extend(check_kind(list, channel, kind, languages));
        }
    }
    let has_no_sendings = |file: &&PackFile| {
        let is_unused = |channel| sendings.count(channel, None) == 0;
        file.kind.is_complete() && file.recipients > 0 && file.channel.is_some_and(is_unused)
    };
    for PackFile { path, channel, recipients, .. } in list.files.iter().filter(has_no_sendings) {
        let channel = channel.map_or("", Channel::name);
        let message =
            format!("`{}` is for {recipients} sendings by {channel}; the archive has none", shown(path));
        problems.push(of_pack(codes::PACK_COUNT, message));
    }
    problems
}

/// Counts the files of one kind for one channel, language by language if each file has one.
fn check_kind(
    list: &PackList,
    channel: Channel,
    kind: PackKind,
    languages: &BTreeMap<String, usize>,
) -> Problems {
    let files = || list.files.iter().filter(move |file| file.kind == kind && file.channel == Some(channel));
    let compare = |held: usize, sent: usize, language: &str| {
        let within = if language.is_empty() { String::new() } else { format!(" in {language}") };
        let (kind, channel) = (kind.words(), channel.name());
        let message =
            format!("the {kind} for {channel} hold {held} sendings{within}, the archive has {sent}");
        (held != sent).then(|| of_pack(codes::PACK_COUNT, message))
    };
    if kind.is_for_the_office() || files().any(|file| file.language.is_none()) {
        return compare(files().map(|file| file.recipients).sum(), languages.values().sum(), "").into();
    }
    let mut held: BTreeMap<&str, usize> = languages.keys().map(|language| (language.as_str(), 0)).collect();
    for file in files() {
        *held.entry(file.language.as_deref().unwrap_or_default()).or_default() += file.recipients;
    }
    let sent = |language: &str| languages.get(language).copied().unwrap_or_default();
    held.into_iter().filter_map(|(language, held)| compare(held, sent(language), language)).collect()
}
