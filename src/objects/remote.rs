//! Objects that another process reads for this one, which has no network: over a socket in a folder of their own.
//!
//! A request is a line of JSON, an answer is a line of JSON and the bytes that it announces. The process with the network decides of which places
//! objects may be read; the other one asks for names beneath them.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde::{Deserialize, Serialize};

use super::depot::{Depot, Objects, Upload};
use super::refusal::StoreRefusal;
use crate::names::ArchivePath;
use crate::system::{PathListener, PathStream};

/// The longest line.
const MOST_LINE: u64 = 16 << 10;
/// The most bytes that are asked for at a time.
const MOST_BYTES: usize = 8 << 20;

#[derive(Debug, Serialize, Deserialize)]
struct Request {
    /// Of which place.
    place: usize,
    name: Option<ArchivePath>,
    ask: Ask,
}

#[derive(Debug, Serialize, Deserialize)]
enum Ask {
    Length,
    Read {
        from: u64,
        bytes: usize,
    },
    List,
    Address,
    Begin,
    /// Bytes of an object that was begun follow.
    Add {
        upload: usize,
        bytes: usize,
    },
    Complete {
        upload: usize,
    },
    Drop {
        upload: usize,
    },
    /// Bytes follow.
    PutNew {
        bytes: usize,
    },
    GiveUp {
        id: String,
    },
}

