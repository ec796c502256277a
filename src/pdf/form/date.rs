//! When a file was last changed, as it says itself.

use hayro_syntax::Pdf;
use hayro_syntax::metadata::Metadata;
use hayro_syntax::object::{DateTime, Dict, Stream};
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::{Offset, TimeZone};
use jiff::{ZonedDateTime, civil};

/// The modification date of the document information (ISO 32000-1, 14.3.3) or of the XMP metadata, whichever is later;
/// where there is neither, when it was made.
pub(super) fn read_modified(file: &Pdf, catalog: &Dict<'_>) -> Option<ZonedDateTime> {
    let Metadata { creation_date, modification_date, .. } = file.metadata();
    let date = |date: &Option<DateTime>| date.as_ref().and_then(from_pdf);
    date(modification_date).max(read_xmp(catalog)).or_else(|| date(creation_date))
}

fn from_pdf(date: &DateTime) -> Option<ZonedDateTime> {
    let signed = |part: u8| i8::try_from(part).ok();
    let DateTime { year, month, day, hour, minute, second, utc_offset_hour, utc_offset_minute } = *date;
    let local = civil::DateTime::new(
        i16::try_from(year).ok()?,
        signed(month)?,
        signed(day)?,
        signed(hour)?,
        signed(minute)?,
        signed(second)?,
        0,
    )
    .ok()?;
    let minutes = i32::from(utc_offset_hour.unsigned_abs()) * 60 + i32::from(utc_offset_minute);
    let minutes = if utc_offset_hour < 0 { -minutes } else { minutes };
    let offset = Offset::from_seconds(minutes * 60).ok()?;
    local.to_zoned_datetime(TimeZone::fixed(offset)).ok()
}

/// `xmp:ModifyDate` of metadata that is not packed, as archival files have it (ISO 19005-2, 6.6.2.1).
fn read_xmp(catalog: &Dict<'_>) -> Option<ZonedDateTime> {
    let stream = catalog.get::<Stream<'_>>("Metadata")?;
    let data = stream.raw_data();
    let (start, end) = find_xmp_date(&data)?;
    let text = std::str::from_utf8(data.get(start..end)?).ok()?;
    let pieces = DateTimeParser::new().parse_pieces(text).ok()?;
    let zone = TimeZone::fixed(pieces.to_numeric_offset().unwrap_or(Offset::UTC));
    pieces.date().to_datetime(pieces.time()?).to_zoned_datetime(zone).ok()
}

/// Metadata with another `xmp:ModifyDate`, where it has one.
pub(super) fn replace_xmp_date(metadata: &[u8], date: &str) -> Option<Vec<u8>> {
    let (start, end) = find_xmp_date(metadata)?;
    Some([metadata.get(..start)?, date.as_bytes(), metadata.get(end..)?].concat())
}

/// The range of the date in metadata.
fn find_xmp_date(metadata: &[u8]) -> Option<(usize, usize)> {
    const MARKS: [&[u8]; 2] = [b"<xmp:ModifyDate>", b"xmp:ModifyDate=\""];
    const LONGEST: usize = 40;
    let start = MARKS.iter().find_map(|mark| Some(memchr::memmem::find(metadata, mark)? + mark.len()))?;
    let rest = metadata.get(start..)?;
    let length = rest.iter().take(LONGEST).position(|byte| matches!(byte, b'<' | b'"'))?;
    Some((start, start + length))
}
