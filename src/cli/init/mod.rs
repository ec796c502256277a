//! `convoke init`: a new mailing in a folder, from flags and, on a terminal, from answers to questions.

mod ask;
mod flags;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use super::outcome::Outcome;
use super::render;
use super::setting::Setting;
use super::text::{DIM, GOOD, Text};
use crate::diagnostic::{Problems, counted, path_text};
use crate::starter::{self, Answers, GenreFolder, IGNORED, Interview, Started, Topic};

/// Start a new mailing, with letters of invitation that name no event.
///
/// On a terminal, what no flag says is asked, one question after another; an empty answer leaves the key empty in mailing.yaml, and
/// `convoke check` names what is still empty. Elsewhere, and with --yes, nothing is asked. The folder may hold other files, such as the
/// list of recipients; no file is overwritten.
///
/// A text is in the default language, or begins with its language: --place Geneva --place fr=Genève.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder of the mailing, which is made where it is missing [default: this one].
    #[arg(value_name = "FOLDER")]
    new_folder: Option<PathBuf>,
    /// Start the sample instead: an invitation to the World Summit on the Information Society, with three recipients.
    #[arg(long, conflicts_with = "Flags")]
    sample: bool,
    /// Genre of the letters: letter, circular, note-verbale, invitation; or a folder with a genre of one's own, such as ./our-genre.
    #[arg(long, value_name = "GENRE", default_value = "letter", conflicts_with = "sample")]
    genre: String,
    /// Ask nothing: what no flag says is left empty.
    #[arg(short, long)]
    yes: bool,
    /// Write what was started as one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    flags: Box<flags::Flags>,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let root = match &self.new_folder {
            Some(folder) => setting.root.join(folder),
            None => setting.root.clone(),
        };
        match self.start(&root) {
            Ok(Some((started, answers))) => {
                self.tell(&root, &started, answers.as_ref());
                Outcome::Done
            }
            Ok(None) => {
                render::err(
                    Text::new().end().line("nothing was started: the answers ended before the questions"),
                );
                Outcome::Stopped
            }
            Err(problems) => {
                render::report(&problems, self.json, true);
                Outcome::Stopped
            }
        }
    }

    /// Starts the mailing; `None` if the person left before the last question.
    fn start(&self, root: &Path) -> Result<Option<(Started, Option<Answers>)>, Problems> {
        if self.sample {
            return Ok(Some((starter::write_sample(root)?, None)));
        }
        let genre = GenreFolder::find(&self.genre)?;
        let mut interview = Interview::new(root).of_genre(&genre);
        self.flags.give(&mut interview)?;
        if !self.yes && is_terminal() && !ask::ask(&mut interview, &mut std::io::stdin().lock()) {
            return Ok(None);
        }
        let answers = interview.finish();
        Ok(Some((starter::write_own(root, &answers, &genre)?, Some(answers))))
    }

    fn tell(&self, root: &Path, started: &Started, answers: Option<&Answers>) {
        let next = next_commands(root, answers);
        if self.json {
            return render::json(&serde_json::json!({
                "event": "started",
                "folder": path_text(root),
                "files": started.files,
                "empty": started.empty,
                "next": next.map(|(command, _)| command),
            }));
        }
        let mut text = Text::new();
        let files = counted(started.files.len(), "file");
        text.paint(GOOD, "started").line(format_args!(": {files} in {}", path_text(root)));
        if !started.empty.is_empty() {
            text.line(format_args!("  still empty in mailing.yaml: {}", started.empty.join(", ")));
        }
        if started.has_kept_ignored {
            let lines = IGNORED.lines().collect::<Vec<_>>().join(" and ");
            text.line(format_args!("  kept .gitignore as it is: see that it has the lines {lines}"));
        }
        text.line("next:");
        let width = next.iter().map(|(command, _)| command.chars().count()).max().unwrap_or_default();
        for (command, why) in &next {
            text.say(format_args!("  {command:<width$}  ")).paint(DIM, why).end();
        }
        render::out(&text);
    }
}

/// A name as one word of a command, in quotation marks where a shell would divide it or read something in it.
pub(super) fn as_word(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "._-/+=@%:,".contains(c);
    if !name.is_empty() && name.chars().all(is_plain) {
        return name.to_owned();
    }
    let escaped = name.chars().flat_map(|c| {
        let backslash = "\\\"$`".contains(c).then_some('\\');
        backslash.into_iter().chain([c])
    });
    format!("\"{}\"", escaped.collect::<String>())
}

/// Whether somebody sees the questions and can answer them.
#[expect(clippy::disallowed_methods, reason = "nothing is written to it here")]
fn is_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// The next three commands, each with what it is for.
fn next_commands(root: &Path, answers: Option<&Answers>) -> [(String, &'static str); 3] {
    let folder = match root == Path::new(".") {
        true => String::new(),
        false => format!(" -C {}", as_word(&path_text(root).to_string())),
    };
    let check = (format!("convoke{folder} check"), "names what is still to be filled in, and every problem");
    let preview =
        (format!("convoke{folder} preview --sample"), "shows letters to recipients that break layouts");
    let build = (format!("convoke{folder} build"), "makes the letters, the forms and the archive");
    let is_yaml = |list: &str| [".yaml", ".yml"].iter().any(|ending| list.to_lowercase().ends_with(ending));
    match answers.and_then(|answers| answers.get(Topic::List)).filter(|list| !is_yaml(list)) {
        Some(list) => {
            let import = format!("convoke{folder} import {} --add", as_word(list));
            [(import, "finds what the columns of the list are"), check, build]
        }
        None => [check, preview, build],
    }
}
