//! What is said of two archives that differ: each reason by itself.

use super::*;

/// An archive of entries, each with a PDF of its own.
fn archive(entries: &[Entry], blocked: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::create(&folder.path().join("out"), origin(), None).unwrap();
    for entry in entries {
        let mark = entry.sources.as_ref().map_or("", |sources| sources.data.as_str());
        writer.add(Entry { pages: Some(1), ..entry.clone() }, &pdf(1, mark)).unwrap();
    }
    let reasons = vec!["no usable language".to_owned()];
    let blocked: Vec<BlockedRecord> = blocked
        .iter()
        .map(|id| BlockedRecord { recipient: (*id).to_owned(), reasons: reasons.clone() })
        .collect();
    let recipients = entries.iter().filter(|entry| entry.role == Role::Document).count() + blocked.len();
    writer.finish(Expected { recipients, documents: recipients, blocked }).unwrap();
    folder
}

fn compare(old: &[Entry], new: &[Entry]) -> Diff {
    let (old, new) = (archive(old, &[]), archive(new, &[]));
    let found = diff(&old.path().join("out"), &new.path().join("out/A-CONF.123-4.zip"));
    assert!(found.is_compared && found.is_sound(), "{found:#?}");
    found
}

fn made_from(data: &str, template: &str, locale: &str, fonts: &str) -> Option<Box<Sources>> {
    let [data, template, locale, fonts] = [data, template, locale, fonts].map(hash_bytes);
    Some(Box::new(Sources { data, template, locale, fonts }))
}

/// How one document changed and why, of a letter changed so.
#[track_caller]
fn check(change: impl FnOnce(&mut Entry), how: How, reasons: &[ChangeReason]) {
    let old = Entry { sources: made_from("d", "t", "l", "f"), ..letter(1, "AFG") };
    let mut new = old.clone();
    change(&mut new);
    let found = compare(&[old], &[new]);
    assert_eq!((found.changes.len(), found.unchanged), (1, 0), "{found:#?}");
    assert_eq!((found.changes[0].how, &found.changes[0].reasons[..]), (how, reasons));
}

#[test]
fn each_reason_is_named() {
    // The mark in the PDF is the data's hash: with it the bytes change.
    check(|new| new.sources = made_from("D", "t", "l", "f"), How::Changed, &[ChangeReason::Data]);
    check(
        |new| new.sources = made_from("D", "T", "L", "F"),
        How::Changed,
        &[ChangeReason::Data, ChangeReason::Template, ChangeReason::Language, ChangeReason::Fonts],
    );
    check(|new| new.sources = None, How::Changed, &[ChangeReason::Unknown]);
    check(|new| new.serial = Some("A/CONF.123/4/009".into()), How::Changed, &[ChangeReason::Serial]);
    check(|new| new.replaces = Some("A/CONF.123/4/009".into()), How::Changed, &[ChangeReason::Replaces]);
    check(|new| new.channel = Some(Channel::Fax), How::Changed, &[ChangeReason::Channel]);
    check(|new| new.addressee = vec!["Herat".into()], How::Changed, &[ChangeReason::Addressee]);
    check(|new| new.enclosures = vec![at("enclosures/en/a.pdf")], How::Changed, &[ChangeReason::Enclosures]);
    check(|new| new.courtesy = true, How::Changed, &[ChangeReason::Courtesy]);
    let copies = vec![CopyRecord { to: "Mission".into(), channel: Channel::Post }];
    check(|new| new.copies = copies, How::Changed, &[ChangeReason::Copies]);
    check(|new| new.path = at("post/letters/001.pdf"), How::Moved, &[]);
}

#[test]
fn bytes_that_differ_though_nothing_else_does_are_the_tools() {
    let entry = Entry { sources: made_from("d", "t", "l", "f"), ..letter(1, "AFG") };
    let one = |mark: &str| {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::create(&folder.path().join("out"), origin(), None).unwrap();
        writer.add(entry.clone(), &pdf(2, mark)).unwrap();
        writer.finish(expected(1)).unwrap();
        folder
    };
    let (old, new) = (one("a"), one("b"));
    let found = diff(&old.path().join("out"), &new.path().join("out"));
    assert_eq!(found.changes[0].reasons, [ChangeReason::Tool]);
    assert_eq!((found.others, found.counted().recipients), (Others { changed: 1, ..Others::default() }, 1));
}

#[test]
fn what_a_document_was_made_from_is_no_change_while_its_bytes_are_the_same() {
    let old = Entry { sources: made_from("d", "t", "l", "f"), ..letter(1, "AFG") };
    let new = Entry { sources: made_from("d", "T", "L", "f"), ..letter(1, "AFG") };
    let found = compare(&[old], &[new]);
    assert_eq!((&found.changes[..], found.unchanged), (&[][..], 1));
}

#[test]
fn recipients_enclosures_and_blocks_are_told_by_recipient() {
    let enclosure = |name: &str, mark: &str| Entry {
        sources: made_from(mark, "", "", ""),
        ..Entry::new(at(&format!("enclosures/en/{name}.pdf")), Role::Enclosure)
    };
    let with = |number, id, enclosures: &[&str]| Entry {
        enclosures: enclosures.iter().map(|name| at(&format!("enclosures/en/{name}.pdf"))).collect(),
        ..letter(number, id)
    };
    let old = [with(1, "AFG", &["a", "b"]), with(2, "ALB", &["a"]), enclosure("a", "1"), enclosure("b", "1")];
    let new = [with(1, "AFG", &["a", "c"]), with(3, "AND", &[]), enclosure("a", "2"), enclosure("c", "1")];
    let (old, new) = (archive(&old, &["XXX", "YYY"]), archive(&new, &["XXX", "ALB"]));
    let found = diff(&old.path().join("out"), &new.path().join("out"));
    assert!(found.is_sound(), "{found:#?}");
    let changes: Vec<_> = found
        .changes
        .iter()
        .map(|change| (change.recipient.as_str(), change.how, change.reasons.as_slice()))
        .collect();
    assert_eq!(
        changes,
        [
            ("AFG", How::Changed, &[ChangeReason::Enclosures][..]),
            ("ALB", How::Removed, &[]),
            ("AND", How::Added, &[]),
        ]
    );
    let enclosures: Vec<_> =
        found.enclosures.iter().map(|found| (&found.path[14..], found.how, found.recipients)).collect();
    assert_eq!(
        enclosures,
        [("a.pdf", How::Changed, 1), ("b.pdf", How::Removed, 1), ("c.pdf", How::Added, 1)]
    );
    let blocked: Vec<_> = found
        .blocked
        .iter()
        .map(|found| (found.recipient.as_str(), found.old.len(), found.new.len()))
        .collect();
    assert_eq!(blocked, [("ALB", 0, 1), ("YYY", 1, 0)]);
}

#[test]
fn an_archive_that_cannot_be_read_is_not_compared() {
    let made = Made::new(&["AFG"]);
    let found = diff(&made.folder.path().join("nothing.zip"), &made.dir());
    assert!(!found.is_compared && !found.old.is_sound() && found.new.is_sound());
    assert_eq!(found.old.problems[0].code, "archive-open");
    assert_eq!(found.changes, []);
}
