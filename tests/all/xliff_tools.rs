//! Languages worked on in translation tools: XLIFF 1.2 beside 2.1, a new language from its beginning to its letters, and quotations.

use crate::folder::{Folder, pdf_text, plain};

/// A language's files and the mailing's.
fn files(folder: &Folder, tag: &str) -> Vec<String> {
    let own = [
        "letter.typ.hbs",
        "form.typ.hbs",
        "email.txt.hbs",
        "locale.yaml",
        "countries.yaml",
        "translation.yaml",
    ];
    let own = own.map(|file| folder.read(&format!("templates/{tag}/{file}")));
    own.into_iter().chain([folder.read("mailing.yaml")]).collect()
}

/// An XLIFF file as a translator leaves it: texts without a target get what `translate` makes of their source, and all are translated;
/// what is empty in the source stays empty.
fn translated(text: &str, translate: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    for part in text.split_inclusive("</source>\n") {
        let Some((head, source)) =
            part.trim_end().strip_suffix("</source>").and_then(|part| part.rsplit_once("<source>"))
        else {
            out += part;
            continue;
        };
        out += &format!("{head}<source>{source}</source>\n");
        if !source.is_empty() {
            out += &format!("<target>{}</target>\n", translate(source));
        }
    }
    // A target that was there comes after the one that was put in.
    let mut parts = out.split("</target>\n");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let had_one = part.trim_start().starts_with("<target");
        if had_one {
            kept.truncate(kept.rfind("<target").expect("a target"));
        } else {
            kept += "</target>\n";
        }
        kept += part;
    }
    kept.replace("state=\"initial\"", "state=\"translated\"")
        .replace("<target state=\"needs-review-translation\">", "<target>")
        .replace(
            "<target>",
            if text.contains("version=\"1.2\"") { "<target state=\"translated\">" } else { "<target>" },
        )
}

#[test]
fn xliff_1_goes_out_and_in() {
    let folder = Folder::started();
    for tag in ["fr", "ar"] {
        let before = files(&folder, tag);
        folder.run(&["locale", "export", tag, "--xliff", "1.2"]).ends_with(0);
        let ran = folder.run(&["locale", "import", &format!("{tag}.xlf")]).ends_with(0);
        assert!(ran.out.contains(": 0 texts changed") && ran.out.contains(", 0 newly marked"), "{}", ran.out);
        assert_eq!(files(&folder, tag), before, "{tag}");
    }
    let good = folder.read("fr.xlf");
    for part in [
        "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" version=\"1.2\">",
        "<file original=\"templates/fr/letter.typ.hbs\" source-language=\"en\" target-language=\"fr\" datatype=\"plaintext\">",
        "<trans-unit id=\"labels.hotel\" approved=\"yes\" xml:space=\"preserve\">",
        "<trans-unit id=\"dates.months/12\" approved=\"yes\"",
        "equiv-text=\"event.place\"/>",
    ] {
        assert!(good.contains(part), "{part} is not in\n{good}");
    }
    // One word and one month change, and nothing else does.
    let before = files(&folder, "fr");
    let changed = good.replace(">Hôtel<", ">Logement<").replace(">décembre<", ">DÉCEMBRE<");
    folder.write("fr.xlf", &changed);
    let ran = folder.run(&["locale", "import", "fr.xlf"]).ends_with(0);
    assert!(ran.out.contains(": 2 texts changed"), "{}", ran.out);
    let after = files(&folder, "fr");
    assert_eq!(
        after[3],
        before[3].replace("\"Hôtel\"", "\"Logement\"").replace(" décembre]", " \"DÉCEMBRE\"]")
    );
    // A code that is lost or foreign refuses the file, whatever it is said to stand for.
    for (from, to, said) in [
        ("J’ai l’honneur", "J’ai <x id=\"77\"/> l’honneur", "there is no code 77"),
        ("J’ai l’honneur", "J’ai <ph id=\"1\">#panic()</ph> l’honneur", "stands twice"),
        ("source-language=\"en\"", "source-language=\"es\"", "several languages"),
        ("source-language=\"en\"", "", "`id` is missing"),
        ("</trans-unit>", "</trans-unt>", "cannot be read as XLIFF"),
    ] {
        folder.write("fr.xlf", &good.replacen(from, to, 1));
        folder.run(&["locale", "import", "fr.xlf"]).ends_with(1).says(said);
        assert_eq!(files(&folder, "fr"), after, "{said}");
    }
}

#[test]
fn tables_and_what_is_empty_go_out_and_in() {
    for version in ["1.2", "2.1"] {
        let folder = Folder::started();
        folder.run(&["locale", "export", "fr", "--xliff", version]).ends_with(0);
        let good = folder.read("fr.xlf");
        let before = files(&folder, "fr");
        // A row of the table of ministries, a form that goes with it, and a title that the source leaves empty.
        let row = unit(&good, "address.ministries.1.in_sentence.pronoun").replace(">lui<", ">à lui<");
        let title = unit(&good, "address.offices.official.masculine.title");
        assert!(title.contains("<source></source>") && title.contains("empty in the source"), "{title}");
        let titled = title.replace("></target>", ">Responsable</target>");
        let changed = good
            .replace(&unit(&good, "address.ministries.1.in_sentence.pronoun"), &row)
            .replace(&title, &titled);
        folder.write("fr.xlf", &changed);
        let ran = folder.run(&["locale", "import", "fr.xlf"]).ends_with(0);
        assert!(ran.out.contains(": 2 texts changed"), "{}", ran.out);
        let pack = &files(&folder, "fr")[3];
        assert_eq!(pack.matches("pronoun: \"à lui\"").count(), 1, "{pack}");
        assert_eq!(pack.matches("title: \"Responsable\"").count(), 1, "{pack}");
        let back = pack.replace("\"à lui\"", "lui").replace("\"Responsable\"", "\"\"");
        assert_eq!(back, before[3], "{version}");
        // A tool that writes an empty target for an empty source takes nothing away.
        let emptied = unit(&changed, "address.offices.official.masculine.title")
            .replace(">Responsable</target>", "></target>")
            .replace("state=\"final\"", if version == "1.2" { "state=\"new\"" } else { "state=\"initial\"" });
        folder.write("fr.xlf", &changed.replace(&titled, &emptied));
        let ran = folder.run(&["locale", "import", "fr.xlf"]);
        assert!(ran.out.contains(": 0 texts changed"), "{}{}", ran.out, ran.err);
    }
}

