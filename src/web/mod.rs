//! Connections of a server: how many, for how long, and how they end; and files that are sent over them. What is asked and answered over them, it
//! does not know.

mod file;

pub(crate) use file::streamed;

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use futures_util::future::{Either, select};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

/// How long somebody may take to ask.
const ASKING: Duration = Duration::from_secs(10);

/// How often it is looked whether to end.
const LOOK: Duration = Duration::from_millis(100);

/// What connections may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// How many are served at a time; others wait.
    pub(crate) connections: u32,
    /// How long one is kept; its last answer may take longer by `last`.
    pub(crate) kept: Duration,
    /// How long the last answer of a connection may take, also where the server is to end.
    pub(crate) last: Duration,
}

/// Serves connections until `stop` is set, then the answers that were begun, each for no longer than the last one may take.
pub(crate) async fn listen(listener: TcpListener, app: Router, limits: Limits, stop: &AtomicBool) {
    let room = Arc::new(Semaphore::new(limits.connections as usize));
    let (tell, told) = watch::channel(false);
    while !stop.load(Ordering::Relaxed) {
        let Ok(place) = timeout(LOOK, Arc::clone(&room).acquire_owned()).await else { continue };
        let Ok(place) = place else { return };
        let stream = loop {
            if stop.load(Ordering::Relaxed) {
                break None;
            }
            match timeout(LOOK, listener.accept()).await {
                Ok(Ok((stream, _))) => break Some(stream),
                // A connection that was given up before it was taken, or too many files.
                Ok(Err(_)) => sleep(LOOK).await,
                Err(_) => {}
            }
        };
        let Some(stream) = stream else { break };
        let (app, told) = (app.clone(), told.clone());
        tokio::spawn(async move {
            answer(stream, app, limits, told).await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tell.send(true);
    let _ = timeout(limits.last, room.acquire_many(limits.connections)).await;
}

/// Serves one connection; what goes wrong with it is its own affair.
async fn answer(stream: TcpStream, app: Router, limits: Limits, mut told: watch::Receiver<bool>) {
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(ASKING).max_buf_size(64 << 10);
    let mut served = pin!(http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(app)));
    let end = async {
        let _ = told.wait_for(|told| *told).await;
    };
    let end = pin!(timeout(limits.kept, end));
    let is_over = matches!(select(served.as_mut(), end).await, Either::Right(_));
    if is_over {
        served.as_mut().graceful_shutdown();
        let _ = timeout(limits.last, served).await;
    }
}
