//! Recipients: whom the mailing goes to, read from YAML, CSV, XLSX and ODS into one model.

mod model;

pub use model::*;
