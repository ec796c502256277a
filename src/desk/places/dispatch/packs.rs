//! The packs there are, and the files of one.
//!
//! A pack is asked for by the name that a folder of the archive has, and a file by its number in the pack's list: no path comes from
//! a browser.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

use crate::archive::{PackFile, PackList};
use crate::desk::address::encoded;
use crate::desk::answer::{Visitor, answered, refused};
use crate::desk::frame::page;
use crate::desk::naming::language_name;
use crate::desk::paging::Stretch;
use crate::desk::place::Place;
use crate::desk::served::shown;
use crate::desk::shelf::{Listed, Shelf, find, gone};
use crate::desk::state::Desk;
use crate::desk::table::Column::{Number, Text};
use crate::desk::table::head;
use crate::desk::words::{Words, filled};
use crate::diagnostic::visible;
use crate::pack::{FoundPack, find_packs, read_file};

/// How many files a page has.
const ON_A_PAGE: usize = 100;

/// The address of a pack.
pub(super) fn path_of(archive: &str, pack: &str) -> String {
    format!("/dispatch/packs/{archive}/{}", encoded(pack))
}

/// The packs of all archives, those of the newest first.
pub(super) fn list(words: &Words, shelf: &Shelf) -> Markup {
    let told = &words.dispatch;
    let archives = shelf.archives.iter().filter_map(|archive| archive.as_ref().ok());
    let packs: Vec<(&Listed, FoundPack)> = archives
        .flat_map(|archive| find_packs(&archive.folder).into_iter().map(move |pack| (archive, pack)))
        .collect();
    if packs.is_empty() {
        return html! { p { (told.no_packs) } };
    }
    html! {
        div.sheet {
            table {
                (head(&[
                    Text(&told.pack),
                    Text(&words.make.archive),
                    Text(&told.made_for),
                    Number(&words.make.files),
                    Number(&words.make.pages),
                ]))
                tbody { @for (archive, pack) in &packs { (row(words, archive, pack)) } }
            }
        }
    }
}

fn row(words: &Words, archive: &Listed, pack: &FoundPack) -> Markup {
    match &pack.list {
        Err(problem) => html! {
            tr.error {
                th scope="row" { bdi { (visible(&pack.name)) } }
                td { bdi { (visible(&archive.name)) } }
                td colspan="3" { bdi lang="en" { (visible(&problem.message)) } }
            }
        },
        Ok(list) => html! {
            tr {
                th scope="row" { a href=(path_of(archive.hash(), &pack.name)) { bdi { (visible(&pack.name)) } } }
                td { bdi { (visible(&archive.name)) } }
                td { (made_for(words, archive, list)) }
                td.number { (list.files.len()) }
                td.number { (list.files.iter().filter_map(|file| file.pages).map(u64::from).sum::<u64>()) }
            }
        },
    }
}

/// Whom a pack is for, and whether it is of this very archive.
fn made_for(words: &Words, archive: &Listed, list: &PackList) -> Markup {
    let told = &words.dispatch;
    html! {
        @if !list.second_tries.is_empty() { (filled(&told.for_failed, &[&list.second_tries.len()])) }
        @else if !list.only.is_empty() { (filled(&told.for_some, &[&list.only.len()])) }
        @else { (told.for_all) }
        @if list.manifest_sha256 != archive.hash() { " · " strong { (told.of_another) } }
    }
}

/// What of its files is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    from: usize,
}

pub(super) async fn answer(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path((hash, name)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    answered(&desk, words, move |desk| match found(desk, &hash, &name) {
        Some((archive, pack, list)) => {
            Html(page_of(words, &archive, &pack, &list, &asked).into_string()).into_response()
        }
        None => gone(words),
    })
    .await
}

/// A file of a pack: a PDF in the browser, anything else to be kept.
pub(super) async fn file(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path((hash, name, number)): Path<(String, String, String)>,
) -> Response {
    answered(&desk, words, move |desk| {
        let found = found(desk, &hash, &name);
        let found = found.and_then(|(archive, pack, mut list)| {
            let number = number.parse().ok().filter(|number: &usize| *number < list.files.len())?;
            Some((archive, pack, list.files.swap_remove(number)))
        });
        let Some((archive, pack, file)) = found else { return gone(words) };
        match read_file(&archive.folder, &pack, &file) {
            Ok(bytes) => shown(bytes, file.path.name()),
            Err(problem) => refused(words, Place::Dispatch, &[problem]),
        }
    })
    .await
}

/// A pack that lies in the folder of an archive, by its name, with its list.
fn found(desk: &Desk, hash: &str, name: &str) -> Option<(Listed, String, PackList)> {
    let archive = find(desk, hash)?;
    let pack = find_packs(&archive.folder).into_iter().find(|pack| pack.name == name)?;
    Some((archive, pack.name, pack.list.ok()?))
}

fn page_of(words: &Words, archive: &Listed, pack: &str, list: &PackList, asked: &Asked) -> Markup {
    let told = &words.dispatch;
    let path = path_of(archive.hash(), pack);
    let stretch = Stretch::with(asked.from, list.files.len(), ON_A_PAGE);
    let files = stretch.range().zip(&list.files[stretch.range()]);
    let content = html! {
        p { a href={ (Place::Dispatch.path()) "#packs" } { (told.packs) } }
        dl.facts {
            dt { (words.make.archive) } dd { a href=(archive.path()) { bdi { (visible(&archive.name)) } } }
            dt { (told.made_for) } dd { (made_for(words, archive, list)) }
            dt { (words.make.made_by) } dd { bdi { (visible(&list.tool)) } }
        }
        (stretch.bar(words, |from| format!("{path}?from={from}")))
        div.sheet {
            table {
                (head(&[
                    Text(&told.file),
                    Text(&told.kind_of_file),
                    Text(&words.make.channel),
                    Text(&words.make.language),
                    Number(&told.sendings),
                    Number(&words.make.pages),
                ]))
                tbody { @for (number, file) in files { (file_row(words, &path, number, file)) } }
            }
        }
    };
    page(words, Some(Place::Dispatch), &visible(pack), &content)
}

fn file_row(words: &Words, path: &str, number: usize, file: &PackFile) -> Markup {
    let address = format!("{path}/files/{number}");
    let is_pdf = file.path.as_str().ends_with(".pdf");
    html! {
        tr {
            th scope="row" {
                @if is_pdf { a href=(address) type="application/pdf" { bdi { (visible(file.path.as_str())) } } }
                @else { a href=(address) download { bdi { (visible(file.path.as_str())) } } }
            }
            td { (words.dispatch.kind(file.kind)) }
            td { @if let Some(channel) = file.channel { (words.recipient.channels.of(channel)) } }
            td { @if let Some(language) = &file.language { bdi { (visible(language_name(language))) } } }
            td.number { (file.recipients) }
            td.number { @if let Some(pages) = file.pages { (pages) } }
        }
    }
}
