//! « Comment ce texte a été adopté »: dates, what each territory said, rules, reserves maintained.

use crate::clock::day_of;
use crate::publish::reading::Reading;
use crate::storage::adoptions::{AdoptionRecord, PublicDecision, PublicReservation};
use crate::web::dates;
use crate::web::messages::decision::{attendance, vote};
use crate::web::messages::public as say;

/// What the section shows.
pub struct Record {
    /// The text's way, day by day.
    pub steps: Vec<Step>,
    /// The bodies whose votes are known, in the order of the columns.
    pub bodies: Vec<String>,
    /// Whether the positions of the présidences are known.
    pub has_positions: bool,
    /// What each territory said.
    pub voices: Vec<Voice>,
    /// How each body decided.
    pub decisions: Vec<Decided>,
    /// The reserves maintained, by territory.
    pub reserves: Vec<Reserve>,
}

/// One day of the text's way.
pub struct Step {
    /// For `<time datetime>`.
    pub date: String,
    /// In words.
    pub day: String,
    /// What happened.
    pub sentence: String,
}

/// What one territory said.
pub struct Voice {
    /// Its name.
    pub territory: String,
    /// Its position in the conférence des présidences.
    pub position: String,
    /// Its vote in each body.
    pub votes: Vec<String>,
}

/// How a body decided.
pub struct Decided {
    /// Its sentence, with the rule's state; may be empty.
    pub sentence: String,
    /// Who chaired and who was there, one term and its names a line.
    pub there: Vec<(&'static str, String)>,
}

/// A reserve printed under its territory's name.
pub struct Reserve {
    /// The territory's name.
    pub territory: String,
    /// The reserve on the whole text, or why there is one on a passage, as it was written; may be empty for the latter.
    pub text: String,
    /// The passage and what would stand in its place, as sentences; none on the whole text.
    pub passage: Option<(String, String)>,
}

/// The section for a text.
pub fn build(reading: &Reading) -> Record {
    let record = &reading.record;
    let voted: Vec<&PublicDecision> = record
        .decisions
        .iter()
        .filter(|one| !one.votes.is_empty())
        .collect();
    Record {
        steps: steps(reading),
        bodies: voted.iter().map(|one| one.body.clone()).collect(),
        has_positions: !record.positions.is_empty(),
        voices: names(reading)
            .into_iter()
            .map(|name| voice(name, record, &voted))
            .collect(),
        decisions: decisions(record),
        reserves: reserves(record),
    }
}

/// What is known of each decision; one of which nothing is known is left out.
fn decisions(record: &AdoptionRecord) -> Vec<Decided> {
    let all = record.decisions.iter().map(|decision| Decided {
        sentence: say::rule(decision),
        there: there(decision),
    });
    all.filter(|one| !(one.sentence.is_empty() && one.there.is_empty()))
        .collect()
}

fn there(decision: &PublicDecision) -> Vec<(&'static str, String)> {
    let lines = decision.attendance.iter().map(|line| {
        (
            line.territory.as_str(),
            line.presence,
            line.holder.as_deref(),
        )
    });
    attendance(decision.chair.as_deref(), &lines.collect::<Vec<_>>())
}

fn steps(reading: &Reading) -> Vec<Step> {
    let mut days: Vec<_> = reading
        .record
        .entered
        .iter()
        .filter_map(|(stage, at)| Some((day_of(*at), say::entered(*stage)?.to_owned())))
        .collect();
    days.extend(
        reading
            .record
            .decisions
            .iter()
            .map(|one| (one.decided_on, say::decided(one))),
    );
    days.push((day_of(reading.text.visible_from), say::PUBLISHED.to_owned()));
    days.into_iter()
        .map(|(day, sentence)| Step {
            date: day.to_string(),
            day: dates::day(day),
            sentence,
        })
        .collect()
}

/// The signatories, then whoever else took a position or voted.
fn names(reading: &Reading) -> Vec<&str> {
    let record = &reading.record;
    let signed = reading
        .text
        .signatories
        .iter()
        .map(|one| one.territory.name.as_str());
    let positioned = record.positions.iter().map(|one| one.territory.as_str());
    let voted = record
        .decisions
        .iter()
        .flat_map(|one| &one.votes)
        .map(|vote| vote.territory.as_str());
    let mut names = Vec::new();
    for name in signed.chain(positioned).chain(voted) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn voice(name: &str, record: &AdoptionRecord, voted: &[&PublicDecision]) -> Voice {
    let position = record.positions.iter().find(|one| one.territory == name);
    let said = |decision: &&PublicDecision| {
        let found = decision.votes.iter().find(|vote| vote.territory == name);
        found.map_or_else(
            || say::SILENT.to_owned(),
            |voted| vote(voted.vote, voted.voices, voted.silent),
        )
    };
    Voice {
        territory: name.to_owned(),
        position: position.map_or_else(|| say::SILENT.to_owned(), say::position),
        votes: voted.iter().map(said).collect(),
    }
}

fn reserves(record: &AdoptionRecord) -> Vec<Reserve> {
    let kept = record
        .positions
        .iter()
        .filter(|one| !one.maintained.is_empty());
    let whole = kept.map(|one| Reserve {
        territory: one.territory.clone(),
        text: one.maintained.clone(),
        passage: None,
    });
    whole
        .chain(record.reservations.iter().map(on_passage))
        .collect()
}

/// A reserve on a passage, as the annex prints it.
pub fn on_passage(reserve: &PublicReservation) -> Reserve {
    Reserve {
        territory: reserve.territory.clone(),
        text: reserve.motive.clone(),
        passage: Some((reserve.quote.clone(), say::proposed(&reserve.wording))),
    }
}
