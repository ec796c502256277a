//! Which task a thread takes next.
//!
//! Tasks come in windows, in order, and in groups of one kind within a window. A thread stays with its group; when that
//! is done it begins one no other thread is at, and where there is none it helps with the one that has most left. So what
//! a kind needs once is worked out once, not by every thread at a time.

use std::collections::VecDeque;

/// Within how many tasks those of a kind are brought together. More make a change of kind rarer; fewer keep less
/// waiting.
pub(super) const WINDOW: usize = 1024;

/// The tasks not yet begun.
#[derive(Debug)]
pub(super) struct Groups {
    groups: Vec<Group>,
    /// No group before this one has a task left.
    first: usize,
}

#[derive(Debug)]
struct Group {
    window: usize,
    begun: bool,
    left: VecDeque<usize>,
}

impl Groups {
    /// A task for each of these kinds.
    pub(super) fn new<K: Ord>(kinds: &[K]) -> Self {
        let mut order: Vec<(usize, &K, usize)> =
            kinds.iter().enumerate().map(|(task, kind)| (task / WINDOW, kind, task)).collect();
        order.sort_unstable();
        let groups = order.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).map(|tasks| Group {
            window: tasks.first().map_or(0, |first| first.0),
            begun: false,
            left: tasks.iter().map(|&(_, _, task)| task).collect(),
        });
        Self { groups: groups.collect(), first: 0 }
    }

    /// The group a thread takes its next task from, given the group of its last, and the window of that task.
    pub(super) fn choose(&mut self, last: Option<usize>) -> Option<(usize, usize)> {
        let left = |group: &Group| !group.left.is_empty();
        while self.groups.get(self.first).is_some_and(|group| !left(group)) {
            self.first += 1;
        }
        let own = last.filter(|&at| self.groups.get(at).is_some_and(left));
        let window = self.groups.get(self.first)?.window;
        let there = || {
            let groups = self.groups.iter().enumerate().skip(self.first);
            groups.take_while(|(_, group)| group.window == window).filter(|(_, group)| left(group))
        };
        let new = there().find(|(_, group)| !group.begun);
        let chosen = own.or_else(|| {
            new.or_else(|| there().max_by_key(|(_, group)| group.left.len())).map(|(index, _)| index)
        })?;
        Some((chosen, self.groups.get(chosen)?.window))
    }

    /// Takes a task of a group.
    pub(super) fn take(&mut self, group: usize) -> Option<usize> {
        let group = self.groups.get_mut(group)?;
        group.begun = true;
        group.left.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes a task for each of some threads in turn until none is left.
    fn taken(kinds: &[usize], threads: usize) -> Vec<Vec<usize>> {
        let mut groups = Groups::new(kinds);
        let mut at = vec![None; threads];
        let mut taken = vec![Vec::new(); threads];
        for thread in (0..threads).cycle() {
            let Some((group, _)) = groups.choose(at[thread]) else { return taken };
            at[thread] = Some(group);
            taken[thread].push(groups.take(group).expect("a task"));
        }
        taken
    }

    #[test]
    fn threads_begin_kinds_of_their_own_and_then_help() {
        let kinds = [0, 1, 0, 1, 0, 0, 2, 0];
        assert_eq!(taken(&kinds, 2), [[0, 2, 4, 5], [1, 3, 6, 7]]);
    }

    #[test]
    fn tasks_of_a_kind_are_together_within_a_window() {
        let count = 2 * WINDOW + 100;
        let kinds: Vec<_> = (0..count).map(|task| task % 6).collect();
        let order = &taken(&kinds, 1)[0];
        let changes = order.windows(2).filter(|pair| kinds[pair[0]] != kinds[pair[1]]).count();
        assert_eq!(changes, 3 * 6 - 1);
        assert!(order.iter().enumerate().all(|(turn, task)| turn / WINDOW == task / WINDOW));
        assert_eq!(order.len(), count);
    }
}
