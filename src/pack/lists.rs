//! The lists of a pack: what is handed over and signed for, the single files of each channel, the register.

use super::desk::{Desk, Item};
use super::print::{AT_A_TIME, Printed};
use super::sending::{Group, Sending};
use crate::archive::PackKind;
use crate::archive::table::{escape_cell, make_workbook, sort_by_name, write_csv};
use crate::diagnostic::{Checked, Diagnostic, Problems, codes, io_text};
use crate::recipient::{Channel, Handover};
use crate::sheets::{PouchList, PouchRow};

/// Columns of the list of single files.
const COLUMNS: [&str; 8] =
    ["serial", "recipient", "copy_to", "document", "language", "file", "pages", "sha256"];

/// Names the single files of a group, in the archive, in the order of its print run.
pub(super) fn list_files(desk: &Desk<'_>, group: &Group<'_>) -> Printed {
    let written =
        |cause: String| Diagnostic::new(codes::PACK_WRITE, format!("a list cannot be written ({cause})"));
    let mut out =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    out.write_record(COLUMNS).map_err(|error| written(io_text(&error.into())))?;
    for sending in &group.sendings {
        let enclosures = sending.enclosures().iter().filter_map(|path| desk.enclosure(path));
        for entry in sending.documents.iter().copied().chain(enclosures) {
            let pages = entry.pages.map(|pages| pages.to_string()).unwrap_or_default();
            let row = [
                sending.serial(),
                sending.recipient(),
                sending.copy_to().unwrap_or_default(),
                entry.document.as_deref().unwrap_or("enclosure"),
                entry.locale.as_deref().unwrap_or(group.language),
                &entry.path,
                &pages,
                &entry.sha256,
            ];
            out.write_record(row.map(escape_cell)).map_err(|error| written(io_text(&error.into())))?;
        }
    }
    let csv = out.into_inner().map_err(|error| written(io_text(error.error())))?;
    let item = Item {
        path: format!("{}/{}/files.csv", group.channel.name(), group.language),
        kind: PackKind::List,
        channel: Some(group.channel),
        language: Some(group.language),
        recipients: group.sendings.len(),
    };
    Ok(Checked::sound(vec![desk.write(item, &csv, None)?]))
}

/// Writes the register as a table for programs and as a workbook.
pub(super) fn write_register(desk: &Desk<'_>) -> Printed {
    let recipients = desk.archive.manifest().reconciliation.recipients.expected;
    let item = |path: &str| Item {
        path: path.into(),
        kind: PackKind::Register,
        channel: None,
        language: None,
        recipients,
    };
    let csv = desk.write_with(item("register.csv"), |file| write_csv(desk.archive.manifest(), file));
    let (csv, ()) = csv?;
    let workbook = make_workbook(desk.archive.manifest(), desk.scratch())?;
    let workbook = desk.write(item("register.xlsx"), &workbook, None)?;
    Ok(Checked::sound(vec![csv, workbook]))
}

/// Sets the list of what is handed over by a channel, for signatures; in the office's own language.
pub(super) fn list_handed_over(
    desk: &Desk<'_>,
    groups: &[Group<'_>],
    channel: Channel,
    handover: Handover,
) -> Printed {
    let (mut files, mut problems) = (Vec::new(), Problems::new());
    let mut sendings: Vec<&Sending<'_>> =
        groups.iter().filter(|group| group.channel == channel).flat_map(|group| &group.sendings).collect();
    sort_by_name(&mut sendings, desk.language(), |sending| &sending.delivery.city);
    let kind = PackKind::signed_list(handover);
    let parts = sendings.len().div_ceil(AT_A_TIME);
    for (number, sendings) in sendings.chunks(AT_A_TIME).enumerate() {
        let part = if parts > 1 { format!("-{:03}", number + 1) } else { String::new() };
        let path = format!("{}/list{part}.pdf", channel.name());
        let words = desk.words(desk.language());
        let meta = desk.meta(desk.language(), words.get(handover.title()), &path);
        let list = PouchList {
            handover,
            date: desk.of_language(desk.language()).date.clone(),
            rows: sendings.iter().map(|sending| make_row(desk, handover, channel, sending)).collect(),
        };
        let made = desk.sheets.list(desk.office.paper, &list, &words, &meta)?.report_to(&mut problems);
        let item = Item { path, kind, channel: Some(channel), language: None, recipients: sendings.len() };
        files.push(desk.write(item, &made.pdf, Some(made.pages))?);
    }
    Ok(Checked::new(files, problems))
}

fn make_row(desk: &Desk<'_>, handover: Handover, channel: Channel, sending: &Sending<'_>) -> PouchRow {
    let enclosures: Vec<_> = sending.enclosures().iter().filter_map(|path| desk.enclosure(path)).collect();
    let documents = sending.documents.len() + enclosures.len();
    let enclosed: u32 = enclosures.iter().filter_map(|enclosure| enclosure.pages).sum();
    PouchRow {
        city: sending.delivery.city.clone(),
        mission: sending.copy_to().map(str::to_owned),
        recipient: sending.recipient().to_owned(),
        serial: sending.serial().to_owned(),
        addressee: sending.delivery.entity.clone(),
        lines: match handover {
            Handover::Pouch | Handover::Delivery => Vec::new(),
            Handover::Courier => {
                let telephone = desk.telephone(channel, desk.language(), sending);
                sending.delivery.lines.iter().cloned().chain(telephone).collect()
            }
        },
        documents: u32::try_from(documents).unwrap_or(u32::MAX),
        pages: sending.pages() + enclosed,
        copy_of: sending.copy_of(),
    }
}
