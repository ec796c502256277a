//! What differs between Linux, macOS and Windows. No other module asks which system it runs on, but for `worker::confine`: Linux alone
//! takes rights from a process that all its versions share.
//!
//! | question | Linux | macOS | Windows |
//! | --- | --- | --- | --- |
//! | two folders change places | one step | one step | one after the other |
//! | what was written survives a power cut | one call for a whole file system | file by file | file by file |
//! | two names are one file | told by its number | told by its number | not known |
//! | who else may read a file | its mode | its mode | not known: what the folder grants |
//! | opening waits for nothing, follows no link | flags of opening | flags of opening | links are looked for before |
//! | a socket has a path | yes | yes | no |
//! | an interrupt reaches the first process alone | a group of processes | a group of processes | it reaches all |
//!
//! What a system or one of its file systems refuses is done the portable way while running, so that what Windows does is tried on
//! Linux by refusing the calls (`tests/all/systems.rs`). No setting chooses it.

mod files;
mod folders;
mod processes;
#[cfg(any(feature = "sql", feature = "store"))]
mod sockets;

pub(crate) use files::{
    describe_special, is_path, is_same, make_private, mode, open_at_once, owner, temporary_like,
};
pub(crate) use folders::{Durable, exchange, sync_names, sync_written};
pub(crate) use processes::{keep_from_terminal, signal};
#[cfg(all(unix, feature = "store"))]
pub(crate) use sockets::PathListener;
#[cfg(any(feature = "sql", feature = "store"))]
pub(crate) use sockets::PathStream;
