//! `convoke import`: reads a spreadsheet as an office keeps it, and writes what its columns are beside it.

mod answers;
mod ask;
mod describe;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use answers::Answers;
use ask::{ask, report, report_open};
use describe::{SHOWN, describe, tell_json};

use super::cage::isolation;
use super::outcome::Outcome;
use super::render;
use super::setting::Setting;
use super::text::{GOOD, Text};
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, Severity, codes, path_text};
use crate::export::make_template;
use crate::import::{self, Import, ImportQuestion, ListPlace, ShownRecipient};
use crate::input::{unwritable, write_atomically};
use crate::mailing::{self, add_list, recipients_entry};
use crate::recipient::{GivenIds, RecipientSource, read_columns};
use crate::worker::{JobLimits, ReadingRoom};

/// Read a spreadsheet as your office keeps it: find the columns, and write down beside it what they are.
///
/// The spreadsheet (.xlsx, .xlsm, .xls, .ods, .csv) is not changed. FILE.columns.yaml, beside it, says what each column is and what its words mean; from
/// then on the mailing reads the spreadsheet through it, every time anew. You are asked where something is unsure.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
  convoke import contacts.xlsx                 look, be asked, and write contacts.columns.yaml
  convoke import contacts.xlsx --yes --add     take what is proposed, and name the list in mailing.yaml
  convoke import contacts.xlsx --replace       look again; ids that were given stay
  convoke import --template list.xlsx          write an empty workbook to fill in")]
pub(super) struct Args {
    /// The spreadsheet.
    #[arg(required_unless_present = "template", value_name = "FILE")]
    file: Option<PathBuf>,
    /// The sheet of the workbook [default: the one that looks most like a list].
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Encoding of a CSV file, instead of the one detected.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Row of the headings, as the spreadsheet counts it [default: the one with the most headings that are known].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    header_row: Option<u32>,
    /// The columns file, inside the mailing's folder, such as for a second sheet [default: FILE.columns.yaml beside the spreadsheet].
    #[arg(long, value_name = "FILE")]
    columns: Option<String>,
    /// Take what is proposed, and ask nothing.
    #[arg(long)]
    yes: bool,
    /// Answer a question that would be asked, by the name that messages and `--json` give it, such as `word:country:Congo=COG`.
    #[arg(long, value_name = "TOPIC=VALUE")]
    answer: Vec<String>,
    /// Write the columns file again; ids that were given stay.
    #[arg(long)]
    replace: bool,
    /// Name the list in the mailing's `recipients`.
    #[arg(long)]
    add: bool,
    /// Write what is proposed as JSON, and files only with `--yes`.
    #[arg(long)]
    json: bool,
    /// Write an empty workbook with headings, lists to choose from and an example, to be filled in and imported.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "sheet", "encoding", "header_row", "columns", "yes", "answer", "replace", "add", "json"])]
    template: Option<PathBuf>,
}

impl Args {
    pub(super) fn run(&self, setting: &Setting) -> Outcome {
        let result = match (&self.template, &self.file) {
            (Some(template), _) => write_template(template, setting),
            (None, Some(file)) => self.import(file, setting),
            (None, None) => return Outcome::Usage,
        };
        result.unwrap_or_else(|problems| {
            render::report(&problems, self.json, setting.verbose);
            Outcome::Stopped
        })
    }

    fn import(&self, file: &Path, setting: &Setting) -> Result<Outcome, Problems> {
        let mut named = Named::of(file, &setting.root);
        if let Some(columns) = &self.columns {
            named.columns.clone_from(columns);
        }
        let before = self.read_before(&named, setting)?;
        let mut reader = ReadingRoom::new(&isolation(false), JobLimits::LIST).reader();
        let place = ListPlace {
            sheet: self.sheet.as_deref(),
            encoding: self.encoding.as_deref(),
            header_row: self.header_row,
        };
        let opened = import::open(&setting.root, &named.file, place, &mut reader)?;
        let Checked { value: (mut import, questions), mut problems } = opened;
        let answers = Answers::new(&self.answer);
        let mut open = self.settle(&mut import, questions, &answers)?;
        let questions = import.settle(&mailing::language(&setting.root, &setting.mailing));
        open.extend(self.settle(&mut import, questions, &answers)?);
        let unused = answers.unused();
        if !unused.is_empty() {
            return Err(unused);
        }
        import.give_ids(before.as_ref());
        let read = import.read(&named.columns)?.report_to(&mut problems);
        let shown: Vec<ShownRecipient> = read.iter().take(SHOWN).map(ShownRecipient::from).collect();
        let needs_a_look = problems.need_a_look();
        if self.json {
            tell_json(&import, &open, &shown, read.len());
        } else {
            render::out(&describe(&import, &shown, read.len(), &problems));
            // `check` tells them again, with those of the mailing as a whole; it does not look at other sheets.
            let is_told_now = |problem: &Diagnostic| {
                problem.severity == Severity::Error || problem.code == codes::WORKBOOK_SHEET_UNREAD
            };
            problems.retain(is_told_now);
        }
        if self.yes {
            problems.extend(report_open(&open));
        } else if !self.json && !open.is_empty() {
            problems.extend(open.iter().map(|question| report(question, false)));
            return Err(problems);
        }
        let outcome = Outcome::done(needs_a_look || problems.need_a_look());
        render::report(&problems, self.json, setting.verbose);
        if !self.json || self.yes {
            self.write(&import, &named, setting)?;
        }
        Ok(outcome)
    }

