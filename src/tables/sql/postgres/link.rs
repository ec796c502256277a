//! A connection to a server: made, encrypted as it is to be, and bounded in time. What is said over it, it does not know.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use postgres_protocol::message::frontend;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::super::told::{Limit, unreachable};
use super::server::{Host, Security, Target};
use crate::beneath::read_regular;
use crate::diagnostic::{Diagnostic, io_text};
use crate::system::PathStream;

/// How long connecting may take where nothing is said.
const SECONDS: u32 = 10;

/// Largest file of certificates.
const LARGEST: u64 = 4 << 20;

/// A connection.
#[derive(Debug)]
pub(super) enum Link {
    Plain(TcpStream),
    Socket(PathStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Link {
    /// Connects to a server.
    ///
    /// # Errors
    ///
    /// It does not answer in time, or its certificate is not one that is trusted.
    pub(super) fn connect(root: &Path, target: &Target, until: Limit) -> Result<Self, Diagnostic> {
        let most =
            Duration::from_secs(target.seconds.filter(|seconds| *seconds > 0).unwrap_or(SECONDS).into());
        let most = until.left().ok_or_else(|| until.report())?.min(most);
        let (name, reached) = match &target.host {
            Host::Socket(folder) => return socket(folder, target.port),
            Host::Network { name, address } => (name, address.as_ref().unwrap_or(name)),
        };
        let failed = |error: io::Error| {
            unreachable(format!("the server does not answer ({})", io_text(&error)))
                .with_hint("check the name and the port, and that the server may be reached from here")
        };
        let stream = connect(reached, target.port, most).map_err(failed)?;
        match &target.security {
            Security::Plain => Ok(Self::Plain(stream)),
            Security::Verified { authority } => {
                let settings = settings(root, authority.as_deref())?;
                encrypt(stream, name, settings).map_err(|error| {
                    unreachable(format!("the connection cannot be encrypted ({error})")).with_hint(
                        "its certificate must bear the name of the server, by an authority of the system or of `sslrootcert`; without encryption: sslmode=disable",
                    )
                })
            }
        }
    }

    /// Bounds what is read and written next.
    pub(super) fn set_time(&self, time: Duration) -> io::Result<()> {
        match self {
            Self::Plain(stream) => {
                stream.set_read_timeout(Some(time)).and_then(|()| stream.set_write_timeout(Some(time)))
            }
            Self::Socket(stream) => stream.set_time(time),
            Self::Tls(stream) => stream
                .sock
                .set_read_timeout(Some(time))
                .and_then(|()| stream.sock.set_write_timeout(Some(time))),
        }
    }
}

fn socket(folder: &str, port: u16) -> Result<Link, Diagnostic> {
    let path = Path::new(folder).join(format!(".s.PGSQL.{port}"));
    PathStream::connect(&path).map(Link::Socket).map_err(|error| {
        unreachable(format!("no server answers in {folder} ({})", io_text(&error)))
            .with_hint("name the server by `host`, and its port if it is another than 5432")
    })
}

fn connect(host: &str, port: u16, most: Duration) -> io::Result<TcpStream> {
    let mut failed = io::Error::new(io::ErrorKind::NotFound, "the server has no address");
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, most) {
            Ok(stream) => {
                stream.set_read_timeout(Some(most))?;
                stream.set_write_timeout(Some(most))?;
                stream.set_nodelay(true)?;
                return Ok(stream);
            }
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

/// Asks for encryption, and begins it.
fn encrypt(mut stream: TcpStream, name: &str, settings: ClientConfig) -> io::Result<Link> {
    let mut asked = bytes::BytesMut::new();
    frontend::ssl_request(&mut asked);
    stream.write_all(&asked)?;
    let mut answer = [0];
    stream.read_exact(&mut answer)?;
    if answer != *b"S" {
        return Err(io::Error::other("the server offers no encryption"));
    }
    let name = ServerName::try_from(name.to_owned()).map_err(io::Error::other)?;
    let client = ClientConnection::new(Arc::new(settings), name).map_err(io::Error::other)?;
    let mut tls = StreamOwned::new(client, stream);
    while tls.conn.is_handshaking() {
        tls.conn.complete_io(&mut tls.sock)?;
    }
    Ok(Link::Tls(Box::new(tls)))
}

/// Whom to trust: the authorities of the system, or those of a file.
fn settings(root: &Path, authority: Option<&str>) -> Result<ClientConfig, Diagnostic> {
    let mut roots = RootCertStore::empty();
    match authority {
        None => drop(roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs)),
        Some(file) => {
            let wrong = |cause: &str| {
                unreachable(format!("the authority `{file}` cannot be read ({cause})"))
                    .with_hint("put its certificate there, in PEM")
            };
            let pem = read_regular(&root.join(file), LARGEST).map_err(|error| wrong(&io_text(&error)))?;
            for certificate in CertificateDer::pem_slice_iter(&pem) {
                let certificate = certificate.map_err(|error| wrong(&error.to_string()))?;
                roots.add(certificate).map_err(|error| wrong(&error.to_string()))?;
            }
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| unreachable(format!("nothing can be encrypted ({error})")))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

impl Read for Link {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(buffer),
            Self::Socket(stream) => stream.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Link {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(buffer),
            Self::Socket(stream) => stream.write(buffer),
            Self::Tls(stream) => stream.write(buffer),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Socket(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}
