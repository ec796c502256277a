//! What is known of the mailing while it is being read: its recipients, once all are listed, and how many were looked at.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::known::{Read, Row, row};
use crate::mailing::Mailing;
use crate::plan::{PlannedRecipient, Watch};

/// From how many recipients on a list is long: pages wait for all that is to be said of a shorter one.
const LONG: usize = 1_000;

/// How far the mailing is looked at.
#[derive(Debug, Default)]
pub(super) struct Looking {
    sight: watch::Sender<Sight>,
    begun: Mutex<Begun>,
}

/// What one sees of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sight {
    /// Whether it is being read.
    pub(super) is_reading: bool,
    /// Whether all recipients are read.
    pub(super) is_listed: bool,
    /// How many recipients were looked at.
    pub(super) done: usize,
    /// How many there are; as long as they are not all read, how many were so far.
    pub(super) all: usize,
}

/// What was begun to be read.
#[derive(Debug, Default)]
struct Begun {
    mailing: Option<Mailing>,
    /// What was read before.
    former: Option<Arc<Read>>,
    rows: Vec<Row>,
    /// The recipients, once all are listed.
    listed: Option<Arc<Read>>,
}

impl Looking {
    /// Begins to look at a mailing, until what is returned is dropped.
    pub(super) fn begin(self: &Arc<Self>, mailing: Option<Mailing>, former: Option<Arc<Read>>) -> AtIt {
        *self.begun() = Begun { mailing, former, ..Begun::default() };
        self.sight.send_replace(Sight { is_reading: true, ..Sight::default() });
        AtIt(Arc::clone(self))
    }

    /// The recipients of a long list, as soon as all are read: with the problems that were known before, if any.
    pub(super) fn listed(&self) -> Option<Arc<Read>> {
        self.begun().listed.clone()
    }

    /// What one sees, and hears when it changes.
    pub(super) fn listen(&self) -> watch::Receiver<Sight> {
        self.sight.subscribe()
    }

    /// What one sees now.
    pub(super) fn sight(&self) -> Sight {
        *self.sight.borrow()
    }

    fn begun(&self) -> MutexGuard<'_, Begun> {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sight {
    /// Whether a long list is being looked at.
    pub(super) fn is_long(self) -> bool {
        self.is_reading && self.all >= LONG
    }
}

impl Watch for Looking {
    fn read(&self, recipient: &PlannedRecipient) {
        let mut begun = self.begun();
        begun.rows.push(row(recipient, &[]));
        let all = begun.rows.len();
        drop(begun);
        if all.is_multiple_of(LONG) {
            self.sight.send_modify(|sight| sight.all = all);
        }
    }

    fn looked_at(&self, done: usize, all: usize) {
        if done == 0 && all >= LONG {
            self.begun().list();
        }
        self.sight.send_replace(Sight { is_reading: true, is_listed: true, done, all });
    }
}

impl Begun {
    fn list(&mut self) {
        let mut rows = std::mem::take(&mut self.rows);
        let mut listed = Read { mailing: self.mailing.take(), ..Read::default() };
        listed.documents = rows.iter().map(|row| row.documents).sum();
        if let Some(former) = &self.former {
            let known: HashMap<&str, &Row> =
                former.recipients.iter().map(|row| (row.id.as_str(), row)).collect();
            for row in &mut rows {
                if let Some(known) = known.get(row.id.as_str()) {
                    row.take_problems(known);
                }
            }
            listed.problems.clone_from(&former.problems);
            listed.about.clone_from(&former.about);
        }
        listed.recipients = rows;
        self.listed = Some(Arc::new(listed));
    }
}

/// The looking at a mailing.
#[derive(Debug)]
pub(super) struct AtIt(Arc<Looking>);

impl Drop for AtIt {
    fn drop(&mut self) {
        *self.0.begun() = Begun::default();
        self.0.sight.send_modify(|sight| sight.is_reading = false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipient::read_yaml;

    fn planned(number: usize) -> PlannedRecipient {
        let text = format!(
            "format: 1\nrecipients:\n  - {{id: R{number}, kind: organisation, addressee: {{office: o}}, ministry: M, channels: [post], languages: [en]}}\n"
        );
        PlannedRecipient {
            recipient: read_yaml(&text, "r.yaml", &[]).value.remove(0),
            serial: String::new(),
            replaces: None,
            language: None,
            documents: Vec::new(),
            problems: Default::default(),
        }
    }

    fn look(former: Option<Arc<Read>>, all: usize) -> (Option<Arc<Read>>, Sight, Arc<Looking>) {
        let looking = Arc::new(Looking::default());
        let at_it = looking.begin(None, former);
        (0..all).for_each(|number| Watch::read(&*looking, &planned(number)));
        assert!(looking.listed().is_none(), "not all are read");
        looking.looked_at(0, all);
        let seen = (looking.listed(), looking.sight());
        drop(at_it);
        assert!(looking.listed().is_none() && !looking.sight().is_reading);
        (seen.0, seen.1, looking)
    }

    #[test]
    fn a_long_list_is_known_once_all_are_read() {
        let (listed, sight, _) = look(None, LONG);
        assert_eq!(listed.map(|read| read.recipients.len()), Some(LONG));
        assert!(sight.is_long() && sight.is_listed, "{sight:?}");
        let (listed, sight, _) = look(None, 3);
        assert!(listed.is_none() && !sight.is_long(), "{sight:?}");
    }

    #[test]
    fn what_was_wrong_before_is_shown_until_all_is_looked_at_anew() {
        let mut former = Read::default();
        let mut known = row(&planned(7), &[]);
        (known.problems, known.is_blocked) = (2, true);
        known.kinds.insert("gender-unknown");
        former.recipients.push(known);
        let (listed, ..) = look(Some(Arc::new(former)), LONG);
        let listed = listed.expect("a long list");
        let wrong: Vec<&Row> = listed.recipients.iter().filter(|row| row.is_blocked).collect();
        assert_eq!(wrong.iter().map(|row| (row.id.as_str(), row.problems)).collect::<Vec<_>>(), [("R7", 2)]);
        assert!(wrong[0].kinds.contains("gender-unknown"));
    }
}
