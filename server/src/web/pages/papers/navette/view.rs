//! A navette as its page shows it.

use std::collections::HashMap;

use dires_domain::ids::PersonId;
use dires_domain::navette::Led;
use dires_domain::people::Territory;
use dires_domain::redline::{Change, Marking};

use crate::papers::navette::{Cause, Shuttle};
use crate::storage::form_corrections::FormCorrection;
use crate::storage::{StorageError, Tx};
use crate::web::messages::amendments;
use crate::web::messages::navette::{self as say, Kind};
use crate::web::pages::papers::compare::{MARKING, line};
use crate::web::pages::papers::lines::{VersionView, name};
use crate::web::pages::papers::{address, images_of, view};
use crate::web::{dates, typography};

/// What the address of a change in the text begins with.
const PREFIX: &str = "modif-";

/// What was typed in a form that was refused.
#[derive(Default)]
pub struct Typed {
    /// The number of the change, from 1; 0 for none.
    pub change: usize,
    /// What was said of it.
    pub words: String,
    /// What is wrong.
    pub fault: String,
}

impl Typed {
    /// What was sent of a change, counted from 0.
    pub fn of(change: usize, words: &str) -> Self {
        Self {
            change: change.saturating_add(1),
            words: words.to_owned(),
            fault: String::new(),
        }
    }

    /// Whether the form of this change, counted from 1, was refused.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "a template gives references"
    )]
    pub fn is(&self, number: &usize) -> bool {
        self.change == *number && !self.fault.is_empty()
    }
}

/// What made a change, in words.
pub struct OriginView {
    /// Where it leads; empty for a label, which is all there is.
    pub href: String,
    /// What it is.
    pub what: String,
    /// Who, and when.
    pub note: String,
    /// Which words of the change are its own, where they are not all; empty otherwise.
    pub words: String,
    /// Why.
    pub motive: String,
    /// The number of the label, where it is one.
    pub label: Option<i32>,
}

/// A change.
pub struct LedView {
    /// Its number, from 1.
    pub number: usize,
    /// Where it stands in the text.
    pub place: String,
    /// What sort of change it is.
    pub sort: &'static str,
    /// Its words.
    pub excerpt: String,
    /// The heading above it.
    pub section: String,
    /// What made it.
    pub origins: Vec<OriginView>,
    /// Whether something in it leads nowhere.
    pub astray: bool,
    /// Which of its words, where they are not all; empty otherwise.
    pub mute: String,
}

/// A navette.
pub struct NavetteView {
    /// The text's address.
    pub address: String,
    /// Its title.
    pub title: String,
    /// The same, with what changed in it, as HTML.
    pub heading: String,
    /// The version that the directions validated, and the last one.
    pub versions: (VersionView, VersionView),
    /// Both texts, as HTML.
    pub html: String,
    /// How many changes there are.
    pub count: String,
    /// How many of each kind.
    pub counts: Vec<String>,
    /// Each change.
    pub changes: Vec<LedView>,
    /// How many lead nowhere.
    pub astray: usize,
    /// Whether the reader may say where they come from.
    pub labels: bool,
    /// The state that is read.
    pub state: String,
}

impl NavetteView {
    /// Puts it in words.
    pub async fn of(tx: &mut Tx, found: &Shuttle) -> Result<Self, StorageError> {
        let navette = &found.navette;
        let teller = Teller {
            territories: tx.territories().await?,
            names: names(tx, found).await?,
            found,
        };
        let (told, _) = navette.redline.changes();
        let after = |number: usize| {
            let at = navette
                .changes
                .iter()
                .position(|it| it.number == Some(number));
            at.map_or_else(String::new, |at| reference(at + 1, &navette.changes[at]))
        };
        let marking = Marking {
            images: &images_of(found.paper.id),
            after: &after,
            ..MARKING
        };
        let title = navette.redline.after().title;
        let retitled = navette.changes.first().filter(|it| it.number.is_none());
        let heading = match retitled {
            Some(led) => navette.redline.title_html(&marking) + &reference(1, led),
            None => String::new(),
        };
        let changes = navette.changes.iter().enumerate();
        Ok(Self {
            address: address(found.paper.id),
            title: view::title(&title),
            heading,
            versions: (
                VersionView::from(&found.validated),
                VersionView::from(&found.last),
            ),
            html: navette.redline.to_html(PREFIX, &marking),
            count: say::count(navette.changes.len()),
            counts: counts(&navette.changes),
            changes: changes
                .map(|(at, led)| teller.led(at + 1, led, &told))
                .collect(),
            astray: navette.nowhere(),
            labels: found.labels_now,
            state: found.heads.token(),
        })
    }
}

