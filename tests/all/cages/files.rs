//! Builds small files that ask a reader for too much. Each function is a kind, and gives eleven or more of it: the first is
//! the plain one.

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::{GrayImage, ImageFormat, Luma};

/// A file's name and content.
pub(super) type Named = (String, Vec<u8>);

/// Deep enough to overflow the stack of any reader that recurses.
const DEEP: usize = 2_000_000;

const PAGES: &str = "<</Type/Pages/Kids[3 0 R]/Count 1>>";

/// A file of numbered objects.
fn pdf(objects: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut rows = String::new();
    let most = objects.iter().map(|(number, _)| *number).max().unwrap_or_default();
    let mut offsets = vec![0; most as usize + 1];
    for (number, object) in objects {
        offsets[*number as usize] = out.len();
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    for offset in &offsets[1..] {
        rows.push_str(&format!("{offset:010} 00000 n \n"));
    }
    let (size, at) = (most + 1, out.len());
    out.extend(format!("xref\n0 {size}\n0000000000 65535 f \n{rows}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF").bytes());
    out
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{dict}/Length {}>>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

fn pack(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).expect("memory");
    encoder.finish().expect("memory")
}

/// A page with these resources and this content, and further objects from 5 on.
fn page(resources: &str, content: Vec<u8>, more: Vec<Vec<u8>>) -> Vec<u8> {
    catalog("", resources, content, more)
}

fn catalog(entries: &str, resources: &str, content: Vec<u8>, more: Vec<Vec<u8>>) -> Vec<u8> {
    let page =
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<{resources}>>/Contents 4 0 R>>");
    let first =
        [format!("<</Type/Catalog/Pages 2 0 R{entries}>>").into_bytes(), PAGES.into(), page.into(), content];
    let all: Vec<_> = (1..).zip(first.into_iter().chain(more)).collect();
    pdf(&all)
}

fn named(kind: &str, files: impl IntoIterator<Item = Vec<u8>>) -> Vec<Named> {
    files.into_iter().enumerate().map(|(number, file)| (format!("{kind}-{number:02}.pdf"), file)).collect()
}

/// Text that opens and closes what nests, where a guard counts brackets in strings and comments.
fn nests() -> Vec<(Vec<u8>, Vec<u8>)> {
    let texts: [(&str, &str); 11] = [
        ("[(])", "]"),
        ("<</A(>>)/B ", "1>>"),
        ("[%]\n", "]"),
        ("[<5d>", "]"),
        ("[(\\)])", "]"),
        ("[", "]"),
        ("<</A", "1>>"),
        ("[/#5d", "]"),
        ("[(()])", "]"),
        ("[<</A(]>>)/B", ">>]"),
        ("(", ")"),
    ];
    texts.map(|(open, close)| (open.repeat(DEEP).into_bytes(), close.repeat(DEEP).into_bytes())).to_vec()
}

/// Objects nested in the file.
pub(super) fn nested() -> Vec<Named> {
    let files = nests().into_iter().map(|(open, close)| {
        let fields = [b"<</Fields ".as_slice(), &open, &close, b">>"].concat();
        catalog("/AcroForm 5 0 R", "", stream("", b""), vec![fields])
    });
    named("nested", files)
}

/// Objects nested in a packed content stream.
pub(super) fn nested_content() -> Vec<Named> {
    let files = nests().into_iter().map(|(open, _)| {
        let content = [open.as_slice(), b" TJ"].concat();
        page("", stream("/Filter/FlateDecode", &pack(&content)), Vec::new())
    });
    named("nested-content", files)
}

/// Braces of functions, used where functions may be.
pub(super) fn functions() -> Vec<Named> {
    let function = |depth: usize| {
        let code = "{".repeat(depth) + &"}".repeat(depth);
        let dict = "/FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]/Filter/FlateDecode";
        stream(dict, &pack(code.as_bytes()))
    };
    let shading =
        |kind: &str| format!("/Shading<</S<</ShadingType {kind}/ColorSpace/DeviceRGB/Function 5 0 R>>>>");
    let uses: [(String, &str); 6] = [
        (shading("1/Domain[0 1 0 1]/Matrix[595 0 0 842 0 0]"), "/S sh"),
        (shading("2/Coords[0 0 595 842]"), "/S sh"),
        (shading("3/Coords[0 0 0 300 400 600]"), "/S sh"),
        ("/ColorSpace<</C[/Separation/X/DeviceRGB 5 0 R]>>".into(), "/C cs 0.5 scn 0 0 600 800 re f"),
        ("/ColorSpace<</C[/DeviceN[/X/Y]/DeviceRGB 5 0 R]>>".into(), "/C cs 0.5 0.5 scn 0 0 600 800 re f"),
        ("/ExtGState<</G<</TR 5 0 R/SMask/None>>>>".into(), "/G gs 0 0 600 800 re f"),
    ];
    let files = [DEEP, DEEP / 10].into_iter().flat_map(|depth| {
        uses.iter()
            .map(move |(resources, content)| {
                page(resources, stream("", content.as_bytes()), vec![function(depth)])
            })
            .collect::<Vec<_>>()
    });
    named("function", files)
}

/// Streams packed several times over.
pub(super) fn packed_twice() -> Vec<Named> {
    let zeros = vec![0; 1 << 24];
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    (0..32).for_each(|_| encoder.write_all(&zeros).expect("memory"));
    let once = encoder.finish().expect("memory");
    let twice = pack(&once);
    let thrice = pack(&twice);
    let hexadecimal: String = once.iter().map(|byte| format!("{byte:02x}")).collect();
    let both = "/Filter[/FlateDecode/FlateDecode]";
    let contents = [
        stream(both, &twice),
        stream("/Filter[/FlateDecode/FlateDecode/FlateDecode]", &thrice),
        stream("/Filter/FlateDecode", &once),
        stream("/Filter[/Fl/Fl]", &twice),
        stream("/Filter[/FlateDecode /Fl]", &twice),
        stream("/Filter[/ASCIIHexDecode/FlateDecode]", hexadecimal.as_bytes()),
        stream("/Filter[/FlateDecode/FlateDecode]/DecodeParms[null null]", &twice),
        stream("/F#69lter[/FlateDecode/FlateDecode]", &twice),
    ];
    let mut files: Vec<_> = contents.into_iter().map(|content| page("", content, Vec::new())).collect();
    let image =
        "/Type/XObject/Subtype/Image/Width 30000/Height 30000/ColorSpace/DeviceGray/BitsPerComponent 8";
    for (filter, data) in [(both, &twice), ("/Filter/FlateDecode", &once)] {
        let image = stream(&format!("{image}{filter}"), data);
        files.push(page("/XObject<</X 5 0 R>>", stream("", b"595 0 0 842 0 0 cm /X Do"), vec![image]));
    }
    let objects = stream(&format!("/Type/ObjStm/N 1/First 4{both}"), &twice);
    files.push(page("", stream("", b""), vec![objects]));
    named("packed-twice", files)
}

/// Lines that are stroked in more pieces than there is time for.
pub(super) fn dashes() -> Vec<Named> {
    let lines = [
        "[0.0000001 0.0000001] 0 d 10 w 0 0 m 600 800 l S",
        "[0.000001] 0 d 1 w 0 0 m 600 800 l S",
        "[0.0000001 0.0000001] 1e30 d 10 w 0 0 m 600 800 l S",
        "[1 1] 0 d 10 w 0 0 m 1e30 1e30 l S",
        "[0 0] 0 d 10 w 0 0 m 600 800 l S",
        "[0.0001 0] 0 d 10 w 0 0 m 60000 80000 l S",
        "1e30 w 0 0 m 600 800 l S",
        "[1e-30 1e-30] 0 d 0.00001 w 0 0 m 600 800 l S",
        "[0.00001] 0 d 1 J 1 j 10 w 0 0 m 900 900 -900 -900 600 800 c S",
        "1000000 0 0 1000000 0 0 cm [0.0000001] 0 d 1 w 0 0 m 600 800 l S",
        "[-1 2] 0 d 10 w 0 0 m 600 800 l S",
    ];
    named("dash", lines.map(|line| page("", stream("", line.as_bytes()), Vec::new())))
}

/// Trees that are none: of pages, of fields, of annotations.
pub(super) fn graphs() -> Vec<Named> {
    let tree = |levels: u32, wide: usize| {
        let mut objects: Vec<(u32, Vec<u8>)> = vec![(1, b"<</Type/Catalog/Pages 2 0 R>>".to_vec())];
        for level in 0..levels {
            let kids = format!("{} 0 R ", level + 3).repeat(wide);
            objects.push((level + 2, format!("<</Type/Pages/Kids[{kids}]/Count {wide}>>").into_bytes()));
        }
        objects.push((levels + 2, b"<</Type/Page/MediaBox[0 0 9 9]>>".to_vec()));
        pdf(&objects)
    };
    let fields = |levels: u32, wide: usize, name: &str| {
        let kids = |next: u32| format!("{next} 0 R ").repeat(wide);
        let mut more = vec![format!("<</Fields[{}]>>", kids(6)).into_bytes()];
        for level in 0..levels {
            more.push(format!("<<{name}/Kids[{}]>>", kids(level + 7)).into_bytes());
        }
        more.push(b"<</FT/Tx/T(x)/V(y)>>".to_vec());
        catalog("/AcroForm 5 0 R", "", stream("", b""), more)
    };
    let pages = |kids: &str| {
        pdf(&[
            (1, b"<</Type/Catalog/Pages 2 0 R>>".to_vec()),
            (2, format!("<</Type/Pages/Kids[{kids}]/Count 1000000000>>").into_bytes()),
            (3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>".to_vec()),
        ])
    };
    named(
        "graph",
        [
            tree(40, 2),
            tree(20, 30),
            tree(300, 3),
            pages("2 0 R"),
            pages("2 0 R 3 0 R 2 0 R"),
            pages(&"3 0 R ".repeat(1_000_000)),
            fields(40, 2, "/T(a)"),
            fields(40, 2, ""),
            fields(12, 300, "/T(a)"),
            catalog(
                "/AcroForm 5 0 R",
                "",
                stream("", b""),
                vec![b"<</Fields[6 0 R]>>".to_vec(), b"<</T(a)/Kids[6 0 R 6 0 R]>>".to_vec()],
            ),
            catalog(
                "/AcroForm 5 0 R",
                "",
                stream("", b""),
                vec![b"<</Fields[5 0 R]/Kids[5 0 R]/T(a)>>".to_vec()],
            ),
        ],
    )
}

/// Drawings that hold themselves.
pub(super) fn itself() -> Vec<Named> {
    let pattern = "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/XStep 1/YStep 1";
    let paint = b"/Pattern cs /P scn 0 0 600 800 re f";
    let tile = |side: u32, of: u32| {
        let dict = format!("{pattern}/BBox[0 0 {side} {side}]/Resources<</Pattern<</P {of} 0 R>>>>");
        stream(&dict, paint)
    };
    let own = "/Pattern<</P 5 0 R>>";
    let form = |dict: &str, content: &[u8]| {
        stream(&format!("/Type/XObject/Subtype/Form/BBox[0 0 600 900]{dict}"), content)
    };
    let objects = "/XObject<</X 5 0 R>>";
    let group = "/Group<</S/Transparency>>";
    let mask = "/ExtGState<</G<</SMask<</S/Luminosity/G 5 0 R>>>>>>";
    let glyphs = "<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 65/LastChar 65/Widths[1]\
                  /Encoding<</Differences[65/a]>>/CharProcs<</a 6 0 R>>/Resources<</Font<</F 5 0 R>>>>>>";
    let text = b"BT /F 12 Tf 10 10 Td (A) Tj ET";
    let mut files = vec![
        page(own, stream("", paint), vec![tile(10, 5)]),
        page(own, stream("", paint), vec![tile(1, 5)]),
        page(own, stream("", paint), vec![tile(10, 6), tile(10, 5)]),
        page(own, stream("", paint), vec![tile(600, 6), tile(600, 7), tile(600, 5)]),
        page(objects, stream("", b"/X Do"), vec![form("/Resources<</XObject<</X 5 0 R>>>>", b"/X Do")]),
        page(objects, stream("", b"/X Do"), vec![form("/Resources<</XObject<</X 5 0 R>>>>", b"/X Do /X Do")]),
        page(
            objects,
            stream("", b"/X Do"),
            vec![form(&format!("{group}/Resources<</XObject<</X 5 0 R>>>>"), b"/X Do")],
        ),
        page(
            mask,
            stream("", b"/G gs 0 0 9 9 re f"),
            vec![form(&format!("{group}/Resources<<{mask}>>"), b"/G gs 0 0 9 9 re f")],
        ),
        page("/Font<</F 5 0 R>>", stream("", text), vec![glyphs.into(), stream("", text)]),
        page(objects, stream("", b"/X Do"), vec![form(&format!("/Resources<<{own}>>"), paint)]),
    ];
    let mutual = form("/Resources<</XObject<</X 6 0 R>>>>", b"/X Do");
    files.push(page(
        objects,
        stream("", b"/X Do"),
        vec![mutual, form("/Resources<</XObject<</X 5 0 R>>>>", b"/X Do")],
    ));
    named("itself", files)
}

/// Drawings within drawings, more than there is time for.
pub(super) fn endless() -> Vec<Named> {
    let forms = |levels: u32, wide: usize, more: &str, last: &str| {
        let content = "/X Do ".repeat(wide);
        let mut objects: Vec<_> = (0..levels)
            .map(|level| {
                let dict = format!(
                    "/Type/XObject/Subtype/Form/BBox[0 0 600 900]{more}/Resources<</XObject<</X {} 0 R>>>>",
                    level + 6
                );
                stream(&dict, content.as_bytes())
            })
            .collect();
        objects.push(stream("/Type/XObject/Subtype/Form/BBox[0 0 600 900]", last.as_bytes()));
        page("/XObject<</X 5 0 R>>", stream("", b"/X Do"), objects)
    };
    let group = "/Group<</S/Transparency/I true>>";
    let long = |piece: &str| {
        page("", stream("/Filter/FlateDecode", &pack(piece.repeat(3_000_000).as_bytes())), Vec::new())
    };
    named(
        "endless",
        [
            forms(12, 30, "", ""),
            forms(30, 3, "", ""),
            forms(6, 300, "", ""),
            forms(12, 30, group, ""),
            forms(20, 1, group, "0 0 600 900 re f"),
            forms(8, 60, "", "0 0 600 900 re f"),
            forms(40, 2, "/Matrix[0.9 0 0 0.9 1 1]", "0 0 m 600 900 l S"),
            forms(3_000, 1, "", ""),
            long("q "),
            long("0 0 600 800 re f "),
            long("0 0 600 800 re W n "),
        ],
    )
}

/// Pictures that look like many barcodes, or claim to be larger than memory.
pub(super) fn pictures() -> Vec<Named> {
    let mut files: Vec<Named> = [60, 90, 120]
        .into_iter()
        .flat_map(|number| [(number, 2), (number, 3)])
        .map(|(number, module)| (format!("finders-{number}-{module}.png"), png(&finders(number, module))))
        .collect();
    let noise = |side: u32, step: u32| {
        GrayImage::from_fn(side, side, |x, y| {
            let mixed = (x / step).wrapping_mul(2_654_435_761) ^ (y / step).wrapping_mul(2_246_822_519);
            Luma([if mixed.wrapping_mul(3_266_489_917) >> 31 == 0 { 0 } else { 255 }])
        })
    };
    files.push(("noise-1.png".into(), png(&noise(3_000, 1))));
    files.push(("noise-3.png".into(), png(&noise(3_000, 3))));
    files.push((
        "stripes.png".into(),
        png(&GrayImage::from_fn(4_000, 4_000, |x, _| Luma([u8::from(x % 2 == 0) * 255]))),
    ));
    let mut huge = png(&GrayImage::new(1, 1));
    // The width and height of the header; its checksum no longer fits, as in any damaged file.
    huge[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    files.push(("huge.png".into(), huge));
    let mut cut = png(&finders(60, 2));
    cut.truncate(cut.len() / 2);
    files.push(("cut.png".into(), cut));
    files
}

/// A picture of so many finder patterns in each direction, of so many pixels a module.
fn finders(number: u32, module: u32) -> GrayImage {
    let side = number * module * 9;
    GrayImage::from_fn(side, side, |x, y| {
        let [x, y] = [x, y].map(|at| at / module % 9);
        let is_inside = |from: u32, to: u32| (from..to).contains(&x) && (from..to).contains(&y);
        let is_black = is_inside(1, 8) && (!is_inside(2, 7) || is_inside(3, 6));
        Luma([if is_black { 0 } else { 255 }])
    })
}

fn png(picture: &GrayImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).expect("memory");
    bytes
}
