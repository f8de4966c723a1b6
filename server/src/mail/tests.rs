//! What mails say, and to whom, told on a small association; the mail server's part is in `tests/clients/mail.test.mjs`.

mod convocations;

use chrono::TimeDelta;
use dires_domain::ids::PersonId;
use dires_domain::mail::{MailEnd, MailKind};
use uuid::Uuid;

use super::compose::{Composed, compose};
use super::digests::gather;
use super::letter::Letter;
use super::message::message;
use crate::config::{Smtp, Tls};
use crate::storage::outbox::{Claimed, NewMail};
use crate::storage::publications::Publication;
use crate::web::testing::TestApp;

fn smtp() -> Smtp {
    Smtp {
        host: "127.0.0.1".to_owned(),
        port: 25,
        tls: Tls::None,
        account: None,
        from: "dires@exemple.fr".parse().unwrap(),
        timeout: std::time::Duration::from_secs(1),
    }
}

/// A text of the Sicoval and of Grand Montauban.
struct Story {
    app: TestApp,
    text: String,
}

impl Story {
    async fn of_a_draft(title: &str) -> Self {
        let app = TestApp::new().await;
        let home = app.territory("sicoval").await.to_string();
        let other = app.territory("grand-montauban").await.to_string();
        let fields = [
            ("nature", "dire"),
            ("titre", title),
            ("territoires", home.as_str()),
            ("territoires", other.as_str()),
            ("echeance", "2026-03-12"),
            ("depart", "colle"),
            ("colle", "Un train par heure jusqu’à minuit."),
        ];
        let mut direction = app.as_direction("sicoval");
        let page = direction.submit("/textes/nouveau", &fields).await;
        page.assert_status(303);
        let text = page.header("location").unwrap().to_owned();
        Self { app, text }
    }

    async fn before_the_directions(title: &str) -> Self {
        let story = Self::of_a_draft(title).await;
        story.moves("sicoval", "soumettre", "").await;
        story
    }

    async fn revision(&self) -> String {
        let mut tx = self.app.app.db.read().await.unwrap();
        let id = self.text.trim_start_matches("/textes/").parse().unwrap();
        tx.paper(id).await.unwrap().unwrap().revision.to_string()
    }

    async fn moves(&self, territory: &str, action: &str, motive: &str) {
        let revision = self.revision().await;
        let fields = [
            ("action", action),
            ("revision", revision.as_str()),
            ("motif", motive),
        ];
        let mut direction = self.app.as_direction(territory);
        let path = format!("{}/etape", self.text);
        direction.submit(&path, &fields).await.assert_status(303);
    }

