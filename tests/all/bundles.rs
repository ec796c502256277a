//! Several forms in one file, however they came together, and forms that came with messages.

use std::fs;
use std::io::{Cursor, Write as _};
use std::sync::OnceLock;

use base64::Engine as _;
use lopdf::{Document, Object, dictionary};
use serde_json::Value;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use crate::collect::{answer, change, collect, sent, set};
use crate::folder::Folder;

/// A mailing with two forms that came back, and their bytes.
fn answered() -> (Folder, [Vec<u8>; 2]) {
    static SENT: OnceLock<Folder> = OnceLock::new();
    let folder = Folder::once(&SENT, |folder| {
        folder.write_sample();
        folder.run(&["build"]).ends_with(0);
        fs::create_dir_all(folder.path("returns")).expect("a folder");
        for id in ["FRA", "KEN"] {
            answer(folder, id, "", &format!("{id}.pdf"), Some("2004-06-02T09:00:00+02:00"));
        }
    });
    let forms = ["FRA", "KEN"].map(|id| {
        let path = folder.path(&format!("returns/{id}.pdf"));
        let bytes = fs::read(&path).expect("a form");
        fs::remove_file(path).expect("a file");
        bytes
    });
    (folder, forms)
}

fn zip(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).expect("an entry");
        writer.write_all(bytes).expect("room");
    }
    writer.finish().expect("an archive").into_inner()
}

/// A message with a text and attachments, each with a type and a name.
fn message(from: &str, text: &str, attached: &[(&str, &str, &[u8])]) -> Vec<u8> {
    // A message in another has a boundary of its own.
    let depth = attached.iter().filter(|(kind, ..)| kind.starts_with("message")).count();
    let mut mail = format!(
        "From: {from}\r\nTo: events@example.org\r\nSubject: =?utf-8?q?R=C3=A9ponse?=\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"=b{depth}\"\r\n\r\n--=b{depth}\r\nContent-Type: text/plain\r\n\r\n{text}\r\n"
    );
    for (kind, name, bytes) in attached {
        let (encoding, body) = match *kind {
            "message/rfc822" => ("8bit", String::from_utf8_lossy(bytes).into_owned()),
            _ => ("base64", base64::engine::general_purpose::STANDARD.encode(bytes)),
        };
        let lines: Vec<String> = match encoding {
            "base64" => {
                body.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line).into_owned()).collect()
            }
            _ => vec![body],
        };
        let lines = lines.join("\r\n");
        mail.push_str(&format!(
            "--=b{depth}\r\nContent-Type: {kind}; name=\"{name}\"\r\nContent-Transfer-Encoding: {encoding}\r\n\
             Content-Disposition: attachment; filename=\"{name}\"\r\n\r\n{lines}\r\n"
        ));
    }
    mail.push_str(&format!("--=b{depth}--\r\n"));
    mail.into_bytes()
}

/// A message as Outlook saves it.
fn outlook(subject: &str, attached: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a file");
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let own = [("0037001F", subject), ("0C1A001F", "Élodie Exemple"), ("5D01001F", "e@mfa.example")];
    file.create_stream("/__properties_version1.0").expect("a stream").write_all(&[0; 32]).expect("room");
    for (property, text) in own {
        let mut stream = file.create_stream(format!("/__substg1.0_{property}")).expect("a stream");
        stream.write_all(&wide(text)).expect("room");
    }
    for (number, (name, bytes)) in attached.iter().enumerate() {
        let at = format!("/__attach_version1.0_#{number:08X}");
        file.create_storage(&at).expect("a storage");
        for (property, bytes) in [("3707001F", wide(name)), ("37010102", bytes.to_vec())] {
            let mut stream = file.create_stream(format!("{at}/__substg1.0_{property}")).expect("a stream");
            stream.write_all(&bytes).expect("room");
        }
    }
    file.flush().expect("room");
    file.into_inner().into_inner()
}

