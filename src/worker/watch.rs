//! Watches a worker process at a job and ends it when it goes over its limits.

use std::process::Child;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

use super::model::JobLimits;

/// How often a worker is looked at; most documents are made before the first look.
const TICK: Duration = Duration::from_millis(20);

/// After how many looks the memory of one that is at no long job is looked at.
const SELDOM: u32 = 50;

/// As many times the processor time of a job may pass on the clock: a busy machine gives a process a tenth of a processor or less, and
/// one that waits for something that never comes takes no processor time.
const PATIENCE: u32 = 30;

/// By what the time of a job is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// By the processor time of the process, so that a busy machine gives up no honest job; and by [`PATIENCE`] on the clock.
    Processor,
    /// By the clock: for a process that has as many threads as the machine has processors, or waits for disks.
    Clock,
}

/// Why a worker was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Its job took more processor time than it may, which is this.
    Time(Duration),
    /// So much time has passed by the clock, and its job was not done.
    Clock(Duration),
    /// It held too much memory.
    Memory,
}

/// A worker process and the thread that watches it.
#[derive(Debug)]
pub(super) struct Watched {
    state: Arc<Mutex<State>>,
    /// Dropped, it ends the watch.
    _end: Sender<()>,
}

#[derive(Debug)]
struct State {
    child: Child,
    /// How many jobs it has been given, and whether it is at the last of them.
    jobs: u64,
    is_busy: bool,
    verdict: Option<Verdict>,
    /// Whether it holds so much after a job that another in its place is better.
    is_worn: bool,
}

impl Watched {
    pub(super) fn new(child: Child, limits: JobLimits, measure: Measure) -> std::io::Result<Self> {
        let pid = Pid::from_u32(child.id());
        let state = State { child, jobs: 0, is_busy: false, verdict: None, is_worn: false };
        let state = Arc::new(Mutex::new(state));
        let (end, ended) = channel::<()>();
        let watched = Self { state: Arc::clone(&state), _end: end };
        std::thread::Builder::new()
            .name("watch".into())
            .spawn(move || watch(pid, (limits, measure), &state, &ended))?;
        Ok(watched)
    }

    /// Notes that a job begins, or that it is done.
    pub(super) fn is_busy(&self, is_busy: bool) {
        let mut state = lock(&self.state);
        state.jobs += u64::from(is_busy);
        state.is_busy = is_busy;
    }

    /// Whether another should take its place when it is not at a job.
    pub(super) fn is_worn(&self) -> bool {
        lock(&self.state).is_worn
    }

    /// How the process ended, if it did; with why it was ended, if it was.
    pub(super) fn look(&self) -> std::io::Result<Option<(Option<Verdict>, std::process::ExitStatus)>> {
        let mut state = lock(&self.state);
        let status = state.child.try_wait()?;
        Ok(status.map(|status| (state.verdict, status)))
    }

    /// Ends the process; says why if it was ended already.
    pub(super) fn end(&self) -> (Option<Verdict>, Option<std::process::ExitStatus>) {
        let mut state = lock(&self.state);
        // One that is gone already needs no ending.
        let _ = state.child.kill();
        let status = state.child.wait().ok();
        (state.verdict, status)
    }
}

impl Drop for Watched {
    /// A process without orders has nothing to lose, and one that is stopped would never end by itself.
    fn drop(&mut self) {
        self.end();
    }
}

