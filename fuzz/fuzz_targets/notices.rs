#![no_main]

// The reader of messages asserts in development builds what a hostile message breaks. What the library catches is no find.
libfuzzer_sys::fuzz_target!(
    init: std::panic::set_hook(Box::new(|_| ())),
    |data: &[u8]| convoke_fuzz::notices::check(data)
);
