//! Progress of a batch: a bar with rate and time left on a terminal, plain lines elsewhere, JSON lines on request.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::render;
use super::text::Text;
use crate::batch::BuildEvent;
use crate::diagnostic::{counted, visible};

/// What the progress of a batch looks like.
pub(super) struct Progress {
    bar: ProgressBar,
    json: bool,
    plain: bool,
    tenths: u64,
}

impl Progress {
    /// A progress display; `json` asks for one JSON object a line on standard output instead.
    pub(super) fn new(json: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
        if let Ok(style) =
            ProgressStyle::with_template("{bar:32} {pos}/{len} recipients  {per_sec}  {eta} left  {msg}")
        {
            bar.set_style(style);
        }
        let plain = !json && bar.is_hidden();
        if json {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        Self { bar, json, plain, tenths: 0 }
    }

    /// Shows an event.
    pub(super) fn show(&mut self, event: &BuildEvent) {
        if self.json {
            return render::json(event);
        }
        match event {
            BuildEvent::Started { recipients, documents } => {
                self.bar.set_position(0);
                self.tenths = 0;
                self.bar.set_length(*recipients as u64);
                if self.plain {
                    let documents = counted(*documents, "document");
                    let recipients = counted(*recipients, "recipient");
                    render::err(Text::new().line(format_args!("making {documents} for {recipients}")));
                }
            }
            BuildEvent::Made { recipient, .. } => self.step(recipient),
            BuildEvent::Blocked { recipient, .. } => self.step(recipient),
            BuildEvent::Finished => self.bar.finish_and_clear(),
        }
    }

    /// Time since the start.
    pub(super) fn elapsed(&self) -> Duration {
        self.bar.elapsed()
    }

    fn step(&mut self, recipient: &str) {
        self.bar.inc(1);
        self.bar.set_message(visible(recipient).into_owned());
        let length = self.bar.length().unwrap_or_default().max(1);
        let tenths = self.bar.position() * 10 / length;
        if self.plain && tenths > self.tenths {
            self.tenths = tenths;
            let (done, all) = (self.bar.position(), counted(length, "recipient"));
            render::err(Text::new().line(format_args!("{done} of {all}")));
        }
    }
}

/// Progress of counting through things: a bar on a terminal, plain lines elsewhere, nothing beside JSON.
pub(super) struct Count {
    bar: ProgressBar,
    what: &'static str,
    json: bool,
    tenths: usize,
}

impl Count {
    /// A display for things with this noun in the singular.
    pub(super) fn new(what: &'static str, json: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos}/{msg}  {per_sec}  {eta} left") {
            bar.set_style(style);
        }
        if json {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        Self { bar, what, json, tenths: 0 }
    }

    /// Shows how many of how many are done.
    pub(super) fn show(&mut self, done: usize, all: usize) {
        self.bar.set_length(all as u64);
        self.bar.set_message(counted(all, self.what));
        self.bar.set_position(done as u64);
        let tenths = done * 10 / all.max(1);
        if !self.json && self.bar.is_hidden() && tenths > self.tenths {
            self.tenths = tenths;
            render::err(Text::new().line(format_args!("{done} of {}", counted(all, self.what))));
        }
        if done == all {
            self.bar.finish_and_clear();
        }
    }
}
