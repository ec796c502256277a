//! The schema of a Parquet file as columns of a table: nested structures by dotted names, lists as one column.

use super::fault::Fault;

/// Deepest nesting of a schema.
const DEEPEST: usize = 16;

/// Most columns.
const MOST: usize = 1024;

/// An entry of the schema as the footer has it.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) physical: Option<i64>,
    pub(super) length: i64,
    pub(super) repetition: i64,
    pub(super) children: u64,
    pub(super) converted: Option<i64>,
    pub(super) scale: i64,
    pub(super) logical: Option<Logical>,
}

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Logical {
    Text,
    Map,
    List,
    Decimal { scale: i64 },
    Date,
    Time { unit: Unit },
    Timestamp { is_utc: bool, unit: Unit },
    Integer { is_signed: bool },
    Nothing,
    Uuid,
    Half,
    Other,
}

/// Unit of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Millis,
    Micros,
    Nanos,
}

/// How values are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Physical {
    Boolean,
    Int32,
    Int64,
    Int96,
    Float,
    Double,
    Bytes,
    Fixed(usize),
}

/// A column.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    /// Its dotted name.
    pub(super) name: String,
    pub(super) physical: Physical,
    pub(super) logical: Option<Logical>,
    /// The definition level of a value that is there.
    pub(super) most_defined: u32,
    /// The highest repetition level: 1 in a list.
    pub(super) most_repeated: u32,
    /// Why it cannot be read.
    pub(super) refused: Option<String>,
}

impl Leaf {
    /// Whether a part of a file has values of the type of the column.
    pub(super) fn is_stored_as(&self, number: i64) -> bool {
        let known = match self.physical {
            Physical::Boolean => 0,
            Physical::Int32 => 1,
            Physical::Int64 => 2,
            Physical::Int96 => 3,
            Physical::Float => 4,
            Physical::Double => 5,
            Physical::Bytes => 6,
            Physical::Fixed(_) => 7,
        };
        known == number
    }
}

/// The columns of a schema, in the order of the file.
pub(super) fn leaves(elements: &[Element]) -> Result<Vec<Leaf>, Fault> {
    let mut rest = elements.iter();
    let root = rest.next().ok_or_else(|| Fault::damaged("it has no schema"))?;
    let mut walk = Walk { rest, leaves: Vec::new() };
    for _ in 0..root.children {
        walk.visit(&Above::default(), 0)?;
    }
    match walk.leaves.is_empty() {
        true => Err(Fault::new("the Parquet file has no columns", "write the columns of docs/recipients.md")),
        false => Ok(walk.leaves),
    }
}

/// What is above an element.
#[derive(Debug, Clone, Default)]
struct Above {
    name: String,
    defined: u32,
    repeated: u32,
    /// Whether it is a group that stands for a list, so that names below say nothing.
    list: Option<InList>,
    refused: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InList {
    /// The group with the name of the list.
    Outer,
    /// The repeated one below it.
    Repeated,
}

struct Walk<'a> {
    rest: std::slice::Iter<'a, Element>,
    leaves: Vec<Leaf>,
}

