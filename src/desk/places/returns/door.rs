//! Lists for the door: made as a job, and taken from the page.

use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use super::parts::{DOOR, read, whole};
use crate::archive::no_archive;
use crate::beneath::{FileKind, list_within, look_within, read_regular};
use crate::collect::{JSON, default_folder};
use crate::desk::answer::{Visitor, answered, begun, told};
use crate::desk::jobs::{Ended, Job};
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::registrations::ReadReturns;
use crate::desk::served::shown;
use crate::desk::state::Desk;
use crate::desk::table::Column::{Number, Text};
use crate::desk::table::head;
use crate::desk::words::{LANGUAGES, Words, filled};
use crate::diagnostic::Problems;
use crate::mailing::LabelSheet;
use crate::participants::{ListFile, ListOptions, MadeLists, lists_folder, make_lists};
use crate::sheets::BadgeSheet;
use crate::worker::{JobLimits, ReadingRoom};

/// The largest list that is handed out, in bytes.
const MOST: u64 = 512 << 20;

/// What is asked of lists.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    language: String,
    badges: String,
}

pub(super) async fn answer(State(desk): State<Arc<Desk>>, Visitor(words): Visitor) -> Response {
    answered(&desk, words, |desk| {
        let content = match read(desk).as_deref() {
            None => html! { p { (words.returns.no_archive) } },
            Some(Err(problem)) => all_shown(words, [problem]),
            Some(Ok(read)) => content(words, desk, read),
        };
        whole(words, DOOR, &content)
    })
    .await
}

fn content(words: &Words, desk: &Desk, read: &ReadReturns) -> Markup {
    let told = &words.returns;
    html! {
        p { (told.door_hint) }
        @if read.collected.is_none() { p { (told.none) } }
        @else if !read.is_current { p.stale role="status" { (told.other_archive) } }
        @else { (form(words, desk, read)) }
        (made(words, read))
    }
}

fn form(words: &Words, desk: &Desk, read: &ReadReturns) -> Markup {
    let told = &words.returns;
    let office = read.archive.manifest().office.as_ref();
    let own = office.map_or("", |office| office.language.as_str());
    let labels = office.map(|office| office.labels.name());
    let languages = languages(desk, own);
    html! {
        form method="post" action=(DOOR) {
            div {
                label for="language" { (told.language) }
                select id="language" name="language" {
                    @for language in &languages {
                        option value=(language) selected[language == own] { (name_of(language)) }
                    }
                }
            }
            div {
                label for="badges" { (told.badges) }
                select id="badges" name="badges" {
                    option value="" { (told.badges_cut) }
                    @if let Some(labels) = &labels { option value="own" { (filled(&told.badges_labels, &[labels])) } }
                    @for number in LabelSheet::trade_numbers() {
                        @if labels.as_deref() != Some(number) { option value=(number) { (filled(&told.badges_labels, &[&number])) } }
                    }
                }
            }
            button { (told.make) }
        }
    }
}

/// The languages of the mailing, of which the office's own is one.
fn languages(desk: &Desk, own: &str) -> Vec<String> {
    let read = desk.read();
    let templates = read.mailing.as_ref().map(|mailing| mailing.templates.as_str()).unwrap_or_default();
    let mut languages: Vec<String> = list_within(&desk.root, templates)
        .unwrap_or_default()
        .into_iter()
        .filter(|name| {
            let pack = format!("{templates}/{name}/locale.yaml");
            matches!(look_within(&desk.root, &pack), Ok(Some(FileKind::File)))
        })
        .collect();
    if !own.is_empty() && !languages.iter().any(|language| language == own) {
        languages.push(own.to_owned());
    }
    languages.sort();
    languages
}

/// What a language calls itself.
fn name_of(language: &str) -> &str {
    let known = LANGUAGES.iter().find(|words| words.frame.tag == language);
    known.map_or(language, |words| words.frame.name.as_str())
}

/// The lists that there are.
fn made(words: &Words, read: &ReadReturns) -> Markup {
    let told = &words.returns;
    let folder = folder(read);
    let there: Vec<ListFile> =
        ListFile::ALL.into_iter().filter(|file| folder.join(file.name()).is_file()).collect();
    if there.is_empty() {
        return html! { p { (told.no_lists) } };
    }
    let changed = |path: PathBuf| std::fs::metadata(path).and_then(|found| found.modified()).ok();
    let table = default_folder(&read.folder, &read.archive.manifest().reference).join(JSON);
    let is_old = changed(table) > changed(folder.join(ListFile::Workbook.name()));
    html! {
        @if is_old { p.stale role="status" { (told.old_lists) } }
        (links(words, &there, None))
    }
}

