//! Which batches there are, where each stands, and whose turn it is.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ring::rand::{SecureRandom as _, SystemRandom};

use super::making::{End, Maker};
use super::place::{OUTPUT, RECIPIENTS, STATE};
use super::told::{BatchStage, BatchState};
use crate::beneath::{Folder, try_lock};
use crate::names::ArchivePath;

/// The file that whoever uses a folder of batches has locked.
const LOCK: &str = "lock";

/// Most bytes of a state that is read again.
const STATE_BYTES: u64 = 16 << 20;

/// How often it is looked whether a batch has been kept long enough.
const LOOK: Duration = Duration::from_millis(500);

/// Where batches lie, and how many there may be.
#[derive(Debug, Clone)]
pub struct BatchOptions {
    /// The folder that they lie in.
    pub folder: PathBuf,
    /// How many there may be at a time: coming, waiting, under way and kept.
    pub most: usize,
    /// Most bytes of the recipients of one.
    pub most_bytes: u64,
    /// How long one is kept once it is over, or since the service began.
    pub kept: Duration,
}

/// The batches of a service.
#[derive(Debug)]
pub(in crate::service) struct Batches {
    options: BatchOptions,
    folder: Folder,
    all: Mutex<All>,
    moved: Condvar,
    is_ending: AtomicBool,
    /// Locked for as long as it is open.
    _lock: File,
}

#[derive(Debug, Default)]
struct All {
    batches: BTreeMap<String, Batch>,
    /// How many were taken in so far: the next one's turn.
    turns: u64,
}

#[derive(Debug)]
struct Batch {
    state: BatchState,
    turn: u64,
    /// Set where nobody wants it any more.
    stop: Arc<AtomicBool>,
    /// When it was over.
    over: Option<Instant>,
}

/// A batch whose turn it is.
#[derive(Debug)]
struct Turn {
    id: String,
    stop: Arc<AtomicBool>,
}

impl Batches {
    /// Opens the folder of batches, and takes in those that are there.
    pub(in crate::service) fn open(options: BatchOptions) -> io::Result<Self> {
        let folder = Folder::create(&options.folder)?;
        let lock = folder.append_own(LOCK)?;
        try_lock(&lock).map_err(|_| io::Error::other("another service has it"))?;
        let mut all = All::default();
        let mut names: Vec<String> = folder.list()?.into_iter().map(|found| found.name).collect();
        names.sort();
        for name in names.into_iter().filter(|name| is_id(name)) {
            match find(&folder, &name) {
                Some(state) => all.take_in(state, now()),
                // Its recipients had not all come.
                None => folder.remove_all(&name)?,
            }
        }
        let all = Mutex::new(all);
        Ok(Self {
            options,
            folder,
            all,
            moved: Condvar::new(),
            is_ending: AtomicBool::new(false),
            _lock: lock,
        })
    }

    /// Makes room for a batch whose recipients are coming; returns its id and the folder for it, or `None` where there is no room.
    pub(super) fn make_room(&self) -> io::Result<Option<(String, Folder)>> {
        let id = random_id()?;
        {
            let mut all = self.lock();
            if all.batches.len() >= self.options.most || self.is_ending.load(Ordering::Relaxed) {
                return Ok(None);
            }
            all.take_in(BatchState { stage: BatchStage::Coming, ..BatchState::waiting(id.clone()) }, now());
        }
        let made = self.folder.make_folder(&id).inspect_err(|_| self.forget(&id));
        made.map(|folder| Some((id, folder)))
    }

    /// Has a batch wait for its turn, since its recipients have all come; whether it is wanted still.
    pub(super) fn have_wait(&self, id: &str) -> bool {
        let mut all = self.lock();
        let Some(batch) = all.batches.get_mut(id) else { return false };
        batch.state.stage = BatchStage::Waiting;
        drop(all);
        self.moved.notify_all();
        true
    }

    /// Forgets a batch whose recipients did not come.
    pub(super) fn forget(&self, id: &str) {
        self.lock().batches.remove(id);
        self.remove(id);
    }

    /// Most bytes of the recipients of a batch.
    pub(super) fn most_bytes(&self) -> u64 {
        self.options.most_bytes
    }

    /// What is told of a batch.
    pub(in crate::service) fn state(&self, id: &str) -> Option<BatchState> {
        self.lock().batches.get(id).map(|batch| batch.state.clone())
    }

    /// The archive of a batch that is made, with its name and size.
    pub(in crate::service) fn archive(&self, id: &str) -> Option<(File, u64, String)> {
        let file = self.state(id)?.archive?.file;
        let name = file.rsplit('/').next()?.to_owned();
        let (file, length) = self.folder.open_file(&format!("{id}/{OUTPUT}/{file}")).ok()?;
        Some((file, length, name))
    }

    /// Gives up a batch, and removes what was made of it; whether there was one.
    pub(in crate::service) fn give_up(&self, id: &str) -> bool {
        let Some(batch) = self.lock().batches.remove(id) else { return false };
        batch.stop.store(true, Ordering::Relaxed);
        // What is coming or under way removes its folder when it has noticed.
        if !matches!(batch.state.stage, BatchStage::Coming | BatchStage::UnderWay) {
            self.remove(id);
        }
        true
    }

