//! What follows from what came back: reminders and confirmations, each begun as a mailing in a folder of its own.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use axum::extract::{Form, State};
use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::desks::{CONFIRMATIONS, REMINDER, address};
use super::parts::read;
use crate::archive::{Opened, no_archive};
use crate::collect;
use crate::desk::answer::{Visitor, begun};
use crate::desk::jobs::{Ended, Job};
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::state::Desk;
use crate::desk::words::Words;
use crate::diagnostic::{Diagnostic, Problems, codes, visible};
use crate::follow_up::{self, Confirmed, Confirming, FirstMailing, FollowUpOptions, Reminded};
use crate::mailing::IssuedAt;
use crate::names::safe_file_name;
use crate::worker::{JobLimits, ReadingRoom};

/// What is asked of a mailing that follows.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    issued_at: String,
    deadline: String,
    whom: String,
}

impl Asked {
    fn options(&self) -> Result<FollowUpOptions, Problems> {
        let deadline = Some(self.deadline.trim()).filter(|deadline| !deadline.is_empty());
        Ok(FollowUpOptions {
            issued_at: day(&self.issued_at, "issued_at")?,
            reference: None,
            deadline: deadline.map(|deadline| day(deadline, "deadline")).transpose()?,
        })
    }

    fn confirming(&self) -> Confirming {
        match self.whom.as_str() {
            "delegations" => Confirming::Delegations,
            "participants" => Confirming::Participants,
            _ => Confirming::All,
        }
    }
}

fn day(written: &str, field: &str) -> Result<Date, Diagnostic> {
    IssuedAt::parse_date(written.trim()).ok_or_else(|| {
        Diagnostic::new(codes::TIME, format!("`{written}` is not a date"))
            .with_field(field)
            .with_hint("write it as in 2004-06-05")
    })
}

/// Where reminders are begun.
pub(super) fn reminding(words: &Words, today: Date, deadline: Option<Date>) -> Markup {
    let told = &words.returns;
    // A day that has passed is no last day for forms.
    let is_past = deadline.is_some_and(|deadline| deadline < today);
    html! {
        section {
            h2 { (told.remind) }
            p.quiet { (told.remind_hint) }
            form method="post" action="/returns/remind" {
                div {
                    label for="issued_at" { (told.issued_at) }
                    input id="issued_at" name="issued_at" type="date" required value=(today);
                }
                div {
                    label for="deadline" { (told.new_deadline) }
                    input id="deadline" name="deadline" type="date" required[is_past] min=(today);
                }
                button { (told.begin) }
            }
        }
    }
}

/// Where confirmations are begun.
pub(super) fn confirming(words: &Words, today: Date) -> Markup {
    let told = &words.returns;
    html! {
        section {
            h2 { (told.confirm) }
            p.quiet { (told.confirm_hint) }
            form method="post" action="/returns/confirm" {
                div {
                    label for="issued_at" { (told.issued_at) }
                    input id="issued_at" name="issued_at" type="date" required value=(today);
                }
                div {
                    label for="whom" { (told.whom) }
                    select id="whom" name="whom" {
                        option value="all" { (told.whom_all) }
                        option value="delegations" { (told.whom_delegations) }
                        option value="participants" { (told.whom_participants) }
                    }
                }
                button { (told.begin) }
            }
        }
    }
}

/// Begins reminders.
pub(super) async fn remind(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Form(asked): Form<Asked>,
) -> Response {
    start(&desk, words, &words.returns.remind, move |desk| {
        let (options, first) = (asked.options()?, open(desk)?);
        let folder = folder(REMINDER, &options);
        let reminded = follow_up::remind(
            &first,
            &options,
            None,
            &desk.root.join(&folder),
            &room(desk),
            desk.environment,
        )?;
        Ok(reminders(words, desk, &folder, &reminded))
    })
}

/// Begins confirmations.
pub(super) async fn confirm(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Form(asked): Form<Asked>,
) -> Response {
    start(&desk, words, &words.returns.confirm, move |desk| {
        let (options, first) = (asked.options()?, open(desk)?);
        let folder = folder(CONFIRMATIONS, &options);
        let path = desk.root.join(&folder);
        let confirmed =
            follow_up::confirm(&first, &options, asked.confirming(), &path, &room(desk), desk.environment)?;
        Ok(confirmations(words, desk, &folder, &confirmed))
    })
}

