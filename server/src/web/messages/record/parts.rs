//! The parts of a relevé: the meeting, then each point.

use dires_domain::decision::BodyRule;
use dires_domain::ids::{BallotId, GuestId, PointId, TerritoryId};
use dires_domain::meeting::agenda::Point;
use dires_domain::meeting::journal::{Ballot, Sat};
use dires_domain::meeting::record::{DecisionRecord, Seated, Span};
use dires_domain::paper::{ReservationState, Vote};
use dires_domain::people::Territory;
use dires_domain::text::{Block, BlockKind, Level, Run};

use crate::sitting::record::{Put, Told};
use crate::sitting::{Floor, SittingError};
use crate::web::dates::{day, hour};
use crate::web::messages::{amendments, decision, sitting, words};

/// A heading of this level.
pub fn heading(level: u8, text: &str) -> Block {
    Block::new(
        BlockKind::Heading(Level::clamped(level)),
        vec![Run::plain(text)],
    )
}

/// The same block, a heading two levels lower.
pub fn lowered(mut block: Block) -> Block {
    if let BlockKind::Heading(level) = block.kind {
        block.kind = BlockKind::Heading(Level::clamped(level.get() + 2));
    }
    block
}

/// An item of a list: a word, and what is said of it.
fn item(term: &str, said: &str) -> Block {
    let mut strong = Run::plain(term);
    strong.marks.strong = true;
    let said = Run::plain(&format!("\u{202f}: {said}"));
    Block::new(BlockKind::UnorderedItem, vec![strong, said])
}

/// The meeting: when, where, who.
pub fn meeting(told: &Told, record: &DecisionRecord) -> Vec<Block> {
    let floor = &told.floor;
    let mut blocks = vec![heading(2, "Séance"), item("Instance", &floor.body.name)];
    blocks.push(item("Date", &day(floor.on)));
    blocks.extend(place(floor));
    blocks.push(item("Ouverture", &hour(record.opened_at)));
    blocks.extend(record.closed_at.map(|at| item("Clôture", &hour(at))));
    if floor.meeting.sheet.second_call {
        blocks.push(item(
            "Convocation",
            "deuxième, faute de quorum à la première",
        ));
    }
    blocks.push(item("Règle de l’instance", rule(floor)));
    blocks.push(item("Présidence de séance", &chairs(floor, record)));
    blocks.extend(people(floor, record));
    blocks.push(item("Quorum à l’ouverture", &quorum(floor, record)));
    blocks
}

fn place(floor: &Floor) -> Option<Block> {
    let sheet = &floor.meeting.sheet;
    let place = match (sheet.place.as_str(), sheet.link.as_str()) {
        ("", "") => return None,
        ("", _) => "à distance".to_owned(),
        (place, "") => place.to_owned(),
        (place, _) => format!("{place}, et à distance"),
    };
    Some(item("Lieu", &place))
}

fn rule(floor: &Floor) -> &'static str {
    let rule = floor.day.rule.as_ref();
    if rule.is_some_and(BodyRule::computes) {
        "confirmée"
    } else {
        "à confirmer"
    }
}

fn name(floor: &Floor, id: TerritoryId) -> &str {
    floor.territory(id).map_or("Territoire", |it| &it.name)
}

/// « Sicoval », or « Sicoval (jusqu’à 14 h 20), Grand Montauban (à partir de 14 h 20) ».
fn chairs(floor: &Floor, record: &DecisionRecord) -> String {
    let whole = |span: &Span<TerritoryId>| is_whole(span, record);
    let said = record.chairs.iter().map(|span| {
        let name = name(floor, span.what);
        if whole(span) {
            name.to_owned()
        } else {
            format!("{name} ({})", when(span, record))
        }
    });
    joined(&said.collect::<Vec<_>>(), "non précisée")
}

fn joined(said: &[String], none: &str) -> String {
    if said.is_empty() {
        none.to_owned()
    } else {
        said.join("\u{202f}; ")
    }
}

fn is_whole<T>(span: &Span<T>, record: &DecisionRecord) -> bool {
    span.from == record.opened_at && span.until == record.ends_at()
}

/// « jusqu’à 14 h 20 », « à partir de 14 h 07 », « de 14 h 07 à 14 h 20 ».
fn when<T>(span: &Span<T>, record: &DecisionRecord) -> String {
    let (from, until) = (hour(span.from), hour(span.until));
    match (
        span.from == record.opened_at,
        span.until == record.ends_at(),
    ) {
        (true, _) => format!("jusqu’à {until}"),
        (false, true) => format!("à partir de {from}"),
        (false, false) => format!("de {from} à {until}"),
    }
}

