//! Which share a command is asked to make: as a person says, or as the scheduler does that started it as one task of several.

use crate::archive::ShareNumber;
use crate::diagnostic::{Diagnostic, codes};

/// What has the share found by the scheduler.
const AUTO: &str = "auto";

/// A share that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedShare {
    /// Which.
    pub share: ShareNumber,
    /// What the scheduler says, such as `SLURM_ARRAY_TASK_ID=3`; `None` where a person says it.
    pub by: Option<String>,
}

/// How a scheduler says which task of how many one is.
struct Scheduler {
    name: &'static str,
    /// The number of the task.
    index: &'static str,
    /// How many tasks there are, where it says so.
    count: Option<&'static str>,
    /// The number of the first task, and the distance between numbers, where they are not 0 and 1.
    steps: Option<(&'static str, &'static str)>,
}

/// The schedulers that are known, by the variables that their documentation names.
const SCHEDULERS: [Scheduler; 4] = [
    Scheduler {
        name: "Slurm",
        index: "SLURM_ARRAY_TASK_ID",
        count: Some("SLURM_ARRAY_TASK_COUNT"),
        steps: Some(("SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP")),
    },
    Scheduler { name: "Kubernetes", index: "JOB_COMPLETION_INDEX", count: None, steps: None },
    Scheduler {
        name: "AWS Batch",
        index: "AWS_BATCH_JOB_ARRAY_INDEX",
        count: Some("AWS_BATCH_JOB_ARRAY_SIZE"),
        steps: None,
    },
    Scheduler { name: "Nomad", index: "NOMAD_ALLOC_INDEX", count: None, steps: None },
];

