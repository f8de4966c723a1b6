//! The consultation closes by itself, once, whatever restarts or runs twice; and says how it ended.

use std::sync::Arc;

use dires_domain::circuit::Stage;

use super::super::Story;
use super::scene::{RULE, closes, field, opens, under, under_on, with};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::entropy::SystemEntropy;
use crate::papers::consultation::close::{Words, close};
use crate::storage::Db;
use crate::storage::testing::on_both_engines;
use crate::timetable::round;
use crate::web::messages::decision::{closing, gathered};
use crate::web::testing::TestApp;

/// The minute at which it closes, and a minute later.
const CLOSING: &str = "2026-03-20T17:00:00Z";
const AFTER: &str = "2026-03-20T17:01:00Z";

const ADOPTED: &str = "2\u{a0}réponses et un silence, qui vaut approbation, sur\u{a0}3\u{202f}: quorum de 2 atteint\u{202f}; \
     2\u{a0}pour, 1\u{a0}contre\u{202f}: 3\u{a0}suffrages exprimés, majorité\u{a0}2\u{202f}: adopté.";

/// A server that has just been started on this database: it remembers nothing.
fn started(db: &Db, clock: Arc<dyn Clock>) -> App {
    App::with(
        db.clone(),
        Config::default(),
        clock,
        Arc::new(SystemEntropy),
        tokio::runtime::Handle::current(),
    )
}

async fn counts(story: &Story) -> (usize, usize, usize) {
    let mut tx = story.app.app.db.read().await.unwrap();
    let decisions = tx.decisions(story.id()).await.unwrap();
    let lines = tx.journal(story.id(), 50).await.unwrap();
    let adopted = lines
        .iter()
        .filter(|it| it.after == Some(Stage::Publication));
    let versions = tx.versions(story.id()).await.unwrap();
    (decisions.len(), adopted.count(), versions.len())
}

async fn mails(story: &Story, kind: &str) -> i64 {
    let mut tx = story.app.app.db.read().await.unwrap();
    let (count,): (i64,) = tx
        .query("select count(*) from mail where kind = $1")
        .bind(kind.to_owned())
        .one()
        .await
        .unwrap();
    count
}

#[tokio::test]
async fn a_restart_at_every_step_and_two_servers_at_once_change_nothing() {
    // Boxed: a story of many steps is a large future.
    on_both_engines(|db| {
        Box::pin(async move {
            let story = under_on(TestApp::on(db.clone()).await, &RULE).await;
            let clock = story.app.clock.clone();
            let restarted = || started(&db, clock.clone());
            let versions = counts(&story).await.2;
            opens(&story, "decision", closes(20))
                .await
                .assert_status(303);
            round(&restarted()).await.unwrap();
            field(&story, "sicoval", None, "contre")
                .await
                .assert_status(303);
            round(&restarted()).await.unwrap();
            assert_eq!(mails(&story, "consultation").await, 3);
            assert_eq!(mails(&story, "rappel-de-consultation").await, 0);

            // Half of the time: the two that are silent are reminded, once.
            clock.set("2026-03-11T13:30:00Z");
            for _ in 0..2 {
                let (one, other) = (restarted(), restarted());
                let (one, other) = tokio::join!(round(&one), round(&other));
                assert!(one.is_ok() && other.is_ok());
            }
            assert_eq!(mails(&story, "rappel-de-consultation").await, 2);
            field(&story, "sicoval", None, "pour")
                .await
                .assert_status(303);
            field(&story, "grand-montauban", None, "contre")
                .await
                .assert_status(303);
            // The day before: one is left.
            clock.set("2026-03-19T17:00:00Z");
            for _ in 0..2 {
                round(&restarted()).await.unwrap();
            }
            assert_eq!(mails(&story, "rappel-de-consultation").await, 3);

            // A server that is killed in the middle of the closing leaves it open.
            clock.set(CLOSING);
            let mut tx = db.write().await.unwrap();
            let open = tx
                .consultation_under_way(story.id())
                .await
                .unwrap()
                .unwrap();
            let words = Words {
                counted: closing,
                gathered,
            };
            let closed = close(&mut tx, clock.now(), open.id, words).await.unwrap();
            assert!(closed.is_some());
            drop(tx);
            assert_eq!(story.stage().await, Stage::Adoption);
            assert_eq!(counts(&story).await, (0, 0, versions));

            let (one, other) = (restarted(), restarted());
            let (one, other) = tokio::join!(round(&one), round(&other));
            assert!(one.is_ok() && other.is_ok());
            for _ in 0..2 {
                round(&restarted()).await.unwrap();
            }
            assert_eq!(story.stage().await, Stage::Publication);
            // The very version that was asked about.
            assert_eq!(counts(&story).await, (1, 1, versions));
            assert_eq!(mails(&story, "consultation-close").await, 5);
            let page = story.app.as_secretariat().get(&story.paper).await;
            page.assert_shows(ADOPTED)
                .assert_shows("par consultation écrite")
                .assert_shows("Pour par son silence")
                .assert_lacks("<dt>Présents</dt>");
        })
    })
    .await;
}

