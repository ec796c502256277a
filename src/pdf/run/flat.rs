//! What annotations show when they are printed, to be drawn into the page: above all the fields of forms.
//!
//! Only their normal appearances count (ISO 32000-1, 12.5.5), and only of those a printer would print (12.5.3); links
//! show nothing. What a page is made of besides is for [`page`](super::page).

use std::io::Write;

use super::copy::Copier;
use super::model::RunError;
use super::sink::Sink;
use crate::pdf::syntax::Unreadable;
use crate::pdf::syntax::object::Object;
use crate::pdf::syntax::page::Page;
use crate::pdf::syntax::value::{entries, get, items, parse_number, parse_numbers, parse_reference, pick};

/// Something to be drawn.
pub(super) struct Drawn {
    /// The form XObject, as it is numbered in the run.
    pub(super) form: i32,
    /// Where it goes (ISO 32000-1, 8.3.4).
    pub(super) matrix: [f64; 6],
}

impl Drawn {
    /// The matrix of what is drawn in place.
    pub(super) const IN_PLACE: [f64; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
}

/// A rectangle, its sides in order.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Rect {
    left: f64,
    bottom: f64,
    right: f64,
    top: f64,
}

impl Rect {
    fn from_points(corners: &[(f64, f64)]) -> Self {
        let none = Self { left: f64::MAX, bottom: f64::MAX, right: f64::MIN, top: f64::MIN };
        corners.iter().fold(none, |rect, (x, y)| Self {
            left: rect.left.min(*x),
            bottom: rect.bottom.min(*y),
            right: rect.right.max(*x),
            top: rect.top.max(*y),
        })
    }

    fn from_corners([a, b, c, d]: [f64; 4]) -> Self {
        Self::from_points(&[(a, b), (c, d)])
    }

    fn width(self) -> f64 {
        self.right - self.left
    }

    fn height(self) -> f64 {
        self.top - self.bottom
    }

    fn meets(self, other: Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.bottom < other.top
            && other.bottom < self.top
    }

    /// The smallest one around this one, transformed.
    fn transformed(self, [a, b, c, d, e, f]: [f64; 6]) -> Self {
        let Self { left, bottom, right, top } = self;
        let corners = [(left, bottom), (right, bottom), (left, top), (right, top)];
        Self::from_points(&corners.map(|(x, y)| (a * x + c * y + e, b * x + d * y + f)))
    }
}

/// The matrix that puts an appearance into an annotation's rectangle (ISO 32000-1, algorithm 8.1): its own matrix applies
/// first, since it is drawn as a form XObject.
fn fit_matrix(bbox: Rect, matrix: [f64; 6], rect: Rect) -> Option<[f64; 6]> {
    let from = bbox.transformed(matrix);
    let (across, up) = (rect.width() / from.width(), rect.height() / from.height());
    let fitted = [across, 0.0, 0.0, up, rect.left - across * from.left, rect.bottom - up * from.bottom];
    let is_visible = across > 0.0 && up > 0.0 && fitted.iter().all(|number| number.is_finite());
    is_visible.then_some(fitted)
}

/// What the annotations of a page show, copied.
pub(super) fn copy_drawn<'a, W: Write>(
    copier: &mut Copier<'a>,
    page: &Page<'a>,
    sink: &mut Sink<W>,
) -> Result<Vec<Drawn>, RunError> {
    /// Most annotations of a page.
    const MOST: usize = 20_000;
    let Some(list) = page.get("Annots").map_or(Ok(None), |list| copier.source.resolve(list))? else {
        return Ok(Vec::new());
    };
    let mut bounds = None;
    for key in ["CropBox", "MediaBox"] {
        if bounds.is_none()
            && let Some(value) = page.get(key)
        {
            bounds = read_rect(copier, value)?;
        }
    }
    let mut drawn = Vec::new();
    for annotation in items(list.value).take(MOST) {
        let Some(dict) = copier.source.resolve(annotation)? else { continue };
        let Some((form, matrix)) = find_shown(copier, dict.value, bounds)? else { continue };
        if let Some(form) = copier.copy(form, sink)? {
            drawn.push(Drawn { form, matrix });
        }
    }
    Ok(drawn)
}

fn read_rect<'a>(copier: &mut Copier<'a>, value: &'a [u8]) -> Result<Option<Rect>, Unreadable> {
    Ok(copier.source.resolve(value)?.and_then(|array| parse_numbers(array.value)).map(Rect::from_corners))
}

