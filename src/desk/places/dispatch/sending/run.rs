//! The run: what was asked and agreed to goes out, each message once; nothing goes out if it has changed since.

use std::sync::Arc;

use axum::extract::{Form, State};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use super::question::{again, closed};
use crate::desk::answer::{Visitor, begun};
use crate::desk::jobs::{Ended, How, Job};
use crate::desk::offers::{Offer, Offered};
use crate::desk::place::Place;
use crate::desk::places::dispatch::parts::{LEDGER, SEND};
use crate::desk::problem::all_shown;
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Problems, visible};
use crate::ledger;
use crate::mailing::Account;
use crate::send::{self, Goods, SendEvent, SendOptions, SendTally, StoppableClock};

/// The answer to a question.
#[derive(Debug, Deserialize)]
pub(in crate::desk::places::dispatch) struct Answered {
    #[serde(default)]
    offer: String,
    /// How many messages the person means to send.
    #[serde(default)]
    messages: String,
}

/// Begins it, if the question is open and its number was entered.
pub(in crate::desk::places::dispatch) async fn begin(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    Form(answer): Form<Answered>,
) -> Response {
    let Some(offer) = desk.offers.find(&answer.offer) else { return closed(words) };
    if !matches!(offer.what, Offered::Sample(_)) && number(&answer.messages) != Some(offer.messages) {
        return again(words, &offer);
    }
    let title = match offer.what {
        Offered::Messages => &words.dispatch.sending,
        Offered::Drafts => &words.dispatch.drafting,
        Offered::Sample(_) => &words.dispatch.sample,
    };
    let at_work = Arc::clone(&desk);
    let job = move |job: &Job| match work(words, &at_work, &offer.id, job) {
        Ok(ended) => ended,
        Err(problems) => Ended::refused(words, &problems),
    };
    begun(words, Place::Dispatch, desk.jobs.begin(Place::Dispatch, title.as_str(), job))
}

/// A number as people of the desk's languages write it.
fn number(text: &str) -> Option<usize> {
    let digit = |c: char| match c {
        '0'..='9' => c.to_digit(10),
        '\u{660}'..='\u{669}' => Some(u32::from(c) - 0x660),
        '\u{6f0}'..='\u{6f9}' => Some(u32::from(c) - 0x6f0),
        _ => None,
    };
    let text = text.trim();
    if text.is_empty() || text.len() > 32 {
        return None;
    }
    text.chars()
        .try_fold(0_usize, |sum, c| sum.checked_mul(10)?.checked_add(usize::try_from(digit(c)?).ok()?))
}

fn work(words: &Words, desk: &Desk, id: &str, job: &Job) -> Result<Ended, Problems> {
    // Who answers twice, or answers while the first answer is at work, finds the question taken.
    let Some(offer) = desk.offers.take(id) else {
        return Ok(Ended::refused_with(html! { p { (words.dispatch.closed_hint) } }));
    };
    job.step(0, offer.messages, &words.make.verifying);
    let prepared = prepare(desk, &offer);
    let (goods, account) = match prepared {
        Ok(prepared) => prepared,
        // Nothing was sent, so the same question can be answered again.
        Err(problems) => {
            desk.offers.give_back(offer);
            return Err(problems);
        }
    };
    match &offer.what {
        Offered::Sample(address) => sample(words, goods, &account, address),
        _ if goods.fingerprint(offer.options.drafts) != offer.fingerprint => Ok(Ended::refused_with(html! {
            p { (words.dispatch.changed) }
            p { a href=(SEND) { (words.dispatch.messages) } }
        })),
        _ => Ok(run(words, desk, &offer, goods, &account, job)),
    }
}

/// What is to go out now, and the account that the server asks for.
fn prepare(desk: &Desk, offer: &Offer) -> Result<(Goods, Account), Problems> {
    let SendOptions { drafts, .. } = offer.options;
    let goods = send::prepare(&desk.root, &desk.mailing, &offer.options, (desk.now)())?;
    let server = match &goods.imap {
        Some(imap) if drafts => imap.server(),
        _ => goods.smtp()?.server(),
    };
    let account = desk.open_account(server)?;
    Ok((goods, account))
}

fn sample(words: &Words, mut goods: Goods, account: &Account, address: &str) -> Result<Ended, Problems> {
    goods.keep_samples();
    let sent = send::send_to(&goods, account, address, goods.ready.len())?;
    Ok(Ended::done(html! {
        p { (filled(&words.dispatch.sample_sent, &[&sent])) " " bdi { (visible(address)) } }
    }))
}

fn run(words: &Words, desk: &Desk, offer: &Offer, mut goods: Goods, account: &Account, job: &Job) -> Ended {
    let clock = StoppableClock::new(desk.now, job.stop());
    let all = goods.ready.len();
    let mut done = 0;
    let mut tell = |event: SendEvent| match event {
        SendEvent::Waiting { seconds, why } => {
            job.step(done, all, &format!("{}: {why}", filled(&words.dispatch.waiting, &[&seconds])));
        }
        SendEvent::Sending(message) => {
            done = (done + 1).min(all);
            let text = format!("{} · {}", message.recipient, words.dispatch.event(message.booked));
            job.step(done, all, &text);
        }
    };
    let work = if offer.options.drafts { send::draft } else { send::send };
    let (tally, mut problems) = work(&mut goods, account, &clock, &mut tell);
    let has_failed = problems.has_errors();
    drop(goods);
    // Where these are reminders, the mailing that they remind of is told.
    if let Err(elsewhere) = ledger::book_reminders(&desk.root, &desk.mailing, (desk.now)()) {
        problems.extend(elsewhere);
    }
    let shown = shown(words, &tally, &problems);
    match tally.interrupted {
        _ if has_failed => Ended { how: How::Refused, shown },
        true => Ended::stopped(shown),
        false => Ended::done(shown),
    }
}

/// What the run came to.
fn shown(words: &Words, tally: &SendTally, problems: &Problems) -> Markup {
    let told = &words.dispatch;
    html! {
        dl.facts {
            @for (event, count) in &tally.by_event { dt { (told.event(*event)) } dd { (count) } }
            @if tally.open > 0 { dt { (told.still_open) } dd { (tally.open) } }
        }
        (all_shown(words, problems.iter()))
        p { a href={ (LEDGER) "?channel=e-mail" } { (told.ledger) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, expected) in [
            (" 195 ", Some(195)),
            ("١٩٥", Some(195)),
            ("۱۹۵", Some(195)),
            ("0", Some(0)),
            ("", None),
            ("12x", None),
            ("-1", None),
            ("1 2", None),
            ("99999999999999999999999", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }
}