fn winmail(name: &str, bytes: &[u8]) -> Vec<u8> {
    let attribute = |id: u32, data: &[u8]| {
        let length = u32::try_from(data.len()).expect("a length");
        [&[2][..], &id.to_le_bytes(), &length.to_le_bytes(), data, &[0, 0]].concat()
    };
    let title = attribute(0x1_8010, format!("{name}\0").as_bytes());
    [&[0x78, 0x9f, 0x3e, 0x22, 0, 0][..], &attribute(0x6_9002, &[0; 14]), &title, &attribute(0x6_800f, bytes)]
        .concat()
}

/// How the fields of joined forms come to be called.
#[derive(Clone, Copy)]
enum Names {
    /// As they are.
    Kept,
    /// With something behind the first part of the name.
    Marked,
    /// Below a field of each form's own.
    Below,
    /// As they are, and listed by their pages alone.
    Unlisted,
}

/// Forms joined into one file.
fn join(forms: &[Vec<u8>], names: Names) -> Vec<u8> {
    let mut whole = Document::with_version("1.7");
    let pages = whole.new_object_id();
    let (mut kids, mut fields) = (Vec::new(), Vec::new());
    for (number, form) in forms.iter().enumerate() {
        let mut form = Document::load_mem(form).expect("a PDF");
        form.renumber_objects_with(whole.max_id + 1);
        whole.max_id = form.max_id;
        let roots = form.catalog().and_then(|catalog| {
            let form_id = catalog.get(b"AcroForm")?.as_reference()?;
            form.get_dictionary(form_id)?.get(b"Fields")?.as_array().cloned()
        });
        let roots = roots.expect("fields");
        for page in form.get_pages().into_values() {
            form.get_dictionary_mut(page).expect("a page").set("Parent", pages);
            kids.push(Object::Reference(page));
        }
        match names {
            Names::Marked if number > 0 => {
                for root in &roots {
                    let root =
                        form.get_dictionary_mut(root.as_reference().expect("a field")).expect("a field");
                    let name = root.get(b"T").and_then(Object::as_str).expect("a name").to_vec();
                    root.set("T", Object::string_literal([name, format!("+{number}").into_bytes()].concat()));
                }
                fields.extend(roots);
            }
            Names::Below => {
                let above = form.add_object(dictionary! {
                    "T" => Object::string_literal(format!("form{number}")), "Kids" => roots.clone(),
                });
                for root in &roots {
                    let root =
                        form.get_dictionary_mut(root.as_reference().expect("a field")).expect("a field");
                    root.set("Parent", above);
                }
                whole.max_id = form.max_id;
                fields.push(Object::Reference(above));
            }
            Names::Unlisted => {}
            Names::Kept | Names::Marked => fields.extend(roots),
        }
        whole.objects.extend(form.objects);
    }
    let count = i64::try_from(kids.len()).expect("few pages");
    whole.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count });
    let form = whole.add_object(dictionary! { "Fields" => fields });
    let catalog = dictionary! { "Type" => "Catalog", "Pages" => pages, "AcroForm" => form };
    let catalog = whole.add_object(catalog);
    whole.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    whole.save_to(&mut bytes).expect("a PDF");
    bytes
}

/// A PDF of one page with files attached to it.
fn portfolio(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut whole = Document::with_version("1.7");
    let pages = whole.new_object_id();
    let page = whole.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "MediaBox" => vec![0.into(), 0.into(), 100.into(), 100.into()],
    });
    whole.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
    let mut names = Vec::new();
    for (name, bytes) in files {
        let stream = lopdf::Stream::new(dictionary! { "Type" => "EmbeddedFile" }, bytes.to_vec());
        let stream = whole.add_object(stream);
        let file = dictionary! {
            "Type" => "Filespec", "F" => Object::string_literal(*name), "EF" => dictionary! { "F" => stream },
        };
        names.extend([Object::string_literal(*name), whole.add_object(file).into()]);
    }
    let files = dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } };
    let catalog = dictionary! { "Type" => "Catalog", "Pages" => pages, "Names" => files };
    let catalog = whole.add_object(catalog);
    whole.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    whole.save_to(&mut bytes).expect("a PDF");
    bytes
}

