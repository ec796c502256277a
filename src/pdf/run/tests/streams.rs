//! Documents with objects in object streams.

use super::*;
use crate::pdf::syntax::packed::Packed;
use crate::pdf::syntax::plain::write_plain;
use crate::pdf::syntax::source::Source;

#[test]
fn streams_of_objects_are_read_like_plain_files() {
    let packed = made("Form", FORM);
    let plain = crate::pdf::syntax::guard::rewrite_plainly(&packed).unwrap();
    let again = crate::pdf::export::compact(plain.clone()).unwrap();
    assert!(Source::from_plain(&plain).is_some() && Source::from_plain(&again).is_none());
    let file = Packed::read(&again).unwrap();
    let (mut plainly, mut unpacked) = (Source::from_plain(&plain).unwrap(), Source::from_packed(&file));
    let (mut objects, mut streams) = (0, 0);
    for id in 0..500 {
        let (there, here) = (plainly.object(id).unwrap(), unpacked.object(id).unwrap());
        // The streams of objects themselves are new.
        let Some(there) = there else { continue };
        let here = here.unwrap();
        assert_eq!((there.value, there.stream), (here.value, here.stream), "{id}");
        objects += 1;
        streams += usize::from(there.stream.is_some());
    }
    assert!(streams > 4 && objects > 3 * streams, "{objects} {streams}");
    assert_eq!(run(true, &[&[&plain]]).0, run(true, &[&[&again]]).0);
}

#[test]
fn a_file_without_its_object_streams_is_the_same_to_another_reader() {
    let packed = made("Form", FORM);
    let plain = write_plain(&packed).unwrap();
    assert!(Packed::read(&plain).is_none() && Source::from_plain(&plain).is_some());
    assert!(write_plain(&plain).is_none(), "it has none");
    let read = |pdf: &[u8]| {
        let file = hayro_syntax::Pdf::new(pdf.to_vec()).unwrap();
        let ids = (1..600).map(|id| hayro_syntax::object::ObjectIdentifier::new(id, 0));
        let object = |id| file.xref().get::<hayro_syntax::object::Object<'_>>(id);
        let objects: Vec<String> = ids.map(|id| format!("{:?}", object(id))).collect();
        let metadata = file.metadata();
        (objects, format!("{:?} {:?}", metadata.modification_date, metadata.title), file.pages().len())
    };
    let ((before, about, pages), (after, about_plain, pages_plain)) = (read(&packed), read(&plain));
    assert_eq!((about, pages), (about_plain, pages_plain));
    let table = before.len() - before.iter().rev().take_while(|object| *object == "None").count();
    let mut streams = 0;
    for (id, (before, after)) in before.iter().zip(&after).enumerate().take(table) {
        streams += usize::from(before.contains("Stream"));
        assert_eq!(before, after, "{}", id + 1);
    }
    assert!(table > 40 && streams > 4, "{table} objects, {streams} streams");
    assert_eq!(form::read(&packed), form::read(&plain));
}

#[test]
fn object_streams_that_are_odd_are_left_to_the_other_reader() {
    let packed = made("Form", FORM);
    let plain = write_plain(&packed).unwrap();
    let file = Packed::read(&packed).unwrap();
    let range = file.packed_ranges().into_iter().next().unwrap();
    let mut content = Vec::new();
    flate2::read::ZlibDecoder::new(&packed[range.clone()]).read_to_end(&mut content).unwrap();
    let first = content.iter().position(|byte| *byte == b'<').unwrap();
    let change = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut content = content.clone();
        change(&mut content);
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut encoder, &content).unwrap();
        let content = encoder.finish().unwrap();
        // Padded to the length it had, so that nothing else moves.
        let padding = vec![b' '; range.len().checked_sub(content.len()).unwrap()];
        let head = packed.get(..range.start).unwrap();
        write_plain(&[head, &content, &padding, &packed[range.end..]].concat())
    };
    assert_eq!(change(&|_| ()).map(|again| again.len()), Some(plain.len()));
    let numbered = |content: &mut Vec<u8>| content[0] = if content[0] == b'9' { b'8' } else { b'9' };
    assert!(change(&numbered).is_none(), "another number than the table has");
    let cut = |content: &mut Vec<u8>| content.truncate(first + 2);
    assert!(change(&cut).is_none(), "objects beyond the end");
    let hidden = |content: &mut Vec<u8>| content[first + 2..first + 8].copy_from_slice(b"stream");
    assert!(change(&hidden).is_none(), "a stream in a stream");
}

#[test]
fn a_table_that_is_not_as_written_is_left_to_another_reader() {
    let packed = made("Form", FORM);
    assert!(Packed::read(&packed).is_some());
    let at = memchr::memmem::rfind(&packed, b"/Type/XRef").unwrap();
    let spoilt = [
        &b"/Type/XRe "[..],
        b"/Type/XRef/Prev 7",
        b"/Type/XRef/Encrypt 7 0 R",
        b"/Type/XRef/Index[0 9]",
        b"/W[0 0 0]/Old",
    ];
    for change in spoilt {
        let changed = [&packed[..at], change, &packed[at + 10..]].concat();
        assert!(Packed::read(&changed).is_none(), "{}", String::from_utf8_lossy(change));
    }
    for (usual, unusual) in
        [(&b"/Type/ObjStm"[..], &b"/Type/Object"[..]), (b"/Filter/FlateDecode", b"/Filter/LZWDecode  ")]
    {
        let stream = memchr::memmem::find(&packed, b"/Type/ObjStm").unwrap();
        let at = stream + memchr::memmem::find(&packed[stream..], usual).unwrap();
        let mut changed = packed.clone();
        changed[at..at + usual.len()].copy_from_slice(unusual);
        assert!(Packed::read(&changed).is_none(), "{}", String::from_utf8_lossy(unusual));
    }
    for end in (0..packed.len()).step_by(packed.len() / 50) {
        assert!(Packed::read(&packed[..end]).is_none());
    }
}

#[test]
fn tables_that_lie_are_survived() {
    let whole = made("Form", FORM);
    let (start, _) = crate::pdf::syntax::table::find_table(&whole).unwrap();
    let stream = memchr::memmem::find(&whole[start..], b"stream\n").unwrap() + start + b"stream\n".len();
    let mut rows = Vec::new();
    flate2::read::ZlibDecoder::new(&whole[stream..]).read_to_end(&mut rows).unwrap();
    let head = whole[start..stream].to_vec();
    let length = memchr::memmem::find(&head, b"/Length").unwrap();
    let mut run = PrintRun::begin(Vec::new(), settings(false)).unwrap();
    let mut state = 7_u64;
    let mut read = 0;
    for round in 0..300 {
        let mut lying = rows.clone();
        for _ in 0..round % 12 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let place = (state >> 24) as usize % lying.len();
            // Small numbers lead to other objects of the file more often than large ones do.
            lying[place] = (state >> 16) as u8 >> (round % 8);
        }
        let table = crate::pdf::write::compress_stream(b"", &lying, flate2::Compression::fast()).unwrap();
        let (own, packed) = table.split_at(memchr::memmem::find(&table, b">>\nstream").unwrap());
        let end = format!("\nendobj\nstartxref\n{start}\n%%EOF");
        let pdf = [&whole[..start], &head[..length], &own[2..], packed, end.as_bytes()].concat();
        read += usize::from(Packed::read(&pdf).is_some());
        let _ = write_plain(&pdf);
        if let Err(RunError::Io(error)) = run.add(&pdf) {
            panic!("{error}");
        }
    }
    assert!(read > 25, "{read}");
    loaded(&run.finish().unwrap().0);
}
