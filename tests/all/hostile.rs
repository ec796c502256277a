//! Values that try to be something else.

use crate::folder::Folder;

/// Markup, code, paths, formulas, escapes, very long words.
const VALUES: [&str; 12] = [
    "#panic(\"x\") $1+1$ *b* _i_ `c` <a> @b",
    "]]] ))) }}} {{{recipient.id}}} {{#each this}}",
    "\\u{41} \\# \\\" \\\\ // /* */ \\",
    "\"); #import \"/etc/passwd\"; (\"",
    "=cmd|' /C calc'!A0",
    "../../../../etc/passwd",
    "-1+1 +1 @SUM(A1)",
    "= Heading",
    "~ -- --- ... -? '\"",
    "<script>alert(1)</script> &amp; ${x} %s %n",
    "line one\nline two\tthree\u{202e}four\u{0007}",
    "CON NUL. aux",
];

#[test]
fn hostile_values_are_inert_text() {
    let folder = Folder::started();
    let mut list = String::from("format: 1\nrecipients:\n");
    let long = "Überaus".repeat(43);
    for (index, value) in VALUES.iter().copied().chain([long.as_str()]).enumerate() {
        let text = serde_json::to_string(value).expect("JSON");
        list.push_str(&format!(
            "  - id: R{index}\n    kind: organisation\n    addressee: {{ office: head-of-organisation, name: {text} }}\n    \
             ministry: {text}\n    city: {text}\n    address: [{text}, {text}]\n    emails: []\n    channels: [post]\n    \
             languages: [en]\n"
        ));
    }
    folder.write("recipients/ministries.yaml", &list);
    let ran = folder.run(&["build"]).ends_with(0);
    assert!(ran.out.starts_with("26 documents for 13 of 13 recipients"), "{}", ran.out);
    let csv = folder.read("output/DM-1132/register.csv");
    for cell in csv.split(['\n', ',']) {
        assert!(!cell.trim_matches('"').starts_with(['=', '@', '+']), "a formula: {cell}");
    }
    folder.run(&["verify", "output/DM-1132/DM-1132.zip"]).ends_with(0);
}
