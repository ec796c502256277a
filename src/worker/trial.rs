//! A text of a template that is not saved, tried with the values of one document: merged, set, and a page of it drawn.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::diagnostic::{Checked, Diagnostic, Problems, codes};
use crate::template::{Engine, MergeTemplates as _, TemplateTexts, TextOrigin};
use crate::typeset::{Facts, RENDERED, Spot, Typesetter};

/// A text to be tried: plain data, so that nothing on the disk is touched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// The templates folder relative to the mailing's, for messages.
    pub folder: String,
    /// The language of the template that is merged.
    pub language: String,
    /// Its file name.
    pub file: String,
    /// The templates of that language and those of all, the text to be tried among them: language, file name, text.
    pub texts: Vec<(String, String, String)>,
    /// The values of the merge fields, as JSON.
    pub context: String,
    /// The shape of the merge fields, as JSON.
    pub shape: String,
    /// What the layout may ask of the document.
    pub facts: Facts,
}

/// What is looked at of a text that is tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// The page, counted from zero; the last one where there are fewer.
    pub page: usize,
    /// How large it is drawn.
    pub pixels_per_point: f64,
    /// The hash of a page that is drawn already, as large, and need not be drawn again.
    pub known: Option<String>,
}

/// What came of a text that was tried.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TriedText {
    /// How many pages there are.
    pub pages: usize,
    /// The page that was asked for, where there is one.
    pub page: Option<TriedPage>,
    /// What is wrong, at places of the templates where they are known.
    pub problems: Problems,
}

/// A page of a text that was tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TriedPage {
    /// Which page it is, counted from zero.
    pub number: usize,
    /// A hash of all that is on it.
    pub hash: String,
    /// Width and height, in points.
    pub size: (f64, f64),
    /// Its picture as PNG; empty where the page was known.
    #[serde(skip)]
    pub png: Vec<u8>,
}

/// A point of a page, counted from zero: in points, from the top left.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PagePoint {
    /// The page.
    pub page: usize,
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

impl Trial {
    /// Puts a text in the place of a template's; the language of one that all share is empty.
    pub fn replace(&mut self, language: &str, file: &str, text: String) {
        let own = |(of, name, _): &&mut (String, String, String)| of == language && name == file;
        match self.texts.iter_mut().find(own) {
            Some((_, _, old)) => *old = text,
            None => self.texts.push((language.to_owned(), file.to_owned(), text)),
        }
    }

    fn engine(&self) -> Checked<Engine> {
        let texts = self.texts.iter().map(|(of, name, text)| ((of.clone(), name.clone()), text.clone()));
        Engine::new(&self.folder, &texts.collect::<TemplateTexts>())
    }

    fn context(&self) -> Result<Value, Diagnostic> {
        parse(&self.context)
    }
}

/// Tries a text in this process.
pub(super) fn try_text(typesetter: &Typesetter, trial: &Trial, view: &View) -> TriedText {
    let mut tried = TriedText::default();
    if let Err(problems) = go_through(typesetter, trial, view, &mut tried) {
        tried.problems.extend(problems);
    }
    tried
}

fn go_through(
    typesetter: &Typesetter,
    trial: &Trial,
    view: &View,
    tried: &mut TriedText,
) -> Result<(), Problems> {
    let engine = trial.engine().report_to(&mut tried.problems);
    let (language, file) = (trial.language.as_str(), trial.file.as_str());
    let context = trial.context()?;
    if tried.problems.has_errors() && !engine.listing().has(language, file) {
        return Ok(());
    }
    tried.problems.extend(engine.check(language, file, &parse(&trial.shape)?));
    let merged = match engine.render(language, file, &context) {
        Ok(merged) => merged,
        // The check has told it, at the place where it is written.
        Err(_) if tried.problems.has_errors() => return Ok(()),
        Err(problem) => return Err(problem.into()),
    };
    let set = typesetter.set_with(&merged, &trial.facts);
    let set = set.map_err(|found| engine.place(language, file, &context, RENDERED, found))?;
    tried.problems.extend(set.warnings());
    tried.pages = set.pages();
    let number = view.page.min(set.pages().saturating_sub(1));
    if let (Some(hash), Some(size)) = (set.page_hash(number), set.page_size(number)) {
        let is_known = view.known.as_ref() == Some(&hash);
        let png = (!is_known).then(|| set.picture(number, view.pixels_per_point)).flatten();
        let png = png.transpose()?.unwrap_or_default();
        tried.page = Some(TriedPage { number, hash, size, png });
    }
    Ok(())
}

/// Finds in this process where the text at a point of a page is written.
///
/// # Errors
///
/// What is wrong with the text.
pub(super) fn find(
    typesetter: &Typesetter,
    trial: &Trial,
    point: PagePoint,
) -> Result<Option<TextOrigin>, Problems> {
    let Checked { value: engine, problems } = trial.engine();
    let (language, file) = (trial.language.as_str(), trial.file.as_str());
    if !engine.listing().has(language, file) {
        return Err(problems);
    }
    let Some(trace) = engine.trace(language, file, &trial.context()?) else { return Ok(None) };
    let set = typesetter.set_plainly(trace.text(), &trial.facts)?;
    Ok(match set.at(point.page, (point.x, point.y)) {
        Some(Spot::Text(at)) => trace.find(at),
        Some(Spot::Words(words)) => trace.find_words(&words),
        None => None,
    })
}

/// Reads a tree of merge fields, by a library's own function, which is fast in every profile.
fn parse(text: &str) -> Result<Value, Diagnostic> {
    text.parse().map_err(|error: serde_json::Error| {
        Diagnostic::new(codes::INTERNAL, format!("the values of a document cannot be read ({error})"))
            .with_hint("report it with the data it was made from")
    })
}
