//! Marks texts as translated from what the source says now.

use std::collections::BTreeSet;

use super::desk::Desk;
use super::state::FILE;
use super::track::{Standing, Tracked, mark, track_all};
use crate::diagnostic::{Diagnostic, Location, Problems, codes, did_you_mean, io_text};
use crate::input::write_atomically;

impl Desk {
    /// Marks texts as translated from what the source says now: `which` names them by id, by key of `locale.yaml`, by
    /// file, or by file and line; all of them where `all` is set. Returns how many are newly marked.
    ///
    /// # Errors
    ///
    /// The language has no source, a name fits no text, a file does not have as many texts as its source, or the state
    /// cannot be written; nothing is marked then.
    pub fn mark_done(&self, tag: &str, which: &[String], all: bool) -> Result<usize, Problems> {
        let translation = self.translation(tag)?;
        let state = translation.state_or_new();
        let (source, target) = (&translation.source, &translation.target);
        let tracked = track_all(&state, source, target);
        let texts = || tracked.iter().flat_map(|(file, texts)| texts.iter().map(move |text| (file, text)));
        let mut problems = translation.problems;
        let unknown = which.iter().filter(|wanted| !texts().any(|(file, text)| is_named(wanted, file, text)));
        problems.extend(unknown.map(|wanted| {
            Diagnostic::new(codes::TRANSLATION_UNKNOWN, format!("`{wanted}` names no text of `{tag}`"))
                .with_hint(did_you_mean(wanted, texts().map(|(_, text)| text.id.as_str())))
                .with_hint("name texts as `convoke locale status` does, or by file and line")
        }));
        let chosen =
            |file: &str, text: &Tracked| all || which.iter().any(|wanted| is_named(wanted, file, text));
        let uneven = texts().filter(|(file, text)| text.target.is_none() && chosen(file, text));
        let uneven: BTreeSet<&String> = uneven.map(|(file, _)| file).collect();
        problems.extend(uneven.into_iter().map(|file| {
            Diagnostic::new(
                codes::TRANSLATION_PARAGRAPHS,
                "the file does not have as many texts as its source",
            )
            .with_location(Location::file(target.path(file)))
            .with_hint(format!("`convoke locale status {tag}` says which are missing or too many"))
        }));
        if problems.has_errors() {
            return Err(problems);
        }
        let newly =
            texts().filter(|(file, text)| text.standing != Standing::Done && chosen(file, text)).count();
        let marked = mark(&state, source, target, chosen);
        let path = self.root().join(target.path(FILE));
        write_atomically(&path, marked.to_yaml().as_bytes()).map_err(|error| {
            Diagnostic::new(codes::WRITE, format!("the file cannot be written ({})", io_text(&error)))
                .with_location(Location::file(target.path(FILE)))
                .with_hint("check that the folder can be written to and the disk is not full")
        })?;
        Ok(newly)
    }
}

/// Whether a name means a text: its id or key, its file, or its file and one of its lines.
fn is_named(wanted: &str, file: &str, text: &Tracked) -> bool {
    if wanted == text.id || wanted == file {
        return true;
    }
    let mut parts = wanted.split(':');
    let (name, line) =
        (parts.next().unwrap_or_default(), parts.next().and_then(|line| line.parse::<u32>().ok()));
    let name = name.rsplit('/').next().unwrap_or(name);
    let Some((line, unit)) = line.zip(text.target.as_ref()) else { return false };
    let last = unit.line() + u32::try_from(unit.text.matches('\n').count()).unwrap_or_default();
    name == file && (unit.line()..=last).contains(&line)
}