/// Who was there, represented, excused, absent, heard; and the guests.
fn people(floor: &Floor, record: &DecisionRecord) -> Vec<Block> {
    let (voting, heard): (Vec<&Territory>, Vec<&Territory>) = floor
        .day
        .territories
        .iter()
        .partition(|territory| floor.votes(territory));
    let mut blocks = vec![item("Présents", &sat(floor, record, &voting, is_here))];
    let represented = sat(floor, record, &voting, is_represented);
    blocks.push(item("Représentés", &represented));
    let (excused, absent) = away(floor, record);
    blocks.push(item("Excusés", &joined(&excused, "aucun")));
    blocks.push(item("Absents", &joined(&absent, "aucun")));
    if !heard.is_empty() {
        let heard = sat(floor, record, &heard, is_here);
        blocks.push(item("Avec voix consultative", &heard));
    }
    blocks.push(item("Invités", &guests(floor, record)));
    blocks
}

fn is_here(seated: Seated) -> bool {
    seated == Seated::Here
}

fn is_represented(seated: Seated) -> bool {
    matches!(seated, Seated::By(_))
}

fn sat(
    floor: &Floor,
    record: &DecisionRecord,
    of: &[&Territory],
    so: fn(Seated) -> bool,
) -> String {
    let mut said = Vec::new();
    for territory in of {
        let spans = record.seats_of(territory.id).iter();
        let parts: Vec<_> = spans
            .filter(|span| so(span.what))
            .map(|span| stretch(floor, record, span))
            .collect();
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let sat = record.seats_of(territory.id).iter().any(|it| so(it.what));
        match (sat, parts.is_empty()) {
            (false, _) => {}
            (true, true) => said.push(territory.name.clone()),
            (true, false) => said.push(format!("{} ({})", territory.name, parts.join(", puis "))),
        }
    }
    joined(&said, "aucun")
}

fn stretch(floor: &Floor, record: &DecisionRecord, span: &Span<Seated>) -> String {
    let mut parts = Vec::new();
    if let Seated::By(holder) = span.what {
        parts.push(format!("pouvoir à {}", name(floor, holder)));
    }
    if !is_whole(span, record) {
        parts.push(when(span, record));
    }
    parts.join(", ")
}

/// Those who never sat: excused, whether they vote or are heard; and absent, of those who vote.
fn away(floor: &Floor, record: &DecisionRecord) -> (Vec<String>, Vec<String>) {
    let all = floor.day.territories.iter();
    let never = all.filter(|it| record.seats_of(it.id).is_empty());
    let (excused, absent): (Vec<&Territory>, Vec<&Territory>) =
        never.partition(|it| record.excused.contains(&it.id));
    let names = |of: Vec<&Territory>| of.into_iter().map(|it| it.name.clone()).collect();
    let absent = absent.into_iter().filter(|it| floor.votes(it)).collect();
    (names(excused), names(absent))
}

fn guests(floor: &Floor, record: &DecisionRecord) -> String {
    let named = |id: &GuestId| {
        let mut all = floor.points.iter().flat_map(|point| &point.guests);
        all.find(|guest| guest.id == *id)
            .map_or_else(String::new, |guest| guest.name.clone())
    };
    let said = record.guests.iter().map(|(guest, spans)| {
        let spans: Vec<_> = spans.iter().map(|span| when(span, record)).collect();
        format!("{} ({})", named(guest), spans.join(", puis "))
    });
    joined(&said.collect::<Vec<_>>(), "aucun")
}

fn quorum(floor: &Floor, record: &DecisionRecord) -> String {
    let opened = Floor {
        sat: Sat::at(&floor.events, record.opened_at),
        ..floor.clone()
    };
    let said = sitting::quorum(&opened.quorate());
    said.trim_end_matches('.').to_owned()
}

/// A point: when it was taken, its text, its votes, its reserves.
pub fn point(told: &Told, record: &DecisionRecord, place: usize, point: &Point) -> Vec<Block> {
    let mut blocks = vec![heading(2, &format!("{place}. {}", point.title.trim()))];
    let minutes: Vec<_> = record
        .taken
        .iter()
        .filter(|(taken, _)| *taken == point.id)
        .map(|(_, at)| hour(*at))
        .collect();
    if minutes.is_empty() {
        blocks.push(Block::paragraph("Ce point n’a pas été pris."));
    } else {
        blocks.push(item("Pris à", &minutes.join(", puis à ")));
    }
    let text = told.texts.get(&point.id);
    blocks.extend(text.into_iter().flat_map(version));
    for id in &record.ballots {
        let ballot = told.floor.sat.ballots.get(id);
        if let Some(ballot) = ballot.filter(|ballot| ballot.point == point.id) {
            blocks.extend(vote(&told.floor, *id, ballot));
        }
    }
    let amended = text.map(|text| amended(&told.floor, point.id, text));
    blocks.extend(amended.into_iter().flatten());
    let reserves = text.map(|text| reserves(&told.floor, text));
    blocks.extend(reserves.into_iter().flatten());
    blocks
}

