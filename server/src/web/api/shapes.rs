//! What the API says and hears.

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::circuit::{Action, Stage};
use dires_domain::decision::Presence;
use dires_domain::paper::{Opinion, PaperKind, Position, ReservationState, Vote};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A text in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaperLine {
    /// Its identifier.
    pub id: Uuid,
    /// Its kind.
    #[schema(value_type = String, example = "dire")]
    pub kind: PaperKind,
    /// Where it stands in the circuit.
    #[schema(value_type = String, example = "conference-des-directions")]
    pub stage: Stage,
    /// Its title.
    pub title: String,
    /// The slugs of the territories for which it speaks.
    pub perimeter: Vec<String>,
    /// Counts moves and changes of the sheet.
    pub revision: i64,
    /// The day by which something must be done.
    pub due: Option<NaiveDate>,
}

/// The texts that the caller may read, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaperList {
    /// The texts.
    pub papers: Vec<PaperLine>,
}

/// A text, what was said of it, and what the caller may do.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaperDetail {
    /// Its identifier.
    pub id: Uuid,
    /// Its kind.
    #[schema(value_type = String, example = "dire")]
    pub kind: PaperKind,
    /// Where it stands in the circuit.
    #[schema(value_type = String, example = "conference-des-directions")]
    pub stage: Stage,
    /// Its title.
    pub title: String,
    /// The territories for which it speaks.
    pub perimeter: Vec<Member>,
    /// To whom it is addressed; may be empty.
    pub addressee: String,
    /// The day by which it must be adopted.
    pub deadline: Option<NaiveDate>,
    /// Counts moves and changes of the sheet: a request read at another revision is refused with 409.
    pub revision: i64,
    /// The live document, `automerge:…`, which is synchronised at `/sync`.
    #[schema(example = "automerge:4NMNnkMhL8jXrdJ9jamS58PAVdXu")]
    pub document: Option<String>,
    /// The state of the document: hashes of changes in hexadecimal, sorted.
    pub heads: Vec<String>,
    /// The last frozen version.
    pub version: Option<VersionLine>,
    /// Every avis of the directions, last first.
    pub opinions: Vec<OpinionLine>,
    /// Every position of the présidences, last first.
    pub positions: Vec<PositionLine>,
    /// What the caller may do, each with what is missing first.
    pub actions: Vec<Offered>,
}

/// A territory of the perimeter.
#[derive(Debug, Serialize, ToSchema)]
pub struct Member {
    /// Its name in addresses and requests.
    pub slug: String,
    /// Its full name.
    pub name: String,
}

/// A frozen version.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionLine {
    /// From 1.
    pub number: i32,
    /// SHA-256 of its canonical bytes, in hexadecimal.
    pub sha256: String,
    /// When it was frozen.
    pub frozen_at: DateTime<Utc>,
}

/// A territory's avis.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpinionLine {
    /// The territory's slug.
    pub territory: String,
    /// What it says.
    #[schema(value_type = String, example = "favorable")]
    pub opinion: Opinion,
    /// Its reserves, or why; may be empty.
    pub reservation: String,
    /// The state of the text that was read.
    pub heads: Vec<String>,
    /// When.
    pub given_at: DateTime<Utc>,
    /// Whether it still counts.
    pub stands: bool,
    /// Why it no longer does.
    #[schema(example = "modifie")]
    pub ended_because: Option<String>,
}

/// A territory's position.
#[derive(Debug, Serialize, ToSchema)]
pub struct PositionLine {
    /// The territory's slug.
    pub territory: String,
    /// What it says.
    #[schema(value_type = String, example = "approuve")]
    pub position: Position,
    /// Its reserves, or why; may be empty.
    pub reservation: String,
    /// What became of its reserve.
    #[schema(value_type = Option<String>, example = "maintenue")]
    pub reservation_state: Option<ReservationState>,
    /// When.
    pub taken_at: DateTime<Utc>,
    /// Whether it still counts.
    pub stands: bool,
    /// Why it no longer does.
    #[schema(example = "etape")]
    pub ended_because: Option<String>,
}

/// Something that the caller may do.
#[derive(Debug, Serialize, ToSchema)]
pub struct Offered {
    /// What.
    #[schema(value_type = String, example = "transmettre")]
    pub action: Action,
    /// For which territories, by slug; empty for the association.
    pub territories: Vec<String>,
    /// What must be done first, one French sentence each.
    pub missing: Vec<String>,
}

