//! Returned forms: any bytes are read, or refused with a reason.

use convoke::pdf::form;

pub fn check(data: &[u8]) {
    let _ = form::read(data);
}
