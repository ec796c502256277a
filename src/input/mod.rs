//! Reading what people wrote: YAML with positions, all problems of a file at once, cleaned text, file
//! access that stays inside the mailing's folder and writes that leave nothing half-written.

mod at;

pub use at::At;