/// The unit of an id, in either version.
fn unit(text: &str, id: &str) -> String {
    let at = text.find(&format!(" id=\"{id}\"")).unwrap_or_else(|| panic!("{id} is not there"));
    let start = text[..at].rfind('<').expect("its element");
    let end = ["</unit>", "</trans-unit>"]
        .into_iter()
        .filter_map(|end| Some(at + text[at..].find(end)? + end.len()));
    text[start..end.min().expect("its end")].to_owned()
}

#[test]
fn what_nobody_translated_has_no_target_and_is_counted() {
    let folder = Folder::started();
    folder.run(&["locale", "new", "pt"]).ends_with(0);
    let before = files(&folder, "pt");
    for version in ["1.2", "2.1"] {
        let ran = folder.run(&["locale", "export", "pt", "--xliff", version]).ends_with(0);
        let counted = |what: &str| {
            let line = ran
                .out
                .lines()
                .find_map(|line| line.trim().strip_prefix(what))
                .unwrap_or_else(|| panic!("{}", ran.out));
            let numbers = line.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok());
            numbers.collect::<Vec<usize>>()
        };
        let to_do = counted("to translate: ");
        assert!(to_do[0] > 240 && to_do[1] > 1000 && to_do[1] < 3000, "{}", ran.out);
        // Short names of States are those of CLDR; the list has three, and the host is the fourth.
        assert_eq!(counted("translated: ")[0], 4, "{}", ran.out);
        let text = folder.read("pt.xlf");
        for (source, has_target) in [
            ("I look forward", false),
            ("Hotel", false),
            ("Preparatory Meeting", false),
            ("Kenya", true),
            ("January", true),
        ] {
            let at = text.find(&format!("<source>{source}")).unwrap_or_else(|| panic!("{source}"));
            let after = text[at..].split_once("</source>").expect("its end").1;
            assert_eq!(after.trim_start().starts_with("<target"), has_target, "{source} in {version}");
        }
        assert!(!text.contains(">BEN.") && !text.contains("\"BEN.short"), "a State of no list");
        folder.run(&["locale", "import", "pt.xlf"]).ends_with(0);
        assert_eq!(files(&folder, "pt"), before, "{version}");
    }
}

#[test]
fn a_new_language_is_finished_in_a_translation_tool_alone() {
    for (tag, version) in [("pt", "1.2"), ("de", "2.1")] {
        let folder = Folder::started();
        folder.run(&["locale", "new", tag]).ends_with(0);
        folder.run(&["locale", "export", tag, "--xliff", version]).ends_with(0);
        let month = if tag == "pt" { "dezembro" } else { "Dezember" };
        let text = translated(&folder.read(&format!("{tag}.xlf")), |source| {
            format!("{} ×", source.replace("December", month))
        });
        // Tools know languages of a country only, and leave some texts for later.
        let text = text.replace(&format!("\"{tag}\""), &format!("\"{tag}-XX\""));
        let left = text.find("Hotel ×</target>").expect("a label");
        let start = text[..left].rfind('>').expect("its target") + 1;
        let later = format!("{}{}", &text[..start], &text[left + "Hotel ×".len()..]);
        let state = later[..start].rfind("state=\"translated\"").expect("a state");
        let later =
            format!("{}state=\"\"{}", &later[..state], &later[state + "state=\"translated\"".len()..]);
        folder.write("later.xlf", &later);
        folder.run(&["locale", "import", "later.xlf"]).ends_with(0);
        folder.run(&["locale", "status", tag]).ends_with(1).says("still to be translated: ");
        folder.write("all.xlf", &text);
        folder.run(&["locale", "import", "all.xlf"]).ends_with(0);
        let ran = folder.run(&["locale", "status", tag]).ends_with(0);
        assert!(ran.out.trim_end().ends_with("complete"), "{}\n{}", ran.out, ran.err);
        folder.run(&["locale", "status", "fr"]).ends_with(0);
        let countries = folder.read(&format!("templates/{tag}/countries.yaml"));
        // The host is a State too, to which nothing is sent.
        assert_eq!(countries.matches("formal_of: \"").count(), 3 + 1 + 1, "{countries}");
        folder.edit("recipients/ministries.yaml", "languages: [fr, en]", &format!("languages: [{tag}]"));
        // The ministry has no name in it.
        folder.run(&["build"]).ends_with(3).says("language-mixed");
        folder.run(&["build", "--allow-stale"]).ends_with(0);
        let letter = folder.path(&format!("output/DM-1132/pouch/letters/001_FRA_letter_{tag}.pdf"));
        let Some(letter) = pdf_text(&letter) else { return };
        for said in [
            "Geneva ×, 10",
            "Hammamet, Tunisia ×",
            "Secretary-General, World Summit on the Information Society (WSIS) ×",
        ] {
            assert!(plain(&letter).contains(&plain(said)), "{said} is not in\n{letter}");
        }
    }
}
