//! Lines of a journal, versions and decisions, in words.

use chrono::{DateTime, Utc};
use dires_domain::deed::Deed;
use dires_domain::ids::TerritoryId;
use dires_domain::paper::{Opinion, Position};
use dires_domain::people::{Body, Territory};

use crate::storage::consultations::Consultation;
use crate::storage::decisions::Decision;
use crate::storage::journal::Line;
use crate::storage::versions::Version;
use crate::web::messages::{
    amendments, consultation, decision as say, navette, reserves, suggestions, words,
};
use crate::web::{dates, typography};

/// A line of the journal.
pub struct LineView {
    /// When.
    pub when: String,
    /// The same, for machines.
    pub machine: String,
    /// Who.
    pub who: String,
    /// For whom; empty for the association.
    pub territory: String,
    /// What.
    pub what: String,
    /// Where to; empty when the text stayed.
    pub to: String,
    /// On which version.
    pub version: Option<i32>,
    /// Why; may be empty.
    pub motive: String,
    /// The meeting, the body; may be empty.
    pub beside: String,
}

impl From<&Line> for LineView {
    fn from(line: &Line) -> Self {
        Self {
            when: dates::instant(line.at),
            machine: dates::machine(line.at),
            who: line
                .person
                .clone()
                .unwrap_or_else(|| "L’association".to_owned()),
            territory: line.territory.clone().unwrap_or_default(),
            what: what(line),
            to: line
                .after
                .map(|stage| words::stage(stage).to_owned())
                .unwrap_or_default(),
            version: line.version,
            motive: line.motive.clone(),
            beside: beside(line),
        }
    }
}

/// The deed, with the answer that was given.
fn what(line: &Line) -> String {
    let said = |name: &str| line.detail.get(name);
    let opinion = said("avis").and_then(|code| code.parse::<Opinion>().ok());
    let position = said("position").and_then(|code| code.parse::<Position>().ok());
    let word = opinion
        .map(words::opinion)
        .or(position.map(words::position));
    match (line.deed, word) {
        (Deed::OpinionGiven | Deed::PositionTaken, Some(word)) => {
            format!(
                "{}\u{202f}: {}",
                words::deed(line.deed),
                word.to_lowercase()
            )
        }
        (deed, _) => words::deed(deed).to_owned(),
    }
}

fn beside(line: &Line) -> String {
    if let Some(said) = amendments::beside(&line.detail) {
        return said;
    }
    if let Some(voided) = line.detail.get("territoires") {
        return voided.clone();
    }
    if line.detail.contains_key("auteur") {
        return suggestions::beside(&line.detail);
    }
    if let Some(number) = line.detail.get("reserve") {
        return reserves::beside(number, line.person.is_some());
    }
    if let Some(number) = line.detail.get("correction") {
        return format!("correction n°\u{a0}{number}");
    }
    if let Some(number) = line.detail.get("libelle") {
        return navette::beside(number, &line.detail);
    }
    if let Some(name) = line.detail.get("nom") {
        return format!("«\u{202f}{}\u{202f}»", typography::set(name));
    }
    let body = line.detail.get("instance");
    if let Some(said) = consulted(line) {
        return said;
    }
    let day = line.detail.get("seance").and_then(|day| day.parse().ok());
    match (body, day) {
        (Some(body), Some(day)) => format!("{body}, séance du {}", dates::day(day)),
        (Some(body), None) => body.clone(),
        (None, Some(day)) => format!("Séance du {}", dates::day(day)),
        (None, None) => String::new(),
    }
}

/// A consultation's line: which body, and until when or how it ended.
fn consulted(line: &Line) -> Option<String> {
    let body = line.detail.get("instance")?;
    if let Some(end) = line.detail.get("issue") {
        let end = end.parse().map(consultation::end).unwrap_or_default();
        return Some(format!(
            "{body}, consultation close\u{202f}: {}",
            end.to_lowercase()
        ));
    }
    let until = line.detail.get("cloture")?.parse::<DateTime<Utc>>().ok()?;
    let decides = line
        .detail
        .get("consultation")
        .is_some_and(|it| it == "decision");
    let until = dates::instant(until);
    Some(format!(
        "{}, {body}, jusqu’au {until}",
        consultation::name(decides)
    ))
}

