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

/// Why a worker was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Its job took too long.
    Time,
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
    pub(super) fn new(child: Child, limits: JobLimits) -> std::io::Result<Self> {
        let pid = Pid::from_u32(child.id());
        let state = State { child, jobs: 0, is_busy: false, verdict: None, is_worn: false };
        let state = Arc::new(Mutex::new(state));
        let (end, ended) = channel::<()>();
        let watched = Self { state: Arc::clone(&state), _end: end };
        std::thread::Builder::new().name("watch".into()).spawn(move || watch(pid, limits, &state, &ended))?;
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
fn watch(pid: Pid, limits: JobLimits, watched: &Mutex<State>, ended: &Receiver<()>) {
    let mut since = (0, now());
    let mut ticks = 0_u32;
    while ended.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        ticks = ticks.wrapping_add(1);
        let (jobs, is_busy) = {
            let state = lock(watched);
            (state.jobs, state.is_busy)
        };
        let is_long = since.0 == jobs && is_busy;
        if !is_long {
            since = (jobs, now());
        }
        if !is_long && !ticks.is_multiple_of(SELDOM) {
            continue;
        }
        let held = memory(pid);
        let mut state = lock(watched);
        // What was seen of one job says nothing of the next.
        if state.jobs != jobs {
            continue;
        }
        state.is_worn |= held > limits.bytes / 2;
        let verdict = if held > limits.bytes {
            Some(Verdict::Memory)
        } else {
            Some(Verdict::Time).filter(|_| since.1.elapsed() > limits.time)
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

/// The memory a process holds, in bytes; nothing where the system does not tell.
fn memory(pid: Pid) -> u64 {
    let mut system = System::new();
    let only = ProcessesToUpdate::Some(&[pid]);
    system.refresh_processes_specifics(only, true, ProcessRefreshKind::nothing().with_memory());
    system.process(pid).map_or(0, sysinfo::Process::memory)
}

#[expect(clippy::disallowed_methods, reason = "how long a document takes is in no document")]
fn now() -> Instant {
    Instant::now()
}
