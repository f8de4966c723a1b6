//! Stories of texts in the database, each told on both engines.

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::circuit::Stage;
use dires_domain::decision::{Attendance, Presence};
use dires_domain::deed::Deed;
use dires_domain::heads::Heads;
use dires_domain::ids::{BodyId, PaperId, PersonId, StrandId, TerritoryId};
use dires_domain::paper::{EndedBecause, Opinion, PaperKind, Position, ReservationState, Vote};
use dires_domain::sheet::{Call, Sheet};
use uuid::Uuid;

use super::decisions::{Decision, Voted};
use super::journal::{Detail, NewLine};
use super::opinions::GivenOpinion;
use super::papers::NewPaper;
use super::positions::TakenPosition;
use super::testing::on_both_engines;
use super::versions::NewVersion;
use super::{Db, Tx};

/// Two territories, someone, and a text of theirs.
struct Scene {
    sicoval: TerritoryId,
    foix: TerritoryId,
    person: PersonId,
    paper: PaperId,
}

fn at(minute: u32) -> DateTime<Utc> {
    let day = NaiveDate::from_ymd_opt(2026, 3, 5).unwrap();
    day.and_hms_opt(9, minute, 0).unwrap().and_utc()
}

fn sheet(perimeter: Vec<TerritoryId>) -> Sheet {
    Sheet {
        kind: PaperKind::JointResponse,
        title: "Réponse à l’appel « Territoires d’industrie »".to_owned(),
        perimeter,
        strand: None,
        addressee: "Préfecture de région".to_owned(),
        deadline: NaiveDate::from_ymd_opt(2026, 6, 1),
        call: Some(Call {
            name: "Territoires d’industrie".to_owned(),
            carrier: "État".to_owned(),
            closes_at: at(59),
        }),
    }
}

impl Scene {
    async fn set(tx: &mut Tx) -> Self {
        let sicoval = territory(tx, "sicoval").await;
        let foix = territory(tx, "foix-varilhes").await;
        let person = PersonId(Uuid::now_v7());
        tx.query(
            "insert into person (id, name, email, email_folded, demonstration, created_at)
             values ($1, 'Direction générale du Sicoval', 'dg@sicoval', 'dg@sicoval', true, $2)",
        )
        .bind(person.0)
        .bind(at(0))
        .execute()
        .await
        .unwrap();
        let paper = PaperId(Uuid::now_v7());
        let new = NewPaper {
            id: paper,
            sheet: sheet(vec![sicoval, foix]),
            stage: Stage::Drafting,
            corrects: None,
            prior: false,
            demonstration: true,
            at: at(1),
            by: person,
            territory: Some(sicoval),
        };
        tx.create_paper(&new).await.unwrap();
        Self {
            sicoval,
            foix,
            person,
            paper,
        }
    }

    fn version(&self, heads: &str) -> NewVersion {
        NewVersion {
            paper: self.paper,
            stage: Stage::Drafting,
            title: "Réponse".to_owned(),
            heads: Heads::from_token(heads),
            perimeter: vec!["sicoval".to_owned(), "foix-varilhes".to_owned()],
            bytes: "# Réponse\n".into(),
            at: at(2),
            by: Some(self.person),
        }
    }

    fn opinion(&self, territory: TerritoryId, word: Opinion, minute: u32) -> GivenOpinion {
        GivenOpinion {
            id: Uuid::now_v7(),
            paper: self.paper,
            territory,
            person: self.person,
            heads: Heads::from_token("a"),
            word,
            reservation: String::new(),
            at: at(minute),
            ended: None,
        }
    }
}

async fn territory(tx: &mut Tx, slug: &'static str) -> TerritoryId {
    let id = TerritoryId(Uuid::now_v7());
    tx.query(
        "insert into territory (id, slug, name, membership, colour, since) values ($1, $2, $2, 'de-droit', 1, $3)",
    )
    .bind(id.0)
    .bind(slug)
    .bind(at(0).date_naive())
    .execute()
    .await
    .unwrap();
    id
}

async fn set(db: &Db) -> (Tx, Scene) {
    let mut tx = db.write().await.unwrap();
    let scene = Scene::set(&mut tx).await;
    (tx, scene)
}

