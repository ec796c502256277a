//! The connection to a server of mailboxes: how it is asked for encryption, and a bound on what is read.

use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::mailing::{Account, Security, Server};
use crate::wire::Wire;

/// The longest line of a server before the account is proved.
const LONGEST_LINE: usize = 8 << 10;

/// The most lines that a server says before it agrees to encryption.
const MOST_LINES: usize = 100;

/// How much of a server's last line is kept.
const MOST_KEPT: usize = 1000;

/// What was heard of a server, and how much more may be; shared with the one who asks.
#[derive(Debug, Clone, Default)]
pub(super) struct Heard(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    left: u64,
    line: Vec<u8>,
    is_ended: bool,
}

impl Heard {
    /// Allows so many bytes for the answer that comes next; what was heard before is forgotten.
    pub(super) fn allow(&self, bytes: u64) {
        *self.state() = State { left: bytes, ..State::default() };
    }

    /// The last line of the answer; empty where nothing was heard.
    pub(super) fn last_line(&self) -> String {
        String::from_utf8_lossy(&self.state().line).trim().to_owned()
    }

    fn note(&self, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        let left = state.left.checked_sub(bytes.len() as u64);
        state.left = left.ok_or_else(|| io::Error::other("the server says more than it was asked for"))?;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            if state.is_ended {
                state.line.clear();
            }
            let room = MOST_KEPT.saturating_sub(state.line.len());
            state.line.extend(line.iter().take(room));
            state.is_ended = line.ends_with(b"\n");
        }
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection, encrypted unless the server is on this machine.
#[derive(Debug)]
pub(super) struct Stream {
    wire: Wire,
    heard: Heard,
}

impl Stream {
    /// Connects, secures the connection and hears the server's greeting.
    pub(super) fn open(server: Server<'_>, account: &Account, heard: &Heard) -> io::Result<Self> {
        let wire = Wire::connect(server)?;
        heard.allow((LONGEST_LINE * MOST_LINES) as u64);
        let plain = Self { wire, heard: heard.clone() };
        match server.security {
            Security::Tls => {
                let mut stream = plain.secure(server, account)?;
                stream.greet()?;
                Ok(stream)
            }
            Security::Starttls => {
                let mut stream = plain;
                stream.greet()?;
                stream.ask_for_encryption()?;
                stream.secure(server, account)
            }
            Security::None => {
                let mut stream = plain;
                stream.greet()?;
                Ok(stream)
            }
        }
    }

    fn secure(self, server: Server<'_>, account: &Account) -> io::Result<Self> {
        Ok(Self { wire: self.wire.secure(server, account)?, heard: self.heard })
    }

    fn greet(&mut self) -> io::Result<()> {
        let line = self.line()?;
        if line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("* OK")) {
            return Ok(());
        }
        Err(io::Error::other(format!("it is no server of mailboxes, or it is not ready: {line}")))
    }

    /// Asks for encryption (RFC 3501, section 6.2.1). Nothing is read beyond the answer, so that what was said without encryption is
    /// not taken for said with it.
    fn ask_for_encryption(&mut self) -> io::Result<()> {
        self.write_all(b"s STARTTLS\r\n")?;
        for _ in 0..MOST_LINES {
            let line = self.line()?;
            if let Some(answer) = line.strip_prefix("s ") {
                let is_agreed = answer.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("OK"));
                let refused = || io::Error::other(format!("the server offers no encryption: {answer}"));
                return if is_agreed { Ok(()) } else { Err(refused()) };
            }
        }
        Err(io::Error::other("the server does not answer STARTTLS"))
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        let mut byte = [0];
        while !line.ends_with(b"\r\n") {
            if line.len() == LONGEST_LINE {
                return Err(io::Error::other("the server's line is too long"));
            }
            self.read_exact(&mut byte)?;
            line.extend(byte);
        }
        Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.wire.read(buffer)?;
        self.heard.note(buffer.get(..count).unwrap_or_default())?;
        Ok(count)
    }
}

impl Write for Stream {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.wire.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.wire.flush()
    }
}