    /// How many batches there are at each stage.
    pub(in crate::service) fn counts(&self) -> [(&'static str, usize); 5] {
        let all = self.lock();
        let count = |stage| all.batches.values().filter(|batch| batch.state.stage == stage).count();
        [
            ("coming", count(BatchStage::Coming)),
            ("waiting", count(BatchStage::Waiting)),
            ("under-way", count(BatchStage::UnderWay)),
            ("made", count(BatchStage::Made)),
            ("refused", count(BatchStage::Refused)),
        ]
    }

    /// Takes no more, and lets the one that is being made end; it goes on when the service is started again.
    pub(in crate::service) fn end(&self) {
        self.is_ending.store(true, Ordering::Relaxed);
        let all = self.lock();
        all.batches.values().for_each(|batch| batch.stop.store(true, Ordering::Relaxed));
        drop(all);
        self.moved.notify_all();
    }

    /// Makes batches, one after the other, until the service ends; `after` is called after each, before it is told.
    pub(in crate::service) fn work(&self, maker: &Maker, after: impl Fn()) {
        while let Some(turn) = self.next_turn() {
            let folder = self.options.folder.join(&turn.id);
            let change = |change: &mut dyn FnMut(&mut BatchState)| {
                if let Some(batch) = self.lock().batches.get_mut(&turn.id) {
                    change(&mut batch.state);
                }
            };
            let end = maker.make(&folder, &turn.stop, &change);
            after();
            self.close(&turn, end);
        }
    }

    /// Waits for a batch that waits; `None` when the service ends.
    fn next_turn(&self) -> Option<Turn> {
        let mut all = self.lock();
        loop {
            if self.is_ending.load(Ordering::Relaxed) {
                return None;
            }
            self.remove_old(&mut all);
            let waiting =
                all.batches.iter_mut().filter(|(_, batch)| batch.state.stage == BatchStage::Waiting);
            if let Some((id, batch)) = waiting.min_by_key(|(_, batch)| batch.turn) {
                batch.state.stage = BatchStage::UnderWay;
                return Some(Turn { id: id.clone(), stop: Arc::clone(&batch.stop) });
            }
            let waited = self.moved.wait_timeout(all, LOOK).unwrap_or_else(PoisonError::into_inner);
            all = waited.0;
        }
    }

    /// Keeps what came of a batch and then tells it, unless nobody wants it any more; without an end it is made when the service is started
    /// again.
    fn close(&self, turn: &Turn, end: Option<End>) {
        let Some(mut state) = self.state(&turn.id) else { return self.remove(&turn.id) };
        match end {
            Some(end) => end(&mut state),
            None => state = BatchState::waiting(turn.id.clone()),
        }
        let path: Result<ArchivePath, _> = format!("{}/{STATE}", turn.id).parse();
        if let (true, Ok(path), Ok(json)) = (state.is_over(), path, serde_json::to_vec(&state)) {
            // Where it cannot be kept it is made again after a start of the service.
            let _ = self.folder.write_atomically(&path, &json);
        }
        let mut all = self.lock();
        match all.batches.get_mut(&turn.id) {
            Some(batch) => {
                batch.over = state.is_over().then(now);
                batch.state = state;
            }
            None => {
                drop(all);
                self.remove(&turn.id);
            }
        }
    }

    fn remove_old(&self, all: &mut All) {
        let is_old = |batch: &Batch| batch.over.is_some_and(|over| over.elapsed() >= self.options.kept);
        let old: Vec<String> =
            all.batches.iter().filter(|(_, batch)| is_old(batch)).map(|(id, _)| id.clone()).collect();
        for id in old {
            all.batches.remove(&id);
            self.remove(&id);
        }
    }

    fn remove(&self, id: &str) {
        // What cannot be removed is tried again at the next start.
        let _ = self.folder.folder(id).and_then(|folder| folder.remove_file(RECIPIENTS));
        let _ = self.folder.remove_all(id);
    }

    fn lock(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl All {
    fn take_in(&mut self, state: BatchState, at: Instant) {
        let over = state.is_over().then_some(at);
        let batch = Batch { turn: self.turns, stop: Arc::new(AtomicBool::new(false)), over, state };
        self.turns += 1;
        self.batches.insert(batch.state.id.clone(), batch);
    }
}

/// A batch that an earlier run of the service left, if its recipients had come.
fn find(folder: &Folder, id: &str) -> Option<BatchState> {
    folder.open_file(&format!("{id}/{RECIPIENTS}")).ok()?;
    let kept = read_state(folder, id).filter(|state| state.id == id && state.is_over());
    Some(kept.unwrap_or_else(|| BatchState::waiting(id.to_owned())))
}

fn read_state(folder: &Folder, id: &str) -> Option<BatchState> {
    let (file, length) = folder.open_file(&format!("{id}/{STATE}")).ok()?;
    let state: BatchState =
        (length <= STATE_BYTES).then(|| serde_json::from_reader(io::BufReader::new(file)).ok())??;
    let is_sound = state.archive.as_ref().is_none_or(|archive| archive.file.parse::<ArchivePath>().is_ok());
    is_sound.then_some(state)
}

/// How many digits an id has: so many that nobody guesses one.
const DIGITS: usize = 32;

fn is_id(name: &str) -> bool {
    name.len() == DIGITS && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn random_id() -> io::Result<String> {
    let mut bytes = [0; DIGITS / 2];
    SystemRandom::new().fill(&mut bytes).map_err(|_| io::Error::other("the system has no random numbers"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[expect(clippy::disallowed_methods, reason = "how long a batch is kept does not change what is made")]
fn now() -> Instant {
    Instant::now()
}
