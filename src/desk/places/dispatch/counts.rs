//! How many sendings stand where, channel by channel.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::parts::LEDGER;
use crate::desk::table::Column::{Number, Text};
use crate::desk::table::head;
use crate::desk::words::Words;
use crate::ledger::{LedgerRow, SendingState};
use crate::recipient::Channel;

/// How many sendings of a channel stand where.
#[derive(Debug, Default)]
struct Count {
    all: usize,
    out: usize,
    failed: usize,
    unsettled: usize,
    open: usize,
}

/// A table of the channels, with how many of each went out, failed, and are still to be sent.
pub(super) fn by_channel(words: &Words, rows: &[LedgerRow]) -> Markup {
    let told = &words.dispatch;
    let mut counts: BTreeMap<Channel, Count> = BTreeMap::new();
    for row in rows {
        let count = counts.entry(row.sent.channel).or_default();
        count.all += 1;
        match row.state {
            SendingState::Open => count.open += 1,
            state if state.is_out() => count.out += 1,
            state if state.has_failed() => count.failed += 1,
            _ => count.unsettled += 1,
        }
    }
    html! {
        div.sheet {
            table {
                (head(&[
                    Text(&words.make.channel),
                    Number(&told.sendings),
                    Number(&told.out),
                    Number(&told.failed),
                    Number(&told.unsettled),
                    Number(&told.open),
                ]))
                tbody {
                    @for (channel, count) in &counts {
                        tr class=[(count.failed > 0).then_some("error")] {
                            th scope="row" {
                                a href={ (LEDGER) "?channel=" (channel.name()) } { (words.recipient.channels.of(*channel)) }
                            }
                            td.number { (count.all) }
                            td.number { (count.out) }
                            td.number { @if count.failed > 0 { span.state { (count.failed) } } @else { (count.failed) } }
                            td.number { (count.unsettled) }
                            td.number {
                                @if count.open > 0 {
                                    a href={ (LEDGER) "?channel=" (channel.name()) "&state=" (SendingState::Open.name()) } { (count.open) }
                                } @else { (count.open) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How many of some sendings stand where, each with a link to them.
pub(super) fn by_state<'a>(
    words: &Words,
    rows: impl Iterator<Item = &'a LedgerRow>,
    channel: Channel,
) -> Markup {
    let mut counts: BTreeMap<SendingState, usize> = BTreeMap::new();
    rows.for_each(|row| *counts.entry(row.state).or_default() += 1);
    html! {
        dl.facts {
            @for (state, count) in &counts {
                dt { (words.dispatch.state(*state)) }
                dd {
                    a href={ (LEDGER) "?channel=" (channel.name()) "&state=" (state.name()) } { (count) }
                }
            }
        }
    }
}
