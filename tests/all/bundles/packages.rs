//! Files that hold others, as programs make them: archives, messages, forms that were joined.

use std::io::{Cursor, Write as _};

use base64::Engine as _;
use lopdf::{Document, Object, dictionary};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

pub(super) fn zip(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).expect("an entry");
        writer.write_all(bytes).expect("room");
    }
    writer.finish().expect("an archive").into_inner()
}

/// A message with a text and attachments, each with a type and a name.
pub(super) fn message(from: &str, text: &str, attached: &[(&str, &str, &[u8])]) -> Vec<u8> {
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

/// A notice that a message could not be delivered, which is in it as a whole.
pub(super) fn bounce(sent: &[u8]) -> Vec<u8> {
    let sent = String::from_utf8_lossy(sent);
    format!(
        "From: MAILER-DAEMON@mx.example\r\nTo: events@example.org\r\nSubject: Undelivered Mail Returned to Sender\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"=r\"\r\n\r\n\
         --=r\r\nContent-Type: text/plain\r\n\r\nThe mail could not be delivered.\r\n\
         --=r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
         Final-Recipient: rfc822; min@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n\
         --=r\r\nContent-Type: message/rfc822\r\n\r\n{sent}\r\n--=r--\r\n"
    )
    .into_bytes()
}

/// A message as Outlook saves it.
pub(super) fn outlook(subject: &str, attached: &[(&str, &[u8])]) -> Vec<u8> {
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

pub(super) fn winmail(name: &str, bytes: &[u8]) -> Vec<u8> {
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
pub(super) enum Names {
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
pub(super) fn join(forms: &[Vec<u8>], names: Names) -> Vec<u8> {
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
pub(super) fn portfolio(files: &[(&str, &[u8])]) -> Vec<u8> {
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