#[tokio::test]
async fn an_answer_of_the_last_second_counts_and_one_after_it_is_refused_whoever_has_closed() {
    let story = under(&RULE).await;
    opens(&story, "decision", closes(20))
        .await
        .assert_status(303);
    story.app.clock.set("2026-03-20T16:59:59Z");
    round(&story.app.app).await.unwrap();
    field(&story, "sicoval", None, "contre")
        .await
        .assert_status(303);
    // Nobody has closed it yet, and it is closed all the same.
    story.app.clock.set(CLOSING);
    let mut presidency = story.app.as_presidency("sicoval");
    let fields = [("mot", "pour"), ("motif", "Tout bien pesé.")];
    let page = presidency
        .submit(&story.at("/consultation/reponse"), &fields)
        .await;
    page.assert_status(409)
        .assert_shows("La consultation est close depuis le 20\u{a0}mars 2026 à 18\u{a0}h")
        .assert_shows("Tout bien pesé.")
        .assert_shows("Le résultat s’affiche ici dès qu’il est calculé");
    round(&story.app.app).await.unwrap();
    presidency
        .get(&story.at("/consultation"))
        .await
        .assert_shows("1\u{a0}réponse et 2\u{a0}silences, qui valent approbation,")
        .assert_shows("<span class=\"badge contre\">Contre</span>");
}

#[tokio::test]
async fn an_opposition_sends_it_to_a_meeting_where_the_rule_says_so() {
    let story = under(&with("ecrite_opposition", "renvoi-en-seance")).await;
    opens(&story, "decision", closes(20))
        .await
        .assert_status(303);
    field(&story, "sicoval", None, "contre")
        .await
        .assert_status(303);
    story.app.clock.set(AFTER);
    round(&story.app.app).await.unwrap();
    assert_eq!(story.stage().await, Stage::Adoption);
    let mut office = story.app.as_secretariat();
    office
        .get(&story.at("/consultation"))
        .await
        .assert_shows("Renvoyé en séance")
        .assert_shows(
            "un territoire s’oppose, et la règle de l’instance renvoie alors le texte en séance",
        )
        .assert_shows("mis à l’ordre du jour d’une séance");
    office
        .get(&story.at("/journal"))
        .await
        .assert_shows("consultation close\u{202f}: renvoyé en séance");
    office
        .get(&story.paper)
        .await
        .assert_lacks("<h2>Décision</h2>")
        .assert_shows("Enregistrer la décision de l’instance")
        .assert_shows("Consulter l’instance par écrit");
}

#[tokio::test]
async fn too_few_answers_decide_nothing_and_another_consultation_can_follow() {
    let story = under(&with("ecrite_silence", "absence")).await;
    opens(&story, "decision", closes(20))
        .await
        .assert_status(303);
    field(&story, "sicoval", None, "pour")
        .await
        .assert_status(303);
    story.app.clock.set(AFTER);
    round(&story.app.app).await.unwrap();
    let mut office = story.app.as_secretariat();
    let page = office.get(&story.at("/consultation")).await;
    page.assert_shows("Quorum non atteint")
        .assert_shows("quorum de 2 non atteint\u{202f}: rien n’est décidé.")
        .assert_shows("Consulter de nouveau");
    let page = opens(&story, "decision", "2026-04-10T18:00").await;
    page.assert_status(303);
    for slug in ["sicoval", "grand-montauban", "toulouse-metropole"] {
        field(&story, slug, None, "contre").await.assert_status(303);
    }
    story.app.clock.set("2026-04-10T16:00:00Z");
    round(&story.app.app).await.unwrap();
    assert_eq!(story.stage().await, Stage::Refused);
    let page = story.app.as_secretariat().get(&story.at("/journal")).await;
    page.assert_shows("0\u{a0}pour, 3\u{a0}contre");
}

#[tokio::test]
async fn a_gathering_says_what_it_is_and_decides_nothing() {
    let story = under(&with("ecrite", "non")).await;
    opens(&story, "recueil", closes(20))
        .await
        .assert_status(303);
    for (slug, answer) in [("region-occitanie", "contre"), ("sicoval", "pour")] {
        field(&story, slug, None, answer).await.assert_status(303);
    }
    let mut presidency = story.app.as_presidency("sicoval");
    presidency
        .get(&story.at("/consultation"))
        .await
        .assert_shows("Recueil d’avis (sans valeur de décision)")
        .assert_shows("Rien n’est décidé à la clôture")
        .assert_shows("<span>Favorable</span>")
        .assert_lacks("<span>Pour</span>");
    story.app.clock.set(AFTER);
    round(&story.app.app).await.unwrap();
    assert_eq!(story.stage().await, Stage::Adoption);
    let mut presidency = story.app.as_presidency("sicoval");
    presidency
        .get(&story.at("/consultation"))
        .await
        .assert_shows("Avis recueillis")
        .assert_shows("1\u{a0}favorable, 1\u{a0}défavorable, 2\u{a0}n’ont pas répondu. Ce recueil d’avis n’a pas valeur de décision.");
    let page = story.app.as_secretariat().get(&story.paper).await;
    page.assert_lacks("<h2>Décision</h2>");
}

#[tokio::test]
async fn the_public_page_says_that_it_was_decided_in_writing() {
    let story = under(&RULE).await;
    opens(&story, "decision", closes(20))
        .await
        .assert_status(303);
    let mut presidency = story.app.as_presidency("sicoval");
    let fields = [("mot", "contre"), ("motif", "Un motif à part.")];
    presidency
        .submit(&story.at("/consultation/reponse"), &fields)
        .await
        .assert_status(303);
    story.app.clock.set(AFTER);
    round(&story.app.app).await.unwrap();
    let mut office = story.app.as_secretariat();
    let page = office
        .submit(&story.at("/publication"), &[("quand", "maintenant")])
        .await;
    page.assert_status(303);
    let public = "/dires/2026/desserrement-economique";
    let page = story.app.anyone().get(public).await;
    page.assert_status(200)
        .assert_shows("Assemblée générale, par consultation écrite\u{202f}: texte adopté")
        .assert_shows("Pour par son silence")
        .assert_lacks("Un motif à part.");
}
