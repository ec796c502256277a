//! Letters over HTTP: a session that programs ask, each request with a token, and no more of them at a time than can be answered soon.
//!
//! It holds no rule of the project: what is asked goes to a [`Session`], and what comes of it goes back.
//!
//! | question | file |
//! | --- | --- |
//! | what is asked where, and what is answered | `routes` |
//! | how it is described to other programs | `openapi` |
//! | what all answers are made from | `state` |
//! | who may ask | `tokens` |
//! | how much it does | `metrics` |

mod metrics;
mod openapi;
mod routes;
mod state;
mod tokens;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::diagnostic::{Diagnostic, codes, io_text};
use crate::session::Session;
use crate::web::{self, Limits};
use metrics::Metrics;
use state::Service;
use tokens::Tokens;

/// What connections may take.
const LIMITS: Limits =
    Limits { connections: 1024, kept: Duration::from_secs(3600), last: Duration::from_secs(120) };

/// What a service is started with.
#[derive(Debug)]
pub struct ServiceOptions<'a> {
    /// What makes the letters.
    pub session: Session,
    /// Where to listen; a free port where it is 0.
    pub address: SocketAddr,
    /// The tokens that programs may ask with; each is as good as the others.
    pub tokens: Vec<String>,
    /// How many requests may be at work or wait for it; those beyond are told to ask again.
    pub most: usize,
    /// Set once the service is to end.
    pub stop: &'a AtomicBool,
}

/// Serves letters until it is to end, and then those that were begun; `ready` is given the address.
///
/// # Errors
///
/// The address is taken or none of this machine, no token was given, or the system gives no threads or connections.
pub fn serve(options: ServiceOptions<'_>, ready: impl FnOnce(SocketAddr)) -> Result<(), Diagnostic> {
    let ServiceOptions { session, address, tokens, most, stop } = options;
    let tokens = Tokens::new(&tokens).ok_or_else(|| {
        Diagnostic::new(
            codes::SERVICE_TOKEN,
            "there is no token of at least 16 characters for whoever may ask",
        )
        .with_hint("set a long random one, such as that of `openssl rand -hex 32`")
    })?;
    let metrics = Metrics::default();
    let service = Service { session, tokens, room: Arc::new(Semaphore::new(most)), most, metrics };
    let service = Arc::new(service);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| failed(&io_text(&error)))?;
    let ended = runtime.block_on(async {
        let listener = TcpListener::bind(address).await.map_err(|error| failed(&io_text(&error)))?;
        let address = listener.local_addr().map_err(|error| failed(&io_text(&error)))?;
        ready(address);
        web::listen(listener, routes::app(Arc::clone(&service)), LIMITS, stop).await;
        Ok(())
    });
    service.session.stop();
    // What still works on an answer nobody waits for is left alone.
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended
}

fn failed(cause: &str) -> Diagnostic {
    Diagnostic::new(codes::SERVICE_START, format!("letters cannot be served ({cause})"))
        .with_hint("name another address with `--address`, such as 127.0.0.1:0 for a free port")
}