/// A move of a text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedMove {
    /// Which: soumettre, transmettre, renvoyer, approuver, adopter, refuser, retirer.
    #[schema(value_type = String, example = "soumettre")]
    pub action: Action,
    /// The revision that was read.
    pub revision: i64,
    /// Why; required to send back, refuse and withdraw.
    #[serde(default)]
    pub motive: String,
    /// The day on which the body met; heard from the secretariat only.
    pub meeting: Option<NaiveDate>,
    /// The body's vote, to adopt or refuse.
    pub ballot: Option<AskedBallot>,
}

/// A body's vote.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedBallot {
    /// The body's slug.
    pub body: String,
    /// The day.
    pub date: NaiveDate,
    /// The slug of the territory whose présidence chairs the meeting.
    #[serde(default)]
    pub chair: Option<String>,
    /// Whether the body met on a second convocation.
    #[serde(default)]
    pub second_call: bool,
    /// Who was there; of a territory that has no line, its vote says so.
    #[serde(default)]
    pub attendance: Vec<AskedAttendance>,
    /// One vote a territory that was there or represented.
    pub votes: Vec<AskedVote>,
    /// What became of each reserve.
    #[serde(default)]
    pub reserves: Vec<AskedReserve>,
}

/// Whether a territory was there.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedAttendance {
    /// The territory's slug.
    pub territory: String,
    /// Whether it was there: present, arrive-apres, parti-avant, represente, excuse, absent.
    #[schema(value_type = String, example = "represente")]
    pub presence: Presence,
    /// The slug of the territory to which it gave its pouvoir.
    #[serde(default)]
    pub holder: Option<String>,
}

/// A territory's vote.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedVote {
    /// The territory's slug.
    pub territory: String,
    /// Its vote.
    #[schema(value_type = String, example = "pour")]
    pub vote: Vote,
}

/// What became of a territory's reserve.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedReserve {
    /// The territory's slug.
    pub territory: String,
    /// Lifted or maintained.
    #[schema(value_type = String, example = "levee")]
    pub state: ReservationState,
}

/// An avis to give.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedOpinion {
    /// The territory's slug; may be left out by who stands for one only.
    pub territory: Option<String>,
    /// What it says.
    #[schema(value_type = String, example = "favorable-avec-reserves")]
    pub opinion: Opinion,
    /// Its reserves.
    #[serde(default)]
    pub reservation: String,
    /// The state of the text that was read: an avis on words that have changed since is refused with 409.
    pub heads: Vec<String>,
    /// The revision that was read.
    pub revision: i64,
}

/// A position to take.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedPosition {
    /// The territory's slug; may be left out by who presides one only.
    pub territory: Option<String>,
    /// What it says.
    #[schema(value_type = String, example = "approuve")]
    pub position: Position,
    /// Its reserves, or why.
    #[serde(default)]
    pub reservation: String,
    /// The number of the version that was read.
    pub version: i32,
    /// The revision that was read.
    pub revision: i64,
}

/// The texts that everyone may read, the most recently adopted first.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicationList {
    /// The texts.
    pub publications: Vec<PublicationLine>,
}

/// A published text.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicationLine {
    /// Its title.
    pub title: String,
    /// Its kind.
    #[schema(value_type = String, example = "dire")]
    pub kind: PaperKind,
    /// The day it was adopted.
    pub date: NaiveDate,
    /// The slugs of the territories that sign it.
    pub territories: Vec<String>,
    /// Its permanent address.
    pub url: String,
    /// The address of its canonical bytes.
    pub markdown: String,
    /// SHA-256 of these bytes, in hexadecimal.
    pub sha256: String,
    /// Whether it is a demonstration.
    pub demonstration: bool,
}

/// Why a request was not done (RFC 9457), as `application/problem+json`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemDetail {
    /// `about:blank`: the status says the kind of problem.
    pub r#type: String,
    /// The kind of problem, in French.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened, in French.
    pub detail: String,
    /// What must be done first, one French sentence each.
    pub missing: Vec<String>,
    /// The request's name in the server's log, to be quoted; also in the header `X-Request-Id`.
    pub request: String,
}
