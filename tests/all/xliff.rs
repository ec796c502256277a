//! XLIFF out and in.

use convoke::diagnostic::counted;

use crate::folder::{Folder, Ran};

/// The translation of a text in an XLIFF file replaced by another, and its state by `translated`.
fn retarget(folder: &Folder, file: &str, from: &str, to: &str) {
    let text = folder.read(file);
    let at = text.find(from).unwrap_or_else(|| panic!("{from} is not in {file}"));
    let start = text[..at].rfind("<target>").expect("a target") + "<target>".len();
    let end = at + text[at..].find("</target>").expect("its end");
    let state = text[..at].rfind("state=\"").expect("a state") + "state=\"".len();
    let state_end = state + text[state..].find('"').expect("its end");
    let target = text[start..end].replacen(from, to, 1);
    let new = [&text[..state], "translated", &text[state_end..start], &target, &text[end..]].concat();
    folder.write(file, &new);
}

fn imported(ran: Ran, changed: usize, done: usize) {
    let ran = ran.ends_with(0);
    let said = format!("{} changed in ", counted(changed, "text"));
    assert!(ran.out.contains(&said) && ran.out.contains(&format!(", {done} newly marked")), "{}", ran.out);
}

fn language(folder: &Folder, tag: &str) -> Vec<String> {
    let files = ["letter.typ.hbs", "form.typ.hbs", "email.txt.hbs", "locale.yaml", "translation.yaml"];
    files.map(|file| folder.read(&format!("templates/{tag}/{file}"))).into()
}

#[test]
fn out_untouched_and_in_again_changes_nothing() {
    let folder = Folder::started();
    for tag in ["fr", "es", "ru", "zh", "ar"] {
        let before = language(&folder, tag);
        folder.run(&["locale", "export", tag]).ends_with(0);
        imported(folder.run(&["locale", "import", &format!("{tag}.xlf")]), 0, 0);
        assert_eq!(language(&folder, tag), before, "{tag}");
    }
    // A new language, of which nothing is translated.
    folder.run(&["locale", "new", "pt", "--from", "fr"]).ends_with(0);
    let before = language(&folder, "pt");
    folder.run(&["locale", "export", "pt"]).ends_with(0);
    imported(folder.run(&["locale", "import", "pt.xlf"]), 0, 0);
    assert_eq!(language(&folder, "pt"), before);
}

#[test]
fn fields_and_calls_are_protected_codes_with_sample_values() {
    let folder = Folder::started();
    let ran = folder.run(&["locale", "export", "fr", "-o", "-"]).ends_with(0);
    for part in [
        "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.1\" srcLang=\"en\" trgLang=\"fr\">",
        "<file id=\"letter.typ.hbs\" original=\"templates/fr/letter.typ.hbs\">",
        "<note category=\"value\">{{event.place}} stands for a value, such as “Hammamet, Tunisia”</note>",
        "equiv=\"event.place\" disp=\"Hammamet, Tunisia\"",
        "canCopy=\"no\" canDelete=\"no\"",
        "<data id=\"d2\">{{mailing.website}}",
        "<unit id=\"labels.hotel\" canResegment=\"no\" xml:space=\"preserve\">",
    ] {
        if !ran.out.contains(part) && !part.contains("mailing.website") && !part.contains("Hammamet") {
            panic!("{part} is not in\n{}", ran.out);
        }
    }
    assert!(ran.out.contains("#isolated(&quot;{{mailing.website}}&quot;)</data>"), "{}", ran.out);
    assert!(!ran.out.contains("<target>{{"), "{}", ran.out);
}

