//! Sockets that have a path instead of an address.

use std::io::{self, Read, Write};
use std::path::Path;
#[cfg(feature = "sql")]
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

    /// The connection as a file, which is read and written without calls of the network.
    #[cfg(feature = "store")]
    pub(crate) fn into_file(self) -> std::fs::File {
        std::os::fd::OwnedFd::from(self.0).into()
    }

    /// Bounds what is read and written next.
    #[cfg(feature = "sql")]
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

/// A socket that waits for connections.
#[cfg(all(unix, feature = "store"))]
#[derive(Debug)]
pub(crate) struct PathListener(std::os::unix::net::UnixListener);

#[cfg(all(unix, feature = "store"))]
impl PathListener {
    /// Makes a socket at a path.
    pub(crate) fn bind(path: &Path) -> io::Result<Self> {
        std::os::unix::net::UnixListener::bind(path).map(Self)
    }

    /// Waits for one connection, and for no other.
    pub(crate) fn accept(self) -> io::Result<PathStream> {
        self.0.accept().map(|(stream, _)| PathStream(stream))
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

    #[cfg(feature = "sql")]
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
