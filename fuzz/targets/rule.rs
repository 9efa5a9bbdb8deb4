//! Runs [`courtesy_fuzz::rule`] on bytes that libFuzzer makes up.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| courtesy_fuzz::rule(&String::from_utf8_lossy(bytes)));
