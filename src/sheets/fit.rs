//! How large an address can be in its area, and where its lines break then.
//!
//! Typst could find out too, by setting an address in one size after another; that takes it ten times as long, and it
//! keeps all of it in memory. So it is found out here, and Typst sets lines that are broken already. Heights of lines are
//! given to Typst with them.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Area;
use super::ruler::{Measured, POINTS_PER_MILLIMETRE, Ruler, filled};
use crate::fonts::Fonts;
use crate::locale::is_latin;

/// What lines take besides their letters' own room, in ems: where accents, descenders and a J at the beginning reach.
const ABOVE: f64 = 0.25;
const BELOW: f64 = 0.35;
const BESIDE: f64 = 0.15;

/// The indent of a line's parts after the first, in ems.
const INDENT: f64 = 0.8;

/// How high the line of a country is that is set apart, in ems.
const APART: f64 = 1.1;

/// The clearance above and below the address, in millimetres.
const CLEARANCE: f64 = 1.0;

/// The room for what is sent, under the sender at the corner of an envelope, in millimetres.
const NOTE_ROOM: f64 = 6.0;

/// The distance between the sender over an address and the line under it, in millimetres.
const RULE_ROOM: f64 = 0.5;

/// Size of the letters of a list, in points.
const LIST_SIZE: f64 = 9.5;

/// What stays free on either side of a list, in millimetres.
const MARGIN: f64 = 15.0;

/// Widths of a list's columns in millimetres, that of the addressee left to take what remains.
const COLUMNS: [Option<f64>; 4] = [Some(27.0), None, Some(22.0), Some(18.0)];

/// Widths of the columns to be signed in, of an upright list and of one that lies across.
const UPRIGHT: [Option<f64>; 2] = [Some(24.0), Some(36.0)];
const ACROSS: [Option<f64>; 2] = [Some(32.0), Some(52.0)];

/// What stays free on either side in a cell of a list, in millimetres.
const CELL_INSET: f64 = 1.6;

/// How many lines an addressee may take in a list, less what is lost where lines break.
const MOST_LINES: f64 = 1.8;

/// Lines of a sender shorter than this, in characters, are not broken if they fit on one line.
const UNBROKEN: usize = 40;

/// What a sheet of addresses says of itself, as far as sizes follow from it.
#[derive(Deserialize)]
struct Asked {
    language: String,
    fonts: BTreeMap<String, String>,
    rtl: bool,
    areas: Vec<Area>,
    centred: bool,
    addresses: Vec<AskedAddress>,
    sizes: Vec<f64>,
    note_size: f64,
    sender: Vec<String>,
    sender_place: String,
    sender_area: Option<Area>,
    sender_sizes: Option<Vec<f64>>,
    labels: Labels,
}

#[derive(Deserialize)]
struct AskedAddress {
    language: String,
    rtl: bool,
    lines: Vec<String>,
    serial: String,
    copy_of: Option<String>,
}

#[derive(Deserialize)]
struct Labels {
    copy_of: String,
}

/// What a list says of itself, as far as its paper follows from it.
#[derive(Deserialize)]
struct AskedList {
    language: String,
    fonts: BTreeMap<String, String>,
    paper: AskedPaper,
    cities: Vec<AskedCity>,
}

#[derive(Deserialize)]
struct AskedPaper {
    width: f64,
}

#[derive(Deserialize)]
struct AskedCity {
    missions: Vec<AskedMission>,
}

#[derive(Deserialize)]
struct AskedMission {
    rows: Vec<AskedRow>,
}

#[derive(Deserialize)]
struct AskedRow {
    addressee: String,
}

/// Languages whose lines have the heights of Naskh, and of marks above and below the letters, as `metrics` in `layout.typ` has them.
const NASKH: [&str; 5] = ["ar", "fa", "ps", "sd", "ur"];
const STACKED: [&str; 20] = [
    "as", "bn", "bo", "gu", "hi", "km", "kn", "kok", "lo", "ml", "mr", "my", "ne", "or", "pa", "shn", "si",
    "ta", "te", "th",
];

