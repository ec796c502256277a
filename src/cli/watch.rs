//! Doing something again whenever a file of the mailing was saved.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use super::outcome::Outcome;
use super::setting::Setting;
use super::text::{DIM, Text};
use super::{interrupt, render};
use crate::diagnostic::counted;
use crate::mailing::{self, Look};
use crate::typeset;

/// How long to wait between two looks: a few times a second.
const PAUSE: Duration = Duration::from_millis(200);

/// Does the work now and after each change of a file of the mailing, until interrupted; what goes wrong is told, and the next change
/// awaited. `made` is a folder that the work writes to, whose files are none of the mailing's.
pub(super) fn repeat(setting: &Setting, made: Option<&Path>, work: impl Fn() -> Outcome) -> Outcome {
    interrupt::listen();
    let mut places = BTreeSet::new();
    loop {
        // While the mailing cannot be read, its files are those of before.
        if let Some(mailing) = mailing::read(&setting.root, &setting.mailing).value {
            places = mailing.places(&setting.root);
        }
        places.insert(setting.root.join(&setting.mailing));
        let before = Look::at(&places, made);
        let outcome = work();
        typeset::evict();
        if render::is_lost() {
            return outcome;
        }
        let told = format!("watching {}; Ctrl-C ends", counted(before.count(), "file"));
        render::err(Text::new().paint(DIM, told).end());
        await_change(&before, || Look::at(&places, made));
    }
}

/// Waits for a look that differs from that before and is the same twice, as it is once a program has saved all of its files.
fn await_change(before: &Look, look: impl Fn() -> Look) {
    let mut last = before.clone();
    loop {
        std::thread::sleep(PAUSE);
        let now = look();
        if now != *before && now == last {
            return;
        }
        last = now;
    }
}