/// Begins a mailing as a job: lists and forms are read for it.
fn start(
    desk: &Arc<Desk>,
    words: &'static Words,
    title: &str,
    work: impl FnOnce(&Desk) -> Result<Markup, Problems> + Send + 'static,
) -> Response {
    let at_work = Arc::clone(desk);
    let job = move |_: &Job| match work(&at_work) {
        Ok(shown) => Ended::done(shown),
        Err(problems) => Ended::refused(words, &problems),
    };
    begun(words, Place::Returns, desk.jobs.begin(Place::Returns, title, job))
}

/// The mailing of the desk, with what came back.
fn open(desk: &Desk) -> Result<FirstMailing, Problems> {
    let found = read(desk);
    let folder = match found.as_deref() {
        Some(Ok(read)) => read.folder.clone(),
        Some(Err(problem)) => return Err(problem.clone().into()),
        None => return Err(no_archive(desk.mailing.clone()).into()),
    };
    let archive = Opened::open(&folder)?;
    let returns = collect::default_folder(&folder, &archive.manifest().reference);
    FirstMailing::open(&desk.root, &desk.mailing, archive, &returns)
}

fn room(desk: &Desk) -> ReadingRoom {
    ReadingRoom::new(&desk.isolation, JobLimits::LIST)
}

/// The folder of a mailing that follows, in that of the first one.
fn folder(kind: &str, options: &FollowUpOptions) -> String {
    safe_file_name(&format!("{kind}-{}", options.issued_at))
}

fn reminders(words: &Words, desk: &Desk, folder: &str, reminded: &Reminded) -> Markup {
    let told = &words.returns;
    let standing = &reminded.standing;
    let held: Vec<String> =
        standing.held.iter().map(|held| format!("{}: {}", held.recipient, held.files.join("; "))).collect();
    html! {
        dl.facts {
            (of_mailing(words, desk, folder, &reminded.reference))
            dt { (told.letters) }
            dd { (reminded.languages.values().sum::<usize>()) " " (languages(&reminded.languages)) }
            dt { (told.answered) } dd { (standing.answered) }
        }
        (list(&told.held, &held))
        (list(&told.nobodys, &standing.unread))
        (list(&told.in_part, &standing.in_part))
        (list(&told.by_letter, &standing.by_letter))
        (list(&told.regrets, &standing.regrets))
        (list(&told.replied, &standing.replied))
        (list(&told.by_ledger, &standing.booked))
        (list(&told.missed, &standing.missed))
        (all_shown(words, reminded.problems.iter()))
    }
}

fn confirmations(words: &Words, desk: &Desk, folder: &str, confirmed: &Confirmed) -> Markup {
    let told = &words.returns;
    html! {
        dl.facts {
            (of_mailing(words, desk, folder, &confirmed.reference))
            dt { (told.whom_delegations) } dd { (confirmed.delegations) }
            dt { (told.whom_participants) } dd { (confirmed.participants) }
            dt { (told.visas) } dd { (confirmed.visas) }
        }
        (all_shown(words, confirmed.problems.iter()))
    }
}

/// Where a mailing was begun, and where it is opened.
fn of_mailing(words: &Words, desk: &Desk, folder: &str, reference: &str) -> Markup {
    let told = &words.returns;
    let path = std::path::absolute(desk.root.join(folder)).unwrap_or_else(|_| Path::new(folder).to_owned());
    html! {
        dt { (told.reference) } dd { bdi { (visible(reference)) } }
        dt { (told.folder) } dd { bdi dir="ltr" { (visible(&path.to_string_lossy())) } }
        dt { (told.next) } dd { a href=(address(folder)) { (told.open_it) } }
    }
}

fn languages(counts: &BTreeMap<String, usize>) -> Markup {
    let counts: Vec<String> = counts.iter().map(|(language, count)| format!("{language} {count}")).collect();
    html! { bdi { "(" (visible(&counts.join(", "))) ")" } }
}

fn list(title: &str, items: &[String]) -> Markup {
    html! {
        @if !items.is_empty() {
            h2 { (title) " (" (items.len()) ")" }
            ul { @for item in items { li { bdi { (visible(item)) } } } }
        }
    }
}
