//! The page of each step.

use maud::{Markup, html};

use super::draft::{Entered, Put};
use super::step::{BEGIN, Step};
use super::{field, genre};
use crate::beneath::list_within;
use crate::desk::frame::page;
use crate::desk::moment::day;
use crate::desk::place::Place;
use crate::desk::state::Desk;
use crate::desk::upload::{LISTS, is_spreadsheet};
use crate::desk::words::{LANGUAGES, Words};
use crate::diagnostic::{Problems, visible};
use crate::starter::{GenreFolder, Topic};

/// The page of a step, with what was entered.
pub(super) fn of(words: &Words, desk: &Desk, entered: &Entered, step: Step) -> Result<Markup, Problems> {
    let told = &words.begin;
    let (all, answers) = entered.interview(&desk.root)?;
    let name = entered.genre()?.name().to_owned();
    let content = html! {
        (steps(words, step))
        h2 { (step.title(told)) }
        @match step {
            Step::Overview => { (overview(words, entered, &all, &name)) }
            _ => {
                form.whole method="post" action=(step.path()) enctype="multipart/form-data" {
                    @if step == Step::Letters {
                        (genre_choice(words, &name))
                        (languages(words, &all, &answers.languages()))
                    }
                    @if step == Step::Letters { (field::default_language(words, entered, &all)) }
                    @for puts in by_topic(&all, step) {
                        (field::of(words, entered, &puts, &lists(desk)))
                    }
                    p.quiet { (told.later) }
                    (buttons(words, step))
                }
            }
        }
    };
    Ok(page(words, Some(Place::Start), &told.title, &content))
}

/// The steps, with the one that is shown.
fn steps(words: &Words, here: Step) -> Markup {
    html! {
        nav.way aria-label=(words.begin.steps) {
            ol {
                @for step in Step::ALL {
                    li {
                        a href=(step.path()) aria-current=[(step == here).then_some("step")] {
                            (step.title(&words.begin))
                        }
                    }
                }
            }
        }
    }
}

fn buttons(words: &Words, step: Step) -> Markup {
    html! {
        div.buttons {
            button { (words.begin.further) }
            @if let Some(before) = step.before() { a href=(before.path()) { (words.begin.back) } }
        }
    }
}

/// What is asked at a step, a topic at a time; languages are asked in ways of their own.
fn by_topic(all: &[Put], step: Step) -> Vec<Vec<&Put>> {
    let is_of_languages = |topic: &Topic| matches!(topic, Topic::Languages | Topic::DefaultLanguage);
    let topics = Topic::ALL.into_iter().filter(|topic| Step::of(*topic) == step && !is_of_languages(topic));
    let puts = topics.map(|topic| all.iter().filter(|put| put.question.topic == topic).collect::<Vec<_>>());
    puts.filter(|puts| !puts.is_empty()).collect()
}

fn genre_choice(words: &Words, chosen: &str) -> Markup {
    html! {
        fieldset.genres {
            legend { (words.begin.genre) }
            @for name in GenreFolder::names() {
                label.card {
                    input type="radio" name="genre" value=(name) checked[name == chosen];
                    (genre::drawing(name))
                    span {
                        @if let Some(told) = words.begin.genres.get(name) { b { (told.name) } " " (told.about) }
                        @else { b { (name) } }
                    }
                }
            }
        }
    }
}

fn languages(words: &Words, all: &[Put], chosen: &[&str]) -> Markup {
    let put = all.iter().find(|put| put.question.topic == Topic::Languages);
    let problem = put.and_then(|put| put.refusal.as_ref());
    html! {
        fieldset {
            legend { (field::question(words, Topic::Languages)) }
            div.choices {
                @for language in LANGUAGES.iter().map(|words| words.frame.tag.as_str()) {
                    label.tick {
                        input type="checkbox" name=(Topic::Languages.flag()) value=(language)
                            checked[chosen.contains(&language)];
                        " "
                        bdi lang=(language) dir=(field::direction_of(language).name()) { (field::name_of(language)) }
                    }
                }
            }
            @if let Some(problem) = problem { p.problem { bdi lang="en" { (visible(&problem.message)) } } }
        }
    }
}

/// The files that may be lists, in the folder and in that of lists.
fn lists(desk: &Desk) -> Vec<String> {
    let below = |folder: &str| {
        let names = list_within(&desk.root, folder).unwrap_or_default();
        let names = names.into_iter().filter(|name| !name.starts_with(['.', '~']));
        let path = |name: String| if folder == "." { name } else { format!("{folder}/{name}") };
        names.map(path).collect::<Vec<_>>()
    };
    let is_list = |file: &String| is_spreadsheet(file);
    [".", LISTS].into_iter().flat_map(below).filter(is_list).collect()
}

fn overview(words: &Words, entered: &Entered, all: &[Put], genre: &str) -> Markup {
    let told = &words.begin;
    let is_refused = all.iter().any(|put| put.refusal.is_some());
    html! {
        dl.overview {
            dt { (told.genre) }
            dd { a href=(Step::Letters.path()) { (told.genres.get(genre).map_or(genre, |genre| genre.name.as_str())) } }
            @for topic in Topic::ALL {
                (line(words, entered, &all.iter().filter(|put| put.question.topic == topic).collect::<Vec<_>>()))
            }
        }
        @if is_refused { p.problem role="status" { (told.to_mend) } }
        p { (told.overview_hint) }
        form method="post" action=(BEGIN) {
            button disabled[is_refused] { (told.begin) }
            @if let Some(before) = Step::Overview.before() { a href=(before.path()) { (told.back) } }
        }
    }
}

/// A question with its answers, one for each language where it is about a text.
fn line(words: &Words, entered: &Entered, puts: &[&Put]) -> Markup {
    let Some(first) = puts.first() else { return html! {} };
    let topic = first.question.topic;
    html! {
        dt { (field::question(words, topic)) }
        dd {
            @if puts.iter().all(|put| answer(entered, put).is_none()) {
                a.quiet href=(Step::of(topic).path()) { (words.begin.empty) }
            } @else {
                @for put in puts {
                    p {
                        @if puts.len() > 1 {
                            span.quiet lang=(put.question.language) { (field::name_of(&put.question.language)) } ": "
                        }
                        @match answer(entered, put) {
                            Some(text) => { bdi { (shown(words, topic, text)) } }
                            None => { a.quiet href=(Step::of(topic).path()) { (words.begin.empty) } }
                        }
                    }
                }
            }
            @for refusal in puts.iter().filter_map(|put| put.refusal.as_ref()) {
                p.problem {
                    a href=(Step::of(topic).path()) { bdi lang="en" { (visible(&refusal.message)) } }
                }
            }
        }
    }
}

/// What was entered, or what stands for it where nothing was.
fn answer<'a>(entered: &Entered, put: &'a Put) -> Option<&'a str> {
    let is_declined = put.question.topic == Topic::List && entered.is_answered(Topic::List);
    let default = put.question.default.as_deref().filter(|_| !is_declined);
    Some(put.written.as_str()).filter(|written| !written.is_empty()).or(default)
}

/// An answer as it is read.
fn shown(words: &Words, topic: Topic, text: &str) -> String {
    match topic {
        Topic::Languages | Topic::DefaultLanguage => {
            text.split(", ").map(field::name_of).collect::<Vec<_>>().join(", ")
        }
        Topic::Start | Topic::End | Topic::Deadline | Topic::IssuedAt => {
            text.parse().map_or_else(|_| visible(text).into_owned(), |date| day(words, date))
        }
        _ => words.begin.values.get(text).cloned().unwrap_or_else(|| visible(text).into_owned()),
    }
}