/// A consultation, as the text's page tells it.
pub struct ConsultationLine {
    /// A written consultation, or avis that are gathered.
    pub name: &'static str,
    /// The body.
    pub body: String,
    /// Whether it has not ended.
    pub open: bool,
    /// When it closes, or closed.
    pub closes: String,
    /// How it ended; empty before.
    pub end: &'static str,
}

impl ConsultationLine {
    /// A consultation, with the names of bodies.
    pub fn of(of: &Consultation, bodies: &[Body]) -> Self {
        let body = bodies.iter().find(|body| body.id == of.body);
        let end = of.ended.map(|(_, end)| consultation::end(end));
        Self {
            name: consultation::name(of.decides()),
            body: body.map(|body| body.name.clone()).unwrap_or_default(),
            open: end.is_none(),
            closes: dates::instant(of.closes_at),
            end: end.unwrap_or_default(),
        }
    }
}

/// A version.
pub struct VersionView {
    /// Its number.
    pub number: i32,
    /// The stage that it ended.
    pub stage: &'static str,
    /// When it was frozen.
    pub when: String,
    /// The same, for machines.
    pub machine: String,
    /// Its SHA-256.
    pub sha256: String,
    /// How many suggestions were pending, in words; empty where none was.
    pub suggestions: String,
}

impl From<&Version> for VersionView {
    fn from(version: &Version) -> Self {
        Self {
            number: version.number,
            stage: words::stage(version.stage),
            when: dates::instant(version.frozen_at),
            machine: dates::machine(version.frozen_at),
            sha256: version.sha256.clone(),
            suggestions: suggestions::pending_then(version.suggestions),
        }
    }
}

/// A decision.
pub struct DecisionView {
    /// The body.
    pub body: String,
    /// The day.
    pub on: String,
    /// Adopted or refused.
    pub result: &'static str,
    /// How the result was reached.
    pub explanation: String,
    /// Whether the rule was confirmed, or none was applied.
    pub confirmed: bool,
    /// Who chaired and who was there, one term and its names a line; empty where nothing is known.
    pub there: Vec<(&'static str, String)>,
    /// Whether the body met on a second convocation.
    pub second_call: bool,
    /// Whether it decided in writing.
    pub written: bool,
    /// Territory, vote, and the vote's code.
    pub votes: Vec<(String, String, &'static str)>,
}

impl DecisionView {
    /// A decision, with the names of bodies and territories.
    pub fn of(decision: &Decision, bodies: &[Body], territories: &[Territory]) -> Self {
        let body = bodies.iter().find(|body| body.id == decision.body);
        let votes = decision.votes.iter().map(|voted| {
            let said = say::vote(voted.vote, voted.voices, voted.silent);
            (name(territories, voted.territory), said, voted.vote.code())
        });
        Self {
            body: body.map(|body| body.name.clone()).unwrap_or_default(),
            on: dates::day(decision.on),
            result: if decision.adopted {
                "Adopté"
            } else {
                "Refusé"
            },
            explanation: decision.explanation.clone(),
            confirmed: decision.rule_confirmed,
            there: there(decision, territories),
            second_call: decision.second_call,
            written: decision.written,
            votes: votes.collect(),
        }
    }
}

fn there(decision: &Decision, territories: &[Territory]) -> Vec<(&'static str, String)> {
    let named: Vec<_> = decision
        .attendance
        .iter()
        .map(|line| {
            let holder = line.holder.map(|id| name(territories, id));
            (name(territories, line.territory), line.presence, holder)
        })
        .collect();
    let lines: Vec<_> = named
        .iter()
        .map(|(name, presence, holder)| (name.as_str(), *presence, holder.as_deref()))
        .collect();
    let chair = decision.chair.map(|id| name(territories, id));
    say::attendance(chair.as_deref(), &lines)
}

/// The name of a territory.
pub fn name(territories: &[Territory], id: TerritoryId) -> String {
    let found = territories.iter().find(|territory| territory.id == id);
    found
        .map(|territory| territory.name.clone())
        .unwrap_or_default()
}
