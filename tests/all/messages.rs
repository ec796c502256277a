//! The e-mails: HTML that says what the text says, copies, and messages other programs read back.

use std::path::Path;
use std::process::Command;

use convoke::diagnostic::Checked;
use convoke::pack::email::{self, Attachment, EmailRecord, EmailRecords, Mailbox, Message, RECORDS_FORMAT};
use convoke::plan::{self, Plan, PlannedRecipient};
use convoke::template::Email;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::folder::{Folder, skip};

const LANGUAGES: [&str; 6] = ["ar", "en", "es", "fr", "ru", "zh"];

/// A copy sent by e-mail, to whom a value says.
fn with_copy(to: &str) -> Folder {
    let folder = Folder::started();
    let to = serde_json::to_string(to).expect("JSON");
    let copy = format!("copies: [{{ to: {to}, address: [], channel: e-mail, email: mission@fra.example }}]");
    folder.edit(
        "recipients/ministries.yaml",
        "channels: [pouch, e-mail]",
        &format!("channels: [pouch, e-mail]\n    {copy}"),
    );
    folder
}

fn planned(folder: &Folder, locale: &str) -> (Plan, PlannedRecipient) {
    let options = plan::PlanOptions { locale: Some(locale.to_owned()), ..plan::PlanOptions::default() };
    let Checked { value: plan, problems } = plan::make(folder.root(), "mailing.yaml", &options);
    let plan = plan.unwrap_or_else(|| panic!("{problems:#?}"));
    let first = plan.recipients().next().expect("a recipient").expect("a list that can be read");
    (plan, first)
}

fn rendered(folder: &Folder, locale: &str, copy: Option<usize>) -> Email {
    let (plan, planned) = planned(folder, locale);
    plan.email(&planned, copy).expect("a template").expect("an e-mail")
}

/// The tags of an HTML text, and its words without them.
fn taken_apart(html: &str) -> (Vec<&str>, String) {
    let (mut tags, mut words) = (Vec::new(), String::new());
    let mut rest = html;
    while let Some((before, from)) = rest.split_once('<') {
        let (tag, after) = from.split_once('>').expect("the end of a tag");
        words.push_str(before);
        tags.push(tag);
        rest = after;
    }
    words.push_str(rest);
    for (entity, text) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
        words = words.replace(entity, text);
    }
    (tags, words)
}

fn bare(text: &str) -> String {
    text.lines().map(|line| line.strip_prefix("- ").unwrap_or(line)).flat_map(str::split_whitespace).collect()
}

#[track_caller]
fn says_the_same(email: &Email, locale: &str) {
    let html = email.html.as_ref().expect("HTML");
    let (head, body) = html.split_once("<body").expect("a body");
    let (_, words) = taken_apart(&format!("<body{body}"));
    assert_eq!(words.split_whitespace().collect::<String>(), bare(&email.text), "{locale}");
    let (_, title) = taken_apart(head.split_once("<title>").expect("a title").1);
    assert_eq!(title.trim(), email.subject, "{locale}");
    let direction = if locale == "ar" { "rtl" } else { "ltr" };
    assert_eq!(html.matches(&format!("lang=\"{locale}\" dir=\"{direction}\"")).count(), 2, "{html}");
}

#[test]
fn the_html_says_what_the_text_says() {
    let folder = with_copy("Mission");
    for locale in LANGUAGES {
        for copy in [None, Some(0)] {
            let email = rendered(&folder, locale, copy);
            says_the_same(&email, locale);
            let html = email.html.expect("HTML");
            assert!(html.contains("<li>") && html.contains("<br>"), "{html}");
            assert!(html.contains("<a href=\"https://"), "{html}");
            assert!(html.contains("<a href=\"mailto:"), "{html}");
            for remote in ["src=", "url(", "<img", "<link", "<script", "@import"] {
                assert!(!html.contains(remote), "{remote} is in {html}");
            }
        }
    }
}