fn links(words: &Words, files: &[ListFile], made: Option<&MadeLists>) -> Markup {
    let told = &words.returns;
    html! {
        div.sheet {
            table {
                @match made {
                    Some(_) => (head(&[Text(&told.door), Text(&told.file), Number(&told.pages)])),
                    None => (head(&[Text(&told.door), Text(&told.file)])),
                }
                tbody {
                    @for file in files {
                        tr {
                            th scope="row" { (title(words, *file)) }
                            td {
                                @if *file == ListFile::Workbook { a.download href=(address(*file)) download { (file.name()) } }
                                @else { a href=(address(*file)) type="application/pdf" { (file.name()) } }
                            }
                            @if let Some(made) = made {
                                td.number { @if let Some(pages) = pages(made, *file) { (pages) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn pages(made: &MadeLists, file: ListFile) -> Option<u32> {
    made.files.iter().find(|made| made.file == file)?.pages
}

fn address(file: ListFile) -> String {
    format!("{DOOR}/{}", file.name())
}

fn title(words: &Words, file: ListFile) -> &str {
    let told = &words.returns;
    match file {
        ListFile::Workbook => &told.workbook,
        ListFile::Participants => &told.participants,
        ListFile::ByState => &told.by_state,
        ListFile::Heads => &told.heads,
        ListFile::Counts => &told.counts,
        ListFile::Badges => &told.badges,
    }
}

fn folder(read: &ReadReturns) -> PathBuf {
    lists_folder(&read.folder, &read.archive.manifest().reference)
}

/// Makes the lists.
pub(super) async fn begin(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Form(asked): Form<Asked>,
) -> Response {
    let at_work = Arc::clone(&desk);
    let job = move |job: &Job| {
        job.step(0, 0, &words.returns.making);
        match make(&at_work, &asked) {
            Ok((made, problems)) => Ended::done(html! {
                dl.facts {
                    dt { (words.returns.participants) } dd { (made.participants) }
                    dt { (words.returns.delegation) } dd { (made.delegations) }
                }
                (links(words, &ListFile::ALL, Some(&made)))
                (all_shown(words, problems.iter()))
            }),
            Err(problems) => Ended::refused(words, &problems),
        }
    };
    begun(words, Place::Returns, desk.jobs.begin(Place::Returns, words.returns.door.as_str(), job))
}

fn make(desk: &Desk, asked: &Asked) -> Result<(MadeLists, Problems), Problems> {
    let found = read(desk);
    let read = match found.as_deref() {
        Some(Ok(read)) => read,
        Some(Err(problem)) => return Err(problem.clone().into()),
        None => return Err(no_archive(desk.mailing.clone()).into()),
    };
    let mailing = desk.read();
    let (Some(mailing), Some(collected)) = (&mailing.mailing, &read.collected) else {
        return Err(no_archive(desk.mailing.clone()).into());
    };
    let office = read.archive.manifest().office.as_ref();
    let badges = match asked.badges.as_str() {
        "own" => office.map(|office| BadgeSheet::Labels(office.labels)),
        number => LabelSheet::of_trade(number).map(BadgeSheet::Labels),
    };
    // The language is one of those that the mailing has.
    let own = office.map_or("", |office| office.language.as_str());
    let language = languages(desk, own).into_iter().find(|language| *language == asked.language);
    let options = ListOptions { language, badges, as_of: Some(desk.today()) };
    let room = ReadingRoom::new(&desk.isolation, JobLimits::RETURNED);
    let made = make_lists(&desk.root, mailing, (&read.archive, collected), &options, &folder(read), &room)?;
    Ok((made.value, made.problems))
}

/// One of the lists.
pub(super) async fn file(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Path(name): Path<String>,
) -> Response {
    answered(&desk, words, move |desk| {
        let found = read(desk);
        let file = ListFile::ALL.into_iter().find(|file| file.name() == name);
        let bytes = found.as_deref().and_then(|read| {
            let path = folder(read.as_ref().ok()?).join(file?.name());
            read_regular(&path, MOST).ok()
        });
        match bytes {
            Some(bytes) => shown(bytes, &name),
            None => told(words, StatusCode::NOT_FOUND, &words.frame.not_found, &words.frame.not_found_hint),
        }
    })
    .await
}
