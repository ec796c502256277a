//! Templates merged by the worker that makes the documents.

use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use super::frame::Order;
use super::merged::{find, name, placed, report, understand};
use super::process::WorkerProcess;
use crate::diagnostic::{Diagnostic, Problems};
use crate::template::{Listing, MergeTemplates};

/// Templates that are merged in the process where a worker makes the documents, and are otherwise those of the plan.
#[derive(Debug)]
pub struct Merging<'a> {
    process: Option<Mutex<&'a mut WorkerProcess>>,
    templates: &'a dyn MergeTemplates,
}

impl<'a> Merging<'a> {
    /// Merges in this process of a worker, which has the templates; without one, as `templates` do.
    pub(super) fn new(process: Option<&'a mut WorkerProcess>, templates: &'a dyn MergeTemplates) -> Self {
        Self { process: process.map(Mutex::new), templates }
    }
}

impl MergeTemplates for Merging<'_> {
    fn listing(&self) -> &Listing {
        self.templates.listing()
    }

    fn check(&self, language: &str, file: &str, shape: &Value) -> Problems {
        self.templates.check(language, file, shape)
    }

    fn render(&self, language: &str, file: &str, context: &Value) -> Result<String, Diagnostic> {
        let Some(process) = &self.process else { return self.templates.render(language, file, context) };
        let name = name(language, file);
        let path = find(self.listing(), &name)?;
        let answer = process
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .ask(&Order::Merge(name.clone()), context.to_string().as_bytes());
        let merged = answer.and_then(understand).unwrap_or_else(|loss| Err(report(path, &loss)));
        merged.map_err(|problem| placed(problem, self.listing(), &name))
    }

    fn place(
        &self,
        language: &str,
        file: &str,
        context: &Value,
        merged: &str,
        problems: Problems,
    ) -> Problems {
        self.templates.place(language, file, context, merged, problems)
    }
}
