//! Documents with objects in object streams.

use super::*;
use crate::pdf::syntax::packed::Packed;
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
        if let Err(RunError::Io(error)) = run.add(&pdf) {
            panic!("{error}");
        }
    }
    assert!(read > 25, "{read}");
    loaded(&run.finish().unwrap().0);
}
