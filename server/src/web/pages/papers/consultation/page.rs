//! A consultation as it is read: what is asked, until when, what silence means, who has answered, how it ended.

use askama::Template;
use axum::http::StatusCode;
use dires_domain::circuit::Action;
use dires_domain::decision::{BodyRule, may_consult};
use dires_domain::ids::{ConsultationId, PaperId, TerritoryId};
use dires_domain::paper::ReservationState;
use dires_domain::people::Territory;
use dires_domain::text::Canonical;

use crate::clock;
use crate::papers::brief::brief;
use crate::papers::consultation::{NewAnswer, seen, voters};
use crate::papers::{Asker, PaperError};
use crate::storage::consultations::{Answered, Consultation};
use crate::storage::papers::Paper;
use crate::storage::reservations::Reservation;
use crate::storage::versions::Version;
use crate::storage::{StorageError, Tx};
use crate::web::messages::consultation as say;
use crate::web::messages::{decision, reserves, words};
use crate::web::pages::papers::brief::BriefView;
use crate::web::pages::papers::lines::name;
use crate::web::pages::papers::{address, view, words_of};
use crate::web::{Frame, Problem, dates, refusal};

/// What was typed in an answer that was refused, and why.
#[derive(Default)]
pub struct Typed {
    territory: Option<TerritoryId>,
    words: String,
    /// Why it is to be interrupted.
    motive: String,
    alert: String,
}

impl Typed {
    /// What was sent.
    pub fn of(new: &NewAnswer) -> Self {
        Self {
            territory: new.territory,
            words: new.words.clone(),
            ..Self::default()
        }
    }

    /// Why it is to be interrupted, as it was sent.
    pub fn stopping(motive: &str) -> Self {
        Self {
            motive: motive.to_owned(),
            ..Self::default()
        }
    }

    /// Says on the page why the answer was not taken; or the problem that no page can show.
    pub fn explain(
        &mut self,
        error: PaperError,
        territories: &[Territory],
    ) -> Result<StatusCode, Problem> {
        match refusal::told(error, territories) {
            Problem::Conflict(sentence) => {
                self.alert = sentence;
                Ok(StatusCode::CONFLICT)
            }
            Problem::Refused { sentence, .. } => {
                self.alert = sentence;
                Ok(StatusCode::UNPROCESSABLE_ENTITY)
            }
            problem => Err(problem),
        }
    }
}

/// A territory and what it answered, as far as it is shown.
struct Line {
    name: String,
    colour: i16,
    /// Its answer, or whether it has answered.
    said: &'static str,
    /// The answer's code; empty while it is not shown.
    code: &'static str,
    words: String,
}

/// A territory for which the reader answers.
struct Seat {
    id: TerritoryId,
    name: String,
    /// Code, label, chosen.
    answers: Vec<(&'static str, &'static str, bool)>,
    words: String,
    /// When its answer was given; empty where there is none.
    given: String,
}

/// The page.
#[derive(Template)]
#[template(path = "pages/papers/consultation.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of the template"
)]
pub struct ConsultationPage {
    frame: Frame,
    address: String,
    title: String,
    /// Whether the reader may read the text's own page.
    reads: bool,
    name: &'static str,
    decides: bool,
    open: bool,
    body: String,
    opens: String,
    closes: String,
    machine: String,
    version: i32,
    sha256: String,
    terms: Vec<String>,
    says: Vec<(&'static str, String)>,
    /// How it ended; empty before.
    end: &'static str,
    explanation: String,
    and_then: &'static str,
    lines: Vec<Line>,
    answered: usize,
    seats: Vec<Seat>,
    /// Sits in the body for a territory that is only heard.
    heard: bool,
    html: String,
    /// The reserves that are printed with the text if it is adopted, or would be: what the body decides on, whatever else
    /// its members may read.
    reserves: Vec<(String, String, &'static str, &'static str)>,
    /// What is read before answering, where the reader answers and reads the text's own page.
    brief: Option<BriefView>,
    /// Whether the reader may open another.
    another: bool,
    /// Which one the reader may interrupt.
    stops: Option<ConsultationId>,
    typed: Typed,
}

/// What the page is made of.
struct Known {
    paper: Paper,
    consultation: Consultation,
    version: Version,
    rule: Option<BodyRule>,
    voters: Vec<Territory>,
    answers: Vec<Answered>,
    reservations: Vec<Reservation>,
}

impl ConsultationPage {
    /// The page of the last consultation of a text that the asker sees; none without one.
    pub async fn of(
        tx: &mut Tx,
        by: &Asker<'_>,
        frame: Frame,
        id: PaperId,
        typed: Typed,
    ) -> Result<Option<Self>, PaperError> {
        let (paper, consultations) = seen(tx, by, id).await?;
        let Some(consultation) = consultations.into_iter().next() else {
            return Ok(None);
        };
        let known = Known::read(tx, paper, consultation).await?;
        Ok(Some(Self::draw(tx, by, frame, known, typed).await?))
    }

