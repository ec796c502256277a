//! Files of another hand (`tests/parquet/make.py`), and files that claim what they do not hold.

use std::io::Cursor;

use super::Parquet;
use crate::tables::cell::Shown;

macro_rules! file {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/parquet/", $name)).as_slice()
    };
}

/// The rows of a file, and what is wrong with it.
fn read(bytes: &[u8]) -> (Vec<Vec<Shown>>, Option<String>) {
    let mut rows = Vec::new();
    let parquet = match Parquet::open(&mut Cursor::new(bytes), bytes.len() as u64) {
        Ok(parquet) => parquet,
        Err(fault) => return (rows, Some(fault.message)),
    };
    let mut reading = parquet.rows(Cursor::new(bytes));
    loop {
        match reading.next() {
            Ok(Some(row)) => rows.push(row),
            Ok(None) => return (rows, None),
            Err(fault) => return (rows, Some(fault.message)),
        }
        if rows.len() > 100_000 {
            return (rows, Some("it has no end".to_owned()));
        }
    }
}

fn expected(lines: &[u8]) -> Vec<Vec<Shown>> {
    let cell = |text: Option<String>| match text {
        None => Shown::Empty,
        Some(text) if text == "!" => Shown::Wrong("the cell is no text in UTF-8".to_owned()),
        Some(text) => Shown::Text(text),
    };
    let line = |line: &str| {
        serde_json::from_str::<Vec<Option<String>>>(line).unwrap().into_iter().map(cell).collect()
    };
    std::str::from_utf8(lines).unwrap().lines().map(line).collect()
}

#[test]
fn files_of_another_hand_say_what_was_written_into_them() {
    let all = expected(file!("expected.jsonl"));
    assert_eq!(all.len(), 60);
    for (name, bytes) in [
        ("none", file!("none.parquet")),
        ("snappy", file!("snappy.parquet")),
        ("gzip", file!("gzip.parquet")),
        ("brotli", file!("brotli.parquet")),
        ("lz4", file!("lz4.parquet")),
        ("zstd", file!("zstd.parquet")),
        ("encoded", file!("encoded.parquet")),
    ] {
        let (rows, wrong) = read(bytes);
        assert_eq!(wrong, None, "{name}");
        for (number, (row, wanted)) in rows.iter().zip(&all).enumerate() {
            assert_eq!(row, wanted, "{name}, row {number}");
        }
        assert_eq!(rows.len(), all.len(), "{name}");
    }
    assert_eq!(read(file!("older.parquet")), (expected(file!("older.jsonl")), None));
}

#[test]
fn columns_have_dotted_names_and_those_that_are_no_cells_say_why() {
    let bytes = file!("snappy.parquet");
    let parquet = Parquet::open(&mut Cursor::new(bytes), bytes.len() as u64).unwrap();
    let names: Vec<&str> = parquet.columns().map(|(name, _)| name).collect();
    assert!(
        names.contains(&"addressee.name") && names.contains(&"emails") && names.contains(&"nums"),
        "{names:?}"
    );
    let refused: Vec<(&str, &str)> = parquet.columns().filter_map(|(name, why)| Some((name, why?))).collect();
    let expected = [
        ("copies.to", "a list of structures"),
        ("map.key_value.key", "a map"),
        ("map.key_value.value", "a map"),
        ("lists", "a list of lists"),
    ];
    assert_eq!(refused, expected);
}

#[test]
fn a_file_that_is_cut_anywhere_is_told() {
    let bytes = file!("encoded.parquet");
    for length in (0..bytes.len()).step_by(61) {
        let (_, wrong) = read(&bytes[..length]);
        assert!(wrong.is_some(), "{length}");
    }
}

#[test]
fn bytes_that_are_changed_by_chance_end_in_rows_or_in_a_fault() {
    let mut random = fastrand::Rng::with_seed(24);
    for file in
        [file!("encoded.parquet"), file!("older.parquet"), file!("zstd.parquet"), file!("lz4.parquet")]
    {
        for _ in 0..40 {
            let mut bytes = file.to_vec();
            for _ in 0..random.usize(1..4) {
                // The footer decides most.
                let from = if random.bool() { bytes.len() * 2 / 3 } else { 4 };
                let at = random.usize(from..bytes.len());
                bytes[at] = random.u8(..);
            }
            let (rows, _) = read(&bytes);
            assert!(rows.len() <= 100_001);
        }
    }
}

/// A footer and pages of one column, `id`, of texts that are there in every row.
struct Made {
    rows: i64,
    codec: i64,
    pages: Vec<u8>,
    physical: i64,
    repetition: i64,
}

impl Made {
    /// A file with a page of these values that says it has `count` of them.
    fn of(values: &[&[u8]], count: i64) -> Self {
        let mut body = Vec::new();
        for value in values {
            body.extend(u32::try_from(value.len()).unwrap().to_le_bytes());
            body.extend(*value);
        }
        let pages = page(&body, count, body.len() as i64);
        Self { rows: count, codec: 0, pages, physical: 6, repetition: 0 }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut file = b"PAR1".to_vec();
        file.extend(&self.pages);
        let root = [field(4, 8), text("schema"), field(1, 5), number(1), vec![0]].concat();
        let element = [
            field(1, 5),
            number(self.physical),
            field(2, 5),
            number(self.repetition),
            field(1, 8),
            text("id"),
            vec![0],
        ];
        let column = [
            field(1, 5),
            number(self.physical),
            field(3, 5),
            number(self.codec),
            field(3, 6),
            number(self.pages.len() as i64),
            field(2, 6),
            number(4),
            vec![0],
        ];
        let chunk = [field(3, 12), column.concat(), vec![0]].concat();
        let group = [field(1, 9), vec![0x1c], chunk, field(2, 6), number(self.rows), vec![0]].concat();
        let footer = [
            field(2, 9),
            vec![0x2c],
            root,
            element.concat(),
            field(1, 6),
            number(self.rows),
            field(1, 9),
            vec![0x1c],
            group,
            vec![0],
        ]
        .concat();
        file.extend(&footer);
        file.extend(u32::try_from(footer.len()).unwrap().to_le_bytes());
        file.extend(b"PAR1");
        file
    }
}

