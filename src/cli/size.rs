//! Sizes on the command line: bytes, or thousands and millions of them.

use bytesize::ByteSize;

/// How large a document may be where nobody says otherwise.
pub(super) const USUAL: ByteSize = ByteSize::mb(100);

/// The largest text that can be pointed into.
const MOST: ByteSize = ByteSize(u32::MAX as u64);

/// A size such as `500k`, `10MB`, `1.5 GiB` or `20000`.
///
/// # Errors
/// If it is none, nothing, or 4 GiB and more.
pub(super) fn parse(text: &str) -> Result<ByteSize, String> {
    match text.trim().parse::<ByteSize>() {
        Ok(size) if size.0 == 0 => Err("nothing at all would be read".to_owned()),
        Ok(size) if size > MOST => Err("no document can be 4 GiB or larger".to_owned()),
        Ok(size) => Ok(size),
        Err(_) => Err("write bytes, or a number with k, MB, GB, KiB, MiB or GiB, such as 10MB".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        let sizes = [("20000", 20_000), ("500k", 500_000), ("10MB", 10_000_000), (" 10 mb", 10_000_000)];
        for (text, bytes) in sizes.into_iter().chain([("1.5 GiB", 3 << 29), ("64KiB", 65_536), ("1M", 1_000_000)]) {
            assert_eq!(parse(text), Ok(ByteSize(bytes)), "{text}");
        }
    }

    #[test]
    fn what_is_no_size_is_refused() {
        for text in ["", "x", "10 apples", "-1", "0", "0MB", "4GiB", "1e99", "99999999999999999999PB", "NaN", "١MB"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