/// The appearance of an annotation that is printed where the page shows it, and where it goes.
fn find_shown<'a>(
    copier: &mut Copier<'a>,
    annotation: &'a [u8],
    bounds: Option<Rect>,
) -> Result<Option<(u32, [f64; 6])>, Unreadable> {
    const HIDDEN: u32 = 1 << 1;
    const PRINT: u32 = 1 << 2;
    const NEVER: [&[u8]; 2] = [b"/Link", b"/Popup"];
    let [flags, kind, place, appearances] = pick(annotation, ["F", "Subtype", "Rect", "AP"]);
    let flags = flags.and_then(parse_number).map_or(0, |flags| flags as u32);
    let is_printed = flags & HIDDEN == 0 && flags & PRINT != 0;
    if !is_printed || kind.is_some_and(|kind| NEVER.contains(&kind)) {
        return Ok(None);
    }
    let Some((id, form)) = find_appearance(copier, annotation, appearances)? else { return Ok(None) };
    // Most fields of a form are empty.
    if form.stream.is_none_or(|data| data.trim_ascii().is_empty()) {
        return Ok(None);
    }
    let Some(place) = place.map_or(Ok(None), |value| read_rect(copier, value))? else { return Ok(None) };
    if bounds.is_some_and(|bounds| !place.meets(bounds)) {
        return Ok(None);
    }
    let [kind, bbox, matrix] = pick(form.value, ["Subtype", "BBox", "Matrix"]);
    if !matches!(kind, Some(b"/Form")) {
        return Ok(None);
    }
    let bbox = bbox.map_or(Ok(None), |value| read_rect(copier, value))?;
    let matrix = matrix.map_or(Ok(None), |matrix| copier.source.resolve(matrix))?;
    let matrix = matrix.and_then(|matrix| parse_numbers(matrix.value)).unwrap_or(Drawn::IN_PLACE);
    Ok(bbox.and_then(|bbox| fit_matrix(bbox, matrix, place)).map(|fitted| (id, fitted)))
}

/// An annotation's normal appearance, or that of its state where it has several, and its number.
fn find_appearance<'a>(
    copier: &mut Copier<'a>,
    annotation: &'a [u8],
    appearances: Option<&'a [u8]>,
) -> Result<Option<(u32, Object<'a>)>, Unreadable> {
    let appearances = appearances.map_or(Ok(None), |value| copier.source.resolve(value))?;
    let Some(appearances) = appearances else { return Ok(None) };
    let Some(normal) = get(appearances.value, "N") else { return Ok(None) };
    let Some(object) = copier.source.resolve(normal)? else { return Ok(None) };
    if object.stream.is_some() {
        return Ok(parse_reference(normal, 0).map(|(id, _)| (id, object)));
    }
    let Some(state) = get(annotation, "AS").and_then(|state| state.strip_prefix(b"/")) else {
        return Ok(None);
    };
    let Some((_, value)) = entries(object.value).find(|(name, _)| *name == state) else { return Ok(None) };
    let object = copier.source.resolve(value)?;
    Ok(parse_reference(value, 0).map(|(id, _)| id).zip(object))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_appearance_is_fitted_into_its_place() {
        let place = Rect::from_corners([110.0, 220.0, 100.0, 200.0]);
        assert_eq!(place, Rect { left: 100.0, bottom: 200.0, right: 110.0, top: 220.0 });
        assert_eq!(fit_matrix(place, Drawn::IN_PLACE, place), Some(Drawn::IN_PLACE));
        let small = Rect::from_corners([0.0, 0.0, 5.0, 5.0]);
        assert_eq!(fit_matrix(small, Drawn::IN_PLACE, place), Some([2.0, 0.0, 0.0, 4.0, 100.0, 200.0]));
        // Turned by a quarter: what was wide is high.
        let turned = [0.0, 1.0, -1.0, 0.0, 0.0, 0.0];
        let wide = Rect::from_corners([0.0, 0.0, 20.0, 10.0]);
        assert_eq!(fit_matrix(wide, turned, place), Some([1.0, 0.0, 0.0, 1.0, 110.0, 200.0]));
        assert_eq!(fit_matrix(Rect::from_corners([0.0, 0.0, 0.0, 9.0]), Drawn::IN_PLACE, place), None);
    }

    #[test]
    fn what_lies_beside_does_not_meet() {
        let page = Rect::from_corners([0.0, 0.0, 595.0, 842.0]);
        assert!(!Rect::from_corners([-10.0, -10.0, -9.0, -9.0]).meets(page));
        assert!(Rect::from_corners([-10.0, -10.0, 1.0, 1.0]).meets(page));
    }
}
