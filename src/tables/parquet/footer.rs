//! The footer of a Parquet file: its schema, and where the pages of each column are.

use std::io::{Read, Seek, SeekFrom};

use super::compact::{Compact, Kind};
use super::fault::Fault;
use super::schema::{Element, Logical, Unit};

/// Largest footer, in bytes: one with 20,000 row groups of 20 columns has 40 MB.
const LARGEST: u64 = 64 << 20;

/// Most entries of the schema, of columns and of what they are in.
const MOST_ELEMENTS: usize = 8192;

/// Most parts of columns, in all row groups together.
const MOST_CHUNKS: usize = 1 << 21;

/// What the footer says.
#[derive(Debug)]
pub(super) struct Footer {
    pub(super) elements: Vec<Element>,
    pub(super) rows: u64,
    pub(super) groups: Vec<Group>,
}

/// Rows whose columns lie together.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) rows: u64,
    pub(super) chunks: Vec<Chunk>,
}

/// A column of a group.
#[derive(Debug, Clone, Default)]
pub(super) struct Chunk {
    pub(super) physical: i64,
    pub(super) codec: i64,
    pub(super) start: u64,
    pub(super) length: u64,
    is_elsewhere: bool,
    is_encrypted: bool,
}

/// Reads the footer of a file of this length.
pub(super) fn read_footer(file: &mut (impl Read + Seek), length: u64) -> Result<Footer, Fault> {
    let mut end = [0; 8];
    if length < 12 {
        return Err(no_parquet());
    }
    file.seek(SeekFrom::Start(length - 8))?;
    file.read_exact(&mut end)?;
    let (size, magic) = end.split_at(4);
    match magic {
        b"PAR1" => {}
        b"PARE" => return Err(encrypted()),
        _ => return Err(no_parquet()),
    }
    let size = u64::from(size.iter().rev().fold(0_u32, |size, byte| size << 8 | u32::from(*byte)));
    if size > LARGEST || size > length - 12 {
        return Err(Fault::damaged("its footer is larger than it can be"));
    }
    file.seek(SeekFrom::Start(length - 8 - size))?;
    let mut bytes = Vec::new();
    file.take(size).read_to_end(&mut bytes)?;
    let footer = parse(&bytes)?;
    check(&footer, length)?;
    Ok(footer)
}

fn no_parquet() -> Fault {
    Fault::new("this is no Parquet file", "copy it again, or let the program write it again that made it")
}

fn encrypted() -> Fault {
    Fault::new(
        "the Parquet file is encrypted",
        "write it without encryption, to where nobody else may read it",
    )
}

/// Whether what the footer says can be.
fn check(footer: &Footer, length: u64) -> Result<(), Fault> {
    let rows = footer.groups.iter().try_fold(0_u64, |rows, group| rows.checked_add(group.rows));
    if rows != Some(footer.rows) {
        return Err(Fault::damaged("its row groups have other rows than the file"));
    }
    for chunk in footer.groups.iter().flat_map(|group| &group.chunks) {
        if chunk.is_encrypted {
            return Err(encrypted());
        }
        if chunk.is_elsewhere {
            return Err(Fault::new(
                "columns of the Parquet file are in other files",
                "write all columns into one file",
            ));
        }
        if chunk.start.checked_add(chunk.length).is_none_or(|end| end > length) {
            return Err(Fault::damaged("a column begins or ends outside of it"));
        }
    }
    Ok(())
}

