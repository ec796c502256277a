//! Reading what people wrote: YAML with positions, all problems of a file at once, cleaned text, and
//! writes that leave nothing half-written.

mod at;
mod decode;
pub(crate) mod encoding;
mod files;
mod json;
mod node;
mod remarks;
mod renewed;
mod suspect;
mod text;
mod words;
mod yaml_advice;

pub use at::At;
pub(crate) use decode::decode_with_paths;
pub use decode::{decode, decode_node, from_map};
pub use encoding::{DecodedText, decode_text};
pub use files::{unwritable, write_atomically, write_atomically_with, write_privately};
pub use json::{parse_json, to_node};
pub use node::{Node, Value, parse};
pub use remarks::find_cut_texts;
pub use renewed::Renewed;
pub(crate) use renewed::kept_name;
pub(crate) use suspect::{Oddity, find_entity, find_leftover, is_field};
pub(crate) use text::report_removed;
pub use text::{clean, clean_lines, clean_node, quoted};
pub use words::Words;
