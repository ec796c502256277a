//! Making a pack, as a job: of everything, of some recipients, or of what failed.

use std::path::Path;
use std::sync::Arc;

use axum::extract::{RawForm, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::packs::path_of;
use crate::desk::answer::{Visitor, begun, told as say};
use crate::desk::jobs::{Ended, Job};
use crate::desk::naming::language_name;
use crate::desk::place::Place;
use crate::desk::problem::all_shown;
use crate::desk::shelf::Shelf;
use crate::desk::state::Desk;
use crate::desk::table::Column::{Number, Text};
use crate::desk::table::head;
use crate::desk::words::Words;
use crate::diagnostic::{Problems, path_text, visible};
use crate::ledger;
use crate::mailing::{EnvelopeFormat, LabelSheet};
use crate::pack::{self, PackEvent, PackOptions, Packed};

/// What a person asks for.
#[derive(Debug, Default)]
struct Asked {
    /// Some recipients only; all where it is empty.
    only: String,
    /// Whether it is for what failed.
    is_undelivered: bool,
    labels: Option<LabelSheet>,
    envelopes: Option<EnvelopeFormat>,
    is_duplex: Option<bool>,
}

impl Asked {
    /// Reads it; `None` where it holds what no form asks.
    fn read(form: &[u8]) -> Option<Self> {
        let mut asked = Self::default();
        for (name, value) in form_urlencoded::parse(form) {
            match (&*name, &*value) {
                ("only", value) => value.trim().clone_into(&mut asked.only),
                ("undelivered", _) => asked.is_undelivered = true,
                ("labels" | "envelopes" | "sides", "") => {}
                ("labels", number) => asked.labels = Some(LabelSheet::of_trade(number)?),
                ("envelopes", name) => asked.envelopes = Some(EnvelopeFormat::named(name)?),
                ("sides", "1") => asked.is_duplex = Some(false),
                ("sides", "2") => asked.is_duplex = Some(true),
                _ => return None,
            }
        }
        Some(asked)
    }
}

/// The form.
pub(super) fn form(words: &Words) -> Markup {
    let told = &words.dispatch;
    let choice = |name: &str, label: &str, values: &[(&str, &str)]| {
        html! {
            div {
                label for=(name) { (label) }
                select id=(name) name=(name) {
                    option value="" { (told.as_set) }
                    @for (value, shown) in values { option value=(value) { (shown) } }
                }
            }
        }
    };
    let labels: Vec<_> = LabelSheet::trade_numbers().map(|number| (number, number)).collect();
    let envelopes = EnvelopeFormat::ALL.map(|format| match format {
        EnvelopeFormat::Window => (format.name(), told.window.as_str()),
        _ => (format.name(), format.name()),
    });
    html! {
        h3 { (told.new_pack) }
        form.column method="post" action="/dispatch/pack" {
            div {
                label for="only" { (words.make.only) }
                input id="only" name="only" autocomplete="off" aria-describedby="only-hint";
                p.quiet id="only-hint" { (told.only_hint) }
            }
            details {
                summary { (told.sheets) }
                (choice("labels", &told.labels, &labels))
                (choice("envelopes", &told.envelopes, &envelopes))
                (choice("sides", &told.sides, &[("2", &told.both_sides), ("1", &told.one_side)]))
            }
            button { (told.make_pack) }
        }
    }
}

/// Begins it.
pub(super) async fn begin(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    RawForm(form): RawForm,
) -> Response {
    let Some(asked) = Asked::read(&form) else {
        return say(words, StatusCode::BAD_REQUEST, &words.frame.not_done, &words.frame.failed_hint);
    };
    let at_work = Arc::clone(&desk);
    let job = move |job: &Job| match work(words, &at_work, asked, job) {
        Ok(ended) => ended,
        Err(problems) => Ended::refused(words, &problems),
    };
    begun(words, Place::Dispatch, desk.jobs.begin(Place::Dispatch, words.dispatch.packing.as_str(), job))
}

fn work(words: &Words, desk: &Desk, asked: Asked, job: &Job) -> Result<Ended, Problems> {
    job.step(0, 0, &words.make.verifying);
    let shelf = Shelf::now(desk);
    let Some(archive) = shelf.as_ref().and_then(Shelf::newest) else {
        return Ok(Ended::refused_with(html! { p { (words.dispatch.no_archive) } }));
    };
    let folder = &archive.folder;
    let lock = pack::lock(folder)?;
    let mut to = if asked.only.is_empty() {
        pack::default_folder(folder)
    } else {
        pack::default_folder_of_part(folder)
    };
    let mut undelivered = None;
    if asked.is_undelivered {
        let (failed, lines) = ledger::read_undelivered(folder, ledger::find(folder).as_deref())?;
        if failed.iter().all(|one| one.next.is_err()) {
            return Ok(Ended::done(html! {
                p { (words.dispatch.nothing_failed) }
                (all_shown(words, pack::look_over(&failed).iter()))
            }));
        }
        to = pack::default_folder_of_second_tries(folder, lines);
        undelivered = Some(failed);
    }
    let options = PackOptions {
        jobs: desk.threads,
        labels: asked.labels,
        envelopes: asked.envelopes,
        is_duplex: asked.is_duplex,
        only: if asked.only.is_empty() { Vec::new() } else { vec![asked.only] },
        undelivered,
        stop: Some(job.stop()),
        lock,
    };
    let path = path_of(archive.hash(), &name_of(&to));
    Ok(match make(words, folder, &to, &options, job)? {
        Some(packed) => Ended::done(made(words, &packed, &path)),
        None => Ended::stopped(Markup::default()),
    })
}

fn make(
    words: &Words,
    archive: &Path,
    to: &Path,
    options: &PackOptions<'_>,
    job: &Job,
) -> Result<Option<Packed>, Problems> {
    let folders = pack::missing_folders(to);
    let (mut done, mut total) = (0, 0);
    let packed = pack::pack(archive, to, options, &mut |event| match event {
        PackEvent::Started { tasks, .. } => {
            total = tasks;
            job.step(0, total, &words.dispatch.packing);
        }
        PackEvent::Done { path } => {
            done += 1;
            job.step(done, total, &path);
        }
        PackEvent::Finished => {}
    });
    if !matches!(packed, Ok(Some(_))) {
        pack::withdraw(&folders);
    }
    packed
}

fn name_of(folder: &Path) -> String {
    path_text(folder.file_name().unwrap_or_default().as_ref())
}

fn made(words: &Words, packed: &Packed, path: &str) -> Markup {
    let told = &words.dispatch;
    html! {
        p { a href=(path) { (told.open_pack) } }
        dl.facts {
            dt { (words.make.files) } dd { (packed.files) }
            dt { "SHA-256" } dd { code { (packed.list_sha256) } }
        }
        div.sheet {
            table {
                (head(&[
                    Text(&words.make.channel),
                    Text(&words.make.language),
                    Number(&told.sendings),
                    Number(&words.make.pages),
                ]))
                tbody {
                    @for count in &packed.counts {
                        tr {
                            th scope="row" { (words.recipient.channels.of(count.channel)) }
                            td { bdi { (visible(language_name(&count.language))) } }
                            td.number { (count.sendings) }
                            td.number { (count.pages) }
                        }
                    }
                }
            }
        }
        (all_shown(words, packed.problems.iter()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_form_asks_is_refused() {
        let read = |form: &str| Asked::read(form.as_bytes());
        let asked = read("only=+FRA+&labels=L7163&envelopes=window&sides=2").expect("a form");
        assert_eq!((asked.only.as_str(), asked.is_duplex), ("FRA", Some(true)));
        assert!(asked.labels.is_some() && asked.envelopes == Some(EnvelopeFormat::Window));
        let plain = read("only=&labels=&envelopes=&sides=").expect("a form");
        assert!(plain.labels.is_none() && plain.is_duplex.is_none());
        for wrong in ["labels=L1", "envelopes=a3", "sides=3", "archive=../..", "to=x"] {
            assert!(read(wrong).is_none(), "{wrong}");
        }
    }
}
