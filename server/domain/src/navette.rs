//! The navette: what the directions validated beside what the présidences adopt, and what made each difference.
//!
//! A difference is shown as the redline has it, word by word, and led to its cause by the document itself: which change
//! brought or took out the characters that keep their names for ever. Where the redline keeps other characters than the hand
//! did, which read the same, it is what the hand did nearest that answers. What nothing answers for leads nowhere.

mod label;
mod names;
mod phases;
mod way;

use automerge::{Automerge, ChangeHash};

use crate::anchor::Element;
use crate::redline::Redline;
use crate::text::{Malformed, Text};
use names::State;
use phases::{Fates, base, phases};
use way::Way;

pub use label::{Label, Written};

/// What the directions validated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validated {
    /// The words of the version, in normal form.
    pub text: Text,
    /// The state of the document then; none where the document does not know it any more.
    pub heads: Option<Vec<ChangeHash>>,
}

/// What became of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// They came.
    Added,
    /// They went.
    Removed,
    /// They stay, and carry something else; or their block is another kind of block.
    Formed,
}

/// Characters in a row of one change, with one fate and one cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run<C> {
    /// Their fate.
    pub side: Side,
    /// The characters; a line break where a block begins.
    pub text: String,
    /// Their names, where the document tells them.
    pub names: Vec<Element>,
    /// What did it; none: it leads nowhere.
    pub cause: Option<C>,
}

/// A change of the redline, led to what made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Led<C> {
    /// Its number in [`Redline::changes`], from 0; none for the title.
    pub number: Option<usize>,
    /// The words that are not there any more, or those concerned as they were.
    pub before: String,
    /// The words that were not there, or those concerned as they are.
    pub after: String,
    /// Each character of it, once.
    pub runs: Vec<Run<C>>,
}

/// Both texts as one, with what made each change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Navette<C> {
    /// Both texts.
    pub redline: Redline,
    /// Each change, that of the title first.
    pub changes: Vec<Led<C>>,
}

impl<C: Clone + PartialEq> Led<C> {
    /// What made it, each once, in the order of the text.
    pub fn causes(&self) -> Vec<C> {
        let mut causes: Vec<C> = Vec::new();
        for cause in self.runs.iter().filter_map(|run| run.cause.as_ref()) {
            if !causes.contains(cause) {
                causes.push(cause.clone());
            }
        }
        causes
    }

    /// Whether something in it leads nowhere.
    pub fn leads_nowhere(&self) -> bool {
        self.runs.iter().any(|run| run.cause.is_none())
    }
}

impl<C: Clone + PartialEq> Navette<C> {
    /// From what was validated to `doc` as it is: `cause` says what a change of the document is of, `labels` what people said
    /// of what leads nowhere otherwise.
    ///
    /// Errors: [`Malformed`] where the document is not a text.
    pub fn of(
        doc: &Automerge,
        validated: &Validated,
        cause: impl Fn(&ChangeHash) -> Option<C>,
        labels: &[(C, Label)],
    ) -> Result<Self, Malformed> {
        let now = State::read(doc, None)?;
        let text = Text::read(doc, None)?.normalised();
        let redline = Redline::between(&validated.text, &text);
        let from = match &validated.heads {
            Some(heads) => heads.clone(),
            None => base(doc, &cause),
        };
        let then = State::read(doc, Some(&from))?;
        let fates = Fates::of(doc, &then, &phases(doc, &from, &cause))?;
        let names = (then.along(&validated.text), now.along(&text));
        let mut navette = Self {
            changes: Vec::new(),
            redline,
        };
        let title = Way::of_title(&navette.redline, (&names.0.title, &names.1.title));
        navette.lead(&title.answers(&fates), labels);
        let body = Way::of_body(&navette.redline, (&names.0.body, &names.1.body));
        navette.lead(&body.answers(&fates), labels);
        Ok(navette)
    }

    /// How many changes lead nowhere.
    pub fn nowhere(&self) -> usize {
        self.changes.iter().filter(|it| it.leads_nowhere()).count()
    }

    fn lead(&mut self, answers: &[way::Answer<C>], labels: &[(C, Label)]) {
        let (told, _) = self.redline.changes();
        for of_one in answers.chunk_by(|a, b| a.change == b.change) {
            let number = of_one[0].change;
            let (before, after) = match number.and_then(|it| told.get(it)) {
                Some(change) => (change.before.clone(), change.after.clone()),
                None => self.titles(),
            };
            let mut led = Led {
                number,
                before,
                after,
                runs: Vec::new(),
            };
            for answer in of_one {
                let cause = answer.cause.clone().or_else(|| {
                    let covers = |label: &Label| label.covers(&led, answer.side, answer.name);
                    let found = labels.iter().find(|(_, label)| covers(label));
                    found.map(|(cause, _)| cause.clone())
                });
                led.add(answer, cause);
            }
            self.changes.push(led);
        }
    }

    fn titles(&self) -> (String, String) {
        let (before, after) = (self.redline.before(), self.redline.after());
        (before.title, after.title)
    }
}

impl<C: PartialEq> Led<C> {
    fn add(&mut self, answer: &way::Answer<'_, C>, cause: Option<C>) {
        let goes_on = |run: &Run<C>| run.side == answer.side && run.cause == cause;
        if !self.runs.last().is_some_and(goes_on) {
            self.runs.push(Run {
                side: answer.side,
                text: String::new(),
                names: Vec::new(),
                cause,
            });
        }
        if let Some(run) = self.runs.last_mut() {
            run.text.push(answer.character);
            run.names.extend(answer.name.cloned());
        }
    }
}

/// The character that stands for a block's beginning.
const BEGINS: char = '\n';

#[cfg(test)]
mod tests;
