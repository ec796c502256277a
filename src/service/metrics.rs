//! How much a service does, in the text format of Prometheus (version 0.0.4).

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of the buckets that durations are counted in, in milliseconds.
const BOUNDS: [u64; 11] = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/// What became of a request for a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// The letter was made.
    Made,
    /// It was refused, with problems.
    Refused,
    /// There was no room for it.
    Deferred,
}

/// What is counted.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    fates: [AtomicU64; 3],
    buckets: [AtomicU64; BOUNDS.len()],
    count: AtomicU64,
    microseconds: AtomicU64,
}

impl Metrics {
    /// Counts a request for a letter, and how long it took where it was met or refused.
    pub(super) fn count(&self, fate: Fate, took: Option<Duration>) {
        if let Some(counter) = self.fates.get(fate as usize) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        let Some(took) = took else { return };
        for (bucket, _) in
            self.buckets.iter().zip(BOUNDS).filter(|(_, bound)| took.as_millis() <= (*bound).into())
        {
            bucket.fetch_add(1, Ordering::Relaxed);
        }
        self.count.fetch_add(1, Ordering::Relaxed);
        let microseconds = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.microseconds.fetch_add(microseconds, Ordering::Relaxed);
    }

    /// The text; `under_way` is how many requests are at work or wait, of `most`.
    pub(super) fn text(&self, under_way: usize, most: usize) -> String {
        let mut text = String::new();
        let mut say = |line: String| text.push_str(&(line + "\n"));
        say("# HELP convoke_letters_total Requests for letters, by what became of them.".to_owned());
        say("# TYPE convoke_letters_total counter".to_owned());
        for (fate, counter) in ["made", "refused", "deferred"].into_iter().zip(&self.fates) {
            let count = counter.load(Ordering::Relaxed);
            say(format!("convoke_letters_total{{result=\"{fate}\"}} {count}"));
        }
        say("# HELP convoke_letter_seconds Seconds from a request for a letter to its answer.".to_owned());
        say("# TYPE convoke_letter_seconds histogram".to_owned());
        for (bucket, bound) in self.buckets.iter().zip(BOUNDS) {
            let count = bucket.load(Ordering::Relaxed);
            let bound = Duration::from_millis(bound).as_secs_f64();
            say(format!("convoke_letter_seconds_bucket{{le=\"{bound}\"}} {count}"));
        }
        let count = self.count.load(Ordering::Relaxed);
        let seconds = Duration::from_micros(self.microseconds.load(Ordering::Relaxed)).as_secs_f64();
        say(format!("convoke_letter_seconds_bucket{{le=\"+Inf\"}} {count}"));
        say(format!("convoke_letter_seconds_sum {seconds}"));
        say(format!("convoke_letter_seconds_count {count}"));
        for (name, help, value) in [
            ("convoke_requests_under_way", "Requests that are at work or wait for it.", under_way),
            ("convoke_requests_most", "Requests that may be at work or wait for it.", most),
        ] {
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}");
        }
        text
    }
}

/// How many batches there are at each stage, in the same format.
pub(super) fn of_batches(counts: &[(&str, usize)]) -> String {
    let mut text =
        "# HELP convoke_batches Batches, by where they stand.\n# TYPE convoke_batches gauge\n".to_owned();
    for (stage, count) in counts {
        let _ = writeln!(text, "convoke_batches{{stage=\"{stage}\"}} {count}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_told_once_in_each_bucket() {
        let metrics = Metrics::default();
        metrics.count(Fate::Made, Some(Duration::from_millis(7)));
        metrics.count(Fate::Made, Some(Duration::from_millis(300)));
        metrics.count(Fate::Refused, Some(Duration::from_secs(60)));
        metrics.count(Fate::Deferred, None);
        let text = metrics.text(2, 8);
        for line in [
            "convoke_letters_total{result=\"made\"} 2",
            "convoke_letters_total{result=\"deferred\"} 1",
            "convoke_letter_seconds_bucket{le=\"0.005\"} 0",
            "convoke_letter_seconds_bucket{le=\"0.01\"} 1",
            "convoke_letter_seconds_bucket{le=\"0.5\"} 2",
            "convoke_letter_seconds_bucket{le=\"+Inf\"} 3",
            "convoke_letter_seconds_sum 60.307",
            "convoke_requests_under_way 2",
            "convoke_requests_most 8",
        ] {
            assert!(text.lines().any(|told| told == line), "{line}\n{text}");
        }
    }
}
