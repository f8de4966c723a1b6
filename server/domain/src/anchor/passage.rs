//! The names of characters, and how they are written.

use std::fmt;
use std::str::FromStr;

use automerge::ActorId;

/// One character or marker, for ever: Automerge's `counter@actor`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Element {
    counter: u64,
    actor: ActorId,
}

/// The characters of a passage in the order in which they stood, as runs of consecutive names: `12+5@actor 40@actor`
/// are six.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage(Vec<Run>);

/// As many characters that were written one after the other by one replica.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    counter: u64,
    more: u64,
    actor: ActorId,
}

/// What is not the name of a character, or of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a character")]
pub struct Unreadable;

impl Element {
    /// The element that a replica made in its operation of this number.
    pub const fn new(counter: u64, actor: ActorId) -> Self {
        Self { counter, actor }
    }

    /// The number of the operation that made it.
    pub const fn counter(&self) -> u64 {
        self.counter
    }

    /// The replica that made it.
    pub const fn actor(&self) -> &ActorId {
        &self.actor
    }
}

impl Passage {
    /// These elements.
    pub fn of<'e>(elements: impl Iterator<Item = &'e Element>) -> Self {
        let mut runs: Vec<Run> = Vec::new();
        for Element { counter, actor } in elements {
            match runs.last_mut() {
                Some(run) if run.actor == *actor && run.counter + run.more + 1 == *counter => {
                    run.more += 1;
                }
                _ => runs.push(Run {
                    counter: *counter,
                    more: 0,
                    actor: actor.clone(),
                }),
            }
        }
        Self(runs)
    }

    /// Each element.
    pub fn elements(&self) -> impl DoubleEndedIterator<Item = Element> + '_ {
        self.0.iter().flat_map(|run| {
            let counters = run.counter..=run.counter + run.more;
            counters.map(|counter| Element::new(counter, run.actor.clone()))
        })
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.counter, self.actor)
    }
}

impl FromStr for Element {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let (counter, actor) = text.split_once('@').ok_or(Unreadable)?;
        Ok(Self::new(number(counter)?, name(actor)?))
    }
}

impl fmt::Display for Passage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (rank, run) in self.0.iter().enumerate() {
            let space = if rank == 0 { "" } else { " " };
            match run.more {
                0 => write!(f, "{space}{}@{}", run.counter, run.actor)?,
                more => write!(f, "{space}{}+{more}@{}", run.counter, run.actor)?,
            }
        }
        Ok(())
    }
}

impl FromStr for Passage {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let runs = text.split(' ').map(|run| {
            let (counters, actor) = run.split_once('@').ok_or(Unreadable)?;
            let (counter, more) = counters.split_once('+').unwrap_or((counters, "0"));
            Ok(Run {
                counter: number(counter)?,
                more: number(more)?,
                actor: name(actor)?,
            })
        });
        runs.collect::<Result<_, _>>().map(Self)
    }
}

fn number(digits: &str) -> Result<u64, Unreadable> {
    let few = (1..=15).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    let number = digits.parse().map_err(|_| Unreadable);
    if few { number } else { Err(Unreadable) }
}

fn name(actor: &str) -> Result<ActorId, Unreadable> {
    let fits = (2..=128).contains(&actor.len()) && actor.bytes().all(|it| it.is_ascii_hexdigit());
    let actor = ActorId::try_from(actor).map_err(|_| Unreadable);
    if fits { actor } else { Err(Unreadable) }
}

#[cfg(test)]
mod tests {
    use super::{Element, Passage};

    #[test]
    fn names_come_back_and_what_is_none_is_refused() {
        for text in ["1@ab", "12+5@ab12 3@ab12 4@cd"] {
            assert_eq!(text.parse::<Passage>().unwrap().to_string(), text);
        }
        assert_eq!("7@ab".parse::<Element>().unwrap().to_string(), "7@ab");
        let odd = [
            "",
            "s",
            "@",
            "1@",
            "@ab",
            "x@ab",
            "1@zz",
            "1@abc",
            "-1@ab",
            "+1@ab",
            "é@ab",
            "1@é",
            "9999999999999999@ab",
        ];
        for text in odd {
            assert!(text.parse::<Element>().is_err(), "{text}");
            assert!(text.parse::<Passage>().is_err(), "{text}");
        }
    }

    #[test]
    fn names_that_follow_are_one_run() {
        let elements: Vec<Element> = ["4@ab", "5@ab", "6@cd", "6@ab"]
            .map(|text| text.parse().unwrap())
            .to_vec();
        let passage = Passage::of(elements.iter());
        assert_eq!(passage.to_string(), "4+1@ab 6@cd 6@ab");
        assert_eq!(passage.elements().collect::<Vec<_>>(), elements);
    }
}
