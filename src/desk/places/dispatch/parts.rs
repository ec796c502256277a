//! The parts of the place, their addresses, and what pages show alike.

use maud::{Markup, html};

use crate::desk::address::encoded;
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::words::{Words, filled};
use crate::diagnostic::visible;

/// Sending messages.
pub(super) const SEND: &str = "/dispatch/send";

/// The ledger.
pub(super) const LEDGER: &str = "/dispatch/ledger";

/// What came back.
pub(super) const RECEIVED: &str = "/dispatch/received";

/// Links to the parts, the one that is shown marked; and the work that is under way.
pub(super) fn parts(words: &Words, desk: &Desk, here: &str) -> Markup {
    let told = &words.dispatch;
    let parts = [
        (Place::Dispatch.path(), &told.overview),
        (SEND, &told.messages),
        (LEDGER, &told.ledger),
        (RECEIVED, &told.received),
    ];
    html! {
        nav.parts aria-label=(told.title) {
            ul {
                @for (path, title) in parts {
                    li { a href=(path) aria-current=[(path == here).then_some("page")] { (title) } }
                }
            }
        }
        @if let Some(job) = desk.jobs.running() {
            p role="status" {
                span.state { (words.jobs.running) } a href={ "/jobs/" (job.id) } { bdi { (visible(&job.title)) } }
            }
        }
    }
}

/// Says that nothing was made yet that could be sent.
pub(super) fn no_archive(words: &Words) -> Markup {
    html! { p { (words.dispatch.no_archive) " " a href=(Place::Make.path()) { (words.make.title) } } }
}

/// The address of what the ledger has of one recipient.
pub(super) fn entries_of(recipient: &str) -> String {
    format!("{LEDGER}/of/{}", encoded(recipient))
}

/// A link to what the ledger has of a recipient, with the number of the copy that is meant.
pub(super) fn link_to_sending(words: &Words, recipient: &str, copy: Option<u32>) -> Markup {
    html! {
        (link_to_entries(recipient))
        @if let Some(copy) = copy { " " (filled(&words.recipient.copy, &[&copy])) }
    }
}

/// A link to what the ledger has of one recipient.
pub(super) fn link_to_entries(recipient: &str) -> Markup {
    html! { a href=(entries_of(recipient)) { bdi { (visible(recipient)) } } }
}