/// Recipient, status, part and page of each line of a file.
fn lines<'a>(table: &'a Value, name: &str) -> Vec<(&'a str, &'a str, &'a str, u64)> {
    let text = |value: &'a Value| value.as_str().unwrap_or_default();
    let files = table["files"].as_array().expect("files").iter();
    let of_file = files.filter(|file| file["file"] == format!("returns/{name}"));
    of_file
        .map(|file| {
            (
                text(&file["recipient"]),
                text(&file["status"]),
                text(&file["part"]),
                file["page"].as_u64().unwrap_or_default(),
            )
        })
        .collect()
}

#[test]
fn each_form_in_a_file_is_a_line_of_its_own() {
    let (folder, forms) = answered();
    let [fra, ken] = &forms;
    let put = |name: &str, bytes: &[u8]| {
        folder.write_bytes(&format!("returns/{name}"), bytes);
    };
    let both: [(&str, &[u8]); 2] = [("fra.pdf", fra), ("ken.pdf", ken)];
    put("portfolio.pdf", &portfolio(&both));
    put("stored.zip", &zip(&both, CompressionMethod::Stored));
    let systems: [(&str, &[u8]); 4] =
        [both[0], ("__MACOSX/._fra.pdf", b"\0\x05\x16\x07"), (".DS_Store", b"\0\0\0\x01Bud1"), both[1]];
    let deflated = zip(&systems, CompressionMethod::Deflated);
    put("deflated.zip", &deflated);
    put("nested.zip", &zip(&[("in.zip", &deflated)], CompressionMethod::Stored));
    put("one-after-the-other.pdf", &[&fra[..], ken].concat());
    put("padded.pdf", &[&fra[..], &[0; 9_000]].concat());
    put("kept.pdf", &join(&forms, Names::Kept));
    put("marked.pdf", &join(&forms, Names::Marked));
    put("below.pdf", &join(&forms, Names::Below));
    put("unlisted.pdf", &join(&forms, Names::Unlisted));
    put("twice.pdf", &join(&[fra.clone(), fra.clone()], Names::Marked));
    put("winmail.dat", &winmail("fra.pdf", fra));
    put("Thumbs.db", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    put("desktop.ini", b"[.ShellClassInfo]");
    let (table, ran) = collect(&folder, 0);
    let matched = |of: &[(&'static str, &'static str, u64)]| {
        of.iter().map(|(id, part, page)| (*id, "matched", *part, *page)).collect::<Vec<_>>()
    };
    let in_zip = matched(&[("FRA", "fra.pdf", 0), ("KEN", "ken.pdf", 0)]);
    assert_eq!(lines(&table, "stored.zip"), in_zip);
    assert_eq!(lines(&table, "deflated.zip"), in_zip);
    assert_eq!(lines(&table, "portfolio.pdf"), in_zip);
    let nested = matched(&[("FRA", "in.zip, fra.pdf", 0), ("KEN", "in.zip, ken.pdf", 0)]);
    assert_eq!(lines(&table, "nested.zip"), nested);
    let parts = matched(&[("FRA", "part 1", 0), ("KEN", "part 2", 0)]);
    assert_eq!(lines(&table, "one-after-the-other.pdf"), parts);
    assert_eq!(lines(&table, "padded.pdf"), matched(&[("FRA", "", 0)]));
    for joined in ["kept", "marked", "below", "unlisted"] {
        let found = lines(&table, &format!("{joined}.pdf"));
        let pages = found.iter().map(|line| line.3).collect::<Vec<_>>();
        assert_eq!(found, matched(&[("FRA", "", 1), ("KEN", "", pages[1])]), "{joined}");
        assert!(pages[1] > 1, "{joined}");
    }
    assert_eq!(lines(&table, "twice.pdf").iter().map(|line| line.0).collect::<Vec<_>>(), ["FRA", "FRA"]);
    assert_eq!(lines(&table, "winmail.dat"), matched(&[("FRA", "fra.pdf", 0)]));
    assert!(ran.out.contains(" in 12 files for "), "a file is counted once: {}", ran.out);
    assert!(!ran.out.contains("Thumbs.db") && !ran.out.contains("desktop.ini"), "{}", ran.out);
    assert_eq!(table["answered"], 2);
    // What every file says is the same, so that every value was found under whatever name.
    let rows = table["registrations"].as_array().expect("rows");
    assert!(rows.iter().all(|row| row["values"]["family_name"] == "Ørsted"));
}

#[test]
fn forms_come_with_messages_and_the_rest_is_to_be_read() {
    let (folder, [fra, ken]) = answered();
    let put = |name: &str, bytes: &[u8]| {
        folder.write_bytes(&format!("returns/{name}"), bytes);
    };
    let pdf = "application/pdf";
    let bare = message("Zoë <z@example.org>", "", &[(pdf, "fra.pdf", &fra)]);
    put("bare.eml", &bare);
    put("counted.emlx", &[format!("{}\n", bare.len()).as_bytes(), &bare].concat());
    put("forwarded.eml", &message("a@example.org", "", &[("message/rfc822", "x", &bare)]));
    let other = message("b@example.org", "", &[("application/octet-stream", "ken", &ken)]);
    let begin = |from: &str| format!("From {from} Wed Jun  2 09:00:00 2004\n").into_bytes();
    let mailbox = [begin("a@example.org"), bare.clone(), b"\n\n".to_vec(), begin("b@example.org"), other];
    put("all.mbox", &mailbox.concat());
    put("saved.msg", &outlook("Réponse", &[("fra.pdf", &fra)]));
    let (table, _) = collect(&folder, 0);
    let subject = "Réponse.eml, fra.pdf";
    for (name, parts) in [
        ("bare.eml", &["fra.pdf"][..]),
        ("counted.emlx", &["fra.pdf"]),
        ("forwarded.eml", &[subject]),
        ("all.mbox", &["message 1, fra.pdf", "message 2, ken"]),
        ("saved.msg", &["fra.pdf"]),
    ] {
        let found = lines(&table, name);
        assert!(found.iter().all(|line| line.1 == "matched"), "{name}: {found:?}");
        assert_eq!(found.iter().map(|line| line.2).collect::<Vec<_>>(), parts, "{name}");
    }
    assert_eq!(table["answered"], 2);

    put(
        "text.eml",
        &message("=?utf-8?q?E=1B[31mve?= <e@example.org>", "Please note.", &[(pdf, "fra.pdf", &fra)]),
    );
    put("letter.eml", &message("k@example.org", "We regret.", &[("image/png", "logo.png", b"\x89PNG")]));
    let (table, ran) = collect(&folder, 3);
    let statuses = |name| lines(&table, name).iter().map(|line| line.1).collect::<Vec<_>>();
    assert_eq!(statuses("text.eml"), ["matched", "covering"]);
    assert_eq!(statuses("letter.eml"), ["letter"]);
    for said in [
        "returns/letter.eml: answered by letter, from k@example.org; subject: Réponse; with logo.png: read it",
        "returns/text.eml: message with a form, from E[31mve <e@example.org>; subject: Réponse: read it",
    ] {
        assert!(ran.out.contains(said), "{}", ran.out);
    }
    assert!(!ran.out.contains('\u{1b}') && !ran.out.contains("Please note"), "{}", ran.out);
}

#[test]
fn hostile_bundles_cost_their_own_lines() {
    let (folder, [fra, _]) = answered();
    let put = |name: &str, bytes: &[u8]| {
        folder.write_bytes(&format!("returns/{name}"), bytes);
    };
    let mut deep = fra.clone();
    for _ in 0..9 {
        deep = zip(&[("in.zip", &deep)], CompressionMethod::Stored);
    }
    put("deep.zip", &deep);
    let zeros = vec![0; 30 << 20];
    let bomb: Vec<(String, &[u8])> = (0..8).map(|number| (format!("{number}.pdf"), &zeros[..])).collect();
    let bomb: Vec<(&str, &[u8])> = bomb.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    put("bomb.zip", &zip(&bomb, CompressionMethod::Deflated));
    put("cut.zip", &zip(&[("fra.pdf", &fra)], CompressionMethod::Stored)[..5_000]);
    put("up.zip", &zip(&[("../../up.pdf", &fra), ("=cmd\u{202e}.pdf", &fra)], CompressionMethod::Stored));
    put("word.docx", &zip(&[("[Content_Types].xml", b"<x/>"), ("a.pdf", &fra)], CompressionMethod::Deflated));
    put("other.rar", b"Rar!\x1a\x07\x01\x00");
    put("false.msg", &[b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0xff; 4_000]].concat());
    put("nested.eml", &b"From: a\nTo: b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(2_000));
    put("good.pdf", &fra);
    let (table, ran) = collect(&folder, 3);
    let statuses = |name| lines(&table, name).iter().map(|line| line.1).collect::<Vec<_>>();
    assert_eq!(statuses("good.pdf"), ["matched"]);
    assert_eq!(statuses("deep.zip"), ["not-unpacked"]);
    assert!(statuses("bomb.zip").contains(&"not-unpacked"), "{:?}", statuses("bomb.zip"));
    assert_eq!(statuses("cut.zip"), ["not-unpacked"]);
    assert_eq!(statuses("up.zip"), ["matched", "matched"]);
    assert_eq!(statuses("word.docx"), ["not-pdf"]);
    assert_eq!(statuses("other.rar"), ["not-unpacked"]);
    assert_eq!(statuses("false.msg"), ["not-pdf"]);
    assert!(!statuses("nested.eml").is_empty());
    assert!(!ran.out.contains('\u{202e}') && !folder.path("../up.pdf").exists());
}

#[test]
fn what_is_written_on_the_page_and_blank_forms_are_told() {
    let (folder, [fra, ken]) = answered();
    let put = |name: &str, bytes: &[u8]| {
        folder.write_bytes(&format!("returns/{name}"), bytes);
    };
    put("answer.pdf", &fra);
    let blank = fs::read(crate::forms::form_of(&folder, "FRA")).expect("a form");
    put("saved-later.pdf", &blank);
    change(&folder, "saved-later.pdf", |document| {
        let info =
            document.add_object(dictionary! { "ModDate" => Object::string_literal("D:20040604090000Z") });
        document.trailer.set("Info", info);
    });
    let markup = |kind: &'static str| {
        move |document: &mut Document| {
            let page = *document.get_pages().get(&1).expect("a page");
            let note = document.add_object(dictionary! {
                "Type" => "Annot", "Subtype" => kind, "Contents" => Object::string_literal("EXEMPLE"),
                "Rect" => vec![100.into(), 500.into(), 200.into(), 520.into()],
            });
            let page = document.get_dictionary_mut(page).expect("a page");
            page.get_mut(b"Annots").and_then(Object::as_array_mut).expect("annotations").push(note.into());
        }
    };
    let ken_blank = fs::read(crate::forms::form_of(&folder, "KEN")).expect("a form");
    for kind in ["FreeText", "Ink", "Stamp"] {
        put(&format!("{kind}.pdf"), &ken_blank);
        change(&folder, &format!("{kind}.pdf"), markup(kind));
    }
    put("content.pdf", &ken_blank);
    change(&folder, "content.pdf", |document| {
        let page = *document.get_pages().get(&1).expect("a page");
        document.add_page_contents(page, b"BT (EXEMPLE) Tj ET".to_vec()).expect("a page");
    });
    put("both.pdf", &ken);
    change(&folder, "both.pdf", markup("FreeText"));
    let (table, ran) = collect(&folder, 3);
    let line = |name| crate::collect::line(&table, name);
    assert_eq!(line("answer.pdf")["version"], "counts");
    assert_eq!(line("saved-later.pdf")["version"], "blank");
    assert!(line("saved-later.pdf").get("differs_from").is_none());
    for name in ["FreeText", "Ink", "Stamp", "content"] {
        let found = crate::collect::line(&table, &format!("{name}.pdf"));
        assert_eq!(found["status"], "written-on", "{name}");
    }
    assert_eq!(
        (&line("both.pdf")["status"], &line("both.pdf")["version"]),
        (&"matched".into(), &"counts".into())
    );
    assert!(ran.out.contains("matched, more is written on its pages"), "{}", ran.out);
    for name in ["both.pdf", "answer.pdf", "saved-later.pdf"] {
        fs::remove_file(folder.path(&format!("returns/{name}"))).expect("a file");
    }
    let (table, _) = collect(&folder, 3);
    assert_eq!(table["answered"], 1, "who writes on the page has answered");
    // Only a day on which nobody travels, and a language that a text names.
    put("far.pdf", &fra);
    change(&folder, "far.pdf", |document| {
        set(document, "arrival", Object::string_literal("2040-06-24"));
        let text: Vec<u8> = "\u{1b}frFR\u{1b}Exemplé".encode_utf16().flat_map(u16::to_be_bytes).collect();
        set(document, "family_name", Object::string_literal([vec![0xfe, 0xff], text].concat()));
    });
    let (table, ran) = collect(&folder, 3);
    assert!(ran.out.contains("participant.1.arrival: a date far from the event"), "{}", ran.out);
    assert_eq!(table["registrations"][0]["values"]["family_name"], "Exemplé");
}