/// How high lines are and what is between them, in ems.
#[derive(Debug, Clone, Copy, Serialize)]
struct Heights {
    top: f64,
    bottom: f64,
    leading: f64,
}

impl Heights {
    /// Those of forms, as `metrics` in `layout.typ` has them.
    fn for_language(language: &str, cap_height: f64) -> Self {
        match language.split('-').next() {
            Some(language) if NASKH.contains(&language) => Self { top: 0.66, bottom: -0.12, leading: 0.5 },
            Some("zh" | "ja" | "ko") => Self { top: 0.76, bottom: -0.08, leading: 0.4 },
            Some(language) if STACKED.contains(&language) => Self { top: 0.85, bottom: -0.25, leading: 0.2 },
            _ => Self { top: cap_height, bottom: 0.0, leading: 0.5 },
        }
    }

    /// The height of lines with everything that reaches out of them, in ems.
    fn lines(self, count: usize) -> f64 {
        let count = count as f64;
        ABOVE + count * (self.top - self.bottom) + (count - 1.0).max(0.0) * self.leading + BELOW
    }
}

/// An address as it fits.
#[derive(Debug, Serialize)]
struct Fit {
    /// Size of the letters, in points.
    size: f64,
    /// The parts of each line.
    lines: Vec<Vec<String>>,
    /// Whether the last line is a country, which is set apart.
    apart: bool,
    /// What it takes of the height, in points.
    height: f64,
    /// What the longest line takes of the width, in points.
    width: f64,
    /// Where the first line begins, in points from the top of the area.
    y: f64,
    /// What is sent, in words.
    note: String,
    /// Whether that takes more than one line.
    wraps: bool,
}

/// Rulers and heights of lines by language.
struct Languages<'a> {
    fonts: &'a Fonts,
    /// The families that languages name.
    families: &'a BTreeMap<String, String>,
    known: BTreeMap<String, (Ruler, Heights)>,
}

impl Languages<'_> {
    fn get(&mut self, language: &str) -> &mut (Ruler, Heights) {
        self.known.entry(language.to_owned()).or_insert_with(|| {
            let ruler = Ruler::new(self.fonts, language, named(self.families, language));
            let heights = Heights::for_language(language, ruler.cap_height());
            (ruler, heights)
        })
    }
}

/// The families that a language names.
fn named<'a>(families: &'a BTreeMap<String, String>, language: &str) -> &'a str {
    families.get(language).map_or("", String::as_str)
}

/// Says in the data of a sheet of addresses how each fits its area, all of a page in one size; null where one does not. Other sheets stay as they are.
pub(super) fn fit_addresses(fonts: &Fonts, data: &mut Value) {
    let Ok(asked) = Asked::deserialize(&*data) else { return };
    let Some(area) = asked.areas.first() else { return };
    let mut languages = Languages { fonts, families: &asked.fonts, known: BTreeMap::new() };
    let over = measure_sender(&asked, area, &mut languages);
    let mut fits: Vec<Option<Fit>> = asked
        .addresses
        .iter()
        .map(|address| fit_in_area(&asked, address, area, over, &asked.sizes, &mut languages))
        .collect();
    let mut set: Vec<(&AskedAddress, &mut Fit)> = asked
        .addresses
        .iter()
        .zip(&mut fits)
        .filter_map(|(address, fit)| Some((address, fit.as_mut()?)))
        .collect();
    for sheet in set.chunks_mut(asked.areas.len()) {
        let smallest = sheet.iter().map(|(_, fit)| fit.size).fold(f64::INFINITY, f64::min);
        for (address, fit) in sheet.iter_mut().filter(|(_, fit)| fit.size > smallest) {
            if let Some(smaller) = fit_in_area(&asked, address, area, over, &[smallest], &mut languages) {
                **fit = smaller;
            }
        }
    }
    let sender = asked.sender_area.filter(|_| !asked.sender.is_empty()).map(|area| {
        let sizes = asked.sender_sizes.as_deref().unwrap_or_default();
        let room = (area.width, area.height - NOTE_ROOM);
        let is_rtl = asked.rtl && !asked.sender.iter().all(|line| is_latin(line));
        as_large_as_possible(&asked.sender, is_rtl, room, sizes, languages.get(&asked.language))
    });
    let heights: BTreeMap<_, _> =
        languages.known.iter().map(|(language, known)| (language, known.1)).collect();
    let heights = json!(heights);
    if let Some(addresses) = data.get_mut("addresses").and_then(Value::as_array_mut) {
        for (address, fit) in addresses.iter_mut().zip(fits) {
            let Some(address) = address.as_object_mut() else { continue };
            if fit.is_some() {
                address.retain(|key, _| key != "lines" && key != "recipient");
            }
            address.insert("fit".to_owned(), json!(fit));
        }
    }
    data["sender_fit"] = json!(sender.flatten());
    data["heights"] = heights;
    data["reach"] = json!({ "above": ABOVE, "below": BELOW, "beside": BESIDE, "apart": APART });
}

