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
pub(super) struct Groups<T> {
    groups: Vec<Group<T>>,
    /// No group before this one has a task left.
    first: usize,
    windows: usize,
}

#[derive(Debug)]
struct Group<T> {
    window: usize,
    begun: bool,
    left: VecDeque<T>,
}

impl<T> Groups<T> {
    /// No tasks yet.
    pub(super) fn new() -> Self {
        Self { groups: Vec::new(), first: 0, windows: 0 }
    }

    /// Adds the tasks of the next window, each with its kind.
    pub(super) fn push<K: Ord>(&mut self, mut tasks: Vec<(K, T)>) {
        tasks.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut last = None;
        for (kind, task) in tasks {
            if last.as_ref() != Some(&kind) {
                self.groups.push(Group { window: self.windows, begun: false, left: VecDeque::new() });
                last = Some(kind);
            }
            if let Some(group) = self.groups.last_mut() {
                group.left.push_back(task);
            }
        }
        self.windows += 1;
    }

    /// The group a thread takes its next task from, given the group of its last.
    fn choose(&mut self, last: Option<usize>) -> Option<usize> {
        let left = |group: &Group<T>| !group.left.is_empty();
        while let Some(group) = self.groups.get_mut(self.first).filter(|group| !left(group)) {
            group.left = VecDeque::new();
            self.first += 1;
        }
        let own = last.filter(|&at| self.groups.get(at).is_some_and(left));
        let window = self.groups.get(self.first)?.window;
        let there = || {
            let groups = self.groups.iter().enumerate().skip(self.first);
            groups.take_while(|(_, group)| group.window == window).filter(|(_, group)| left(group))
        };
        let new = there().find(|(_, group)| !group.begun);
        own.or_else(|| {
            new.or_else(|| there().max_by_key(|(_, group)| group.left.len())).map(|(index, _)| index)
        })
    }

    /// Takes a thread's next task, given the group of its last; returns its group with it.
    pub(super) fn take(&mut self, last: Option<usize>) -> Option<(usize, T)> {
        let chosen = self.choose(last)?;
        let group = self.groups.get_mut(chosen)?;
        group.begun = true;
        Some((chosen, group.left.pop_front()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes a task for each of some threads in turn until none is left.
    fn taken(kinds: &[usize], threads: usize) -> Vec<Vec<usize>> {
        let mut groups = Groups::new();
        let tasks: Vec<_> = kinds.iter().copied().zip(0..).collect();
        tasks.chunks(WINDOW).for_each(|window| groups.push(window.to_vec()));
        let mut at = vec![None; threads];
        let mut taken = vec![Vec::new(); threads];
        for thread in (0..threads).cycle() {
            let Some((group, task)) = groups.take(at[thread]) else { return taken };
            at[thread] = Some(group);
            taken[thread].push(task);
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