/// A page with the first pages of forms beside each other, as printers put several on a sheet.
fn n_up(forms: &[Vec<u8>]) -> Vec<u8> {
    const HEIGHT: f32 = 595.0;
    let mut whole = Document::with_version("1.7");
    let (mut drawn, mut content) = (lopdf::Dictionary::new(), String::new());
    #[expect(clippy::cast_precision_loss, reason = "two or three")]
    let width = 842.0 / forms.len() as f32;
    for (number, form) in forms.iter().enumerate() {
        let mut form = Document::load_mem(form).expect("a PDF");
        form.renumber_objects_with(whole.max_id + 1);
        let page = *form.get_pages().get(&1).expect("a page");
        let text = form.get_page_content(page);
        let resources =
            form.get_dictionary(page).and_then(|page| page.get(b"Resources")).expect("resources").clone();
        whole.max_id = form.max_id;
        whole.objects.extend(form.objects);
        let stream = lopdf::Stream::new(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Form", "Resources" => resources,
                "BBox" => vec![0.into(), 0.into(), 596.into(), 842.into()],
            },
            text,
        );
        drawn.set(format!("F{number}"), whole.add_object(stream));
        #[expect(clippy::cast_precision_loss, reason = "two or three")]
        let left = width * number as f32;
        let scale = (width / 596.0).min(HEIGHT / 842.0);
        content.push_str(&format!("q {scale} 0 0 {scale} {left} 0 cm /F{number} Do Q\n"));
    }
    let pages = whole.new_object_id();
    let content = whole.add_object(lopdf::Stream::new(dictionary! {}, content.into_bytes()));
    let page = whole.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 842.into(), Object::Real(HEIGHT)],
        "Resources" => dictionary! { "XObject" => drawn },
    });
    finish(whole, pages, page)
}

