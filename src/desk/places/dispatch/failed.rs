//! What failed by the ledger, and what to do next about each.

use maud::{Markup, html};

use super::parts::{SEND, link_to_sending};
use crate::desk::address;
use crate::desk::shelf::{Listed, Shelf};
use crate::desk::table::Column::Text;
use crate::desk::table::head;
use crate::desk::words::{Words, filled};
use crate::diagnostic::visible;
use crate::ledger::{self, SendingState};
use crate::pack::Undelivered;
use crate::recipient::Channel;

/// The sendings of an archive that failed, if there are any: when, what was said, and how each goes next.
pub(super) fn section(words: &Words, shelf: &Shelf, archive: &Listed) -> Markup {
    let told = &words.dispatch;
    let failed = ledger::undelivered(&shelf.entries, archive.manifest(), archive.hash());
    if failed.is_empty() {
        return Markup::default();
    }
    let goes_by = |wanted: fn(&Channel) -> bool| failed.iter().any(|one| one.next.as_ref().is_ok_and(wanted));
    html! {
        section {
            h2 id="failed" { (filled(&told.failed_count, &[&failed.len()])) }
            p { (told.failed_hint) }
            div.sheet {
                table {
                    (head(&[
                        Text(&words.recipients.recipient),
                        Text(&told.stands),
                        Text(&told.said),
                        Text(&told.next),
                        Text(&told.address),
                    ]))
                    tbody { @for one in &failed { (row(words, one)) } }
                }
            }
            @if goes_by(|_| true) {
                form method="post" action="/dispatch/pack" {
                    input type="hidden" name="undelivered" value="1";
                    button { (told.make_second) }
                }
            }
            @if goes_by(|channel| *channel == Channel::EMail) {
                p { a href={ (SEND) "?undelivered=1" } { (told.send_second) } }
            }
        }
    }
}

fn row(words: &Words, one: &Undelivered) -> Markup {
    let told = &words.dispatch;
    let state = SendingState::ALL.into_iter().find(|state| state.name() == one.state);
    html! {
        tr.error {
            th scope="row" {
                (link_to_sending(words, &one.recipient, one.copy))
                br; span.quiet { bdi { (visible(&one.name)) } }
            }
            td {
                span.state { @if let Some(state) = state { (told.state(state)) } }
                br; (words.recipient.channels.of(one.failed_by))
            }
            td { bdi { (visible(&one.said)) } }
            td {
                @match &one.next {
                    Ok(channel) => (words.recipient.channels.of(*channel)),
                    Err(why) => { (told.no_way) br; bdi.quiet lang="en" { (visible(why)) } },
                }
            }
            td { a href=(address::recipient(&one.recipient)) { (told.mend_address) } }
        }
    }
}
