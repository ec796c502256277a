//! The desk: a mailing in a browser, on this machine alone, over the very files that the commands work on.
//!
//! It holds no rule of the project: a place shows what the library says of the mailing, or hands the library what a person entered.
//! Pages are made on the server and whole without scripts.
//!
//! | question | file |
//! | --- | --- |
//! | how it listens, and how it ends | `serve` |
//! | who may ask, and what every answer carries | `gate` |
//! | what all places share | `state` |
//! | a mailing as it was read | `known` |
//! | what was read of the mailing, until a file changes | `reading` |
//! | what is known of it meanwhile | `looking` |
//! | how far that is, on a page | `progress` |
//! | who was refused, and what to do | `refusal` |
//! | what came back, as it was read last | `registrations` |
//! | work that takes long | `jobs` |
//! | the archives there are, and what the ledger says of them | `shelf` |
//! | a file as an answer | `served` |
//! | the proof that was made last | `proofs` |
//! | what every answer is made of | `answer` |
//! | how a problem is shown, and where it is mended | `problem`, `mend` |
//! | how a day and a moment are shown | `moment` |
//! | what the library names in English, in the language of the page | `naming` |
//! | what to do about a problem, at the desk | `hint` |
//! | the parts of the check | `parts` |
//! | what comes next | `next` |
//! | a long list, a page at a time | `paging` |
//! | what is kept between pages | `kept` |
//! | what is asked before messages leave the house | `offers` |
//! | desks of the mailings that were begun at this one | `others` |
//! | the account at a mail server | `account` |
//! | addresses that several places lead to | `address` |
//! | the head of a table | `table` |
//! | files that are given to a page | `upload` |
//! | the frame of every page | `frame` |
//! | which pictures of pages are kept | `pictures` |
//! | which places there are | `place` |
//! | the words of the pages, in six languages | `words` |
//! | what a person sees where | `places` |
//! | style and scripts | `assets` |

mod account;
mod address;
mod answer;
mod assets;
mod frame;
mod gate;
mod hint;
mod jobs;
mod kept;
mod known;
mod looking;
mod mend;
mod moment;
mod naming;
mod next;
mod offers;
mod others;
mod paging;
mod parts;
mod pictures;
mod place;
mod places;
mod problem;
mod progress;
mod proofs;
mod reading;
mod refusal;
mod registrations;
mod serve;
mod served;
mod shelf;
mod state;
mod table;
mod upload;
mod words;

pub use account::OpenAccount;
pub use serve::{DeskOptions, serve};
pub use state::OpenSeal;
