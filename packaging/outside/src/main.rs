//! A program that makes letters by the library alone: the sample mailing in a folder beside the file that is named, and one of its
//! letters in that file.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use convoke::batch::{self, BuildOptions};
use convoke::plan::{self, PlanOptions};
use convoke::starter;

fn main() -> Result<(), Box<dyn Error>> {
    let target = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: outside FILE")?);
    let root = target.with_extension("mailing");
    starter::write_sample(&root).map_err(|problems| problems.to_string())?;
    let planned = plan::make(&root, "mailing.yaml", &PlanOptions::default());
    let plan = planned.value.ok_or_else(|| planned.problems.to_string())?;
    let summary = batch::build(&plan, &BuildOptions::default(), &mut |_| {})
        .map_err(|problems| problems.to_string())?;
    let archive = summary.archive.ok_or("there is no archive")?;
    let folder = archive.path.parent().ok_or("the archive is in no folder")?;
    let letter = find_letter(folder)?.ok_or("there is no letter")?;
    fs::copy(letter, &target)?;
    println!("{} documents", summary.documents);
    Ok(())
}

/// The first letter in a folder and those below it.
fn find_letter(folder: &Path) -> std::io::Result<Option<PathBuf>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    paths.sort();
    for path in paths {
        let is_letter =
            path.file_name().is_some_and(|name| name.to_string_lossy().ends_with("_letter_en.pdf"));
        if is_letter {
            return Ok(Some(path));
        }
        if path.is_dir()
            && let Some(letter) = find_letter(&path)?
        {
            return Ok(Some(letter));
        }
    }
    Ok(None)
}
