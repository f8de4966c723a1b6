//! A text as its pages show it.

use dires_domain::circuit::{Action, Role, Stage};
use dires_domain::conditions::Missing;
use dires_domain::people::{Body, Membership, Strand, Territory};

use super::lines::{ConsultationLine, DecisionView, LineView, VersionView, name};
use super::voices::{self, Voice};
use super::{address, words_of};
use crate::papers::compare::{self, Moment};
use crate::papers::overview::{Offer, Overview};
use crate::storage::consultations::Consultation;
use crate::storage::papers::Paper;
use crate::storage::{StorageError, Tx};
use crate::web::messages::{amendments, comments, papers as say, reserves, suggestions, words};
use crate::web::{dates, typography};

/// A stage of the circuit, as a step.
pub struct StepView {
    /// Its name.
    pub label: &'static str,
    /// Whether the text is past it.
    pub done: bool,
    /// Whether the text is there.
    pub current: bool,
}

/// A territory of the perimeter.
pub struct Tag {
    /// Its name.
    pub name: String,
    /// Its colour.
    pub colour: i16,
    /// Whether it is associated.
    pub associate: bool,
}

/// A move that is offered.
pub struct MoveView {
    /// The action's code.
    pub code: &'static str,
    /// What its button says.
    pub label: &'static str,
    /// What it does, in a sentence.
    pub hint: &'static str,
    /// Whether it needs a motive.
    pub motive: bool,
    /// Whether a meeting can be given instead of what is missing.
    pub meeting: bool,
    /// What is missing.
    pub missing: Vec<String>,
}

/// What a text's page shows.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of the template"
)]
pub struct PaperView {
    /// Its address.
    pub address: String,
    /// The revision that is being read.
    pub revision: i64,
    /// The state of the words that are being read.
    pub heads: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its title, or that it has none.
    pub title: String,
    /// Its stage.
    pub stage: &'static str,
    /// Whether it is a demonstration.
    pub demonstration: bool,
    /// The circuit.
    pub steps: Vec<StepView>,
    /// Its territories.
    pub perimeter: Vec<Tag>,
    /// Volet, addressee, deadline, call: what and how much.
    pub facts: Vec<(&'static str, String)>,
    /// Its words, as HTML.
    pub html: String,
    /// How many suggestions are pending in it, in words; empty where none is.
    pub suggestions: String,
    /// Avis by territory.
    pub opinions: Vec<Voice>,
    /// Positions by territory.
    pub positions: Vec<Voice>,
    /// How many reserves there are on its passages, in words; empty where there is none.
    pub reserves: String,
    /// How many corrections of its form there are.
    pub reformed: usize,
    /// Whether there is a navette.
    pub navette: bool,
    /// How many of its changes lead nowhere, for who closes.
    pub astray: usize,
    /// Decisions.
    pub decisions: Vec<DecisionView>,
    /// The last consultation, as a list of one at most.
    pub consultations: Vec<ConsultationLine>,
    /// Whether the body is deciding in writing.
    pub consulted: bool,
    /// Whether nothing is under way, so that the body can be consulted.
    pub consultable: bool,
    /// Whether the reader's answer is awaited.
    pub answerable: bool,
    /// Versions, last first.
    pub versions: Vec<VersionView>,
    /// How many threads of comments are open; none where the reader is shown none, ever.
    pub comments: Option<String>,
    /// How many amendments were tabled, where there may be some.
    pub amendments: Option<String>,
    /// When the reader put their bookmark, and whether the text is still in that state.
    pub read: Option<(String, bool)>,
    /// The pages of its history: the end of the address, and what it is.
    pub history: Vec<(&'static str, &'static str)>,
    /// Whether the reader can put a bookmark.
    pub markable: bool,
    /// The version that the text as it is read is compared with, if there is one.
    pub earlier: Option<i32>,
    /// The last lines of the journal.
    pub journal: Vec<LineView>,
    /// The moves that are offered.
    pub moves: Vec<MoveView>,
    /// The territories for which an avis can be given.
    pub opinion_for: Vec<(String, String)>,
    /// The territories for which a position can be taken.
    pub position_for: Vec<(String, String)>,
    /// The published text that it corrects, as an address.
    pub corrects: Option<String>,
    /// The texts that correct it, as addresses.
    pub corrections: Vec<String>,
    /// Published, or under embargo.
    pub published: bool,
    offered: Vec<Action>,
}

impl PaperView {
    /// Whether the reader may do this now, by its code.
    pub fn offers(&self, code: &str) -> bool {
        self.offered.iter().any(|action| action.code() == code)
    }

