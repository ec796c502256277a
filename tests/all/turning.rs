//! Going from recipient to recipient in the letter: those beside the one that is looked at are made ready meanwhile.

use convoke::batch::Trials;
use convoke::worker::Isolation;

use crate::folder::Folder;

const LIST: &str = "recipients/ministries.yaml";

#[test]
fn whoever_goes_on_finds_the_next_ones_ready() {
    let folder = Folder::started();
    let list = folder.read(LIST);
    let (head, items) = list.split_once("recipients:\n").expect("a list");
    let more: String = (0..19).map(|round| items.replace("id: ", &format!("id: R{round}-"))).collect();
    folder.write(LIST, &format!("{head}recipients:\n{items}{more}"));
    let trials = Trials::new(
        folder.root().to_owned(),
        "mailing.yaml".to_owned(),
        Isolation::None,
        convoke::recipient::Environment::default(),
    );
    let roster = trials.roster();
    let order = roster.value.as_ref().expect("a list").order("en");
    let order: Vec<&str> = order.iter().map(|(listed, _)| listed.id.as_str()).collect();
    let ready =
        || -> Vec<usize> { (0..order.len()).filter(|at| trials.is_ready(order[*at], "en")).collect() };
    let all = |ranges: &[std::ops::RangeInclusive<usize>]| -> Vec<usize> {
        ranges.iter().cloned().flatten().collect()
    };
    trials.ready(order[0], "en").expect("a plan");
    assert_eq!(ready(), all(&[0..=9]));
    trials.look_ahead(order[4], "en");
    assert_eq!(ready(), all(&[0..=9]), "the nearest are ready");
    trials.look_ahead(order[5], "en");
    assert_eq!(ready(), all(&[0..=14]));
    // Elsewhere, and back from there; those that were looked at stay.
    trials.ready(order[30], "en").expect("a plan");
    trials.look_ahead(order[27], "en");
    assert_eq!(ready(), all(&[0..=14, 23..=39]));
    trials.rest();
    assert_eq!(ready(), all(&[27..=27]), "the one that is looked at");
    folder.edit("mailing.yaml", "reference: DM-1132", "reference: DM-1133");
    assert_eq!(ready(), all(&[]), "a plan is of the files as they are");
}
