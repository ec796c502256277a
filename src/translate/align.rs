//! Puts two lists of texts side by side: which belongs to which, and which has no counterpart.

/// Below this likeness two texts are not the same one changed.
const LEAST: f64 = 0.3;

/// Most pairs that are looked at; longer lists go together by their order.
const MOST_PAIRS: usize = 1_000_000;

/// A text of the one list, of the other, or the two that belong together, by their indices.
pub(super) type Pair = (Option<usize>, Option<usize>);

/// Pairs the members of two lists, keeping their order, so that the likeness of all pairs together is greatest.
/// `likeness` is between 0 and 1.
pub(super) fn align(left: usize, right: usize, likeness: impl Fn(usize, usize) -> f64) -> Vec<Pair> {
    if left.saturating_mul(right) > MOST_PAIRS {
        let both = (0..left.min(right)).map(|index| (Some(index), Some(index)));
        let rest = (right..left).map(|index| (Some(index), None));
        return both.chain(rest).chain((left..right).map(|index| (None, Some(index)))).collect();
    }
    let width = right + 1;
    let mut best = vec![0.0_f64; (left + 1) * width];
    let mut alike = vec![0.0_f64; left * right];
    let at = |table: &[f64], index: usize| table.get(index).copied().unwrap_or_default();
    for i in (0..left).rev() {
        for j in (0..right).rev() {
            let value = likeness(i, j);
            let together = if value >= LEAST { value + at(&best, (i + 1) * width + j + 1) } else { f64::MIN };
            let apart = at(&best, (i + 1) * width + j).max(at(&best, i * width + j + 1));
            if let Some(cell) = best.get_mut(i * width + j) {
                *cell = together.max(apart);
            }
            if let Some(cell) = alike.get_mut(i * right + j) {
                *cell = value;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < left || j < right {
        let here = at(&best, i * width + j);
        let value = if i < left && j < right { at(&alike, i * right + j) } else { 0.0 };
        if value >= LEAST && here <= value + at(&best, (i + 1) * width + j + 1) {
            pairs.push((Some(i), Some(j)));
            (i, j) = (i + 1, j + 1);
        } else if j >= right || (i < left && here <= at(&best, (i + 1) * width + j)) {
            pairs.push((Some(i), None));
            i += 1;
        } else {
            pairs.push((None, Some(j)));
            j += 1;
        }
    }
    pairs
}

/// Words or other signs of a text, without their order.
#[derive(Debug, Clone)]
pub(super) struct Bag<T>(Vec<T>);

impl<T: Ord> Bag<T> {
    /// Collects signs; each counts as often as it is there.
    pub(super) fn new(mut signs: Vec<T>) -> Self {
        signs.sort_unstable();
        Self(signs)
    }

    /// How alike two bags are, between 0 and 1: twice what they share by all they have.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        let (left, right) = (&self.0, &other.0);
        if left.is_empty() && right.is_empty() {
            return 1.0;
        }
        let mut common = 0_u32;
        let (mut a, mut b) = (left.iter().peekable(), right.iter().peekable());
        while let (Some(left), Some(right)) = (a.peek(), b.peek()) {
            let order = left.cmp(right);
            common += u32::from(order.is_eq());
            if order.is_le() {
                a.next();
            }
            if order.is_ge() {
                b.next();
            }
        }
        2.0 * f64::from(common) / (left.len() + right.len()) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aligned(left: &[&str], right: &[&str]) -> String {
        let words = |text: &str| Bag::new(text.split(' ').map(str::to_owned).collect());
        let pairs = align(left.len(), right.len(), |i, j| words(left[i]).likeness(&words(right[j])));
        let shown = pairs
            .into_iter()
            .map(|(i, j)| format!("{}-{}", i.map_or("", |i| left[i]), j.map_or("", |j| right[j])));
        shown.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn texts_find_their_counterparts() {
        assert_eq!(aligned(&["a b", "c d"], &["a b", "c d"]), "a b-a b|c d-c d");
        assert_eq!(aligned(&["a b", "c d"], &["a b", "x y", "c e"]), "a b-a b|-x y|c d-c e");
        assert_eq!(aligned(&["a b", "x y", "c d"], &["a b", "c d"]), "a b-a b|x y-|c d-c d");
        assert_eq!(aligned(&[], &["a"]), "-a");
        assert_eq!(aligned(&["a"], &[]), "a-");
    }
}
