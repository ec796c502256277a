//! Broken inputs, one mistake each, and the whole of what the command says of them.

pub(crate) mod archives;
mod inputs;
mod tables;

use std::fmt::Write as _;
use std::path::Path;

use crate::folder::Ran;

/// What was said of mistakes so far.
#[derive(Debug, Default)]
struct Told {
    text: String,
    unnoticed: Vec<String>,
}

impl Told {
    /// Adds what the command said of a mistake.
    fn by(&mut self, mistake: &str, ran: &Ran) {
        if !matches!(ran.code, 1 | 3) {
            self.unnoticed.push(mistake.to_owned());
        }
        assert!(!ran.err.contains("panicked"), "{mistake}\n{}", ran.err);
        let _ = write!(self.text, "## {mistake}: exit code {}\n\n{}\n\n", ran.code, ran.err.trim());
    }

    /// Holds everything against the file of expected messages.
    fn as_in(&self, file: &str, expected: &str) {
        assert_eq!(self.unnoticed, Vec::<String>::new(), "mistakes that were not found");
        if self.text != expected {
            let actual = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
            convoke::input::write_atomically(&actual, self.text.as_bytes()).expect("a writable folder");
            let line = self.text.lines().zip(expected.lines()).position(|(told, expected)| told != expected);
            panic!(
                "the messages differ from tests/all/broken/{file} from line {line:?}; they stand in {}",
                actual.display()
            );
        }
    }
}
