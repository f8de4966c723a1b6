//! Convening: what must be there, who is told, and who opens the file.

use super::Story;

#[tokio::test]
async fn nothing_leaves_before_there_is_something_to_say() {
    let story = Story::new().await;
    let page = story.convenes().await;
    page.assert_status(422)
        .assert_shows("La convocation n’est pas partie")
        .assert_shows("L’ordre du jour est vide");
    let meeting = story.stored().await;
    assert_eq!((meeting.revision, meeting.sent), (0, None));
}

#[tokio::test]
async fn a_text_that_changed_is_put_again_before_the_members_are_convened() {
    let story = Story::with_an_agenda().await;
    story.is_edited().await;
    let page = story.convenes().await;
    page.assert_status(422)
        .assert_shows("«\u{202f}Les quartiers de gare\u{202f}» a changé depuis son inscription");
    let point = story.points().await[0].clone();
    story
        .puts("renouveler", &[("point", &point)])
        .await
        .assert_status(303);
    story.convenes().await.assert_status(303);
    let page = story
        .seen_by("direction@toulouse-metropole.exemple.fr")
        .await;
    page.assert_shows("Version 2, figée")
        .assert_shows("Ce qui a changé depuis la version 1");
}

#[tokio::test]
async fn a_text_that_left_its_stage_keeps_from_convening() {
    let story = Story::with_an_agenda().await;
    let fields = [
        ("action", "renvoyer"),
        ("revision", "2"),
        ("motif", "À revoir."),
    ];
    let mut direction = story.app.as_direction("sicoval");
    let path = format!("{}/etape", story.paper);
    direction.submit(&path, &fields).await.assert_status(303);
    story
        .convenes()
        .await
        .assert_status(422)
        .assert_shows("dont cette instance n’est pas saisie");
}

#[tokio::test]
async fn convening_twice_convenes_once_and_a_new_member_is_convened_too() {
    let story = Story::convened().await;
    story
        .convenes()
        .await
        .assert_status(422)
        .assert_shows("Rien n’a changé depuis la dernière convocation");
    assert_eq!(story.stored().await.sequence, 0);
    let home = story.app.territory("sicoval").await.to_string();
    let seat = super::body_id(&story.app, "conference-des-directions").await;
    let person = story.app.person("technique@sicoval.exemple.fr").await;
    let fields = [
        ("fonction", "direction"),
        ("territoire", home.as_str()),
        ("depuis", "2026-03-02"),
        ("instances", seat.as_str()),
    ];
    let mut office = story.app.as_secretariat();
    let path = format!("/secretariat/personnes/{person}/mandats");
    office.submit(&path, &fields).await.assert_status(303);
    let mut tx = story.app.app.db.read().await.unwrap();
    assert!(tx.was_convened(story.id(), person).await.unwrap());
}

#[tokio::test]
async fn who_opened_the_file_is_shown_to_the_secretariat_alone() {
    let story = Story::convened().await;
    let opened = || story.seen_by("secretariat@exemple.fr");
    opened().await.assert_shows("0 sur 4");
    let member = story.seen_by("direction@sicoval.exemple.fr").await;
    member
        .assert_status(200)
        .assert_shows("Les quartiers de gare");
    assert!(!member.text.contains("Qui a ouvert le dossier"));
    let page = opened().await;
    page.assert_shows("1 sur 4")
        .assert_shows("ouvert le 2\u{a0}mars 2026 à 10\u{a0}h");
    story.moves_to("2026-03-27").await.assert_status(303);
    opened().await.assert_shows("avant la dernière mise à jour");
    story.seen_by("direction@sicoval.exemple.fr").await;
    let page = opened().await;
    assert!(!page.text.contains("avant la dernière mise à jour"));
}

#[tokio::test]
async fn a_change_and_a_cancellation_have_a_higher_sequence() {
    let story = Story::convened().await;
    story.moves_to("2026-03-27").await.assert_status(303);
    assert_eq!(story.stored().await.sequence, 1);
    let same = story.moves_to("2026-03-27").await;
    same.assert_status(303);
    assert_eq!(story.stored().await.sequence, 1, "nothing had changed");
    let silent = story.sends("/annulation", &[("motif", "")]).await;
    silent.assert_status(422).assert_shows("Dites pourquoi");
    let page = story
        .sends("/annulation", &[("motif", "Grève des trains")])
        .await;
    page.assert_status(303);
    assert_eq!(story.stored().await.sequence, 2);
    let member = story.seen_by("direction@sicoval.exemple.fr").await;
    member
        .assert_shows("Cette séance n’aura pas lieu")
        .assert_shows("Grève des trains");
    for place in ["/convocation", "/annulation"] {
        let late = story.sends(place, &[("motif", "encore")]).await;
        late.assert_status(409)
            .assert_shows("La séance est annulée");
    }
}

#[tokio::test]
async fn a_place_is_not_taken_from_those_who_are_convened() {
    let story = Story::convened().await;
    let fields = [
        ("debut", "2026-03-20T14:00"),
        ("fin", "2026-03-20T16:00"),
        ("lieu", ""),
    ];
    story
        .sends("/modifier", &fields)
        .await
        .assert_status(422)
        .assert_shows("dites où se tient la séance");
    assert_eq!(story.stored().await.sheet.place, "Hôtel de Région");
}
