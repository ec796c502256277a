//! A template as Typst or HTML would see it: blanks for its tags, a word for each value, branch by branch.

use std::collections::BTreeMap;

use super::tags::{Role, Tag, Tags};

/// The most branches of a block that are looked at.
const MOST_BRANCHES: usize = 8;

/// A template in one branch of each of its blocks. All offsets are those of the template.
#[derive(Debug)]
pub(crate) struct Branch {
    /// The text.
    pub(crate) text: String,
    /// The offsets of the values written in it, in order.
    pub(crate) values: Vec<usize>,
}

/// The branches of a template.
#[derive(Debug)]
pub(crate) struct Branches<'a> {
    text: &'a str,
    tags: &'a [Tag],
    /// How many branches each block has, by the offset of its first tag.
    counts: BTreeMap<usize, usize>,
}

impl<'a> Branches<'a> {
    /// Finds the blocks of a text with its tags.
    pub(crate) fn new(text: &'a str, tags: &'a Tags) -> Self {
        let mut counts = BTreeMap::new();
        let mut open: Vec<(usize, usize)> = Vec::new();
        for tag in tags.all() {
            match tag.role {
                Role::Open => open.push((tag.range.start, 1)),
                Role::Else => open.iter_mut().next_back().into_iter().for_each(|(_, count)| *count += 1),
                Role::Close => counts.extend(open.pop()),
                _ => {}
            }
        }
        Self { text, tags: tags.all(), counts }
    }

    /// The template once for each branch its blocks have.
    pub(crate) fn shown(&self) -> impl Iterator<Item = Branch> {
        let most = self.counts.values().copied().max().unwrap_or(1).min(MOST_BRANCHES);
        (0..most).map(|branch| self.show(branch))
    }

    fn show(&self, branch: usize) -> Branch {
        let mut shown = Shown { text: String::with_capacity(self.text.len()), open: Vec::new(), hidden: 0 };
        let mut values = Vec::new();
        let mut last = 0;
        for Tag { range, role } in self.tags {
            shown.text(self.text.get(last..range.start).unwrap_or_default());
            last = range.end;
            match role {
                Role::Open => {
                    let count = self.counts.get(&range.start).map_or(0, |count| count - 1);
                    shown.open(branch.min(count));
                }
                Role::Else => shown.next(),
                Role::Close => shown.close(),
                Role::Value if shown.hidden == 0 => {
                    values.push(range.start);
                    shown.text.push_str(&"x".repeat(range.len()));
                    continue;
                }
                _ => {}
            }
            blank(self.text.get(range.clone()).unwrap_or_default(), &mut shown.text);
        }
        shown.text(self.text.get(last..).unwrap_or_default());
        Branch { text: shown.text, values }
    }
}

/// A branch in the making.
struct Shown {
    text: String,
    /// For each open block: the branch at hand, and the one to show.
    open: Vec<(usize, usize)>,
    /// How many open blocks are not in the branch to show.
    hidden: usize,
}

impl Shown {
    fn text(&mut self, part: &str) {
        if self.hidden == 0 { self.text.push_str(part) } else { blank(part, &mut self.text) }
    }

    fn open(&mut self, wanted: usize) {
        self.open.push((0, wanted));
        self.hidden += usize::from(wanted != 0);
    }

    fn next(&mut self) {
        if let Some((at, wanted)) = self.open.last_mut() {
            self.hidden -= usize::from(at != wanted);
            *at += 1;
            self.hidden += usize::from(at != wanted);
        }
    }

    fn close(&mut self) {
        if let Some((at, wanted)) = self.open.pop() {
            self.hidden -= usize::from(at != wanted);
        }
    }
}

/// Adds a blank for each byte; line breaks stay.
fn blank(part: &str, shown: &mut String) {
    shown.extend(part.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}
