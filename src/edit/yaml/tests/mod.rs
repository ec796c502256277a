//! Edits as a person sees them in a diff: what was asked for changes, and nothing else does.

mod random;

use super::*;

/// A way written with dots; a number is an item.
fn way(path: &str) -> Vec<Step> {
    let step = |step: &str| step.parse::<usize>().map_or_else(|_| Step::from(step), Step::from);
    path.split('.').filter(|step| !step.is_empty()).map(step).collect()
}

#[track_caller]
fn set_to(text: &str, path: &str, value: impl Into<Value>, changed: &str) {
    assert_eq!(set(text, &way(path), &value.into()).as_deref(), Some(changed));
}

#[track_caller]
fn removed(text: &str, path: &str, changed: &str) {
    assert_eq!(remove(text, &way(path)).as_deref(), Some(changed));
}

#[test]
fn a_text_changes_in_its_own_style() {
    set_to("a: old # why\nb: 1\n", "a", "new", "a: new # why\nb: 1\n");
    set_to("a: 'old'\n", "a", "it’s ‘new’, isn't it", "a: 'it’s ‘new’, isn''t it'\n");
    set_to("a: \"old\"\n", "a", "new", "a: \"new\"\n");
    set_to("a: old\n", "a", "x: y", "a: \"x: y\"\n");
    set_to("a: old\n", "a", "x # y", "a: \"x # y\"\n");
    set_to("a: old\n", "a", " x", "a: \" x\"\n");
    set_to("a: old\n", "a", "", "a: \"\"\n");
    set_to("a: 1202\n", "a", "1211", "a: 1211\n");
    set_to("a: old\n", "a", "1211", "a: \"1211\"\n");
    set_to("a: FRA\n", "a", "NO", "a: \"NO\"\n");
    set_to("a: 2004-06-24\n", "a", "2004-06-26", "a: 2004-06-26\n");
    set_to("a: [x, y] # z\n", "a.1", "y, or z", "a: [x, \"y, or z\"] # z\n");
    set_to("a: { b: x, c: y }\n", "a.b", "{", "a: { b: \"{\", c: y }\n");
    set_to("a: one\n  two\nb: x\n", "a", "three", "a: three\nb: x\n");
    set_to("a:\n  one\nb: x\n", "a", "three", "a:\n  three\nb: x\n");
    set_to("a: x\n", "a", true, "a: true\n");
    set_to("a: x\n", "a", "a\u{202e}b", "a: \"a\\u202Eb\"\n");
}

#[test]
fn what_is_empty_is_filled_in() {
    set_to("a: # to be filled in\nb: x\n", "a", "k", "a: k # to be filled in\nb: x\n");
    set_to("a:\nb: x\n", "a.c", "k", "a: { c: k }\nb: x\n");
    set_to("- a:\n  b: x\n-\n", "1", "z", "- a:\n  b: x\n- z\n");
    set_to("a: {}\nb: x\n", "a.c", "k", "a: { c: k }\nb: x\n");
    set_to("a: []\n", "a.0", "k", "a: [k]\n");
    set_to("{ a: , b: x }\n", "a", "k", "{ a: k, b: x }\n");
    set_to("{ a:, b }\n", "b", "k", "{ a:, b: k }\n");
    set_to("a: ~\n", "a", "k", "a: k\n");
    set_to("", "a.b", "k", "a: { b: k }\n");
    set_to("# nothing yet\n", "a", "k", "# nothing yet\na: k\n");
    set_to("# nothing yet", "a", "k", "# nothing yet\na: k\n");
}

