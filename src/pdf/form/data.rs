//! The values to fill a form with, as JSON: an object of field names and values.

use std::collections::BTreeMap;

use serde_json::Value;

use super::model::{Field, Form};
use super::value::check;
use crate::diagnostic::{Checked, Diagnostic, Location, Problems, codes, did_you_mean};
use crate::input::clean_lines;

/// Reads the values for a form: `{"participant.1.family_name": "Dupont", "visa": true}`, or the parts of a name as nested
/// objects. `null` empties a field.
///
/// ```
/// use convoke::pdf::form::{Content, Form, Written, read_values};
///
/// let form = Form {
///     fields: Vec::new(),
///     identity: None,
///     barcode: None,
///     modified: None,
///     first_page: 1,
///     pages: 1,
///     content: Content::Text,
///     written: Written::default(),
///     contradicted: Vec::new(),
///     is_mixed: false,
/// };
/// let read = read_values(r#"{"participant": {"1": {"hotel": "Dar"}}}"#, "data.json", &form);
/// assert_eq!(read.problems[0].to_string(), "data.json: error[form-field-unknown]: the form has no such field (participant.1.hotel)");
/// ```
pub fn read_values(json: &str, file: &str, form: &Form) -> Checked<BTreeMap<String, String>> {
    let parsed = match serde_json::from_str(json) {
        Ok(Value::Object(parsed)) => Value::Object(parsed),
        Ok(_) => {
            let problem =
                Diagnostic::new(codes::FORM_DATA, "the values are not an object of field names and values")
                    .with_location(Location::file(file))
                    .with_hint(
                        "write { \"name.of.field\": \"value\" }; `convoke form fields` lists the names",
                    );
            return Checked::new(BTreeMap::new(), problem);
        }
        Err(error) => {
            let place = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            let problem =
                Diagnostic::new(codes::FORM_DATA, format!("this is not well-formed JSON ({error})"))
                    .with_location(Location::text(file, place(error.line()), place(error.column())))
                    .with_hint("check quotes, commas and brackets near this place");
            return Checked::new(BTreeMap::new(), problem);
        }
    };
    let mut reading = Reading { form, file, values: BTreeMap::new(), problems: Problems::new() };
    reading.take("", &parsed);
    Checked::new(reading.values, reading.problems)
}

struct Reading<'a> {
    form: &'a Form,
    file: &'a str,
    values: BTreeMap<String, String>,
    problems: Problems,
}

impl Reading<'_> {
    fn take(&mut self, name: &str, value: &Value) {
        let text = match value {
            Value::Object(parts) => {
                for (part, value) in parts {
                    let name = if name.is_empty() { part.clone() } else { format!("{name}.{part}") };
                    self.take(&name, value);
                }
                return;
            }
            Value::Array(_) => {
                let problem = Diagnostic::new(codes::FORM_VALUE, "a list is not a value of a field");
                return self.refuse(name, problem.with_hint("write one text, number, true, false or null"));
            }
            Value::String(text) => clean_lines(text),
            Value::Bool(ticked) => ticked.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Null => String::new(),
        };
        let form = self.form;
        let Some(field) = form.fields.iter().find(|field| field.name == name) else {
            let names = form.fields.iter().map(|field| field.name.as_str());
            let problem = Diagnostic::new(codes::FORM_FIELD_UNKNOWN, "the form has no such field");
            return self.refuse(name, problem.with_hint(did_you_mean(name, names)));
        };
        match check_value(field, &text) {
            Ok(value) => {
                self.values.insert(name.to_owned(), value);
            }
            Err(problem) => self.refuse(name, problem),
        }
    }

    fn refuse(&mut self, name: &str, problem: Diagnostic) {
        self.problems.push(problem.with_location(Location::file(self.file)).with_field(name));
    }
}

fn check_value(field: &Field, text: &str) -> Result<String, Diagnostic> {
    if field.read_only && text != field.value {
        return Err(Diagnostic::new(codes::FORM_FIELD_READ_ONLY, "this field is not to be changed")
            .with_hint("leave it out of the values"));
    }
    let fresh = Field { characters: 0, ..field.clone() };
    check(&fresh, text)
        .map_err(|unfit| Diagnostic::new(codes::FORM_VALUE, unfit.to_string()).with_hint(unfit.hint()))
}
