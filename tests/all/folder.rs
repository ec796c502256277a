//! The builder: a mailing in a temporary folder, changed as a test needs, and the command run in it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::Duration;

use sha2::{Digest, Sha256};

/// A mailing in a temporary folder.
pub(crate) struct Folder {
    folder: tempfile::TempDir,
}

/// What a command did.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Folder {
    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// The mailing `convoke init --sample` starts: three recipients, letter and form, in English and French.
    pub(crate) fn started() -> Self {
        let folder = Self::empty();
        folder.write_sample();
        folder
    }

    /// Starts the sample in a folder that is empty.
    pub(crate) fn write_sample(&self) {
        convoke::starter::write_sample(self.root()).expect("an empty folder");
    }

    /// The mailing that [`Folder::started`] gives, built; all tests get a copy of the same, with the same key.
    pub(crate) fn built() -> Self {
        static BUILT: OnceLock<Folder> = OnceLock::new();
        Self::once(&BUILT, |folder| {
            folder.write_sample();
            folder.run(&["build"]).ends_with(0);
        })
    }

    /// A copy of a folder that is made once for all tests that need it.
    pub(crate) fn once(made: &'static OnceLock<Folder>, make: impl FnOnce(&Folder)) -> Self {
        let made = made.get_or_init(|| {
            let folder = Self { folder: shared() };
            make(&folder);
            folder
        });
        made.copied()
    }

    /// Another folder with the same files.
    pub(crate) fn copied(&self) -> Self {
        let folder = Self::empty();
        for entry in entries(self.root()) {
            let to =
                folder.root().join(entry.path().strip_prefix(self.root()).expect("a path in the folder"));
            fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
            if entry.file_type().expect("a type").is_dir() {
                fs::create_dir_all(to).expect("a folder");
            } else {
                fs::copy(entry.path(), to).expect("a copy");
            }
        }
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a text file")
    }

    pub(crate) fn sha256(&self, name: &str) -> String {
        let bytes = fs::read(self.path(name)).expect("a file");
        Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Replaces a text in a file; the file must hold it.
    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) -> &Self {
        let text = self.read(name);
        assert!(text.contains(from), "{name} does not hold {from:?}");
        self.write(name, &text.replacen(from, to, 1))
    }

    #[expect(clippy::disallowed_methods, reason = "a test's own file needs no atomic writing")]
    pub(crate) fn write(&self, name: &str, text: &str) -> &Self {
        fs::write(self.path(name), text).expect("a writable folder");
        self
    }

    /// Takes over the key of another mailing's forms, with which the documents of both have the same bytes.
    pub(crate) fn with_key_of(self, other: &Self) -> Self {
        fs::copy(other.path("register.key"), self.path("register.key")).expect("a key");
        self
    }

    /// Writes a file of any bytes.
    #[expect(clippy::disallowed_methods, reason = "a test's own file needs no atomic writing")]
    pub(crate) fn write_bytes(&self, name: &str, bytes: &[u8]) -> &Self {
        fs::write(self.path(name), bytes).expect("a writable folder");
        self
    }

    /// Runs the command in the folder, without colours.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().expect("the command"))
    }

    /// The command in the folder, without colours, to be run.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_convoke"));
        command.args(arguments).current_dir(self.root()).env("NO_COLOR", "1");
        command
    }
}

/// A folder for all tests, which lasts as long as they do: nothing removes it when they end, so that a later run does.
fn shared() -> tempfile::TempDir {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for former in fs::read_dir(place).expect("a folder").flatten() {
        let changed = former.metadata().and_then(|data| data.modified()).ok();
        let is_old =
            changed.and_then(|time| time.elapsed().ok()).is_some_and(|age| age > Duration::from_secs(3600));
        if is_old && former.file_name().to_string_lossy().starts_with("shared-") {
            fs::remove_dir_all(former.path()).ok();
        }
    }
    tempfile::Builder::new().prefix("shared-").tempdir_in(place).expect("a folder")
}

/// Says why a test is skipped; in CI nothing may be missing.
#[expect(clippy::print_stderr, clippy::disallowed_methods, reason = "a person running the tests should know")]
pub(crate) fn skip(why: &str) {
    assert!(std::env::var("CI").is_err(), "{why}");
    eprintln!("skipped: {why}");
}

/// Everything beneath a folder, folders too; links are not followed.
pub(crate) fn entries(root: &Path) -> Vec<fs::DirEntry> {
    let mut found = Vec::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let entry = entry.expect("an entry");
            if entry.file_type().expect("a type").is_dir() {
                waiting.push(entry.path());
            }
            found.push(entry);
        }
    }
    found
}

/// Letters and digits alone: line breaks, hyphens and ligatures of the page do not count.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The text layer of a PDF in the order of its content; `None` where there is no pdftotext to read it with.
pub(crate) fn pdf_text(path: &Path) -> Option<String> {
    let Ok(output) = Command::new("pdftotext").arg("-raw").arg(path).arg("-").output() else {
        skip("pdftotext (poppler-utils) is not installed");
        return None;
    };
    assert!(output.status.success(), "pdftotext cannot read {}", path.display());
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("an exit code"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

impl Ran {
    /// Expects an exit code and shows what was printed when it is another.
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\n--- out\n{}\n--- err\n{}", self.out, self.err);
        self
    }

    /// Expects a text among the diagnostics.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.err.contains(text), "{text:?} is not in\n{}", self.err);
        self
    }
}