#[test]
fn a_key_is_added_in_the_manner_of_the_others() {
    set_to("a:\n    b: x # one\n# end\nc: k\n", "a.d", "z", "a:\n    b: x # one\n    d: z\n# end\nc: k\n");
    set_to("a: { b: x }\n", "a.d", "z", "a: { b: x, d: z }\n");
    set_to("a:\n  b: x", "c", "z", "a:\n  b: x\nc: z");
    set_to("- a: x\n  b: k\n- a: z\n", "1.b", "w", "- a: x\n  b: k\n- a: z\n  b: w\n");
    let names: [(&str, &str); 2] = [("en", "Geneva"), ("fr", "Genève")];
    set_to("a: { en: x }\n", "place", names, "a: { en: x }\nplace: { en: Geneva, fr: Genève }\n");
    set_to("a:\n  en: x\n", "place", names, "a:\n  en: x\nplace:\n  en: Geneva\n  fr: Genève\n");
    set_to("a:\r\n  en: x\r\n", "a.fr", "k", "a:\r\n  en: x\r\n  fr: k\r\n");
    set_to("\u{feff}a: x\n", "b", "k", "\u{feff}a: x\nb: k\n");
    let order = ["id", "kind", "iso", "city"];
    let added = set_in_order("- id: x # k\n  city: z\n", &way("0.iso"), &"FRA".into(), &order);
    assert_eq!(added.as_deref(), Some("- id: x # k\n  iso: FRA\n  city: z\n"));
    let added = set_in_order("- city: z\n", &way("0.iso"), &"FRA".into(), &order);
    assert_eq!(added.as_deref(), Some("- iso: FRA\n  city: z\n"));
}

#[test]
fn of_a_list_what_differs_changes() {
    let list = "a:\n  # the first\n  - x # 1\n  - k # 2\n  # the last\n  - z # 3\nb: c\n";
    set_to(list, "a", vec!["x", "z"], &list.replace("  - k # 2\n", ""));
    set_to(list, "a", vec!["x", "w", "z"], &list.replace("- k", "- w"));
    set_to(list, "a", vec!["x", "k", "w", "z"], &list.replace("- k # 2\n", "- k # 2\n  - w\n"));
    set_to(list, "a", vec!["x", "k", "z", "w"], &list.replace("- z # 3\n", "- z # 3\n  - w\n"));
    set_to("a: [x, k, z] # w\n", "a", vec!["x", "z"], "a: [x, z] # w\n");
    set_to("a: [x, k, z] # w\n", "a", vec!["x", "k"], "a: [x, k] # w\n");
    set_to("a: [x] # w\n", "a", vec!["v", "x"], "a: [v, x] # w\n");
    set_to("a: [\n  x, # 1\n  k, # 2\n]\n", "a", vec!["x", "k", "z"], "a: [\n  x, # 1\n  k,\n  z, # 2\n]\n");
    set_to("a: [x]\n", "a", Value::List(vec![]), "a: []\n");
    set_to("a: # w\n  - x\nb: c\n", "a", Value::List(vec![]), "a: [] # w\nb: c\n");
    set_to("a: # w\n  - x\nb: c\n", "a", "k", "a: k # w\nb: c\n");
    set_to("a: k # w\nb: c\n", "a", vec!["x"], "a: [x] # w\nb: c\n");
    set_to("a:\n- x\n- k\n", "a.2", "z", "a:\n- x\n- k\n- z\n");
}

#[test]
fn a_map_among_items_is_written_as_the_others_are() {
    let flow = "l:\n  - a.yaml\n  - { file: b.xlsx, columns: b.yaml }\n";
    set_to(flow, "l.2", [("file", "c.ods")], &format!("{flow}  - {{ file: c.ods }}\n"));
    let block = "l:\n  - id: A\n    city: { en: x }\n";
    let added: Value = Value::Map(vec![
        ("id".to_owned(), "B".into()),
        ("city".to_owned(), [("en", "k")].into()),
        ("emails".to_owned(), vec!["b@c.example"].into()),
    ]);
    set_to(
        block,
        "l.1",
        added,
        &format!("{block}  - id: B\n    city: {{ en: k }}\n    emails: [b@c.example]\n"),
    );
}

