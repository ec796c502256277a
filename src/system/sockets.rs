//! Sockets that have a path instead of an address.

use std::io::{self, Read, Write};
use std::path::Path;
use std::time::Duration;

/// A connection by such a socket, where the system has them.
#[cfg(unix)]
#[derive(Debug)]
pub(crate) struct PathStream(std::os::unix::net::UnixStream);

#[cfg(unix)]
impl PathStream {
    /// Connects to the socket at a path.
    pub(crate) fn connect(path: &Path) -> io::Result<Self> {
        std::os::unix::net::UnixStream::connect(path).map(Self)
    }

    /// Bounds what is read and written next.
    pub(crate) fn set_time(&self, time: Duration) -> io::Result<()> {
        self.0.set_read_timeout(Some(time)).and_then(|()| self.0.set_write_timeout(Some(time)))
    }
}

#[cfg(unix)]
impl Read for PathStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

#[cfg(unix)]
impl Write for PathStream {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.0.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// There is none on other systems.
#[cfg(not(unix))]
#[derive(Debug)]
pub(crate) enum PathStream {}

#[cfg(not(unix))]
impl PathStream {
    /// Says that there are none.
    pub(crate) fn connect(_: &Path) -> io::Result<Self> {
        Err(io::Error::new(io::ErrorKind::Unsupported, "this system has no such sockets"))
    }

    pub(crate) fn set_time(&self, _: Duration) -> io::Result<()> {
        match *self {}
    }
}

#[cfg(not(unix))]
impl Read for PathStream {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        match *self {}
    }
}

#[cfg(not(unix))]
impl Write for PathStream {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        match *self {}
    }

    fn flush(&mut self) -> io::Result<()> {
        match *self {}
    }
}
