//! Whether a picture that somebody gives is one that letters can have: told by its bytes, and by drawing it in a worker process.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::diagnostic::{Diagnostic, Location, Problems, codes};
use crate::fonts::Fonts;
use crate::pdf::{PdfSettings, Standards};
use crate::template::TemplateTexts;
use crate::typeset::Facts;
use crate::worker::{Isolation, Job, JobLimits, Workplace};

/// Most bytes of a picture: every letter bears it.
const MOST: usize = 10 << 20;

/// How it is drawn: coarsely, since only whether it can be is asked.
const DOTS_PER_INCH: f64 = 18.0;

/// Checks a picture by drawing it; the ending of its kind. `name` is what messages call it.
///
/// # Errors
///
/// It is none that letters can have, or drawing it took more than it may.
pub fn check_picture(bytes: &[u8], name: &str, isolation: &Isolation) -> Result<&'static str, Diagnostic> {
    if bytes.len() > MOST {
        let message = format!("the picture is larger than {} MiB", MOST >> 20);
        return Err(wrong(message, name, "give it fewer pixels"));
    }
    let kind = match bytes {
        [0x89, b'P', b'N', b'G', ..] => "png",
        [0xFF, 0xD8, 0xFF, ..] => "jpg",
        _ => "svg",
    };
    match draw(bytes, kind, isolation) {
        Ok(()) => Ok(kind),
        Err(problems) => {
            let cause = problems.iter().next().map(|problem| problem.message.clone());
            let message = format!("this is no picture that letters can have ({})", cause.unwrap_or_default());
            Err(wrong(message, name, "give an SVG, PNG or JPEG file"))
        }
    }
}

fn draw(bytes: &[u8], kind: &str, isolation: &Isolation) -> Result<(), Problems> {
    let path = format!("/picture.{kind}");
    let files = BTreeMap::from([(path.clone(), bytes.to_vec())]);
    let workplace = Workplace::new(
        Arc::new(Fonts::embedded()),
        Arc::new(files),
        ("", &TemplateTexts::default()),
        isolation,
        JobLimits::RETURNED,
    )?;
    let text = format!(
        "#set page(width: 10cm, height: 10cm, margin: 0cm)\n#image(\"{path}\", width: 100%, height: 100%, fit: \"contain\", alt: \"\")"
    );
    let settings = PdfSettings {
        ident: String::new(),
        // Nobody keeps what is drawn.
        issued_at: Timestamp::UNIX_EPOCH.to_zoned_datetime(TimeZone::UTC),
        standards: Standards::parse(["1.7"])?,
        identity: None,
        seal: None,
    };
    let job = Job {
        text,
        facts: Facts::default(),
        settings,
        has_marks: false,
        is_last: true,
        tells_warnings: false,
    };
    workplace.worker().draw(&job, DOTS_PER_INCH, 1).map(drop)
}

fn wrong(message: String, name: &str, hint: &str) -> Diagnostic {
    Diagnostic::new(codes::INIT_ANSWER, message).with_location(Location::file(name)).with_hint(hint)
}
