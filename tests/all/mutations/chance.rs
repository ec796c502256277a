//! Chance that repeats itself: everything follows from a seed, so that an input that breaks something can be made again.

use fastrand::Rng;

/// Text that acts where it is taken for more than text.
pub(crate) const TEXTS: [&str; 18] = [
    "",
    "../../../../x",
    "/etc/passwd",
    "a/../../b",
    "C:\\x",
    "CON",
    "\u{1b}[2J\u{1b}[31mintact",
    "\u{202e}fdp.exe",
    "\u{0}",
    "\r\nBcc: all@example.org",
    "=cmd|' /C calc'!A0",
    "{{#each this}}",
    "#read(\"/etc/passwd\")",
    "<!ENTITY x SYSTEM \"file:///etc/passwd\">",
    "99999999999999999999999",
    "-1",
    "1e308",
    "\u{10ffff}",
];

/// Numbers that overflow, divide by nothing or count too long.
pub(crate) const NUMBERS: [&str; 12] = [
    "0",
    "-1",
    "1",
    "255",
    "65536",
    "2147483648",
    "-2147483649",
    "4294967296",
    "9223372036854775807",
    "99999999999999999999",
    "0.0000001",
    "1000000000000000000000000000000.0",
];

/// One of several.
pub(crate) fn one<'a, T>(of: &'a [T], rng: &mut Rng) -> &'a T {
    &of[rng.usize(..of.len())]
}

/// Bytes changed as transport, disks and people who mean harm change them.
pub(crate) fn damage(bytes: &mut Vec<u8>, rng: &mut Rng) {
    if bytes.len() < 2 {
        return;
    }
    let [from, to, target] = [0; 3].map(|_| rng.usize(..bytes.len()));
    let piece: Vec<u8> = bytes[from.min(to)..from.max(to)].iter().copied().take(1 << 16).collect();
    match rng.u8(..7) {
        0..3 => (0..rng.usize(1..20)).for_each(|_| {
            let at = rng.usize(..bytes.len());
            bytes[at] ^= 1 << rng.u8(..8);
        }),
        3 => bytes.truncate(from),
        4 => drop(bytes.splice(target..target, piece)),
        5 => drop(bytes.drain(from.min(to)..from.max(to).min(from.min(to) + 5_000))),
        _ => {
            let end = (target + piece.len()).min(bytes.len());
            bytes[target..end].copy_from_slice(&piece[..end - target]);
        }
    }
}

/// Another number in the place of one of a text's own, or another text where it has none.
pub(crate) fn renumber(bytes: &mut Vec<u8>, rng: &mut Rng) {
    let start = rng.usize(..=bytes.len());
    let digit = |from: usize| bytes.iter().skip(from).position(u8::is_ascii_digit).map(|at| from + at);
    let Some(at) = digit(start).or_else(|| digit(0)) else { return };
    let end = bytes[at..].iter().position(|byte| !byte.is_ascii_digit()).map_or(bytes.len(), |end| at + end);
    bytes.splice(at..end, one(&NUMBERS, rng).bytes());
}

/// What opens, again and again, put somewhere into a text.
pub(crate) fn nest(bytes: &mut Vec<u8>, opens: &[&str], rng: &mut Rng) {
    let at = rng.usize(..=bytes.len());
    let depth = 10_usize.pow(rng.u32(1..6));
    bytes.splice(at..at, one(opens, rng).repeat(depth).into_bytes());
}