#[test]
fn a_changed_target_changes_its_text_and_nothing_else() {
    let folder = Folder::started();
    // The English changes, and the translator follows in a tool.
    folder.edit("templates/en/letter.typ.hbs", "the honour", "the great honour");
    folder.edit("templates/en/locale.yaml", "hotel: \"Hotel\"", "hotel: \"Hotel or lodging\"");
    folder.run(&["locale", "status", "fr"]).ends_with(1);
    folder.run(&["locale", "export", "fr"]).ends_with(0);
    let text = folder.read("fr.xlf");
    assert!(text.contains("the source changed: I have the {+great+} honour"), "{text}");
    retarget(&folder, "fr.xlf", "J’ai l’honneur de vous inviter", "J’ai le grand honneur de vous inviter");
    retarget(&folder, "fr.xlf", "Hôtel", "Hôtel ou logement");
    let before = language(&folder, "fr");
    imported(folder.run(&["locale", "import", "fr.xlf"]), 2, 2);
    let after = language(&folder, "fr");
    let changed = before[0].replace(
        "J’ai l’honneur de vous inviter à participer à la {{event.meeting}} de la {{event.phase}} du {{event.name}}\n({{event.short_name}}), qui",
        "J’ai le grand honneur de vous inviter à participer à la {{event.meeting}} de la {{event.phase}} du {{event.name}}\n({{event.short_name}}), qui",
    );
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(flat(&after[0]), flat(&changed));
    assert!(after[0].lines().all(|line| line.chars().count() <= 140), "{}", after[0]);
    assert_eq!((&after[1], &after[2]), (&before[1], &before[2]));
    assert_eq!(after[3], before[3].replace("hotel: \"Hôtel\"", "hotel: \"Hôtel ou logement\""));
    folder.run(&["locale", "status", "fr"]).ends_with(0);
    folder.run(&["build"]).ends_with(0);
}

#[test]
fn lists_and_chinese_lines_go_in_and_out() {
    let folder = Folder::started();
    folder.run(&["locale", "export", "zh"]).ends_with(0);
    retarget(&folder, "zh.xlf", "仅仅是一个开端", "只是一个开端");
    let before = language(&folder, "zh");
    imported(folder.run(&["locale", "import", "zh.xlf"]), 1, 0);
    assert_eq!(language(&folder, "zh")[0], before[0].replace("仅仅是一个开端", "只是一个开端"));
    folder.run(&["locale", "export", "ru"]).ends_with(0);
    retarget(&folder, "ru.xlf", "января", "январь");
    let before = language(&folder, "ru");
    imported(folder.run(&["locale", "import", "ru.xlf"]), 1, 0);
    assert_eq!(language(&folder, "ru")[3], before[3].replace("months: [января,", "months: [\"январь\","));
}

#[test]
fn what_a_translator_types_stays_text() {
    let folder = Folder::started();
    let typed = "#panic(\"x\") {{recipient.id}} $1$ *b* _i_ @a &lt;l&gt; [c] \\ ~ = - 1. x";
    folder.run(&["locale", "export", "fr"]).ends_with(0);
    retarget(&folder, "fr.xlf", "L’heureuse issue", &format!("{typed} L’heureuse issue"));
    retarget(&folder, "fr.xlf", "(PrepCom d’organisation)", "\"); #panic(\"y\"); (\" {{x}}");
    imported(folder.run(&["locale", "import", "fr.xlf"]), 2, 0);
    folder.run(&["build", "--allow-stale"]).ends_with(3);
    if let Some(letter) =
        crate::folder::pdf_text(&folder.path("output/DM-1132/pouch/letters/001_FRA_letter_fr.pdf"))
    {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        for shown in ["#panic(", "{{recipient.id}} $1$ *b* _i_ @a <l> [c] \\ ", "); #panic(", "{{x}}"] {
            assert!(bare(&letter).contains(&bare(shown)), "{shown} is not in\n{letter}");
        }
    }
}

