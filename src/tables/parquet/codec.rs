//! Pages as they were before they were packed.

use std::io::Read;

use super::fault::Fault;

const NAMES: [&str; 8] =
    ["none", "Snappy", "gzip", "LZO", "Brotli", "LZ4 in frames of Hadoop", "Zstandard", "LZ4"];

/// Unpacks a part of a page into `length` bytes.
pub(super) fn unpack(codec: i64, packed: &[u8], length: usize) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let is_sound = match codec {
        0 => {
            bytes = packed.to_vec();
            true
        }
        1 => match snap::raw::decompress_len(packed) {
            Ok(told) if told == length => {
                bytes = vec![0; length];
                snap::raw::Decoder::new().decompress(packed, &mut bytes).is_ok()
            }
            _ => false,
        },
        2 => read(flate2::read::MultiGzDecoder::new(packed), length, &mut bytes),
        4 => read(brotli_decompressor::Decompressor::new(packed, 1 << 12), length, &mut bytes),
        6 => match ruzstd::decoding::StreamingDecoder::new(packed) {
            Ok(reader) => read(reader, length, &mut bytes),
            Err(_) => false,
        },
        7 => {
            bytes = vec![0; length];
            lz4_flex::block::decompress_into(packed, &mut bytes).is_ok_and(|read| read == length)
        }
        _ => return Err(unknown(codec)),
    };
    match is_sound && bytes.len() == length {
        true => Ok(bytes),
        false => Err(Fault::damaged("a page cannot be unpacked")),
    }
}

fn read(reader: impl Read, length: usize, bytes: &mut Vec<u8>) -> bool {
    // One byte more shows that there is more.
    reader.take(length as u64 + 1).read_to_end(bytes).is_ok()
}

fn unknown(codec: i64) -> Fault {
    let name = usize::try_from(codec).ok().and_then(|codec| NAMES.get(codec));
    let name = name.map_or_else(|| format!("a codec of the number {codec}"), |name| (*name).to_owned());
    Fault::new(
        format!("the Parquet file is packed by {name}, which is not read"),
        "write it with Snappy, gzip, Brotli, Zstandard or LZ4 (`LZ4_RAW`), or without compression",
    )
}
