//! Recipients from CSV as secretariats have it: any usual separator, any usual encoding.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use super::Recipient;
use super::table::{self, Cell};
use crate::diagnostic::{Diagnostic, Location, Place};

pub(super) fn read(
    bytes: &[u8],
    file: &str,
    encoding: Option<&str>,
    extra_fields: &[String],
) -> (Vec<Recipient>, Vec<Diagnostic>) {
    let (text, mut problems) = decode(bytes, file, encoding);
    let Some(text) = text else { return (Vec::new(), problems) };
    let delimiter = delimiter(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(1, |at| u32::try_from(at.line()).unwrap_or(u32::MAX));
                let mut column = 1;
                rows.push(
                    record
                        .iter()
                        .map(|text| {
                            let place = Place::Text { line, column };
                            column += u32::try_from(text.chars().count()).unwrap_or(0) + 1;
                            Cell { text: text.to_owned(), place }
                        })
                        .collect(),
                );
            }
            Err(error) => problems.push(
                Diagnostic::error("csv-syntax", format!("this is not well-formed CSV ({error})"))
                    .with_location(Location::file(file))
                    .with_hint("check the quotation marks"),
            ),
        }
    }
    let (recipients, found) = table::read(rows.into_iter(), file, extra_fields);
    problems.extend(found);
    (recipients, problems)
}

fn decode(bytes: &[u8], file: &str, label: Option<&str>) -> (Option<String>, Vec<Diagnostic>) {
    let stop = |message: String, hint: &str| {
        let problem =
            Diagnostic::error("encoding", message).with_location(Location::file(file)).with_hint(hint);
        (None, vec![problem])
    };
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let mut guessed = false;
    let encoding = match (label, marked) {
        (Some(label), _) => match Encoding::for_label(label.as_bytes()) {
            Some(encoding) => encoding,
            None => {
                let hint = "name one such as utf-8, utf-16le, windows-1252, windows-1251 or windows-1256";
                return stop(format!("unknown encoding `{label}`"), hint);
            }
        },
        (None, Some(encoding)) => encoding,
        (None, None) if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) => UTF_8,
        (None, None) => {
            guessed = true;
            utf16_without_mark(bytes).unwrap_or_else(|| {
                let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
                detector.feed(bytes, true);
                detector.guess(None, Utf8Detection::Deny)
            })
        }
    };
    let (text, used, malformed) = encoding.decode(bytes);
    if malformed {
        let message = format!("the file is not valid {}", used.name());
        return stop(message, "name its encoding with `--encoding`");
    }
    let mut notes = Vec::new();
    if guessed {
        notes.push(
            Diagnostic::note("encoding-detected", format!("read as {}", used.name()))
                .with_location(Location::file(file))
                .with_hint("overrule it with `--encoding` where letters come out wrong"),
        );
    }
    (Some(text.into_owned()), notes)
}

fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros =
        |offset: usize| bytes.iter().skip(offset).step_by(2).take(200).filter(|byte| **byte == 0).count();
    let half = bytes.len().min(400) / 4;
    if zeros(1) > half {
        Some(encoding_rs::UTF_16LE)
    } else if zeros(0) > half {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or("");
    let count = |c: char| header.matches(c).count();
    [(b',', count(',')), (b';', count(';')), (b'\t', count('\t'))]
        .into_iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(delimiter, _)| delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "id;kind;iso;addressee.office;ministry.fr;address;emails;channels;languages";
    const ROW: &str = "FRA;state;FRA;foreign-minister;Ministère;\"Paris;FRANCE\";a@b.example;e-mail;fr;";

    fn table(bytes: &[u8], encoding: Option<&str>) -> (Vec<Recipient>, Vec<Diagnostic>) {
        read(bytes, "r.csv", encoding, &[])
    }

    fn is_right(recipients: &[Recipient]) {
        let [recipient] = recipients else { panic!("one recipient: {recipients:?}") };
        assert_eq!(recipient.ministry.get("fr"), Some("Ministère"));
        assert_eq!(recipient.address, ["Paris", "FRANCE"]);
        assert_eq!(recipient.languages[0].value, "fr");
    }

    #[test]
    fn every_usual_encoding_is_read() {
        let text = format!("{HEADER}\n{ROW}\n");
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16.iter().copied()).collect();
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
        let bom = format!("\u{feff}{text}");
        for bytes in [text.as_bytes(), bom.as_bytes(), &utf16, &marked, &latin] {
            let (recipients, problems) = table(bytes, None);
            assert!(!crate::diagnostic::has_errors(&problems), "{problems:#?}");
            is_right(&recipients);
        }
        assert_eq!(
            table(&latin, None).1[0].to_string(),
            "r.csv: note[encoding-detected]: read as windows-1252"
        );
    }

    #[test]
    fn cyrillic_and_arabic_code_pages_are_told_apart() {
        let word = "Министерство иностранных дел Российской Федерации";
        let text = format!("{HEADER}\n{}\n", ROW.replace("Ministère", word));
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&text);
        assert_eq!(table(&bytes, None).0[0].ministry.get("fr"), Some(word));
        let word = "وزارة الخارجية والتعاون الدولي";
        let text = format!("{HEADER}\n{}\n", ROW.replace("Ministère", word));
        let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(&text);
        assert_eq!(table(&bytes, Some("windows-1256")).0[0].ministry.get("fr"), Some(word));
    }

    #[test]
    fn commas_and_tabs_part_columns_too() {
        for delimiter in [",", "\t"] {
            let row = ROW.replace("Paris;FRANCE", "Paris|FRANCE").replace(';', delimiter).replace('|', ";");
            let text = format!("{}\n{row}\n", HEADER.replace(';', delimiter));
            let (recipients, problems) = table(text.trim_end_matches('\n').as_bytes(), None);
            assert!(problems.is_empty(), "{problems:#?}");
            is_right(&recipients);
        }
    }

    #[test]
    fn mistakes_are_named_with_their_cell() {
        let text = format!("{}\n{ROW}\n", HEADER.replace("languages", "langauges"));
        let (_, problems) = table(text.as_bytes(), None);
        assert_eq!(
            problems[0].to_string(),
            "r.csv:1:66: error[column-unknown]: unknown column `langauges` (langauges)"
        );
        assert_eq!(problems[0].hints, ["did you mean `languages`?"]);
        assert!(table(b"", None).1[0].to_string().contains("the table is empty"));
        assert!(table(b"id\n", Some("klingon")).1[0].to_string().contains("unknown encoding `klingon`"));
    }
}
