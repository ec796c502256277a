//! The service as other programs' tools read it: OpenAPI 3.1, with the schemas of requests and answers.

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::batches::BatchState;
use crate::session::{Answer, RequestEntry};

/// The description.
pub(super) fn openapi() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let request = generator.subschema_for::<RequestEntry>();
    let answer = generator.subschema_for::<Answer>();
    let state = generator.subschema_for::<BatchState>();
    let schemas = generator.take_definitions(true);
    let in_json = |schema: &Value| json!({ "application/json": { "schema": schema } });
    let body = json!({ "required": true, "content": in_json(request.as_value()) });
    let error =
        json!({ "type": "object", "properties": { "error": { "type": "string" } }, "required": ["error"] });
    let answered = |text: &str| json!({ "description": text, "content": in_json(answer.as_value()) });
    let failed = |text: &str| json!({ "description": text, "content": in_json(&error) });
    let whole = |media: &str| json!({ "description": "As it is.", "content": { media: {} } });
    let mut later = failed("There is no room, or the service ends: ask again.");
    if let Some(later) = later.as_object_mut() {
        let seconds = json!({ "description": "Seconds to wait.", "schema": { "type": "integer" } });
        later.insert("headers".to_owned(), json!({ "Retry-After": seconds }));
    }
    let mut document = json!({
        "description": "The document.",
        "headers": {
            "Convoke-Answer": { "description": "What it is, as an answer without problems, in ASCII.", "schema": { "type": "string" } },
            "Convoke-Problems": { "description": "How many warnings and notes `/check` tells of it.", "schema": { "type": "integer" } },
        },
    });
    if let Some(document) = document.as_object_mut() {
        document.insert(
            "content".to_owned(),
            json!({ "application/pdf": {}, "text/plain": {}, "text/html": {}, "image/png": {}, "application/json": { "schema": answer } }),
        );
    }
    let refusals = json!({
        "400": answered("The request cannot be read."),
        "401": failed("There is no token, or another."),
        "408": failed("The request did not come in time."),
        "413": failed("The request has more than 1 MiB."),
        "500": answered("A fault of the service."),
        "503": later,
    });
    let stands = |text: &str| json!({ "description": text, "content": in_json(state.as_value()) });
    let with = |more: Value| {
        let mut all = refusals.clone();
        if let (Some(all), Value::Object(more)) = (all.as_object_mut(), more) {
            all.extend(more);
        }
        all
    };
    let read = |id: &str, summary: &str, media: &str, is_open: bool| {
        let mut get = json!({ "operationId": id, "summary": summary, "responses": { "200": whole(media) } });
        if let Some(get) = get.as_object_mut().filter(|_| is_open) {
            get.insert("security".to_owned(), json!([]));
        }
        json!({ "get": get })
    };
    json!({
        "openapi": "3.1.0",
        "info": { "title": "convoke", "version": env!("CARGO_PKG_VERSION"), "description": "Letters of a mailing, one at a time." },
        "security": [{ "token": [] }],
        "paths": {
            "/letter": { "post": {
                "operationId": "letter",
                "summary": "Makes a document.",
                "requestBody": body,
                "responses": with(json!({ "200": document, "422": answered("It cannot be made; `problems` say why.") })),
            } },
            "/check": { "post": {
                "operationId": "check",
                "summary": "Says everything that is wrong, and makes nothing.",
                "requestBody": body,
                "responses": with(json!({ "200": answered("What is wrong.") })),
            } },
            "/batch": { "post": batch_post(&body_of_batch(), &stands, &failed) },
            "/batch/{id}": batch_of(&stands, &failed),
            "/batch/{id}/archive": archive_of(&failed),
            "/schema/request": read("requestSchema", "The JSON Schema of requests.", "application/schema+json", false),
            "/schema/answer": read("answerSchema", "The JSON Schema of answers.", "application/schema+json", false),
            "/metrics": read("metrics", "How much the service does, for Prometheus.", "text/plain", false),
            "/health": read("health", "Whether the service is there.", "application/json", true),
            "/openapi.json": read("openapi", "This description.", "application/json", true),
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    })
}

/// The recipients of a batch.
fn body_of_batch() -> Value {
    let lines = json!({ "schema": { "type": "string", "description": "A recipient on each line, as lists in YAML have it." } });
    json!({ "required": true, "content": { "application/x-ndjson": lines } })
}

fn batch_post(body: &Value, stands: &dyn Fn(&str) -> Value, failed: &dyn Fn(&str) -> Value) -> Value {
    json!({
        "operationId": "batch",
        "summary": "Makes an archive of recipients, and takes numbers for them from the register.",
        "requestBody": body,
        "responses": {
            "202": stands("All have come; it waits for its turn. `Location` says where its state is."),
            "400": failed("The recipients did not come whole."),
            "401": failed("There is no token, or another."),
            "404": failed("The service takes no batches."),
            "408": failed("The recipients did not come in time."),
            "413": failed("There are too many bytes."),
            "500": failed("A fault of the service."),
            "503": failed("There is no room, or the service ends: ask again."),
        },
    })
}

fn id_of_batch() -> Value {
    json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }])
}

fn batch_of(stands: &dyn Fn(&str) -> Value, failed: &dyn Fn(&str) -> Value) -> Value {
    let gone = failed("There is no such batch.");
    let unknown = failed("There is no token, or another.");
    json!({
        "parameters": id_of_batch(),
        "get": {
            "operationId": "batchState",
            "summary": "Where a batch stands.",
            "responses": { "200": stands("Where it stands."), "401": unknown, "404": gone },
        },
        "delete": {
            "operationId": "giveUpBatch",
            "summary": "Gives a batch up, and removes what was made of it.",
            "responses": { "204": { "description": "It is given up." }, "401": unknown, "404": gone },
        },
    })
}

fn archive_of(failed: &dyn Fn(&str) -> Value) -> Value {
    json!({
        "parameters": id_of_batch(),
        "get": {
            "operationId": "batchArchive",
            "summary": "The archive of a batch.",
            "responses": {
                "200": { "description": "The ZIP file.", "content": { "application/zip": {} } },
                "401": failed("There is no token, or another."),
                "404": failed("There is no such batch."),
                "409": failed("There is no archive yet, or none is made."),
            },
        },
    })
}