    /// Ids that an earlier columns file gave.
    fn read_before(&self, named: &Named, setting: &Setting) -> Result<Option<GivenIds>, Problems> {
        if !setting.root.join(&named.columns).exists() {
            return Ok(None);
        }
        if !self.replace && (!self.json || self.yes) {
            let problem = Diagnostic::new(codes::COLUMNS_EXIST, "the columns file is there already")
                .with_location(Location::file(&named.columns))
                .with_hint("change it by hand, or let it be written again with `--replace`");
            return Err(problem.into());
        }
        let Checked { value, problems } = read_columns(&setting.root, &named.columns);
        match value {
            Some(columns) => Ok(columns.given_ids),
            None => Err(problems),
        }
    }

    /// Answers questions: as the command says, by what is usual, or by asking on a terminal. Those that stay open are returned.
    fn settle(
        &self,
        import: &mut Import,
        questions: Vec<ImportQuestion>,
        answers: &Answers<'_>,
    ) -> Result<Vec<ImportQuestion>, Problems> {
        let asks = !self.yes && !self.json && std::io::stdin().is_terminal();
        let answer = |question: &ImportQuestion| -> Result<Option<String>, Problems> {
            Ok(match answers.find(question)? {
                Some(given) => Some(given),
                None if asks => ask(question, &mut std::io::stdin().lock())?,
                None => question.usual.clone().filter(|_| self.yes),
            })
        };
        let mut open = import.answer_all(questions, answer)?;
        open.retain(|_| !asks);
        Ok(open)
    }

    fn write(&self, import: &Import, named: &Named, setting: &Setting) -> Result<(), Problems> {
        let path = setting.root.join(&named.columns);
        write_atomically(&path, import.text().as_bytes()).map_err(|error| unwritable(&path, &error))?;
        let source =
            RecipientSource { file: named.file.clone(), columns: Some(named.columns.clone()), query: None };
        if self.add {
            self.add_to_mailing(&source, setting)?;
        }
        if self.json {
            render::json(
                &serde_json::json!({ "event": "written", "columns": named.columns, "added": self.add }),
            );
            return Ok(());
        }
        let mut text = Text::new();
        text.paint(GOOD, "wrote").line(format_args!(": {}", named.columns));
        if self.add {
            text.line(format_args!(
                "  {} reads the list through it; now run `convoke check`",
                setting.mailing
            ));
        } else {
            text.line(format_args!("  name the list in {}, or let `--add` do so:", setting.mailing));
            text.line("    recipients:").line(format_args!("      - {}", recipients_entry(&source)));
        }
        render::out(&text);
        Ok(())
    }

    fn add_to_mailing(&self, source: &RecipientSource, setting: &Setting) -> Result<(), Problems> {
        let path = setting.root.join(&setting.mailing);
        let text = crate::beneath::read_text_within(&setting.root, &setting.mailing).unwrap_or_default();
        let changed = add_list(&text, source, &setting.mailing)?;
        write_atomically(&path, changed.as_bytes()).map_err(|error| unwritable(&path, &error))?;
        Ok(())
    }
}

fn write_template(path: &Path, setting: &Setting) -> Result<Outcome, Problems> {
    check_free(path, false, setting)?;
    let bytes = make_template()?;
    write_atomically(path, &bytes).map_err(|error| unwritable(path, &error))?;
    let mut text = Text::new();
    text.paint(GOOD, "wrote").line(format_args!(": {}", setting.shown(path)));
    text.line(format_args!(
        "  fill it in, a row for each recipient, then run `convoke import {}`",
        setting.shown(path)
    ));
    render::out(&text);
    Ok(Outcome::Done)
}

/// Refuses to write where a file is, unless it is to be replaced.
pub(super) fn check_free(path: &Path, replaces: bool, setting: &Setting) -> Result<(), Diagnostic> {
    if replaces || !path.exists() {
        return Ok(());
    }
    Err(Diagnostic::new(codes::EXPORT_EXISTS, "the file is there already")
        .with_location(Location::file(setting.shown(path)))
        .with_hint("name another file, or delete this one"))
}

/// A spreadsheet and its columns file, as the mailing names them.
struct Named {
    file: String,
    columns: String,
}

impl Named {
    /// Paths below the mailing's folder, where the file is in it; else as they are in the file system.
    fn of(file: &Path, root: &Path) -> Self {
        let whole = std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
        let below =
            std::fs::canonicalize(root).ok().and_then(|root| Some(whole.strip_prefix(root).ok()?.to_owned()));
        let file = path_text(&below.unwrap_or(whole)).replace('\\', "/");
        Self { columns: import::columns_file(&file), file }
    }
}