fn parse(bytes: &[u8]) -> Result<Footer, Fault> {
    let mut footer = Footer { elements: Vec::new(), rows: 0, groups: Vec::new() };
    let (mut is_encrypted, mut chunks) = (false, 0);
    Compact::new(bytes).structure(&mut |of, number, kind| {
        match number {
            2 => of.list(kind, &mut |of, _| {
                footer.elements.push(element(of)?);
                is_few(footer.elements.len(), MOST_ELEMENTS)
            })?,
            3 => footer.rows = count(of.integer(kind)?)?,
            4 => of.list(kind, &mut |of, _| {
                footer.groups.push(group(of)?);
                chunks += footer.groups.last().map_or(0, |group| group.chunks.len() + 1);
                is_few(chunks, MOST_CHUNKS)
            })?,
            8 => {
                is_encrypted = true;
                return Ok(false);
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    if is_encrypted { Err(encrypted()) } else { Ok(footer) }
}

fn element(of: &mut Compact<'_>) -> Result<Element, Fault> {
    let mut element = Element::default();
    of.structure(&mut |of, number, kind| {
        match number {
            1 => element.physical = Some(of.integer(kind)?),
            2 => element.length = of.integer(kind)?,
            3 => element.repetition = of.integer(kind)?,
            4 => element.name = String::from_utf8_lossy(of.bytes(kind)?).into_owned(),
            5 => element.children = count(of.integer(kind)?)?,
            6 => element.converted = Some(of.integer(kind)?),
            7 => element.scale = of.integer(kind)?,
            10 => element.logical = logical(of)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(element)
}

/// The logical type: a structure of which one field is there.
fn logical(of: &mut Compact<'_>) -> Result<Option<Logical>, Fault> {
    let mut found = None;
    of.structure(&mut |of, number, kind| {
        found = match number {
            1 | 4 | 12 => Some(Logical::Text),
            2 => Some(Logical::Map),
            3 => Some(Logical::List),
            5 => {
                let mut scale = 0;
                of.structure(&mut |of, number, kind| {
                    if number != 1 {
                        return Ok(false);
                    }
                    scale = of.integer(kind)?;
                    Ok(true)
                })?;
                found = Some(Logical::Decimal { scale });
                return Ok(true);
            }
            6 => Some(Logical::Date),
            7 | 8 => {
                let (is_utc, unit) = time(of)?;
                found = Some(if number == 7 {
                    Logical::Time { unit }
                } else {
                    Logical::Timestamp { is_utc, unit }
                });
                return Ok(true);
            }
            10 => {
                let mut is_signed = true;
                of.structure(&mut |of, number, kind| {
                    if number != 2 {
                        return Ok(false);
                    }
                    is_signed = of.boolean(kind)?;
                    Ok(true)
                })?;
                found = Some(Logical::Integer { is_signed });
                return Ok(true);
            }
            11 => Some(Logical::Nothing),
            14 => Some(Logical::Uuid),
            15 => Some(Logical::Half),
            _ => Some(Logical::Other),
        };
        let _ = kind;
        Ok(false)
    })?;
    Ok(found)
}

/// Whether a time is in UTC, and its unit.
fn time(of: &mut Compact<'_>) -> Result<(bool, Unit), Fault> {
    let (mut is_utc, mut unit) = (false, Unit::Millis);
    of.structure(&mut |of, number, kind| {
        match number {
            1 => is_utc = of.boolean(kind)?,
            2 => of.structure(&mut |_, number, _| {
                unit = match number {
                    1 => Unit::Millis,
                    2 => Unit::Micros,
                    _ => Unit::Nanos,
                };
                Ok(false)
            })?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok((is_utc, unit))
}

fn group(of: &mut Compact<'_>) -> Result<Group, Fault> {
    let mut group = Group { rows: 0, chunks: Vec::new() };
    of.structure(&mut |of, number, kind| {
        match number {
            1 => of.list(kind, &mut |of, _| {
                group.chunks.push(chunk(of)?);
                is_few(group.chunks.len(), MOST_ELEMENTS)
            })?,
            3 => group.rows = count(of.integer(kind)?)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(group)
}

fn chunk(of: &mut Compact<'_>) -> Result<Chunk, Fault> {
    let mut chunk = Chunk::default();
    of.structure(&mut |of, number, kind| {
        match number {
            1 => chunk.is_elsewhere = !of.bytes(kind)?.is_empty(),
            3 => column(of, &mut chunk)?,
            8 | 9 => {
                chunk.is_encrypted = true;
                return Ok(false);
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(chunk)
}

fn column(of: &mut Compact<'_>, chunk: &mut Chunk) -> Result<(), Fault> {
    let (mut data, mut dictionary) = (0, 0);
    of.structure(&mut |of, number, kind: Kind| {
        match number {
            1 => chunk.physical = of.integer(kind)?,
            4 => chunk.codec = of.integer(kind)?,
            7 => chunk.length = count(of.integer(kind)?)?,
            9 => data = count(of.integer(kind)?)?,
            11 => dictionary = count(of.integer(kind)?)?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    // Some programs write a dictionary at 0 where there is none.
    chunk.start = if (1..data).contains(&dictionary) { dictionary } else { data };
    Ok(())
}

fn is_few(count: usize, most: usize) -> Result<(), Fault> {
    if count > most { Err(Fault::damaged("its footer has no end")) } else { Ok(()) }
}

fn count(number: i64) -> Result<u64, Fault> {
    u64::try_from(number).map_err(|_| Fault::damaged("a length is below zero"))
}