#[test]
fn a_copy_says_that_it_is_one_and_brings_the_letter_alone() {
    let folder = with_copy("Mission");
    let email = rendered(&folder, "en", Some(0));
    assert!(
        email.text.starts_with("Copy to Mission. Addressee of the original: Ministry for Europe"),
        "{}",
        email.text
    );
    assert!(email.text.contains("\nAttached:\n- Letter\n\n"), "{}", email.text);
    let own = rendered(&folder, "en", None);
    assert!(!own.text.contains("Mission") && own.text.contains("\n- Registration form\n"), "{}", own.text);
    let (plan, planned) = planned(&folder, "en");
    assert!(plan.email(&planned, Some(1)).is_none());
    assert_eq!(plan.emails(&planned).collect::<Vec<_>>(), [None, Some(0)]);
    folder.run(&["preview", "FRA", "-o", "seen"]).ends_with(0);
    assert!(folder.read("seen/FRA_email_fr_copy-1.txt").contains("\nCopie pour Mission. "));
    assert!(folder.path("seen/FRA_email_fr_copy-1.html").is_file());
}

#[test]
fn hostile_values_are_text_in_html() {
    for value in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</p></body><!--",
        "javascript:alert(1)",
        "https://bank.example@evil.example/",
        "https://a.example/\"onclick=\"x",
        "{{email.subject}} {{{x}}} &lt;b&gt; &amp;",
        "- item",
    ] {
        let folder = with_copy(value);
        let email = rendered(&folder, "en", Some(0));
        assert!(email.text.contains(value), "{}", email.text);
        says_the_same(&email, "en");
        let html = email.html.expect("HTML");
        for tag in taken_apart(&html).0 {
            let name = tag.split(' ').next().unwrap_or_default().trim_start_matches('/');
            assert!(
                ["!DOCTYPE", "html", "head", "meta", "title", "body", "div", "p", "ul", "li", "br", "a"]
                    .contains(&name),
                "{tag}"
            );
            if name == "a" && !tag.starts_with('/') {
                let leads = tag
                    .strip_prefix("a href=\"")
                    .and_then(|rest| rest.strip_suffix('"'))
                    .expect("one attribute");
                assert!(leads.starts_with("https://") || leads.starts_with("mailto:"), "{tag}");
                assert!(!leads.contains(['"', '\'', ' ', '<']) && !leads.contains("evil"), "{tag}");
            }
        }
    }
}

#[test]
fn a_language_may_have_its_own_html_and_none_is_needed() {
    let folder = Folder::started();
    folder.write("templates/ru/email.html.hbs", "<p>{{email.subject}}</p>");
    assert!(rendered(&folder, "ru", None).html.is_some_and(|html| html.starts_with("<p>DM-1132/001: ")));
    assert!(rendered(&folder, "fr", None).html.is_some_and(|html| html.starts_with("<!DOCTYPE html>")));
    folder.run(&["locale", "status", "ru"]).ends_with(0);
    std::fs::remove_file(folder.path("templates/email.html.hbs")).expect("a file");
    assert_eq!(rendered(&folder, "fr", None).html, None);
}

#[test]
fn html_is_checked_like_a_letter() {
    let folder = Folder::started();
    let file = "templates/email.html.hbs";
    let html = folder.read(file);
    for (wrong, said) in [
        ("<p>{{email.subjekt}}</p>", "did you mean `email.subject`?"),
        ("<p>{{{email.subject}}}</p>", "would write a value as markup and are refused"),
        ("<a href=\"{{mailing.website}}\">x</a>", "the value stands where HTML reads an address"),
        (
            "<p class={{email.subject}}>x</p>",
            "the value stands where HTML reads an attribute without quotation marks",
        ),
        ("<style>{{email.subject}}</style>", "the value stands where HTML reads a script or a style sheet"),
        ("{{#each email.blocks}}{{lines}}{{/each}}", "`lines` is a list"),
        ("{{> email.txt}}", "there is no partial `email.txt`"),
    ] {
        folder.write(file, &html.replace("</body>", &format!("{wrong}\n</body>")));
        folder.run(&["check"]).ends_with(1).says(said).says("templates/email.html.hbs:");
    }
    folder.write(file, &html.replace("</body>", "<p title=\"{{email.subject}}\"></p></body>"));
    folder.run(&["check"]).ends_with(0);
}

