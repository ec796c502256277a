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

/// How alike two sets of words are: twice what they share by all they have.
pub(super) fn shared<T: Ord>(left: &[T], right: &[T]) -> f64 {
    if left.is_empty() && right.is_empty() {
        return 1.0;
    }
    let mut rest: Vec<&T> = right.iter().collect();
    rest.sort_unstable();
    let mut common = 0;
    for item in left {
        if let Ok(index) = rest.binary_search(&item) {
            rest.remove(index);
            common += 1;
        }
    }
    2.0 * f64::from(common) / (left.len() + right.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aligned(left: &[&str], right: &[&str]) -> String {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let pairs = align(left.len(), right.len(), |i, j| shared(&words(left[i]), &words(right[j])));
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
