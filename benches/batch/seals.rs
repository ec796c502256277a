//! What a seal costs: documents with a place for one, filled by keys of both kinds in turn.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use convoke::batch::{self, BuildEvent, BuildOptions};
use convoke::fonts::Fonts;
use convoke::mailing;
use convoke::pdf::{self, PdfSettings, Standards};
use convoke::plan::{self, PlanOptions};
use convoke::seal::{Seal, Sealer, SealerSettings, Trust, inspect};
use convoke::typeset::{Facts, Typesetter};
use tempfile::TempDir;

use super::clock::held_now;
use super::{Failure, WORKERS, failure, failures, out, sample, this_program};

/// Seals made by each key in a turn, and turns.
const TURN: usize = 50;
const TURNS: usize = 10;

/// How many milliseconds a seal may take.
const MOST: f64 = 10.0;

/// How often memory is looked at while an archive is built.
const TENTHS: usize = 10;

/// How many kilobytes a sealed letter may add to what all processes hold.
const MOST_HELD: f64 = 1.0;

/// Seals one letter many times with ECDSA on P-256 and with RSA of 3072 bits, in turn, and looks at its seal as often.
pub(super) fn seals(_: &[usize], _: &mut Vec<TempDir>) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    sample::write(folder.path(), 1, &[])?;
    let keys =
        [("ECDSA P-256", "ecdsa"), ("RSA-3072", "rsa")].map(|(name, file)| (name, open(folder.path(), file)));
    let mut prepared = Vec::new();
    for (name, sealer) in keys {
        let sealer = sealer?;
        let pdf = letter(&sealer)?;
        prepared.push((name, sealer, pdf, Vec::new(), Vec::new()));
    }
    for _ in 0..TURNS {
        for (_, sealer, pdf, seals, looks) in &mut prepared {
            let mut sealed = Vec::new();
            let start = Instant::now();
            for _ in 0..TURN {
                sealed = sealer.seal_document(pdf.clone()).map_err(failure)?;
            }
            seals.push(start.elapsed().as_secs_f64() * 1000.0 / TURN as f64);
            let start = Instant::now();
            for _ in 0..TURN {
                let found = inspect(&sealed, &Trust::default());
                if !found.first().is_some_and(|seal| seal.holds() && seal.covers_all) {
                    return Err("a seal does not hold".into());
                }
            }
            looks.push(start.elapsed().as_secs_f64() * 1000.0 / TURN as f64);
        }
    }
    for (name, _, pdf, mut seals, mut looks) in prepared {
        let median = |times: &mut Vec<f64>| {
            times.sort_by(f64::total_cmp);
            times.get(times.len() / 2).copied().unwrap_or_default()
        };
        let (seal, look) = (median(&mut seals), median(&mut looks));
        out(&format!(
            "a seal by {name} of a letter of {} bytes: {seal:.2} ms; looking at it: {look:.2} ms",
            pdf.len()
        ));
        if seal > MOST {
            return Err(format!("a seal by {name} takes more than {MOST} ms").into());
        }
    }
    Ok(())
}

/// Has a process of its own build archives of sealed letters.
pub(super) fn sealed(sizes: &[usize], folders: &mut Vec<TempDir>) -> Result<(), Failure> {
    for &size in sizes {
        let folder = tempfile::tempdir()?;
        sample::write_letters(folder.path(), size)?;
        let mut command = Command::new(std::env::current_exe()?);
        let status = command.arg("--seal-all").arg(folder.path()).arg(size.to_string()).status()?;
        folders.push(folder);
        if !status.success() {
            return Err("the sealed letters were not built".into());
        }
    }
    Ok(())
}

/// Builds an archive of sealed letters, and tells at each tenth what this process and its workers hold; none after the second tenth may
/// hold more than that, but for what each letter adds to the lists of the archive.
pub(super) fn seal_all(root: &Path, size: usize) -> Result<(), Failure> {
    let isolation = this_program()?;
    let seal: Option<Arc<dyn Seal>> = Some(Arc::new(open(root, "ecdsa")?));
    let options = PlanOptions { jobs: Some(WORKERS), seal, ..PlanOptions::default() };
    let plan = plan::make(root, "mailing.yaml", &options);
    let plan = plan.value.ok_or_else(|| failures(plan.problems))?;
    let (mut made, mut held) = (0, Vec::new());
    let options = BuildOptions { jobs: WORKERS, isolation, ..BuildOptions::default() };
    batch::build(&plan, &options, &mut |event| {
        made += usize::from(matches!(event, BuildEvent::Made { .. }));
        if made * TENTHS / size > held.len() {
            held.push(held_now());
            out(&format!("{made} sealed letters: all processes hold {} kB", held_now()));
        }
    })
    .map_err(failures)?;
    let (Some(early), Some(late)) = (held.get(1), held.iter().skip(2).max()) else {
        return Err("nothing was made".into());
    };
    let each = (*late as f64 - *early as f64) / (size as f64 * 0.8);
    let verdict = if each <= MOST_HELD { "" } else { ", ABOVE THE AIM" };
    out(&format!("  a letter more adds {each:.3} kB{verdict}"));
    Ok(())
}

fn open(root: &Path, key: &str) -> Result<Sealer, Failure> {
    let keys = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/seals");
    let mut text = fs::read_to_string(root.join("mailing.yaml"))?;
    text.push_str("\nseal: { pkcs12: seal.p12, secret: { env: UNUSED } }\n");
    let mailing = mailing::parse(&text, "mailing.yaml").value.ok_or("no mailing")?;
    let at = mailing.issued_at.zoned()?;
    let settings = SealerSettings {
        seal: mailing.seal.ok_or("no seal")?,
        file: "mailing.yaml".to_owned(),
        now: at.timestamp(),
        at,
    };
    Sealer::open(&fs::read(keys.join(format!("{key}.p12")))?, Some("test"), settings).map_err(failures)
}

/// A page with a place for a seal.
fn letter(sealer: &Sealer) -> Result<Vec<u8>, Failure> {
    let typesetter = Typesetter::new(Arc::new(Fonts::embedded()), Arc::default()).map_err(failure)?;
    let text = "#set text(font: \"Libertinus Serif\", lang: \"en\", fallback: false)\n\
                #[#set document(title: \"Letter\");#metadata(none)]\n= Letter\n#lorem(400)\n";
    let settings = PdfSettings {
        ident: "DM-1132/001".to_owned(),
        issued_at: jiff::civil::date(2004, 5, 10)
            .at(9, 0, 0, 0)
            .to_zoned_datetime(jiff::tz::TimeZone::UTC)?,
        standards: Standards::archival_and_accessible().map_err(failure)?,
        identity: None,
        seal: sealer.place("letter", "en"),
    };
    let set = typesetter.set_with(text, &Facts { is_sealed: true, ..Facts::default() }).map_err(failures)?;
    pdf::export(&set, &settings).map_err(failures)
}
