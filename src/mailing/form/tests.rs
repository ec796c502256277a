//! What is told of a form that is wrong.

use crate::mailing::parse;

const SAMPLE: &str = include_str!("../../../mailing.yaml");

fn problems(form: &str) -> String {
    let (before, rest) = SAMPLE.split_once("\nform:\n").expect("a form");
    let (_, after) = rest.split_once("\n\n").expect("what follows it");
    parse(&format!("{before}\nform:\n{form}\n{after}"), "mailing.yaml").problems.to_string()
}

#[test]
fn what_is_right_is_not_told() {
    for form in [
        "  rows: 20",
        "  leave_out: [photo, visa, day]",
        "  sections: [entity, { id: participant, questions: [family_name, emergency_contact] }]",
        "  questions: [{ id: shirt, label: Size, kind: radio, choices: [{ id: s, label: S }] }]",
        "  languages: [en, { id: pt, label: Portuguese }]",
        "  categories: []",
    ] {
        assert_eq!(problems(form), "", "{form}");
    }
}

#[test]
fn mistakes_are_told_together_with_what_to_do() {
    let found = problems(
        "
  sections:
    - entiti
    - { id: trip, label: Trip, questions: [hotell] }
    - { id: other, questions: [] }
    - { id: meeting, questions: [hotel] }
    - participant
    - participant
  questions:
    - { id: visa, label: Visa, section: trip }
    - { id: Shirt, label: Size, section: trip }
    - { id: tea, label: Tea, kind: radio, section: nowhere }
    - { id: cup, label: Cup, choices: [{ id: a, label: A }, { id: a, label: B }], section: trip }
    - { id: role, kind: text, section: trip }
    - { id: far, label: Far, width: 25, limit: 0, section: trip }
  leave_out: [hotels]
  roles: [head, chief]
  rows: 0
",
    );
    for told in [
        "no section is called `entiti` (form.sections.entiti)",
        "no question is called `hotell` (form.sections.trip.hotell)",
        "the section `other` asks nothing",
        "the section `meeting` has questions of its own",
        "the section `participant` is there twice",
        "`visa` is what other fields of the form are called",
        "`Shirt` cannot name a part of the form",
        "`tea` has nothing to choose from",
        "no section of the form is called `nowhere`",
        "`cup` is no choice between several",
        "the choice `a` is there twice",
        "`role` is a known question, whose kind is fixed",
        "the question `role` is there twice",
        "a width of 25 columns",
        "`far` cannot have 0 characters at most",
        "nothing of the form is called `hotels`",
        "the choice `chief` has no label (form.roles)",
        "a delegation list of 0 rows",
    ] {
        assert!(found.contains(told), "{told:?} is not in\n{found}");
    }
}
