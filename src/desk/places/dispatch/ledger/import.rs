//! Booking a table of what was done by hand: all of it, or nothing.

use std::sync::Arc;

use axum::extract::{Multipart, State};
use axum::response::Response;

use super::adding::{book as book_all, done};
use crate::desk::answer::{Visitor, answered, refused, told as say};
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::upload::{self, Posted};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::ledger::{self, Booking};
use crate::worker::{JobLimits, ReadingRoom};

/// Books it.
pub(in crate::desk::places::dispatch) async fn book(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    parts: Multipart,
) -> Response {
    let posted = match upload::read(&desk.uploads, parts).await {
        Ok(posted) => posted,
        Err(untaken) => return say(words, untaken.status(), &words.frame.not_done, untaken.told(words)),
    };
    answered(&desk, words, move |desk| {
        match read(desk, &posted).and_then(|bookings| book_all(desk, &bookings)) {
            Ok(booked) => done(words, &booked),
            Err(problems) => refused(words, Place::Dispatch, &problems),
        }
    })
    .await
}

fn read(desk: &Desk, posted: &Posted) -> Result<Vec<Booking>, Problems> {
    let Some((_, file)) = posted.files.first() else {
        let problem = Diagnostic::new(codes::LEDGER_ENTRY, "no table was given");
        return Err(problem.with_hint("choose a file: CSV in UTF-8, or a workbook").into());
    };
    let mut reader = ReadingRoom::new(&desk.isolation, JobLimits::LIST).reader();
    let mut bookings = ledger::read_booking_table(&file.bytes, &file.name, &mut reader)?;
    let by = posted.texts.iter().find(|(name, _)| name == "by").map(|(_, by)| by.trim());
    if let Some(by) = by.filter(|by| !by.is_empty()) {
        for booking in &mut bookings {
            booking.by.get_or_insert_with(|| by.to_owned());
        }
    }
    Ok(bookings)
}
