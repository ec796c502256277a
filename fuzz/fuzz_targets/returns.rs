//! Returned forms: any bytes are read, or refused with a reason.

#![no_main]

use convoke::pdf::form;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = form::read(data);
});