/// A document of one page.
fn finish(mut whole: Document, pages: lopdf::ObjectId, page: lopdf::ObjectId) -> Vec<u8> {
    whole.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
    let catalog = whole.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    whole.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    whole.save_to(&mut bytes).expect("a PDF");
    bytes
}

/// A page as a scanner of these dots per inch sees it, as JPEG.
fn scanned(pdf: &[u8], dpi: f32) -> image::GrayImage {
    use hayro::hayro_interpret::InterpreterSettings;
    use hayro::{RenderCache, RenderSettings, render};
    let file = hayro::hayro_syntax::Pdf::new(pdf.to_vec()).expect("a PDF");
    let settings = RenderSettings { x_scale: dpi / 72.0, y_scale: dpi / 72.0, ..RenderSettings::default() };
    let page = file.pages().first().expect("a page");
    let drawn = render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    let pixels = drawn.data_as_u8_slice().chunks_exact(4);
    let grey = pixels.map(|pixel| pixel[0].saturating_add(u8::MAX - pixel[3])).collect();
    image::GrayImage::from_raw(u32::from(drawn.width()), u32::from(drawn.height()), grey).expect("pixels")
}

#[test]
fn several_forms_on_one_page_are_all_found() {
    let folder = sent();
    let forms = ["FRA", "GMB", "KEN"].map(|id| fs::read(crate::forms::form_of(&folder, id)).expect("a form"));
    let three = n_up(&forms);
    let mut jpeg = Vec::new();
    let scan = scanned(&n_up(&forms[..2]), 200.0);
    scan.write_to(&mut Cursor::new(&mut jpeg), image::ImageFormat::Jpeg).expect("room");
    folder.write_bytes("returns/three.pdf", &three);
    folder.write_bytes("returns/two.jpg", &jpeg);
    let (table, ran) = collect(&folder, 3);
    let recipients = |name| {
        let mut found: Vec<&str> = lines(&table, name).iter().map(|line| line.0).collect();
        found.sort_unstable();
        found
    };
    assert_eq!(recipients("three.pdf"), ["FRA", "GMB", "KEN"], "{}", ran.out);
    assert_eq!(recipients("two.jpg"), ["FRA", "GMB"], "{}", ran.out);
    assert_eq!(table["answered"], 3);
    for id in ["FRA DM-1132/001", "GMB DM-1132/002"] {
        let of_both = ran.out.matches(id).count();
        assert!(of_both >= 2 && ran.out.contains("key it in"), "{}", ran.out);
    }
}

