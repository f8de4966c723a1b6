//! All that a text's page shows of its way: who has said what, what may be done now, and what is missing.

use dires_domain::circuit::{Action, Outcome, decide};
use dires_domain::conditions::{Missing, Request, check};
use dires_domain::heads::Heads;
use dires_domain::ids::{PaperId, TerritoryId};
use dires_domain::paper::ReservationState;
use dires_domain::people::Territory;
use dires_domain::standing::Standing;
use dires_domain::suggestion::proposals;
use dires_domain::text::{Draft, Text};

use super::authors::seen_by;
use super::comments::open_threads;
use super::consultation::Awaiting;
use super::situation::situation;
use super::{Asker, PaperError, live, readable};
use crate::storage::consultations::Consultation;
use crate::storage::decisions::Decision;
use crate::storage::journal::Line;
use crate::storage::opinions::GivenOpinion;
use crate::storage::papers::Paper;
use crate::storage::positions::TakenPosition;
use crate::storage::readings::Reading;
use crate::storage::reservations::Reservation;
use crate::storage::versions::Version;
use crate::storage::{StorageError, Tx};

/// How many lines of the journal a text's page shows.
const LAST_LINES: i64 = 6;

/// An action that the asker may do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Which.
    pub action: Action,
    /// As whom.
    pub standings: Vec<Standing>,
    /// What is missing before it is possible; a motive, a date and votes come with the action itself and are not here.
    pub missing: Vec<Missing>,
}

/// What is known of a text.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The text.
    pub paper: Paper,
    /// Its words as stored.
    pub text: Text,
    /// Their state.
    pub heads: Heads,
    /// The words with what is suggested of them.
    pub draft: Draft,
    /// How many suggestions are neither accepted nor refused.
    pub suggestions: usize,
    /// The territories for which it speaks, members first.
    pub perimeter: Vec<Territory>,
    /// Every avis, last first.
    pub opinions: Vec<GivenOpinion>,
    /// Every position, last first.
    pub positions: Vec<TakenPosition>,
    /// The reserves on its passages, in the order in which they were tabled.
    pub reservations: Vec<Reservation>,
    /// Every decision, last first.
    pub decisions: Vec<Decision>,
    /// The last consultation on it, open or closed.
    pub consultation: Option<Consultation>,
    /// The territories for which the asker's answer to it is awaited.
    pub answers_for: Vec<TerritoryId>,
    /// Every version, last first.
    pub versions: Vec<Version>,
    /// Whether the asker may see who wrote what.
    pub authored: bool,
    /// How many threads of comments are open, of those that the asker is shown; none where none ever is.
    pub open_threads: Option<usize>,
    /// The asker's bookmark in it.
    pub reading: Option<Reading>,
    /// The last lines of its journal, last first.
    pub journal: Vec<Line>,
    /// What the asker may do.
    pub offers: Vec<Offer>,
}

impl Overview {
    /// The offer of an action, if it is made.
    pub fn offer(&self, action: Action) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.action == action)
    }

    /// The avis of a territory that stands, or else the last that was voided or ended.
    pub fn opinion_of(&self, territory: TerritoryId) -> Option<&GivenOpinion> {
        let mut theirs = self.opinions.iter().filter(|it| it.territory == territory);
        theirs.next()
    }

    /// The reserves on passages that are in the way of its adoption.
    pub fn undecided(&self) -> impl Iterator<Item = &Reservation> {
        let perimeter = &self.paper.sheet.perimeter;
        self.reservations.iter().filter(|it| {
            it.state == ReservationState::Standing && perimeter.contains(&it.territory)
        })
    }

    /// The position of a territory that stands.
    pub fn position_of(&self, territory: TerritoryId) -> Option<&TakenPosition> {
        let mut theirs = self.positions.iter().filter(|it| it.territory == territory);
        theirs.find(|it| it.ended.is_none())
    }
}

/// Gathers what is known of a text that the asker may read.
pub async fn overview(tx: &mut Tx, asker: &Asker<'_>, id: PaperId) -> Result<Overview, PaperError> {
    let paper = readable(tx, asker, id).await?;
    let (draft, heads) = live::look_at_draft(tx, &paper).await?;
    let suggestions = proposals(&draft).len();
    let text = draft.clone().settled();
    let situation = situation(tx, &paper, &text, suggestions, &heads).await?;
    let request = Request {
        today: asker.today,
        motive: String::new(),
        meeting: None,
        ballot: None,
    };
    let offers = offers(asker, &paper)
        .map(|(action, standings)| Offer {
            action,
            standings,
            missing: before_hand(check(action, &situation, &request)),
        })
        .collect();
    let consultation = tx.consultations(id).await?.into_iter().next();
    Ok(Overview {
        answers_for: answers_for(tx, asker, consultation.as_ref()).await?,
        consultation,
        opinions: tx.opinions(id).await?,
        positions: tx.positions(id).await?,
        reservations: tx.reservations(id).await?,
        decisions: tx.decisions(id).await?,
        versions: tx.versions(id).await?,
        authored: seen_by(&paper, asker).is_some(),
        open_threads: open_threads(tx, asker, &paper).await?,
        reading: tx.reading(asker.person, id).await?,
        journal: tx.journal(id, LAST_LINES).await?,
        perimeter: situation.perimeter,
        paper,
        text,
        heads,
        draft,
        suggestions,
        offers,
    })
}

async fn answers_for(
    tx: &mut Tx,
    asker: &Asker<'_>,
    consultation: Option<&Consultation>,
) -> Result<Vec<TerritoryId>, StorageError> {
    let Some(open) = consultation.filter(|it| it.is_open(asker.now)) else {
        return Ok(Vec::new());
    };
    Ok(Awaiting::of(tx, open.clone()).await?.awaits(asker))
}

fn offers(asker: &Asker<'_>, paper: &Paper) -> impl Iterator<Item = (Action, Vec<Standing>)> {
    let placement = paper.placement();
    Action::ALL.iter().filter_map(move |action| {
        let standings = placement.allows(*action, asker.mandates, asker.today);
        standings.ok().map(|standings| (*action, standings))
    })
}

/// What has to be there before the form of an action is worth showing.
fn before_hand(checked: Result<(), Vec<Missing>>) -> Vec<Missing> {
    let mut missing = checked.err().unwrap_or_default();
    missing.retain(|it| {
        !matches!(
            it,
            Missing::Motive
                | Missing::Body
                | Missing::Date
                | Missing::Future(_)
                | Missing::Sitting(_)
                | Missing::Reserve(_)
                | Missing::Reservation(..)
        )
    });
    missing
}

/// Where an action leads from this text's stage, if to another one.
pub fn leads_to(paper: &Paper, offer: &Offer) -> Option<dires_domain::circuit::Stage> {
    let role = offer.standings.first()?.role;
    match decide(paper.stage, offer.action, role).ok()? {
        Outcome::Moves(stage) => Some(stage),
        Outcome::Stays => None,
    }
}
