//! How large the lines of a badge can be, and where they break: found out here, as for addresses, so that Typst need not measure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Area;
use super::ruler::{POINTS_PER_MILLIMETRE, Ruler};
use crate::fonts::Fonts;

/// Sizes of a badge that has room, in points.
const NAME: f64 = 22.0;
const FUNCTION: f64 = 10.0;
const DELEGATION: f64 = 13.0;
const CAPACITY: f64 = 9.0;
const EVENT: f64 = 7.5;
const NUMBER: f64 = 7.0;

/// What sizes are tried, as parts of those.
const SCALES: [f64; 9] = [1.0, 0.92, 0.84, 0.76, 0.7, 0.64, 0.58, 0.52, 0.46];

/// The smallest letters of a badge, in points.
const SMALLEST: f64 = 6.0;

/// How high a line is with what is between it and the next, in ems: of the scripts that stand highest.
const LINE: f64 = 1.45;

/// The capacity's part of the width; the number stands beside it.
const CAPACITY_WIDTH: f64 = 0.58;

/// What is between the parts of a badge, in points.
const GAPS: f64 = 10.0;

/// Most lines of each part.
const MOST: usize = 3;

/// What is lost of the width to marks beside letters, in ems.
const BESIDE: f64 = 0.3;

/// What a sheet of badges says of itself, as far as sizes follow from it.
#[derive(Deserialize)]
struct Asked {
    language: String,
    fonts: BTreeMap<String, String>,
    event: String,
    areas: Vec<Area>,
    badges: Vec<AskedBadge>,
}

#[derive(Deserialize)]
struct AskedBadge {
    language: String,
    name: String,
    function: String,
    delegation: String,
    capacity: String,
    number: String,
}

/// A part of a badge as it fits.
#[derive(Serialize)]
struct Part {
    size: f64,
    lines: Vec<String>,
}

/// A badge as it fits.
#[derive(Serialize)]
struct Fit {
    event: Part,
    name: Part,
    function: Part,
    delegation: Part,
    capacity: Part,
    number: Part,
}

/// Says in the data of a sheet of badges how each fits; null where one does not. Other sheets stay as they are.
pub(super) fn fit_badges(fonts: &Fonts, data: &mut Value) {
    let Ok(asked) = Asked::deserialize(&*data) else { return };
    let Some(area) = asked.areas.first() else { return };
    let mut rulers = Rulers { fonts, families: &asked.fonts, known: BTreeMap::new() };
    let fits: Vec<Option<Fit>> =
        asked.badges.iter().map(|badge| fit(&asked, badge, area, &mut rulers)).collect();
    if let Some(badges) = data.get_mut("badges").and_then(Value::as_array_mut) {
        for (badge, fit) in badges.iter_mut().zip(fits) {
            if let Some(badge) = badge.as_object_mut() {
                badge.insert("fit".to_owned(), json!(fit));
            }
        }
    }
}

/// Rulers by language.
struct Rulers<'a> {
    fonts: &'a Fonts,
    families: &'a BTreeMap<String, String>,
    known: BTreeMap<String, Ruler>,
}

impl Rulers<'_> {
    fn get(&mut self, language: &str) -> &mut Ruler {
        self.known.entry(language.to_owned()).or_insert_with(|| {
            let named = self.families.get(language).map_or("", String::as_str);
            Ruler::new(self.fonts, language, named)
        })
    }
}

fn fit(asked: &Asked, badge: &AskedBadge, area: &Area, rulers: &mut Rulers<'_>) -> Option<Fit> {
    let width = area.width * POINTS_PER_MILLIMETRE;
    let height = area.height * POINTS_PER_MILLIMETRE;
    SCALES.into_iter().find_map(|scale| {
        let mut part_in = |width: f64, text: &str, language: &str, size: f64| {
            broken(text, rulers.get(language), (size * scale).max(SMALLEST.min(size)), width)
        };
        let number = part_in(width, &badge.number, &asked.language, NUMBER)?;
        let capacity = part_in(width * CAPACITY_WIDTH, &badge.capacity, &asked.language, CAPACITY)?;
        let mut part = |text: &str, language: &str, size: f64| part_in(width, text, language, size);
        let fit = Fit {
            event: part(&asked.event, &asked.language, EVENT)?,
            name: part(&badge.name, &badge.language, NAME)?,
            function: part(&badge.function, &badge.language, FUNCTION)?,
            delegation: part(&badge.delegation, &asked.language, DELEGATION)?,
            capacity,
            number,
        };
        (fit.height() <= height).then_some(fit)
    })
}

impl Fit {
    /// What it takes of the height, in points; the number stands beside the capacity.
    fn height(&self) -> f64 {
        let beside = self.number.height().max(self.capacity.height());
        let parts = [&self.event, &self.name, &self.function, &self.delegation].map(Part::height);
        parts.iter().sum::<f64>() + beside + GAPS
    }
}

impl Part {
    fn height(&self) -> f64 {
        self.lines.len() as f64 * self.size * LINE
    }
}

/// A text in lines of a width, a word too long for one broken between letters; `None` where it takes more than a badge has.
fn broken(text: &str, ruler: &mut Ruler, size: f64, width: f64) -> Option<Part> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Some(Part { size, lines: Vec::new() });
    }
    let ems = width / size - BESIDE;
    let measured = ruler.measure(&text);
    let ranges = measured.lines(ems, ems).or_else(|| {
        // Smaller letters are better than a broken word, as long as there are any.
        if size > SMALLEST { None } else { measured.broken_lines(&text, ems, ems) }
    })?;
    let lines = ranges.into_iter().filter_map(|range| text.get(range)).map(|line| line.trim().to_owned());
    let lines: Vec<String> = lines.collect();
    (lines.len() <= MOST).then_some(Part { size, lines })
}
