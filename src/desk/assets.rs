//! Style and scripts, within the program: nothing is loaded from elsewhere.

/// A file that pages load.
#[derive(Debug)]
pub(super) struct Asset {
    pub(super) path: &'static str,
    pub(super) kind: &'static str,
    pub(super) text: &'static str,
}

/// The one stylesheet.
pub(super) static STYLE: Asset = Asset {
    path: "/assets/desk.css",
    kind: "text/css; charset=utf-8",
    text: include_str!("assets/desk.css"),
};

/// What enlivens pages.
pub(super) static SCRIPT: Asset = Asset {
    path: "/assets/desk.js",
    kind: "text/javascript; charset=utf-8",
    text: include_str!("assets/desk.js"),
};

/// What shows how far a piece of work is.
pub(super) static JOBS: Asset = Asset {
    path: "/assets/jobs.js",
    kind: "text/javascript; charset=utf-8",
    text: include_str!("assets/jobs.js"),
};

/// What makes the page follow the text.
pub(super) static LETTER: Asset = Asset {
    path: "/assets/letter.js",
    kind: "text/javascript; charset=utf-8",
    text: include_str!("assets/letter.js"),
};

/// What helps who translates.
pub(super) static LANGUAGES: Asset = Asset {
    path: "/assets/languages.js",
    kind: "text/javascript; charset=utf-8",
    text: include_str!("assets/languages.js"),
};

/// The picture beside the page's title.
pub(super) static ICON: Asset =
    Asset { path: "/assets/desk.svg", kind: "image/svg+xml", text: include_str!("assets/desk.svg") };

/// All of them.
pub(super) static ALL: [&Asset; 6] = [&STYLE, &SCRIPT, &JOBS, &LETTER, &LANGUAGES, &ICON];
