//! Limits the memory and stack that reading a file takes, before a complete reader is given the file.
//!
//! Such a reader unpacks object streams whole, and recurses into arrays and dictionaries.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;
use lopdf::xref::{XrefRecovery, XrefType};
use lopdf::{Document, LoadOptions};

use super::limits::{MAX_NESTED, MAX_STREAM, MAX_STREAMS};
use super::plain::write_plain;
use super::unreadable::Unreadable;

/// The stack for a reader: more than [`MAX_NESTED`] levels take.
const STACK: usize = 64 << 20;

/// Runs a reader on a checked file, on a stack that is large enough.
///
/// Readers are foreign code: a panic on a hostile file counts as damage of that file.
pub(crate) fn run_guarded<T: Send>(
    pdf: &[u8],
    work: impl FnOnce(Vec<u8>) -> Result<T, Unreadable> + Send,
) -> Result<T, Unreadable> {
    run_apart(|| work(make_readable(pdf)?.into_owned()))
}

/// Runs a reader on a thread of its own, so that a panic counts as damage of the file.
fn run_apart<T: Send>(work: impl FnOnce() -> Result<T, Unreadable> + Send) -> Result<T, Unreadable> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let Ok(thread) = thread else { return Err(Unreadable::NoThread) };
        thread.join().unwrap_or(Err(Unreadable::MALFORMED))
    })
}

/// Rewrites a file as a plain one: without encryption, object streams and earlier versions of itself.
///
/// Other streams, such as images, remain packed; the limit applies to object streams only.
pub(in crate::pdf) fn rewrite_plainly(pdf: &[u8]) -> Result<Vec<u8>, Unreadable> {
    /// Most bytes of object streams: a book of a thousand pages has some millions.
    const MAX_OBJECTS: usize = 64 << 20;
    let mut total = 0;
    for data in find_deflated(pdf) {
        let mut first = [0];
        let is_objects = ZlibDecoder::new(data).read(&mut first).is_ok_and(|read| read == 1)
            && (first[0].is_ascii_digit() || first[0].is_ascii_whitespace());
        total += if is_objects { measure_unpacked(data)? } else { 0 };
        if total > MAX_OBJECTS {
            return Err(Unreadable::TooLarge);
        }
    }
    run_apart(|| {
        let document = open(pdf)?;
        // A reconstructed file may lack pages, which nobody would notice in a print run.
        if document.xref_recovery == Some(XrefRecovery::Reconstructed) {
            return Err(Unreadable::MALFORMED);
        }
        write_plainly(document)
    })
}

/// Reads a file whole, within [`MAX_STREAM`].
pub(in crate::pdf) fn load(pdf: &[u8]) -> Result<Document, lopdf::Error> {
    let options = LoadOptions { max_decompressed_size: Some(MAX_STREAM), ..LoadOptions::default() };
    Document::load_mem_with_options(pdf, options)
}

/// Checks that a file is safe to read. A file whose streams cannot be measured from outside, such as an encrypted one, is
/// first rewritten by another reader with limits; one with object streams, so that they are unpacked once.
fn make_readable(pdf: &[u8]) -> Result<Cow<'_, [u8]>, Unreadable> {
    const OPAQUE: [&[u8]; 6] = [b"/Encrypt", b"/LZW", b"/ASCII85", b"/ASCIIHex", b"/RunLength", b"/Crypt"];
    let pdf = match OPAQUE.iter().any(|name| memchr::memmem::find(pdf, name).is_some()) {
        true => Cow::Owned(write_plainly(open(pdf)?)?),
        false => write_plain(pdf).map_or(Cow::Borrowed(pdf), Cow::Owned),
    };
    if measure_nesting(&pdf, 0).is_none() {
        return Err(Unreadable::MALFORMED);
    }
    let mut total = 0;
    for data in find_deflated(&pdf) {
        total += measure_unpacked(data)?;
        if total > MAX_STREAMS {
            return Err(Unreadable::TooLarge);
        }
    }
    Ok(pdf)
}

/// The text from each place on at which a deflated stream may begin.
fn find_deflated(pdf: &[u8]) -> impl Iterator<Item = &[u8]> {
    const MARK: &[u8] = b"stream";
    memchr::memmem::find_iter(pdf, MARK).filter_map(|at| {
        let data = pdf.get(at + MARK.len()..)?.trim_ascii_start();
        // The second byte of a deflated stream makes the first two a multiple of 31 (RFC 1950, 2.2).
        let [first, second, ..] = data else { return None };
        (first & 0xf == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0).then_some(data)
    })
}

/// Reads a file whole, with a limit on what its object streams unpack to.
fn open(pdf: &[u8]) -> Result<Document, Unreadable> {
    let document = load(pdf).map_err(|error| match error {
        lopdf::Error::InvalidPassword => Unreadable::Password,
        _ => Unreadable::MALFORMED,
    })?;
    if document.is_encrypted() { Err(Unreadable::Password) } else { Ok(document) }
}

/// Writes a file without encryption and without object streams.
fn write_plainly(mut document: Document) -> Result<Vec<u8>, Unreadable> {
    document.trailer.remove(b"Encrypt");
    document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
    let mut out = Vec::new();
    document.save_to(&mut out).map_err(|_| Unreadable::MALFORMED)?;
    Ok(out)
}

