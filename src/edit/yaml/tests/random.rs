//! Edits by chance: comments, order and formatting survive, and the lines that change are those of what was asked for.

use granit_parser::{Event, Parser};

use super::super::expected;
use super::super::tree::{self, Kind};
use super::super::{Step, Value, insert, remove, set};
use crate::input::{Node, Value as Found, parse};

/// A mailing in which somebody wrote by hand, in many ways.
const TEXT: &str = r##"# yaml-language-server: $schema=docs/schemas/mailing.json
# Of this mailing much is written by hand.

reference:   DM-1132     # the file's number
"genre": 'letter'        # in two kinds of quotes
issued_at: 2004-05-10T09:00:00+02:00
place: { en: Geneva, fr: 'Genève', "ru": Женева, zh: 日内瓦, ar: جنيف }   # six less one

event:
    # Four spaces here.
    name:
        en: World Summit on the
            Information Society
        fr: "Sommet mondial # sur la société"
    phase:
    start: 2004-06-24   # a Thursday
    note: |
        First line: # no comment
          indented

        last line

    # After the note.
    short: >-
        one two three
        four
return_address:
  lines:
    en: [WSIS, "Place des Nations, 4", # the street
         1211 Geneva 20]
documents:
- id: letter   # the letter
  name: { en: Letter, fr: Lettre }

- id: form
  # Two names
  name:
    en: Registration form

    fr: Formulaire
-   id: note
recipients: [ list.yaml, {file: other.csv , columns: c.yaml} ]
empty: {}
none: []
# The end.
"##;

const VALUES: [&str; 16] = [
    "x",
    "",
    "a: b",
    "a # b",
    "- a",
    "it's",
    "\"quoted\"",
    "1211",
    "no",
    "{x}, [y]",
    "日内瓦",
    "جنيف",
    "two\nlines",
    "  led by spaces",
    "a\\b\tc",
    "ends with: ",
];

#[test]
fn edits_by_chance_change_their_lines_alone() {
    let sample = include_str!("../../../../mailing.yaml");
    let mut refused = 0;
    for seed in 0..300 {
        let mut chance = fastrand::Rng::with_seed(seed);
        let text = if seed % 2 == 0 { TEXT } else { sample };
        let text = if seed % 3 == 0 { text.replace('\n', "\r\n") } else { text.to_owned() };
        refused += usize::from(!edit(&text, &mut chance));
    }
    assert!(refused <= 6, "{refused} edits of 300 were left to people");
}

/// Makes an edit by chance and holds what it did; whether it was made.
fn edit(text: &str, chance: &mut fastrand::Rng) -> bool {
    let tree = parse(text, "").unwrap();
    let mut ways = Vec::new();
    ways_below(&tree, &mut Vec::new(), &mut ways);
    let way = ways.swap_remove(chance.usize(..ways.len()));
    let value = Value::from(VALUES[chance.usize(..VALUES.len())]);
    let lines = lines_of(text, &way);
    let kind = chance.u8(..4);
    let (changed, touched) = match (kind, &expected::at(&tree, &way).unwrap().value) {
        (0, _) => (remove(text, &way), lines + 1),
        (1, Found::Map(_)) => {
            let below: Vec<Step> = way.iter().cloned().chain([Step::from("added")]).collect();
            (insert(text, &below, &value), 1)
        }
        (1, Found::List(items)) => {
            let below: Vec<Step> = way.iter().cloned().chain([Step::from(items.len())]).collect();
            (insert(text, &below, &value), 1)
        }
        (2, _) => (set(text, &way, &Value::from(vec!["one", "two"])), lines),
        _ => (set(text, &way, &value), lines),
    };
    let Some(changed) = changed else { return false };
    let what = format!("{kind} {way:?} {value:?}\n{changed}");
    assert!(parse(&changed, "").is_ok(), "{what}");
    let (gone, kept) = differing_lines(text, &changed);
    assert!(gone <= touched, "{gone} lines instead of {touched}: {what}");
    assert!(kept <= touched + 4, "{kept} new lines: {what}");
    let is_whole = kind != 0 && !has_comments_within(text, &way);
    let (before, after) = (comments(text), comments(&changed));
    if is_whole {
        assert_eq!(before, after, "{what}");
    }
    let mut rest = before.iter();
    assert!(
        after.iter().all(|comment| rest.any(|other| other == comment)),
        "comments in their order: {what}"
    );
    assert_eq!(text.contains("\r\n"), changed.replace("\r\n", "").len() < changed.len(), "{what}");
    assert!(
        !text.contains("\r\n") || !changed.replace("\r\n", "").contains('\n'),
        "one kind of line ends: {what}"
    );
    true
}

fn ways_below(node: &Node, way: &mut Vec<Step>, ways: &mut Vec<Vec<Step>>) {
    let mut below = |step: Step, node: &Node| {
        way.push(step);
        ways.push(way.clone());
        ways_below(node, way, ways);
        way.pop();
    };
    match &node.value {
        Found::Map(entries) => entries.iter().for_each(|(key, _, node)| below(key.as_str().into(), node)),
        Found::List(items) => items.iter().enumerate().for_each(|(place, node)| below(place.into(), node)),
        _ => {}
    }
}

/// How many lines a value has, with what leads to it.
fn lines_of(text: &str, way: &[Step]) -> usize {
    let root = tree::read(text).unwrap();
    let spot = super::super::change::find(&root, way).unwrap();
    let start = spot.holder.map_or(0, |(_, child)| child.start);
    1 + text[start..spot.node.end.max(start)].matches('\n').count()
}

fn has_comments_within(text: &str, way: &[Step]) -> bool {
    let root = tree::read(text).unwrap();
    let node = super::super::change::find(&root, way).unwrap().node;
    let is_collection = matches!(node.kind, Kind::List { .. } | Kind::Map { .. });
    is_collection && text[node.start..node.end].contains('#')
}

/// How many lines of either text are between those that both begin and end with.
fn differing_lines(before: &str, after: &str) -> (usize, usize) {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let head = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let most = before.len().min(after.len()) - head;
    let tails = before.iter().rev().zip(after.iter().rev());
    let tail = tails.take(most).take_while(|(one, other)| one == other).count();
    (before.len() - head - tail, after.len() - head - tail)
}

fn comments(text: &str) -> Vec<String> {
    let events = Parser::new_from_str(text).map(|event| event.unwrap().0);
    let comments = events.filter_map(|event| match event {
        Event::Comment(text, _) => Some(text.trim().to_owned()),
        _ => None,
    });
    comments.collect()
}
