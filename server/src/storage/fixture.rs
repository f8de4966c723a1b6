//! An association with adopted texts, written row by row: what the tests of the public site stand on.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use dires_domain::ids::{BodyId, PaperId, PersonId, TerritoryId, VersionId};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::types::Json;
use uuid::Uuid;

use super::publications::Publication;
use super::{Db, Tx};

/// Who takes part in the texts of the tests.
pub struct House {
    /// A member that maintains a reserve.
    pub montauban: TerritoryId,
    /// A member that approves.
    pub sicoval: TerritoryId,
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

/// Founds an association with two members, the Région, a body and a secretariat.
pub async fn found(db: &Db) -> House {
    let mut tx = db.write().await.expect("a unit of work");
    for (slug, name, membership) in [
        ("grand-montauban", "Grand Montauban", "de-droit"),
        ("region-occitanie", "Région Occitanie", "associe"),
        ("sicoval", "Sicoval", "de-droit"),
    ] {
        tx.query("insert into territory (id, slug, name, membership, colour, since) values ($1, $2, $3, $4, 1, $5)")
            .bind(Uuid::now_v7()).bind(slug).bind(name).bind(membership).bind(day(1, 1))
            .execute().await.expect("a territory");
    }
    tx.query("insert into body (id, slug, name, kind, conducts, rank) values ($1, 'assemblee-generale', 'Assemblée générale', 'politique', 'adoption', 1)")
        .bind(Uuid::now_v7()).execute().await.expect("a body");
    let secretary = Uuid::now_v7();
    tx.query("insert into person (id, name, email, email_folded, demonstration, created_at) values ($1, 'Secrétariat', $2, $2, true, $3)")
        .bind(secretary).bind(SECRETARY).bind(instant(1, 1, 0)).execute().await.expect("a person");
    tx.query("insert into mandate (id, person_id, function, since, given_at) values ($1, $2, 'secretariat', $3, $4)")
        .bind(Uuid::now_v7()).bind(secretary).bind(day(1, 1)).bind(instant(1, 1, 0)).execute().await.expect("a mandate");
    tx.save().await.expect("saved");
    House::of(db).await
}

/// The address of whoever serves the association.
const SECRETARY: &str = "secretariat@exemple.fr";

impl House {
    /// Who takes part, in an association that stands already.
    pub async fn of(db: &Db) -> Self {
        let mut tx = db.read().await.expect("a unit of work");
        let montauban = "select id from territory where slug = 'grand-montauban'";
        let sicoval = "select id from territory where slug = 'sicoval'";
        let assembly = "select id from body where slug = 'assemblee-generale'";
        let secretary = "select id from person where email_folded = 'secretariat@exemple.fr'";
        Self {
            montauban: TerritoryId(id(&mut tx, montauban).await),
            sicoval: TerritoryId(id(&mut tx, sicoval).await),
            assembly: BodyId(id(&mut tx, assembly).await),
            secretary: PersonId(id(&mut tx, secretary).await),
        }
    }

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
        for (seq, action, before, after) in [
            (1, "soumettre", "redaction", "conference-des-directions"),
            (
                2,
                "transmettre",
                "conference-des-directions",
                "conference-des-presidences",
            ),
            (3, "approuver", "conference-des-presidences", "adoption"),
            (4, "adopter", "adoption", "publication"),
        ] {
            tx.query("insert into journal (paper_id, seq, at, action, stage_before, stage_after, version_id, motive, detail) values ($1, $2, $3, $8, $4, $5, $6, '', $7)")
                .bind(paper).bind(i64::from(seq)).bind(instant(1, 5 + seq, 9)).bind(before.to_owned())
                .bind(after.to_owned()).bind(version).bind(Json(json!({}))).bind(action.to_owned()).execute().await.expect("a line");
        }
        for (territory, word, reserve, state) in [
            (
                self.montauban,
                "approuve-avec-reserves",
                "Le calendrier reste à préciser.",
                Some("maintenue"),
            ),
            (self.sicoval, "approuve", "", None),
        ] {
            tx.query("insert into position (id, paper_id, version_id, territory_id, person_id, word, reservation, reservation_state, taken_at, ended_at, ended_because) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'etape')")
                .bind(Uuid::now_v7()).bind(paper).bind(version).bind(territory.0).bind(self.secretary.0)
                .bind(word.to_owned()).bind(reserve.to_owned()).bind(state.map(str::to_owned))
                .bind(instant(1, 7, 10)).bind(instant(1, 8, 9)).execute().await.expect("a position");
        }
        self.vote(tx, paper, version, decided_on).await;
    }

    async fn vote(&self, tx: &mut Tx, paper: Uuid, version: Uuid, decided_on: NaiveDate) {
        let decision = Uuid::now_v7();
        tx.query("insert into decision (id, paper_id, version_id, body_id, rule_confirmed, decided_on, adopted, explanation, recorded_at, chair_id) values ($1, $2, $3, $4, false, $5, true, $6, $7, $8)")
            .bind(decision).bind(paper).bind(version).bind(self.assembly.0).bind(decided_on)
            .bind(Json(json!({"text": "Deux voix pour, aucune contre."}))).bind(instant(1, 9, 9)).bind(self.sicoval.0)
            .execute().await.expect("a decision");
        for territory in [self.montauban, self.sicoval] {
            tx.query("insert into decision_vote (decision_id, territory_id, vote) values ($1, $2, 'pour')")
                .bind(decision).bind(territory.0).execute().await.expect("a vote");
        }
        for (territory, presence, holder) in [
            (self.montauban, "represente", Some(self.sicoval)),
            (self.sicoval, "present", None),
        ] {
            tx.query("insert into decision_attendance (decision_id, territory_id, presence, holder_id) values ($1, $2, $3, $4)")
                .bind(decision).bind(territory.0).bind(presence.to_owned()).bind(holder.map(|id| id.0))
                .execute().await.expect("a line");
        }
    }
}

async fn id(tx: &mut Tx, sql: &'static str) -> Uuid {
    tx.query(sql).one::<(Uuid,)>().await.expect("one row").0
}

async fn freeze(tx: &mut Tx, paper: Uuid, version: Uuid, text: &Adopted<'_>) {
    let heads: Value = json!({"heads": ["00"]});
    tx.query("insert into version (id, paper_id, number, stage, title, heads, perimeter, bytes, sha256, frozen_at) values ($1, $2, 4, 'adoption', $3, $4, $5, $6, $7, $8)")
        .bind(version).bind(paper).bind(text.title.to_owned()).bind(Json(heads))
        .bind(Json(json!({"territories": text.perimeter}))).bind(text.bytes.to_vec())
        .bind(hex::encode(Sha256::digest(text.bytes))).bind(instant(1, 9, 9))
        .execute().await.expect("a version");
}
