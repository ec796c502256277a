//! Looking at what would go out, as a job that sends nothing: it ends with a question.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::{RawForm, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use crate::desk::answer::{Visitor, begun, told as say};
use crate::desk::jobs::{Ended, Job};
use crate::desk::naming::language_name;
use crate::desk::offers::{Offer, Offered};
use crate::desk::place::Place;
use crate::desk::places::dispatch::parts::{SEND, link_to_sending};
use crate::desk::state::Desk;
use crate::desk::table::Column::Text;
use crate::desk::table::head;
use crate::desk::words::{Words, filled};
use crate::diagnostic::{Problems, visible};
use crate::send::{self, Goods, HeldMessage, ReadyMessage, SendOptions};

/// How many messages are listed.
const MOST: usize = 500;

/// Begins it.
pub(in crate::desk::places::dispatch) async fn begin(
    State(desk): State<Arc<Desk>>,
    Visitor(words): Visitor,
    RawForm(form): RawForm,
) -> Response {
    let Some(options) = read(&form) else {
        return say(words, StatusCode::BAD_REQUEST, &words.frame.not_done, &words.frame.failed_hint);
    };
    let at_work = Arc::clone(&desk);
    let job = move |job: &Job| match work(words, &at_work, options, job) {
        Ok(ended) => ended,
        Err(problems) => Ended::refused(words, &problems),
    };
    begun(words, Place::Dispatch, desk.jobs.begin(Place::Dispatch, words.dispatch.look.as_str(), job))
}

/// Reads what is asked for; `None` where it holds what no form asks: what is not known must not become all.
fn read(form: &[u8]) -> Option<SendOptions> {
    let mut options = SendOptions::default();
    for (name, value) in form_urlencoded::parse(form) {
        match (&*name, &*value) {
            ("way", "send") => options.drafts = false,
            ("way", "drafts") => options.drafts = true,
            ("language", language) => options.languages.push(language.to_owned()),
            ("only", ids) => {
                let ids =
                    ids.split([',', ';', '\n', '،', '，', '、']).map(str::trim).filter(|id| !id.is_empty());
                options.recipients.extend(ids.map(str::to_owned));
            }
            ("undelivered", _) => options.undelivered = true,
            _ => return None,
        }
    }
    Some(options)
}

fn work(words: &Words, desk: &Desk, options: SendOptions, job: &Job) -> Result<Ended, Problems> {
    job.step(0, 0, &words.make.verifying);
    let goods = send::prepare(&desk.root, &desk.mailing, &options, (desk.now)())?;
    let offer = offer(&goods, options);
    let server = offer.server.clone();
    let id = (!goods.ready.is_empty()).then(|| desk.offers.keep(offer));
    Ok(Ended::done(shown(words, &goods, &server, id.as_deref())))
}

/// What a person will be asked.
fn offer(goods: &Goods, options: SendOptions) -> Offer {
    let server = match (options.drafts, &goods.smtp, &goods.imap) {
        (true, _, Some(imap)) => imap
            .user
            .as_ref()
            .map_or_else(|| imap.host.value.clone(), |user| format!("{user} · {}", imap.host.value)),
        (_, Some(smtp), _) => format!("{}:{}", smtp.host.value, smtp.port()),
        _ => String::new(),
    };
    let recipients: BTreeSet<&str> =
        goods.ready.iter().map(|message| message.sent.recipient.as_str()).collect();
    Offer {
        id: String::new(),
        what: if options.drafts { Offered::Drafts } else { Offered::Messages },
        fingerprint: goods.fingerprint(options.drafts),
        messages: goods.ready.len(),
        recipients: recipients.len(),
        server,
        options,
    }
}

fn shown(words: &Words, goods: &Goods, server: &str, offer: Option<&str>) -> Markup {
    let told = &words.dispatch;
    html! {
        p { (filled(&told.would_go, &[&goods.ready.len(), &goods.held.len()])) " " bdi { (visible(server)) } }
        p { (told.nothing_sent) }
        @if let Some(offer) = offer {
            p { a.button href={ (SEND) "/question?offer=" (offer) } { (told.go_on_to_question) } }
        }
        @if !goods.ready.is_empty() { (ready(words, &goods.ready)) }
        @if !goods.held.is_empty() { (held(words, &goods.held)) }
    }
}

fn ready(words: &Words, messages: &[ReadyMessage]) -> Markup {
    html! {
        h2 { (words.dispatch.ready) }
        div.sheet {
            table {
                (head(&[
                    Text(&words.make.serial),
                    Text(&words.recipients.recipient),
                    Text(&words.make.language),
                    Text(&words.dispatch.address),
                ]))
                tbody {
                    @for message in messages.iter().take(MOST) {
                        tr {
                            th.serial scope="row" { bdi { (visible(&message.serial)) } }
                            td {
                                (link_to_sending(words, &message.sent.recipient, message.sent.copy))
                            }
                            td { bdi { (visible(language_name(&message.language))) } }
                            td { bdi { (visible(&message.to.join(", "))) } }
                        }
                    }
                }
            }
        }
        (more(words, messages.len()))
    }
}

/// What does not go out, and why.
fn held(words: &Words, messages: &[HeldMessage]) -> Markup {
    html! {
        h2 { (words.dispatch.held) }
        div.sheet {
            table {
                (head(&[Text(&words.recipients.recipient), Text(&words.dispatch.stands), Text(&words.dispatch.why)]))
                tbody {
                    @for message in messages.iter().take(MOST) {
                        tr {
                            th scope="row" {
                                (link_to_sending(words, &message.sent.recipient, message.sent.copy))
                            }
                            td { (words.dispatch.state(message.state)) }
                            td { bdi lang="en" { (visible(&message.why)) } }
                        }
                    }
                }
            }
        }
        (more(words, messages.len()))
    }
}

fn more(words: &Words, count: usize) -> Markup {
    html! { @if count > MOST { p { (filled(&words.make.more, &[&(count - MOST)])) } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_does_not_become_all() {
        let options = read(b"way=drafts&language=fr&only=FRA%2C+KEN%2C&undelivered=1").expect("a form");
        assert_eq!((options.recipients.len(), options.languages.len()), (2, 1));
        assert!(options.drafts && options.undelivered);
        for wrong in ["way=fax", "channel=post", "recipient=FRA"] {
            assert!(read(wrong.as_bytes()).is_none(), "{wrong}");
        }
    }
}