#[test]
fn what_is_removed_takes_its_own_comment_alone() {
    let text = "# head\na: x # 1\n# about b\nb:\n  c: k\n  d: z\n\ne: w\n";
    removed(text, "a", &text.replace("a: x # 1\n", ""));
    removed(text, "b", &text.replace("b:\n  c: k\n  d: z\n", ""));
    removed(text, "b.c", &text.replace("  c: k\n", ""));
    removed("- a: x\n  b: k\n- c: z\n", "0.a", "- b: k\n- c: z\n");
    removed("- a: x\n  b: k\n- c: z\n", "1.c", "- a: x\n  b: k\n- {}\n");
    removed("- a: x\n- b: k\n", "0", "- b: k\n");
    removed("a: { b: x, c: k }\n", "a.b", "a: { c: k }\n");
    removed("a: { b: x, c: k }\n", "a.c", "a: { b: x }\n");
    removed("a: { b: x }\nc: k\n", "a.b", "a: {}\nc: k\n");
    removed("a:\n  # why\n  b: x\nc: k\n", "a.b", "a: {}\n  # why\nc: k\n");
    removed("- - x\n  - k\n", "0.0", "- - k\n");
    removed("- a: x # 1\n  # about b\n  b: k\n", "0.a", "-\n  # about b\n  b: k\n");
    removed("- a: x # 1\n  b: k\n", "0.a", "- b: k\n");
    removed("a: [x, k, # why\n  z]\n", "a.1", "a: [x, # why\n  z]\n");
    removed("a: [x, k, # why\n  z]\n", "a.2", "a: [x, k, # why\n  ]\n");
    assert_eq!(remove("a: x\n", &way("b")), None);
}

#[test]
fn lines_stay_lines() {
    let text = "a: | # note\n  one\n  two\n\n# end\nb: x\n";
    set_to(text, "a", "one\nthree", &text.replace("two", "three"));
    set_to(text, "a", "", "a: \"\" # note\n\n# end\nb: x\n");
    set_to("a: |-\n  one\n  two\nb: x\n", "a", "one\n\nthree", "a: |-\n  one\n\n  three\nb: x\n");
    set_to("a: >-\n  one two\n  three\nb: x\n", "a", "one two four", "a: >-\n  one two four\nb: x\n");
    set_to("a: >-\n  one\nb: x\n", "a", "one\ntwo", "a: >-\n  one\n\n  two\nb: x\n");
    set_to("a: old # why\nb: x\n", "a", "one\ntwo", "a: |- # why\n  one\n  two\nb: x\n");
    set_to("a: x\n", "b", "one\ntwo\n", "a: x\nb: |\n  one\n  two\n");
    set_to("a: \"x\\ny\"\n", "a", "one\ntwo", "a: \"one\\ntwo\"\n");
    set_to("a: [x]\n", "a.0", "one\ntwo", "a: [\"one\\ntwo\"]\n");
    set_to("a:\r\n  - x\r\n", "a.1", "one\ntwo", "a:\r\n  - x\r\n  - |-\r\n    one\r\n    two\r\n");
    set_to("a: |+\n  one\n\nb: x\n", "b", "k", "a: |+\n  one\n\nb: k\n");
    set_to("a: x\n", "a", "  one\ntwo", "a: \"  one\\ntwo\"\n");
}

#[test]
fn what_cannot_be_sure_is_not_done() {
    assert_eq!(set("a: &x k\nb: *x\n", &way("a"), &"z".into()), None, "what others repeat");
    assert_eq!(set("a: x\na: k\n", &way("a"), &"z".into()), None, "a key twice");
    assert_eq!(set("a: [x\n", &way("a"), &"z".into()), None, "no YAML");
    assert_eq!(set("a: x\n", &way("a.b"), &"z".into()), None, "below a text");
    assert_eq!(set("a: [x]\n", &way("a.2"), &"z".into()), None, "beyond the end");
    assert_eq!(insert("a: x\n", &way("a"), &"z".into()), None, "a key that is there");
    assert_eq!(set("? a\n: x\n", &way("a"), &"z".into()).as_deref(), Some("? a\n: z\n"));
}