    /// Gives an avis on the words as they are.
    async fn gives(&self, territory: &str) {
        let mut direction = self.app.as_direction(territory);
        let page = direction.get(&self.text).await;
        let (_, rest) = page.text.split_once(r#"name="etat" value=""#).unwrap();
        let heads = rest.split('"').next().unwrap();
        let revision = self.revision().await;
        let fields = [
            ("mot", "favorable"),
            ("etat", heads),
            ("revision", revision.as_str()),
        ];
        let path = format!("{}/avis", self.text);
        direction.submit(&path, &fields).await.assert_status(303);
    }

    /// What leaves now, as the mail server would see it: addresses and subjects, in order of address. What has nothing to
    /// say leaves a « – ».
    async fn leaves(&self) -> Vec<String> {
        let mut seen = Vec::new();
        for mail in self.sent().await {
            seen.push(mail.map_or("–".to_owned(), |it| {
                format!("{}: {}", it.to, it.letter.subject)
            }));
        }
        seen.sort();
        seen
    }

    async fn sent(&self) -> Vec<Option<Composed>> {
        let app = &self.app.app;
        gather(&app.db, &*app.clock).await.unwrap();
        let mut sent = Vec::new();
        while let Some((claimed, composed)) = self.next().await {
            let mut tx = app.db.write().await.unwrap();
            let end = composed.as_ref().map_or(MailEnd::Moot, |_| MailEnd::Sent);
            assert!(tx.end_mail(&claimed, end, app.clock.now()).await.unwrap());
            tx.save().await.unwrap();
            sent.push(composed);
        }
        sent
    }

    async fn next(&self) -> Option<(Claimed, Option<Composed>)> {
        let app = &self.app.app;
        let now = app.clock.now();
        let mut tx = app.db.write().await.unwrap();
        let claimed = tx
            .claim_mail(now, now + TimeDelta::minutes(1))
            .await
            .unwrap()?;
        let composed = compose(&mut tx, app, &claimed).await.unwrap();
        tx.save().await.unwrap();
        Some((claimed, composed))
    }
}

const TITLE: &str = "Des trains le soir : « vite »";
const ASKED: &str = "Avis attendu avant le 12\u{a0}mars 2026\u{202f}: Des trains le soir\u{202f}: «\u{202f}vite\u{202f}»";

#[tokio::test]
async fn each_direction_of_the_perimeter_is_asked_once_for_each_version() {
    let story = Story::before_the_directions(TITLE).await;
    let asked = [
        format!("direction@grand-montauban.exemple.fr: {ASKED}"),
        format!("direction@sicoval.exemple.fr: {ASKED}"),
    ];
    assert_eq!(story.leaves().await, asked);
    assert_eq!(story.leaves().await, [""; 0]);
    story
        .moves("sicoval", "renvoyer", "Un motif confidentiel.")
        .await;
    let back = story.leaves().await;
    assert!(
        back.iter().all(|it| it.contains("Texte à reprendre")),
        "{back:?}"
    );
    assert_eq!(back.len(), 4, "directions and technicians: {back:?}");
    story.moves("sicoval", "soumettre", "").await;
    assert_eq!(story.leaves().await, asked);
}

#[tokio::test]
async fn who_has_given_the_avis_or_has_no_right_any_more_is_not_asked() {
    let story = Story::before_the_directions(TITLE).await;
    story.gives("sicoval").await;
    let person = story
        .app
        .person("direction@grand-montauban.exemple.fr")
        .await;
    let mut tx = story.app.app.db.write().await.unwrap();
    let mandate = tx.mandates_of(person).await.unwrap()[0].id;
    let yesterday = story.app.app.clock.today().pred_opt().unwrap();
    assert!(tx.end_mandate(person, mandate, yesterday).await.unwrap());
    tx.save().await.unwrap();
    assert_eq!(story.leaves().await, ["–", "–"]);
}

#[tokio::test]
async fn once_every_avis_is_given_whoever_may_forward_is_told() {
    let story = Story::before_the_directions(TITLE).await;
    story.leaves().await;
    story.gives("sicoval").await;
    assert_eq!(story.leaves().await, [""; 0]);
    story.gives("grand-montauban").await;
    let told = story.leaves().await;
    let to: Vec<_> = told
        .iter()
        .map(|it| it.split(':').next().unwrap())
        .collect();
    assert_eq!(
        to,
        [
            "direction@grand-montauban.exemple.fr",
            "direction@sicoval.exemple.fr",
            "secretariat@exemple.fr"
        ]
    );
    assert!(
        told.iter().all(|it| it.contains("Texte à transmettre")),
        "{told:?}"
    );
}

#[tokio::test]
async fn a_mail_says_what_is_asked_by_when_where_and_nothing_confidential() {
    let story = Story::before_the_directions(TITLE).await;
    story.leaves().await;
    story
        .moves("sicoval", "renvoyer", "Un motif confidentiel.")
        .await;
    story.moves("sicoval", "soumettre", "").await;
    let sent = story.sent().await;
    let mail = sent
        .iter()
        .flatten()
        .find(|it| it.to.starts_with("direction@sicoval"))
        .unwrap();
    let plain = mail.letter.plain().unwrap();
    let id = story.text.trim_start_matches("/textes/");
    let shown = plain.replace(id, "ID").replace(['\u{a0}', '\u{202f}'], " ");
    insta::assert_snapshot!(shown, @r"
    Des trains le soir : « vite »

    La conférence des directions est saisie d’un texte. L’avis de votre territoire est attendu.

    Pour : Sicoval
    Avant le : 12 mars 2026

    Lire le texte et donner l’avis :
    http://127.0.0.1:8080/textes/ID#avis

    -- 
    Association d’essai
    Vous recevez ce courriel parce qu’un mandat en cours vous donne cette tâche.
    Choisir le rythme de ces courriels : http://127.0.0.1:8080/compte#courriels
    ");
    let html = mail.letter.html().unwrap();
    assert_eq!(
        html.matches(&format!("/textes/{id}#avis")).count(),
        3,
        "{html}"
    );
    for body in [plain, html] {
        assert!(
            !body.contains("confidentiel") && !body.contains("minuit"),
            "{body}"
        );
    }
}

#[tokio::test]
async fn news_come_in_the_morning_together_to_those_who_were_asked_nothing() {
    let story = Story::before_the_directions(TITLE).await;
    story.leaves().await;
    story.app.clock.set("2026-03-03T06:29:00Z");
    assert_eq!(story.leaves().await, [""; 0]);
    story.app.clock.set("2026-03-03T06:30:00Z");
    let news = story.sent().await;
    let mut told: Vec<_> = news
        .iter()
        .flatten()
        .map(|it| (it.to.as_str(), it.letter.subject.as_str()))
        .collect();
    told.sort_unstable();
    let two = "Nouveau texte, soumis aux directions\u{202f}: Des trains le soir\u{202f}: «\u{202f}vite\u{202f}»";
    let one = "Nouveau texte\u{202f}: Des trains le soir\u{202f}: «\u{202f}vite\u{202f}»";
    assert_eq!(
        told,
        [
            ("direction@grand-montauban.exemple.fr", one),
            ("presidence@grand-montauban.exemple.fr", two),
            ("presidence@sicoval.exemple.fr", two),
            ("technique@grand-montauban.exemple.fr", two),
            ("technique@sicoval.exemple.fr", two),
        ]
    );
    assert!(news.iter().flatten().all(|it| it.letter.stop.is_some()));
    assert_eq!(story.leaves().await, [""; 0]);
}

async fn write(story: &Story, kind: MailKind, subject: Uuid, person: PersonId) {
    let mut tx = story.app.app.db.write().await.unwrap();
    let new = NewMail {
        kind,
        subject,
        occasion: 1,
        person,
        at: story.app.app.clock.now(),
    };
    assert!(tx.write_mail(&new).await.unwrap());
    tx.save().await.unwrap();
}

#[tokio::test]
async fn an_invitation_has_a_link_that_holds_and_says_nothing_once_it_was_used() {
    let story = Story::of_a_draft(TITLE).await;
    let person = story.app.person("technique@sicoval.exemple.fr").await;
    write(&story, MailKind::Invitation, person.0, person).await;
    let (claimed, composed) = story.next().await.unwrap();
    let letter = composed.unwrap().letter;
    let (_, link) = letter.action.clone().unwrap();
    assert_eq!((letter.stop, letter.choice), (None, None));
    let path = link.strip_prefix(&story.app.app.config.public_url).unwrap();
    let password = "une phrase assez longue";
    let fields = [("mot_de_passe", password), ("confirmation", password)];
    let mut invited = story.app.anyone();
    invited.submit(path, &fields).await.assert_status(303);
    let mut tx = story.app.app.db.write().await.unwrap();
    assert_eq!(
        compose(&mut tx, &story.app.app, &claimed).await.unwrap(),
        None
    );
}

#[tokio::test]
async fn a_new_mandate_brings_what_awaits_it() {
    let story = Story::before_the_directions(TITLE).await;
    story.leaves().await;
    let person = story.app.person("technique@sicoval.exemple.fr").await;
    let home = story.app.territory("sicoval").await.to_string();
    let mut tx = story.app.app.db.read().await.unwrap();
    let bodies = tx.bodies().await.unwrap();
    let seat = bodies
        .iter()
        .find(|it| it.slug == "conference-des-directions")
        .unwrap();
    let seat = seat.id.to_string();
    drop(tx);
    let path = format!("/secretariat/personnes/{person}/mandats");
    let fields = [
        ("fonction", "direction"),
        ("territoire", home.as_str()),
        ("instances", seat.as_str()),
        ("depuis", "2026-03-02"),
    ];
    let mut office = story.app.as_secretariat();
    office.submit(&path, &fields).await.assert_status(303);
    assert_eq!(
        story.leaves().await,
        [format!("technique@sicoval.exemple.fr: {ASKED}")]
    );
}

fn written(letter: &Letter) -> String {
    let to = "direction@sicoval.exemple.fr".parse().unwrap();
    let mail = message(letter, Uuid::nil(), to, &smtp()).unwrap();
    String::from_utf8(mail.bytes).unwrap()
}

#[test]
fn a_title_cannot_begin_a_header_and_accents_are_encoded() {
    let hostile = "Été\r\nBcc: tous@exemple.fr\r\n\r\n<script>";
    let letter = Letter::new(hostile, hostile, "Dialogue\r\nReply-To: x@exemple.fr");
    let mail = written(&letter);
    let (head, body) = mail.split_once("\r\n\r\n").unwrap();
    for name in ["Bcc", "Reply-To"] {
        assert!(!head.lines().any(|line| line.starts_with(name)), "{head}");
    }
    assert!(head.contains("Subject: =?utf-8?b?"), "{head}");
    assert!(
        head.contains("Message-ID: <00000000-0000-0000-0000-000000000000@exemple.fr>"),
        "{head}"
    );
    assert!(head.contains("Auto-Submitted: auto-generated"), "{head}");
    assert!(
        body.contains("&lt;script&gt;") || body.contains("&#60;script&#62;"),
        "{body}"
    );
    assert!(mail.is_ascii() && mail.lines().all(|line| line.len() < 998));
}

#[test]
fn only_a_digest_can_be_stopped() {
    let letter = Letter::new("Sujet", "", "Dialogue");
    assert!(!written(&letter).contains("List-Unsubscribe"));
    let address = format!(
        "https://dires.exemple.fr/courriels/arret/{}",
        "x".repeat(43)
    );
    let digest = Letter {
        stop: Some(address.clone()),
        ..letter
    };
    let mail = written(&digest);
    assert!(
        mail.contains(&format!("List-Unsubscribe: <{address}>\r\n")),
        "{mail}"
    );
    assert!(
        mail.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"),
        "{mail}"
    );
}

#[test]
fn a_long_subject_is_cut_between_words() {
    let long = "mot ".repeat(80);
    let head = written(&Letter::new(long.as_str(), "", "Dialogue"));
    let (_, rest) = head.split_once("Subject: ").unwrap();
    assert!(rest.starts_with("mot mot"), "{rest}");
    assert!(
        !head
            .split("\r\n\r\n")
            .next()
            .unwrap()
            .contains(&"mot ".repeat(40))
    );
}

#[tokio::test]
async fn a_text_under_embargo_is_not_said_to_be_published() {
    let story = Story::before_the_directions(TITLE).await;
    story.leaves().await;
    let person = story.app.person("presidence@sicoval.exemple.fr").await;
    let text: Uuid = story.text.trim_start_matches("/textes/").parse().unwrap();
    let app = &story.app.app;
    let mut tx = app.db.write().await.unwrap();
    let version = tx.last_version(text.into()).await.unwrap().unwrap().id;
    let publication = Publication {
        paper: text.into(),
        version,
        year: 2026,
        slug: "des-trains".to_owned(),
        visible_from: "2026-03-10T08:00:00Z".parse().unwrap(),
        published_at: app.clock.now(),
        published_by: None,
    };
    assert!(tx.publish(&publication).await.unwrap());
    tx.save().await.unwrap();
    write(&story, MailKind::Published, text, person).await;
    let said = async |morning: &str| {
        story.app.clock.set(morning);
        let sent = story.sent().await;
        let theirs = sent
            .into_iter()
            .flatten()
            .find(|it| it.to.starts_with("presidence@sicoval"));
        theirs.map(|it| it.letter.plain().unwrap().replace('\u{a0}', " "))
    };
    let first = said("2026-03-03T06:30:00Z").await.unwrap();
    assert!(
        first.contains("publication fixée au 10 mars 2026 à 9 h"),
        "{first}"
    );
}
