//! `POST /api/textes/{id}/…`: moves, avis and positions, through the services that the pages call.

use axum::extract::{Path, State};
use dires_domain::circuit::Action;
use dires_domain::decision::{Attendance, Said};
use dires_domain::heads::Heads;
use dires_domain::ids::{BodyId, PaperId, TerritoryId};
use dires_domain::people::Territory;

use super::body::Body;
use super::read::answer;
use super::shapes::{
    AskedBallot, AskedMove, AskedOpinion, AskedPosition, PaperDetail, ProblemDetail,
};
use crate::app::App;
use crate::papers::PaperError;
use crate::papers::opinion::NewOpinion;
use crate::papers::position::NewPosition;
use crate::papers::step::{RecordedBallot, Step};
use crate::storage::Tx;
use crate::web::messages::{api as say, decision};
use crate::web::pages::papers::moves::made;
use crate::web::pages::papers::say::{given, taken};
use crate::web::pages::papers::show::identified;
use crate::web::{Answer, Problem, Someone, refusal};

/// Moves a text along its circuit.
#[utoipa::path(
    post,
    path = "/api/textes/{id}/etape",
    params(("id" = Uuid, Path, description = "The text's identifier")),
    request_body = AskedMove,
    responses(
        (status = 200, description = "The text after the move", body = PaperDetail),
        (status = 400, description = "Not this shape", body = ProblemDetail, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is logged in", body = ProblemDetail, content_type = "application/problem+json"),
        (status = 403, description = "Not for the caller", body = ProblemDetail, content_type = "application/problem+json"),
        (status = 404, description = "There is no such text, or none for the caller", body = ProblemDetail, content_type = "application/problem+json"),
        (status = 409, description = "Someone decided before, or not at this stage", body = ProblemDetail, content_type = "application/problem+json"),
        (status = 422, description = "Something is missing", body = ProblemDetail, content_type = "application/problem+json"),
    )
)]
pub async fn advance(
    State(app): State<App>,
    someone: Someone,
    Path(id): Path<String>,
    Body(asked): Body<AskedMove>,
) -> Answer {
    let id = identified(&id)?;
    let asked = read_move(&mut app.db.read().await?, asked).await?;
    done(
        &app,
        &someone,
        id,
        made(&app, &someone, id, &asked).await.map(drop),
    )
    .await
}

/// Gives a territory's avis.
#[utoipa::path(
    post,
    path = "/api/textes/{id}/avis",
    params(("id" = Uuid, Path, description = "The text's identifier")),
    request_body = AskedOpinion,
    responses(
        (status = 200, description = "The text with the avis", body = PaperDetail),
        (status = 400, description = "Not this shape", body = ProblemDetail, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is logged in", body = ProblemDetail, content_type = "application/problem+json"),
        (status = 403, description = "Not for the caller", body = ProblemDetail, content_type = "application/problem+json"),
        (status = 404, description = "There is no such text, or none for the caller", body = ProblemDetail, content_type = "application/problem+json"),
        (status = 409, description = "The text has changed or moved since it was read", body = ProblemDetail, content_type = "application/problem+json"),
        (status = 422, description = "A reserve without its text", body = ProblemDetail, content_type = "application/problem+json"),
    )
)]
pub async fn give_opinion(
    State(app): State<App>,
    someone: Someone,
    Path(id): Path<String>,
    Body(asked): Body<AskedOpinion>,
) -> Answer {
    let id = identified(&id)?;
    let new = NewOpinion {
        territory: named(&app, asked.territory.as_deref()).await?,
        word: asked.opinion,
        reservation: asked.reservation,
        heads: asked.heads.into_iter().collect::<Heads>(),
        revision: asked.revision,
    };
    done(
        &app,
        &someone,
        id,
        given(&app, &someone, id, &new).await.map(drop),
    )
    .await
}