/// What follows a change in the text: its number, which leads to its origin, and a sign where it has none.
fn reference(number: usize, led: &Led<Cause>) -> String {
    let (class, said, sign) = if led.leads_nowhere() {
        (" astray", "Sans origine, changement ", "\u{a0}?")
    } else {
        ("", "Origine du changement ", "")
    };
    format!(
        "<sup class=\"origin{class}\"><a href=\"#origine-{number}\"><span class=\"visually-hidden\">{said}</span>{number}<span aria-hidden=\"true\">{sign}</span></a></sup>"
    )
}

fn counts(changes: &[Led<Cause>]) -> Vec<String> {
    let kind = |cause: &Cause| match cause {
        Cause::Amendment(_) => Kind::Amended,
        Cause::Correction(_) | Cause::Undoing(_) => Kind::Formed,
        Cause::Label(_) => Kind::Labelled,
    };
    let of = |wanted: Kind| {
        let count = changes.iter().filter(|led| match wanted {
            Kind::Nowhere => led.leads_nowhere(),
            wanted => led.causes().iter().any(|it| kind(it) == wanted),
        });
        (wanted, count.count())
    };
    let kinds = [Kind::Amended, Kind::Formed, Kind::Labelled, Kind::Nowhere];
    let counts = kinds.into_iter().map(of).filter(|(_, count)| *count > 0);
    counts
        .map(|(kind, count)| say::counted(kind, count))
        .collect()
}

/// The names of those who labelled.
async fn names(tx: &mut Tx, found: &Shuttle) -> Result<HashMap<PersonId, String>, StorageError> {
    let mut names = HashMap::new();
    for label in &found.labels {
        let person = tx.person(label.said.1).await?;
        names.extend(person.map(|it| (label.said.1, it.name)));
    }
    Ok(names)
}

/// Which words of a change are of one cause, or lead nowhere; empty where all are, or where there is no word.
fn words_of(led: &Led<Cause>, cause: Option<Cause>) -> String {
    if led.runs.iter().all(|run| run.cause == cause) {
        return String::new();
    }
    let theirs = led.runs.iter().filter(|run| run.cause == cause);
    let said = theirs.filter_map(|run| say::run(run.side, &run.text));
    said.collect::<Vec<_>>().join(", ")
}

/// Who puts causes in words.
struct Teller<'a> {
    found: &'a Shuttle,
    territories: Vec<Territory>,
    names: HashMap<PersonId, String>,
}

