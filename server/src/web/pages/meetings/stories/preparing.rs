//! Preparing: the meeting, its agenda, its guests.

use super::{Story, body_id};
use crate::web::testing::TestApp;

#[tokio::test]
async fn a_meeting_cannot_be_in_the_past_or_end_before_it_begins() {
    let app = TestApp::new().await;
    let body = body_id(&app, "assemblee-generale").await;
    let mut office = app.as_secretariat();
    for (start, end, link, sentence) in [
        (
            "2026-03-01T14:00",
            "2026-03-01T16:00",
            "",
            "Cette date est passée",
        ),
        (
            "2026-03-20T14:00",
            "2026-03-20T13:00",
            "",
            "finirait avant d’avoir commencé",
        ),
        (
            "demain",
            "2026-03-20T13:00",
            "",
            "Donnez le jour et l’heure du début",
        ),
        (
            "2026-03-20T14:00",
            "2026-03-20T16:00",
            "visio",
            "commence par https://",
        ),
    ] {
        let fields = [
            ("instance", body.as_str()),
            ("debut", start),
            ("fin", end),
            ("lieu", "Hôtel de Région"),
            ("lien", link),
        ];
        office
            .submit("/reunions/nouvelle", &fields)
            .await
            .assert_status(422)
            .assert_shows(sentence)
            .assert_shows("Hôtel de Région");
    }
    let none = [("debut", "2026-03-20T14:00"), ("fin", "2026-03-20T16:00")];
    office
        .submit("/reunions/nouvelle", &none)
        .await
        .assert_status(422)
        .assert_shows("Choisissez une instance");
    let year = office.get("/reunions?annee=2026").await;
    assert!(!year.text.contains("/reunions/0"), "nothing was entered");
}

#[tokio::test]
async fn an_agenda_is_made_of_texts_and_other_points_in_an_order() {
    let story = Story::with_an_agenda().await;
    let page = story.seen_by("secretariat@exemple.fr").await;
    page.assert_status(200)
        .assert_shows("Les quartiers de gare")
        .assert_shows("Version 1, figée")
        .assert_shows("Première lecture")
        .assert_shows("Calendrier de l’automne");
    let before = story.points().await;
    let (text, other) = (before[0].as_str(), before[1].as_str());
    for (action, point, expected) in [
        ("descendre", text, [other, text]),
        ("descendre", text, [other, text]),
        ("monter", text, [text, other]),
    ] {
        let moved = story.puts(action, &[("point", point)]).await;
        moved.assert_goes_to(&format!("{}#point-{point}", story.meeting));
        assert_eq!(story.points().await, expected, "{action}");
    }
    let dragged = format!("{other} {text}");
    story
        .puts("ordonner", &[("ordre", &dragged)])
        .await
        .assert_status(303);
    assert_eq!(story.points().await, [other, text]);
    for forged in [other.to_owned(), format!("{other} {other}"), "x".to_owned()] {
        story
            .puts("ordonner", &[("ordre", &forged)])
            .await
            .assert_status(422)
            .assert_shows("n’est pas celui des points de la séance");
    }
    story
        .puts("retirer", &[("point", other)])
        .await
        .assert_status(303);
    assert_eq!(story.points().await, [text]);
}

#[tokio::test]
async fn what_cannot_stand_on_an_agenda_is_refused_with_a_sentence() {
    let story = Story::with_an_agenda().await;
    let paper = story.paper_id().to_string();
    let nowhere = "0190a5b2-0000-7000-8000-000000000000";
    let before = story.points().await;
    for (action, fields, sentence) in [
        ("ajouter", [("intitule", "")], "Donnez au point un intitulé"),
        (
            "inscrire",
            [("texte", paper.as_str())],
            "déjà à l’ordre du jour",
        ),
        ("inscrire", [("texte", nowhere)], "Choisissez un texte"),
        (
            "retirer",
            [("point", nowhere)],
            "n’est pas celui des points",
        ),
        (
            "danser",
            [("point", before[0].as_str())],
            "n’est pas celui des points",
        ),
    ] {
        let page = story.puts(action, &fields).await;
        page.assert_status(422).assert_shows(sentence);
    }
    assert_eq!(story.points().await, before);
}

#[tokio::test]
async fn a_body_is_not_shown_a_text_of_another_stage() {
    let mut story = Story::new().await;
    story.meeting = super::prepared(&story.app, "assemblee-generale").await;
    let paper = story.paper_id().to_string();
    let page = story.puts("inscrire", &[("texte", &paper)]).await;
    page.assert_status(422)
        .assert_shows("dont cette instance n’est pas saisie");
    assert!(story.points().await.is_empty());
}

#[tokio::test]
async fn of_two_who_change_a_meeting_at_once_the_second_is_told() {
    let story = Story::with_an_agenda().await;
    let read = story.stored().await.revision.to_string();
    story.moves_to("2026-03-21").await.assert_status(303);
    let fields = [
        ("action", "ajouter"),
        ("intitule", "Trop tard"),
        ("revision", read.as_str()),
    ];
    let mut office = story.app.as_secretariat();
    office
        .submit(&format!("{}/ordre-du-jour", story.meeting), &fields)
        .await
        .assert_status(409)
        .assert_shows("Quelqu’un a modifié cette séance");
    assert_eq!(story.points().await.len(), 2);
}

#[tokio::test]
async fn guests_are_people_with_an_account_or_names_alone() {
    let story = Story::with_an_agenda().await;
    let point = story.points().await[0].clone();
    let invited = |fields: [(&'static str, &'static str); 2]| {
        let (story, point) = (&story, point.as_str());
        async move {
            let mut all = vec![("point", point)];
            all.extend(fields);
            story.puts("inviter", &all).await
        }
    };
    let unknown = invited([("nom", "Agence"), ("courriel", "inconnue@exemple.fr")]).await;
    unknown
        .assert_status(422)
        .assert_shows("Aucun compte n’a l’adresse «\u{202f}inconnue@exemple.fr\u{202f}»");
    let nobody = invited([("nom", ""), ("courriel", "")]).await;
    nobody.assert_status(422).assert_shows("Nommez la personne");
    let member = invited([("nom", ""), ("courriel", "direction@sicoval.exemple.fr")]).await;
    member
        .assert_status(422)
        .assert_shows("siège dans l’instance");
    for fields in [
        [("nom", "Une experte"), ("courriel", "")],
        [("nom", ""), ("courriel", "Technique@sicoval.exemple.fr")],
    ] {
        invited(fields).await.assert_status(303);
    }
    let again = invited([("nom", ""), ("courriel", "technique@sicoval.exemple.fr")]).await;
    again.assert_status(422).assert_shows("déjà invitée");
    let page = story.seen_by("secretariat@exemple.fr").await;
    page.assert_shows("Une experte")
        .assert_shows("Technicien – Sicoval")
        .assert_shows("à prévenir vous-même");
}