/// Takes a territory's position.
#[utoipa::path(
    post,
    path = "/api/textes/{id}/position",
    params(("id" = Uuid, Path, description = "The text's identifier")),
    request_body = AskedPosition,
    responses(
        (status = 200, description = "The text with the position", body = PaperDetail),
        (status = 400, description = "Not this shape", body = ProblemDetail, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is logged in", body = ProblemDetail, content_type = "application/problem+json"),
        (status = 403, description = "Not for the caller", body = ProblemDetail, content_type = "application/problem+json"),
        (status = 404, description = "There is no such text, or none for the caller", body = ProblemDetail, content_type = "application/problem+json"),
        (status = 409, description = "The text has moved since it was read", body = ProblemDetail, content_type = "application/problem+json"),
        (status = 422, description = "A reserve without its text", body = ProblemDetail, content_type = "application/problem+json"),
    )
)]
pub async fn take_position(
    State(app): State<App>,
    someone: Someone,
    Path(id): Path<String>,
    Body(asked): Body<AskedPosition>,
) -> Answer {
    let id = identified(&id)?;
    let new = NewPosition {
        territory: named(&app, asked.territory.as_deref()).await?,
        word: asked.position,
        reservation: asked.reservation,
        version: asked.version,
        revision: asked.revision,
    };
    done(
        &app,
        &someone,
        id,
        taken(&app, &someone, id, &new).await.map(drop),
    )
    .await
}

/// The text after what was done, or why it was not.
async fn done(app: &App, someone: &Someone, id: PaperId, result: Result<(), PaperError>) -> Answer {
    match result {
        Ok(()) => answer(app, someone, id).await,
        Err(error) => Err(refusal::problem(app, error).await),
    }
}

async fn read_move(tx: &mut Tx, asked: AskedMove) -> Result<Step, Problem> {
    let moves = [
        Action::Submit,
        Action::Forward,
        Action::SendBack,
        Action::Approve,
        Action::Adopt,
        Action::Refuse,
        Action::Withdraw,
    ];
    if !moves.contains(&asked.action) {
        return Err(Problem::BadRequest(say::NOT_A_MOVE.to_owned()));
    }
    let ballot = match asked.ballot {
        Some(ballot) => Some(read_ballot(tx, ballot).await?),
        None => None,
    };
    Ok(Step {
        action: asked.action,
        revision: asked.revision,
        motive: asked.motive,
        meeting: asked.meeting,
        ballot,
    })
}

async fn read_ballot(tx: &mut Tx, asked: AskedBallot) -> Result<RecordedBallot, Problem> {
    let territories = tx.territories().await?;
    let votes = asked
        .votes
        .iter()
        .map(|it| Ok((find(&territories, &it.territory)?, it.vote)));
    let reserves = asked
        .reserves
        .iter()
        .map(|it| Ok((find(&territories, &it.territory)?, it.state)));
    let attendance = asked.attendance.iter().map(|it| {
        let holder = it.holder.as_deref();
        Ok(Attendance {
            territory: find(&territories, &it.territory)?,
            presence: it.presence,
            holder: holder.map(|slug| find(&territories, slug)).transpose()?,
        })
    });
    let chair = asked.chair.as_deref();
    Ok(RecordedBallot {
        said: Said {
            chair: chair.map(|slug| find(&territories, slug)).transpose()?,
            second_call: asked.second_call,
            attendance: attendance.collect::<Result<_, Problem>>()?,
            votes: votes.collect::<Result<_, Problem>>()?,
        },
        reserves: reserves.collect::<Result<_, Problem>>()?,
        body: Some(body(tx, &asked.body).await?),
        date: Some(asked.date),
        explain: decision::explain,
    })
}

async fn body(tx: &mut Tx, slug: &str) -> Result<BodyId, Problem> {
    let bodies = tx.bodies().await?;
    let found = bodies.iter().find(|body| body.slug == slug);
    found
        .map(|body| body.id)
        .ok_or_else(|| refused(say::no_body(slug)))
}

async fn named(app: &App, slug: Option<&str>) -> Result<Option<TerritoryId>, Problem> {
    let Some(slug) = slug else { return Ok(None) };
    let territories = app.db.read().await?.territories().await?;
    Ok(Some(find(&territories, slug)?))
}

fn find(territories: &[Territory], slug: &str) -> Result<TerritoryId, Problem> {
    let found = territories.iter().find(|territory| territory.slug == slug);
    found
        .map(|territory| territory.id)
        .ok_or_else(|| refused(say::no_territory(slug)))
}

fn refused(sentence: String) -> Problem {
    Problem::Refused {
        sentence,
        missing: Vec::new(),
    }
}