    async fn draw(
        tx: &mut Tx,
        by: &Asker<'_>,
        frame: Frame,
        known: Known,
        typed: Typed,
    ) -> Result<Self, PaperError> {
        let bytes = tx.version_bytes(known.version.id).await?;
        let canonical = Canonical::parse(&bytes)?;
        let territories = tx.territories().await?;
        let Known {
            consultation,
            version,
            ..
        } = &known;
        let body = tx.body(consultation.body).await?;
        let title = view::title(&version.title);
        let name = say::name(consultation.decides());
        let end = consultation.ended.map(|(_, end)| end);
        let rule = known.rule.as_ref();
        let terms = may_consult(rule).ok().filter(|_| consultation.decides());
        let lines = known.lines();
        let seats = known.seats(by, &typed);
        let may = |action| {
            let placement = known.paper.placement();
            placement.allows(action, by.mandates, by.today).is_ok()
        };
        let brief = if may(Action::Read) && !seats.is_empty() {
            let brief = Box::pin(brief(tx, by, known.paper.id)).await?;
            Some(BriefView::of(&brief))
        } else {
            None
        };
        Ok(Self {
            brief,
            frame: frame.titled(format!("{name} – {title}")),
            address: address(known.paper.id),
            reads: may(Action::Read),
            name,
            decides: consultation.decides(),
            open: consultation.is_open(by.now),
            stops: Some(consultation.id)
                .filter(|_| consultation.is_open(by.now) && may(Action::Consult)),
            body: body.map(|it| it.name).unwrap_or_default(),
            opens: dates::instant(consultation.opens_at),
            closes: dates::instant(consultation.closes_at),
            machine: dates::machine(consultation.closes_at),
            version: version.number,
            sha256: version.sha256.clone(),
            terms: terms.map(say::terms).unwrap_or_default(),
            says: rule
                .map(|it| decision::rule(&it.rule, &territories))
                .unwrap_or_default(),
            end: end.map(say::end).unwrap_or_default(),
            explanation: consultation.explanation.clone(),
            and_then: end.map(say::and_then).unwrap_or_default(),
            answered: known.answered().count(),
            reserves: known.reserves(&territories),
            lines,
            seats,
            heard: known.is_only_heard(by),
            html: words_of(canonical.text(), "texte-", version.paper),
            another: consultation.ended.is_some() && may(Action::Consult),
            title,
            typed,
        })
    }

    /// While the result is awaited, closed and not counted.
    fn counting(&self) -> bool {
        !self.open && self.end.is_empty()
    }
}

impl Known {
    async fn read(
        tx: &mut Tx,
        paper: Paper,
        consultation: Consultation,
    ) -> Result<Self, StorageError> {
        let versions = tx.versions(paper.id).await?;
        let version = versions
            .into_iter()
            .find(|it| it.id == consultation.version);
        let last = clock::day_of(consultation.closes_at);
        let (rule, voters) = voters(tx, &consultation, last).await?;
        Ok(Self {
            version: version.ok_or(StorageError::Absent)?,
            answers: tx.consultation_answers(consultation.id).await?,
            reservations: tx.reservations(paper.id).await?,
            rule,
            voters,
            paper,
            consultation,
        })
    }

    /// Territory, words, state and its code of each that is not lifted.
    fn reserves(
        &self,
        territories: &[Territory],
    ) -> Vec<(String, String, &'static str, &'static str)> {
        let perimeter = &self.paper.sheet.perimeter;
        let kept = self
            .reservations
            .iter()
            .filter(|it| it.state != ReservationState::Lifted && perimeter.contains(&it.territory));
        kept.map(|it| {
            let state = words::reservation(it.state);
            let of = name(territories, it.territory);
            (of, reserves::line(it), state, it.state.code())
        })
        .collect()
    }

    fn answer_of(&self, id: TerritoryId) -> Option<&Answered> {
        self.answers.iter().find(|it| it.territory == id)
    }

    /// The voters that have answered.
    fn answered(&self) -> impl Iterator<Item = &Territory> {
        let voters = self.voters.iter();
        voters.filter(|it| self.answer_of(it.id).is_some())
    }

    /// Until it has ended one is shown who has answered, and not what.
    fn lines(&self) -> Vec<Line> {
        let decides = self.consultation.decides();
        let shown = self.consultation.ended.is_some();
        let line = |voter: &Territory| {
            let answer = self.answer_of(voter.id);
            let seen = answer.filter(|_| shown);
            Line {
                name: voter.name.clone(),
                colour: voter.colour,
                said: match (answer, seen) {
                    (None, _) => "pas de réponse",
                    (Some(_), None) => "a répondu",
                    (_, Some(answer)) => say::answer(answer.vote, decides),
                },
                code: seen.map(|it| it.vote.code()).unwrap_or_default(),
                words: seen.map(|it| it.words.clone()).unwrap_or_default(),
            }
        };
        self.voters.iter().map(line).collect()
    }

    /// The territories for which the asker answers now.
    fn seats(&self, by: &Asker<'_>, typed: &Typed) -> Vec<Seat> {
        if !self.consultation.is_open(by.now) {
            return Vec::new();
        }
        let theirs = by.seats_in(self.consultation.body);
        let voters = self.voters.iter().filter(|it| theirs.contains(&it.id));
        voters.map(|it| self.seat(it, typed)).collect()
    }

    fn seat(&self, voter: &Territory, typed: &Typed) -> Seat {
        let decides = self.consultation.decides();
        let answer = self.answer_of(voter.id);
        let chosen = answer.map(|it| it.vote);
        let refused = typed.territory == Some(voter.id) && !typed.alert.is_empty();
        let words = answer.map(|it| it.words.clone()).unwrap_or_default();
        Seat {
            id: voter.id,
            name: voter.name.clone(),
            answers: say::answers(decides)
                .iter()
                .map(|it| (it.code(), say::answer(*it, decides), Some(*it) == chosen))
                .collect(),
            words: if refused { typed.words.clone() } else { words },
            given: answer.map(|it| dates::instant(it.at)).unwrap_or_default(),
        }
    }

    fn is_only_heard(&self, by: &Asker<'_>) -> bool {
        let theirs = by.seats_in(self.consultation.body);
        let votes = self.voters.iter().any(|it| theirs.contains(&it.id));
        !theirs.is_empty() && !votes
    }
}
