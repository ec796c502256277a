//! Messages between a process and its workers: the length of a head in JSON, the length of a body, then both.
//!
//! Only the two ends of a pipe between processes of one program read this; the format is not kept stable.

use std::io::{self, Read, Write};

use jiff::ZonedDateTime;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::model::{Job, Printed};
use crate::diagnostic::Problems;
use crate::pdf::{PdfSettings, Standards};
use crate::typeset::Facts;

/// The largest head, and the largest body: no document comes near.
const MOST: u64 = 1 << 32;

/// What a worker is given to begin: the names and lengths of the files in the body, one behind the other.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Outfit {
    /// Fonts that are not embedded.
    pub(super) fonts: Vec<usize>,
    /// Virtual files.
    pub(super) files: Vec<(String, usize)>,
}

/// A job but for its text, which is the body.
#[derive(Debug, Serialize, Deserialize)]
struct JobHead {
    pages: usize,
    barcode: String,
    ident: String,
    issued_at: ZonedDateTime,
    standards: Vec<String>,
    identity: Option<String>,
    is_last: bool,
}

/// What came of a job; the PDF is the body.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Printed { pages: usize },
    Refused(Problems),
}

pub(super) fn write<H: Serialize>(to: &mut impl Write, head: &H, body: &[&[u8]]) -> io::Result<()> {
    let head = serde_json::to_vec(head)?;
    let length: usize = body.iter().map(|part| part.len()).sum();
    let lengths = [(head.len() as u64).to_le_bytes(), (length as u64).to_le_bytes()].concat();
    to.write_all(&[lengths, head].concat())?;
    body.iter().try_for_each(|part| to.write_all(part))?;
    to.flush()
}

/// Reads a message; an error where there is none, too.
pub(super) fn read<H: DeserializeOwned>(from: &mut impl Read) -> io::Result<(H, Vec<u8>)> {
    let mut lengths = [0; 16];
    from.read_exact(&mut lengths)?;
    let [head, body] = [0, 8].map(|at| {
        u64::from_le_bytes(std::array::from_fn(|byte| lengths.get(at + byte).copied().unwrap_or_default()))
    });
    let head: H = serde_json::from_slice(&read_exactly(from, head)?)?;
    Ok((head, read_exactly(from, body)?))
}

fn read_exactly(from: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    if length > MOST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    from.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

pub(super) fn write_job(to: &mut impl Write, job: &Job) -> io::Result<()> {
    let Job { text, facts, settings, is_last } = job;
    let head = JobHead {
        pages: facts.pages,
        barcode: facts.barcode.clone(),
        ident: settings.ident.clone(),
        issued_at: settings.issued_at.clone(),
        standards: settings.standards.names().to_vec(),
        identity: settings.identity.clone(),
        is_last: *is_last,
    };
    write(to, &head, &[text.as_bytes()])
}

pub(super) fn read_job(from: &mut impl Read) -> io::Result<Job> {
    let (head, text) = read::<JobHead>(from)?;
    let invalid = |_| io::Error::from(io::ErrorKind::InvalidData);
    let standards = Standards::parse(&head.standards).map_err(invalid)?;
    Ok(Job {
        text: String::from_utf8(text).map_err(|_| io::ErrorKind::InvalidData)?,
        facts: Facts { pages: head.pages, barcode: head.barcode },
        settings: PdfSettings {
            ident: head.ident,
            issued_at: head.issued_at,
            standards,
            identity: head.identity,
        },
        is_last: head.is_last,
    })
}

pub(super) fn write_answer(to: &mut impl Write, answer: Result<Printed, Problems>) -> io::Result<()> {
    match answer {
        Ok(printed) => write(to, &Answer::Printed { pages: printed.pages }, &[&printed.bytes]),
        Err(problems) => write(to, &Answer::Refused(problems), &[]),
    }
}

pub(super) fn read_answer(from: &mut impl Read) -> io::Result<Result<Printed, Problems>> {
    Ok(match read(from)? {
        (Answer::Printed { pages }, bytes) => Ok(Printed { bytes, pages }),
        (Answer::Refused(problems), _) => Err(problems),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, codes};

    #[test]
    fn a_job_and_its_answer_arrive_as_they_were_sent() {
        let job = Job {
            text: "#é\n".into(),
            facts: Facts { pages: 3, barcode: "CVK1*x".into() },
            settings: PdfSettings {
                ident: "DM-1132/001".into(),
                issued_at: "2004-05-10T09:00:00+02:00[+02:00]".parse().expect("a time"),
                standards: Standards::archival_and_accessible().expect("known standards"),
                identity: None,
            },
            is_last: true,
        };
        let mut pipe = Vec::new();
        write_job(&mut pipe, &job).expect("written");
        assert_eq!(format!("{:?}", read_job(&mut pipe.as_slice()).expect("read")), format!("{job:?}"));

        for answer in [
            Ok(Printed { bytes: vec![0, 255, 7], pages: 2 }),
            Err(Problems::from(
                Diagnostic::new(codes::TYPST_ERROR, "wrong").about("FRA").with_hint("do it well"),
            )),
        ] {
            let mut pipe = Vec::new();
            write_answer(&mut pipe, answer.clone()).expect("written");
            assert_eq!(read_answer(&mut pipe.as_slice()).expect("read"), answer);
            pipe.pop();
            assert!(read_answer(&mut pipe.as_slice()).is_err(), "cut short");
        }
    }
}
