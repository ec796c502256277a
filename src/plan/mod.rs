//! The plan: everything a batch will make, read, resolved and checked before a page is set.
//!
//! Resolves every recipient to a language, a number, file names and merge fields, and reports every problem at
//! once. Writes nothing and sets no page. A plan keeps no recipient: it reads the lists again on each request, and merges the
//! text of a document again when it is made, so that it stays small however many recipients there are.
//!
//! | question | file |
//! | --- | --- |
//! | in which order a mailing is read and checked | `make` |
//! | what is read from lists, locale packs and enclosures | `read`, `sources` |
//! | in which language a recipient is written to | `language` |
//! | who is written to in none of its own languages | `fallbacks` |
//! | which documents a recipient gets | `roll` |
//! | whose ids are repeated, how many recipients there are | `census` |
//! | which recipients may be the same | `alike` |
//! | whether a template is sound | `templates` |
//! | whether a recipient's documents can be made | `resolve`, `resolver` |
//! | which texts are not merged again to be checked | `known` |
//! | how a recipient is taken in that no list has | `admit` |
//! | what the genre of the letters asks for | `genre` |
//! | which texts and enclosures a language goes without | `texts` |
//! | who is listed, whose documents are best looked at first | `roster`, `awkward` |
//! | how a text that is not saved is tried | `trial` |
//! | which texts cannot be meant as they stand | `wording` |
//! | whether an address can be delivered | `postal` |
//! | whether a courier can deliver to it | `courier` |
//! | whether a letter would mix languages | `mixture` |
//! | what a document or e-mail says | `merge` |
//! | what a file is called | `names` |
//! | where a problem of a document is told | `places` |
//! | which share of a plan is made, and of what | `asked_share`, `part`, `parted` |
//! | what all shares are made from | `frozen`, `inputs` |
//! | what is kept of all recipients together | `outline` |
//! | what shapes the documents of a language, as hashes | `hashes` |
//! | who hears of recipients meanwhile | `watch` |
//! | whose fault a failure is | `blame` |

mod admit;
mod alike;
mod asked_share;
mod awkward;
pub(crate) mod blame;
mod census;
mod courier;
mod data;
mod documents;
mod doubles;
mod draft;
mod faces;
mod fallbacks;
mod form;
mod frozen;
mod genre;
mod glyphs;
mod hashes;
mod inputs;
mod known;
mod language;
mod make;
mod marks;
mod merge;
mod mixture;
mod model;
mod names;
mod office;
mod options;
mod outline;
mod part;
mod parted;
mod places;
mod planned;
mod postal;
mod postal_lines;
mod read;
mod resolve;
mod resolver;
mod roll;
mod roster;
mod sample;
mod sources;
mod tally;
mod templates;
mod texts;
mod threads;
mod translations;
mod trial;
mod unmatched;
mod watch;
mod wording;

pub use admit::{Admitted, AdmittedContent, Wish};
pub use asked_share::AskedShare;
pub use awkward::Awkward;
pub use documents::open_templates;
pub use frozen::{FreezeOptions, FrozenPlan};
pub use hashes::LocaleHashes;
pub use language::{Choice, Reason};
pub use make::make;
pub use model::Plan;
pub use options::{PlanOptions, Settled, Unfinished};
pub(crate) use outline::{DocumentName, Sequence};
pub use part::SharePart;
pub use planned::{Merged, PlannedDocument, PlannedRecipient};
pub(crate) use planned::{addressee_lines_of, entity_of};
pub use roster::{Roster, RosterEntry, roster};
pub use tally::LanguageTally;
pub use trial::MergeFields;
pub use watch::Watch;