impl Ask {
    /// How many bytes follow.
    fn following(&self) -> usize {
        match self {
            Self::Add { bytes, .. } | Self::PutNew { bytes } => *bytes,
            _ => 0,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Length(u64),
    /// So many bytes follow.
    Bytes(usize),
    Begun {
        upload: usize,
        id: String,
    },
    Done(bool),
    Refused(StoreRefusal),
    Failed(String),
}

/// A place of which objects are served.
#[derive(Debug, Clone)]
pub struct ServedPlace {
    /// What is read.
    pub depot: Arc<dyn Depot>,
    /// Which names may be written.
    pub may_write: fn(&str) -> bool,
}

/// What is served, until it is dropped.
#[derive(Debug)]
pub struct Served {
    _folder: tempfile::TempDir,
    socket: PathBuf,
}

impl Served {
    /// Where it is asked.
    #[must_use]
    pub fn socket(&self) -> &Path {
        &self.socket
    }
}

/// Serves objects of places to one process, which connects within its first moments.
///
/// # Errors
///
/// There can be no socket.
pub fn serve(places: Vec<ServedPlace>) -> io::Result<Served> {
    let folder = tempfile::Builder::new().prefix("convoke-").tempdir()?;
    let socket = folder.path().join("objects");
    let listener = PathListener::bind(&socket)?;
    thread::Builder::new().name("objects".to_owned()).spawn(move || {
        // One process is served, and whoever comes later is not.
        if let Ok(stream) = listener.accept() {
            // It ends with the other process.
            let _ = Serving { places, uploads: Vec::new() }.answer_all(&stream.into_file());
        }
    })?;
    Ok(Served { _folder: folder, socket })
}

/// One process that is served.
struct Serving {
    places: Vec<ServedPlace>,
    uploads: Vec<Option<Box<dyn Upload>>>,
}

impl Serving {
    fn answer_all(&mut self, stream: &File) -> io::Result<()> {
        let mut requests = BufReader::new(stream);
        while let Some(line) = read_line(&mut requests)? {
            let request: Request = serde_json::from_slice(&line)?;
            let following = request.ask.following();
            if following > MOST_BYTES {
                return Err(io::ErrorKind::InvalidData.into());
            }
            let mut bytes = vec![0; following];
            requests.read_exact(&mut bytes)?;
            let (answer, bytes) = self.answer(request, &bytes).unwrap_or_else(|error| {
                let failed = || Answer::Failed(error.to_string());
                (StoreRefusal::of(&error).cloned().map_or_else(failed, Answer::Refused), Vec::new())
            });
            write_line(stream, &answer)?;
            (&mut &*stream).write_all(&bytes)?;
        }
        Ok(())
    }

    fn answer(&mut self, request: Request, bytes: &[u8]) -> io::Result<(Answer, Vec<u8>)> {
        let Request { place, name, ask } = request;
        let ServedPlace { depot, may_write } = self.places.get(place).ok_or(io::ErrorKind::NotFound)?;
        let name = name.as_ref().map(ArchivePath::as_str).unwrap_or_default();
        let is_writing = matches!(ask, Ask::Begin | Ask::PutNew { .. } | Ask::GiveUp { .. });
        if is_writing && !may_write(name) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let of_bytes = |bytes: Vec<u8>| (Answer::Bytes(bytes.len()), bytes);
        let plain = |answer: Answer| (answer, Vec::new());
        match ask {
            Ask::Length => depot.length(name).map(|length| plain(Answer::Length(length))),
            Ask::Read { bytes, .. } if bytes > MOST_BYTES => Err(io::ErrorKind::InvalidInput.into()),
            Ask::Read { from, bytes } => depot.read(name, from, bytes).map(of_bytes),
            Ask::List => Ok(of_bytes(serde_json::to_vec(&depot.list()?)?)),
            Ask::Address => Ok(of_bytes(depot.address(name).into_bytes())),
            Ask::Begin => {
                let begun = depot.begin(name)?;
                let id = begun.id().to_owned();
                self.uploads.push(Some(begun));
                Ok(plain(Answer::Begun { upload: self.uploads.len() - 1, id }))
            }
            Ask::Add { upload, .. } => {
                let begun = self.uploads.get_mut(upload).and_then(Option::as_mut);
                begun.ok_or(io::ErrorKind::NotFound)?.add(bytes)?;
                Ok(plain(Answer::Done(true)))
            }
            Ask::Complete { upload } => {
                let begun = self.uploads.get_mut(upload).and_then(Option::take);
                begun.ok_or(io::ErrorKind::NotFound)?.complete()?;
                Ok(plain(Answer::Done(true)))
            }
            Ask::Drop { upload } => {
                drop(self.uploads.get_mut(upload).and_then(Option::take));
                Ok(plain(Answer::Done(true)))
            }
            Ask::PutNew { .. } => depot.put_new(name, bytes).map(|is_new| plain(Answer::Done(is_new))),
            Ask::GiveUp { id } => depot.give_up(name, &id).map(|were_any| plain(Answer::Done(were_any))),
        }
    }
}

/// Objects of one place, asked of another process.
#[derive(Debug, Clone)]
pub struct Remote {
    place: usize,
    stream: Arc<Mutex<BufReader<File>>>,
}

impl Remote {
    /// Connects to what is served at a socket, of so many places.
    ///
    /// # Errors
    ///
    /// Nobody serves there.
    pub fn connect(socket: &Path, places: usize) -> io::Result<Vec<Self>> {
        let stream = PathStream::connect(socket)?.into_file();
        // Read and written as a file, it needs no calls of the network.
        let stream = Arc::new(Mutex::new(BufReader::new(stream)));
        Ok((0..places).map(|place| Self { place, stream: Arc::clone(&stream) }).collect())
    }

    fn ask(&self, name: &str, ask: Ask, following: &[u8]) -> io::Result<(Answer, Vec<u8>)> {
        let name = Some(name).filter(|name| !name.is_empty());
        let name = name.map(|name| name.parse().map_err(io::Error::other)).transpose()?;
        let mut stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        write_line(stream.get_ref(), &Request { place: self.place, name, ask })?;
        stream.get_ref().write_all(following)?;
        let line = read_line(&mut *stream)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        let answer = serde_json::from_slice(&line)?;
        let mut bytes = Vec::new();
        if let Answer::Bytes(length) = answer {
            bytes.resize(length.min(MOST_BYTES), 0);
            stream.read_exact(&mut bytes)?;
        }
        match answer {
            Answer::Refused(refusal) => Err(refusal.into()),
            Answer::Failed(cause) => Err(io::Error::other(cause)),
            answer => Ok((answer, bytes)),
        }
    }

    /// Asks for something that is done or not.
    fn tell(&self, name: &str, ask: Ask, following: &[u8]) -> io::Result<bool> {
        match self.ask(name, ask, following)? {
            (Answer::Done(is_done), _) => Ok(is_done),
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }
}

impl Objects for Remote {
    fn length(&self, name: &str) -> io::Result<u64> {
        match self.ask(name, Ask::Length, &[])? {
            (Answer::Length(length), _) => Ok(length),
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    fn read(&self, name: &str, from: u64, bytes: usize) -> io::Result<Vec<u8>> {
        self.ask(name, Ask::Read { from, bytes }, &[]).map(|(_, bytes)| bytes)
    }

    fn list(&self) -> io::Result<Vec<String>> {
        let (_, names) = self.ask("", Ask::List, &[])?;
        Ok(serde_json::from_slice(&names)?)
    }
}

impl Depot for Remote {
    fn address(&self, name: &str) -> String {
        let asked = self.ask(name, Ask::Address, &[]);
        asked.map_or_else(|_| name.to_owned(), |(_, address)| String::from_utf8_lossy(&address).into_owned())
    }

    fn begin(&self, name: &str) -> io::Result<Box<dyn Upload>> {
        match self.ask(name, Ask::Begin, &[])? {
            (Answer::Begun { upload, id }, _) => {
                Ok(Box::new(RemoteUpload { remote: self.clone(), name: name.to_owned(), id, upload }))
            }
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    fn put_new(&self, name: &str, bytes: &[u8]) -> io::Result<bool> {
        if bytes.len() <= MOST_BYTES {
            return self.tell(name, Ask::PutNew { bytes: bytes.len() }, bytes);
        }
        if self.length(name).is_ok() {
            return Ok(false);
        }
        let mut upload = self.begin(name)?;
        bytes.chunks(MOST_BYTES).try_for_each(|piece| upload.add(piece))?;
        upload.complete().map(|()| true)
    }

    fn give_up(&self, name: &str, id: &str) -> io::Result<bool> {
        self.tell(name, Ask::GiveUp { id: id.to_owned() }, &[])
    }
}

/// An object that another process writes for this one.
#[derive(Debug)]
struct RemoteUpload {
    remote: Remote,
    name: String,
    id: String,
    upload: usize,
}

impl Upload for RemoteUpload {
    fn name(&self) -> &str {
        &self.name
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        bytes.chunks(MOST_BYTES).try_for_each(|piece| {
            let ask = Ask::Add { upload: self.upload, bytes: piece.len() };
            self.remote.tell(&self.name, ask, piece).map(drop)
        })
    }

    fn complete(self: Box<Self>) -> io::Result<()> {
        self.remote.tell(&self.name, Ask::Complete { upload: self.upload }, &[]).map(drop)
    }
}

impl Drop for RemoteUpload {
    fn drop(&mut self) {
        // One that is complete is not there any more.
        let _ = self.remote.tell(&self.name, Ask::Drop { upload: self.upload }, &[]);
    }
}

fn read_line(from: &mut impl io::BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    from.take(MOST_LINE).read_until(b'\n', &mut line)?;
    Ok(Some(line).filter(|line| line.ends_with(b"\n")))
}

fn write_line(mut to: impl io::Write, line: &impl Serialize) -> io::Result<()> {
    let mut text = serde_json::to_vec(line)?;
    text.push(b'\n');
    to.write_all(&text)
}

#[cfg(test)]
mod tests {
    use super::super::address::StoreAddress;
    use super::super::client::StoreClient;
    use super::super::refusal::RefusalReason;
    use super::super::service::Asked;
    use super::*;

    #[test]
    fn another_process_reads_what_is_beneath_a_place_and_writes_what_it_may() {
        let address = StoreAddress::parse("s3://bucket/p").expect("an address").expect("an address");
        let depot = Arc::new(StoreClient::of(&address, Asked::memory()).expect("a client"));
        let place = ServedPlace { depot, may_write: |name| name.starts_with("index_") };
        let served = serve(vec![place]).expect("served");
        let [remote, nowhere] =
            <[Remote; 2]>::try_from(Remote::connect(served.socket(), 2).expect("connected")).expect("two");
        let bytes: Vec<u8> = (0..20_000_000_u32).map(|number| (number % 251) as u8).collect();
        let mut upload = remote.begin("index_A/index_A.zip").expect("begun");
        upload.add(&bytes).expect("added");
        upload.complete().expect("completed");
        assert_eq!(remote.length("index_A/index_A.zip").expect("there"), bytes.len() as u64);
        assert!(remote.read("index_A/index_A.zip", 10, 2 << 20).expect("read") == bytes[10..10 + (2 << 20)]);
        assert!(remote.put_new("index_A/manifest.json", b"{}").expect("put"));
        assert!(!remote.put_new("index_A/manifest.json", b"{ }").expect("it is there"));
        assert_eq!(remote.list().expect("listed"), ["index_A/index_A.zip", "index_A/manifest.json"]);
        assert_eq!(remote.address("a"), "s3://bucket/p/a");
        let refused = remote.length("b.zip").expect_err("not there");
        let reason = &StoreRefusal::of(&refused).expect("a refusal").reason;
        assert_eq!((refused.kind(), reason), (io::ErrorKind::NotFound, &RefusalReason::Nothing));
        assert!(remote.begin("share-1/share-1.zip").is_err() && remote.put_new("a", b"").is_err());
        assert!(remote.length("../b.zip").is_err());
        assert!(remote.read("index_A/index_A.zip", 0, MOST_BYTES + 1).is_err());
        assert!(nowhere.length("a").is_err());
        assert!(Remote::connect(served.socket(), 1).is_err(), "one process is served");
    }
}
