//! An object on its way into a store: parts are sent while the next are made, and none of it is seen before the last.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::sync::Arc;

use object_store::multipart::PartId;
use object_store::path::Path;
use object_store::{Error, PutPayload};
use tokio::task::JoinHandle;

use super::connection::Connection;
use super::depot::Upload;

/// The size of a part: a store takes 10,000, and all but the last have to be of one size.
const PART: usize = 16 << 20;
/// How many parts are on their way at a time.
const AT_A_TIME: usize = 2;

/// An object on its way.
pub(super) struct Parts {
    store: Arc<Connection>,
    name: String,
    path: Path,
    id: String,
    held: Vec<u8>,
    bytes: u64,
    sent: usize,
    on_their_way: VecDeque<JoinHandle<Result<PartId, Error>>>,
    done: Vec<PartId>,
    is_complete: bool,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("name", &self.name).field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

impl Parts {
    /// Begins an object.
    pub(super) fn begin(store: Arc<Connection>, name: &str) -> io::Result<Self> {
        let path = store.path(name)?;
        let asked = store.retries.ask(|_| store.asked.parts.create_multipart(&path));
        let id = store.runtime.block_on(asked).map_err(|error| store.refused(name, &error))?;
        Ok(Self {
            name: name.to_owned(),
            path,
            id,
            held: Vec::new(),
            bytes: 0,
            sent: 0,
            on_their_way: VecDeque::new(),
            done: Vec::new(),
            is_complete: false,
            store,
        })
    }

    /// Sends a part, and waits until few enough are on their way.
    fn send(&mut self, part: Vec<u8>) -> io::Result<()> {
        // A task does not hold the connection: its end would be that of what runs the task.
        let (asked, retries) = (self.store.asked.clone(), Arc::clone(&self.store.retries));
        let (path, id, number) = (self.path.clone(), self.id.clone(), self.sent);
        self.sent += 1;
        let payload = PutPayload::from(part);
        self.on_their_way.push_back(self.store.runtime.spawn(async move {
            retries.ask(|_| asked.parts.put_part(&path, &id, number, payload.clone())).await
        }));
        while self.on_their_way.len() > AT_A_TIME {
            self.wait()?;
        }
        Ok(())
    }

    /// Waits for the first part that is on its way.
    fn wait(&mut self) -> io::Result<()> {
        let Some(first) = self.on_their_way.pop_front() else { return Ok(()) };
        let sent = self.store.runtime.block_on(first).map_err(io::Error::other)?;
        self.done.push(sent.map_err(|error| self.store.refused(&self.name, &error))?);
        Ok(())
    }

    /// Whether the object is there after all: an answer may be cut off once it is.
    async fn is_there(&self) -> Result<bool, Error> {
        Ok(self.store.look(&self.path).await?.0 == self.bytes)
    }
}

impl Upload for Parts {
    fn name(&self) -> &str {
        &self.name
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn add(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        self.bytes += bytes.len() as u64;
        while self.held.len() + bytes.len() >= PART {
            let (first, rest) = bytes.split_at(PART - self.held.len());
            self.held.extend_from_slice(first);
            bytes = rest;
            let part = std::mem::take(&mut self.held);
            self.send(part)?;
        }
        self.held.extend_from_slice(bytes);
        Ok(())
    }

    fn complete(mut self: Box<Self>) -> io::Result<()> {
        if !self.held.is_empty() || self.sent == 0 {
            let part = std::mem::take(&mut self.held);
            self.send(part)?;
        }
        while !self.on_their_way.is_empty() {
            self.wait()?;
        }
        let Self { store, path, id, done, .. } = &*self;
        let completed = store.runtime.block_on(async {
            let asked =
                store.retries.ask(|_| store.asked.parts.complete_multipart(path, id, done.clone())).await;
            match asked {
                Err(Error::NotFound { .. }) if self.is_there().await? => Ok(()),
                asked => asked.map(drop),
            }
        });
        completed.map_err(|error| self.store.refused(&self.name, &error))?;
        self.is_complete = true;
        Ok(())
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        if self.is_complete {
            return;
        }
        self.on_their_way.iter().for_each(JoinHandle::abort);
        // Where this fails too, the next run finds the note of it.
        let Self { store, path, id, .. } = self;
        let _ = store.runtime.block_on(store.asked.parts.abort_multipart(path, id));
    }
}
