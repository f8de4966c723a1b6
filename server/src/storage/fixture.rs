//! An association with adopted texts, written row by row: what the tests of the public site stand on.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use dires_domain::ids::{BodyId, PaperId, PersonId, TerritoryId, VersionId};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::types::Json;
use uuid::Uuid;

use super::publications::Publication;
use super::{Db, Tx};

/// The association of the tests.
pub struct House {
    /// Two members and the Région, in the order of their slugs.
    pub territories: Vec<TerritoryId>,
    /// The body that adopts.
    pub assembly: BodyId,
    /// Who serves the association.
    pub secretary: PersonId,
}

/// An adopted text to write, with what differs from one test to another.
pub struct Adopted<'a> {
    /// The version's title.
    pub title: &'a str,
    /// The canonical bytes of the version.
    pub bytes: &'a [u8],
    /// Slugs of the perimeter.
    pub perimeter: &'a [&'a str],
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// The text that it corrects.
    pub corrects: Option<PaperId>,
}

/// An instant of 2026, UTC.
pub fn instant(month: u32, day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, month, day, hour, 0, 0)
        .single()
        .expect("an instant")
}

/// A day of 2026.
pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a day")
}

/// Founds the association.
pub async fn found(db: &Db) -> House {
    let mut tx = db.write().await.expect("a unit of work");
    let mut territories = Vec::new();
    for (slug, name, membership) in [
        ("grand-montauban", "Grand Montauban", "de-droit"),
        ("occitanie", "Région Occitanie", "associe"),
        ("sicoval", "Sicoval", "de-droit"),
    ] {
        territories.push(TerritoryId(
            territory(&mut tx, slug, name, membership).await,
        ));
    }
    let assembly = Uuid::now_v7();
    tx.query("insert into body (id, slug, name, kind, conducts, rank) values ($1, 'assemblee-generale', 'Assemblée générale', 'politique', 'adoption', 1)")
        .bind(assembly).execute().await.expect("a body");
    let secretary = Uuid::now_v7();
    tx.query("insert into person (id, name, email, email_folded, demonstration, created_at) values ($1, 'Secrétariat', 's@example.org', 's@example.org', true, $2)")
        .bind(secretary).bind(instant(1, 1, 0)).execute().await.expect("a person");
    tx.query("insert into mandate (id, person_id, function, since, given_at) values ($1, $2, 'secretariat', $3, $4)")
        .bind(Uuid::now_v7()).bind(secretary).bind(day(1, 1)).bind(instant(1, 1, 0)).execute().await.expect("a mandate");
    tx.save().await.expect("saved");
    House {
        territories,
        assembly: BodyId(assembly),
        secretary: PersonId(secretary),
    }
}

async fn territory(tx: &mut Tx, slug: &str, name: &str, membership: &str) -> Uuid {
    let id = Uuid::now_v7();
    tx.query("insert into territory (id, slug, name, membership, colour, since) values ($1, $2, $3, $4, 1, $5)")
        .bind(id).bind(slug.to_owned()).bind(name.to_owned()).bind(membership.to_owned())
        .bind(day(1, 1)).execute().await.expect("a territory");
    id
}

impl House {
    /// Writes an adopted text, not published yet, with a position, a maintained reserve and a vote.
    pub async fn adopted(&self, db: &Db, text: &Adopted<'_>) -> (PaperId, VersionId) {
        let mut tx = db.write().await.expect("a unit of work");
        let (paper, version) = (Uuid::now_v7(), Uuid::now_v7());
        tx.query("insert into paper (id, kind, title, stage, addressee, corrects, prior, demonstration, created_at, created_by, revision) values ($1, 'dire', $2, 'publication', 'La Région Occitanie', $3, false, true, $4, $5, 7)")
            .bind(paper).bind(text.title.to_owned()).bind(text.corrects.map(|id| id.0))
            .bind(instant(1, 5, 8)).bind(self.secretary.0).execute().await.expect("a paper");
        self.perimeter(&mut tx, paper, text.perimeter).await;
        freeze(&mut tx, paper, version, text).await;
        self.record(&mut tx, paper, version, text.decided_on).await;
        tx.save().await.expect("saved");
        (PaperId(paper), VersionId(version))
    }

