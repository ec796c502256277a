//! When the next message may go.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use jiff::Timestamp;

use crate::mailing::Pace;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The messages that went lately.
#[derive(Debug)]
pub(super) struct Lately {
    pace: Pace,
    /// When they went, in seconds, of the last day.
    all: VecDeque<i64>,
    /// When they went to each domain, of the last minute.
    domains: BTreeMap<String, VecDeque<i64>>,
}

impl Lately {
    /// Begins with the moments at which messages went before.
    pub(super) fn new(pace: Pace, before: impl Iterator<Item = Timestamp>) -> Self {
        let mut all: Vec<i64> = before.map(Timestamp::as_second).collect();
        all.sort_unstable();
        Self { pace, all: all.into(), domains: BTreeMap::new() }
    }

    /// How long a message to this domain has to wait; nothing where it may go.
    pub(super) fn wait(&mut self, domain: &str, now: Timestamp) -> Duration {
        let now = now.as_second();
        while self.all.front().is_some_and(|went| went + DAY <= now) {
            self.all.pop_front();
        }
        let of_domain = self.domains.entry(domain.to_owned()).or_default();
        while of_domain.front().is_some_and(|went| went + MINUTE <= now) {
            of_domain.pop_front();
        }
        let Pace { per_minute, per_hour, per_day, per_domain_and_minute, .. } = self.pace;
        let waits = [
            free_at(&self.all, per_minute, MINUTE),
            free_at(&self.all, per_hour, HOUR),
            free_at(&self.all, per_day, DAY),
            free_at(of_domain, per_domain_and_minute, MINUTE),
        ];
        let until = waits.into_iter().max().unwrap_or_default();
        Duration::from_secs(u64::try_from(until - now).unwrap_or_default())
    }

    /// Notes that a message goes to this domain.
    pub(super) fn note(&mut self, domain: &str, now: Timestamp) {
        self.all.push_back(now.as_second());
        self.domains.entry(domain.to_owned()).or_default().push_back(now.as_second());
    }
}

/// The second at which one more may go, where at most `most` may within `window` seconds.
fn free_at(went: &VecDeque<i64>, most: Option<u32>, window: i64) -> i64 {
    let Some(most) = most.map(|most| most as usize) else { return 0 };
    went.len().checked_sub(most).and_then(|first| went.get(first)).map_or(0, |went| went + window)
}
