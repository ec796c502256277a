//! Puts pictures in the place of marks.
//!
//! A PNG picture holds its pixels as a PDF holds them (ISO 32000-1, 7.4.4.4). So a sheet of hundreds is set with marks alone, and
//! no picture is unpacked, held for as long as the sheet is made, and packed again.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use crate::pdf::syntax::value::{parse_unsigned, pick};

/// How many bytes a mark has.
const MARK: usize = 3;

/// The pixels of the mark in whose place the picture of a number comes: three grey ones, or one in colour. A document with marks has no
/// other pictures of that size.
#[must_use]
pub fn mark(number: usize) -> [u8; 3] {
    let [.., red, green, blue] = number.to_be_bytes();
    [red, green, blue]
}

/// A PNG picture of a kind that a PDF can take over as it is: eight bits a colour, without opacity, not interlaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Png<'a> {
    /// How many pixels wide it is.
    pub width: u32,
    /// How many pixels high it is.
    pub height: u32,
    /// Whether it is in shades of grey; in red, green and blue otherwise.
    pub is_grey: bool,
    /// The compressed pixels, in parts.
    parts: Vec<&'a [u8]>,
}

impl<'a> Png<'a> {
    /// Reads a picture; `None` for one of another kind.
    #[must_use]
    pub fn read(file: &'a [u8]) -> Option<Self> {
        let rest = file.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
        let mut chunks = Chunks(rest);
        let (b"IHDR", header) = chunks.next()? else { return None };
        let (width, header) = split_length(header)?;
        let (height, header) = split_length(header)?;
        let is_grey = match header {
            [8, 0, 0, 0, 0] => true,
            [8, 2, 0, 0, 0] => false,
            _ => return None,
        };
        let parts: Vec<_> = chunks.filter(|(kind, _)| *kind == b"IDAT").map(|(_, part)| part).collect();
        let is_whole = width > 0 && height > 0 && !parts.is_empty();
        is_whole.then_some(Self { width, height, is_grey, parts })
    }

    /// The picture as a stream in a colour space.
    fn to_stream(&self, colour_space: &[u8]) -> Vec<u8> {
        let Self { width, height, is_grey, parts } = self;
        let length: usize = parts.iter().map(|part| part.len()).sum();
        let colours = if *is_grey { 1 } else { 3 };
        let head = format!(
            "/BitsPerComponent 8/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors {colours}/BitsPerComponent 8/Columns {width}>>\
             /Length {length}>>\nstream\n"
        );
        let begin =
            format!("<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace ").into_bytes();
        [begin.as_slice(), colour_space, head.as_bytes(), &parts.concat(), b"\nendstream"].concat()
    }
}

/// The chunks of a PNG file: their kinds and contents (PNG, 5.3).
struct Chunks<'a>(&'a [u8]);

impl<'a> Iterator for Chunks<'a> {
    type Item = (&'a [u8; 4], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        const CHECKSUM: usize = 4;
        let (length, rest) = split_length(self.0)?;
        let (kind, rest) = rest.split_first_chunk()?;
        let (content, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        self.0 = rest.get(CHECKSUM..)?;
        Some((kind, content))
    }
}

fn split_length(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    Some((u32::from_be_bytes(*length), rest))
}

/// Pictures that wait for their marks, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Pictures<'a>(Vec<Option<Png<'a>>>);

impl<'a> Pictures<'a> {
    pub(super) fn new(pictures: Vec<Png<'a>>) -> Self {
        Self(pictures.into_iter().map(Some).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many bytes they have together.
    pub(super) fn bytes(&self) -> usize {
        self.0
            .iter()
            .flatten()
            .map(|picture| picture.parts.iter().map(|part| part.len()).sum::<usize>())
            .sum()
    }

    /// Takes the picture in whose place a stream is a mark; returns it as a stream in the mark's colour space.
    pub(super) fn take(&mut self, stream: &[u8]) -> Option<Vec<u8>> {
        if self.is_empty() {
            return None;
        }
        let (number, colour_space) = read_mark(stream)?;
        let picture = self.0.get_mut(number)?.take()?;
        Some(picture.to_stream(colour_space))
    }

    /// The number of the first picture whose mark was not found.
    pub(super) fn left(&self) -> Option<usize> {
        self.0.iter().position(Option::is_some)
    }
}

/// The number that a mark says, and its colour space; `None` for any other stream.
fn read_mark(stream: &[u8]) -> Option<(usize, &[u8])> {
    const BEGIN: &[u8] = b">>\nstream\n";
    let [subtype, width, height, colour_space] = pick(stream, ["Subtype", "Width", "Height", "ColorSpace"]);
    let size = (width.and_then(parse_unsigned)?, height.and_then(parse_unsigned)?);
    if subtype? != b"/Image" || !matches!(size, (1 | 3, 1)) {
        return None;
    }
    let begin = memchr::memmem::find(stream, BEGIN)? + BEGIN.len();
    let mut pixels = Vec::new();
    ZlibDecoder::new(stream.get(begin..)?).take(MARK as u64 + 1).read_to_end(&mut pixels).ok()?;
    let [red, green, blue] = pixels.try_into().ok()?;
    Some((u32::from_be_bytes([0, red, green, blue]).try_into().ok()?, colour_space?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use image::codecs::png::PngEncoder;
    use image::{ExtendedColorType, ImageEncoder as _};

    use super::*;

    fn png(colours: ExtendedColorType, bytes: usize) -> Vec<u8> {
        let mut file = Vec::new();
        let pixels: Vec<u8> = (0..6 * bytes).map(|at| u8::try_from(at * 7 % 256).unwrap()).collect();
        PngEncoder::new(&mut file).write_image(&pixels, 3, 2, colours).unwrap();
        file
    }

    #[test]
    fn pictures_of_pages_are_taken_as_they_are_and_no_others() {
        for (colours, bytes, is_grey) in
            [(ExtendedColorType::L8, 1, true), (ExtendedColorType::Rgb8, 3, false)]
        {
            let file = png(colours, bytes);
            let read = Png::read(&file).unwrap();
            assert_eq!((read.width, read.height, read.is_grey), (3, 2, is_grey));
            let mut pixels = Vec::new();
            ZlibDecoder::new(read.parts.concat().as_slice()).read_to_end(&mut pixels).unwrap();
            assert_eq!(pixels.len(), 2 * (1 + 3 * bytes), "each row has its filter before it");
            for cut in 0..file.len() - 12 {
                assert!(
                    Png::read(&file[..cut])
                        .is_none_or(|cut| cut.parts.concat().len() <= read.parts.concat().len())
                );
            }
        }
        for (colours, bytes) in
            [(ExtendedColorType::Rgba8, 4), (ExtendedColorType::La8, 2), (ExtendedColorType::L16, 2)]
        {
            assert_eq!(Png::read(&png(colours, bytes)), None);
        }
        assert_eq!(Png::read(b"\xff\xd8\xff\xe0"), None);
    }

    #[test]
    fn numbers_of_marks_are_told_apart() {
        assert_eq!([0, 1, 256, 70_000].map(mark), [[0, 0, 0], [0, 0, 1], [0, 1, 0], [1, 17, 112]]);
    }
}
