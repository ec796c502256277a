//! Tests of sheets over the addresses of the project's own 195 recipients, and what these tests share.

mod faces;
mod ink;
mod look;
mod ranges;

use std::collections::BTreeMap;
use std::path::Path;

use typst::layout::{Frame, FrameItem};

use super::*;
use crate::locale::{Direction, LocalePack};
use crate::mailing::{EnvelopeFormat, Window};
use crate::recipient::{Channel, Handover, Recipient, read_yaml};

const LANGUAGES: [&str; 6] = ["en", "fr", "es", "ru", "zh", "ar"];

fn pack(language: &str) -> LocalePack {
    crate::locale::read(Path::new(env!("CARGO_MANIFEST_DIR")), "templates", language).value.unwrap()
}

fn is_rtl(pack: &LocalePack) -> bool {
    pack.file().direction == Direction::Rtl
}

fn words(language: &str) -> DispatchWords {
    let pack = pack(language);
    DispatchWords {
        locale: language.to_owned(),
        is_rtl: is_rtl(&pack),
        labels: pack.file().labels.clone(),
        ..DispatchWords::default()
    }
}

fn meta(title: &str) -> Meta {
    let at = jiff::civil::date(2004, 5, 10).at(9, 0, 0, 0);
    Meta {
        reference: "DM-1132".to_owned(),
        title: title.to_owned(),
        ident: format!("DM-1132/{title}"),
        issued_at: at.to_zoned_datetime(jiff::tz::TimeZone::UTC).unwrap(),
    }
}

fn sheets() -> Sheets {
    Sheets::new(Arc::new(Fonts::embedded())).unwrap()
}

fn recipients() -> Vec<Recipient> {
    let list = read_yaml(include_str!("../../../recipients/ministries.yaml"), "ministries.yaml", &[]);
    assert!(list.problems.is_empty(), "{}", list.problems);
    list.value
}

/// The 195 addresses as letters print them, each in its first language; every ninth is that of a copy.
fn addresses() -> Vec<Address> {
    let packs: BTreeMap<&str, LocalePack> = LANGUAGES.map(|language| (language, pack(language))).into();
    let mut addresses = Vec::new();
    for (index, recipient) in recipients().iter().enumerate() {
        let language = recipient.languages[0].value.as_str();
        let pack = &packs[language];
        let entity = recipient.ministry.get_or_first(language);
        let iso = recipient.iso.as_ref().unwrap();
        let country = pack.country(iso, jiff::civil::date(2026, 1, 1));
        let mut lines = pack.address(&recipient.addressee, country, &recipient.ministry).lines;
        lines.push(entity.to_owned());
        let today = jiff::civil::date(2026, 1, 1);
        let name = |state: &str| pack.country(state, today).map(|names| names.short);
        lines.extend(recipient.place().address(language, name).lines());
        let serial = format!("DM-1132/{:03}", index + 1);
        addresses.push(Address {
            recipient: recipient.id.value.clone(),
            copy_of: (index % 9 == 0).then(|| serial.clone()),
            serial,
            lines,
            locale: language.to_owned(),
            is_rtl: is_rtl(pack),
        });
    }
    assert_eq!(addresses.len(), 195);
    addresses
}

fn sender() -> Vec<String> {
    ["International Telecommunication Union", "Place des Nations", "1211 Genève 20", "SWITZERLAND"]
        .map(str::to_owned)
        .into()
}

fn envelope(format: EnvelopeFormat) -> Envelope {
    Envelope { format, window: Window::default(), paper: Paper::A4 }
}

/// How often each letter occurs, spaces and the dot between notes left aside.
type Letters = BTreeMap<char, usize>;

fn count(letters: &mut Letters, text: &str) {
    for letter in text.chars().filter(|letter| !letter.is_whitespace() && *letter != '·') {
        *letters.entry(letter).or_default() += 1;
    }
}

fn count_frame(letters: &mut Letters, frame: &Frame) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Text(text) => count(letters, &text.text),
            FrameItem::Group(group) => count_frame(letters, &group.frame),
            _ => {}
        }
    }
}

/// The letters a sheet shows.
fn shown(sheets: &Sheets, order: data::Order) -> (Letters, usize) {
    let Checked { value: typeset, problems } = sheets.press.typeset(order).unwrap();
    assert!(problems.is_empty(), "{problems}");
    let mut letters = Letters::new();
    typeset.document().pages().iter().for_each(|page| count_frame(&mut letters, &page.frame));
    (letters, typeset.pages())
}

/// The letters of addresses with their notes, and of the head of the pages for those that do not fit.
fn expected(addresses: &[Address], words: &DispatchWords, overflow: Option<&str>) -> Letters {
    let mut letters = Letters::new();
    for address in addresses {
        address.lines.iter().for_each(|line| count(&mut letters, line));
        let note = address.copy_of.as_ref().map_or(address.serial.clone(), |serial| words.copy_of(serial));
        count(&mut letters, &note);
    }
    if let Some(sheet) = overflow {
        count(&mut letters, words.get("overflow_title"));
        count(&mut letters, &words.get("overflow_note").replace("{sheet}", sheet));
    }
    letters
}

#[test]
fn no_letter_of_an_address_is_lost() {
    let (sheets, addresses, words) = (sheets(), addresses(), words("en"));
    for (number, does_overflow) in [("L7163", false), ("L7160", false), ("5160", true)] {
        let sheet = LabelSheet::of_trade(number).unwrap();
        let order = data::labels(&sheet, &addresses, &words, &meta("Labels")).unwrap();
        let (letters, _) = shown(&sheets, order);
        assert_eq!(letters, expected(&addresses, &words, does_overflow.then_some(number)), "{number}");
    }
    let order =
        data::envelopes(&envelope(EnvelopeFormat::Dl), &[], &addresses, &words, &meta("Envelopes")).unwrap();
    let (letters, pages) = shown(&sheets, order);
    assert_eq!((letters, pages), (expected(&addresses, &words, None), 195));
}