/// Looks at a process from time to time, and ends it when it exceeds its limits.
fn watch(pid: Pid, (limits, measure): (JobLimits, Measure), watched: &Mutex<State>, ended: &Receiver<()>) {
    let mut since = Since::new(0);
    let mut ticks = 0_u32;
    while ended.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        ticks = ticks.wrapping_add(1);
        let (jobs, is_busy) = {
            let state = lock(watched);
            (state.jobs, state.is_busy)
        };
        let is_long = since.jobs == jobs && is_busy;
        if !is_long {
            since = Since::new(jobs);
        }
        if !is_long && !ticks.is_multiple_of(SELDOM) {
            continue;
        }
        let taken = Taken::by(pid);
        let mut state = lock(watched);
        // What was seen of one job says nothing of the next.
        if state.jobs != jobs {
            continue;
        }
        state.is_worn |= taken.bytes > limits.bytes / 2;
        let verdict = if taken.bytes > limits.bytes {
            Some(Verdict::Memory)
        } else {
            since.judge(taken.processor, limits.time, measure)
        };
        if state.is_busy && verdict.is_some() {
            state.verdict = verdict;
            // One that is gone already needs no ending.
            let _ = state.child.kill();
            return;
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// When a process was first seen at a job, and what it had taken of the processor then.
#[derive(Debug)]
struct Since {
    jobs: u64,
    time: Instant,
    processor: Option<Duration>,
}

impl Since {
    fn new(jobs: u64) -> Self {
        Self { jobs, time: now(), processor: None }
    }

    /// Whether the job takes too long. What it took before the first look is not counted, which is no more than two ticks.
    fn judge(&mut self, processor: Duration, most: Duration, measure: Measure) -> Option<Verdict> {
        let (own, by_clock) = match measure {
            Measure::Processor => (processor, most.saturating_mul(PATIENCE)),
            Measure::Clock => (Duration::ZERO, most),
        };
        let before = *self.processor.get_or_insert(own);
        if own.saturating_sub(before) > most {
            return Some(Verdict::Time(most));
        }
        Some(Verdict::Clock(by_clock)).filter(|_| self.time.elapsed() > by_clock)
    }
}

/// What a process has taken; nothing where the system does not tell.
#[derive(Debug, Default)]
struct Taken {
    /// The memory it holds.
    bytes: u64,
    /// The processor time of all its threads since it began.
    processor: Duration,
}

impl Taken {
    fn by(pid: Pid) -> Self {
        let mut system = System::new();
        let only = ProcessesToUpdate::Some(&[pid]);
        let asked = ProcessRefreshKind::nothing().with_memory().with_cpu();
        system.refresh_processes_specifics(only, true, asked);
        system.process(pid).map_or_else(Self::default, |process| Self {
            bytes: process.memory(),
            processor: Duration::from_millis(process.accumulated_cpu_time()),
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "how long a document takes is in no document")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;

    use super::*;

    /// How a shell at this job ends within so many milliseconds.
    fn watched(
        script: &str,
        milliseconds: u64,
        measure: Measure,
    ) -> std::io::Result<(Option<Verdict>, Option<i32>)> {
        let child = Command::new("/bin/sh").args(["-c", script]).spawn()?;
        let limits = JobLimits { time: Duration::from_millis(milliseconds), bytes: 64 << 20 };
        let watched = Watched::new(child, limits, measure)?;
        watched.is_busy(true);
        loop {
            if let Some((verdict, status)) = watched.look()? {
                return Ok((verdict, status.code()));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn a_job_is_measured_by_the_processor_and_one_that_waits_by_the_clock() {
        let ms = Duration::from_millis;
        let watched =
            |script, milliseconds, measure| watched(script, milliseconds, measure).expect("a shell");
        let endless = "while :; do :; done";
        assert_eq!(watched(endless, 200, Measure::Processor), (Some(Verdict::Time(ms(200))), None));
        // It waits longer than it may work, as every process does on a busy machine.
        assert_eq!(watched("sleep 0.4; exit 7", 200, Measure::Processor), (None, Some(7)));
        assert_eq!(watched("exec sleep 60", 10, Measure::Processor), (Some(Verdict::Clock(ms(300))), None));
        assert_eq!(watched("exec sleep 60", 100, Measure::Clock), (Some(Verdict::Clock(ms(100))), None));
        assert_eq!(watched(endless, 100, Measure::Clock), (Some(Verdict::Clock(ms(100))), None));
    }
}