/// Says in the data of a list how wide its columns are, and whether it lies across: where an addressee has no room on two
/// lines of an upright one. Other sheets stay as they are.
pub(super) fn fit_list(fonts: &Fonts, data: &mut Value) {
    let Ok(asked) = AskedList::deserialize(&*data) else { return };
    let mut ruler = Ruler::new(fonts, &asked.language, named(&asked.fonts, &asked.language));
    let rows = asked.cities.iter().flat_map(|city| &city.missions).flat_map(|mission| &mission.rows);
    let longest = rows.map(|row| ruler.measure(&row.addressee).width()).fold(0.0, f64::max);
    let taken: f64 = COLUMNS.iter().chain(&UPRIGHT).flatten().sum();
    let room = asked.paper.width - 2.0 * MARGIN - taken - 2.0 * CELL_INSET;
    let is_across = longest * LIST_SIZE / POINTS_PER_MILLIMETRE > MOST_LINES * room;
    let last = if is_across { ACROSS } else { UPRIGHT };
    data["columns"] = json!(COLUMNS.iter().chain(&last).collect::<Vec<_>>());
    data["across"] = json!(is_across);
    data["margin"] = json!(MARGIN);
}

/// What the sender takes over an address, in millimetres.
fn measure_sender(asked: &Asked, area: &Area, languages: &mut Languages<'_>) -> f64 {
    if asked.sender_place != "over" || asked.sender.is_empty() {
        return 0.0;
    }
    let (ruler, heights) = languages.get(&asked.language);
    let mut pieces = Vec::new();
    for (index, line) in asked.sender.iter().enumerate() {
        let text = if index == 0 { line.clone() } else { format!("· {line}") };
        let mut own = ruler.measure(&format!("{text} ")).pieces.clone();
        if line.chars().count() < UNBROKEN && own.len() > 1 {
            let dot = if index == 0 { Vec::new() } else { vec![own.remove(0)] };
            let width = own.iter().map(|piece| piece.width + piece.gap).sum::<f64>();
            if let Some(mut last) = own.pop() {
                last.width = width - last.gap;
                own = dot;
                own.push(last);
            }
        }
        pieces.extend(own);
    }
    let size = asked.note_size / POINTS_PER_MILLIMETRE;
    let room = area.width / size;
    let count = filled(&pieces, room, room).map_or(pieces.len(), |lines| lines.len());
    (heights.lines(count) - ABOVE - BELOW) * size + RULE_ROOM + CLEARANCE
}

/// An address in its area in the largest of some sizes, under what takes `over` millimetres.
fn fit_in_area(
    asked: &Asked,
    address: &AskedAddress,
    area: &Area,
    over: f64,
    sizes: &[f64],
    languages: &mut Languages<'_>,
) -> Option<Fit> {
    let is_at_corner = asked.sender_place == "corner";
    let note_area = if is_at_corner { asked.sender_area.as_ref()? } else { area };
    let size = asked.note_size / POINTS_PER_MILLIMETRE;
    let (ruler, heights) = languages.get(&asked.language);
    let room = note_area.width / size - 2.0 * BESIDE;
    let note = note(asked, address);
    let count = ruler.measure(&note).lines(room, room)?.len();
    let noted = heights.lines(count) * size;
    if is_at_corner && noted > NOTE_ROOM {
        return None;
    }
    let under = if is_at_corner { 0.0 } else { noted + CLEARANCE };
    let height = area.height - over - under;
    let language = languages.get(&address.language);
    let room = (area.width, height);
    let mut fit = as_large_as_possible(&address.lines, address.rtl, room, sizes, language)?;
    let free = if asked.centred { (height * POINTS_PER_MILLIMETRE - fit.height) / 2.0 } else { 0.0 };
    fit.y += over * POINTS_PER_MILLIMETRE + free;
    fit.note = note;
    fit.wraps = count > 1;
    Some(fit)
}

