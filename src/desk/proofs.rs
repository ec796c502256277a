//! The proof that was made last: its rows, and its pictures in a file without a name, so that memory does not grow with the list.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use super::known::Read;
use crate::batch::fingerprint;
use crate::diagnostic::Problems;
use crate::plan::Choice;
use crate::sheets::ProofRow;

/// The proof that was made last.
#[derive(Debug, Default)]
pub(super) struct Proofs(Mutex<Option<Arc<Proof>>>);

/// A proof.
#[derive(Debug)]
pub(super) struct Proof {
    /// What was read of the mailing when it was made.
    of: Arc<Read>,
    pub(super) rows: Vec<Row>,
    /// Names of its files, in the folder of proofs.
    pub(super) files: Vec<String>,
    /// What the sheets report.
    pub(super) problems: Problems,
    pictures: Mutex<Option<File>>,
}

/// What a proof says of a recipient.
#[derive(Debug)]
pub(super) struct Row {
    /// The row, without its picture.
    pub(super) row: ProofRow,
    /// What it says and shows, as a hash.
    pub(super) fingerprint: String,
    /// Where its picture is in the file, and how long it is.
    picture: Option<(u64, usize)>,
}

/// A proof that is being made.
#[derive(Debug)]
pub(super) struct Proofing {
    of: Arc<Read>,
    rows: Vec<Row>,
    pictures: io::Result<File>,
    written: u64,
}

impl Proofs {
    pub(super) fn get(&self) -> Option<Arc<Proof>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set(&self, proof: Proof) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(proof));
    }
}

impl Proof {
    /// Whether no file of the mailing was saved since.
    pub(super) fn is_of(&self, read: &Arc<Read>) -> bool {
        Arc::ptr_eq(&self.of, read)
    }

    /// The language of a recipient's letter, and why it.
    pub(super) fn choice(&self, recipient: &str) -> Option<&Choice> {
        self.of.recipients.iter().find(|row| row.id == recipient)?.choice.as_ref()
    }

    /// The letter of a row in small, as PNG.
    pub(super) fn picture(&self, number: usize) -> Option<Vec<u8>> {
        let (at, length) = self.rows.get(number)?.picture?;
        let mut pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        let file = pictures.as_mut()?;
        let mut bytes = vec![0; length];
        file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(&mut bytes)).ok()?;
        Some(bytes)
    }
}

impl Row {
    pub(super) fn has_picture(&self) -> bool {
        self.picture.is_some()
    }
}

impl Proofing {
    pub(super) fn new(of: Arc<Read>) -> Self {
        Self { of, rows: Vec::new(), pictures: tempfile::tempfile(), written: 0 }
    }

    /// Takes rows over. A picture that cannot be kept is not shown; the PDF has it.
    pub(super) fn take(&mut self, rows: &[ProofRow]) {
        for row in rows {
            let picture = row.picture.as_ref().and_then(|picture| self.keep(picture));
            let fingerprint = fingerprint(row);
            self.rows.push(Row { row: ProofRow { picture: None, ..row.clone() }, fingerprint, picture });
        }
    }

    fn keep(&mut self, picture: &[u8]) -> Option<(u64, usize)> {
        let file = self.pictures.as_mut().ok()?;
        let at = self.written;
        file.seek(SeekFrom::Start(at)).and_then(|_| file.write_all(picture)).ok()?;
        self.written += picture.len() as u64;
        Some((at, picture.len()))
    }

    /// The proof, once all rows were taken.
    pub(super) fn finish(self, files: Vec<String>, problems: Problems) -> Proof {
        let Self { of, rows, pictures, .. } = self;
        Proof { of, rows, files, problems, pictures: Mutex::new(pictures.ok()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_has_its_own_picture() {
        let read = Arc::new(Read::default());
        let mut making = Proofing::new(Arc::clone(&read));
        let row =
            |picture: Option<&[u8]>| ProofRow { picture: picture.map(<[u8]>::to_vec), ..ProofRow::default() };
        making.take(&[row(Some(b"one")), row(None)]);
        making.take(&[row(Some(b"three"))]);
        let proof = making.finish(Vec::new(), Problems::new());
        let pictures: Vec<_> = (0..4).map(|number| proof.picture(number)).collect();
        assert_eq!(pictures, [Some(b"one".to_vec()), None, Some(b"three".to_vec()), None]);
        assert!(proof.is_of(&read) && !proof.is_of(&Arc::new(Read::default())));
        assert!(proof.rows.iter().all(|row| row.row.picture.is_none()));
    }
}
