//! `GET /api/textes` and `GET /api/textes/{id}`: what the caller may read, and do.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::IntoResponse as _;
use dires_domain::circuit::Action;
use dires_domain::ids::{PaperId, TerritoryId};
use dires_domain::people::Territory;

use super::shapes::{
    Member, Offered, OpinionLine, PaperDetail, PaperLine, PaperList, PositionLine, ProblemDetail,
    VersionLine,
};
use crate::app::App;
use crate::papers::overview::{Offer, Overview, overview};
use crate::storage::opinions::{End, GivenOpinion};
use crate::storage::papers::Paper;
use crate::storage::positions::TakenPosition;
use crate::storage::versions::Version;
use crate::sync::wire::document_url;
use crate::web::messages::papers as say;
use crate::web::pages::papers::asker;
use crate::web::pages::papers::show::identified;
use crate::web::{Answer, Someone, refusal};

/// The texts that the caller may read, newest first.
#[utoipa::path(
    get,
    path = "/api/textes",
    responses(
        (status = 200, description = "The texts", body = PaperList),
        (status = 401, description = "Nobody is logged in", body = ProblemDetail, content_type = "application/problem+json"),
    )
)]
pub async fn list(State(app): State<App>, someone: Someone) -> Answer {
    let mut tx = app.db.read().await?;
    let territories = tx.territories().await?;
    let asker = asker(&app, &someone);
    let mut papers = tx.papers().await?;
    papers.retain(|paper| {
        let read = paper
            .placement()
            .allows(Action::Read, asker.mandates, asker.today);
        read.is_ok()
    });
    let papers = papers
        .iter()
        .map(|paper| line(paper, &territories))
        .collect();
    Ok(Json(PaperList { papers }).into_response())
}

/// A text, what was said of it, and what the caller may do.
#[utoipa::path(
    get,
    path = "/api/textes/{id}",
    params(("id" = Uuid, Path, description = "The text's identifier")),
    responses(
        (status = 200, description = "The text", body = PaperDetail),
        (status = 401, description = "Nobody is logged in", body = ProblemDetail, content_type = "application/problem+json"),
        (status = 404, description = "There is no such text, or none for the caller", body = ProblemDetail, content_type = "application/problem+json"),
    )
)]
pub async fn one(State(app): State<App>, someone: Someone, Path(id): Path<String>) -> Answer {
    answer(&app, &someone, identified(&id)?).await
}

/// The text as it stands now, as the answer to who asked for it or changed it.
pub async fn answer(app: &App, someone: &Someone, id: PaperId) -> Answer {
    let mut tx = app.db.read().await?;
    let territories = tx.territories().await?;
    match overview(&mut tx, &asker(app, someone), id).await {
        Ok(overview) => Ok(Json(detail(&overview, &territories)).into_response()),
        Err(error) => Err(refusal::told(error, &territories)),
    }
}

fn slug(territories: &[Territory], id: TerritoryId) -> String {
    let found = territories.iter().find(|territory| territory.id == id);
    found
        .map(|territory| territory.slug.clone())
        .unwrap_or_default()
}

fn line(paper: &Paper, territories: &[Territory]) -> PaperLine {
    PaperLine {
        id: paper.id.0,
        kind: paper.sheet.kind,
        stage: paper.stage,
        title: paper.sheet.title.clone(),
        perimeter: paper
            .sheet
            .perimeter
            .iter()
            .map(|id| slug(territories, *id))
            .collect(),
        revision: paper.revision,
        due: paper.sheet.due(),
    }
}

fn detail(it: &Overview, territories: &[Territory]) -> PaperDetail {
    let paper = &it.paper;
    PaperDetail {
        id: paper.id.0,
        kind: paper.sheet.kind,
        stage: paper.stage,
        title: it.text.title.clone(),
        perimeter: it.perimeter.iter().map(member).collect(),
        addressee: paper.sheet.addressee.clone(),
        deadline: paper.sheet.deadline,
        revision: paper.revision,
        document: paper.document.map(document_url),
        heads: it.heads.as_slice().to_vec(),
        version: it.versions.first().map(version),
        opinions: it
            .opinions
            .iter()
            .map(|one| opinion(one, territories))
            .collect(),
        positions: it
            .positions
            .iter()
            .map(|one| position(one, territories))
            .collect(),
        actions: it
            .offers
            .iter()
            .map(|offer| offered(offer, territories))
            .collect(),
    }
}

fn member(territory: &Territory) -> Member {
    Member {
        slug: territory.slug.clone(),
        name: territory.name.clone(),
    }
}

fn version(version: &Version) -> VersionLine {
    VersionLine {
        number: version.number,
        sha256: version.sha256.clone(),
        frozen_at: version.frozen_at,
    }
}

fn because(end: Option<&End>) -> Option<String> {
    end.map(|(_, why)| why.code().to_owned())
}

fn opinion(it: &GivenOpinion, territories: &[Territory]) -> OpinionLine {
    OpinionLine {
        territory: slug(territories, it.territory),
        opinion: it.word,
        reservation: it.reservation.clone(),
        heads: it.heads.as_slice().to_vec(),
        given_at: it.at,
        stands: it.ended.is_none(),
        ended_because: because(it.ended.as_ref()),
    }
}

fn position(it: &TakenPosition, territories: &[Territory]) -> PositionLine {
    PositionLine {
        territory: slug(territories, it.territory),
        position: it.word,
        reservation: it.reservation.clone(),
        reservation_state: it.reservation_state,
        taken_at: it.at,
        stands: it.ended.is_none(),
        ended_because: because(it.ended.as_ref()),
    }
}

fn offered(offer: &Offer, territories: &[Territory]) -> Offered {
    let mut theirs: Vec<String> = offer
        .standings
        .iter()
        .filter_map(|standing| Some(slug(territories, standing.territory?)))
        .collect();
    theirs.dedup();
    Offered {
        action: offer.action,
        territories: theirs,
        missing: offer
            .missing
            .iter()
            .map(|it| say::missing(it, territories))
            .collect(),
    }
}