impl Walk<'_> {
    fn visit(&mut self, above: &Above, depth: usize) -> Result<(), Fault> {
        let element = self.rest.next().ok_or_else(|| Fault::damaged("its schema ends too early"))?;
        if depth > DEEPEST || self.leaves.len() >= MOST {
            return Err(Fault::damaged("its schema has no end"));
        }
        let mut here = above.clone();
        here.list = None;
        if above.list.is_none() {
            if !here.name.is_empty() {
                here.name.push('.');
            }
            here.name.push_str(&element.name);
        }
        here.defined += u32::from(element.repetition != 0);
        here.repeated += u32::from(element.repetition == 2);
        let logical = element.logical.or_else(|| converted(element));
        let Some(physical) = element.physical else {
            return self.visit_group(element, logical, above, here, depth);
        };
        let physical = physical_type(physical, element.length)?;
        let refused = here.refused.clone().or_else(|| refuse(physical, logical, here.repeated));
        self.leaves.push(Leaf {
            name: here.name,
            physical,
            logical,
            most_defined: here.defined,
            most_repeated: here.repeated,
            refused,
        });
        Ok(())
    }

    fn visit_group(
        &mut self,
        element: &Element,
        logical: Option<Logical>,
        above: &Above,
        mut here: Above,
        depth: usize,
    ) -> Result<(), Fault> {
        let refused = match (logical, above.list) {
            (Some(Logical::Map), _) => Some("a map"),
            (Some(Logical::List), _) if element.children == 1 => {
                here.list = Some(InList::Outer);
                None
            }
            (_, Some(InList::Outer)) if element.repetition == 2 && element.children == 1 => {
                here.list = Some(InList::Repeated);
                None
            }
            (_, Some(_)) => Some("a list of structures"),
            (_, None) if element.repetition == 2 => Some("a list of structures"),
            _ => None,
        };
        here.refused = here.refused.or_else(|| refused.map(str::to_owned));
        for _ in 0..element.children {
            self.visit(&here, depth + 1)?;
        }
        Ok(())
    }
}

fn physical_type(number: i64, length: i64) -> Result<Physical, Fault> {
    Ok(match number {
        0 => Physical::Boolean,
        1 => Physical::Int32,
        2 => Physical::Int64,
        3 => Physical::Int96,
        4 => Physical::Float,
        5 => Physical::Double,
        6 => Physical::Bytes,
        7 => match usize::try_from(length) {
            Ok(length) if (1..=1 << 20).contains(&length) => Physical::Fixed(length),
            _ => return Err(Fault::damaged("a column has values of no length")),
        },
        _ => return Err(Fault::damaged("a column has a type that is not known")),
    })
}

/// What older programs write for a logical type.
fn converted(element: &Element) -> Option<Logical> {
    Some(match element.converted? {
        0 | 4 | 19 => Logical::Text,
        1 | 2 => Logical::Map,
        3 => Logical::List,
        5 => Logical::Decimal { scale: element.scale },
        6 => Logical::Date,
        7 => Logical::Time { unit: Unit::Millis },
        8 => Logical::Time { unit: Unit::Micros },
        9 => Logical::Timestamp { is_utc: true, unit: Unit::Millis },
        10 => Logical::Timestamp { is_utc: true, unit: Unit::Micros },
        11..=14 => Logical::Integer { is_signed: false },
        15..=18 => Logical::Integer { is_signed: true },
        _ => Logical::Other,
    })
}

/// Why values of this type are no cells.
fn refuse(physical: Physical, logical: Option<Logical>, repeated: u32) -> Option<String> {
    if repeated > 1 {
        return Some("a list of lists".to_owned());
    }
    let is_known = match (logical, physical) {
        (Some(Logical::Other | Logical::Map | Logical::List), _) => false,
        (Some(Logical::Decimal { scale }), Physical::Fixed(length)) => length <= 16 && scale_is_known(scale),
        (Some(Logical::Decimal { scale }), physical) => {
            matches!(physical, Physical::Int32 | Physical::Int64 | Physical::Bytes) && scale_is_known(scale)
        }
        (Some(Logical::Uuid), physical) => physical == Physical::Fixed(16),
        (Some(Logical::Half), physical) => physical == Physical::Fixed(2),
        (Some(Logical::Text), physical) => matches!(physical, Physical::Bytes | Physical::Fixed(_)),
        (Some(Logical::Date), physical) => physical == Physical::Int32,
        (Some(Logical::Time { .. } | Logical::Timestamp { .. } | Logical::Integer { .. }), physical) => {
            matches!(physical, Physical::Int32 | Physical::Int64)
        }
        (Some(Logical::Nothing), _) => true,
        (None, Physical::Fixed(_)) => false,
        (None, _) => true,
    };
    (!is_known).then(|| "bytes or another type that is no text".to_owned())
}

fn scale_is_known(scale: i64) -> bool {
    (0..=38).contains(&scale)
}
