//! Objects: files that lie in a store, read by ranges and written in parts.
//!
//! What reads and writes archives knows a store by the traits of this module alone. The services themselves are behind the feature `store`, which
//! nothing else depends on.

mod address;
#[cfg(feature = "store")]
mod client;
#[cfg(feature = "store")]
mod connection;
mod depot;
#[cfg(feature = "store")]
mod fetch;
mod reader;
mod refusal;
#[cfg(all(feature = "store", unix))]
mod remote;
#[cfg(feature = "store")]
mod retry;
#[cfg(feature = "store")]
mod service;
#[cfg(feature = "store")]
mod upload;
mod whole;

pub use address::{StoreAddress, StoreService};
#[cfg(feature = "store")]
pub use client::StoreClient;
pub use depot::{Depot, Objects, Upload};
#[cfg(feature = "store")]
pub use fetch::fetch;
pub use reader::ObjectReader;
pub use refusal::{RefusalReason, StoreRefusal, is_of_store};
#[cfg(all(feature = "store", unix))]
pub use remote::{Remote, Served, ServedPlace, serve};
pub(crate) use whole::{hash_object, put_file};