    /// Writes an adopted text and publishes it from an instant.
    pub async fn published(
        &self,
        db: &Db,
        text: &Adopted<'_>,
        slug: &str,
        visible_from: DateTime<Utc>,
    ) -> PaperId {
        let (paper, version) = self.adopted(db, text).await;
        let mut tx = db.write().await.expect("a unit of work");
        let publication = Publication {
            paper,
            version,
            year: 2026,
            slug: slug.to_owned(),
            visible_from,
            published_at: instant(1, 6, 0),
            published_by: Some(self.secretary),
        };
        assert!(tx.publish(&publication).await.expect("published"));
        tx.save().await.expect("saved");
        paper
    }

    async fn perimeter(&self, tx: &mut Tx, paper: Uuid, slugs: &[&str]) {
        for slug in slugs {
            tx.query("insert into paper_territory (paper_id, territory_id) select $1, id from territory where slug = $2")
                .bind(paper).bind((*slug).to_owned()).execute().await.expect("a perimeter");
        }
    }

    async fn record(&self, tx: &mut Tx, paper: Uuid, version: Uuid, decided_on: NaiveDate) {
        for (seq, before, after) in [
            (1, "redaction", "conference-des-directions"),
            (2, "conference-des-directions", "conference-des-presidences"),
            (3, "conference-des-presidences", "adoption"),
            (4, "adoption", "publication"),
        ] {
            tx.query("insert into journal (paper_id, seq, at, action, stage_before, stage_after, version_id, motive, detail) values ($1, $2, $3, 'x', $4, $5, $6, '', $7)")
                .bind(paper).bind(i64::from(seq)).bind(instant(1, 5 + seq, 9)).bind(before.to_owned())
                .bind(after.to_owned()).bind(version).bind(Json(json!({}))).execute().await.expect("a line");
        }
        for (at, word, reserve, state) in [
            (
                0,
                "approuve-avec-reserves",
                "Le calendrier reste à préciser.",
                Some("maintenue"),
            ),
            (2, "approuve", "", None),
        ] {
            tx.query("insert into position (id, paper_id, version_id, territory_id, person_id, word, reservation, reservation_state, taken_at, ended_at, ended_because) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'etape')")
                .bind(Uuid::now_v7()).bind(paper).bind(version).bind(self.territories[at].0).bind(self.secretary.0)
                .bind(word.to_owned()).bind(reserve.to_owned()).bind(state.map(str::to_owned))
                .bind(instant(1, 7, 10)).bind(instant(1, 8, 9)).execute().await.expect("a position");
        }
        self.vote(tx, paper, version, decided_on).await;
    }

    async fn vote(&self, tx: &mut Tx, paper: Uuid, version: Uuid, decided_on: NaiveDate) {
        let decision = Uuid::now_v7();
        tx.query("insert into decision (id, paper_id, version_id, body_id, rule_confirmed, decided_on, adopted, explanation, recorded_at) values ($1, $2, $3, $4, false, $5, true, $6, $7)")
            .bind(decision).bind(paper).bind(version).bind(self.assembly.0).bind(decided_on)
            .bind(Json(json!({"text": "Deux voix pour, aucune contre."}))).bind(instant(1, 9, 9))
            .execute().await.expect("a decision");
        for at in [0, 2] {
            tx.query("insert into decision_vote (decision_id, territory_id, vote) values ($1, $2, 'pour')")
                .bind(decision).bind(self.territories[at].0).execute().await.expect("a vote");
        }
    }
}

async fn freeze(tx: &mut Tx, paper: Uuid, version: Uuid, text: &Adopted<'_>) {
    let heads: Value = json!({"heads": ["00"]});
    tx.query("insert into version (id, paper_id, number, stage, title, heads, perimeter, bytes, sha256, frozen_at) values ($1, $2, 4, 'adoption', $3, $4, $5, $6, $7, $8)")
        .bind(version).bind(paper).bind(text.title.to_owned()).bind(Json(heads))
        .bind(Json(json!({"territories": text.perimeter}))).bind(text.bytes.to_vec())
        .bind(hex::encode(Sha256::digest(text.bytes))).bind(instant(1, 9, 9))
        .execute().await.expect("a version");
}