    /// Whether the reader writes, describes or speaks: what the head of the page leads to.
    pub fn acts(&self) -> bool {
        [
            Action::Write,
            Action::EditSheet,
            Action::GiveOpinion,
            Action::TakePosition,
            Action::Amend,
            Action::Reserve,
        ]
        .iter()
        .any(|action| self.offered.contains(action))
    }

    /// Whether it was withdrawn or refused, and left the circuit.
    pub fn is_out(&self) -> bool {
        self.steps.iter().all(|step| !step.current)
    }

    /// The number of the last version; 0 without one.
    pub fn version(&self) -> i32 {
        self.versions.first().map_or(0, |version| version.number)
    }

    /// Puts an overview in words.
    pub async fn of(tx: &mut Tx, overview: &Overview) -> Result<Self, StorageError> {
        let (territories, bodies) = (tx.territories().await?, tx.bodies().await?);
        let strands = tx.strands().await?;
        let paper = &overview.paper;
        let corrections = tx.corrections_of(paper.id).await?;
        let decisions = overview.decisions.iter();
        Ok(Self {
            address: address(paper.id),
            revision: paper.revision,
            heads: overview.heads.token(),
            kind: words::kind(paper.sheet.kind),
            title: title(&overview.text.title),
            stage: words::stage(paper.stage),
            demonstration: paper.demonstration,
            steps: steps(paper.stage),
            perimeter: overview.perimeter.iter().map(Tag::from).collect(),
            facts: facts(paper, &strands),
            html: words_of(&overview.text, "texte-", paper.id),
            suggestions: match overview.suggestions {
                0 => String::new(),
                pending => suggestions::count(pending),
            },
            opinions: voices::opinions(overview),
            positions: voices::positions(overview),
            reserves: match overview.reservations.len() {
                0 => String::new(),
                all => reserves::count(all, overview.undecided().count()),
            },
            navette: paper.document.is_some() && left_the_directions(paper.stage),
            astray: astray(overview),
            reformed: tx.form_corrections(paper.id).await?.len(),
            decisions: decisions
                .map(|it| DecisionView::of(it, &bodies, &territories))
                .collect(),
            consulted: under_way(overview).is_some_and(Consultation::decides),
            consultable: under_way(overview).is_none(),
            answerable: !overview.answers_for.is_empty(),
            consultations: consultations(overview, &bodies),
            versions: overview.versions.iter().map(VersionView::from).collect(),
            read: overview
                .reading
                .as_ref()
                .map(|it| (dates::instant(it.at), it.heads == overview.heads)),
            amendments: amended(tx, paper).await?,
            comments: overview.open_threads.map(comments::open),
            history: history(overview),
            markable: paper.document.is_some(),
            earlier: earlier(overview),
            journal: overview.journal.iter().map(LineView::from).collect(),
            moves: moves(overview, &territories),
            opinion_for: speakers(overview, Action::GiveOpinion, &territories),
            position_for: speakers(overview, Action::TakePosition, &territories),
            corrects: paper.corrects.map(address),
            corrections: corrections.into_iter().map(address).collect(),
            published: tx.is_published(paper.id).await?,
            offered: overview.offers.iter().map(|offer| offer.action).collect(),
        })
    }
}

/// How many amendments were tabled: said while there may be some, and of a text that had some.
async fn amended(tx: &mut Tx, paper: &Paper) -> Result<Option<String>, StorageError> {
    let all = tx.amendments(paper.id).await?;
    let tabled = all.iter().filter(|it| it.tabled_at.is_some()).count();
    let said = tabled > 0 || paper.stage == Stage::Presidencies;
    Ok(said.then(|| amendments::count(tabled)))
}

/// Whether a text at this stage was passed on to the présidences.
pub const fn left_the_directions(stage: Stage) -> bool {
    matches!(
        stage,
        Stage::Presidencies | Stage::Adoption | Stage::Publication | Stage::Refused
    )
}

fn astray(overview: &Overview) -> usize {
    let mut missing = overview.offers.iter().flat_map(|it| &it.missing);
    let count = missing.find_map(|it| match it {
        Missing::Origin(count) => Some(*count),
        _ => None,
    });
    count.unwrap_or_default()
}

fn under_way(overview: &Overview) -> Option<&Consultation> {
    let last = overview.consultation.as_ref();
    last.filter(|it| it.ended.is_none())
}

fn consultations(overview: &Overview, bodies: &[Body]) -> Vec<ConsultationLine> {
    let line = |it: &Consultation| ConsultationLine::of(it, bodies);
    overview.consultation.iter().map(line).collect()
}

fn history(overview: &Overview) -> Vec<(&'static str, &'static str)> {
    let authors = overview.authored.then_some(("auteurs", "Qui a écrit quoi"));
    let moments = ("histoire", "Toute l’histoire du texte");
    std::iter::once(moments).chain(authors).collect()
}

fn earlier(overview: &Overview) -> Option<i32> {
    match compare::usual(&overview.paper, &overview.versions) {
        (Some(Moment::Version(number)), Some(_)) => Some(number),
        _ => None,
    }
}

impl From<&Territory> for Tag {
    fn from(territory: &Territory) -> Self {
        Self {
            name: territory.name.clone(),
            colour: territory.colour,
            associate: territory.membership == Membership::Associate,
        }
    }
}

/// A title that may be empty while people write.
pub fn title(title: &str) -> String {
    match title.trim() {
        "" => "Texte sans titre".to_owned(),
        title => typography::set(title),
    }
}

const WAY: [Stage; 5] = [
    Stage::Drafting,
    Stage::Directions,
    Stage::Presidencies,
    Stage::Adoption,
    Stage::Publication,
];

fn steps(stage: Stage) -> Vec<StepView> {
    let at = WAY.iter().position(|it| *it == stage);
    let step = |(rank, it): (usize, &Stage)| StepView {
        label: words::stage(*it),
        done: at.is_some_and(|at| rank < at),
        current: Some(rank) == at,
    };
    WAY.iter().enumerate().map(step).collect()
}

fn facts(paper: &Paper, strands: &[Strand]) -> Vec<(&'static str, String)> {
    let sheet = &paper.sheet;
    let strand = strands.iter().find(|it| Some(it.id) == sheet.strand);
    let mut facts = Vec::new();
    facts.extend(strand.map(|it| ("Volet", it.name.clone())));
    if !sheet.addressee.is_empty() {
        facts.push(("Destinataire", sheet.addressee.clone()));
    }
    facts.extend(sheet.deadline.map(|day| ("Échéance", dates::day(day))));
    if let Some(call) = &sheet.call {
        facts.push(("Appel", call.name.clone()));
        if !call.carrier.is_empty() {
            facts.push(("Porté par", call.carrier.clone()));
        }
        facts.push(("Clôture de l’appel", dates::instant(call.closes_at)));
    }
    facts
}

fn speakers(
    overview: &Overview,
    action: Action,
    territories: &[Territory],
) -> Vec<(String, String)> {
    let standings = overview.offer(action).map(|offer| offer.standings.iter());
    let mut ids: Vec<_> = standings
        .into_iter()
        .flatten()
        .filter_map(|it| it.territory)
        .collect();
    ids.dedup();
    ids.into_iter()
        .map(|id| (id.to_string(), name(territories, id)))
        .collect()
}

fn moves(overview: &Overview, territories: &[Territory]) -> Vec<MoveView> {
    let offers = overview.offers.iter();
    offers
        .filter_map(|offer| move_view(offer, overview.paper.stage, territories))
        .collect()
}

fn move_view(offer: &Offer, stage: Stage, territories: &[Territory]) -> Option<MoveView> {
    let hint = say::hint(offer.action, stage)?;
    let office = offer.standings.iter().any(|it| it.role == Role::Secretary);
    Some(MoveView {
        code: offer.action.code(),
        label: words::action(offer.action),
        hint,
        motive: matches!(offer.action, Action::SendBack | Action::Withdraw),
        meeting: office && matches!(offer.action, Action::Forward | Action::Approve),
        missing: offer
            .missing
            .iter()
            .map(|it| say::missing(it, territories))
            .collect(),
    })
}
