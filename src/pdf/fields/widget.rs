//! Widgets and what they show.

use std::collections::BTreeMap;

use hayro_syntax::object::{Dict as Read, MaybeRef};
use pdf_writer::{Content, Dict, Finish, Name, Ref, Str, TextStr};

use super::kind::FieldKind;
use super::marked::{Rect, Widget};
use super::splice::{Splice, lacks};
use crate::pdf::write::{PLAIN, chunk};

/// What text fields are typed in: size and font of the form's resources.
pub(super) const TYPED: &[u8] = b"/Helv 8 Tf 0 g";

/// The state of a box that is not ticked.
pub(super) const OFF: &[u8] = b"Off";

/// The state of a ticked box that is not in a group.
pub(super) const TICKED: &[u8] = b"Yes";

/// What a widget shows, as object numbers.
#[derive(Clone, Copy)]
pub(super) enum Appearance {
    /// One thing.
    Plain(i32),
    /// A box: ticked or not.
    Box { ticked: i32, off: i32 },
}

/// The appearances written so far that widgets of the same size share.
#[derive(Default)]
pub(super) struct Appearances {
    empty: BTreeMap<(u32, u32), i32>,
    crosses: BTreeMap<(u32, u32), i32>,
}

impl Appearances {
    /// The appearance of a widget; `shown` is what it is prefilled with, as content of its page.
    pub(super) fn get_or_write(
        &mut self,
        widget: &Widget<'_>,
        shown: Option<(&[u8], &Read<'_>)>,
        splice: &mut Splice<'_>,
    ) -> Result<Appearance, String> {
        let is_box = matches!(widget.marked.kind, FieldKind::Check | FieldKind::Radio);
        if let Some((content, page)) = shown.filter(|_| !is_box) {
            let id = splice.new_id();
            splice.put_value(id, &make_value(content, page, widget.rect)?);
            return Ok(Appearance::Plain(id));
        }
        let size = (widget.rect.width().to_bits(), widget.rect.height().to_bits());
        let off = *self.empty.entry(size).or_insert_with(|| {
            let id = splice.new_id();
            write_empty(id, widget.rect, splice);
            id
        });
        if !is_box {
            return Ok(Appearance::Plain(off));
        }
        let ticked = *self.crosses.entry(size).or_insert_with(|| {
            let id = splice.new_id();
            write_cross(id, widget.rect, splice);
            id
        });
        Ok(Appearance::Box { ticked, off })
    }
}

/// A piece of a page's content as an appearance: its box is the widget's place on the page, so nothing has to be moved.
fn make_value(content: &[u8], page: &Read<'_>, rect: Rect) -> Result<Vec<u8>, String> {
    let resources = match page.get_raw::<Read<'_>>("Resources") {
        Some(MaybeRef::Ref(id)) => format!("{} {} R", id.obj_number, id.gen_number).into_bytes(),
        Some(MaybeRef::NotRef(resources)) => resources.data().to_vec(),
        None => return Err(lacks("resources")),
    };
    let content = [b"/Tx BMC q".as_slice(), content, b"Q EMC"].concat();
    let Rect { left, bottom, right, top } = rect;
    let head = format!(
        "<</Type/XObject/Subtype/Form/BBox[{left} {bottom} {right} {top}]/Length {}/Resources ",
        content.len()
    );
    Ok([head.as_bytes(), &resources, b">>\nstream\n", &content, b"\nendstream"].concat())
}

pub(super) fn write_empty(id: i32, rect: Rect, splice: &mut Splice<'_>) {
    write_drawn(id, rect, Content::with_settings(PLAIN), splice);
}

/// A cross from corner to corner.
fn write_cross(id: i32, rect: Rect, splice: &mut Splice<'_>) {
    const INSET: f32 = 2.0;
    const WEIGHT: f32 = 0.9;
    let (right, top) = (rect.width() - INSET, rect.height() - INSET);
    let mut content = Content::with_settings(PLAIN);
    content.save_state().set_line_width(WEIGHT);
    content.move_to(INSET, INSET).line_to(right, top).move_to(INSET, top).line_to(right, INSET).stroke();
    content.restore_state();
    write_drawn(id, rect, content, splice);
}

fn write_drawn(id: i32, rect: Rect, content: Content, splice: &mut Splice<'_>) {
    let content = content.finish();
    let mut object = chunk();
    let mut form = object.form_xobject(Ref::new(id), &content);
    form.bbox(pdf_writer::Rect::new(0.0, 0.0, rect.width(), rect.height()));
    form.resources();
    form.finish();
    splice.put(id, &object);
}

