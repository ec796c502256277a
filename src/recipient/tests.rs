//! Reading recipients from every kind of file.

use super::*;

const SAMPLE: &str = include_str!("../../recipients/ministries.yaml");

#[test]
fn the_sample_holds_195_recipients() {
    let (recipients, problems) = read_yaml(SAMPLE, "ministries.yaml", &[]);
    assert!(problems.is_empty(), "{problems:#?}");
    assert_eq!(recipients.len(), 195);
    assert!(repeated_ids(&recipients).is_empty());
}

#[test]
fn a_problem_blocks_its_recipient_only() {
    let text = SAMPLE.replacen("kind: state", "kind: sate", 1);
    let (recipients, problems) = read_yaml(&text, "m.yaml", &[]);
    assert_eq!(recipients.len(), 194);
    assert_eq!(problems[0].subject.recipient.as_deref(), Some("AFG"));
    assert!(!problems[0].stops_build());
    assert_eq!(problems[0].hints, ["did you mean `state`?"]);
}