#[test]
fn values_that_fit_and_cannot_be_meant_are_told() {
    let (folder, [fra, _]) = answered();
    folder.write_bytes("returns/odd.pdf", &fra);
    let text = |text: &str| {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        Object::string_literal([vec![0xfe, 0xff], wide].concat())
    };
    let odd = [
        ("family_name", "n/a"),
        ("first_name", "Zo?ë"),
        ("function", "same as above"),
        ("e_mail", "zoe@example.org"),
        ("badge", "[name]"),
        ("nationality", "Fran&ccedil;aise"),
        ("address", "1, rue de lâ€™Ã‰glise"),
        ("arrival", "2004-06-26"),
        ("departure", "2004-06-23"),
        ("hotel", "Hôtel"),
        ("birth_date", "2014-06-01"),
        ("expiry_date", "2004-01-01"),
        ("issue_date", "2004-02-01"),
    ];
    change(&folder, "odd.pdf", |document| {
        odd.iter().for_each(|(field, value)| set(document, field, text(value)));
        set(document, "name", text("Uganda"));
        set(document, "role", Object::Name(b"HEAD".to_vec()));
    });
    let (table, ran) = collect(&folder, 3);
    for (field, said) in [
        ("family_name", "required, and says that there is nothing"),
        ("first_name", "the text has signs in place of letters"),
        ("function", "required, and says that there is nothing"),
        ("badge", "says what is to be written there"),
        ("nationality", "the text has codes of HTML"),
        ("address", "the text looks like UTF-8"),
        ("departure", "a date before `arrival`"),
        ("hotel", "says what is to be written there"),
        ("visa.birth_date", "a date after the deadline"),
        ("visa.expiry_date", "a date before the event"),
    ] {
        assert!(ran.out.contains(&format!("participant.1.{field}: {said}")), "{field}\n{}", ran.out);
    }
    assert!(ran.out.contains("entity.name: another State than the form was sent to"), "{}", ran.out);
    assert!(
        !ran.out.contains("participant.1.role") && !ran.out.contains("participant.1.e_mail"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("Uganda") && !ran.out.contains("Zo?ë"), "no value is repeated: {}", ran.out);
    assert_eq!(table["registrations"][0]["values"]["role"], "head");
}