impl Teller<'_> {
    fn led(&self, number: usize, led: &Led<Cause>, told: &[Change]) -> LedView {
        let change = led.number.and_then(|it| told.get(it));
        let shown = change.map(|it| line(it, told));
        let place = match led.number {
            Some(number) => format!("{PREFIX}{}", number + 1),
            None => "titre".to_owned(),
        };
        let retitled = || typography::set(&format!("« {} » devenu « {} »", led.before, led.after));
        LedView {
            number,
            place,
            sort: shown.as_ref().map_or(say::RETITLED, |it| it.sort),
            excerpt: shown
                .as_ref()
                .map_or_else(retitled, |it| it.excerpt.clone()),
            section: shown.map(|it| it.section).unwrap_or_default(),
            origins: self.origins(led),
            astray: led.leads_nowhere(),
            mute: words_of(led, None),
        }
    }

    fn origins(&self, led: &Led<Cause>) -> Vec<OriginView> {
        let causes = led.causes().into_iter();
        let origins = causes.filter_map(|cause| {
            let mut origin = self.origin(cause)?;
            origin.words = words_of(led, Some(cause));
            Some(origin)
        });
        origins.collect()
    }

    fn origin(&self, cause: Cause) -> Option<OriginView> {
        match cause {
            Cause::Amendment(id) => {
                let one = self.found.amendments.iter().find(|it| it.id == id)?;
                let ended = one.ended_at.map(dates::instant).unwrap_or_default();
                Some(OriginView {
                    href: format!("{}/amendements/{id}", address(self.found.paper.id)),
                    what: amendments::name(one.number, one.parent.is_some()),
                    note: say::accepted(
                        &name(&self.territories, one.territory),
                        &ended,
                        one.point.is_some(),
                    ),
                    motive: one.motive.clone(),
                    words: String::new(),
                    label: None,
                })
            }
            Cause::Correction(number) => self.formed(number, false),
            Cause::Undoing(number) => self.formed(number, true),
            Cause::Label(number) => {
                let label = self.found.labels.iter().find(|it| it.number == number)?;
                let who = self.names.get(&label.said.1).cloned().unwrap_or_default();
                Some(OriginView {
                    href: String::new(),
                    what: say::label(number),
                    note: format!("{who}, {}", dates::instant(label.said.0)),
                    motive: label.label.clone(),
                    words: String::new(),
                    label: Some(number),
                })
            }
        }
    }

    fn formed(&self, number: i32, undone: bool) -> Option<OriginView> {
        let all = self.found.corrections.iter();
        let correction: &FormCorrection = all.into_iter().find(|it| it.number == number)?;
        let contested = correction.contested.as_ref().filter(|_| undone);
        Some(OriginView {
            href: format!("{}/forme#correction-{number}", address(self.found.paper.id)),
            what: say::correction(number, undone),
            note: dates::instant(contested.map_or(correction.at, |it| it.at)),
            motive: contested
                .map_or(&correction.motive, |it| &it.reason)
                .clone(),
            words: String::new(),
            label: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn led(cause: Option<Cause>) -> Led<Cause> {
        Led {
            number: Some(0),
            before: String::new(),
            after: "mots".to_owned(),
            runs: vec![dires_domain::navette::Run {
                side: dires_domain::navette::Side::Added,
                text: "mots".to_owned(),
                names: Vec::new(),
                cause,
            }],
        }
    }

    #[test]
    fn of_a_change_of_several_hands_each_is_shown_with_its_own_words() {
        let mut both = led(None);
        assert_eq!(words_of(&both, None), "");
        both.runs.extend(led(Some(Cause::Label(1))).runs);
        both.runs[1].text = "du\nrail".to_owned();
        assert_eq!(words_of(&both, None), "ajouté «\u{202f}mots\u{202f}»");
        let said = words_of(&both, Some(Cause::Label(1)));
        assert_eq!(said, "ajouté «\u{202f}du rail\u{202f}»");
    }

    #[test]
    fn changes_are_counted_by_what_made_them_and_those_without_origin_are_said_by_a_sign() {
        let changes = [
            led(Some(Cause::Correction(1))),
            led(Some(Cause::Undoing(1))),
            led(Some(Cause::Label(4))),
            led(None),
        ];
        assert_eq!(
            counts(&changes),
            [
                "2\u{a0}par des corrections de forme",
                "1\u{a0}libellé par le secrétariat",
                "1\u{a0}sans origine"
            ]
        );
        assert!(reference(4, &changes[3]).contains("Sans origine"));
        assert!(reference(1, &changes[0]).contains("Origine du changement"));
    }
}