fn version(text: &Put) -> [Block; 2] {
    [
        item("Version du texte", &text.number.to_string()),
        item("Empreinte SHA-256", &text.sha256),
    ]
}

fn vote(floor: &Floor, id: BallotId, ballot: &Ballot) -> Vec<Block> {
    let about = match ballot.about.as_str() {
        "" => "Vote",
        about => about,
    };
    let mut blocks = vec![heading(3, about)];
    blocks.push(item("Ouvert à", &hour(ballot.opened_at)));
    blocks.extend(ballot.closed_at.map(|at| item("Clos à", &hour(at))));
    blocks.extend(votes(floor, id, ballot));
    blocks.push(match floor.conclusion(id) {
        Ok((_, conclusion)) => item("Résultat", &decision::explain(&conclusion)),
        Err(SittingError::NothingStated(why)) => item(
            "Résultat",
            &format!("non calculé\u{202f}: {}.", decision::cannot_say(&why)),
        ),
        Err(_) => item("Résultat", "ce vote n’a pas été achevé."),
    });
    blocks
}

/// One line for each vote that somebody gave, and the names, with who held whose pouvoir.
fn votes(floor: &Floor, id: BallotId, ballot: &Ballot) -> Vec<Block> {
    let second_call = floor.meeting.sheet.second_call;
    let said = floor.sat.said(id, &floor.day.territories, second_call);
    let holder = |of: TerritoryId| {
        let lines = said.iter().flat_map(|said| &said.attendance);
        lines
            .filter(|line| line.territory == of)
            .find_map(|line| line.holder)
    };
    let named = |of: &Territory| match holder(of.id) {
        Some(holder) => format!("{} (par {})", of.name, name(floor, holder)),
        None => of.name.clone(),
    };
    let line = |vote: &Vote| {
        let theirs = floor.day.territories.iter();
        let theirs = theirs.filter(|it| ballot.votes.get(&it.id) == Some(vote));
        let voters: Vec<_> = theirs.map(named).collect();
        (!voters.is_empty()).then(|| item(words::vote(*vote), &voters.join("\u{202f}; ")))
    };
    Vote::ALL.iter().filter_map(line).collect()
}

/// The amendments that were decided, or fell, at this point.
fn amended(floor: &Floor, point: PointId, text: &Put) -> Vec<Block> {
    let decided = text
        .amendments
        .iter()
        .filter(|(it, _)| it.point == Some(point));
    let lines: Vec<_> = decided
        .map(|(one, version)| {
            let name = amendments::name(one.number, one.parent.is_some());
            let about = format!("{name} ({})", self::name(floor, one.territory));
            let said = match version {
                Some(version) => format!("{}, version {version}", amendments::state(one.state)),
                None => amendments::state(one.state).to_owned(),
            };
            item(&about, &said)
        })
        .collect();
    if lines.is_empty() {
        return lines;
    }
    let title = std::iter::once(heading(3, "Amendements"));
    title.chain(lines).collect()
}

fn reserves(floor: &Floor, text: &Put) -> Vec<Block> {
    if text.reserves.is_empty() && text.passages.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![heading(3, "Réserves")];
    for (territory, reserve, state) in &text.reserves {
        let about = format!("{} ({})", name(floor, *territory), told(*state));
        blocks.push(item(&about, &reserve.replace(['\n', '\r'], " ")));
    }
    for (reserve, on) in &text.passages {
        let about = format!(
            "{} ({})",
            name(floor, reserve.territory),
            ruled(reserve.state, *on)
        );
        let line = super::super::reserves::line(reserve);
        blocks.push(item(&about, &line.replace(['\n', '\r'], " ")));
    }
    blocks
}

/// « réserve levée par la version 3 ».
fn ruled(state: ReservationState, on: Option<i32>) -> String {
    match (state, on) {
        (ReservationState::Lifted, Some(version)) => {
            format!("{} par la version {version}", told(state))
        }
        _ => told(state),
    }
}

fn told(state: ReservationState) -> String {
    words::reservation(state).to_lowercase()
}