/// The depth of nested arrays and dictionaries at the end of a text that begins at a depth; `None` if it exceeds
/// [`MAX_NESTED`] on the way.
fn measure_nesting(text: &[u8], mut depth: usize) -> Option<usize> {
    /// How many bytes are read before the depth is looked at.
    const PIECE: usize = 256;
    let mut before = 0;
    for piece in text.chunks(PIECE) {
        let mut deepest = depth;
        // Without branches, which packed bytes would make the processor guess wrongly.
        for byte in piece {
            let opens = (*byte == b'[') | ((*byte == b'<') & (before == b'<'));
            let closes = (*byte == b']') | ((*byte == b'>') & (before == b'>'));
            depth = (depth + usize::from(opens)).saturating_sub(usize::from(closes));
            deepest = deepest.max(depth);
            before = *byte;
        }
        if deepest > MAX_NESTED {
            return None;
        }
    }
    Some(depth)
}

/// The number of bytes a stream unpacks to.
fn measure_unpacked(data: &[u8]) -> Result<usize, Unreadable> {
    let end = memchr::memmem::find(data, b"endstream");
    let told = end.and_then(|end| measure_up_to_end(data.get(..end)?));
    told.unwrap_or_else(|| measure(data).0)
}

/// The same, where the stream ends in what is given of it. A returned form has the streams of the form that was sent, and many that all
/// forms have.
#[comemo::memoize]
fn measure_up_to_end(data: &[u8]) -> Option<Result<usize, Unreadable>> {
    let (measured, has_ended) = measure(data);
    has_ended.then_some(measured)
}

/// The number of bytes a stream unpacks to, and whether what follows it says nothing of it.
fn measure(data: &[u8]) -> (Result<usize, Unreadable>, bool) {
    let mut limited = ZlibDecoder::new(data).take(MAX_STREAM as u64 + 1);
    let mut bytes = 0;
    let mut buffer = [0; 1 << 14];
    // An object stream begins with numbers; other streams are not read as objects.
    let mut depth = None;
    let is_sound = loop {
        let read = match limited.read(&mut buffer) {
            Ok(0) => break true,
            Ok(read) => read,
            Err(_) => break false,
        };
        let piece = buffer.get(..read).unwrap_or_default();
        if bytes == 0 {
            depth = piece.trim_ascii_start().first().filter(|byte| byte.is_ascii_digit()).map(|_| 0);
        }
        if let Some(so_far) = depth {
            let Some(deeper) = measure_nesting(piece, so_far) else {
                return (Err(Unreadable::MALFORMED), true);
            };
            depth = Some(deeper);
        }
        bytes += read;
    };
    let measured = if bytes > MAX_STREAM { Err(Unreadable::TooLarge) } else { Ok(bytes) };
    (measured, is_sound && limited.into_inner().total_in() < data.len() as u64)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn stream(content: &[u8], times: usize) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        (0..times).for_each(|_| encoder.write_all(content).unwrap());
        [b"1 0 obj<</Type/ObjStm>>stream\r\n".as_slice(), &encoder.finish().unwrap(), b"\nendstream"].concat()
    }

    #[test]
    fn what_unpacks_to_too_much_is_noticed() {
        let zeros = vec![0; 1 << 20];
        assert!(make_readable(b"%PDF-1.7 stream endstream stream").is_ok());
        assert!(make_readable(&stream(&zeros, 1)).is_ok());
        assert_eq!(make_readable(&stream(&zeros, 65)), Err(Unreadable::TooLarge));
        assert_eq!(make_readable(&stream(&zeros, 60).repeat(9)), Err(Unreadable::TooLarge));
    }

    #[test]
    fn a_stream_is_measured_beyond_what_looks_like_its_end() {
        // A stored block has the word that ends a stream; the rest of the deflated data follows it.
        let mut stored = ZlibEncoder::new(Vec::new(), Compression::none());
        stored.write_all(b"an endstream that is none").unwrap();
        stored.flush().unwrap();
        let zeros = stream(&vec![0; 1 << 20], 65);
        let at = memchr::memmem::find(&zeros, b"stream\r\n").unwrap() + b"stream\r\n".len();
        let joined = [stored.get_ref().as_slice(), &zeros[at + 2..]].concat();
        assert!(memchr::memmem::find(&joined, b"endstream").unwrap() < 40);
        assert_eq!(measure(&joined).0, Err(Unreadable::TooLarge));
        assert_eq!(measure_unpacked(&joined), Err(Unreadable::TooLarge));
        let short = stream(b"BT (a) Tj ET", 9);
        let data = &short[memchr::memmem::find(&short, b"stream").unwrap() + b"stream\r\n".len()..];
        assert_eq!((measure_unpacked(data), measure(data).1), (Ok(12 * 9), true));
        assert!(!measure(&data[..data.len() / 3]).1, "cut short");
    }

    #[test]
    fn what_is_nested_too_deep_is_noticed() {
        assert!(make_readable(&b"[<<>>]".repeat(9_000)).is_ok());
        assert_eq!(make_readable(&b"[".repeat(9_000)), Err(Unreadable::MALFORMED));
        assert_eq!(make_readable(&b"<</A".repeat(9_000)), Err(Unreadable::MALFORMED));
        assert_eq!(make_readable(&stream(b"1 0 [[<<", 9_000)), Err(Unreadable::MALFORMED));
        assert!(make_readable(&stream(b"\xff[[<<", 9_000)).is_ok(), "an image");
        assert_eq!(make_readable(b"%PDF-1.7 /Encrypt"), Err(Unreadable::MALFORMED));
    }
}
