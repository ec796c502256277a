//! Mailings that follow one whose forms came back: reminders for those who have not answered, and confirmations for those who have.
//!
//! | question | file |
//! | --- | --- |
//! | what is known of the first mailing, and whether the returns are its own | `first` |
//! | who is reminded, who is not and why | `silent`, `arrived` |
//! | the new `mailing.yaml`, which is the first one with other values | `file`, `values`, `documents` |
//! | where reminders are booked | `booked_in` |
//! | which templates, packs and pictures go along | `copied` |
//! | who has registered, as recipients | `people` |
//!
//! Nothing of the first mailing is changed, and nothing is written over.

mod arrived;
mod booked_in;
mod confirm;
mod confirm_options;
mod copied;
mod documents;
mod file;
mod first;
mod options;
mod people;
mod remind;
mod silent;
mod values;

pub use confirm::{Confirmed, confirm};
pub use confirm_options::Confirming;
pub use first::FirstMailing;
pub use options::{FOLLOWING, FollowUpOptions};
pub use remind::{Reminded, remind};
pub use silent::{Held, WhoAnswered};
