//! What is shown of a run: what would go out, each message with the time that is left, and what it came to.

use jiff::Timestamp;

use crate::cli::render;
use crate::cli::text::{BAD, DIM, GOOD, Text, WARN};
use crate::diagnostic::counted;
use crate::ledger::LedgerEvent;
use crate::send::{Goods, SendEvent, SendTally};

/// What is shown of a run.
pub(super) struct Shown {
    json: bool,
    /// How many messages there are, and how many came to something.
    all: usize,
    done: usize,
    begun: Timestamp,
    /// Where they go, as a part of a sentence.
    to: String,
}

impl Shown {
    pub(super) fn new(json: bool, goods: &Goods, drafts: bool) -> Self {
        let to = match (&goods.smtp, &goods.imap) {
            (_, Some(imap)) if drafts => {
                format!(
                    "into the drafts of {} at {}",
                    imap.user.as_deref().unwrap_or_default(),
                    imap.host.value
                )
            }
            (Some(smtp), _) => format!("out by {}:{}", smtp.host.value, smtp.port()),
            _ => "out".to_owned(),
        };
        Self { json, all: goods.ready.len(), done: 0, begun: Timestamp::UNIX_EPOCH, to }
    }

    /// That samples were sent.
    pub(super) fn sample(&self, address: &str, sent: usize) {
        if self.json {
            return render::json(&serde_json::json!({ "event": "sample", "to": address, "messages": sent }));
        }
        let sent = counted(sent, "message");
        let mut text = Text::new();
        text.paint(GOOD, "sent").line(format_args!(": {sent} to {address}; nothing is booked"));
        render::out(&text);
    }

    /// What would go out.
    pub(super) fn plan(&self, goods: &Goods) {
        if self.json {
            return plan_as_json(goods);
        }
        let mut text = Text::new();
        for message in &goods.ready {
            let to = message.to.join(", ");
            text.line(format_args!(
                "  {:<14} {:<10} {:<8} {to}",
                message.serial, message.sent.recipient, message.language
            ));
        }
        held(&mut text, goods);
        let ready = counted(goods.ready.len(), "message");
        text.paint(GOOD, format_args!("{ready} would go {}", self.to));
        let held = goods.held.len();
        text.line(format_args!(", {held} held back; nothing was sent: add --really to do so"));
        render::out(&text);
    }

    /// The run begins.
    pub(super) fn begin(&mut self, now: Timestamp) {
        self.begun = now;
    }

    /// Something happened.
    pub(super) fn event(&mut self, event: &SendEvent, now: Timestamp) {
        self.done += usize::from(matches!(event, SendEvent::Sending(_)));
        if self.json {
            return render::json(event);
        }
        let mut text = Text::new();
        match event {
            SendEvent::Waiting { seconds, why } => {
                text.paint(DIM, format_args!("waiting {seconds} s: {why}")).end();
            }
            SendEvent::Sending(message) => {
                let style = match message.booked {
                    LedgerEvent::Accepted | LedgerEvent::Drafted => GOOD,
                    LedgerEvent::Deferred => WARN,
                    _ => BAD,
                };
                text.say(format_args!("{}/{} {:<10} ", self.done.min(self.all), self.all, message.recipient));
                text.paint(style, message.booked.name()).say(format_args!("  {}", message.said));
                text.paint(DIM, self.left(now)).end();
            }
        }
        render::err(&text);
    }

    /// The time that is left, where there are enough messages to tell.
    fn left(&self, now: Timestamp) -> String {
        let (done, left) = (self.done as u64, self.all.saturating_sub(self.done) as u64);
        let passed = u64::try_from(now.duration_since(self.begun).as_millis()).unwrap_or_default();
        match passed.saturating_mul(left).checked_div(done).map(|millis| millis.div_ceil(1000)) {
            None | Some(0) => String::new(),
            Some(_) if done < 5 => String::new(),
            Some(seconds @ ..120) => format!("  about {seconds} s left"),
            Some(seconds @ ..7200) => format!("  about {} min left", seconds.div_ceil(60)),
            Some(seconds) => format!("  about {} h left", seconds.div_ceil(3600)),
        }
    }

    /// What the run came to.
    pub(super) fn end(&self, tally: &SendTally, goods: &Goods) {
        if self.json {
            let held = goods.held.len();
            return render::json(&serde_json::json!({ "event": "sent", "tally": tally, "held": held }));
        }
        let mut text = Text::new();
        for (event, count) in &tally.by_event {
            text.line(format_args!("{:<12} {count}", event.name()));
        }
        if tally.open > 0 {
            text.line(format_args!("{:<12} {}", "open", tally.open));
        }
        held(&mut text, goods);
        render::out(&text);
    }
}

fn plan_as_json(goods: &Goods) {
    for message in &goods.ready {
        render::json(&serde_json::json!({
            "event": "ready",
            "recipient": message.sent.recipient,
            "copy": message.sent.copy,
            "serial": message.serial,
            "language": message.language,
            "to": message.to,
            "bytes": message.bytes,
        }));
    }
    for held in &goods.held {
        render::json(&serde_json::json!({
            "event": "held",
            "recipient": held.sent.recipient,
            "copy": held.sent.copy,
            "state": held.state.name(),
            "why": held.why,
        }));
    }
}

fn held(text: &mut Text, goods: &Goods) {
    for held in &goods.held {
        text.say(format_args!("  {:<14} {:<10} ", "", held.sent.recipient));
        text.paint(WARN, "held back").line(format_args!(": {}", held.why));
    }
}
