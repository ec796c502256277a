//! `winmail.dat`: what some mail programs put a message's attachments into (the format TNEF, [MS-OXTNEF]).

/// The first bytes.
const MARK: [u8; 4] = [0x78, 0x9f, 0x3e, 0x22];

/// The attributes that begin an attachment, and hold its name and its bytes ([MS-OXTNEF], 2.1.3.3).
const BEGINS: u32 = 0x0006_9002;
const TITLE: u32 = 0x0001_8010;
const DATA: u32 = 0x0006_800f;

/// The names and bytes of the attachments; `None` for another file. What follows a damaged place is not read.
pub(super) fn unpack(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    /// After the mark there is a key.
    const HEAD: usize = 6;
    let mut rest = bytes.strip_prefix(&MARK).and_then(|_| bytes.get(HEAD..))?;
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    while let Some((id, data, after)) = next_attribute(rest) {
        rest = after;
        match (id, files.last_mut()) {
            (BEGINS, _) => files.push((String::new(), Vec::new())),
            (TITLE, Some((name, _))) => {
                *name = String::from_utf8_lossy(data).trim_end_matches('\0').to_owned();
            }
            (DATA, Some((_, content))) => *content = data.to_vec(),
            _ => {}
        }
    }
    Some(files)
}

/// An attribute: a level, an id, a length, so many bytes, a sum of them.
fn next_attribute(bytes: &[u8]) -> Option<(u32, &[u8], &[u8])> {
    const SUM: usize = 2;
    let (_level, rest) = bytes.split_first()?;
    let (id, rest) = rest.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let (data, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    Some((u32::from_le_bytes(*id), data, rest.get(SUM..)?))
}
