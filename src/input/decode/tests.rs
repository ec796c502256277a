//! Tests of the decoder.

use serde::Deserialize;

use super::*;
use crate::diagnostic::Place;
use crate::input::At;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Colour {
    Red,
    DarkBlue,
}

#[derive(Debug, Deserialize)]
struct Thing {
    name: At<String>,
    count: u32,
    colour: Option<Colour>,
    #[serde(default)]
    parts: Vec<Thing>,
}

fn messages(text: &str) -> Vec<String> {
    decode::<Thing>(text, "t.yaml").problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_right_file_has_no_problems_and_knows_its_places() {
    let Checked { value: thing, problems } =
        decode::<Thing>("name: Null\ncount: 3\ncolour: dark-blue\n", "t.yaml");
    let thing = thing.unwrap();
    assert!(problems.is_empty() && thing.parts.is_empty(), "{problems:?}");
    assert_eq!(thing.name.value, "Null");
    assert_eq!(thing.name.place, Some(Place::Text { line: 1, column: 7 }));
    assert_eq!((thing.count, thing.colour), (3, Some(Colour::DarkBlue)));
}

#[test]
fn all_problems_come_out_together() {
    let text =
        "nmae: x\ncount: many\ncolour: rde\nparts:\n  - {name: a, count: 1}\n  - {count: -2, name: [b]}\n";
    assert_eq!(
        messages(text),
        [
            "t.yaml:1:1: error[key-unknown]: unknown key `nmae` (nmae)",
            "t.yaml:1:1: error[value-missing]: `name` is missing (name)",
            "t.yaml:2:8: error[value-invalid]: expected a number, found `many` (count)",
            "t.yaml:3:9: error[value-invalid]: `rde` is not one of the choices (colour)",
            "t.yaml:6:13: error[value-invalid]: expected a number, found `-2` (count)",
            "t.yaml:6:23: error[value-invalid]: expected text, found a list (name)",
        ]
    );
}

#[test]
fn a_misspelt_key_gets_the_nearest_one() {
    let problems = decode::<Thing>("name: x\ncount: 1\ncolur: red\n", "t.yaml").problems;
    assert_eq!(problems[0].hints, ["did you mean `colour`?"]);
}