#[tokio::test]
async fn a_text_comes_back_as_it_was_created() {
    on_both_engines(|db| async move {
        let (mut tx, scene) = set(&db).await;
        let paper = tx.paper(scene.paper).await.unwrap().unwrap();
        let mut expected = sheet(vec![scene.sicoval, scene.foix]);
        expected.perimeter.sort_unstable();
        assert_eq!(paper.sheet, expected);
        assert_eq!((paper.stage, paper.revision), (Stage::Drafting, 1));
        assert_eq!(paper.document, None);
        assert_eq!(tx.papers().await.unwrap(), vec![paper]);
        assert_eq!(tx.paper(PaperId(Uuid::now_v7())).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn the_second_to_move_a_text_is_refused() {
    on_both_engines(|db| async move {
        let (mut tx, scene) = set(&db).await;
        assert!(
            tx.move_paper(scene.paper, 1, Stage::Directions)
                .await
                .unwrap()
        );
        assert!(
            !tx.move_paper(scene.paper, 1, Stage::WithdrawnDraft)
                .await
                .unwrap()
        );
        let paper = tx.paper(scene.paper).await.unwrap().unwrap();
        assert_eq!((paper.stage, paper.revision), (Stage::Directions, 2));
    })
    .await;
}

#[tokio::test]
async fn a_sheet_is_changed_once_for_each_reading() {
    on_both_engines(|db| async move {
        let (mut tx, scene) = set(&db).await;
        let strand = StrandId(Uuid::now_v7());
        tx.query("insert into strand (id, slug, name, rank) values ($1, 'v', 'Volet', 1)")
            .bind(strand.0)
            .execute()
            .await
            .unwrap();
        let mut changed = sheet(vec![scene.foix]);
        changed.kind = PaperKind::Dire;
        changed.call = None;
        changed.strand = Some(strand);
        assert!(tx.update_sheet(scene.paper, 1, &changed).await.unwrap());
        assert!(
            !tx.update_sheet(scene.paper, 1, &sheet(vec![scene.sicoval]))
                .await
                .unwrap()
        );
        assert_eq!(tx.paper(scene.paper).await.unwrap().unwrap().sheet, changed);
    })
    .await;
}

#[tokio::test]
async fn a_version_is_frozen_once_for_the_same_words_and_perimeter() {
    on_both_engines(|db| async move {
        let (mut tx, scene) = set(&db).await;
        let first = tx.freeze(scene.version("a")).await.unwrap();
        assert_eq!(first.perimeter, ["foix-varilhes", "sicoval"]);
        assert_eq!(first.number, 1);
        assert_eq!(tx.freeze(scene.version("a")).await.unwrap(), first);
        let mut fewer = scene.version("a");
        fewer.perimeter.pop();
        assert_eq!(tx.freeze(fewer).await.unwrap().number, 2);
        let last = tx.freeze(scene.version("b")).await.unwrap();
        assert_eq!(
            tx.last_version(scene.paper).await.unwrap(),
            Some(last.clone())
        );
        assert_eq!(tx.version(scene.paper, 1).await.unwrap(), Some(first));
        assert_eq!(tx.version(scene.paper, 9).await.unwrap(), None);
        assert_eq!(tx.versions(scene.paper).await.unwrap().len(), 3);
        assert_eq!(
            tx.version_bytes(last.id).await.unwrap(),
            "# Réponse\n".as_bytes()
        );
        assert_eq!(last.sha256.len(), 64);
    })
    .await;
}

#[tokio::test]
async fn a_newer_avis_replaces_and_an_edit_voids() {
    on_both_engines(|db| async move {
        let (mut tx, scene) = set(&db).await;
        let first = scene.opinion(scene.sicoval, Opinion::Unfavourable, 3);
        let second = scene.opinion(scene.sicoval, Opinion::Favourable, 4);
        let other = scene.opinion(scene.foix, Opinion::WithReservations, 5);
        for opinion in [&first, &second, &other] {
            tx.give_opinion(opinion).await.unwrap();
        }
        let ended = tx
            .end_opinions(scene.paper, EndedBecause::Edited, at(6))
            .await
            .unwrap();
        assert_eq!(ended, 2);
        let ends: Vec<_> = tx
            .opinions(scene.paper)
            .await
            .unwrap()
            .into_iter()
            .map(|opinion| (opinion.id, opinion.ended))
            .collect();
        let edited = Some((at(6), EndedBecause::Edited));
        let replaced = Some((at(4), EndedBecause::Replaced));
        assert_eq!(
            ends,
            [
                (other.id, edited),
                (second.id, edited),
                (first.id, replaced)
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_reserve_is_decided_where_there_is_one() {
    on_both_engines(|db| async move {
        let (mut tx, scene) = set(&db).await;
        let version = tx.freeze(scene.version("a")).await.unwrap();
        let mut position = TakenPosition {
            id: Uuid::now_v7(),
            paper: scene.paper,
            version: version.id,
            territory: scene.foix,
            person: scene.person,
            word: Position::WithReservations,
            reservation: "Retirer le dernier alinéa.".to_owned(),
            reservation_state: Some(ReservationState::Standing),
            at: at(3),
            ended: None,
        };
        tx.take_position(&position).await.unwrap();
        let maintained = ReservationState::Maintained;
        assert!(
            tx.decide_reserve(scene.paper, scene.foix, maintained)
                .await
                .unwrap()
        );
        assert!(
            !tx.decide_reserve(scene.paper, scene.sicoval, maintained)
                .await
                .unwrap()
        );
        position.reservation_state = Some(maintained);
        assert_eq!(
            tx.positions(scene.paper).await.unwrap(),
            vec![position.clone()]
        );
        tx.end_positions(scene.paper, EndedBecause::Moved, at(4))
            .await
            .unwrap();
        position.ended = Some((at(4), EndedBecause::Moved));
        assert_eq!(tx.positions(scene.paper).await.unwrap(), vec![position]);
    })
    .await;
}

#[tokio::test]
async fn a_decision_keeps_who_was_there_and_each_vote() {
    on_both_engines(|db| async move {
        let (mut tx, scene) = set(&db).await;
        let version = tx.freeze(scene.version("a")).await.unwrap();
        let body = BodyId(Uuid::now_v7());
        tx.query("insert into body (id, slug, name, kind, rank) values ($1, 'ag', 'Assemblée générale', 'politique', 1)")
            .bind(body.0)
            .execute()
            .await
            .unwrap();
        let decision = Decision {
            id: Uuid::now_v7(),
            paper: scene.paper,
            version: version.id,
            body,
            rule: None,
            rule_confirmed: false,
            on: at(0).date_naive(),
            adopted: true,
            explanation: "3 voix pour, 1 abstention.".to_owned(),
            recorded_at: at(7),
            recorded_by: Some(scene.person),
            chair: Some(scene.sicoval),
            second_call: true,
            written: true,
            attendance: vec![
                Attendance {
                    territory: scene.foix,
                    presence: Presence::Represented,
                    holder: Some(scene.sicoval),
                },
                Attendance {
                    territory: scene.sicoval,
                    presence: Presence::Present,
                    holder: None,
                },
            ],
            votes: vec![
                Voted {
                    territory: scene.foix,
                    vote: Vote::Abstains,
                    voices: 1,
                    silent: false,
                },
                Voted {
                    territory: scene.sicoval,
                    vote: Vote::For,
                    voices: 3,
                    silent: true,
                },
            ],
        };
        tx.record_decision(&decision).await.unwrap();
        assert_eq!(tx.decisions(scene.paper).await.unwrap(), vec![decision]);
    })
    .await;
}

#[tokio::test]
async fn the_journal_is_numbered_and_read_backwards() {
    on_both_engines(|db| async move {
        let (mut tx, scene) = set(&db).await;
        let version = tx.freeze(scene.version("a")).await.unwrap();
        for (minute, deed, moved) in [
            (3, Deed::Created, None),
            (
                4,
                Deed::Submitted,
                Some((Stage::Drafting, Stage::Directions)),
            ),
        ] {
            let line = NewLine {
                paper: scene.paper,
                at: at(minute),
                person: Some(scene.person),
                territory: Some(scene.sicoval),
                deed,
                moved,
                version: moved.map(|_| version.id),
                motive: String::new(),
                detail: Detail::from([("seance".to_owned(), "2026-03-05".to_owned())]),
            };
            tx.note(line).await.unwrap();
        }
        let lines = tx.journal(scene.paper, 10).await.unwrap();
        assert_eq!(
            lines.iter().map(|line| line.seq).collect::<Vec<_>>(),
            [2, 1]
        );
        assert_eq!(lines[0].after, Some(Stage::Directions));
        assert_eq!(lines[0].version, Some(1));
        assert_eq!(
            lines[1].person.as_deref(),
            Some("Direction générale du Sicoval")
        );
        assert_eq!(lines[1].detail["seance"], "2026-03-05");
        assert_eq!(tx.journal(scene.paper, 1).await.unwrap().len(), 1);
    })
    .await;
}
