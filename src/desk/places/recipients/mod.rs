//! The recipients: the list, one of them as a form, those that may be there twice.
//!
//! | question | file |
//! | --- | --- |
//! | the list, searched and chosen from | `list` |
//! | one recipient as a page | `one` |
//! | what a person entered, put into the file | `saving` |
//! | a new one, and one less | `changes` |
//! | those that look like each other | `doubles` |
//! | which file a recipient is in | `entry` |
//! | the fields of a recipient in a YAML list | `fields` |
//! | how a field is shown | `input` |

mod changes;
mod doubles;
mod entry;
mod fields;
mod input;
mod list;
mod one;
mod saving;

use std::sync::Arc;

use axum::Router;

use crate::desk::state::Desk;

/// The addresses.
pub(in crate::desk) fn routes() -> Router<Arc<Desk>> {
    Router::new().merge(list::routes()).merge(one::routes()).merge(changes::routes()).merge(doubles::routes())
}
