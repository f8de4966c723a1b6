//! What is asked about a meeting: who was there, who spoke for whom, what each voted, and the reserves.

use dires_domain::decision::{BodyRule, Presence, Proxies, QuorumRule, Voters};
use dires_domain::ids::TerritoryId;
use dires_domain::paper::{ReservationState, Vote};
use dires_domain::people::Territory;

use super::Asked;
use super::asked::proxy_to;
use crate::papers::overview::Overview;
use crate::papers::step::vote::Day;
use crate::web::messages::{decision, papers as say, words};
use crate::web::pages::papers::lines::name;

/// A body on a day: its rule, who sits, and the reserves to decide.
pub struct Sitting {
    /// The body.
    pub body: String,
    /// The day, in words.
    pub day: String,
    /// What the rule says, one term and one sentence a line; empty where there is none.
    pub says: Vec<(&'static str, String)>,
    /// How much of it is still to be confirmed, in words.
    pub open: String,
    /// The outcome is computed; otherwise the rule is « à confirmer » and the secretariat states it.
    pub computed: bool,
    /// Whether a second convocation may change something.
    pub recalled: bool,
    /// Who may chair.
    pub chairs: Vec<Choice>,
    /// Those who vote.
    pub voters: Vec<Seat>,
    /// Those who are heard.
    pub heard: Vec<Seat>,
    /// The reserves.
    pub reserves: Vec<Question>,
}

/// What is asked about a territory that sits.
pub struct Seat {
    /// The territory.
    pub id: TerritoryId,
    /// Its name.
    pub name: String,
    /// The ways of being there.
    pub presences: Vec<Choice>,
    /// The territories to which it may have given its pouvoir; none where none is admitted.
    pub holders: Vec<Choice>,
    /// The votes.
    pub votes: Vec<Choice>,
}

/// What is asked about a territory's reserve.
pub struct Question {
    /// The territory.
    pub id: TerritoryId,
    /// Its name.
    pub name: String,
    /// The reserve.
    pub text: String,
    /// What may become of it.
    pub choices: Vec<Choice>,
}

/// One answer.
pub struct Choice {
    /// Its value.
    pub code: String,
    /// What is read.
    pub label: String,
    /// Whether it is the one typed.
    pub chosen: bool,
}

impl Sitting {
    /// What is asked about this body on this day.
    pub fn of(body: String, on: String, day: &Day, asked: &Asked, overview: &Overview) -> Self {
        let rule = day.rule.as_ref();
        let says = rule
            .map(|dated| decision::rule(&dated.rule, &day.territories))
            .unwrap_or_default();
        let voters = rule.map_or(Voters::Members, |dated| dated.rule.voters);
        let (voting, heard): (Vec<&Territory>, Vec<&Territory>) = day
            .territories
            .iter()
            .partition(|it| voters.includes(it.membership));
        Self {
            body,
            day: on,
            open: decision::open(&says),
            says,
            computed: rule.is_some_and(BodyRule::computes),
            recalled: rule.is_none_or(|it| it.rule.quorum != Some(QuorumRule::NotAsked)),
            chairs: day.territories.iter().map(|it| chair(asked, it)).collect(),
            voters: voting.iter().map(|it| seat(asked, day, it)).collect(),
            heard: heard.iter().map(|it| listener(asked, it)).collect(),
            reserves: reserves(asked, overview, &day.territories),
        }
    }
}

fn chair(asked: &Asked, territory: &Territory) -> Choice {
    Choice {
        code: territory.id.to_string(),
        label: territory.name.clone(),
        chosen: asked.chair() == Some(territory.id),
    }
}

fn seat(asked: &Asked, day: &Day, voter: &Territory) -> Seat {
    let typed = asked.presence(voter.id);
    let said = typed.unwrap_or(Presence::Present.code());
    let presences = Presence::ALL
        .iter()
        .filter(|it| **it != Presence::Represented)
        .map(|it| present(*it, said));
    Seat {
        id: voter.id,
        name: voter.name.clone(),
        presences: presences.collect(),
        holders: holders(day, voter, said),
        votes: votes(asked.vote(voter.id)),
    }
}

/// The territories to which a voter may have given its pouvoir, unless the rule admits none.
fn holders(day: &Day, voter: &Territory, said: &str) -> Vec<Choice> {
    let rule = day.rule.as_ref().and_then(BodyRule::in_force);
    if rule.is_some_and(|rule| rule.proxies == Some(Proxies::Forbidden)) {
        return Vec::new();
    }
    let others = day.territories.iter().filter(|it| it.id != voter.id);
    let choices = others.map(|holder| {
        let code = proxy_to(holder.id);
        Choice {
            chosen: code == said,
            code,
            label: holder.name.clone(),
        }
    });
    choices.collect()
}

fn votes(typed: Option<Vote>) -> Vec<Choice> {
    let all = Vote::ALL.iter().map(|vote| Choice {
        code: vote.code().to_owned(),
        label: match vote {
            Vote::Absent => say::NO_VOTE.to_owned(),
            vote => words::vote(*vote).to_owned(),
        },
        chosen: typed == Some(*vote),
    });
    all.collect()
}

/// An associate that is heard: only its presence is asked for, and may be left unsaid.
fn listener(asked: &Asked, territory: &Territory) -> Seat {
    let said = asked.presence(territory.id).unwrap_or_default();
    let unsaid = Choice {
        code: String::new(),
        label: say::UNSAID.to_owned(),
        chosen: said.is_empty(),
    };
    let ways = [Presence::Present, Presence::Excused, Presence::Absent];
    let presences = ways.into_iter().map(|it| present(it, said));
    Seat {
        id: territory.id,
        name: territory.name.clone(),
        presences: std::iter::once(unsaid).chain(presences).collect(),
        holders: Vec::new(),
        votes: Vec::new(),
    }
}

fn present(presence: Presence, said: &str) -> Choice {
    Choice {
        code: presence.code().to_owned(),
        label: decision::presence(presence).to_owned(),
        chosen: presence.code() == said,
    }
}

fn reserves(asked: &Asked, overview: &Overview, territories: &[Territory]) -> Vec<Question> {
    let standing = overview.positions.iter().filter(|it| it.ended.is_none());
    let reserved = standing.filter(|it| it.reservation_state.is_some());
    reserved
        .map(|position| Question {
            id: position.territory,
            name: name(territories, position.territory),
            text: position.reservation.clone(),
            choices: states(asked.reserve(position.territory)),
        })
        .collect()
}

fn states(typed: Option<ReservationState>) -> Vec<Choice> {
    [ReservationState::Lifted, ReservationState::Maintained]
        .map(|state| Choice {
            code: state.code().to_owned(),
            label: words::reservation(state).to_owned(),
            chosen: typed == Some(state),
        })
        .into()
}