/// The serial of what goes to an address and the mark of a copy.
fn note(asked: &Asked, address: &AskedAddress) -> String {
    let copy_of = address.copy_of.as_deref().filter(|serial| !serial.is_empty());
    let mark = copy_of.map(|serial| asked.labels.copy_of.replace("{serial}", serial));
    let serial = Some(address.serial.clone()).filter(|serial| !serial.is_empty() && copy_of != Some(serial));
    serial.into_iter().chain(mark).collect::<Vec<_>>().join(" · ")
}

/// Lines in the largest of some sizes in which they fit a width and height in millimetres; sizes come smallest first.
/// Where words are longer than a line even in the smallest size, they are broken in it.
fn as_large_as_possible(
    lines: &[String],
    is_rtl: bool,
    (width, height): (f64, f64),
    sizes: &[f64],
    (ruler, heights): &mut (Ruler, Heights),
) -> Option<Fit> {
    let lines: Vec<(&str, Rc<Measured>)> = lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| (line.as_str(), ruler.measure(line)))
        .collect();
    let apart = lines.len() > 1 && lines.last().is_some_and(|(line, _)| line.to_uppercase() == *line);
    let try_size = |size: f64, does_break: bool| {
        let size_in_millimetres = size / POINTS_PER_MILLIMETRE;
        let first = width / size_in_millimetres - 2.0 * BESIDE;
        let next = if is_rtl { first } else { first - INDENT };
        let mut set = Vec::new();
        for (line, measured) in &lines {
            let parts = if does_break {
                measured.broken_lines(line, first, next)
            } else {
                measured.lines(first, next)
            };
            set.push(parts?.into_iter().map(|part| line.get(part).unwrap_or_default().to_owned()).collect());
        }
        let taken =
            heights.lines(set.iter().map(Vec::len).sum()) + if apart { APART - heights.top } else { 0.0 };
        (taken * size_in_millimetres <= height).then(|| Fit {
            size,
            lines: set,
            apart,
            height: taken * size,
            width: lines.iter().map(|(_, measured)| measured.width()).fold(0.0, f64::max).min(first) * size,
            y: ABOVE * size,
            note: String::new(),
            wraps: false,
        })
    };
    let fitting = sizes.iter().rev().find_map(|size| try_size(*size, false));
    fitting.or_else(|| try_size(*sizes.first()?, true))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::typeset::Typesetter;

    #[test]
    fn lines_are_as_high_as_those_of_forms() {
        let fonts = Arc::new(Fonts::embedded());
        let layout = include_bytes!("../../templates/layout.typ").to_vec();
        let files = Arc::new([("/layout.typ".to_owned(), layout)].into());
        let typesetter = Typesetter::new(Arc::clone(&fonts), files).unwrap();
        for (language, text) in [("en", "A"), ("ru", "Я"), ("zh", "中"), ("ar", "م")] {
            let text = format!(
                "#import \"/layout.typ\": lines-of, text-in\n#set page(width: auto, height: auto, margin: 0pt)\n\
                 #let lines = lines-of(\"{language}\", \"form\")\n#set par(leading: lines.leading)\n\
                 #set text(..text-in(\"{language}\", \"\", lines, 100pt))\n{text} \\ {text}"
            );
            let typeset = typesetter.set(&text).unwrap();
            let height = typeset.document().pages()[0].frame.height().to_pt() / 100.0;
            let heights = Heights::for_language(language, Ruler::new(&fonts, language, "").cap_height());
            let expected = heights.lines(2) - ABOVE - BELOW;
            assert!((height - expected).abs() < 1e-6, "{language}: {height}, here {expected}");
        }
    }
}