#[test]
fn what_does_not_fit_is_told_and_set_apart() {
    let (sheets, words) = (sheets(), words("fr"));
    let mut few: Vec<Address> = addresses().into_iter().take(3).collect();
    few[1].lines = vec!["very long ".repeat(60), "KABUL".into()];
    let sheet = LabelSheet::of_trade("5160").unwrap();
    let made = sheets.labels(&sheet, &few, &words, &meta("Étiquettes")).unwrap();
    assert_eq!(made.value.pages, 2);
    let told: Vec<String> = made.problems.iter().map(ToString::to_string).collect();
    let text = "the address does not fit the label (5160), not even in the smallest letters (recipient AGO)";
    assert_eq!(told, [format!("warning[sheet-overflow]: {text}")]);
    // A word longer than any line is broken rather than cut, and a sender that does not fit is nobody's.
    few[1].lines =
        vec!["Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte".into(), "WIEN".into()];
    let order = data::labels(&sheet, &few, &words, &meta("Étiquettes")).unwrap();
    assert_eq!(shown(&sheets, order), (expected(&few, &words, None), 1));
    let long = vec!["One of many lines of a sender who says too much of himself".to_owned(); 20];
    let made =
        sheets.envelopes(&envelope(EnvelopeFormat::Dl), &long, &few, &words, &meta("Enveloppes")).unwrap();
    assert_eq!((made.value.pages, made.problems.len()), (4, 1));
    assert!(made.problems[0].message.starts_with("the sender's address does not fit the envelope (DL)"));
}

#[test]
fn hostile_values_are_text() {
    let (sheets, words) = (sheets(), words("en"));
    let text = "A & B #1 $x$ *v* _u_ @y <b> \\ \"q\" =1+1 [x] {y} ~ -- // /* // http://x.example ` 'a'";
    let address = Address {
        recipient: "X#1".into(),
        serial: "A/CONF.123/4 *1*".into(),
        lines: vec![text.into(), "#panic()".into(), "= {serial}".into()],
        locale: "en".into(),
        ..Address::default()
    };
    let sheet = LabelSheet::of_trade("L7165").unwrap();
    let order = data::labels(&sheet, std::slice::from_ref(&address), &words, &meta("#x")).unwrap();
    assert_eq!(shown(&sheets, order).0, expected(std::slice::from_ref(&address), &words, None));
    // Nothing at all is no reason to fail, and a character no font has keeps no other address from being printed.
    let nothing = Address { lines: Vec::new(), ..address.clone() };
    let strange = Address { lines: vec!["เจนีวา".into()], ..address };
    let made = sheets.labels(&sheet, &[nothing, strange], &words, &meta("x")).unwrap();
    assert_eq!(made.problems.len(), 6);
    assert_eq!(
        made.problems[0].to_string(),
        "warning[sheet-glyph]: no font has the character U+0E40 (recipient X#1)"
    );
}

#[test]
fn sheets_that_cannot_be_are_refused() {
    let sheet = LabelSheet { columns: 9, ..LabelSheet::of_trade("L7160").unwrap() };
    let problems = sheets().labels(&sheet, &[], &words("en"), &meta("x")).unwrap_err();
    assert_eq!(problems[0].code, "label-sheet");
    let window = Window { left: 200.0, ..Window::default() };
    let envelope = Envelope { window, ..envelope(EnvelopeFormat::Window) };
    let problems = sheets().envelopes(&envelope, &[], &[], &words("en"), &meta("x")).unwrap_err();
    assert_eq!(problems[0].code, "envelope-window");
}

#[test]
fn a_list_groups_and_sums() {
    let row = |city: &str, mission: Option<&str>, documents| PouchRow {
        city: city.into(),
        mission: mission.map(str::to_owned),
        documents,
        pages: 3,
        ..PouchRow::default()
    };
    let rows = vec![
        row("Kabul", None, 2),
        row("Paris", Some("A"), 1),
        row("Kabul", None, 4),
        row("Paris", Some("B"), 1),
    ];
    let list = PouchList { handover: Handover::Pouch, date: String::new(), rows };
    let order = data::list(Paper::A4, &list, &words("en"), &meta("x"));
    let at = |pointer: &str| order.data.pointer(pointer).cloned().unwrap();
    assert_eq!(
        (at("/name"), at("/sendings"), at("/documents"), at("/pages")),
        ("Pouch list".into(), 4.into(), 8.into(), 12.into())
    );
    assert_eq!((at("/cities/0/name"), at("/cities/0/documents")), ("Kabul".into(), 6.into()));
    assert_eq!(at("/cities/0/missions").as_array().unwrap().len(), 1);
    assert_eq!(at("/cities/1/missions/1/name"), "B");
}

#[test]
fn a_cover_page_shows_forty_blocked_recipients_at_most() {
    let blocked = |number: usize| ReadmeBlocked { recipient: number.to_string(), reasons: Vec::new() };
    let readme = Readme { blocked: (0..45).map(blocked).collect(), more_blocked: 100, ..Readme::default() };
    let order = data::readme(Paper::A4, &readme, &words("en"), &meta("x"));
    assert_eq!(order.data["more"], 105);
    assert_eq!(order.data["blocked"].as_array().unwrap().len(), 40);
}
