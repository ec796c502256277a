use super::*;
use crate::diagnostic::{Location, Severity};

const LAYOUT: &str = "#let letterhead(name) = block(strong(name))\n#let broken() = 1 + true\n";

fn typesetter() -> Typesetter {
    let files = BTreeMap::from([
        ("/layout.typ".to_owned(), LAYOUT.as_bytes().to_vec()),
        ("/assets/dot.svg".to_owned(), DOT.as_bytes().to_vec()),
    ]);
    Typesetter::new(Arc::new(Fonts::embedded()), Arc::new(files)).unwrap()
}

const DOT: &str =
    r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="4"/></svg>"#;

#[test]
fn sets_pages_from_virtual_files() {
    let text = "#import \"/layout.typ\": letterhead\n#letterhead[ITU]\n\
        #image(\"/assets/dot.svg\", alt: \"dot\")\n#pagebreak()\nSecond";
    let document = typesetter().set(text).unwrap();
    assert_eq!(document.pages(), 2);
    assert!(!document.has_warnings());
    assert!(document.warnings().is_empty());
}

#[test]
fn places_an_error_in_the_rendered_text() {
    let problems = typesetter().set("Sir,\n\nthe #emhp[meeting] is\nnear").unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].to_string(), "rendered.typ:3:6: error[typst-error]: unknown variable: emhp");
    assert_eq!(problems[0].excerpt.as_deref(), Some("2 |\n3 | the #emhp[meeting] is\n  |      ^\n4 | near"));
}

#[test]
fn places_a_syntax_error() {
    let problems = typesetter().set("Sir,\n#let x = (1,\n").unwrap_err();
    assert_eq!(problems[0].to_string(), "rendered.typ:2:10: error[typst-error]: unclosed delimiter");
}

#[test]
fn an_error_in_a_shared_file_shows_the_call() {
    let text = "#import \"/layout.typ\": broken\n\n#broken()\n";
    let problems = typesetter().set(text).unwrap_err();
    assert_eq!(
        problems[0].to_string(),
        "layout.typ:2:17: error[typst-error]: cannot add integer and boolean"
    );
    assert_eq!(problems[0].excerpt.as_deref(), Some("2 |\n3 | #broken()\n  |  ^"));
}

#[test]
fn reads_nothing_but_virtual_files() {
    let problems = typesetter().set("#read(\"/etc/passwd\")").unwrap_err();
    assert_eq!(
        problems[0].to_string(),
        "rendered.typ:1:7: error[typst-error]: file not found (searched at /etc/passwd)"
    );
    let problems = typesetter().set("#import \"@preview/cetz:0.3.0\"").unwrap_err();
    assert!(problems[0].message.contains("packages are not loaded"), "{}", problems[0]);
    let problems = typesetter().set("#datetime.today()").unwrap_err();
    assert!(problems[0].message.contains("unable to get the current date"), "{}", problems[0]);
}

#[test]
fn refuses_a_path_that_leaves_the_root() {
    let files = BTreeMap::from([("/../secret.typ".to_owned(), Vec::new())]);
    let problem = Typesetter::new(Arc::new(Fonts::embedded()), Arc::new(files)).unwrap_err();
    assert_eq!(problem.code, "virtual-path");
}

#[test]
fn warnings_are_placed_on_demand() {
    let document = typesetter().set("Sir,\n#set text(font: \"Nowhere Sans\")\nMadam").unwrap();
    assert!(document.has_warnings());
    let cheap = &document.warnings()[0];
    assert_eq!((cheap.severity, &cheap.location), (Severity::Warning, &None));
    let placed = &document.located_warnings()[0];
    assert_eq!(placed.location, Some(Location::text(RENDERED, 2, 17)));
    assert_eq!(placed.message, "unknown font family: nowhere sans");
}

#[test]
fn what_was_expected_leaves_no_trace() {
    let text = "#set page(width: 72pt, height: 36pt)\nof #read(\"/expected-pages\")\n#pagebreak()\nend";
    let page = |expected| {
        typesetter()
            .set_with(text, &Facts { pages: expected, ..Facts::default() })
            .unwrap()
            .png(0, 144.0)
            .unwrap()
            .unwrap()
    };
    let right = page(2);
    assert!(right != typesetter().set(&text.replace("of ", "of")).unwrap().png(0, 144.0).unwrap().unwrap());
    assert!([0, 1, 3].into_iter().all(|wrong| page(wrong) == right));
}

#[test]
fn draws_a_page() {
    let document = typesetter().set("#set page(width: 72pt, height: 36pt)\n#sym.zwj").unwrap();
    let image = document.png(0, 144.0).unwrap().unwrap();
    assert!(image.starts_with(b"\x89PNG"));
    // Width and height of the header chunk.
    assert_eq!(image[16..24], [0, 0, 0, 144, 0, 0, 0, 72]);
    assert!(document.png(1, 144.0).is_none());
    // The kind of colours follows its bits: grey alone, where there is no colour.
    assert_eq!(image[24..26], [8, 0]);
    let coloured = typesetter().set("#set page(width: 72pt, height: 36pt)\n#rect(fill: red)").unwrap();
    assert_eq!(coloured.png(0, 144.0).unwrap().unwrap()[24..26], [8, 2]);
}

#[test]
fn setting_goes_on_after_eviction_and_failures() {
    let typesetter = typesetter();
    for number in 0..40 {
        let result =
            typesetter.set(&format!("Letter {number}{}", if number % 3 == 0 { "#(1+true)" } else { "" }));
        assert_eq!(result.is_err(), number % 3 == 0);
        evict();
    }
    evict_everything();
    assert_eq!(typesetter.set("Last").unwrap().pages(), 1);
}

#[test]
fn a_worker_runs_in_a_pool_of_one_thread() {
    assert_eq!(with_worker_pool(rayon::current_num_threads), Ok(1));
    let pages = with_worker_pool(|| typesetter().set("Sir").map(|document| document.pages()));
    assert_eq!(pages, Ok(Ok(1)));
}
