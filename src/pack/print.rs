//! What a channel prints: the print run with all documents, address labels, envelopes or address pages, fax covers.

use std::io;

use super::desk::{Desk, Documents, Item};
use super::sending::{Group, Sending};
use crate::archive::{Entry, PackFile, PackKind};
use crate::diagnostic::{Checked, Diagnostic, Problems, codes};
use crate::mailing::{EnvelopeFormat, LabelSheet};
use crate::pdf::run::{PrintRun, RunError, RunSettings};
use crate::sheets::{Envelope, FaxCover, FaxSender, Made};

/// How many addresses are set at a time: what Typst holds grows with them.
pub(super) const AT_A_TIME: usize = 126;

/// The files a piece of work made, or why it failed.
pub(super) type Printed = Result<Checked<Vec<PackFile>>, Problems>;

/// Which of a group's files are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sheet {
    Labels,
    Envelopes,
    FaxCovers,
}

impl Sheet {
    fn name(self) -> &'static str {
        match self {
            Self::Labels => "labels",
            Self::Envelopes => "envelopes",
            Self::FaxCovers => "fax-covers",
        }
    }

    /// The key of its title among the words of a language.
    fn title(self) -> &'static str {
        match self {
            Self::Labels => "labels_title",
            Self::Envelopes => "envelopes_title",
            Self::FaxCovers => "fax_title",
        }
    }
}

/// The path of a group's file, or of a part of it, counted from zero.
pub(super) fn path(group: &Group<'_>, name: &str, part: Option<usize>) -> String {
    let part = part.map_or_else(String::new, |part| format!("-{:03}", part + 1));
    format!("{}/{}/{name}{part}.pdf", group.channel.name(), group.language)
}

/// Makes the print run of a group: all documents of all sendings, in order. `also` is given the documents of each sending
/// after they were added, so that nothing else made of them has to read them again.
pub(super) fn make_run<'a>(
    desk: &Desk<'a>,
    group: &Group<'a>,
    mut also: impl FnMut(&Sending<'a>, Documents<'a>) -> Result<(), Diagnostic>,
) -> Printed {
    let path = path(group, "print-run", None);
    let of_language = desk.of_language(group.language);
    let reference = &desk.archive.manifest().reference;
    let settings = RunSettings {
        title: format!("{reference} · {}", of_language.subject),
        language: group.language.to_owned(),
        ident: format!("{reference}/pack/{path}"),
        issued_at: desk.issued_at.clone(),
        is_duplex: desk.office.is_duplex,
    };
    let item = Item {
        path,
        kind: PackKind::PrintRun,
        channel: Some(group.channel),
        language: Some(group.language),
        recipients: group.sendings.len(),
    };
    let mut problems = Problems::new();
    let mut stopped = None;
    let mut stop = |problem: Diagnostic| {
        stopped = Some(problem);
        io::Error::other("the archive cannot be read")
    };
    let mut documents = desk.documents();
    let written = desk.write_with(item, |file| {
        let mut run = PrintRun::begin(file, settings)?;
        for sending in &group.sendings {
            run.start(&bookmark(desk, sending), &format!("{} · ", sending.serial()));
            let read = documents.read(sending).map_err(&mut stop)?;
            for (entry, pdf) in &read {
                let left_out = add(&mut run, sending, entry, pdf)?;
                // An enclosure goes to everybody; one message is enough.
                let is_new =
                    |problem: &Diagnostic| problems.iter().all(|known| known.message != problem.message);
                problems.extend(left_out.filter(is_new));
            }
            also(sending, read).map_err(&mut stop)?;
        }
        run.finish().map(|(_, totals)| totals)
    });
    if let Some(problem) = stopped {
        return Err(problem.into());
    }
    let (mut file, totals) = written?;
    file.pages = u32::try_from(totals.pages).ok();
    Ok(Checked::new(vec![file], problems))
}

/// Adds a document to the run, or says that it is left out.
fn add(
    run: &mut PrintRun<&mut dyn io::Write>,
    sending: &Sending<'_>,
    entry: &Entry,
    pdf: &[u8],
) -> io::Result<Option<Diagnostic>> {
    match run.add(pdf) {
        Ok(_) => Ok(None),
        Err(RunError::Io(error)) => Err(error),
        Err(RunError::Unprintable(cause)) => {
            Ok(Some(left_out(entry, &cause.to_string(), sending.recipient())))
        }
    }
}

fn left_out(entry: &Entry, cause: &str, recipient: &str) -> Diagnostic {
    Diagnostic::new(codes::PRINT_RUN_GAP, format!("`{}` is not in the print run ({cause})", entry.path))
        .about(recipient)
        .with_hint(
            "print it from the archive and put it with the letter, or save it anew as PDF and build again",
        )
}

