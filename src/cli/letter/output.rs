//! Where answers and documents go: to standard output, documents also into a folder by the ids of their requests.

use std::collections::HashSet;
use std::path::Path;

use crate::beneath::Folder;
use crate::cli::outcome::Outcome;
use crate::cli::render;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, io_text, path_text};
use crate::names::{ArchivePath, fold, safe_file_name};
use crate::session::{Answer, MadeDocument, Status};

/// What came of a line.
pub(super) struct Done {
    pub(super) id: String,
    /// What was made, or nothing where it was only checked; what keeps it from being made.
    pub(super) result: Result<Checked<Option<MadeDocument>>, Problems>,
}

/// Where answers and documents go, and what was told so far.
pub(super) struct Output {
    folder: Option<Folder>,
    /// The names of files that are taken, as files are told apart.
    taken: HashSet<String>,
    made: usize,
    refused: usize,
    needs_a_look: bool,
    is_unwritten: bool,
}

impl Output {
    pub(super) fn open(folder: Option<&Path>, is_check: bool) -> Result<Self, Diagnostic> {
        if folder.is_none() && !is_check && render::is_terminal() {
            let problem = Diagnostic::new(codes::WRITE, "documents are not written to a terminal");
            return Err(problem.with_hint("name a folder with `--output`, or send the output to a program"));
        }
        let folder =
            folder.map(|path| Folder::create(path).map_err(|error| unwritable(path, &io_text(&error))));
        Ok(Self {
            folder: folder.transpose()?,
            taken: HashSet::new(),
            made: 0,
            refused: 0,
            needs_a_look: false,
            is_unwritten: false,
        })
    }

    /// Tells what came of a request.
    pub(super) fn take(&mut self, done: Done) {
        let Done { id, result } = done;
        let document = match result {
            Ok(Checked { value: Some(document), .. }) => document,
            Ok(Checked { value: None, problems }) => return self.tell(id, Status::Sound, problems),
            Err(problems) => return self.tell(id, Status::Refused, problems),
        };
        let mut answer = Answer::made(id, &document);
        match &self.folder {
            None => answer.bytes = Some(document.bytes.len()),
            Some(_) => match self.write(&answer.id, &document) {
                Ok(file) => answer.file = Some(file),
                Err(problem) => {
                    let mut problems = document.problems;
                    problems.push(problem);
                    return self.tell(answer.id, Status::Refused, problems);
                }
            },
        }
        self.made += 1;
        self.needs_a_look |= answer.problems.need_a_look();
        let is_framed = answer.bytes.is_some();
        render::json(&answer);
        if is_framed {
            render::bytes(&document.bytes);
            render::bytes(b"\n");
        }
    }

    /// How many documents were made, and how many requests were refused.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.made, self.refused)
    }

    pub(super) fn outcome(&self, needs_a_look: bool) -> Outcome {
        if self.is_unwritten {
            return Outcome::Unwritten;
        }
        Outcome::done(needs_a_look || self.needs_a_look || self.refused > 0)
    }

    fn tell(&mut self, id: String, status: Status, problems: Problems) {
        self.refused += usize::from(status == Status::Refused);
        self.needs_a_look |= problems.need_a_look();
        render::json(&Answer::told(id, status, problems));
    }

    /// Writes a document by the id of its request; returns the path of its file.
    fn write(&mut self, id: &str, document: &MadeDocument) -> Result<String, Diagnostic> {
        let ending = match document.about.media_type {
            "text/plain" => "txt",
            "text/html" => "html",
            "image/png" => "png",
            _ => "pdf",
        };
        let name = safe_file_name(&format!("{id}.{ending}"));
        let Some(folder) = &self.folder else { return Ok(name) };
        if !self.taken.insert(fold(&name)) {
            return Err(Diagnostic::new(codes::REQUEST_ID, format!("the id `{id}` was given before"))
                .with_field("id")
                .with_hint("give each request an id of its own; letter case does not tell them apart"));
        }
        let path = folder.path().join(&name);
        let inside: ArchivePath =
            name.parse().map_err(|_| unwritable(&path, "it is no portable file name"))?;
        let written = folder.write_atomically(&inside, &document.bytes);
        written.map_err(|error| {
            self.is_unwritten = true;
            unwritable(&path, &io_text(&error))
        })?;
        Ok(path_text(&path))
    }
}

fn unwritable(path: &Path, cause: &str) -> Diagnostic {
    Diagnostic::new(codes::WRITE, format!("the file cannot be written ({cause})"))
        .with_location(Location::file(path_text(path)))
        .with_hint("check that the folder can be written to and the disk is not full")
}
