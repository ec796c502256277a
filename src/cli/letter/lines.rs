//! The lines of a file of requests, as they come: bounded, and given up on an interrupt although nothing comes.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use crate::cli::setting::Setting;
use crate::diagnostic::{Diagnostic, Location, codes, io_text};

/// How many bytes a request may have.
const MOST: usize = 1 << 20;

/// How long an interrupt may wait for a line.
const PATIENCE: Duration = Duration::from_millis(50);

/// A line that has something on it.
pub(super) struct Line {
    /// Its number, from one.
    pub(super) number: u32,
    /// Its text, or why it is none.
    pub(super) text: Result<String, Diagnostic>,
}

/// The lines, as a thread of their own reads them.
pub(super) struct Lines {
    file: String,
    lines: Receiver<Line>,
}

impl Lines {
    /// Opens a file of requests; `-` is standard input.
    pub(super) fn open(path: &Path, setting: &Setting) -> Result<Self, Diagnostic> {
        let is_input = path == Path::new("-");
        let file = if is_input { "standard input".to_owned() } else { setting.shown(path) };
        let unreadable = |error: &io::Error| {
            Diagnostic::new(
                codes::ASKED_UNREADABLE,
                format!("the requests cannot be read ({})", io_text(error)),
            )
            .with_location(Location::file(file.clone()))
            .with_hint("name a file of JSON lines, or `-` for standard input")
        };
        let reader: Box<dyn BufRead + Send> = match is_input {
            true => Box::new(BufReader::new(io::stdin())),
            false => Box::new(BufReader::new(File::open(path).map_err(|error| unreadable(&error))?)),
        };
        let (sender, lines) = sync_channel(1);
        let name = file.clone();
        let reading = move || read(reader, &name, &sender);
        // It is not waited for: it may wait for a line that never comes.
        std::thread::Builder::new()
            .name("requests".into())
            .spawn(reading)
            .map_err(|error| unreadable(&error))?;
        Ok(Self { file, lines })
    }

    /// The file, as messages name it.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// The lines, until there is none or `stop` is set.
    pub(super) fn until(self, stop: &AtomicBool) -> impl Iterator<Item = Line> {
        std::iter::from_fn(move || {
            loop {
                if stop.load(Ordering::Relaxed) {
                    return None;
                }
                match self.lines.recv_timeout(PATIENCE) {
                    Ok(line) => return Some(line),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return None,
                }
            }
        })
    }
}

/// The id of a request with whatever else may be wrong.
pub(super) fn id_of(text: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    value.get("id")?.as_str().map(str::to_owned)
}

fn read(mut reader: Box<dyn BufRead + Send>, file: &str, lines: &SyncSender<Line>) {
    for number in 1.. {
        let at = |problem: Diagnostic| problem.with_location(Location::text(file, number, 1));
        let text = match read_line(&mut reader) {
            Ok(None) => return,
            Ok(Some(line)) => line.map_err(at),
            Err(error) => {
                let message = format!("the requests cannot be read on ({})", io_text(&error));
                let text = Err(at(Diagnostic::new(codes::ASKED_UNREADABLE, message)));
                let _ = lines.send(Line { number, text });
                return;
            }
        };
        let is_blank = text.as_ref().is_ok_and(|text| text.trim().is_empty());
        if !is_blank && lines.send(Line { number, text }).is_err() {
            return;
        }
    }
}

/// The next line, or what is wrong with it; `None` at the end.
fn read_line(reader: &mut Box<dyn BufRead + Send>) -> io::Result<Option<Result<String, Diagnostic>>> {
    let mut bytes = Vec::new();
    let most = MOST as u64 + 1;
    if reader.by_ref().take(most).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.len() > MOST && !bytes.ends_with(b"\n") {
        skip_line(reader)?;
        let message = format!("the request is longer than {} MiB", MOST >> 20);
        let problem = Diagnostic::new(codes::REQUEST_LARGE, message);
        return Ok(Some(Err(problem.with_hint("write each request on a line of its own"))));
    }
    Ok(Some(String::from_utf8(bytes).map_err(|_| {
        Diagnostic::new(codes::REQUEST_SYNTAX, "the request is not UTF-8 text")
            .with_hint("write JSON in UTF-8 (RFC 8259, 8.1)")
    })))
}

/// Reads on to the end of a line, holding none of it.
fn skip_line(reader: &mut Box<dyn BufRead + Send>) -> io::Result<()> {
    loop {
        let piece = reader.fill_buf()?;
        let (length, is_end) = match piece.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (piece.len(), piece.is_empty()),
        };
        reader.consume(length);
        if is_end {
            return Ok(());
        }
    }
}
