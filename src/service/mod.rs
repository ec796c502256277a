//! Letters over HTTP: a session that programs ask, each request with a token, and no more of them at a time than can be answered soon.
//!
//! It holds no rule of the project: what is asked goes to a [`Session`], and what comes of it goes back.
//!
//! | question | file |
//! | --- | --- |
//! | what is asked where, and what is answered | `routes` |
//! | the same of batches | `batch_routes` |
//! | how answers are written | `answers` |
//! | which session makes letters | `warm` |
//! | how batches come, are made and kept | `batches` |
//! | how it is described to other programs | `openapi` |
//! | what all answers are made from | `state` |
//! | who may ask | `tokens` |
//! | how much it does | `metrics` |

mod answers;
mod batch_routes;
mod batches;
mod metrics;
mod openapi;
mod routes;
mod state;
mod tokens;
mod warm;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::diagnostic::{Diagnostic, codes, io_text};
use crate::session::Session;
use crate::web::{self, Limits};
use batches::Batches;
pub use batches::{BatchOptions, Maker};
use metrics::Metrics;
use state::Service;
use tokens::Tokens;
pub use warm::OpenSession;
use warm::Warm;

/// What connections may take.
const LIMITS: Limits =
    Limits { connections: 1024, kept: Duration::from_secs(3600), last: Duration::from_secs(120) };

/// What a service is started with.
#[expect(missing_debug_implementations, reason = "it holds what opens sessions")]
pub struct ServiceOptions<'a> {
    /// What makes the letters.
    pub session: Session,
    /// Opens another session, after a batch has given numbers.
    pub open: OpenSession,
    /// Batches, and what they are made with, where the service takes some.
    pub batches: Option<(BatchOptions, Maker)>,
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
    let ServiceOptions { session, open, batches, address, tokens, most, stop } = options;
    let tokens = Tokens::new(&tokens).ok_or_else(|| {
        Diagnostic::new(
            codes::SERVICE_TOKEN,
            "there is no token of at least 16 characters for whoever may ask",
        )
        .with_hint("set a long random one, such as that of `openssl rand -hex 32`")
    })?;
    let metrics = Metrics::default();
    let (batches, maker) = match batches {
        Some((options, maker)) => {
            let opened = Batches::open(options).map_err(|error| unusable(&io_text(&error)))?;
            (Some(Arc::new(opened)), Some(maker))
        }
        None => (None, None),
    };
    let warm = Warm::new(session, open);
    let service = Service { warm, tokens, room: Arc::new(Semaphore::new(most)), most, metrics, batches };
    let service = Arc::new(service);
    let making = maker.map(|maker| begin_batches(&service, maker)).transpose()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| failed(&io_text(&error)))?;
    let ended = runtime.block_on(async {
        let listener = TcpListener::bind(address).await.map_err(|error| failed(&io_text(&error)))?;
        let address = listener.local_addr().map_err(|error| failed(&io_text(&error)))?;
        ready(address);
        web::listen(listener, routes::app(Arc::clone(&service)), LIMITS, stop).await;
        Ok(())
    });
    service.warm.stop();
    if let Some(batches) = &service.batches {
        batches.end();
    }
    // The batch that is being made ends after the documents at hand.
    let _ = making.map(JoinHandle::join);
    // What still works on an answer nobody waits for is left alone.
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended
}

/// Has batches made in a thread of their own.
fn begin_batches(service: &Arc<Service>, maker: Maker) -> Result<JoinHandle<()>, Diagnostic> {
    let service = Arc::clone(service);
    let work = move || {
        if let Some(batches) = &service.batches {
            batches.work(&maker, || service.warm.renew());
        }
    };
    let begun = std::thread::Builder::new().name("batches".into()).spawn(work);
    begun.map_err(|error| failed(&io_text(&error)))
}

fn unusable(cause: &str) -> Diagnostic {
    Diagnostic::new(codes::SERVICE_START, format!("the folder of batches cannot be used ({cause})"))
        .with_hint("name a folder that can be written to with `--batches`")
}

fn failed(cause: &str) -> Diagnostic {
    Diagnostic::new(codes::SERVICE_START, format!("letters cannot be served ({cause})"))
        .with_hint("name another address with `--address`, such as 127.0.0.1:0 for a free port")
}
