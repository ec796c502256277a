//! A connection to a mail server: made, secured as the settings say, and bounded in time. What is said over it, it does not know.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::mailing::{Account, Server};

/// A connection.
#[derive(Debug)]
pub(crate) enum Wire {
    /// One that everybody on the way can read.
    Plain(TcpStream),
    /// One that is encrypted, to a server whose certificate bears its name.
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Wire {
    /// Connects to the first address of the server that answers.
    ///
    /// # Errors
    ///
    /// None answers in time.
    pub(crate) fn connect(server: Server<'_>) -> io::Result<Self> {
        let most = Duration::from_secs(server.seconds.value.into());
        let time = Some(most);
        let mut failed = io::Error::new(io::ErrorKind::NotFound, "the server has no address");
        for address in (server.host.as_str(), server.port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, most) {
                Ok(stream) => {
                    stream.set_read_timeout(time)?;
                    stream.set_write_timeout(time)?;
                    // Else the end of a message waits until its beginning is acknowledged, 40 ms later.
                    stream.set_nodelay(true)?;
                    return Ok(Self::Plain(stream));
                }
                Err(error) => failed = error,
            }
        }
        Err(failed)
    }

    /// Encrypts the connection. A certificate that does not fit is told here, before anything is said.
    ///
    /// # Errors
    ///
    /// The server is not the one that its certificate should name, or does not answer in time.
    pub(crate) fn secure(self, server: Server<'_>, account: &Account) -> io::Result<Self> {
        let Self::Plain(tcp) = self else { return Ok(self) };
        let name = ServerName::try_from(server.host.value.clone()).map_err(io::Error::other)?;
        let client = ClientConnection::new(Arc::new(settings(account)?), name).map_err(io::Error::other)?;
        let mut tls = StreamOwned::new(client, tcp);
        while tls.conn.is_handshaking() {
            tls.conn.complete_io(&mut tls.sock)?;
        }
        Ok(Self::Tls(Box::new(tls)))
    }
}

/// Whom to trust: the authorities of the system, and one that the settings name.
fn settings(account: &Account) -> io::Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    for certificate in account.authority.iter().flat_map(|pem| CertificateDer::pem_slice_iter(pem)) {
        let wrong = |cause: String| io::Error::other(format!("the authority is no certificate ({cause})"));
        let certificate = certificate.map_err(|error| wrong(error.to_string()))?;
        roots.add(certificate).map_err(|error| wrong(error.to_string()))?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    Ok(builder.map_err(io::Error::other)?.with_root_certificates(roots).with_no_client_auth())
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(buffer),
            Self::Tls(stream) => stream.write(buffer),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}
