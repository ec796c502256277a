//! Locking a file that is held open.

use std::fs::{File, TryLockError};
use std::thread::sleep;
use std::time::Duration;

/// How often a lock that is held is tried again, and how long after.
const TIMES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(25);

/// Locks a file; the system releases it when the file is closed, whatever ends the process. A process that was just killed may
/// take a moment to end, so a lock that is held is tried again for half a second.
///
/// # Errors
///
/// It is held, or the file system has no locks.
pub(crate) fn try_lock(file: &File) -> Result<(), TryLockError> {
    for _ in 0..TIMES {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => sleep(PAUSE),
            result => return result,
        }
    }
    file.try_lock()
}