fn bookmark(desk: &Desk<'_>, sending: &Sending<'_>) -> String {
    let name = sending.letter().and_then(|letter| letter.entity.as_deref()).unwrap_or_default();
    match sending.copy_to() {
        Some(to) => format!("{} · {to}", desk.words(sending.language()).copy_of(sending.serial())),
        None => format!("{} · {name}", sending.serial()),
    }
}

/// Sets sheets for all sendings of a group, in parts where there are many.
pub(super) fn make_sheets(desk: &Desk<'_>, group: &Group<'_>, sheet: Sheet) -> Printed {
    let (mut files, mut problems) = (Vec::new(), Problems::new());
    let per_part = match sheet {
        Sheet::Labels => AT_A_TIME.next_multiple_of(per_page(&desk.office.labels)),
        // A cover takes three times what an address does.
        Sheet::FaxCovers => AT_A_TIME / 3,
        Sheet::Envelopes => AT_A_TIME,
    };
    let is_whole = group.sendings.len() <= per_part;
    for (number, sendings) in group.sendings.chunks(per_part).enumerate() {
        let part = Group { channel: group.channel, language: group.language, sendings: sendings.to_vec() };
        let part_number = (!is_whole).then_some(number);
        let kind = match (sheet, desk.office.envelopes) {
            (Sheet::Labels, _) => PackKind::Labels,
            (Sheet::Envelopes, EnvelopeFormat::Window) => PackKind::AddressPages,
            (Sheet::Envelopes, _) => PackKind::Envelopes,
            (Sheet::FaxCovers, _) => PackKind::FaxCovers,
        };
        let name = if kind == PackKind::AddressPages { "address-pages" } else { sheet.name() };
        let path = path(group, name, part_number);
        let Made { pdf, pages } = set_sheet(desk, &part, sheet, &path)?.report_to(&mut problems);
        let item = Item {
            path,
            kind,
            channel: Some(group.channel),
            language: Some(group.language),
            recipients: sendings.len(),
        };
        files.push(desk.write(item, &pdf, Some(pages))?);
    }
    Ok(Checked::new(files, problems))
}

/// How many labels a sheet has.
fn per_page(sheet: &LabelSheet) -> usize {
    usize::try_from(sheet.columns * sheet.rows).unwrap_or(1).max(1)
}

fn set_sheet(
    desk: &Desk<'_>,
    group: &Group<'_>,
    sheet: Sheet,
    path: &str,
) -> Result<Checked<Made>, Problems> {
    let words = desk.words(group.language);
    let title = format!("{} · {}", words.get(sheet.title()), words.channel(group.channel));
    let meta = desk.meta(group.language, &title, path);
    let addresses = desk.addresses(group);
    let office = &desk.office;
    match sheet {
        Sheet::Labels => desk.sheets.labels(&office.labels, &addresses, &words, &meta),
        Sheet::Envelopes => {
            let envelope = Envelope { format: office.envelopes, window: office.window, paper: office.paper };
            desk.sheets.envelopes(&envelope, &office.sender.lines, &addresses, &words, &meta)
        }
        Sheet::FaxCovers => {
            let of_language = desk.of_language(group.language);
            let sender = FaxSender {
                organisation: of_language.organisation.clone(),
                office: of_language.office.clone(),
                tel: office.sender.tel.clone(),
                fax: office.sender.fax.clone(),
                e_mail: office.sender.e_mail.clone(),
            };
            let covers: Vec<FaxCover> =
                group.sendings.iter().map(|sending| make_cover(desk, sending)).collect();
            desk.sheets.fax_covers(office.paper, &covers, &sender, &words, &meta)
        }
    }
}

fn make_cover(desk: &Desk<'_>, sending: &Sending<'_>) -> FaxCover {
    let of_language = desk.of_language(sending.language());
    let enclosures = sending.enclosures().iter().filter_map(|path| desk.enclosure(path)?.pages);
    FaxCover {
        recipient: sending.recipient().to_owned(),
        serial: sending.serial().to_owned(),
        to: sending.delivery.lines.clone(),
        locale: sending.language().to_owned(),
        is_rtl: of_language.is_rtl,
        fax: sending.delivery.fax.clone().unwrap_or_default(),
        date: of_language.date.clone(),
        subject: vec![of_language.subject.clone()],
        pages: 1 + sending.pages() + enclosures.sum::<u32>(),
        copy_of: sending.copy_of(),
    }
}