/// A page that says it has `count` values in `size` bytes.
fn page(body: &[u8], count: i64, size: i64) -> Vec<u8> {
    let data = [
        field(1, 5),
        number(count),
        field(1, 5),
        number(0),
        field(1, 5),
        number(3),
        field(1, 5),
        number(3),
        vec![0],
    ]
    .concat();
    let header = [
        field(1, 5),
        number(0),
        field(1, 5),
        number(size),
        field(1, 5),
        number(size),
        field(2, 12),
        data,
        vec![0],
    ]
    .concat();
    [header, body.to_vec()].concat()
}

/// The head of a field so many numbers behind the last.
fn field(step: u8, kind: u8) -> Vec<u8> {
    vec![step << 4 | kind]
}

fn number(value: i64) -> Vec<u8> {
    let mut rest = (value << 1 ^ value >> 63).cast_unsigned();
    let mut bytes = Vec::new();
    while rest >= 0x80 {
        bytes.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    bytes.push(rest as u8);
    bytes
}

fn text(text: &str) -> Vec<u8> {
    let mut bytes = vec![text.len() as u8];
    bytes.extend(text.as_bytes());
    bytes
}

#[test]
fn what_a_file_claims_is_believed_as_far_as_its_bytes_bear_it_out() {
    let sound = Made::of(&[b"FRA", b"KEN"], 2);
    let cell = |text: &str| vec![Shown::Text(text.to_owned())];
    assert_eq!(read(&sound.bytes()), (vec![cell("FRA"), cell("KEN")], None));
    for (made, told) in [
        (Made { rows: 1_000_000_000, ..Made::of(&[b"FRA", b"KEN"], 2) }, "fewer rows"),
        (Made::of(&[b"FRA"], 1_000_000_000), "more values than it can"),
        (Made::of(&[b"FRA"], 1_000_000), "end too early"),
        (Made { pages: page(b"", 1, 1 << 30), ..Made::of(&[], 1) }, "larger than 32 MiB"),
        (Made { pages: page(b"", 1, -1), ..Made::of(&[], 1) }, "larger than 32 MiB"),
        (Made { pages: page(b"\xff\xff\xff\xff", 1, 4), ..Made::of(&[], 1) }, "end too early"),
        (Made { pages: page(b"", 1, 100), ..Made::of(&[], 1) }, "outside of its column"),
        (Made { codec: 3, ..Made::of(&[b"FRA"], 1) }, "packed by LZO"),
        (Made { codec: 99, ..Made::of(&[b"FRA"], 1) }, "a codec of the number 99"),
        (Made { codec: 1, ..Made::of(&[b"FRA"], 1) }, "cannot be unpacked"),
        (Made { physical: 42, ..Made::of(&[b"FRA"], 1) }, "type that is not known"),
        (Made { rows: -1, ..Made::of(&[b"FRA"], 1) }, "below zero"),
    ] {
        let (_, wrong) = read(&made.bytes());
        assert!(wrong.as_ref().is_some_and(|wrong| wrong.contains(told)), "{told}: {wrong:?}");
    }
    for (bytes, told) in [
        (&b""[..], "no Parquet file"),
        (b"PAR1\0\0\0\0PAR1", "end too early"),
        (b"PAR1\xff\xff\xff\xffPAR1", "larger than it can be"),
        (b"PAR1\0\0\0\0PARE", "encrypted"),
        (b"id,kind\nFRA,state\n", "no Parquet file"),
    ] {
        let (_, wrong) = read(bytes);
        assert!(wrong.as_ref().is_some_and(|wrong| wrong.contains(told)), "{told}: {wrong:?}");
    }
}

#[test]
fn cells_that_are_no_text_or_too_long_are_told_and_others_are_not() {
    let long = vec![b'x'; (5 << 20) + 1];
    let (rows, wrong) = read(&Made::of(&[b"a\xffb", &long, b"=1+1", b"a\0b", b"\x1b[31m", b""], 6).bytes());
    assert_eq!(wrong, None);
    let shown: Vec<&Shown> = rows.iter().flatten().collect();
    assert!(matches!(shown[0], Shown::Wrong(wrong) if wrong.contains("UTF-8")));
    assert!(matches!(shown[1], Shown::Wrong(wrong) if wrong.contains("longer than 1 MiB")));
    assert_eq!(shown[2], &Shown::Text("=1+1".to_owned()));
    assert_eq!(
        shown[3],
        &Shown::Text("a\0b".to_owned()),
        "control characters are taken out with a warning later"
    );
    assert_eq!(shown[4], &Shown::Text("\u{1b}[31m".to_owned()));
    assert_eq!(shown[5], &Shown::Empty);
}