#[test]
fn other_programs_read_the_messages_back() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("messages");
    let folder = with_copy("Постоянное представительство, Женева <mission@evil.example>");
    let (mut messages, mut files) = (Vec::new(), Vec::new());
    for locale in LANGUAGES {
        let (plan, planned) = planned(&folder, locale);
        for copy in plan.emails(&planned) {
            let message = message(&plan, &planned, locale, copy);
            let name = copy.map_or("own", |_| "copy");
            let path = format!("e-mail/{locale}/{name}.eml");
            save(&root.join("pack").join(&path), &email::write(&message).expect("a message"));
            messages.push(EmailRecord::new(&path, &message).expect("a message"));
            files.extend(message.attachments.iter().map(|attachment| {
                let hash: String =
                    Sha256::digest(&attachment.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
                json!({ "path": attachment.name, "sha256": hash, "recipient": planned.id() })
            }));
        }
    }
    assert_eq!(messages.len(), 12);
    let records = EmailRecords { format: RECORDS_FORMAT, messages };
    save(&root.join("pack/e-mail.json"), &serde_json::to_vec_pretty(&records).expect("JSON"));
    save(&root.join("archive/manifest.json"), json!({ "files": files }).to_string().as_bytes());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/mail.py");
    let run =
        Command::new("python3").arg(script).args(["pack", "archive"].map(|name| root.join(name))).output();
    let Ok(output) = run else { return skip("python3 is not installed") };
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}", said(&output.stderr));
    assert_eq!(said(&output.stdout), "12 messages in ar, en, es, fr, ru, zh say what they should\n");
}

fn message(plan: &Plan, planned: &PlannedRecipient, locale: &str, copy: Option<usize>) -> Message {
    let email = plan.email(planned, copy).expect("a template").expect("an e-mail");
    let mailing = plan.mailing();
    let names = planned.documents.iter().filter(|document| document.copy == copy).map(|document| {
        let configured = &mailing.documents[document.index];
        format!("{} {}.pdf", configured.name.get_or_first(locale), planned.serial)
    });
    let attachments = names
        .map(|name| Attachment { bytes: format!("%PDF-1.7 {name} {copy:?}").repeat(99).into_bytes(), name })
        .collect();
    let to = match copy.and_then(|copy| planned.recipient.copies.get(copy)) {
        Some(copy) => Mailbox {
            name: Some(copy.to.get_or_first(locale).to_owned()),
            address: copy.email.clone().expect("an address"),
        },
        None => Mailbox {
            name: Some(planned.recipient.ministry.get_or_first(locale).to_owned()),
            address: planned.recipient.emails[0].clone(),
        },
    };
    let sender = mailing.sender.organisation.get_or_first(locale).to_owned();
    Message {
        from: Mailbox { name: Some(sender.clone()), address: mailing.sender.e_mail.value.clone() },
        to: vec![to],
        cc: Vec::new(),
        reply_to: Some(Mailbox {
            name: Some(sender),
            address: mailing.return_address.e_mail.clone().expect("given").value,
        }),
        subject: email.subject,
        text: email.text,
        html: email.html,
        language: locale.to_owned(),
        attachments,
        date: plan.sheet_settings("message").issued_at,
        ident: format!("{}/{}/{locale}/{copy:?}", planned.serial, planned.id()),
    }
}

fn save(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    convoke::input::write_atomically(path, bytes).expect("a writable folder");
}