impl AskedShare {
    /// Finds the share that is asked for: `3/8`; `auto/8`, whose number the scheduler says; or `auto`, where it says both. `variable` gives the value of
    /// an environment variable.
    ///
    /// # Errors
    ///
    /// It names no share, no scheduler or several say which task this is, or the task is not one of so many.
    pub fn find(asked: &str, variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, Diagnostic> {
        let of = match asked.strip_prefix(AUTO) {
            None => {
                let share =
                    asked.parse().map_err(|error| refuse(format!("`{asked}` names no share ({error})")))?;
                return Ok(Self { share, by: None });
            }
            Some("") => None,
            Some(rest) => {
                let of = rest.strip_prefix('/').and_then(|of| format!("1/{of}").parse::<ShareNumber>().ok());
                let none = || refuse(format!("`{asked}` does not say how many shares there are"));
                Some(of.ok_or_else(none)?.of())
            }
        };
        let said: Vec<(&Scheduler, String)> =
            SCHEDULERS.iter().filter_map(|scheduler| Some((scheduler, variable(scheduler.index)?))).collect();
        match said.as_slice() {
            [] => Err(refuse("no scheduler says which share this is")),
            [(scheduler, index)] => scheduler.find(index, of, variable),
            [(one, index), (other, second), ..] => Err(refuse(format!(
                "two schedulers say which share this is: {}={index} and {}={second}",
                one.index, other.index
            ))),
        }
    }
}

impl Scheduler {
    fn find(
        &self,
        index: &str,
        of: Option<u32>,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<AskedShare, Diagnostic> {
        let said = format!("{}={index}", self.index);
        let no_number =
            |name: &str, value: &str| refuse(format!("{name}={value} is no number of {}", self.name));
        let number = |name: &str| {
            let value = variable(name);
            value.map(|value| value.parse::<u32>().map_err(|_| no_number(name, &value))).transpose()
        };
        let task = index.parse::<u32>().map_err(|_| no_number(self.index, index))?;
        let count = self.count.map(number).transpose()?.flatten();
        let (first, step) = match self.steps {
            Some((first, step)) => (number(first)?.unwrap_or(0), number(step)?.unwrap_or(1).max(1)),
            None => (0, 1),
        };
        let of = match (of, count) {
            (Some(of), None) => of,
            // Tasks of a part of an array are not numbered as those of the whole are.
            (Some(of), Some(count)) if of != count => {
                return Err(refuse(format!("{said} is one of {count} tasks, and there are {of} shares")));
            }
            (_, Some(_)) if first > 1 => {
                return Err(refuse(format!("{said} is of an array that begins with {first}")));
            }
            (_, Some(count)) => count,
            (None, None) => {
                return Err(refuse(format!("{} does not say how many shares there are", self.name))
                    .with_hint(format!("say it, as in `--shard {AUTO}/8`")));
            }
        };
        let number = task.checked_sub(first).filter(|from| from % step == 0).map(|from| from / step);
        let share = number.and_then(|number| ShareNumber::new(number.checked_add(1)?, of));
        let share = share.ok_or_else(|| refuse(format!("{said} is none of {of} shares")))?;
        Ok(AskedShare { share, by: Some(said) })
    }
}

fn refuse(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(codes::SHARE_ASKED, message)
        .with_field("--shard")
        .with_hint("name the share, as in `--shard 3/8`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(asked: &str, variables: &[(&str, &str)]) -> Result<String, String> {
        let variable = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        let found = AskedShare::find(asked, &variable);
        found
            .map(|found| format!("{} {}", found.share, found.by.unwrap_or_default()))
            .map_err(|problem| problem.message)
    }

    #[test]
    fn each_scheduler_says_which_share_it_is() {
        let slurm = |id, first, count| {
            [
                ("SLURM_ARRAY_TASK_ID", id),
                ("SLURM_ARRAY_TASK_MIN", first),
                ("SLURM_ARRAY_TASK_STEP", "1"),
                ("SLURM_ARRAY_TASK_COUNT", count),
            ]
        };
        let said = |text: &str| Ok(text.to_owned());
        assert_eq!(find("3/8", &slurm("5", "0", "8")), said("3/8 "), "what a person says counts");
        assert_eq!(find("auto", &slurm("0", "0", "8")), said("1/8 SLURM_ARRAY_TASK_ID=0"));
        assert_eq!(find("auto/8", &slurm("8", "1", "8")), said("8/8 SLURM_ARRAY_TASK_ID=8"));
        let steps = [
            ("SLURM_ARRAY_TASK_ID", "5"),
            ("SLURM_ARRAY_TASK_MIN", "1"),
            ("SLURM_ARRAY_TASK_STEP", "2"),
            ("SLURM_ARRAY_TASK_COUNT", "4"),
        ];
        assert_eq!(find("auto", &steps), said("3/4 SLURM_ARRAY_TASK_ID=5"));
        assert_eq!(find("auto/8", &[("JOB_COMPLETION_INDEX", "7")]), said("8/8 JOB_COMPLETION_INDEX=7"));
        let aws = [("AWS_BATCH_JOB_ARRAY_INDEX", "2"), ("AWS_BATCH_JOB_ARRAY_SIZE", "8")];
        assert_eq!(find("auto", &aws), said("3/8 AWS_BATCH_JOB_ARRAY_INDEX=2"));
        assert_eq!(find("auto/8", &aws[..1]), said("3/8 AWS_BATCH_JOB_ARRAY_INDEX=2"));
        assert_eq!(find("auto/4", &[("NOMAD_ALLOC_INDEX", "0")]), said("1/4 NOMAD_ALLOC_INDEX=0"));
    }

    #[test]
    fn what_cannot_be_told_is_refused() {
        let part =
            [("SLURM_ARRAY_TASK_ID", "3"), ("SLURM_ARRAY_TASK_MIN", "3"), ("SLURM_ARRAY_TASK_COUNT", "1")];
        for (asked, variables, says) in [
            ("auto", &[][..], "no scheduler says"),
            ("auto", &[("JOB_COMPLETION_INDEX", "7")], "does not say how many"),
            ("auto/8", &[("JOB_COMPLETION_INDEX", "8")], "is none of 8 shares"),
            ("auto/8", &[("NOMAD_ALLOC_INDEX", "x")], "is no number of Nomad"),
            ("auto/8", &[("NOMAD_ALLOC_INDEX", "1"), ("JOB_COMPLETION_INDEX", "1")], "two schedulers"),
            // A task that is run again alone.
            ("auto/8", &part, "is one of 1 tasks, and there are 8 shares"),
            ("auto", &part, "is of an array that begins with 3"),
            ("auto8", &[("NOMAD_ALLOC_INDEX", "1")], "does not say how many shares"),
            ("auto/0", &[("NOMAD_ALLOC_INDEX", "1")], "does not say how many shares"),
            ("9/8", &[], "names no share"),
        ] {
            let told = find(asked, variables).expect_err(asked);
            assert!(told.contains(says), "{asked}: {told}");
        }
    }
}