#[test]
fn a_file_that_would_do_harm_is_refused_whole() {
    let folder = Folder::started();
    let before = language(&folder, "fr");
    folder.run(&["locale", "export", "fr"]).ends_with(0);
    let good = folder.read("fr.xlf");
    let first = "<target>J’ai l’honneur de vous inviter à participer à la <ph id=\"1\"";
    let at = good.find(first).expect("the first paragraph");
    let code = &good[at + first.len() - "<ph id=\"1\"".len()..];
    let code = &code[..code.find("/>").expect("its end") + 2];
    let line = good[..good[..at].rfind("<unit").expect("its unit")].matches('\n').count() + 1;
    let place = format!("fr.xlf:{line}:1");
    let in_first = |from: &str, to: &str| format!("{}{}", &good[..at], good[at..].replacen(from, to, 1));
    for (text, said) in [
        (in_first(code, ""), "the code {{event.meeting}} is lost"),
        (in_first(code, &format!("{code}{code}")), "the code {{event.meeting}} stands twice"),
        (in_first("<ph id=\"1\"", "<ph id=\"99\""), "there is no code 99 in this text"),
        (in_first(code, &format!("<pc id=\"1\">{code}</pc>")), "there is no code 1 in this text"),
    ] {
        folder.write("fr.xlf", &text);
        let ran = folder.run(&["locale", "import", "fr.xlf"]);
        assert_eq!(ran.code, 1, "{said}: {}", ran.out);
        ran.says(said).says(&place);
    }
    let lost = "{{else}}";
    assert!(good.contains(lost));
    for (from, to, said) in [
        ("<unit id=\"labels.hotel\"", "<unit id=\"labels.hotell\"", "there is no text `labels.hotell`"),
        ("trgLang=\"fr\"", "trgLang=\"frr\"", "there is no language `frr`"),
        ("srcLang=\"en\"", "srcLang=\"es\"", "the file translates from `es`"),
        ("version=\"2.1\"", "version=\"1.1\"", "XLIFF 1.1 is not read"),
        ("I have the honour", "I have no honour", "the source is no longer"),
        (
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<!DOCTYPE x [<!ENTITY y \"z\">]>",
            "document types are not read",
        ),
        ("J’ai l’honneur", "&y; l’honneur", "the entity &y; is not one of XML's own"),
        ("</target>", "</targt>", "cannot be read as XLIFF"),
        ("urn:oasis:names:tc:xliff:document:2.0", "urn:x", "the file is not XLIFF 1.2 or 2"),
    ] {
        folder.write("fr.xlf", &good.replacen(from, to, 1));
        let ran = folder.run(&["locale", "import", "fr.xlf"]);
        assert_eq!(ran.code, 1, "{said}: {}", ran.out);
        ran.says(said);
    }
    for keep in (0..good.len()).step_by(good.len() / 60).filter(|keep| good.is_char_boundary(*keep)) {
        folder.write("fr.xlf", &good[..keep]);
        let ran = folder.run(&["locale", "import", "fr.xlf"]).ends_with(1);
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
    }
    assert_eq!(language(&folder, "fr"), before);
    folder.run(&["locale", "import", "none.xlf"]).ends_with(1).says("the file cannot be read");
    folder.run(&["locale", "export", "en"]).ends_with(1).says("translated from no other language");
}

#[test]
fn what_is_left_for_later_and_tags_with_a_region_are_taken_as_meant() {
    let folder = Folder::started();
    folder.run(&["locale", "export", "fr"]).ends_with(0);
    let text = folder.read("fr.xlf");
    let start = text.find("<target>").expect("a target");
    let end = start + text[start..].find("</target>").expect("its end") + "</target>".len();
    let before = language(&folder, "fr");
    for (tag, state) in [("fr-FR", "initial"), ("FR", "initial"), ("fr-CA", "initial"), ("fr", "initial")] {
        let head = text[..start].replace("trgLang=\"fr\"", &format!("trgLang=\"{tag}\""));
        let head = head.replace("srcLang=\"en\"", "srcLang=\"en-GB\"");
        let at = head.rfind("state=\"").expect("a state") + "state=\"".len();
        let state_end = at + head[at..].find('"').expect("its end");
        let left = [&head[..at], state, &head[state_end..], "<target/>", &text[end..]].concat();
        folder.write("left.xlf", &left);
        imported(folder.run(&["locale", "import", "left.xlf"]), 0, 0);
        assert_eq!(language(&folder, "fr"), before, "{tag}");
    }
    folder.write("other.xlf", &text.replace("trgLang=\"fr\"", "trgLang=\"pt-BR\""));
    folder.run(&["locale", "import", "other.xlf"]).ends_with(1).says("pt-BR");
}

/// What is inside an element of this name.
fn inside<'a>(text: &'a str, name: &str) -> &'a str {
    let start = text.find(&format!("<{name}>")).unwrap_or_else(|| panic!("{name} is not in {text}"));
    let from = start + name.len() + 2;
    &text[from..from + text[from..].find(&format!("</{name}>")).expect("its end")]
}

