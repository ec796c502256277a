//! The letter this began with, set in place of the sample's own text.

use std::path::Path;

use crate::folder::{Folder, pdf_text, plain, skip};

#[test]
fn the_seed_letter_comes_out_complete_and_in_order() {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed/DM-1132.txt");
    let Ok(seed) = std::fs::read_to_string(seed) else {
        skip("the seed letter is not beside this checkout");
        return;
    };
    let lines: Vec<&str> = seed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert!(lines.len() > 20, "the seed letter is whole");
    let escape = |line: &&str| {
        line.chars()
            .map(|c| if c.is_ascii_punctuation() { format!("\\{c}") } else { c.to_string() })
            .collect()
    };
    let prose: Vec<String> = lines.iter().map(escape).collect();

    let folder = Folder::started();
    let template = folder.read("templates/en/letter.typ.hbs");
    let letterhead = "{{> letterhead}}";
    let (head, _) = template.split_once(letterhead).expect("what stands around the body");
    folder.write("templates/en/letter.typ.hbs", &format!("{head}{letterhead}\n\n{}\n", prose.join("\n\n")));
    folder.run(&["build", "--allow-stale"]).ends_with(3);
    let Some(text) = pdf_text(&folder.path("output/DM-1132/post/letters/003_KEN_letter_en.pdf")) else {
        return;
    };
    // A second page begins with whose it is, and each ends with its number.
    let page_number = |line: &str| line.chars().all(|c| c.is_ascii_digit() || "/ \u{c}".contains(c));
    let is_of_page = |line: &&str| page_number(line) || line.starts_with('\u{c}');
    let text: Vec<&str> = text.lines().filter(|line| !is_of_page(line)).collect();
    let text = plain(&text.concat());
    let mut from = 0;
    for line in lines {
        let line = plain(line);
        let found = text[from..].find(&line);
        assert!(found.is_some(), "{line:?} is missing after {:?}", &text[from.saturating_sub(40)..from]);
        from += found.unwrap_or(0) + line.len();
    }
}