/// Where an annotation is; it is printed, as archival files ask of all (ISO 19005-2, 6.3.2).
pub(super) fn write_place(dict: &mut Dict<'_>, page: i32, rect: Rect) {
    const PRINT: i32 = 4;
    dict.pair(Name(b"Type"), Name(b"Annot"));
    dict.pair(Name(b"Subtype"), Name(b"Widget"));
    dict.pair(Name(b"Rect"), rect.to_pdf());
    dict.pair(Name(b"F"), PRINT);
    dict.pair(Name(b"P"), Ref::new(page));
}

/// The entries of a widget, without those of its field.
pub(super) fn write_entries(dict: &mut Dict<'_>, widget: &Widget<'_>, appearance: Appearance) {
    write_place(dict, widget.page_id().unwrap_or_default(), widget.rect);
    dict.pair(Name(b"StructParent"), widget.parent_key);
    match appearance {
        Appearance::Plain(id) => {
            dict.insert(Name(b"AP")).dict().pair(Name(b"N"), Ref::new(id));
        }
        Appearance::Box { ticked, off } => {
            let key = widget.marked.option.as_ref().map_or(TICKED, |(key, _)| key.as_bytes());
            let mut shown = dict.insert(Name(b"AP")).dict();
            shown.insert(Name(b"N")).dict().pair(Name(key), Ref::new(ticked)).pair(Name(OFF), Ref::new(off));
            shown.finish();
            dict.pair(Name(b"AS"), Name(if widget.marked.is_ticked() { key } else { OFF }));
        }
    }
}

/// Writes the structure element of a widget: a `Form` whose one child is the widget (ISO 14289-1, 7.18.4).
pub(super) fn write_structure(
    widget: &Widget<'_>,
    element: i32,
    above: i32,
    splice: &mut Splice<'_>,
) -> Result<(), String> {
    let page = widget.page_id().ok_or_else(|| lacks("page"))?;
    let mut object = chunk();
    let mut dict = object.indirect(Ref::new(element)).dict();
    dict.pair(Name(b"Type"), Name(b"StructElem"));
    dict.pair(Name(b"S"), Name(b"Form"));
    dict.pair(Name(b"P"), Ref::new(above));
    dict.pair(Name(b"Alt"), TextStr(&widget.marked.said()));
    let mut kids = dict.insert(Name(b"K")).array();
    let mut reference = kids.push().dict();
    reference.pair(Name(b"Type"), Name(b"OBJR"));
    reference.pair(Name(b"Pg"), Ref::new(page));
    reference.pair(Name(b"Obj"), Ref::new(widget.id));
    reference.finish();
    kids.finish();
    dict.finish();
    splice.put(element, &object);
    Ok(())
}

/// Writes the font that typed text is shown in; every viewer has it.
pub(super) fn write_font(splice: &mut Splice<'_>) -> i32 {
    let id = splice.new_id();
    let mut object = chunk();
    let mut font = object.type1_font(Ref::new(id));
    font.base_font(Name(b"Helvetica"));
    font.encoding_predefined(Name(b"WinAnsiEncoding"));
    font.finish();
    splice.put(id, &object);
    id
}

/// Writes the form's own dictionary; there is no `NeedAppearances`, since every widget has its appearance. `font` is what text is typed
/// in, where there are fields to type into.
pub(super) fn write_form(roots: &[i32], font: Option<i32>, is_sealed: bool, splice: &mut Splice<'_>) -> i32 {
    /// There is a signature, and the file may only be appended to (ISO 32000-1, table 219).
    const SIGNED: i32 = 3;
    let id = splice.new_id();
    let mut object = chunk();
    let mut dict = object.indirect(Ref::new(id)).dict();
    dict.insert(Name(b"Fields")).array().items(roots.iter().map(|root| Ref::new(*root)));
    if is_sealed {
        dict.pair(Name(b"SigFlags"), SIGNED);
    }
    if let Some(font) = font {
        dict.pair(Name(b"DA"), Str(TYPED));
        let mut resources = dict.insert(Name(b"DR")).dict();
        resources.insert(Name(b"Font")).dict().pair(Name(b"Helv"), Ref::new(font));
        resources.finish();
    }
    dict.finish();
    splice.put(id, &object);
    id
}