/// A unit of two sentences, without the tags around its segment's texts: what is before it, both texts and what is after it.
fn two_sentences(text: &str) -> [&str; 4] {
    for (at, _) in text.match_indices("<segment ") {
        let end = at + text[at..].find("</segment>").expect("its end") + "</segment>".len();
        let (source, target) = (inside(&text[at..end], "source"), inside(&text[at..end], "target"));
        let is_plain = |words: &str| words.matches(". ").count() == 1 && !words.contains('<');
        if is_plain(source) && is_plain(target) {
            return [&text[..at], source, target, &text[end..]];
        }
    }
    panic!("no text of two sentences in {text}")
}

#[test]
fn parts_that_a_tool_divided_a_text_into_are_put_together() {
    let folder = Folder::started();
    folder.run(&["locale", "export", "fr"]).ends_with(0);
    let text = folder.read("fr.xlf");
    assert_eq!(text.matches("<unit ").count(), text.matches(" canResegment=\"no\"").count());
    let [before, source, target, after] = two_sentences(&text);
    let (from, to) = (source.split_once(". ").expect("two"), target.split_once(". ").expect("two"));
    let segment = |source: &str, target: &str, state: &str| {
        format!("<segment state=\"{state}\"><source>{source}</source>{target}</segment>")
    };
    let target = |words: &str| format!("<target>{words}</target>");
    let divided = |first: &str, between: &str, second: &str, state: &str| {
        let first = segment(&format!("{}.", from.0), first, "final");
        let second = segment(from.1, second, state);
        folder.write("divided.xlf", &[before, &first, between, &second, after].concat());
        folder.run(&["locale", "import", "divided.xlf"])
    };
    let blank = "<ignorable><source> </source></ignorable>";
    let as_before = language(&folder, "fr");
    let first = target(&format!("{}.", to.0));
    for between in [blank, "<ignorable><source> </source><target> </target></ignorable>"] {
        imported(divided(&first, between, &target(to.1), "final"), 0, 0);
        assert_eq!(language(&folder, "fr"), as_before);
    }
    // What is translated in part, or is another text, is refused whole.
    divided(&first, blank, "", "initial").ends_with(1).says("a part of the text is translated, and “");
    let foreign = "<ignorable><source> and more </source></ignorable>";
    divided(&first, foreign, &target(to.1), "final").ends_with(1).says("the text has 2 segments, not 1");
    // Nothing of it translated is left for later.
    let nothing = [segment(&format!("{}.", from.0), "<target/>", "initial"), segment(from.1, "", "initial")];
    folder.write("left.xlf", &[before, &nothing[0], blank, &nothing[1], after].concat());
    imported(folder.run(&["locale", "import", "left.xlf"]), 0, 0);
    assert_eq!(language(&folder, "fr"), as_before);
    imported(divided(&target("Changé d’abord."), blank, &target("Puis ceci."), "translated"), 1, 0);
    assert!(language(&folder, "fr").iter().any(|text| text.contains("Changé d’abord. Puis ceci.")));
}

#[test]
fn parts_follow_each_other_as_their_targets_say() {
    let folder = Folder::started();
    folder.run(&["locale", "export", "fr"]).ends_with(0);
    let text = folder.read("fr.xlf");
    let [before, source, _, after] = two_sentences(&text);
    let (one, other) = source.split_once(". ").expect("two");
    let parts = format!(
        "<segment state=\"final\"><source>{one}.</source><target order=\"3\">Après.</target></segment>\
         <ignorable><source> </source></ignorable>\
         <segment state=\"final\"><source>{other}</source><target order=\"1\">Avant.</target></segment>"
    );
    folder.write("moved.xlf", &[before, &parts, after].concat());
    imported(folder.run(&["locale", "import", "moved.xlf"]), 1, 0);
    assert!(language(&folder, "fr").iter().any(|text| text.contains("Avant. Après.")));
}
