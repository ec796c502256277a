//! Time on the wall and on the processor, and memory, as far as the system tells.

use std::fmt;
use std::fs;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// What some work took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    wall: Duration,
    /// Seconds of processor time, this process's threads and its finished children together.
    cpu: f64,
}

/// What the work for one recipient took, in milliseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Each {
    pub(crate) wall: f64,
    pub(crate) cpu: f64,
}

impl Times {
    /// Does some work and times it.
    pub(crate) fn of<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<(Self, T), E> {
        let (cpu, start) = (cpu_seconds(), now());
        let done = work()?;
        Ok((Self { wall: start.elapsed(), cpu: cpu_seconds() - cpu }, done))
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self { wall: self.wall + other.wall, cpu: self.cpu + other.cpu }
    }

    pub(crate) fn each(self, recipients: usize) -> Each {
        let per = 1e3 / recipients as f64;
        Each { wall: self.wall.as_secs_f64() * per, cpu: self.cpu * per }
    }
}

impl fmt::Display for Each {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:.2} ms a recipient, {:.0} recipients a second, {:.2} ms of processor time",
            self.wall,
            1e3 / self.wall,
            self.cpu
        )
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark is there to look at the clock")]
fn now() -> Instant {
    Instant::now()
}

/// Processor time so far, from `/proc/self/stat` (proc(5)), whose ticks are hundredths of a second; not a number
/// where there is no such file.
fn cpu_seconds() -> f64 {
    /// Fields 14 to 17, counted after the name in parentheses, which ends field 2.
    const TIMES: std::ops::Range<usize> = 11..15;
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: Option<f64> = fields
        .enumerate()
        .filter(|(index, _)| TIMES.contains(index))
        .map(|(_, ticks)| ticks.parse::<f64>().ok())
        .sum();
    ticks.filter(|_| !stat.is_empty()).map_or(f64::NAN, |ticks| ticks / 100.0)
}

/// The largest resident set this process has had, where the system tells.
pub(crate) fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(kilobytes.trim().to_owned())
}

/// Watches what a process and its children hold together while some work is done, ten times a second; gives the most, in
/// kilobytes. Pages that processes share, such as fonts, count for each of them.
pub(crate) fn held<T>(work: impl FnOnce() -> T) -> (T, u64) {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut most = 0;
            while !done.load(Ordering::Relaxed) {
                most = most.max(held_now());
                thread::sleep(Duration::from_millis(100));
            }
            most
        });
        let worked = work();
        done.store(true, Ordering::Relaxed);
        (worked, watch.join().unwrap_or_default())
    })
}

/// The resident sets of this process and its children, in kilobytes.
pub(crate) fn held_now() -> u64 {
    let own = process::id().to_string();
    // Besides processes there are `self` and `thread-self`, which are this one again.
    let is_process = |entry: &fs::DirEntry| {
        entry.file_name().to_str().is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let processes = fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok).filter(is_process);
    let statuses = processes.filter_map(|found| fs::read_to_string(found.path().join("status")).ok());
    let field = |status: &str, name: &str| -> Option<String> {
        let value = status.lines().find_map(|line| line.strip_prefix(name))?;
        Some(value.split_whitespace().next()?.to_owned())
    };
    statuses
        .filter(|status| ["Pid:", "PPid:"].iter().any(|name| field(status, name).as_ref() == Some(&own)))
        .filter_map(|status| field(&status, "VmRSS:")?.parse::<u64>().ok())
        .sum()
}
